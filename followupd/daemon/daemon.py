"""The loop: tick, pass, wait. Signals, the service manager, the connections, and the only clock of the daemon."""

from __future__ import annotations

import logging
import random
import signal
import threading
import time
from typing import TYPE_CHECKING

import schedule

from followupd.adapters.config_files import OrdersFiles
from followupd.adapters.credentials.credentials import login_source, push_addresses
from followupd.adapters.credentials.login_guard import Access, CountedMailbox, CountedTransport, Standing
from followupd.adapters.credentials.secret_stores import NoStore
from followupd.adapters.mail.idle import Watcher
from followupd.adapters.mail.imap import ImapMailbox
from followupd.adapters.mail.smtp import Submission
from followupd.adapters.printer import CommandPrinter
from followupd.adapters.push import Pusher
from followupd.adapters.store import binding
from followupd.adapters.store.sqlite import SqliteStore
from followupd.adapters.system import memory, sd_notify
from followupd.adapters.system.clock import WallClock
from followupd.adapters.system.lock import Lock
from followupd.adapters.templates import TemplateShelf
from followupd.adapters.workers import config_loader, public_holidays
from followupd.adapters.workers.classifier import JudgeChild
from followupd.adapters.workers.composer import DraftingChild, typeset
from followupd.config.active import Orders
from followupd.daemon.report import Reporter
from followupd.engine.clock_guard import ClockGuard
from followupd.engine.engine import Engine
from followupd.engine.ledger import Ledger
from followupd.engine.outbox import Upkeep
from followupd.engine.sending import Sender
from followupd.errors import FollowupdError
from followupd.inbound.applicant_systems import relays_from
from followupd.planning import post
from followupd.writing import notices

if TYPE_CHECKING:
    from types import FrameType

    from followupd.adapters.credentials.credentials import LoginSource
    from followupd.adapters.system.clock import DaemonClock
    from followupd.adapters.system.paths import Places
    from followupd.config.account import Account
    from followupd.planning.planner import Outlook

log = logging.getLogger("followupd")

TICK = 20  # seconds: how soon the daemon sees what the command line has written
POLL = 280  # seconds between looks at the mailbox, whatever IDLE says
SILENT = 900  # seconds after which a watcher that gives no sign of life counts as hung


