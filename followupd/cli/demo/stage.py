"""The stage of the demo: a temporary folder, the mail server, the real daemon, and a clock that jumps."""

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
from followupd.adapters.system.paths import Paths
from followupd.cli.demo import cast
from followupd.cli.demo.server import HOST, MailServer
from followupd.daemon.daemon import Daemon
from followupd.engine.ports import Login
from followupd.errors import FollowupdError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from email.message import EmailMessage

    from followupd.adapters.system.wake import WakePipe

NOTICE_TIMEOUT = 30  # real seconds for the daemon to notice a mail
MAX_JUMPS = 9  # jumps within one step
SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Commands(Protocol):
    """The port to followupd's command line."""

    def __call__(self, line: str, paths: Paths, now: datetime) -> str:
        """Run a command line at a moment of the story; return its output."""


class StoryClock:
    """The daemon's clock. Whenever the daemon waits, the story goes on.

    A story yields the moments to jump to, and None to wait, in real time, for a push of the mail server.
    """

    def __init__(self, begin: datetime) -> None:
        self.instant = begin
        self.story: Iterator[datetime | None] = iter(())
        self.on_end: Callable[[], None] = lambda: None

    def now(self) -> datetime:
        """Return the present moment in UTC."""
        return self.instant

    def boot_seconds(self) -> float:
        """Return the seconds since boot. The story's clock is never wrong."""
        return self.instant.timestamp()

    def wait(self, wake_pipe: WakePipe, seconds: float) -> None:
        """Continue the story: jump to its next moment, or wait for a push."""
        try:
            target = next(self.story)
        except StopIteration:
            self.on_end()
            return
        if target is None:
            wake_pipe.wait(seconds)
        else:
            self.instant = max(self.instant, target.astimezone(UTC))
            wake_pipe.set()


class NoKeyring:
    """The login of Sam's mailbox, without any keyring."""

    def __call__(self) -> Login:
        """Return the login."""
        return Login(cast.SAM, cast.SECRET)

    def drop_cached(self) -> None:
        """Do nothing, since nothing is cached."""


class Stage:
    """Sam's followupd, ready to be used by the story."""

    def __init__(self, paths: Paths, clock: StoryClock, server: MailServer, commands: Commands) -> None:
        self.paths, self.clock, self.server, self._commands = paths, clock, server, commands

    @property
    def now(self) -> datetime:
        """The present moment of the story, in Berlin."""
        return self.clock.instant.astimezone(cast.ZONE)

    def run(self, line: str) -> str:
        """Run a command as Sam would type it; return its output."""
        return self._commands(line, self.paths, self.clock.instant)

    def deliver_mail(self, mail: EmailMessage, *, sender: str) -> None:
        """Send a mail to Sam from outside."""
        with smtplib.SMTP(HOST, self.server.smtp_port, local_hostname="acme.example") as connection:
            connection.sendmail(sender, [cast.SAM], mail.as_bytes(policy=SMTP))

    def take_step(self, step: str) -> Iterator[datetime | None]:
        """Jump from due time to due time until a step has nothing left to do."""
        for _ in range(MAX_JUMPS):
            open_moves = self._find_open_moves(step)
            if not open_moves:
                return
            yield datetime.fromisoformat(open_moves[0]["due"])
        raise FollowupdError(f"the demo is stuck at {step}: {open_moves[0]['why']}")

    def find_due_time(self, step: str) -> datetime:
        """Return when the next touch of a step is due."""
        return datetime.fromisoformat(self._find_open_moves(step)[0]["due"])

    def wait_until_noticed(self, mail: EmailMessage) -> Iterator[datetime | None]:
        """Wait until the daemon has read a mail: the mail server pushes, and the daemon reads."""
        deadline = time.monotonic() + NOTICE_TIMEOUT
        while mail["Message-ID"] not in [f.get("message_id") for f in self._run_json("log")]:
            if time.monotonic() > deadline:
                raise FollowupdError(f"the demo is stuck: nobody saw the mail {mail['Subject']!r}")
            yield None

    def _find_open_moves(self, step: str) -> list[dict[str, Any]]:
        return [m for m in self._run_json("plan") if m["step"] == step]

    def _run_json(self, command: str) -> list[dict[str, Any]]:
        data: list[dict[str, Any]] = json.loads(self.run(f"followupd {command} --json"))
        return data


@contextmanager
def set_up_stage(commands: Commands) -> Iterator[Stage]:
    """Set everything up, and remove everything when the block ends, also after a signal."""
    with ExitStack() as undo:
        undo.enter_context(_catch_signals())
        directory = Path(undo.enter_context(tempfile.TemporaryDirectory(prefix="followupd-demo-")))
        clock = StoryClock(cast.STORY_BEGIN)
        server = MailServer(cast.SAM, cast.SECRET, clock.now)
        undo.callback(server.close)
        paths = Paths(directory / "config.yaml", directory / "state")
        _write_files(paths, server)
        undo.callback(_ignore_signals)  # undone first, so that no second signal interrupts the cleanup
        yield Stage(paths, clock, server, commands)


def play_story(stage: Stage, story: Iterator[datetime | None]) -> None:
    """Run the daemon with its own loop until the story has ended."""
    daemon = Daemon(stage.paths, stage.clock, NoKeyring())
    stage.clock.story, stage.clock.on_end = story, daemon.stop
    try:
        daemon.run_until_stopped()
    finally:
        daemon.close()


def _write_files(paths: Paths, server: MailServer) -> None:
    paths.interviews_folder.mkdir()
    config = cast.CONFIG_TEXT.format(sam=cast.SAM, imap=server.imap_port, smtp=server.smtp_port)
    paths.config.write_text(config, encoding="utf-8")
    (paths.interviews_folder / "acme.yaml").write_text(cast.INTERVIEW_TEXT, encoding="utf-8")
    store = SqliteStore(paths.store_file)
    store.set_value("key", cast.SECRET)
    store.close()


@contextmanager
def _catch_signals() -> Iterator[None]:
    """Make a signal end the demo with an exception."""

    def exit_on_signal(number: int, _frame: object) -> None:
        sys.exit(128 + number)

    old_handlers = {number: signal.signal(number, exit_on_signal) for number in SIGNALS}
    try:
        yield
    finally:
        for number, handler in old_handlers.items():
            signal.signal(number, handler)


def _ignore_signals() -> None:
    for number in SIGNALS:
        signal.signal(number, signal.SIG_IGN)
