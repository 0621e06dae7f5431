"""Files, journal and store of the page, which stay open between two requests. One thread uses them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from followupd.adapters.attachment_files import AttachmentFiles
from followupd.adapters.catalogues import load_words
from followupd.adapters.config_files import ConfigFiles
from followupd.adapters.relays_file import read_relays
from followupd.adapters.store import binding
from followupd.adapters.store.forecast_file import ForecastFile
from followupd.adapters.store.holiday_years import load_years
from followupd.adapters.store.sqlite import SqliteStore
from followupd.adapters.system.lock import find_holder
from followupd.adapters.templates import TemplateFiles
from followupd.adapters.workers.classifier import ClassifierWorker
from followupd.adapters.workers.composer import ComposerWorker, load_and_typeset
from followupd.engine.conditions import read_last_receipt
from followupd.engine.ledger import Ledger, build_draft_request
from followupd.engine.overview.forecaster import Forecaster
from followupd.engine.overview.status import build_health
from followupd.engine.safety.troubles import read_troubles

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from followupd.adapters.system.lock import LockHolder
    from followupd.adapters.system.paths import Paths
    from followupd.config.interview import Interview
    from followupd.config.model import Config
    from followupd.engine.overview.status import Health
    from followupd.planning.moves import InterviewPlan
    from followupd.planning.touches import TouchDetails
    from followupd.writing.draft import DraftRequest


class Desk:
    """Everything that the page reads and writes, by the functions of the daemon and the commands."""

    def __init__(self, paths: Paths, read_clock: Callable[[], datetime]) -> None:
        """Open nothing yet: the thread that uses the files opens them."""
        self.paths = paths
        self.composer = ComposerWorker()
        self.messages: list[str] = []  # what the next page reports: the effect of a click
        self._read_clock = read_clock
        self._store: SqliteStore | None = None
        self._ledger: Ledger | None = None
        self._forecaster: Forecaster | None = None

    @property
    def now(self) -> datetime:
        """The present instant, UTC."""
        return self._read_clock()

    @property
    def store(self) -> SqliteStore:
        """The store. Raises StoreFault."""
        if self._store is None:
            self._store = SqliteStore(self.paths.store_file)
        return self._store

    @property
    def ledger(self) -> Ledger:
        """Configuration and journal. Raises ConfigError, StoreFault."""
        if self._ledger is None:
            read_files = ConfigFiles(self.paths)
            relays = read_relays(self.paths.relays_file)
            read_file = AttachmentFiles(self.paths.config.parent)
            self._ledger = Ledger(self.store, read_files, relays, ClassifierWorker(), load_words, read_file)
        return self._ledger

    @property
    def config(self) -> Config:
        """The configuration in force."""
        return self.ledger.config

    def refresh(self) -> None:
        """Read what has changed since the last request. Raises ConfigError, StoreFault."""
        ledger = self.ledger
        ledger.refresh_config()
        ledger.read_new_facts()

    def close(self) -> None:
        """Close files and end processes."""
        self.composer.stop()
        if self._store is not None:
            self._store.close()
        self._store = self._ledger = self._forecaster = None

    # --- views

    def plan_interviews(self) -> list[InterviewPlan]:
        """Return what the daemon would do now."""
        if self._forecaster is None:
            load_years(self.store)
            self._forecaster = Forecaster(self.ledger, ForecastFile(self.paths))
        return self._forecaster.plan_interviews(self.now)

    def find_daemon(self) -> LockHolder | None:
        """Return the daemon that runs on the same store."""
        return find_holder(self.paths.state)

    def build_health(self, plans: list[InterviewPlan], daemon: LockHolder | None) -> Health:
        """Return the state of everything, as `status` shows it."""
        clock_halt = self.store.get_value("clock") if daemon else None
        receipt = read_last_receipt(self.store)
        health = build_health(self.ledger, self.now, plans, read_troubles(self.store), receipt, clock_halt)
        return health if daemon else replace(health, scan_progress=None)  # left by one that was killed

    def why_foreign(self) -> str | None:
        """Return why the store may not be used here."""
        return binding.why_foreign(self.store, self.paths.store_file)

    def find_interview(self, id_: str) -> Interview | None:
        """Return an interview by its id."""
        return self.config.interview_by_id.get(id_)

    def build_draft_request(self, details: TouchDetails, due: datetime) -> DraftRequest:
        """Return the data from which the text of a touch is written, the same as in the daemon."""
        templates = TemplateFiles(self.paths.templates_folder, interviews_folder=self.paths.interviews_folder)
        return build_draft_request(self.ledger, details, due, templates, load_and_typeset)
