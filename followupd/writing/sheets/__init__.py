"""The sheets for calls and letters, and the entries of the calendar."""
