"""The question that is mailed to the candidate when a folder of the mailbox has vanished. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from followupd.writing.notices.notices import Notice, harmless_line

if TYPE_CHECKING:
    from collections.abc import Iterable

    from followupd.writing.language.words import Words


def ask_about_missing_folders(words: Words, names: Iterable[str], when: str) -> Notice:
    """Return the notice that asks whether an answer was in a folder that has vanished."""
    names = list(names)
    lines = [
        words.translate(
            "These folders were read before and cannot be read any more: they were deleted, renamed or closed."
        ),
        *(f"- {harmless_line(name)}" for name in names),
        "",
        words.translate(
            "An answer that came into one of them may not have been seen, so everything is paused. Please look."
        ),
        words.translate(
            "If there was an answer: %(command)s, or leave it paused", command="followupd close INTERVIEW"
        ),
        words.translate("If there was none: %(command)s", command="followupd resume --all"),
    ]
    subject = words.translate("A folder of your mailbox is missing: everything is paused")
    return Notice(f"folders/{when}", subject, "\n".join(lines), gist=", ".join(names))
