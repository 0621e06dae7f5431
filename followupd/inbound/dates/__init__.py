"""Dates as people write them in a sentence."""
