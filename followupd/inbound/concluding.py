"""From what was found to a verdict: the steps that all kinds of mail share."""

from __future__ import annotations

from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from followupd.inbound.matching import Closeness, Match
from followupd.inbound.verdict import Action, Kind, Verdict

if TYPE_CHECKING:
    from datetime import date, datetime

    from followupd.inbound.watchlist import Known


def concluded(kind: Kind, action: Action, why: str, found: Match) -> Verdict:
    """Make a verdict of what was found; on closed interviews the user is told, and nothing else happens."""
    shown = found.open or found.interviews
    if found.interviews and not found.open and action in (Action.STOP, Action.PAUSE, Action.HOLD):
        action, why = Action.ALERT, f"{why}; the interview is closed"
    contact = found.contact.id if found.contact else None
    return Verdict(kind, action, why, tuple(one.id for one in shown), contact, found.about)


def if_ours(action: Action, known: Known, whose: Match) -> Action:
    """Return the action, or none where interviews are known and the mail concerns none of them."""
    return action if whose.interviews or not known.interviews else Action.NONE


def joined(found: str, whose: Match) -> str:
    """Return the evidence of the kind, and that of whose it is, as one sentence."""
    return f"{found}; {whose.why}" if whose.why else found


def today_of(received: datetime, whose: Match) -> date:
    """Return the date of arrival where the writer is."""
    if not whose.interviews:
        return received.date()
    try:
        return received.astimezone(ZoneInfo(whose.interviews[0].zone)).date()
    except (KeyError, ValueError, OSError):
        return received.date()


def doubtful(whose: Match) -> bool:
    """Say whether the mail only may concern its interviews, so that the user is asked."""
    return bool(whose.interviews) and whose.closeness < Closeness.PERSON
