"""The commands: one module for each family of them, all of the same shape."""

from __future__ import annotations

from followupd.cli import demo, journal, login, run, show, steer
from followupd.cli.app import app, main

__all__ = ["app", "demo", "journal", "login", "main", "run", "show", "steer"]
