"""What is written: mails, call sheets, letters; their words, their bytes, and what must never leave."""
