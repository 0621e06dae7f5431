"""Plays the plan forward with events that might happen. Pure: the planner decides, as in the daemon.

Nothing is sent and nothing is stored; touches are taken as if every server accepted them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from operator import itemgetter
from typing import TYPE_CHECKING

from followupd.config.fields import check_year
from followupd.errors import UsageError
from followupd.inbound.verdict import Action, Kind
from followupd.journal.facts import HandSent, Received, Steered
from followupd.journal.history import History
from followupd.journal.states import InterviewState
from followupd.planning.forecast import ASKING_RULES
from followupd.planning.moves import Verb
from followupd.planning.playback import Playback
from followupd.planning.shifting_rules import UNDATED_ABSENCE_DAYS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from followupd.config.interview import Interview
    from followupd.config.model import Config
    from followupd.journal.facts import Fact, Touch
    from followupd.journal.record import InterviewRecord
    from followupd.planning.context import Conditions
    from followupd.planning.moves import Move

_KINDS = ("reply", "ooo", "bounce", "hand", "pause", "close")
_EVENT_PATTERN = re.compile(
    rf"({'|'.join(_KINDS)})@(d\d{{1,3}}|\d{{4}}-\d\d-\d\d)(?:\.\.(d\d{{1,3}}|\d{{4}}-\d\d-\d\d))?"
)
EVENT_EXAMPLES = "reply@d12, ooo@d9..d16, bounce@d1, hand@2026-12-01, pause@d5..d9, close@d20"


@dataclass(frozen=True, slots=True)
class SimulatedEvent:
    """One event of the simulation, at a moment (UTC)."""

    at: datetime
    what: str
    verb: str
    why: str = ""


def parse_event(text: str, interview: Interview) -> tuple[datetime, Fact]:
    """Parse `reply@d12` (day 12 after the interview) into the moment and the fact. Raises UsageError."""
    match = _EVENT_PATTERN.fullmatch(text.strip())
    if not match and text.strip().rstrip("@") in _KINDS:
        raise UsageError(f"{text!r} needs a day on which it happens; for example: {EVENT_EXAMPLES}")
    if not match:
        raise UsageError(f"{text!r} cannot be injected; for example: {EVENT_EXAMPLES}")
    kind = match[1]
    first_day = _parse_day(match[2], interview)
    last_day = match[3] and _parse_day(match[3], interview)
    if last_day and last_day < first_day:
        raise UsageError(f"{text!r} ends before it begins; for example: {EVENT_EXAMPLES}")
    noon = datetime.combine(first_day, time(12), tzinfo=interview.time_zone).astimezone(UTC)
    return noon, _make_fact(kind, noon, last_day or None, interview)


def _parse_day(text: str, interview: Interview) -> date:
    if text.startswith("d"):
        return (interview.at + timedelta(days=int(text[1:]))).date()
    try:
        return check_year(datetime.strptime(text, "%Y-%m-%d")).date()  # noqa: DTZ007 - a day, no instant
    except ValueError as error:
        raise UsageError(f"{text!r} is no day; write d12 or 2026-12-01") from error


def _make_fact(kind: str, at: datetime, until: date | None, interview: Interview) -> Fact:
    lead = interview.lead
    end = datetime.combine(until, time(0), tzinfo=interview.time_zone).astimezone(UTC) if until else None
    match kind:
        case "hand":
            return HandSent(at, at, (interview.id,), (lead.addresses[0],), "", "a mail of your own", "Sent")
        case "pause":
            return Steered(at, interview.id, "pause", end)
        case "close":
            return Steered(at, interview.id, "close")
        case _:
            mail_kind, action = {
                "reply": (Kind.REPLY, Action.STOP),
                "ooo": (Kind.AUTO_REPLY, Action.HOLD),
                "bounce": (Kind.BOUNCE_PERMANENT, Action.ALERT),
            }[kind]
            return Received(
                at=at, received=at, kind=mail_kind, action=action, why="simulated", interviews=(interview.id,),
                sender=lead.addresses[0], subject="", folder="INBOX", uidvalidity=0, uid=0, contact=lead.key,
                return_date=until, failed_address=lead.addresses[0] if kind == "bounce" else None,
            )  # fmt: skip


def simulate_plan(
    now: datetime,
    config: Config,
    facts: Iterable[Fact],
    interview: Interview,
    conditions: Conditions,
    supposed_facts: Iterable[tuple[datetime, Fact]] = (),
) -> Iterator[SimulatedEvent]:
    """Play all interviews forward from `now`, and yield the events of one of them, earliest first."""
    playback = Playback(now, config, History(facts), conditions)
    pending_facts = sorted(supposed_facts, key=itemgetter(0))
    waiting_moves: dict[Touch, Move] = {}  # moves that wait for the user
    while True:
        for owner, move in playback.act():
            if owner is interview:
                yield _describe_move(playback.now, move, waiting_moves.get(move.touch))
        waiting_moves |= {
            m.touch: m for m in playback.plan_interview(interview).moves if m.rule in ASKING_RULES
        }
        next_time = playback.next_time()
        if pending_facts and (next_time is None or pending_facts[0][0] <= next_time):
            moment, fact = pending_facts.pop(0)
            playback.now = max(playback.now, moment)
            playback.history.add(fact)
            yield _describe_effect(playback.now, playback.history.record_of(interview, playback.config), fact)
        elif not playback.advance_to(next_time):
            return


def _describe_move(now: datetime, move: Move, waiting_move: Move | None) -> SimulatedEvent:
    what = f"{move.touch.step} to {move.contact_name} by {move.channel}"
    if move.verb is Verb.MISS and waiting_move:
        return SimulatedEvent(now, what, move.verb, f"not sent, unless you act before: {waiting_move.why}")
    return SimulatedEvent(now, what, move.verb, move.why)


def _describe_effect(now: datetime, record: InterviewRecord, fact: Fact) -> SimulatedEvent:
    status = record.status_at(now)
    sentence = "the follow-up continues as planned"
    if status.state is not InterviewState.ACTIVE:
        sentence = status.why
    elif isinstance(fact, Received):
        sentence = _describe_wait(fact) or sentence
    return SimulatedEvent(now, _describe_fact(fact), status.state, sentence)


def _describe_wait(mail: Received) -> str:
    """Return what waits because of an automatic mail; empty if nothing does."""
    if mail.kind is Kind.BOUNCE_PERMANENT:
        return "mails to that address wait for you"
    if mail.action is not Action.HOLD:
        return ""
    if mail.return_date:
        return "nothing goes to them before they are back"
    return f"they named no day: reminders wait for {UNDATED_ABSENCE_DAYS} business days, and mails then for your yes"


def _describe_fact(fact: Fact) -> str:
    match fact:
        case HandSent():
            return "you write to them yourself"
        case Steered():
            return f"you {fact.command} it" + (f" until {fact.until:%-d %B}" if fact.until else "")
        case Received(kind=Kind.REPLY):
            return f"{fact.sender} answers"
        case Received(kind=Kind.AUTO_REPLY):
            period = f" until {fact.return_date:%-d %B}" if fact.return_date else ""
            return f"{fact.sender} is out of office{period}"
    return "the mail comes back"
