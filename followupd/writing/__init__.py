"""What is written: mails, call sheets, letters and notices, and what must never leave. Pure."""
