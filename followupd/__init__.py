"""followupd: follows up after a job interview, and falls silent the moment they answer."""

__version__ = "0.1.0"
