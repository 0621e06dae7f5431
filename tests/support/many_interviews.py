"""A service with many interviews and a long journal, in this process, to measure a pass."""

from __future__ import annotations

import logging
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from builders import BASE

from followupd.adapters.store.sqlite import SqliteStore
from followupd.config.active import ActiveConfig
from followupd.config.cadence import Channel
from followupd.config.model import Config
from followupd.engine.engine import Engine
from followupd.engine.ledger import Ledger
from followupd.engine.notifying.notifier import Notifier
from followupd.engine.overview.status import build_health
from followupd.engine.safety.fault_guard import FaultGuard
from followupd.engine.sending.outbox import Outbox
from followupd.engine.sending.sending import Sender
from followupd.errors import Unreachable
from followupd.inbound.verdict import Action, Kind
from followupd.journal.fact_index import FactIndex, Topic
from followupd.journal.facts import Fact, Received, Taken, Touch

if TYPE_CHECKING:
    from collections.abc import Iterator

    from followupd.engine.ports import MailboxSession

NOTED_AT = datetime(2026, 11, 2, 9, tzinfo=UTC)
NIGHT = datetime(2026, 11, 13, 2, tzinfo=UTC)  # everybody was thanked, and no window is open


def interview(number: int) -> dict[str, Any]:
    """Return an interview with a company of its own."""
    return {
        "id": f"c{number}", "company": f"Company{number} GmbH", "position": "Engineer", "at": "2026-11-12 14:00",
        "zone": "Europe/Berlin", "country": "DE-BE",
        "contacts": [
            {"name": f"Ana Ruiz{number}", "email": f"ana@c{number}.example", "lead": True},
            {"name": f"Ben Brandt{number}", "email": f"ben@c{number}.example"},
            {"name": f"Hal Hart{number}", "email": f"hal@f{number}.example", "role": "helped"},
        ],
    }  # fmt: skip


def news(number: int, count: int) -> Received:
    """Return a mail about an interview that changes nothing."""
    at = NOTED_AT + timedelta(minutes=count)
    return Received(
        at=at, received=at, kind=Kind.AUTO_REPLY, action=Action.NONE, why="a newsletter",
        interviews=(f"c{number}",), sender=f"news{count}@c{number}.example", subject="Hello", folder="INBOX",
        uidvalidity=1, uid=count + 1,
    )  # fmt: skip


class MovingClock:
    """A clock that never returns the same time twice."""

    def __init__(self) -> None:
        self.time = NIGHT

    def now(self) -> datetime:
        """Return the time."""
        self.time += timedelta(microseconds=7)
        return self.time


class NoMailbox:
    """A mailbox that must not be used."""

    def open_session(self) -> AbstractContextManager[MailboxSession]:
        """Fail."""
        raise Unreachable("nobody should have asked")


@dataclass
class Crowd:
    """A service with this number of interviews, and this number of facts for each."""

    interviews: int
    facts_each: int
    clock: MovingClock = field(default_factory=MovingClock)

    def __post_init__(self) -> None:
        logging.getLogger("followupd").setLevel(logging.CRITICAL)
        made = [interview(n) for n in range(self.interviews)]
        self.config = Config.model_validate({**BASE, "notifications": {"debrief": False}, "interviews": made})
        active_config, self.store = ActiveConfig(self.config), SqliteStore(None)
        self.ledger = Ledger(self.store, lambda: active_config, {}, None)  # type: ignore[arg-type]
        for fact in self._past():
            self.ledger.history.add(fact)
        ledger, clock, nobody = self.ledger, self.clock, None
        sender = Sender(ledger, nobody, clock, nobody, nobody, nobody)  # type: ignore[arg-type]
        self.engine = Engine(
            ledger, NoMailbox(), sender, clock, Outbox(ledger, clock), Notifier(ledger, nobody, clock), FaultGuard(clock, lambda: None)
        )  # type: ignore[arg-type]  # fmt: skip

    def _past(self) -> Iterator[Fact]:
        """Yield the facts in the journal: every file seen, everybody thanked, and news."""
        for one in self.config.interviews:
            snapshot = self.ledger.history.identities.new_snapshot(one)
            assert snapshot
            yield replace(snapshot, at=NOTED_AT)
        for one in self.config.interviews:
            for contact in one.contacts:
                touch, token = Touch(one.id, "thank-you", contact.key), f"{one.id}-{contact.key}"
                yield Taken(
                    one.end_time + timedelta(hours=1), touch, Channel.EMAIL, False, one.company_key, (f"{one.id}.example",),
                    contact.email, contact.name, "smtp", message_ids=(f"<{token}@x>",), token=token,
                )  # fmt: skip
        for count in range(self.facts_each - 4):
            yield from (news(n, count) for n in range(self.interviews))

    def run_pass(self) -> None:
        """Run one pass, and check the sentence about it."""
        plans = self.engine.run_pass(scan=False)
        health = build_health(
            self.ledger, self.clock.now(), plans, self.engine.guard.troubles, self.engine.receipt, None
        )
        assert health.sentence.startswith("next: "), health.sentence

    def hear_news(self, count: int = 10_000) -> None:
        """Add one new fact about one interview."""
        self.ledger.history.add(news(0, count))


@dataclass
class Tally:
    """The work that was counted."""

    facts_read: int = 0
    plans_made: int = 0


@contextmanager
def counting(crowd: Crowd) -> Iterator[Tally]:
    """Count the facts that are read and the plans that are made within the block."""
    tally, read, cache = Tally(), FactIndex.read, crowd.engine._plan_cache
    made_before = cache.made_count

    def count_facts(self: FactIndex, topic: Topic) -> Any:
        facts = read(self, topic)
        tally.facts_read += len(facts)
        return facts

    FactIndex.read = count_facts  # type: ignore[method-assign]
    try:
        yield tally
    finally:
        FactIndex.read = read  # type: ignore[method-assign]
        tally.plans_made = cache.made_count - made_before
