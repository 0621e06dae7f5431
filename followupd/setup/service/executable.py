"""Which followupd this is, and how it came here: what a unit has to start."""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from followupd.adapters.system.paths import PACKAGE
from followupd.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable

NAME = "followupd"


@dataclass(frozen=True, slots=True)
class Program:
    """A followupd that can be started; `way`: how it was installed, in words."""

    path: Path
    interpreter: Path
    way: str
    package: Path = PACKAGE

    @property
    def exec(self) -> str:
        """The path as ExecStart= takes it: no specifier, no variable, one word."""
        text = str(self.path).replace("\\", "\\\\").replace('"', '\\"').replace("%", "%%").replace("$", "$$")
        return f'"{text}"' if any(c in text for c in " \t\"'\\;") else text

    def within(self, places: Iterable[Path]) -> Path | None:
        """Return what of it lies in one of these places, which a service may not see; None if nothing does."""
        parts = (self.path, self.interpreter.resolve(), self.package)
        hidden = tuple(places)
        return next((p for p in parts if any(p.is_relative_to(h) for h in hidden)), None)


def find(called: str, interpreter: Path, prefix: Path) -> Program:
    """Return the program that is running, by its real path: links may go where a service cannot follow.

    `called`: the first word of the command line; `prefix`: where its Python looks for packages.
    Raises UsageError where there is no program beside the interpreter (`python -m followupd`, uninstalled).
    """
    shown = Path(called if os.sep in called else shutil.which(called) or called)
    for path in (shown.absolute(), interpreter.parent / NAME):
        if path.name == NAME and path.is_file() and os.access(path, os.X_OK):
            return Program(path.resolve(), interpreter, _way(prefix))
    raise UsageError(f"{called} is no program that a service could start; install followupd: pipx install .")


def _way(prefix: Path) -> str:
    for mark, way in (
        ("pipx_metadata.json", "pipx"),
        ("uv-receipt.toml", "uv tool"),
        ("pyvenv.cfg", "virtual environment"),
    ):
        if (prefix / mark).is_file():
            return way
    return "system package" if prefix == Path("/usr") else "pip"
