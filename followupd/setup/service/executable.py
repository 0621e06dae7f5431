"""Finds the followupd program that a unit has to start, and how it was installed."""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING

from followupd.adapters.system.paths import PACKAGE
from followupd.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable

PROGRAM_NAME = "followupd"


@dataclass(frozen=True, slots=True)
class Executable:
    """A followupd that can be started. `install_method` tells in words how it was installed."""

    path: Path
    interpreter: Path
    install_method: str
    package: Path = PACKAGE

    @property
    def exec_start(self) -> str:
        """The path for ExecStart=, quoted so that systemd reads it as one word."""
        text = str(self.path).replace("\\", "\\\\").replace('"', '\\"').replace("%", "%%").replace("$", "$$")
        return f'"{text}"' if any(c in text for c in " \t\"'\\;") else text

    def find_part_within(self, directories: Iterable[Path]) -> Path | None:
        """Return a part of it that is in one of these directories, which a service may not see; None if none is."""
        parts = (self.path, self.interpreter.resolve(), self.package)
        pairs = product(parts, directories)
        return next((part for part, directory in pairs if part.is_relative_to(directory)), None)


def find_executable(command: str, interpreter: Path, prefix: Path) -> Executable:
    """Return the program that is running, by its real path: a service might not be able to follow a link.

    `command` is the first word of the command line; `prefix` is where its Python looks for packages. Raises UsageError
    if no program is beside the interpreter (`python -m followupd`, not installed).
    """
    command_path = Path(command if os.sep in command else shutil.which(command) or command)
    for path in (command_path.absolute(), interpreter.parent / PROGRAM_NAME):
        if path.name == PROGRAM_NAME and path.is_file() and os.access(path, os.X_OK):
            return Executable(path.resolve(), interpreter, _detect_install_method(prefix))
    raise UsageError(f"{command} is no program that a service could start; install followupd: pipx install .")


def _detect_install_method(prefix: Path) -> str:
    for marker, method in (
        ("pipx_metadata.json", "pipx"),
        ("uv-receipt.toml", "uv tool"),
        ("pyvenv.cfg", "virtual environment"),
    ):
        if (prefix / marker).is_file():
            return method
    return "system package" if prefix == Path("/usr") else "pip"
