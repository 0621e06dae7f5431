"""The commands: one module for each family of them, all of the same shape."""

from __future__ import annotations

from followupd.cli import (
    add,
    approve,
    demo,
    doctor,
    init,
    journal,
    keep,
    login,
    run,
    service,
    show,
    standing,
    steer,
    told,
    whatif,
)
from followupd.cli.app import app, main

__all__ = [
    "add",
    "app",
    "approve",
    "demo",
    "doctor",
    "init",
    "journal",
    "keep",
    "login",
    "main",
    "run",
    "service",
    "show",
    "standing",
    "steer",
    "told",
    "whatif",
]
