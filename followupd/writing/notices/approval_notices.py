"""The mail that shows a text and asks for the candidate's approval. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from followupd.writing.language.reasons import explain
from followupd.writing.notices.notices import Notice

if TYPE_CHECKING:
    from collections.abc import Sequence

    from followupd.planning.moves import Move
    from followupd.writing.language.words import Words


def ask_for_approval(
    words: Words,
    move: Move,
    subject: str,
    body: str,
    digest: str,
    faults: str = "",
    doubts: Sequence[str] = (),
    files: Sequence[str] = (),
    *,
    lies_in_drafts: bool = False,
) -> Notice:
    """Return the notice with a mail that is sent only with the candidate's approval.

    `faults`: for which the lint holds it; `doubts`: what else is unsure about it; `files`: its attachments.
    """
    in_drafts = words.translate(
        "Or change it in your Drafts folder: it goes out in your words. Delete it there, and it is left out."
    )
    label = words.label_touch(move.touch.step, move.contact_name, move.touch.interview)
    text = (words.translate("Subject: %(subject)s", subject=subject), "", *body.rstrip().splitlines())
    check = words.translate(
        "The check holds these words: %(faults)s. Answer with a corrected text.",
        faults=explain(words, faults),
    )
    parts = [
        words.translate(
            "This goes to %(name)s (%(address)s) only if you approve it, and only in these words:",
            name=move.contact_name,
            address=move.address,
        ),
        "\n".join(f"    {line}".rstrip() for line in text),
        *([words.translate("With it: %(files)s", files=", ".join(files))] if files else []),
        *(["\n".join(_doubt_lines(words, doubts))] if doubts else []),
        *([check] if faults else []),
        "\n".join(_answer_lines(words)),
        *([in_drafts] if lies_in_drafts else []),
        "\n".join(_terminal_lines(words, move, digest, is_held=bool(faults))),
    ]
    return Notice(
        f"approve/{move.touch}/{digest}",
        words.translate("Approve? %(label)s", label=label),
        "\n\n".join(parts),
        words.translate("It goes out only with your word; the mail to you has its text."),
    )


def _doubt_lines(words: Words, doubts: Sequence[str]) -> list[str]:
    """Return the lines on what is unsure about a mail."""
    heading = words.translate("What followupd is unsure about:")
    return [heading, *(f"  - {explain(words, doubt)}" for doubt in doubts)]


def _answer_lines(words: Words) -> list[str]:
    """Return the lines on what a reply to an approval may contain."""
    return [
        words.translate("Answer this mail:"),
        words.translate("  yes   it is sent"),
        words.translate("  no    it is left out"),
        words.translate(
            "  or your own text, from the greeting to your name: it is shown to you once more before it is sent"
        ),
    ]


def _terminal_lines(words: Words, move: Move, digest: str, *, is_held: bool) -> list[str]:
    """Return the lines with the commands of an approval, and what happens without them."""
    touch = move.touch
    target, force = f"{touch.interview} {touch.step} --contact {touch.contact}", " --force" if is_held else ""
    return [
        words.translate("Or at a terminal:"),
        words.translate(
            "To send it: %(command)s", command=f"followupd approve {target}{force} --seen {digest}"
        ),
        words.translate("To leave it out: %(command)s", command=f"followupd skip {target}"),
        words.translate(
            "It will not be sent unless you approve it by %(moment)s.",
            moment=words.format_moment(move.latest),
        ),
    ]
