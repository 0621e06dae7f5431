"""The daemon's word after each pass: to the service manager, to `status`, to the monitoring."""

from __future__ import annotations

import json
import time
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from followupd.adapters.system import files, sd_notify
from followupd.daemon.metrics import render_metrics, render_write_time
from followupd.engine import restore
from followupd.engine.status import MONITORING, Health
from followupd.errors import FollowupdError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from followupd.engine.engine import Engine
    from followupd.planning.planner import InterviewPlan

WRITE_INTERVAL = 55  # seconds; a little less, for a daemon that comes by three times a minute


class Reporter:
    """Says how it stands, each thing only when it is news."""

    def __init__(self) -> None:
        self._last_metrics = ""
        self._last_write_at = float("-inf")  # when the monitoring's file was last written

    def report_state(self, engine: Engine, plans: Sequence[InterviewPlan], clock_halt: str | None) -> None:
        """Tell everybody how it stands after a pass; `clock`: why it is in doubt. Never raises for what it cannot tell."""
        ledger = engine.ledger
        store, active_config = ledger.store, ledger.active_config
        halt_reason, account = active_config.halt_reason, ""
        with suppress(FollowupdError):  # a store that fails is a trouble already
            halt_reason, account = halt_reason or restore.why_halted(store), store.get_value("account") or ""
        health = Health(
            engine.clock.now(), plans, active_config, ledger.history, engine.troubles, engine.receipt, halt_reason, account
        )  # fmt: skip
        self._write_metrics(engine, health)
        troubles = json.dumps(engine.troubles, ensure_ascii=False)
        with suppress(FollowupdError):
            for name, value in (("clock", clock_halt or ""), ("troubles", troubles)):
                if store.get_value(name) != value:
                    store.set_value(name, value)
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
