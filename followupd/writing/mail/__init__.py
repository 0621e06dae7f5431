"""The mail as bytes: its header, parts, thread and files."""
