"""The main loop (tick, pass, wait), signals, the service manager, the connections, and the daemon's only clock."""

from __future__ import annotations

import logging
import random
import signal
import threading
import time
from dataclasses import replace
from typing import TYPE_CHECKING

import schedule

from followupd.adapters.attachment_files import AttachmentFiles
from followupd.adapters.catalogues import load_words
from followupd.adapters.config_files import ConfigFiles
from followupd.adapters.credentials.credentials import make_login_source, push_address_readers
from followupd.adapters.credentials.secret_stores import NoSecretStore
from followupd.adapters.printer import CommandPrinter
from followupd.adapters.push import ApprisePushService
from followupd.adapters.relays_file import read_relays
from followupd.adapters.store import binding, holiday_years
from followupd.adapters.store.sqlite import SqliteStore
from followupd.adapters.system import memory, sd_notify
from followupd.adapters.system.clock import WallClock
from followupd.adapters.system.lock import DaemonLock
from followupd.adapters.system.wake import WakePipe
from followupd.adapters.templates import TemplateFiles
from followupd.adapters.workers import config_loader, public_holidays
from followupd.adapters.workers.classifier import ClassifierWorker
from followupd.adapters.workers.composer import ComposerWorker, load_and_typeset
from followupd.daemon.calendars import CalendarPublisher
from followupd.daemon.connections import Connections, prepare_connections
from followupd.daemon.login_report import report_login_state
from followupd.daemon.report import Reporter
from followupd.engine.engine import Engine
from followupd.engine.ledger import Ledger
from followupd.engine.notifying.notifier import Notifier
from followupd.engine.safety.clock_guard import ClockGuard
from followupd.engine.safety.fault_guard import FaultGuard
from followupd.engine.scanning.scan_progress import ScanStopped
from followupd.engine.sending.outbox import Outbox
from followupd.engine.sending.sending import Sender
from followupd.errors import FollowupdError
from followupd.planning import post

if TYPE_CHECKING:
    from collections.abc import Sequence
    from types import FrameType

    from followupd.adapters.credentials.credentials import LoginSource
    from followupd.adapters.system.clock import DaemonClock
    from followupd.adapters.system.paths import Paths
    from followupd.config.account import Account
    from followupd.config.active import ActiveConfig
    from followupd.engine.scanning.scan_progress import ScanProgress
    from followupd.planning.moves import InterviewPlan

log = logging.getLogger("followupd")

TICK_SECONDS = 20  # so soon the daemon sees what a command has written
POLL_SECONDS = 280  # between looks at the mailbox, even if IDLE reports nothing
MAX_SILENT_SECONDS = 900  # after which a watcher without a sign of life counts as hung


