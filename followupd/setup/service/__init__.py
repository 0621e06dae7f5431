"""followupd as a systemd service: install, look at, and remove its unit."""
