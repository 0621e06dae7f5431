"""How it stands, in one sentence and in full: the same words for `status`, STATUS= and the monitoring. Pure."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING

from followupd.config.cadence import Channel
from followupd.journal.facts import Done, Taken
from followupd.journal.states import InterviewState
from followupd.planning.context import Rule
from followupd.planning.planner import Verb, moves
from followupd.planning.touches import called_now

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import datetime

    from followupd.config.active import Orders
    from followupd.config.model import Config
    from followupd.journal.facts import Printed, Receipt, Touch, Uncertain
    from followupd.journal.history import History
    from followupd.planning.planner import Move, Outlook

STALE = timedelta(minutes=30)  # a running daemon that has not read the mailbox for so long has a problem
MONITORING = "monitoring"  # the trouble that hinders nothing else, and is named last
# Holds that `waiting` names, with what the user can do.
_SAID_OTHERWISE = (Rule.ANSWERED, Rule.UNKNOWN, Rule.APPROVAL)


@dataclass(frozen=True, slots=True)
class Health:
    """Everything that tells how it stands at a moment."""

    now: datetime
    outlooks: Sequence[Outlook]
    orders: Orders
    history: History
    troubles: Mapping[str, str]
    receipt: Receipt | None  # of the last look at the mailbox
    halted: str | None = None  # why everything stands still
    account: str = ""  # how the login stands; empty: not tried yet

    @property
    def sentence(self) -> str:
        """How it stands, in one sentence: the worst first, else what comes next."""
        if self.halted:
            return f"standing still: {self.halted}"
        if self.troubles:
            what = min(self.troubles, key=MONITORING.__eq__)
            return f"{what}: {self.troubles[what].splitlines()[0]}"
        if asked := self.waiting:
            return asked[0]
        dry = "" if self.orders.config.live else " (live is false: nothing is handed over)"
        first = self.next
        if first is None:
            return f"nothing is planned{dry}"
        who = f"{first.touch.step} to {first.contact} ({first.touch.interview})"
        if first.verb is Verb.HOLD:
            return f"held: {who}: {first.why}{dry}"
        return f"next: {who}, {first.due:%-d %B %H:%M} UTC{dry}"

    @property
    def next(self) -> Move | None:
        """What comes next, held or not."""
        upcoming = moves(self.outlooks, Verb.WAIT, Verb.HOLD, Verb.SEND, Verb.REHEARSE)
        return upcoming[0] if upcoming else None

    @property
    def holds(self) -> list[Move]:
        """Every touch that a brake holds."""
        return moves(self.outlooks, Verb.HOLD)

    @property
    def held(self) -> list[tuple[tuple[str, ...], str, datetime | None]]:
        """The holds in short: interviews, reason, and when it lifts; without those that wait for the user."""
        asked = {o.interview for o in self.outlooks if _waits(o)}
        found: dict[tuple[str, datetime | None], list[str]] = {}
        for move in self.holds:
            if move.rule not in _SAID_OTHERWISE and move.touch.interview not in asked:
                found.setdefault((move.why, move.lifts), []).append(move.touch.interview)
        return [(tuple(dict.fromkeys(names)), why, lifts) for (why, lifts), names in found.items()]

    @property
    def unknowns(self) -> list[Uncertain]:
        """The mails of which nobody knows whether they were accepted, and of which it still matters."""
        closed = {o.interview for o in self.outlooks if o.life.state is InterviewState.CLOSED}
        named = (
            replace(f, touch=called_now(self.orders.config, self.history, f.touch))
            for f in self.history.unresolved()
        )
        return [f for f in named if f.touch.interview not in closed]

    @property
    def waiting(self) -> list[str]:
        """What only the user can decide, one sentence each."""
        everything = self.history.global_pause(self.now)
        asked = []
        if everything and everything.until is None:
            why = f": {everything.why}" if everything.why else ""
            asked.append(f"everything is paused since {everything.at:%-d %B}{why}; followupd resume --all")
        asked += [
            f"{o.interview}: {o.life.why}; followupd resume or close {o.interview}"
            for o in self.outlooks
            if _waits(o)
        ]
        asked += [
            f"{m.touch.interview}: {m.touch.step} to {m.contact}: {m.why}"
            for m in self.holds
            if m.rule is Rule.APPROVAL
        ]
        asked += [
            f"{f.touch.interview}: {f.touch.step} to {f.name}: accepted or not?"
            f" followupd resolve {f.touch.interview} {f.touch.step} --sent or --resend"
            for f in self.unknowns
        ]
        return asked

    def alarms(self, since: datetime | None, foreign: str | None = None) -> Iterator[str]:
        """Yield everything that needs somebody to look, one sentence each.

        `since`: when the daemon was started, None if none is running; `foreign`: why the store may not be run here.
        """
        if foreign:
            yield foreign
        if since is None:
            yield "no daemon is running: nothing is read and nothing is sent; followupd service install, or run"
        elif stale := self.stale(since):
            yield stale
        if self.halted:
            yield f"standing still: {self.halted}"
        yield from self.orders.faults
        yield from (f"{what}: {why}" for what, why in self.troubles.items())
        yield from self.waiting

    def stale(self, since: datetime) -> str | None:
        """Return that the mailbox has not been read for too long by a daemon that runs since then, or None."""
        last = max(self.receipt.at, since) if self.receipt else since
        if self.now - last <= STALE:
            return None
        minutes = int((self.now - last).total_seconds() // 60)
        return f"the mailbox has not been read for {minutes} minutes, although the daemon runs"


def _waits(outlook: Outlook) -> bool:
    life = outlook.life
    return life.state is InterviewState.ANSWERED or (
        life.state is InterviewState.PAUSED and life.until is None
    )


def letters(config: Config, history: History, now: datetime) -> list[str]:
    """Return how each letter stands: printed, posted, arrived. When it arrives is estimated."""
    posted = {f.touch: f for f in history.facts if isinstance(f, Done) and f.arrives}
    sheets = {f.touch: f for f in history.facts if isinstance(f, Taken) and f.channel is Channel.POST}
    return [
        f"{_named(called_now(config, history, touch), sheet.name)}:"
        f" {_letter(sheet, posted.get(touch), history.printed.get(touch), now)}"
        for touch, sheet in sheets.items()
    ]


def _named(touch: Touch, who: str) -> str:
    return f"{touch.interview}: {touch.step} to {who}"


def _letter(sheet: Taken, posted: Done | None, printed: Printed | None, now: datetime) -> str:
    if posted is None or posted.arrives is None:
        if printed and printed.outcome == "failed":
            return f"mailed to you on {sheet.at:%-d %B}, not printed: {printed.why}"
        return f"printed on {sheet.at:%-d %B}, not reported as posted"
    there = "arrived" if posted.arrives <= now else "on its way, arrives"
    return f"posted on {posted.at:%-d %B}, {there} about {posted.arrives:%-d %B} (estimated)"
