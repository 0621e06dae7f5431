"""The mail servers: submission by SMTP, reading by IMAP, hints by IDLE; TLS always verified."""
