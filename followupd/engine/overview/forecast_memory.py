"""Keeps forecasts for the next process, so that a page or a command that has just started need not make them again.

Forecasts stay valid for the same journal, configuration and conditions. They also stay valid if the journal has grown,
except those that a new fact concerns. Data that cannot be read, or that belongs to another store, is ignored.
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

_MAX_AGE = timedelta(days=1)  # after that, the time zones or holidays of the machine may have changed
_FEW = 8  # A write takes as long as to forecast some groups. So at least one group in eight must be new.


class ForecastPlace(Protocol):
    """The place where forecasts are kept between two processes."""

    stamp: str  # names the version of the program, since another version may make other forecasts

    def read(self) -> bytes:
        """Return what was last written, or nothing. Never raises."""

    def write(self, data: bytes) -> None:
        """Write the data, completely or not at all. Never raises."""


class ForecastMemory:
    """Takes over the forecasts of the last process, and stores those for the next one."""

    def __init__(self, ledger: Ledger, place: ForecastPlace) -> None:
        self._ledger, self._place = ledger, place
        self._is_loaded = False
        self._saved_count = 0  # how many groups had been forecast when the forecasts were stored

    def load_once(self, forecasts: ForecastCache, conditions: Conditions, now: datetime) -> None:
        """Take over the stored forecasts, at the first call only."""
        if self._is_loaded:
            return
        self._is_loaded = True
        with suppress(ValueError, TypeError, LookupError):
            self._load(forecasts, conditions, now)

    def save(self, forecasts: ForecastCache, conditions: Conditions, now: datetime) -> None:
        """Store the forecasts for the next process, if enough of them are new."""
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
        """Take over the stored forecasts. Raises ValueError, TypeError or LookupError if the data is not valid."""
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
        """Take over the forecasts, except those that newer facts concern."""
        ledger = self._ledger
        if any(isinstance(fact, Undone) for fact in new_facts):  # an undo makes older facts invalid
            return
        finished_forecasts = [parse_forecast(value) for value in values]
        forecasts.take_over(finished_forecasts, ledger.config, ledger.history, conditions)
        # A new fact may settle the outcome of a mail that was unknown. Then an older fact has another effect.
        doubts = [fact for fact in ledger.history.facts if isinstance(fact, Uncertain)] if new_facts else []
        for fact in (*new_facts, *doubts):
            ledger.history.index.forget_results(fact)

    def _digest_inputs(self, conditions: Conditions) -> str:
        """Return a digest of all inputs of the forecasts beside the journal."""
        lasting_conditions = replace(conditions, receipt=None)  # each forecast begins with a fresh receipt
        text = f"{self._place.stamp}\n{self._ledger.config.model_dump_json()}\n{lasting_conditions!r}"
        return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()

    def _sign(self, body: bytes) -> bytes:
        return hmac.digest(self._ledger.store.key, body, "sha256").hex().encode()
