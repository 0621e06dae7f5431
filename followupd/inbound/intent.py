"""What an answer says: a label for the notice, and the date that the company gave. Never a reason to go on."""

from __future__ import annotations

import re

from followupd.inbound import intent_words as say
from followupd.inbound.decoding import folded
from followupd.inbound.verdict import Intent

MAX_TEXT = 4_096

# Refusals first: "unable to offer" is no offer, and a rejection invites nobody to a next round.
_ORDER: tuple[tuple[Intent, re.Pattern[str]], ...] = (
    (Intent.PLEASE_STOP, say.PLEASE_STOP),
    (Intent.REJECTION, say.REJECTION),
    (Intent.OFFER, say.OFFER),
    (Intent.NEXT_ROUND, say.NEXT_ROUND),
    (Intent.HOLDING, say.HOLDING),
    (Intent.QUESTION, say.QUESTION),
)


def intent(text: str) -> Intent | None:
    """Return what a stripped answer says (at most 4 kB of it are read), or None where it says nothing known."""
    told = folded(text[:MAX_TEXT])
    flat = " ".join(told.split())
    lines = "\n".join(" ".join(line.split()) for line in told.split("\n"))
    return next((label for label, pattern in _ORDER if _says(pattern, flat, lines)), None)


def _says(pattern: re.Pattern[str], flat: str, lines: str) -> bool:
    """Search a text on one line; its lines as well where the pattern looks at their ends."""
    return bool(pattern.search(flat) or (pattern.flags & re.MULTILINE and pattern.search(lines)))


def about_hiring(text: str) -> bool:
    """Say whether a folded text speaks of an application, a candidate or an interview."""
    return bool(say.HIRING.search(text[:6000]))
