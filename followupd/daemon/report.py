"""The report after each pass: for the service manager, `status` and the monitoring."""

from __future__ import annotations

import logging
import time
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from followupd.adapters.system import files, sd_notify
from followupd.daemon.metrics import render_metrics, render_write_time
from followupd.engine.overview.status import MONITORING, build_health
from followupd.engine.safety.troubles import store_troubles
from followupd.engine.scanning import scan_progress
from followupd.errors import FollowupdError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from followupd.engine.engine import Engine
    from followupd.engine.overview.status import Health
    from followupd.engine.scanning.scan_progress import ScanProgress
    from followupd.engine.store_port import Store
    from followupd.planning.moves import InterviewPlan

log = logging.getLogger("followupd")
PROGRESS_INTERVAL = 3  # seconds between two reports on the progress of a look
PROGRESS_LOG_INTERVAL = 30
WRITE_INTERVAL = 55  # a little less than a minute, since the daemon comes by every 20 seconds


class Reporter:
    """Reports the state, each part only when it has changed."""

    def __init__(self) -> None:
        self._last_metrics = ""
        self._last_write_at = float("-inf")  # when the file for monitoring was last written
        self._scan_began_at: float | None = None  # when its first batch came
        self._last_progress_at = self._last_progress_log_at = float("-inf")

    def report_progress(self, store: Store, progress: ScanProgress) -> None:
        """Report the progress of a long look at the mailbox: every few seconds, and in the log each half minute."""
        now = time.monotonic()
        self._scan_began_at = self._scan_began_at or now
        if now - max(self._last_progress_at, self._scan_began_at) < PROGRESS_INTERVAL:
            return
        self._last_progress_at = now
        sd_notify.notify_systemd(f"STATUS=reading the mailbox: {progress.sentence}")
        with suppress(FollowupdError):
            scan_progress.store_progress(store, progress)
        if now - self._last_progress_log_at >= PROGRESS_LOG_INTERVAL:
            self._last_progress_log_at = now
            log.info("reading the mailbox: %s", progress.sentence, extra={"kind": "progress"})

    def _end_progress(self, store: Store) -> None:
        self._scan_began_at = None
        if store.get_value(scan_progress.STORE_KEY):
            scan_progress.store_progress(store, None)

    def report_state(self, engine: Engine, plans: Sequence[InterviewPlan], clock_halt: str | None) -> None:
        """Report the state after a pass; `clock_halt` is the reason why the clock is in doubt, or None.

        Raises nothing if a report fails.
        """
        store = engine.ledger.store
        health = build_health(
            engine.ledger, engine.clock.now(), plans, engine.guard.troubles, engine.receipt, clock_halt
        )
        self._write_metrics(engine, health)
        with suppress(FollowupdError):
            if store.get_value("clock") != (clock_halt or ""):
                store.set_value("clock", clock_halt or "")
            store_troubles(store, engine.guard.troubles)
            store.save_due_checkpoint()
            self._end_progress(store)
        sd_notify.notify_systemd(f"STATUS={health.sentence}")

    def _write_metrics(self, engine: Engine, health: Health) -> None:
        """Write the file if a number has changed, and else once a minute, so that a hanging daemon is noticed."""
        path = health.active_config.config.monitoring.textfile
        if path is None:
            engine.guard.clear_trouble(MONITORING)
            return
        metrics, now = "".join(render_metrics(health)), time.monotonic()
        if metrics == self._last_metrics and now < self._last_write_at + WRITE_INTERVAL:
            return
        try:
            # The collector is another user, and nothing in the file is secret.
            files.replace_file(
                Path(path), (metrics + render_write_time(health.now)).encode(), mode=0o644, durable=False
            )
        except OSError as error:
            explanation = f"{path} cannot be written: {error.strerror}; nothing else is hindered"
            engine.guard.report_trouble(MONITORING, FollowupdError(explanation))
        else:
            engine.guard.clear_trouble(MONITORING)
            self._last_metrics, self._last_write_at = metrics, now
