"""The notices about reminders that another interview with the company delays. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from followupd.writing.language.job_title import name_position
from followupd.writing.notices.notices import Notice

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from followupd.config.interview import Interview
    from followupd.journal.facts import Touch
    from followupd.writing.language.words import Words

POSTPONED_KIND = "postponed"  # begins the keys of these notices


@dataclass(frozen=True, slots=True)
class Postponement:
    """A reminder that comes later than in its own follow-up plan."""

    touch: Touch
    name: str
    planned_at: datetime
    foreseen_at: datetime


def describe_postponements(
    words: Words, interview: Interview, others: Sequence[Interview], postponements: Sequence[Postponement]
) -> Notice:
    """Return the notice about the reminders that come weeks later, and on how to change that."""
    lines = [
        words.translate(
            "- %(label)s: on %(day)s, in place of %(planned)s",
            label=words.label_touch(p.touch.step, p.name),
            day=_format_day(words, p.foreseen_at),
            planned=_format_day(words, p.planned_at),
        )
        for p in postponements
    ]
    commands = " | ".join(f"followupd pause {other.id}" for other in others)
    body = [
        words.translate(
            "%(company)s gets one reminder a week, and you follow up on more than one interview there."
            " So these come much later:",
            company=interview.company,
        ),
        *lines,
        "",
        words.translate("To bring them forward, leave out steps of the other interview, or pause it:"),
        f"    {commands}",
        words.translate("What comes when: %(command)s", command="followupd plan"),
    ]
    subject = words.translate(
        "Much later than planned: the follow-up for %(position)s at %(company)s",
        position=name_position(interview.position),
        company=interview.company,
    )
    key = f"{POSTPONED_KIND}/{postponements[0].touch}"
    return Notice(key, subject, "\n".join(body), gist=lines[0].removeprefix("- "))


def _format_day(words: Words, moment: datetime) -> str:
    return words.format_day(moment.astimezone(words.zone).date())
