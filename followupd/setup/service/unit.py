"""The text of a unit: the shipped text with the program's path, and a header that identifies followupd's files."""

from __future__ import annotations

import difflib
import hashlib
import re
from enum import StrEnum
from typing import TYPE_CHECKING

from followupd import __version__
from followupd.adapters.system.paths import PACKAGE
from followupd.errors import FollowupdError

if TYPE_CHECKING:
    from pathlib import Path

    from followupd.setup.service.executable import Executable

_HEADER = re.compile(r"# Put here by `followupd service install`, version \S+ \(([0-9a-f]{16})\)[^\n]*\n")


class UnitState(StrEnum):
    """How a file compares to the one that this version would write."""

    MISSING = "missing"
    CURRENT = "current"  # the same, or installed like that by a system package
    OLDER = "older"  # followupd's and not edited, but of another version or program
    EDITED = "edited"  # not followupd's, or edited since


def read_shipped_unit(name: str) -> str:
    """Return a unit as followupd ships it: from the package if installed, else from the top of the checkout."""
    package_directory = PACKAGE / "systemd"
    directory = package_directory if package_directory.is_dir() else PACKAGE.parent / "systemd"
    return (directory / name).read_text(encoding="utf-8")


def render_unit(name: str, executable: Executable) -> str:
    """Return the unit that starts this program, without the header."""
    text, count = re.subn(
        r"(?m)^ExecStart=\S+", lambda _: f"ExecStart={executable.exec_start}", read_shipped_unit(name)
    )
    if count != 1:
        raise FollowupdError(f"{name}: the unit that came with followupd is damaged; install followupd again")
    return text


def add_header(text: str) -> str:
    """Return the text below a header with its hash, by which later versions see that it was not edited."""
    digest = _hash_text(text)
    return (
        f"# Put here by `followupd service install`, version {__version__} ({digest});"
        " `followupd service uninstall` removes it.\n"
        "# Settings of your own belong into a drop-in: systemctl edit.\n" + text
    )


def compare_unit(current_text: str | None, expected_text: str, *shipped_texts: str) -> UnitState:
    """Compare a file (None: there is none) with the expected text, which has the header.

    `shipped_texts` are texts of the package that somebody may have copied by hand.
    """
    if current_text is None:
        return UnitState.MISSING
    if current_text == expected_text:
        return UnitState.CURRENT
    return UnitState.OLDER if is_unedited(current_text) or current_text in shipped_texts else UnitState.EDITED


def is_unedited(current_text: str) -> bool:
    """Return whether a file is still as followupd wrote it."""
    header = _HEADER.match(current_text)
    return header is not None and _hash_text(current_text.split("\n", 2)[2]) == header[1]


def read_exec_start(text: str) -> str:
    """Return the program that a unit starts, or "" if it does not say."""
    match = re.search(r"(?m)^ExecStart=(.*) run$", text)
    return match[1] if match else ""


def has_same_program(packaged: str | None, text: str) -> bool:
    """Return whether a system package's unit starts the same program; its other settings do not matter."""
    return packaged is not None and read_exec_start(packaged) == read_exec_start(text) != ""


def diff_units(current_text: str, expected_text: str, path: Path) -> str:
    """Return what would change, in the format of diff -u."""
    lines = difflib.unified_diff(
        current_text.splitlines(),
        expected_text.splitlines(),
        str(path),
        "what followupd would write",
        lineterm="",
        n=1,
    )
    return "\n".join(lines)


def _hash_text(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]
