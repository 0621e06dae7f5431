"""`followupd doctor`: live checks of configuration, account and machine; each fault comes with its remedy."""