class Daemon:
    """A followupd that runs until it is told to stop."""

    def __init__(
        self, places: Places, clock: DaemonClock | None = None, login: LoginSource | None = None
    ) -> None:
        """Take the lock, read the configuration, open the store. Raises TryAgain, ConfigError, StoreFault."""
        self.clock = clock or WallClock()
        self.places = places
        self._lock = Lock(places.state)
        self._files = OrdersFiles(places, config_loader.load)
        self._guard = ClockGuard()
        self._reporter = Reporter()
        self._halt: str | None = None
        self.store = SqliteStore(places.store)
        self._settle_in()
        self._given_login = login
        self._woken = threading.Event()
        self._hinted = threading.Event()
        self._stopping = False
        self._bell = Pusher()
        self._next_look = 0.0
        self._pass_done = time.monotonic()
        orders = self._files()
        self._account = orders.config.account
        self._judge, self._writer = JudgeChild(self._alive), DraftingChild(self._alive)
        self._ledger = Ledger(self.store, orders, self._relays(), self._judge)
        self._engine = self._assemble()
        self._watcher = self._watch()

    @property
    def live(self) -> bool:
        """Whether mail is handed over at all."""
        return self._ledger.config.live

    # --- wiring

    def _settle_in(self) -> None:
        try:
            binding.settle(self.store, self.places.store)
        except FollowupdError:
            self.store.close()
            self._lock.release()
            raise

    def _assemble(self) -> Engine:
        account = self._account
        login = self._given_login or login_source(account, self.places.state, self.clock.now)
        self._access = access = Access(login, self.clock.now)
        self._login_seen = self.store.get("login")
        transport = CountedTransport(Submission(account.smtp, access.smtp, alive=self._alive), access.smtp)
        shelf = TemplateShelf(self.places.templates)
        sender = Sender(self._ledger, transport, self.clock, self._orders, self._writer, shelf, typeset)
        upkeep = Upkeep(self._ledger, transport, self.clock)
        mailbox = CountedMailbox(ImapMailbox(account, access.imap, alive=self._alive), access.imap)
        return Engine(
            self._ledger, mailbox, sender, self.clock, upkeep, access.forget, self._bell, push_addresses, CommandPrinter()
        )  # fmt: skip

    def _watch(self) -> Watcher:
        door = self._access.imap
        return Watcher(self._account, door, self._hint, on_refused=door.refused)

    def _reconnect(self, account: Account) -> None:
        """The account was edited: new connections, the same journal."""
        log.info("the account was edited; connecting anew", extra={"kind": "config"})
        self._watcher.stop()
        self._account = account
        self._engine = self._assemble()
        self._watcher = self._watch()
        self._watcher.start()

    def _orders(self) -> Orders:
        orders = self._files()
        return Orders(orders.config, orders.doubtful, orders.halted or self._halt, orders.faults)

    def _relays(self) -> dict[str, str]:
        try:
            return relays_from(self.places.relays.read_text(encoding="utf-8"))
        except FileNotFoundError:
            return {}
        except (OSError, ValueError) as error:
            log.error(
                "%s: %s; the built-in table is used", self.places.relays, error, extra={"kind": "config"}
            )
            return {}

    # --- the loop

    def run(self) -> None:
        """Run until SIGTERM or SIGINT; SIGHUP reads the configuration at once."""
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._on_stop)
        signal.signal(signal.SIGHUP, self._on_reload)
        self.serve()

    def serve(self) -> None:
        """Run until `stop`. Raises NoStore, and Updated when the program was."""
        try:
            self._serve()
        finally:
            self.close()

    def _serve(self) -> None:
        ticker = schedule.Scheduler()
        ticking = ticker.every(TICK).seconds.do(self.tick)
        # Configuration and store are good; a mail server that keeps us waiting must not fail the start.
        sd_notify.notify("READY=1", "STATUS=reading the mailbox")
        self._watcher.start()
        self.tick()
        if isinstance(missing := self._access.fault, NoStore):
            raise missing.with_traceback(None)
        last = time.monotonic()
        while not self._stopping:
            self.clock.wait(self._woken, TICK)
            if self._stopping:
                break
            # `schedule` counts by the naive wall clock; where that was set back, the monotonic one decides.
            if self._woken.is_set() or time.monotonic() - last >= TICK:
                self._woken.clear()
                ticking.run()
            else:
                ticker.run_pending()
            last = time.monotonic()

    def tick(self) -> None:
        """One guarded pass. Returns None always: `schedule` would take anything else for an order."""
        outlooks: list[Outlook] = []
        try:
            self._look_at_clock()
            orders = self._orders()
            if orders.config.account != self._account:
                self._reconnect(orders.config.account)
            public_holidays.look_up(post.years(orders.config, self.clock.now()))
            self._look_at_login()
            self._look_at_account()  # the watcher may have been turned away
            receipt = self._engine.receipt
            outlooks = self._engine.run_pass(look=self._wants_look())
            if self._engine.receipt is not receipt:
                self._watcher.retry()  # the server lets us in
                memory.give_back()
            self._look_at_account()
        except FollowupdError as fault:
            self._engine.ill("followupd", fault)
        except Exception:
            log.exception("a pass failed; the next one tries again", extra={"kind": "bug"})
        else:
            self._engine.well("followupd")
        self._judge.rest()
        self._writer.rest()
        self._reporter.say(self._engine, outlooks, self._halt)
        self._pass_done = time.monotonic()
        self._alive()

    def _wants_look(self) -> bool:
        """Tell whether it is time to read the mailbox: a hint, or the poll under it."""
        now = time.monotonic()
        if not self._hinted.is_set() and now < self._next_look:
            return False
        self._hinted.clear()
        self._next_look = now + POLL * random.uniform(0.95, 1.05)  # noqa: S311 - spreads load, hides nothing
        return True

    def _look_at_clock(self) -> None:
        facts = self._ledger.history.facts
        newest = facts[-1].at if facts else None
        halt = self._guard.look(self.clock.now(), self.clock.boot(), newest)
        if halt and halt != self._halt:
            log.warning("%s", halt, extra={"kind": "clock"})
        self._halt = halt

    def _look_at_login(self) -> None:
        """`followupd login` leaves a mark: then there is no reason to wait any longer."""
        mark = self.store.get("login")
        if mark == self._login_seen:
            return
        self._login_seen = mark
        self._access.renew()
        self._engine.not_before = None
        self._hinted.set()
        self._watcher.retry()

    def _look_at_account(self) -> None:
        """Tell once that the account does not let us in, over restarts too."""
        standing, before = self._access.standing, self.store.get("account")
        unproven = standing is Standing.GOOD and not self._access.entered
        if standing == before or unproven or (standing, before) == (Standing.DOUBTFUL, Standing.REFUSED):
            return
        self.store.set("account", standing)
        for what, fault in self._access.faults.items():
            self._engine.ill(what, fault)
        if standing in (Standing.REFUSED, Standing.NEEDED):
            now = self.clock.now()
            why = f"Since {now:%-d %B %Y, %H:%M} UTC: {self._access.fault}"
            self._ledger.tell(notices.trouble("login", why, f"{now:%Y%m%d%H%M}"), now)

    def _alive(self) -> None:
        """Feed the watchdog, but only while every worker shows signs of life."""
        if time.monotonic() - self._watcher.beat < SILENT:
            sd_notify.notify("WATCHDOG=1")

    # --- from outside

    def _hint(self) -> None:
        """The mailbox may have changed: called by the watcher's thread."""
        self._hinted.set()
        self._woken.set()

    def stop(self) -> None:
        """End after the present pass."""
        self._stopping = True
        self._woken.set()

    def _on_stop(self, _signal: int, _frame: FrameType | None) -> None:
        sd_notify.notify("STOPPING=1")
        self.stop()

    def _on_reload(self, _signal: int, _frame: FrameType | None) -> None:
        self._woken.set()

    def close(self) -> None:
        """Give everything back."""
        self._watcher.stop()
        self._judge.rest()
        self._writer.rest()
        self._bell.close()
        self.store.close()
        self._lock.release()
