"""The mail that asks about interviews that began before the database was made. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from followupd.writing.notices.notices import Notice

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from followupd.planning.moves import Move
    from followupd.writing.language.words import Words


@dataclass(frozen=True, slots=True)
class BegunInterview:
    """An interview that began before the database was made, and its first step."""

    id: str
    company: str
    position: str
    first: Move


def ask_about_begun(
    words: Words, interviews: Sequence[BegunInterview], made_at: datetime, key: str
) -> Notice:
    """Return the notice that asks whether these interviews go on. `key`: the moment of the question."""
    example = interviews[0].id
    lines = [
        words.translate(
            "followupd's database is new: it was made on %(moment)s. These interviews began before that:",
            moment=words.format_moment(made_at),
        ),
        *(_describe_interview(words, one) for one in interviews),
        "",
        words.translate(
            "If followupd ran before, on another computer or with another database, it cannot say what was"
            " sent or answered then. So nothing goes out for them until you say so."
        ),
        "",
        words.translate("Answer this mail:"),
        words.translate("  yes   all of them go on; what is late is sent, if it is still worth sending"),
        words.translate("  no    nothing goes out for them, until you resume"),
        words.translate("  or one of them alone: %(answer)s", answer=f"resume {example}"),
        "",
        words.translate("Or at a terminal:"),
        words.translate("For all of them: %(command)s", command="followupd resume --all"),
        words.translate("For one: %(command)s", command=f"followupd resume {example}"),
        words.translate("To end one for good: %(command)s", command=f"followupd close {example}"),
    ]
    if len(interviews) == 1:
        subject = words.translate(
            "Go on with %(company)s, which began before the database was made?", company=interviews[0].company
        )
    else:
        subject = words.translate(
            "Go on with %(count)s interviews that began before the database was made?", count=len(interviews)
        )
    gist = words.translate("Nothing goes out for them until you say so.")
    return Notice(f"begun/{key}", subject, "\n".join(lines), gist)


def _describe_interview(words: Words, one: BegunInterview) -> str:
    return words.translate(
        "  - %(interview)s: %(company)s, %(position)s; %(step)s was due on %(moment)s",
        interview=one.id,
        company=one.company,
        position=one.position,
        step=words.label_touch(one.first.touch.step, one.first.contact_name),
        moment=words.format_moment(one.first.due),
    )
