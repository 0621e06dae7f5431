"""The names of steps, lanes and marks beside a timeline, in the user's language. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from followupd.writing.language.words import mark_message, translate_name
from followupd.writing.timeline.timeline import MarkKind

if TYPE_CHECKING:
    from followupd.writing.language.words import Translator

_STEPS = {
    "thank-you": mark_message("Thank-you"),
    "call": mark_message("Call"),
    "check-in": mark_message("Check-in"),
    "letter": mark_message("Letter"),
    "last-note": mark_message("Last note"),
    "rejected": mark_message("Thanks after a rejection"),
    "no-show": mark_message("Mail about the call they did not make"),
}
_LANES = {
    "email": mark_message("Mail"),
    "phone": mark_message("Phone"),
    "post": mark_message("Post"),
    "company": mark_message("From them"),
}
_MARKS = {
    MarkKind.TAKEN: mark_message("sent"),
    MarkKind.BY_HAND: mark_message("sent by you"),
    MarkKind.REPORTED: mark_message("reported by you"),
    MarkKind.SKIPPED: mark_message("left out"),
    MarkKind.MISSED: mark_message("missed"),
    MarkKind.UNKNOWN: mark_message("not known whether it arrived"),
    MarkKind.PLANNED: mark_message("planned"),
    MarkKind.HELD: mark_message("held"),
    MarkKind.ANSWER: mark_message("answer"),
    MarkKind.ABSENCE: mark_message("away"),
    MarkKind.DOUBT: mark_message("may be an answer"),
    MarkKind.NEWS: mark_message("automatic mail"),
    MarkKind.PROMISE: mark_message("decision promised"),
    MarkKind.PAUSE: mark_message("paused"),
}


def label_step(words: Translator, step: str) -> str:
    """Return the name of a step; the user's own steps have their id."""
    return translate_name(words, _STEPS, step)


def name_lane(words: Translator, lane: str) -> str:
    """Return the name of a lane of the picture."""
    return words.translate(_LANES[lane])


def name_mark(words: Translator, kind: MarkKind) -> str:
    """Return the name of a kind of mark."""
    return words.translate(_MARKS[kind])
