"""`followupd doctor`: live checks of configuration, account and machine, each with its remedy."""
