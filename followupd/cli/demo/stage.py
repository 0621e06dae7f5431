"""The stage: a folder that is gone afterwards, the mail server, the daemon as it is, and a clock that jumps."""

from __future__ import annotations

import json
import signal
import smtplib
import sys
import tempfile
import time
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from email.policy import SMTP
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from followupd.adapters.store.sqlite import SqliteStore
from followupd.adapters.system.paths import Places
from followupd.cli.demo import cast
from followupd.cli.demo.server import HOST, MailServer
from followupd.daemon.daemon import Daemon
from followupd.engine.ports import Login
from followupd.errors import FollowupdError

if TYPE_CHECKING:
    import threading
    from collections.abc import Callable, Iterator
    from email.message import EmailMessage

PATIENCE = 30  # real seconds for the daemon to notice a mail
TRIES = 9  # jumps to one step
SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Commands(Protocol):
    """The command line of followupd."""

    def __call__(self, line: str, places: Places, now: datetime) -> str:
        """Run a command line at a moment of the story; return what it prints."""


class StoryClock:
    """The daemon's clock: whenever the daemon waits, the story goes on.

    A story yields the moments to jump to, and None to wait, in real time, until the mail server pushes.
    """

    def __init__(self, begin: datetime) -> None:
        self.instant = begin
        self.story: Iterator[datetime | None] = iter(())
        self.over: Callable[[], None] = lambda: None

    def now(self) -> datetime:
        """Return the present instant, UTC."""
        return self.instant

    def boot(self) -> float:
        """Return the seconds since boot: the story's clock never goes wrong."""
        return self.instant.timestamp()

    def wait(self, woken: threading.Event, seconds: float) -> None:
        """Let the story go on: jump where it wants to be, or wait for a push."""
        try:
            wanted = next(self.story)
        except StopIteration:
            self.over()
            return
        if wanted is None:
            woken.wait(seconds)
        else:
            self.instant = max(self.instant, wanted.astimezone(UTC))
            woken.set()


class NoKeyring:
    """The login of Sam's mailbox, without any keyring."""

    def __call__(self) -> Login:
        """Return the login."""
        return Login(cast.SAM, cast.SECRET)

    def forget(self) -> None:
        """There is nothing to forget."""


class Stage:
    """Sam's followupd, ready to be played with."""

    def __init__(self, places: Places, clock: StoryClock, server: MailServer, commands: Commands) -> None:
        self.places, self.clock, self.server, self._commands = places, clock, server, commands

    @property
    def now(self) -> datetime:
        """The story's present, in Berlin."""
        return self.clock.instant.astimezone(cast.ZONE)

    def run(self, line: str) -> str:
        """Run a command as Sam would type it; return what it prints."""
        return self._commands(line, self.places, self.clock.instant)

    def deliver(self, mail: EmailMessage, *, sender: str) -> None:
        """Send a mail to Sam from outside."""
        with smtplib.SMTP(HOST, self.server.smtp_port, local_hostname="acme.example") as line:
            line.sendmail(sender, [cast.SAM], mail.as_bytes(policy=SMTP))

    def take(self, step: str) -> Iterator[datetime | None]:
        """Jump from due time to due time until nothing of a step is left to do."""
        for _ in range(TRIES):
            left = self._open(step)
            if not left:
                return
            yield datetime.fromisoformat(left[0]["due"])
        raise FollowupdError(f"the demo is stuck at {step}: {left[0]['why']}")

    def due(self, step: str) -> datetime:
        """Return when the next touch of a step is due."""
        return datetime.fromisoformat(self._open(step)[0]["due"])

    def noticed(self, mail: EmailMessage) -> Iterator[datetime | None]:
        """Wait until the daemon has read a mail: the mail server pushes, and it looks."""
        deadline = time.monotonic() + PATIENCE
        while mail["Message-ID"] not in [f.get("message_id") for f in self._json("log")]:
            if time.monotonic() > deadline:
                raise FollowupdError(f"the demo is stuck: nobody saw the mail {mail['Subject']!r}")
            yield None

    def _open(self, step: str) -> list[dict[str, Any]]:
        return [m for m in self._json("plan") if m["step"] == step]

    def _json(self, command: str) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = json.loads(self.run(f"followupd {command} --json"))
        return found


@contextmanager
def set_up(commands: Commands) -> Iterator[Stage]:
    """Set everything up; whatever ends the block, also a signal, everything is gone afterwards."""
    with ExitStack() as undo:
        undo.enter_context(_signals())
        home = Path(undo.enter_context(tempfile.TemporaryDirectory(prefix="followupd-demo-")))
        clock = StoryClock(cast.BEGIN)
        server = MailServer(cast.SAM, cast.SECRET, clock.now)
        undo.callback(server.close)
        places = Places(home / "config.yaml", home / "state")
        _furnish(places, server)
        undo.callback(_deafen)  # undone first: no second signal cuts the cleaning short
        yield Stage(places, clock, server, commands)


def play(stage: Stage, story: Iterator[datetime | None]) -> None:
    """Run the daemon, its own loop and all, until the story is told."""
    daemon = Daemon(stage.places, stage.clock, NoKeyring())
    stage.clock.story, stage.clock.over = story, daemon.stop
    try:
        daemon.serve()
    finally:
        daemon.close()


def _furnish(places: Places, server: MailServer) -> None:
    places.interviews.mkdir()
    config = cast.CONFIG.format(sam=cast.SAM, imap=server.imap_port, smtp=server.smtp_port)
    places.config.write_text(config, encoding="utf-8")
    (places.interviews / "acme.yaml").write_text(cast.INTERVIEW, encoding="utf-8")
    store = SqliteStore(places.store)
    store.set("key", cast.SECRET)
    store.close()


@contextmanager
def _signals() -> Iterator[None]:
    """Let a signal end the demo as an exception does."""

    def end(number: int, _frame: object) -> None:
        sys.exit(128 + number)

    before = {number: signal.signal(number, end) for number in SIGNALS}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _deafen() -> None:
    for number in SIGNALS:
        signal.signal(number, signal.SIG_IGN)
