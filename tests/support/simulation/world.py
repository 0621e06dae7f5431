"""One world: a candidate with interviews, files, machine and mailbox, and everything that happens to them.

`World` runs one story from beginning to end. It moves the clock from event to event and from due moment to due moment,
lets the real engine run its passes, and lets the oracle check. It draws nothing at random: all chance is in the story.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import edits
import event_table
import oracle_snapshot
from oracle import Oracle
from postoffice import PostOffice
from process import Clock, Process
from rounds import Files, Round
from storetap import Crash, fresh_store

from followupd.adapters.store.schema import StoreFault
from followupd.engine.sending.outbox import PROOF_LOOKS
from followupd.errors import ConfigError
from followupd.journal.states import TouchState
from followupd.planning.context import Rule
from followupd.planning.moves import InterviewPlan, Verb

if TYPE_CHECKING:
    from events import Event
    from stories import Story

TICK = timedelta(seconds=20)
HOUR = timedelta(hours=1)
NEVER = datetime.max.replace(tzinfo=UTC)
LIMIT = 1500  # passes of one life; more passes mean that it spins


@dataclass(slots=True)
class Trap:
    """An event that happens when a point in the code is reached for the nth time."""

    point: str
    nth: int
    event: Event


class World:
    """Everything in one story."""

    def __init__(self, story: Story) -> None:
        self.story, setup = story, story.setup
        self.seq = 0  # counts the events, to distinguish before and after
        self.passes = 0
        self.clock = Clock(setup.start)
        self.rounds = [Round(n, dict(data)) for n, data in enumerate(setup.rounds)]
        self.files = Files(self)
        self.office = PostOffice(
            self, with_all=setup.with_all, files_sent=setup.files_sent, drafts=setup.drafts
        )
        self.oracle = Oracle(self)
        self.traps: list[Trap] = []
        self.running: list[Process] = []
        self.store = fresh_store(b"%032d" % story.seed)
        self.made_at: datetime | None = None  # when a daemon first used the store
        self.made = -1  # the moment of the world
        self.forgotten: set[tuple[str, str, int]] = set()  # touches that a lost store knew
        self.store_fails_until = setup.start
        self.down_until: datetime | None = None
        self.main: Process | None = None
        self.second: Process | None = None
        self.backup: Any = None
        self.outlooks: list[InterviewPlan] = []
        self.stirred = False  # something has happened since the daemon last looked
        self.idle = 0  # passes in a row that changed nothing
        self.failed = False  # whether the last pass failed
        self.days = 0.0

    # --- points at which something may happen

    def reach(self, point: str) -> None:
        """The code is at a point: let the event happen that waits for it."""
        for trap in self.traps:
            if trap.point == point:
                trap.nth -= 1
                if trap.nth <= 0:
                    self.traps.remove(trap)
                    self.apply(trap.event)
                break

    def apply(self, event: Event) -> None:
        """Let an event happen now."""
        if edits.in_hand(self, event):
            return
        self.seq += 1
        self.stirred = True
        event_table.HAPPEN[event.what](self, *event.details)

    # --- processes

    def tick(self, process: Process | None, *, look: bool = False) -> None:
        """Run one pass of a process, which may die in it."""
        if process is None:
            return
        self.passes += 1
        self.stirred = self.stirred and process is not self.main
        before = self.store._db.total_changes
        self.running.append(process)
        try:
            oracle_snapshot.ticks(self.oracle, process)
            look, process.fresh = look or process.fresh, False
            outlooks = process.tick(look=look)
        except Crash:
            process.tap.dead = True
            if process is self.main:
                self.main = None
            if process is self.second:
                self.second = None
        else:
            if process is self.main:
                self.outlooks, self.failed = outlooks or [], outlooks is None
        finally:
            self.running.pop()
        self.idle = self.idle + 1 if self.store._db.total_changes == before else 0
        self.oracle.after_pass(process)

    def kill(self) -> None:
        """Kill the running process, as by kill -9."""
        if self.running:
            self.running[-1].tap.dead = True
            raise Crash
        if self.main:
            self.main.tap.dead = True
        self.main = None

    def boot(self) -> None:
        """Start the daemon, if it can be started."""
        if self.main or (self.down_until and self.clock.true < self.down_until):
            return
        try:
            self.main = Process(self)
        except (StoreFault, ConfigError, Crash):
            self.main = None  # systemd tries again

    # --- time

    def live(self) -> None:
        """Run the whole story, and check every rule."""
        end = self.clock.start + timedelta(days=self.story.setup.days)
        self.boot()
        self.tick(self.main)
        for event in sorted(self.story.events, key=lambda e: e.at):
            when = self.clock.start + timedelta(minutes=event.at)
            self._until(min(when, end))
            if when >= end:
                break
            self._happen(event)
        self._until(end)
        self._calm()
        self.oracle.at_the_end()

    def _happen(self, event: Event) -> None:
        if event.where:
            self.traps.append(Trap(event.where, event.nth, event))
        else:
            self.apply(event)
        if event.look:
            self.boot()
            self.tick(self.main, look=True)

    def _until(self, end: datetime) -> None:
        """Let time pass, with a pass whenever something is due."""
        while not self.oracle.broken:
            wake = self._wake()
            if wake >= end:
                break
            self._pass_time(wake)
            self.boot()
            self.tick(self.main)
            if self.passes > LIMIT:
                self.oracle.complain(0, "it spins: pass after pass, and nothing changes")
        self._pass_time(end)

    def _pass_time(self, to: datetime) -> None:
        if to > self.clock.true:
            lived = (to - self.clock.true).total_seconds() / 86400
            self.days += lived * sum(1 for o in self.outlooks if o.moves)
            self.clock.true = to

    def _wake(self) -> datetime:
        """Return when the next pass matters (true time)."""
        if self.main is None and self.files.broken:
            return NEVER
        if self.main is None:
            return max(self.down_until or self.clock.true, self.clock.true + TICK)
        if self.stirred:
            return self.clock.true + TICK
        now = self.clock.now()
        moments = [m for o in self.outlooks for v in o.moves if (m := _moment(v, now))]
        moments += self._chores(now)
        ahead = min((m for m in moments if m > now), default=NEVER)
        not_before = self.main.engine.next_scan_at
        if self.main.halt or self.failed or (not_before and not_before > now):
            ahead = min(ahead, now + self._patience(not_before - now if not_before else HOUR))
        if any(m <= now for m in moments):
            ahead = min(ahead, now + self._patience(2 * HOUR))
        return NEVER if ahead is NEVER else max(ahead - self.clock.offset + TICK / 2, self.clock.true + TICK)

    def _patience(self, span: timedelta) -> timedelta:
        """Return when to try again after a failure: less and less often, while no pass changes anything."""
        return max(span, TICK) * min(2**self.idle, 64)

    def _chores(self, now: datetime) -> list[datetime]:
        """Return when retries, copies, notices and looks for proof are due."""
        found: list[datetime] = []
        rows = self.store._db.execute(
            "SELECT state, next_try, copy_due, changed FROM outbox"
            " WHERE state IN ('rendered', 'unknown') OR (state = 'sent' AND copy = 'wanted')"
        )
        for state, next_try, copy_due, changed in rows:
            waits = {TouchState.RENDERED: next_try, TouchState.SENT: copy_due}.get(state)
            found += [datetime.fromisoformat(waits)] if waits else []
            if state == TouchState.UNKNOWN:
                looks = (datetime.fromisoformat(changed) + span for span in PROOF_LOOKS)
                found += [t for t in looks if t > now][:1]
        return found

    def _calm(self) -> None:
        """End all faults, and let the last notices go out."""
        self.traps.clear()
        self.office.next.clear()
        self.office.unreachable_until = self.store_fails_until = self.clock.true
        self.down_until = None
        for _ in range(4):
            if self.oracle.broken:
                return
            self.clock.pass_(timedelta(minutes=25))
            self.boot()
            self.tick(self.main, look=True)
            if self.main is None:
                self.boot()
                self.tick(self.main, look=True)
        if any(move.verb is Verb.SEND for o in self.outlooks for move in o.moves):
            self.clock.pass_(TICK)
            self.tick(self.main, look=True)  # for moves that the last pass has released


def _moment(move: Any, now: datetime) -> datetime | None:
    """Return when a move will change."""
    match move.verb:
        case Verb.WAIT:
            ahead = [t for t in (move.draft_at, move.due) if t and t > now]
            return min(ahead) if ahead else None
        case Verb.HOLD if move.rule is Rule.DRAFT and not move.lifts_at:
            return now
        case Verb.HOLD | Verb.REHEARSE:
            ahead = [t for t in (move.lifts_at, move.latest) if t and t > now]
            return min(ahead) if ahead else None
        case _:
            return now


class Bugs(logging.Handler):
    """Collects everything that followupd logs as a bug."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.found: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        if getattr(record, "kind", "") == "bug":
            reason = record.exc_info[1] if record.exc_info else ""
            self.found.append(f"{record.getMessage()}: {reason!r}")
