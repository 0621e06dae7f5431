"""Mails that lie in the Drafts folder first: written, read back, removed, and found in Sent."""
