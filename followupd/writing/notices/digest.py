"""The mail about many things at once: one line for each, the urgent ones first. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from followupd.inbound.verdict import Action
from followupd.writing.notices.notices import Notice, harmless_line

if TYPE_CHECKING:
    from collections.abc import Sequence

    from followupd.writing.language.words import Words

MAX_LINES = 300  # further lines wait for the next digest
MAX_LINE = 300  # characters
_RANK_BY_KIND = {
    "restored": 0,
    "folders": 0,
    "unknown": 0,
    "digest": 0,
    "trouble": 1,
    "refused": 1,
    "held": 1,
    "approve": 1,
}
_RANK_BY_ACTION: dict[str, int] = {
    Action.STOP: 0,
    Action.PAUSE: 1,
    Action.HOLD: 3,
    Action.ALERT: 3,
    Action.NONE: 3,
}
_OTHER_RANK = 2


def rank_notice(key: str) -> int:
    """Return how urgent a notice is, by its key. 0 is the most urgent: an answer came, or the candidate must decide."""
    kind, _, rest = key.partition("/")
    if kind != "mail":
        return _RANK_BY_KIND.get(kind, _OTHER_RANK)
    action = rest.split("/")[-2:][0]  # a folder's name may contain slashes
    return _RANK_BY_ACTION.get(action, _OTHER_RANK)


def describe_digest(words: Words, lines: Sequence[str], when: str) -> Notice:
    """Return many notices as one mail, so that many mails in a short time do not lead to many notices."""
    body = [
        words.translate(
            "So much has happened that it comes as one mail, one line for each thing, the urgent ones first."
        ),
        "",
        *(f"- {harmless_line(line, MAX_LINE)}" for line in lines),
        "",
        words.translate("What waits for your word: %(command)s", command="followupd status"),
        words.translate("Each of these mails in full: %(command)s", command="followupd log"),
    ]
    subject = words.translate_count(
        "%(count)d thing to tell you: %(first)s",
        "%(count)d things to tell you: %(first)s",
        len(lines),
        first=harmless_line(lines[0], 80) if lines else "",
    )
    return Notice(f"digest/{when}", subject, "\n".join(body))
