"""The letter as a PDF, and the mail around it."""
