"""Imports people and interviews from vCards, QR codes, invitations and tables."""
