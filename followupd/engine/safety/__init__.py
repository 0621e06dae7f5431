"""What stops followupd when something cannot be trusted: the clock, the store, a file, a failure."""
