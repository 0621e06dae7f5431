"""A module of ours in a Python of its own, which finds it where this one has it."""

from __future__ import annotations

import sys

from followupd.adapters.system.paths import PACKAGE

_LIBRARY = str(PACKAGE.parent)
# A package of the system's may keep followupd, and all that it leans on, where Python does not look by itself; and where
# it does, another followupd may stand.
_START = (
    "import os, runpy, sys; from importlib.util import find_spec; library, module = sys.argv[1:];"
    " there = find_spec('followupd'); package = os.path.dirname(os.path.realpath(there.origin)) if there else '';"
    " os.path.dirname(package) == library or sys.path.insert(0, library);"
    " runpy.run_module(module, run_name='__main__')"
)


def python(module: str) -> list[str]:
    """Return the command that runs a module. -P: no stray file in the working directory is taken for one of its own."""
    return [sys.executable, "-P", "-c", _START, _LIBRARY, module]