class Daemon:
    """A followupd that runs until it is stopped."""

    def __init__(
        self, paths: Paths, clock: DaemonClock | None = None, login: LoginSource | None = None
    ) -> None:
        """Take the lock, read the configuration, open the store. Raises TryAgain, ConfigError, StoreFault."""
        self.clock = clock or WallClock()
        self.paths = paths
        self._lock = DaemonLock(paths.state)
        self._config_files = ConfigFiles(paths, config_loader.load_in_worker)
        self._clock_guard = ClockGuard()
        self._reporter = Reporter()
        self._calendar_publisher = CalendarPublisher()
        self._clock_halt: str | None = None
        self.store = SqliteStore(paths.store_file)
        self._bind_store()
        self._login_override = login
        self._wake_pipe = WakePipe()
        self._hint_event = threading.Event()
        self._is_stopping = False
        self._push_service = ApprisePushService()
        self._next_scan_at = 0.0
        self._classifier = ClassifierWorker(self._feed_watchdog)
        self._composer = ComposerWorker(self._feed_watchdog)
        relays = read_relays(self.paths.relays_file)
        read_file = AttachmentFiles(self.paths.config.parent)
        self._ledger = Ledger(
            self.store, self._read_active_config, relays, self._classifier, load_words, read_file
        )
        self._account = self._ledger.config.account
        self._connections = self._prepare_connections()
        self._engine = self._build_engine()

    @property
    def active_config(self) -> ActiveConfig:
        """The configuration that is in force now."""
        return self._ledger.active_config

    # --- wiring

    def _bind_store(self) -> None:
        try:
            binding.bind(self.store, self.paths.store_file)
        except FollowupdError:
            self.store.close()
            self._lock.release()
            raise

    def _prepare_connections(self) -> Connections:
        account = self._account
        login = self._login_override or make_login_source(account, self.paths.state, self.clock.now)
        self._last_login_sign = self.store.get_value("login")
        return prepare_connections(
            account, login, self.clock, alive=self._feed_watchdog, on_hint=self._on_hint
        )

    def _build_engine(self) -> Engine:
        template_files = TemplateFiles(
            self.paths.templates_folder, interviews_folder=self.paths.interviews_folder
        )
        transport, guard = self._connections.transport, self._connections.login_guard
        sender = Sender(self._ledger, transport, self.clock, self._composer, template_files, load_and_typeset)
        return Engine(
            self._ledger, self._connections.mailbox, sender, self.clock, Outbox(self._ledger, self.clock),
            Notifier(self._ledger, transport, self.clock), FaultGuard(self.clock, guard.drop_cached),
            self._push_service, push_address_readers, CommandPrinter(), self._report_progress, self._composer.draw_picture,
        )  # fmt: skip

    def _switch_account(self, account: Account) -> None:
        """Make new connections for an account that was edited; the journal stays the same."""
        log.info("the account was edited; connecting again", extra={"kind": "config"})
        self._connections.idle_watcher.stop()
        self._account = account
        self._connections = self._prepare_connections()
        self._engine = self._build_engine()
        self._connections.idle_watcher.start()

    def _read_active_config(self) -> ActiveConfig:
        active_config = self._config_files()
        return replace(active_config, halt_reason=active_config.halt_reason or self._clock_halt)

    # --- the loop

    def run(self) -> None:
        """Run until SIGTERM or SIGINT; SIGHUP reads the configuration at once."""
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._on_stop)
        signal.signal(signal.SIGHUP, self._on_reload)
        self.run_until_stopped()

    def run_until_stopped(self) -> None:
        """Run until `stop` is called. Raises NoSecretStore, and ProgramReplaced if the program was updated."""
        try:
            self._run_loop()
        finally:
            self.close()

    def _run_loop(self) -> None:
        scheduler = schedule.Scheduler()
        tick_timer = scheduler.every(TICK_SECONDS).seconds.do(self.tick)
        # Configuration and store are good. A slow mail server must not make the start fail.
        sd_notify.notify_systemd("READY=1", "STATUS=reading the mailbox")
        self._connections.idle_watcher.start()
        self.tick()
        if isinstance(store_fault := self._connections.login_guard.current_fault, NoSecretStore):
            raise store_fault.with_traceback(None)
        last_tick_at = time.monotonic()
        while not self._is_stopping:
            self.clock.wait(self._wake_pipe, TICK_SECONDS)
            if self._is_stopping:
                break
            # `schedule` uses the naive wall clock. If that was set back, the monotonic clock decides.
            if self._wake_pipe.is_set() or time.monotonic() - last_tick_at >= TICK_SECONDS:
                self._wake_pipe.clear()
                tick_timer.run()
            else:
                scheduler.run_pending()
            last_tick_at = time.monotonic()
        sd_notify.notify_systemd("STOPPING=1")

    def tick(self) -> None:
        """Run one guarded pass. Returns None in any case, since `schedule` interprets other return values."""
        plans: Sequence[InterviewPlan] = []
        self._start_judge()
        try:
            self._check_clock()
            active_config = self._read_active_config()
            if active_config.config.account != self._account:
                self._switch_account(active_config.config.account)
            if public_holidays.look_up_years(post.holiday_years(active_config.config, self.clock.now())):
                holiday_years.save_years(self._ledger.store)
            self._check_new_login()
            self._report_login_state()  # the watcher may have been refused
            receipt = self._engine.receipt
            plans = self._engine.run_pass(scan=self._is_scan_due())
            if self._engine.receipt is not receipt:
                self._connections.idle_watcher.retry_now()  # the server has accepted the login
                memory.trim_memory()
            self._report_login_state()
        except ScanStopped:
            log.info(
                "stopped while the mailbox was read; the next start reads on", extra={"kind": "progress"}
            )
        except FollowupdError as fault:
            self._engine.guard.report_trouble("followupd", fault)
        except Exception:
            log.exception("a pass failed; the next one tries again", extra={"kind": "bug"})
        else:
            self._engine.guard.clear_trouble("followupd")
            self._calendar_publisher.publish_plans(self._engine, plans)
        self._connections.submission.close_connection()
        self._classifier.end_look()
        self._composer.stop()
        self._reporter.report_state(self._engine, plans, self._clock_halt)
        self._feed_watchdog()

    def _start_judge(self) -> None:
        """Start the process that judges mail, if there is mail to judge, so that it loads during the login."""
        if self._connections.idle_watcher.take_mail_sign() or self._engine.awaits_first_look:
            self._classifier.start_ahead()

    def _is_scan_due(self) -> bool:
        """Return whether it is time to read the mailbox: after a hint, or when the next poll is due."""
        now = time.monotonic()
        if not self._hint_event.is_set() and now < self._next_scan_at:
            return False
        self._hint_event.clear()
        self._next_scan_at = now + POLL_SECONDS * random.uniform(0.95, 1.05)  # noqa: S311 - spreads load, hides nothing
        return True

    def _report_progress(self, progress: ScanProgress) -> None:
        """Report the progress after each batch of a look, and end the look if the daemon is to stop."""
        self._feed_watchdog()
        if self._is_stopping:
            raise ScanStopped
        self._reporter.report_progress(self.store, progress)

    def _check_clock(self) -> None:
        newest = next((fact.at for fact in reversed(self._ledger.history.facts)), None)
        wall, zone = self.clock.now(), self._ledger.config.candidate.time_zone
        halt = self._clock_guard.check_reading(wall, self.clock.boot_seconds(), newest, zone)
        if halt and halt != self._clock_halt:
            log.warning("%s", halt, extra={"kind": "clock"})
        self._clock_halt = halt

    def _check_new_login(self) -> None:
        """End all waits for the login if `followupd login` has left its mark in the store."""
        login_sign = self.store.get_value("login")
        if login_sign == self._last_login_sign:
            return
        self._last_login_sign = login_sign
        self._connections.login_guard.reset_waits()
        self._engine.next_scan_at = None
        self._hint_event.set()
        self._connections.idle_watcher.retry_now()

    def _report_login_state(self) -> None:
        report_login_state(self._engine, self._connections.login_guard, self.clock.now())

    def _feed_watchdog(self) -> None:
        """Feed the watchdog, but only while the watcher shows signs of life."""
        if time.monotonic() - self._connections.idle_watcher.last_beat < MAX_SILENT_SECONDS:
            sd_notify.notify_systemd("WATCHDOG=1")

    # --- from outside

    def _on_hint(self) -> None:
        """Record that the mailbox may have changed; the watcher's thread calls this."""
        self._hint_event.set()
        self._wake_pipe.set()

    def stop(self) -> None:
        """End after the present pass."""
        self._is_stopping = True
        self._wake_pipe.set()

    # Signal handlers only wake the loop: the code that they interrupt may hold a lock.

    def _on_stop(self, _signal: int, _frame: FrameType | None) -> None:
        self.stop()

    def _on_reload(self, _signal: int, _frame: FrameType | None) -> None:
        self._wake_pipe.set()

    def close(self) -> None:
        """Stop all workers, close the store and release the lock."""
        self._connections.idle_watcher.stop()
        self._classifier.stop()
        self._composer.stop()
        self._push_service.close()
        self._wake_pipe.close()
        self.store.close()
        self._lock.release()
