"""The daemon's word after each pass: to the service manager, to `status`, to the monitoring."""

from __future__ import annotations

import time
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from followupd.adapters.system import files, sd_notify
from followupd.daemon.metrics import render_metrics, render_write_time
from followupd.engine.status import MONITORING, build_health
from followupd.engine.troubles import store_troubles
from followupd.errors import FollowupdError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from followupd.engine.engine import Engine
    from followupd.engine.status import Health
    from followupd.planning.planner import InterviewPlan

WRITE_INTERVAL = 55  # seconds; a little less, for a daemon that comes by three times a minute


class Reporter:
    """Says how it stands, each thing only when it is news."""

    def __init__(self) -> None:
        self._last_metrics = ""
        self._last_write_at = float("-inf")  # when the monitoring's file was last written

    def report_state(self, engine: Engine, plans: Sequence[InterviewPlan], clock_halt: str | None) -> None:
        """Tell everybody how it stands after a pass; `clock_halt`: why the clock is in doubt, if it is.

        What cannot be told raises nothing.
        """
        store = engine.ledger.store
        health = build_health(
            engine.ledger, engine.clock.now(), plans, engine.troubles, engine.receipt, clock_halt
        )
        self._write_metrics(engine, health)
        with suppress(FollowupdError):
            if store.get_value("clock") != (clock_halt or ""):
                store.set_value("clock", clock_halt or "")
            store_troubles(store, engine.troubles)
        sd_notify.notify_systemd(f"STATUS={health.sentence}")

    def _write_metrics(self, engine: Engine, health: Health) -> None:
        """Write the textfile when a number has changed, and each minute, so that a silent daemon shows."""
        path = health.active_config.config.monitoring.textfile
        if path is None:
            engine.clear_trouble(MONITORING)
            return
        metrics, now = "".join(render_metrics(health)), time.monotonic()
        if metrics == self._last_metrics and now < self._last_write_at + WRITE_INTERVAL:
            return
        try:
            # Whoever collects it is another user; nothing in it is a secret.
            files.replace_file(
                Path(path), (metrics + render_write_time(health.now)).encode(), mode=0o644, durable=False
            )
        except OSError as error:
            explanation = f"{path} cannot be written: {error.strerror}; nothing else is hindered"
            engine.report_trouble(MONITORING, FollowupdError(explanation))
        else:
            engine.clear_trouble(MONITORING)
            self._last_metrics, self._last_write_at = metrics, now
