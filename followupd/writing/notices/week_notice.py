"""The text of the weekly digest: a paragraph for each open interview, with what waits for the candidate. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from followupd.planning.moves import Verb
from followupd.writing.language.reasons import explain
from followupd.writing.language.words import mark_message
from followupd.writing.notices.notices import Notice, harmless_line

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from followupd.planning.moves import Move
    from followupd.writing.language.words import Words

MAX_THINGS = 8  # of each kind, in one paragraph
_MAX_LINE = 300  # characters of one thing
FIRST_INTERVIEW = 1  # the paragraph of the first interview; the one before it introduces the mail
_PAST = mark_message("In the last seven days:")
_COMING = mark_message("In the next seven days:")
_WAITING = mark_message("This waits for you:")


@dataclass(frozen=True, slots=True)
class InterviewWeek:
    """One interview in the days around now. Each text is one sentence without a full stop."""

    company: str
    position: str
    past: tuple[str, ...]
    coming: tuple[str, ...]
    waiting: tuple[str, ...]


def describe_week(words: Words, weeks: Sequence[InterviewWeek], common: Sequence[str], key: str) -> Notice:
    """Return the weekly digest. `common`: what waits, but belongs to no single interview."""
    paragraphs = [
        words.translate("How your open interviews stand, one paragraph for each."),
        *(_describe_interview(words, week) for week in weeks),
        *(["\n".join(_list_things(words, _WAITING, common))] if common else []),
        words.translate("To see it again: %(command)s", command="followupd plan"),
    ]
    subject = words.translate_count(
        "Your week: %(count)d open interview", "Your week: %(count)d open interviews", len(weeks)
    )
    return Notice(f"week/{key}", subject, "\n\n".join(paragraphs))


def name_interview(week: InterviewWeek) -> str:
    """Return company and role in one line."""
    return harmless_line(f"{week.company}, {week.position}")


def _describe_interview(words: Words, week: InterviewWeek) -> str:
    nothing = words.translate("nothing")
    lines = [
        name_interview(week),
        *_list_things(words, _PAST, week.past, nothing),
        *_list_things(words, _COMING, week.coming, nothing),
        *(_list_things(words, _WAITING, week.waiting) if week.waiting else ()),
    ]
    return "\n".join(lines)


def _list_things(words: Words, heading: str, things: Sequence[str], nothing: str = "") -> list[str]:
    title = words.translate(heading)
    if not things:
        return [f"{title} {nothing}"]
    lines = [f"- {harmless_line(thing, _MAX_LINE)}" for thing in things[:MAX_THINGS]]
    hidden = len(things) - len(lines)
    more = words.translate_count("- and %(count)d more", "- and %(count)d more", hidden)
    return [title, *lines, *([more] if hidden else [])]


def phrase_past(words: Words, sentence: str, at: datetime) -> str:
    """Return a sentence on what happened, with its day."""
    return f"{sentence} ({_format_day(words, at)})"


def phrase_interview(words: Words, at: datetime) -> str:
    """Return the line on the interview itself, which is to come."""
    return words.translate("The interview: %(moment)s", moment=words.format_moment(at))


def phrase_move(words: Words, move: Move) -> str:
    """Return a sentence on what comes and when, or why it is held."""
    label = words.label_touch(move.touch.step, move.contact_name)
    label = label[:1].upper() + label[1:]
    if move.verb is Verb.HOLD:
        return words.translate("%(label)s is held: %(why)s", label=label, why=explain(words, move.why))
    return words.translate(
        "%(label)s, planned for %(moment)s", label=label, moment=words.format_moment(move.due)
    )


def _format_day(words: Words, at: datetime) -> str:
    local = at.astimezone(words.zone)
    return words.format_short_day(local.day, local.month)
