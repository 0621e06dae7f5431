"""The text of a unit: from the package, with the path of the program, and a mark that distinguishes ours from the user's."""

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
    """How a file stands to the one that this version would write."""

    MISSING = "missing"
    CURRENT = "current"  # the same, or shipped so by the system's packages
    OLDER = "older"  # ours, untouched, of another version or program
    EDITED = "edited"  # not ours, or ours and edited since


def read_shipped_unit(name: str) -> str:
    """Return a unit as followupd ships it: inside the package once installed, at the top of a checkout."""
    package_directory = PACKAGE / "systemd"
    directory = package_directory if package_directory.is_dir() else PACKAGE.parent / "systemd"
    return (directory / name).read_text(encoding="utf-8")


def render_unit(name: str, executable: Executable) -> str:
    """Return the unit that starts this program, without the mark."""
    text, count = re.subn(
        r"(?m)^ExecStart=\S+", lambda _: f"ExecStart={executable.exec_start}", read_shipped_unit(name)
    )
    if count != 1:
        raise FollowupdError(f"{name}: the unit that came with followupd is damaged; install followupd again")
    return text


def add_header(text: str) -> str:
    """Return the text under a line that says whose it is, by which later versions know it untouched."""
    digest = _hash_text(text)
    return (
        f"# Put here by `followupd service install`, version {__version__} ({digest});"
        " `followupd service uninstall` removes it.\n"
        "# Settings of your own belong into a drop-in: systemctl edit.\n" + text
    )


def compare_unit(current_text: str | None, expected_text: str, *shipped_texts: str) -> UnitState:
    """Tell how a file that was found (None: there is none) stands to the marked text that is wanted.

    `shipped_texts`: texts of the package, which somebody may have copied from there by hand.
    """
    if current_text is None:
        return UnitState.MISSING
    if current_text == expected_text:
        return UnitState.CURRENT
    return UnitState.OLDER if is_unedited(current_text) or current_text in shipped_texts else UnitState.EDITED


def is_unedited(current_text: str) -> bool:
    """Return whether a file is as followupd wrote it."""
    header = _HEADER.match(current_text)
    return header is not None and _hash_text(current_text.split("\n", 2)[2]) == header[1]


def read_exec_start(text: str) -> str:
    """Return what a unit starts, "" where it says nothing of it."""
    match = re.search(r"(?m)^ExecStart=(.*) run$", text)
    return match[1] if match else ""


def has_same_program(packaged: str | None, text: str) -> bool:
    """Return whether a unit that the system's packages brought starts what ours would: what else it says is theirs to say."""
    return packaged is not None and read_exec_start(packaged) == read_exec_start(text) != ""


def diff_units(current_text: str, expected_text: str, path: Path) -> str:
    """Return what would change, as diff -u shows it."""
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
