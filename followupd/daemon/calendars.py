"""Publishes the calendar of coming events after a pass, if something in it has changed.

A thread of its own does that, so that no pass waits for a disk, a keyring or a server.
"""

from __future__ import annotations

import logging
import threading
import time
from typing import TYPE_CHECKING

from followupd.adapters.credentials.credentials import caldav_password_store
from followupd.adapters.workers.calendar_publisher import CalDavTarget, CalendarOrder, publish_calendar
from followupd.engine.conditions import forecast_now
from followupd.engine.overview.agenda import list_agenda
from followupd.errors import FollowupdError, Unreachable
from followupd.planning.forecast_cache import ForecastCache
from followupd.writing.sheets.calendar_feed import FeedEvent, compute_digest

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from followupd.config.model import Config
    from followupd.config.outputs import CalDav
    from followupd.engine.engine import Engine
    from followupd.engine.ledger import Ledger
    from followupd.planning.moves import InterviewPlan

log = logging.getLogger("followupd")

CALENDAR_TROUBLE = "calendar"
RETRY_SECONDS = 600.0  # before a failed attempt is repeated


class CalendarPublisher:
    """Keeps the calendar file and the CalDAV server up to date. `publish` may be called after each pass."""

    def __init__(self, publish: Callable[[CalendarOrder], None] = publish_calendar) -> None:
        self._publish = publish
        self._thread: threading.Thread | None = None
        self._forecasts = ForecastCache()
        self._events: tuple[FeedEvent, ...] = ()
        self._foreseen_state = ""  # of the plans from which the events were foreseen
        self._published_digest = ""  # of the events that were published last, and their target
        self._last_fault: FollowupdError | None = None
        self._retry_at = 0.0  # on the monotonic clock

    def publish_plans(self, engine: Engine, plans: Sequence[InterviewPlan]) -> None:
        """Publish the coming events if they have changed and no earlier attempt still runs. Raises nothing."""
        config = engine.ledger.config
        self._report_fault(engine)
        if not (config.calendar.file or config.calendar.caldav) or (self._thread and self._thread.is_alive()):
            return
        now = engine.clock.now()
        events = self._foresee_events(engine, plans, now)
        digest = f"{compute_digest(events)} {config.calendar!r}"
        if digest == self._published_digest or time.monotonic() < self._retry_at:
            return
        self._thread = threading.Thread(
            target=self._run, args=(config, events, digest, now), name="calendar", daemon=True
        )
        self._thread.start()

    def _foresee_events(
        self, engine: Engine, plans: Sequence[InterviewPlan], now: datetime
    ) -> tuple[FeedEvent, ...]:
        """Return the events as they will come true, as `plan` and the page show them; read again what may have changed."""
        ledger = engine.ledger
        state = f"{compute_digest(_list_events(ledger, plans, now))} {len(ledger.history.facts)}"
        if state != self._foreseen_state:
            foreseen_plans = forecast_now(ledger, now, self._forecasts)
            self._foreseen_state, self._events = state, _list_events(ledger, foreseen_plans, now)
        return self._events

    def wait_until_done(self, limit: float) -> None:
        """Wait until the present attempt has ended, for at most `limit` seconds."""
        if self._thread:
            self._thread.join(limit)

    def _report_fault(self, engine: Engine) -> None:
        if self._last_fault:
            engine.guard.report_trouble(CALENDAR_TROUBLE, self._last_fault)
        else:
            engine.guard.clear_trouble(CALENDAR_TROUBLE)

    def _run(self, config: Config, events: tuple[FeedEvent, ...], digest: str, now: datetime) -> None:
        try:
            caldav = config.calendar.caldav
            target = _make_target(config, caldav) if caldav else None
            self._publish(CalendarOrder(config.account.address, now, events, config.calendar.file, target))
        except (FollowupdError, Unreachable) as fault:
            self._last_fault, self._retry_at = fault, time.monotonic() + RETRY_SECONDS
        except Exception:
            log.exception("the calendar", extra={"kind": "bug"})
            self._last_fault = FollowupdError("failed inside followupd; the log has the details")
            self._retry_at = time.monotonic() + RETRY_SECONDS
        else:
            self._last_fault, self._retry_at, self._published_digest = None, 0.0, digest


def _list_events(ledger: Ledger, plans: Sequence[InterviewPlan], now: datetime) -> tuple[FeedEvent, ...]:
    entries = list_agenda(ledger.config, ledger.history, plans, now, ledger.words)
    return tuple(FeedEvent(e.key, e.title, e.begin, e.end, e.note) for e in entries)


def _make_target(config: Config, caldav: CalDav) -> CalDavTarget:
    password = caldav_password_store(config.account, caldav.secret).read_secret()
    return CalDavTarget(caldav.url, caldav.user, password, caldav.name, caldav.ca_file)
