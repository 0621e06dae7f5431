"""The sources of the mailbox login: keyring, systemd credential, program, OAuth."""
