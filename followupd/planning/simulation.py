"""What if? The plan played forward, with things that might happen on the way. Pure: the same decider as the daemon.

Nothing is sent and nothing is written down; touches are taken as if every server said yes.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING

from followupd.config.fields import near
from followupd.errors import UsageError
from followupd.inbound.verdict import Action, Kind
from followupd.journal.company import company
from followupd.journal.facts import HandSent, Receipt, Received, Settled, Steered, Taken
from followupd.journal.history import History
from followupd.journal.states import InterviewState
from followupd.planning.context import Situation
from followupd.planning.planner import Move, Verb, outlook

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from followupd.config.interview import Interview
    from followupd.config.model import Config
    from followupd.journal.facts import Fact

HORIZON = timedelta(days=180)
_INJECTION = re.compile(
    r"(reply|ooo|bounce|hand|pause|close)@(d\d{1,3}|\d{4}-\d\d-\d\d)(?:\.\.(d\d{1,3}|\d{4}-\d\d-\d\d))?"
)
EXAMPLE = "reply@d12, ooo@d9..d16, bounce@d1, hand@2026-12-01, pause@d5..d9, close@d20"


@dataclass(frozen=True, slots=True)
class Station:
    """One thing that happens in the forecast, at an instant (UTC)."""

    at: datetime
    what: str
    verb: str
    why: str = ""


def injected(text: str, interview: Interview) -> tuple[datetime, Fact]:
    """Read `reply@d12` (day 12 after the interview) into the moment and the fact. Raises UsageError."""
    found = _INJECTION.fullmatch(text.strip())
    if not found:
        raise UsageError(f"{text!r} cannot be injected; for example: {EXAMPLE}")
    kind, first, last = found[1], _day(found[2], interview), found[3] and _day(found[3], interview)
    if last and last < first:
        raise UsageError(f"{text!r} ends before it begins; for example: {EXAMPLE}")
    noon = datetime.combine(first, time(12), tzinfo=interview.tz).astimezone(UTC)
    return noon, _fact(kind, noon, last or None, interview)


def _day(text: str, interview: Interview) -> date:
    if text.startswith("d"):
        return (interview.at + timedelta(days=int(text[1:]))).date()
    try:
        return near(datetime.strptime(text, "%Y-%m-%d")).date()  # noqa: DTZ007 - a day, no instant
    except ValueError as error:
        raise UsageError(f"{text!r} is no day; write d12 or 2026-12-01") from error


def _fact(kind: str, at: datetime, until: date | None, interview: Interview) -> Fact:
    lead = interview.lead
    end = datetime.combine(until, time(0), tzinfo=interview.tz).astimezone(UTC) if until else None
    match kind:
        case "hand":
            return HandSent(at, at, (interview.id,), (lead.addresses[0],), "", "a mail of your own", "Sent")
        case "pause":
            return Steered(at, interview.id, "pause", end)
        case "close":
            return Steered(at, interview.id, "close")
        case _:
            mail, action = {
                "reply": (Kind.REPLY, Action.STOP),
                "ooo": (Kind.AUTO_REPLY, Action.HOLD),
                "bounce": (Kind.BOUNCE_PERMANENT, Action.ALERT),
            }[kind]
            return Received(
                at=at, received=at, kind=mail, action=action, why="as you supposed", interviews=(interview.id,),
                sender=lead.addresses[0], subject="", folder="INBOX", uidvalidity=0, uid=0, contact=lead.key,
                return_date=until, failed_address=lead.addresses[0] if kind == "bounce" else None,
            )  # fmt: skip


def forecast(
    now: datetime,
    config: Config,
    facts: Iterable[Fact],
    interview: Interview,
    key: bytes,
    present: frozenset[str],
    suppose: Iterable[tuple[datetime, Fact]] = (),
) -> Iterator[Station]:
    """Play one interview forward from `now` and yield what happens, earliest first."""
    live = config.model_copy(update={"live": True})
    history, events = History(facts), sorted(suppose, key=lambda e: e[0])
    end = max(now, interview.ends) + HORIZON
    while now <= end:
        situation = Situation(key=key, receipt=Receipt(now, "", ()), present=present)
        moves = outlook(now, live, history, situation, interview).moves
        done = [m for m in moves if m.verb in (Verb.SEND, Verb.MISS, Verb.DROP)]
        for move in done:
            history.add(_taken(now, move, interview) if move.verb is Verb.SEND else _settled(now, move))
            yield Station(now, f"{move.touch.step} to {move.contact} by {move.channel}", move.verb, move.why)
        if done:
            continue
        upcoming = [t for m in moves for t in (m.due if m.verb is Verb.WAIT else m.lifts,) if t and t > now]
        if events and (not upcoming or events[0][0] <= min(upcoming)):
            moment, fact = events.pop(0)
            now = max(now, moment)
            history.add(fact)
            life = history.life(interview, history.ids(interview, present), now)
            said = life.why if life.state is not InterviewState.ACTIVE else "the cadence goes on"
            yield Station(now, _words(fact), life.state, said)
        elif upcoming:
            now = min(upcoming)
        else:
            return


def _taken(now: datetime, move: Move, interview: Interview) -> Taken:
    own = company(interview)
    return Taken(
        now, move.touch, move.channel, move.reminder, own.key, tuple(own.domains), move.address, move.contact, "smtp",
        arrives=move.way.there if move.way else None,
    )  # fmt: skip


def _settled(now: datetime, move: Move) -> Settled:
    return Settled(
        now, move.touch, "missed" if move.verb is Verb.MISS else "cancelled", move.why, due=move.due
    )


def _words(fact: Fact) -> str:
    match fact:
        case HandSent():
            return "you write to them yourself"
        case Steered():
            return f"you {fact.command} it" + (f" until {fact.until:%-d %B}" if fact.until else "")
        case Received(kind=Kind.REPLY):
            return f"{fact.sender} answers"
        case Received(kind=Kind.AUTO_REPLY):
            back = f" until {fact.return_date:%-d %B}" if fact.return_date else ""
            return f"{fact.sender} is out of office{back}"
    return "the mail comes back"
