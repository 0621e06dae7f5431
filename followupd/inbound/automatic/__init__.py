"""Mails of machines: absence notes, delivery reports, receipts, objections."""
