"""Who wrote a mail, and who confirms it."""
