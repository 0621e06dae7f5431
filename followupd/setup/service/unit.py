"""The text of a unit: from the package, with the path of the program, and a mark that tells ours from yours."""

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

    from followupd.setup.service.executable import Program

_MARK = re.compile(r"# Put here by `followupd service install`, version \S+ \(([0-9a-f]{16})\)[^\n]*\n")


class Standing(StrEnum):
    """How a file stands to the one that this version would write."""

    MISSING = "missing"
    CURRENT = "current"  # the same, or shipped so by the system's packages
    OLDER = "older"  # ours, untouched, of another version or program
    EDITED = "edited"  # not ours, or ours and edited since


def shipped(name: str) -> str:
    """Return a unit as followupd ships it: inside the package once installed, at the top of a checkout."""
    inside = PACKAGE / "systemd"
    place = inside if inside.is_dir() else PACKAGE.parent / "systemd"
    return (place / name).read_text(encoding="utf-8")


def body(name: str, program: Program) -> str:
    """Return the unit that starts this program, without the mark."""
    text, count = re.subn(r"(?m)^ExecStart=\S+", lambda _: f"ExecStart={program.exec}", shipped(name))
    if count != 1:
        raise FollowupdError(f"{name}: the unit that came with followupd is damaged; install followupd anew")
    return text


def marked(text: str) -> str:
    """Return the text under a line that says whose it is, by which later versions know it untouched."""
    digest = _digest(text)
    return (
        f"# Put here by `followupd service install`, version {__version__} ({digest});"
        " `followupd service uninstall` removes it.\n"
        "# Settings of your own belong into a drop-in: systemctl edit.\n" + text
    )


def standing(found: str | None, wanted: str, *copies: str) -> Standing:
    """Tell how a file that was found (None: there is none) stands to the marked text that is wanted.

    `copies`: texts that are ours without the mark, as they lie in the package, and copied from there by hand.
    """
    if found is None:
        return Standing.MISSING
    if found == wanted:
        return Standing.CURRENT
    return Standing.OLDER if untouched(found) or found in copies else Standing.EDITED


def untouched(found: str) -> bool:
    """Tell whether a file is as followupd wrote it."""
    mark = _MARK.match(found)
    return mark is not None and _digest(found.split("\n", 2)[2]) == mark[1]


def program_of(text: str) -> str:
    """Return what a unit starts, "" where it says nothing of it."""
    found = re.search(r"(?m)^ExecStart=(.*) run$", text)
    return found[1] if found else ""


def same_program(packaged: str | None, text: str) -> bool:
    """Tell whether a unit that the system's packages brought starts what ours would: what else it says is theirs to say."""
    return packaged is not None and program_of(packaged) == program_of(text) != ""


def difference(found: str, wanted: str, path: Path) -> str:
    """Return what would change, as diff -u shows it."""
    lines = difflib.unified_diff(
        found.splitlines(), wanted.splitlines(), str(path), "what followupd would write", lineterm="", n=1
    )
    return "\n".join(lines)


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]
