"""The daemon's word after each pass: to the service manager, to `status`, to the monitoring."""

from __future__ import annotations

import json
import time
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from followupd.adapters.system import files, sd_notify
from followupd.daemon.metrics import gauges, written
from followupd.engine import restore
from followupd.engine.status import MONITORING, Health
from followupd.errors import FollowupdError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from followupd.engine.engine import Engine
    from followupd.planning.planner import Outlook

EACH_MINUTE = 55  # seconds; a little less, for a daemon that comes by three times a minute


class Reporter:
    """Says how it stands, each thing only when it is news."""

    def __init__(self) -> None:
        self._numbers = ""
        self._written = float("-inf")  # when the monitoring's file was last written

    def say(self, engine: Engine, outlooks: Sequence[Outlook], clock: str | None) -> None:
        """Tell everybody how it stands after a pass; `clock`: why it is in doubt. Never raises for what it cannot tell."""
        ledger = engine.ledger
        store, orders = ledger.store, ledger.orders
        halted, account = orders.halted, ""
        with suppress(FollowupdError):  # a store that fails is a trouble already
            halted, account = halted or restore.halt(store), store.get("account") or ""
        health = Health(
            engine.clock.now(), outlooks, orders, ledger.history, engine.troubles, engine.receipt, halted, account
        )  # fmt: skip
        self._monitor(engine, health)
        troubles = json.dumps(engine.troubles, ensure_ascii=False)
        with suppress(FollowupdError):
            for name, value in (("clock", clock or ""), ("troubles", troubles)):
                if store.get(name) != value:
                    store.set(name, value)
        sd_notify.notify(f"STATUS={health.sentence}")

    def _monitor(self, engine: Engine, health: Health) -> None:
        """Write the textfile when a number has changed, and each minute, so that a silent daemon shows."""
        path = health.orders.config.monitoring.textfile
        if path is None:
            engine.well(MONITORING)
            return
        numbers, now = "".join(gauges(health)), time.monotonic()
        if numbers == self._numbers and now < self._written + EACH_MINUTE:
            return
        try:
            # Whoever collects it is another user; nothing in it is a secret.
            files.replace(Path(path), (numbers + written(health.now)).encode(), mode=0o644, durable=False)
        except OSError as error:
            why = f"{path} cannot be written: {error.strerror}; nothing else is hindered"
            engine.ill(MONITORING, FollowupdError(why))
        else:
            engine.well(MONITORING)
            self._numbers, self._written = numbers, now
