"""Worker processes. Those that read a stranger's bytes have no password, no store and no connection."""
