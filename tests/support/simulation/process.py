"""The daemon in the simulation: the real engine, a tick like that of `daemon.Daemon`, and a clock that may be wrong."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from mail_writer import JUDGE, Shelf, no_press
from storetap import Tap

from followupd.config.active import ActiveConfig, LastGoodConfig
from followupd.engine.engine import Engine
from followupd.engine.ledger import Ledger
from followupd.engine.notifying.notifier import Notifier
from followupd.engine.safety.clock_guard import ClockGuard
from followupd.engine.safety.fault_guard import FaultGuard
from followupd.engine.safety.troubles import store_troubles
from followupd.engine.sending.outbox import Outbox
from followupd.engine.sending.sending import Sender
from followupd.errors import FollowupdError
from followupd.writing import composer

if TYPE_CHECKING:
    from world import World

    from followupd.planning.moves import InterviewPlan

log = logging.getLogger("followupd")


class Clock:
    """True time, and the time of the candidate's machine."""

    def __init__(self, start: datetime) -> None:
        self.start = self.true = start
        self.offset = timedelta(0)

    def now(self) -> datetime:
        return self.true + self.offset

    def boot(self) -> float:
        return (self.true - self.start).total_seconds()

    def pass_(self, span: timedelta) -> None:
        self.true += span


class Process:
    """A daemon: the engine on the store, with a tick like that of `daemon.Daemon`."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.tap = Tap(world, world.store)
        self.guard, self.halt = ClockGuard(), None
        self.began = 0  # moment of the world
        self.before = world.files.edition  # edition of the files when the pass began
        self.fresh = True  # a daemon looks at the mailbox as soon as it runs
        self.offset: timedelta | None = None  # offset of the wall clock when it was last read
        self.known, self.edition = LastGoodConfig(world.files.loaded), world.files.edition
        self.ledger = Ledger(self.tap, self.orders, {}, JUDGE)
        outbox = Outbox(self.ledger, world.clock)
        notifier = Notifier(self.ledger, world.office, world.clock)
        sender = Sender(self.ledger, world.office, world.clock, composer, Shelf(), no_press)
        self.engine = Engine(
            self.ledger,
            world.office,
            sender,
            world.clock,
            outbox,
            notifier,
            FaultGuard(world.clock, lambda: None),
        )

    def orders(self) -> ActiveConfig:
        files = self.world.files
        if files.edition != self.edition:
            self.known.apply_result(files.loaded)
            self.edition = files.edition
        return self.known.active_config(files.halted() or self.halt)

    @property
    def edited(self) -> bool:
        """Whether the files were edited in the middle of a pass."""
        return self.edition != self.before or self.ledger.config is not self.orders().config

    def tick(self, *, look: bool) -> list[InterviewPlan] | None:
        """Run one pass, guarded like that of the daemon; return None if it failed."""
        self.before = self.world.files.edition
        facts = self.ledger.history.facts
        self.halt = self.guard.check_reading(
            self.world.clock.now(), self.world.clock.boot(), facts[-1].at if facts else None
        )
        try:
            outlooks = self.engine.run_pass(scan=look)
            store_troubles(self.tap, self.engine.guard.troubles)
        except FollowupdError as fault:
            self.engine.guard.report_trouble("followupd", fault)
            return None
        except Exception:
            log.exception("a pass failed", extra={"kind": "bug"})
            return None
        self.engine.guard.clear_trouble("followupd")
        return outlooks
