"""Where the login of the mailbox comes from: keyring, systemd credential, program, OAuth."""
