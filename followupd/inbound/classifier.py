"""The judge: one mail in, one verdict out, whatever the bytes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from followupd.inbound.decision import verdict_of
from followupd.inbound.glance import may_concern, special
from followupd.inbound.parsing.addresses import bare
from followupd.inbound.parsing.message import MAX_BYTES, read, split
from followupd.inbound.parsing.text import unwrapped
from followupd.inbound.verdict import Action, Kind, Verdict, harmless

if TYPE_CHECKING:
    from datetime import datetime

    from followupd.inbound.watchlist import Known

_MEANINGFUL = (
    "from",
    "to",
    "subject",
    "date",
    "message-id",
    "sender",
    "reply-to",
    "received",
    "content-type",
    "return-path",
    "in-reply-to",
    "references",
)


def judge(raw: bytes, known: Known, received: datetime, *, in_sent: bool = False) -> Verdict:
    """Judge one whole mail. `received` is its aware INTERNALDATE; at most 256 kB are read.

    Without interviews it is judged by itself, as addressed to the user. Never raises: what cannot be read is
    `unreadable`, and pauses the interviews whose people or mails its bytes name. Its words are fit to be shown.
    """
    try:
        mail = read(raw)
        if not mail.headers.has(*_MEANINGFUL):
            return _unreadable(raw, known, "it has no header that makes it a mail")
        return harmless(verdict_of(mail, known, received, in_sent=in_sent))
    except Exception as error:  # noqa: BLE001 - hostile bytes may break anything, and silence would be worse
        return _unreadable(raw, known, f"it cannot be read ({type(error).__name__})")


def needs_body(header: bytes, known: Known) -> bool:
    """Say from a header block whether the whole mail must be judged. False only where it certainly does not matter."""
    try:
        headers, _ = split(unwrapped(header[:MAX_BYTES]).lstrip(b"\n") + b"\n\n")
        return not known.interviews or special(headers, known) or may_concern(headers, known)
    except Exception:  # noqa: BLE001 - what cannot be read is judged as a whole
        return True


def _unreadable(raw: bytes, known: Known, why: str) -> Verdict:
    """Quarantine a mail: what its bytes name is paused, for it may be an answer."""
    data = raw[:MAX_BYTES].lower()
    named = {
        one.id
        for one in known.interviews
        if any(
            bare(address).encode("utf-8", "replace") in data
            or address.lower().encode("utf-8", "replace") in data
            for person in one.contacts
            for address in person.addresses
        )
    }
    named |= {
        sent.interview
        for key, sent in known.sent.items()
        if key.strip("<>").lower().encode("utf-8", "replace") in data
    }
    still = tuple(one.id for one in known.interviews if one.id in named)
    paused = any(not one.closed for one in known.interviews if one.id in named)
    return Verdict(Kind.UNREADABLE, Action.PAUSE if paused else Action.ALERT, why, still)
