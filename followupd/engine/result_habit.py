"""Whether the provider adds an Authentication-Results line to every foreign mail: only then its lines are trusted.

A provider that adds none passes on the line that a stranger wrote in its name. The habit shows in the mail that comes
from elsewhere: twenty mails in a row have the line, they came over two weeks and from three domains, and for two weeks
before them none was without it. Twenty forged mails in one night are no habit, and neither are the first of a new mailbox.
"""

from __future__ import annotations

import json
import logging
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from followupd.inbound.parsing.addresses import domain_of, registrable_domain

if TYPE_CHECKING:
    from followupd.engine.store_port import Store
    from followupd.inbound.verdict import Verdict

log = logging.getLogger("followupd")

HABIT_COUNT = 20  # foreign mails in a row that have the line
HABIT_PERIOD = timedelta(days=14)  # that lies between the first and the last of them
HABIT_DOMAINS = 3  # from which they come at least
DOUBT_PERIOD = timedelta(days=14)  # after a mail without it, during which none counts
_KEY = "result-habit"


@dataclass(frozen=True, slots=True)
class _Habit:
    """What was counted: the mails in a row, from when to when they came, from where, and the last one without a line."""

    count: int = 0
    first: datetime | None = None
    last: datetime | None = None
    domains: tuple[str, ...] = ()
    last_without: datetime | None = None

    @property
    def is_shown(self) -> bool:
        """Whether that is a habit."""
        if self.first is None or self.last is None:
            return False
        is_long = self.last - self.first >= HABIT_PERIOD
        return is_long and self.count >= HABIT_COUNT and len(self.domains) >= HABIT_DOMAINS

    def count_mail(self, received: datetime, domain: str) -> _Habit:
        """Return the habit with one more mail that has the line."""
        domains = (*self.domains, domain) if domain not in self.domains else self.domains
        return replace(
            self,
            count=self.count + 1,
            first=min(self.first or received, received),
            last=max(self.last or received, received),
            domains=domains[:HABIT_DOMAINS],
        )


def is_habit(store: Store, authserv_id: str | None) -> bool:
    """Tell whether the results of this provider are believed."""
    return bool(authserv_id) and _read_habit(store, authserv_id).is_shown


def note_habit(store: Store, authserv_id: str | None, verdict: Verdict, received: datetime) -> None:
    """Count a mail that came in, if it is one of those that show the habit."""
    if authserv_id is None or verdict.has_own_results is None:
        return
    habit = _read_habit(store, authserv_id)
    if not verdict.has_own_results:
        last_without = max(habit.last_without or received, received)
        if habit.is_shown:
            log.warning("a mail came without the results of %s: they are not believed until it is a habit again",
                        authserv_id, extra={"kind": "results"})  # fmt: skip
        _write_habit(store, authserv_id, _Habit(last_without=last_without))
    elif not habit.is_shown and (habit.last_without is None or received >= habit.last_without + DOUBT_PERIOD):
        domain = registrable_domain(domain_of(verdict.sender))
        _write_habit(store, authserv_id, habit.count_mail(received, domain))


def _read_habit(store: Store, authserv_id: str | None) -> _Habit:
    """Return what was counted of this provider."""
    fields = json.loads(store.get_value(_KEY) or "{}")
    if fields.get("of") != authserv_id:
        return _Habit()
    moments = {name: _read_moment(fields.get(name, "")) for name in ("first", "last")}
    last_without = _read_moment(fields["without"])
    # A count of former versions has no first mail, and begins anew.
    count = fields["count"] if moments["first"] else 0
    return _Habit(count, moments["first"], moments["last"], tuple(fields.get("domains", ())), last_without)


def _read_moment(text: str) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def _write_habit(store: Store, authserv_id: str, habit: _Habit) -> None:
    first, last, without = (
        moment.isoformat() if moment else "" for moment in (habit.first, habit.last, habit.last_without)
    )
    fields = {"of": authserv_id, "count": habit.count, "first": first, "last": last}
    store.set_value(_KEY, json.dumps(fields | {"domains": habit.domains, "without": without}))
