"""Where the mailbox's secret comes from: keyring, systemd credential, program, OAuth."""
