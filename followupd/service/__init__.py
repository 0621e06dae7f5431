"""followupd as a service of systemd: its unit put in place, looked at, and taken away again."""
