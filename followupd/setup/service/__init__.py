"""The systemd service of followupd: installs, inspects and removes its unit."""
