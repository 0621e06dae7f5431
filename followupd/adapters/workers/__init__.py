"""Work in processes of their own. Those that read a stranger's bytes have no password, no store and no connection."""
