"""The mail servers: submission by SMTP, reading by IMAP, hints by IDLE. TLS is always verified."""
