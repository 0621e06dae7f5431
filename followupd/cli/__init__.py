"""The commands: each parses its arguments, calls a use case and prints the result."""
