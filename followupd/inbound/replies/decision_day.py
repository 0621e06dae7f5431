"""Finds in the candidate's answer after an interview when the company decides. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from followupd.inbound.dates.dates import find_dates
from followupd.inbound.phrases import debrief as say
from followupd.inbound.replies.reply_days import spell_named_days
from followupd.inbound.replies.reply_periods import spell_periods

if TYPE_CHECKING:
    from datetime import date

    from followupd.inbound.dates.dates import DateMention

_QUESTION = "decision"
_MAX_WORDS = 6


def find_decision_day(flat: str, today: date) -> date | None:
    """Return the future day on which they decide, if a folded sentence names one."""
    if not say.DECISION.search(flat):
        return _read_only_day(flat, today)
    if say.NO_DECISION.search(say.BUT.split(flat)[-1]):
        return None
    return next((m.day for m in _find_days(flat, today) if m.day and m.day >= today), None)


def _read_only_day(flat: str, today: date) -> date | None:
    """Return the day of a sentence that says nothing else: it answers the question when they decide."""
    question = f"{_QUESTION} {flat.strip(' .!')}"
    mentions = _find_days(question, today)
    if len(mentions) != 1:
        return None
    (mention,) = mentions
    rest = _spell(question, today)
    other_words = f"{rest[len(_QUESTION) : mention.start]} {rest[mention.end :]}".split()
    return mention.day if say.SMALL_WORDS.issuperset(other_words) else None


def _find_days(flat: str, today: date) -> list[DateMention]:
    return find_dates(_spell(flat, today), today)


def _spell(flat: str, today: date) -> str:
    return spell_periods(spell_named_days(flat, today), today)


def is_about_decision(flat: str) -> bool:
    """Return whether a short sentence only says when they decide. It must not get into a mail to them."""
    return bool(say.DECISION_FIRST.match(flat)) and len(flat.split()) <= _MAX_WORDS
