"""The use cases, through ports: scan, plan, send, notify. No I/O and no clock of its own."""
