"""Finds which of several missed steps a reply means.

One notice names them all, and "again Ana" or "again check-in" names one. Nothing is reopened on a guess. If a reply
fits none or several, followupd asks, and names each step that it may mean.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from followupd.config.name_order import word_set
from followupd.errors import UsageError
from followupd.inbound.parsing.text import fold_text
from followupd.journal.facts import Settled

if TYPE_CHECKING:
    from followupd.engine.replies.candidate_reply import Reply
    from followupd.journal.facts import Touch

_AGAIN = re.compile(
    r"\W*(?:(?:please|bitte|yes|ja|oui|si)\W+)?(?:again|once more|noch ?mals?|noch einmal|erneut|encore une fois|a nouveau"
    r"|de nouveau|otra vez|de nuevo|una vez mas)\b(?P<rest>.+)",
    re.DOTALL,
)
_SMALL_WORDS = word_set(
    "the to for step an fur a au pour para paso etape schritt den die der das le la el please bitte mail"
)
_SHORTEST_NAME = 3  # the fewest letters of a word that names a person


def names_missed_step(reply: Reply) -> bool:
    """Return whether a reply says "again", and otherwise only words that name a missed step."""
    match = _AGAIN.fullmatch(fold_text(reply.command.text).strip())
    touches = _list_missed(reply)
    if match is None or len(touches) < 2:  # noqa: PLR2004 - where one was missed, "again" is enough
        return False
    known_words = _SMALL_WORDS.union(*(_list_words(reply, touch) for touch in touches))
    words = re.findall(r"\w+", match["rest"])
    return bool(words) and known_words.issuperset(words)


def choose_missed(reply: Reply, first: Touch) -> Touch:
    """Return the step that a reply to a notice of missed steps means. Raises UsageError if that is not clear."""
    touches = _list_missed(reply)
    if len(touches) < 2:  # noqa: PLR2004
        return first
    said_words = set(re.findall(r"\w+", fold_text(reply.command.text)))
    counts = {touch: len(said_words & _list_words(reply, touch)) for touch in touches}
    most = max(counts.values())
    best = [touch for touch in touches if counts[touch] == most]
    if most and len(best) == 1:
        return best[0]
    labels = ", ".join(_label_touch(reply, touch) for touch in (best if most else touches))
    raise UsageError(f"that mail tells of several steps; answer with again and the one you mean: {labels}")


def _list_missed(reply: Reply) -> list[Touch]:
    """Return the steps that were missed together with the step for which the answered notice is named."""
    first = reply.subject.touch
    if first is None or not reply.subject.notice.startswith("missed/"):
        return []
    facts = [f for f in reply.ledger.history.facts if isinstance(f, Settled) and f.outcome == "missed"]
    moments = {fact.at for fact in facts if fact.touch == first}
    return list(
        dict.fromkeys(f.touch for f in facts if f.at in moments and f.touch.interview == first.interview)
    )


def _list_words(reply: Reply, touch: Touch) -> set[str]:
    """Return the words that name a step: those of its id, of its translated label, and of the person's name."""
    words = re.findall(r"\w+", fold_text(f"{touch.step} {_label_touch(reply, touch)}"))
    return {word for word in words if len(word) >= _SHORTEST_NAME or word in ("in", "ii")} - _SMALL_WORDS


def _label_touch(reply: Reply, touch: Touch) -> str:
    details = reply.ledger.find_touch(touch, include_removed=True)
    return reply.words.label_touch(touch.step, details.contact.shown_name if details else touch.contact)
