"""The forecasts of the last process, so that a page or a command that has just begun need not play them again.

They are good for the same journal, configuration and conditions, or for a journal that has grown since: then those
are forgotten that a new fact concerns. What cannot be read, or is another store's, is as if it were not there.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Protocol

from followupd.journal.command_facts import Undone
from followupd.journal.facts import Uncertain
from followupd.planning.forecast_json import dump_forecast, parse_forecast

if TYPE_CHECKING:
    from collections.abc import Sequence

    from followupd.engine.ledger import Ledger
    from followupd.journal.facts import Fact
    from followupd.planning.context import Conditions
    from followupd.planning.forecast_cache import ForecastCache

_MAX_AGE = timedelta(days=1)  # then the zones or holidays of the machine may be others
_FEW = 8  # a write takes as long as to play some groups: it waits until so large a part, one in eight, is new


class ForecastPlace(Protocol):
    """Where the forecasts lie between two processes."""

    stamp: str  # of the program: another one may come to other forecasts

    def read(self) -> bytes:
        """Return what was written last, or nothing. Never raises."""

    def write(self, data: bytes) -> None:
        """Put this there, whole or not at all. Never raises."""


class ForecastMemory:
    """What one process takes over from the last one, and leaves to the next."""

    def __init__(self, ledger: Ledger, place: ForecastPlace) -> None:
        self._ledger, self._place = ledger, place
        self._is_loaded = False
        self._saved_count = 0  # of the groups that had been played when it was written

    def load_once(self, forecasts: ForecastCache, conditions: Conditions, now: datetime) -> None:
        """Take over what was left, at the first call."""
        if self._is_loaded:
            return
        self._is_loaded = True
        with suppress(ValueError, TypeError, LookupError):
            self._load(forecasts, conditions, now)

    def save(self, forecasts: ForecastCache, conditions: Conditions, now: datetime) -> None:
        """Leave the forecasts to the next process, where enough of them are new."""
        new_count = forecasts.made_count - self._saved_count
        if not new_count or new_count * _FEW < forecasts.group_count:
            return
        finished = list(forecasts.list_finished())
        self._saved_count = forecasts.made_count
        ledger = self._ledger
        with suppress(TypeError):
            values = [dump_forecast(forecast) for forecast in finished]
            position = [ledger.fact_count, ledger.journal_digest]
            body = json.dumps([self._digest_inputs(conditions), *position, now.isoformat(), values]).encode()
            self._place.write(self._sign(body) + b"\n" + body)

    def _load(self, forecasts: ForecastCache, conditions: Conditions, now: datetime) -> None:
        """Raises ValueError, TypeError or LookupError for what is no forecast of this store."""
        signature, _, body = self._place.read().partition(b"\n")
        if not hmac.compare_digest(signature, self._sign(body)):
            return
        inputs, fact_count, journal_digest, saved_at, values = json.loads(body)
        is_recent = timedelta(0) <= now - datetime.fromisoformat(saved_at) < _MAX_AGE
        if is_recent and inputs == self._digest_inputs(conditions):
            entries = self._ledger.store.read_facts(fact_count - 1)
            if entries and entries[0].digest == journal_digest:
                facts = [entry.fact for entry in entries[1:]]
                self._take_over(forecasts, conditions, values, facts)

    def _take_over(
        self, forecasts: ForecastCache, conditions: Conditions, values: list[Any], new_facts: Sequence[Fact]
    ) -> None:
        """Take over the forecasts, but for those that newer facts concern."""
        ledger = self._ledger
        if any(isinstance(fact, Undone) for fact in new_facts):  # older facts count no more
            return
        finished_forecasts = [parse_forecast(value) for value in values]
        forecasts.take_over(finished_forecasts, ledger.config, ledger.history, conditions)
        # A new fact may settle the fate of a mail that was unknown: then an older fact counts for something else.
        doubts = [fact for fact in ledger.history.facts if isinstance(fact, Uncertain)] if new_facts else []
        for fact in (*new_facts, *doubts):
            ledger.history.index.forget_results(fact)

    def _digest_inputs(self, conditions: Conditions) -> str:
        """Return a digest of what forecasts are made from beside the journal."""
        lasting_conditions = replace(conditions, receipt=None)  # each forecast begins with a fresh one
        text = f"{self._place.stamp}\n{self._ledger.config.model_dump_json()}\n{lasting_conditions!r}"
        return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()

    def _sign(self, body: bytes) -> bytes:
        return hmac.digest(self._ledger.store.key, body, "sha256").hex().encode()
