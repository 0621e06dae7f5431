"""The machine: files, paths, the clock, the lock, log lines, the service manager, memory."""
