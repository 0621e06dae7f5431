"""The question that is mailed to the candidate when a folder of the mailbox has vanished. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from followupd.writing.notices import Notice

if TYPE_CHECKING:
    from collections.abc import Iterable


def ask_about_missing_folders(names: Iterable[str], when: str) -> Notice:
    """Ask whether an answer lay in a folder that has vanished."""
    names = list(names)
    lines = [
        "These folders were read before and cannot be read any more: they were deleted, renamed or closed.",
        *(f"- {name}" for name in names),
        "",
        "An answer that came into one of them may not have been seen, so everything is paused. Please look.",
        "If there was an answer:  followupd close INTERVIEW, or leave it paused",
        "If there was none:       followupd resume --all",
    ]
    subject = "A folder of your mailbox is missing: everything is paused"
    return Notice(f"folders/{when}", subject, "\n".join(lines), gist=", ".join(names))
