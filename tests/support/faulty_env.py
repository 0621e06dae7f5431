"""The whole daemon before servers that can go wrong: proxies stand before the real ones, and nobody waits for minutes."""

import json
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from daemon_stage import PANEL, Stage
from mailhost import ANA, BEN, MailHost
from proxy import ImapProxy, SmtpProxy
from typer.testing import CliRunner

from followupd.adapters.mail.imap import ImapMailbox
from followupd.adapters.mail.imap_connection import Timeouts
from followupd.adapters.mail.smtp import Submission
from followupd.adapters.store.schema import StoreFault
from followupd.adapters.store.sqlite import SqliteStore
from followupd.cli.main import app
from followupd.daemon import connections, daemon
from followupd.engine.outcomes import Outcome
from followupd.engine.ports import FrozenMail, MailboxSession, OutgoingMail
from followupd.journal.states import TouchEvent

PAIR = PANEL | {"contacts": PANEL["contacts"][:2]}
SOON, LATE = 0.2, 10.0  # seconds to wait for an answer: of a server that goes wrong, of one that is well
MOST_VISITS = 25  # connections to both servers in all passes of one story
MOST_BYTES = 2_000_000  # taken from both servers in all passes of one story


class Patience:
    """How many seconds followupd waits for an answer."""

    seconds = SOON


class HastySubmission(Submission):
    """A submission that does not wait for minutes."""

    def deliver_mail(self, mail: FrozenMail, may_commit: Callable[[], bool]) -> Outcome:
        self._connect_timeout = 5 * Patience.seconds
        self._command_timeout = self._answer_timeout = Patience.seconds
        return super().deliver_mail(mail, may_commit)


class HastyMailbox(ImapMailbox):
    """A mailbox that does not wait for minutes either."""

    def open_session(self) -> AbstractContextManager[MailboxSession]:
        seconds = Patience.seconds
        self._timeouts = Timeouts(connect=5 * seconds, read=seconds, answer=8 * seconds, end=0.1)
        return super().open_session()


class FailingStore(SqliteStore):
    """A store whose disk is full at one event."""

    full_at: TouchEvent | None = None

    def apply_event(self, id_: str, event: TouchEvent, at: datetime, **fields: object) -> OutgoingMail | None:
        if event is self.full_at:
            raise StoreFault("database or disk is full")
        return super().apply_event(id_, event, at, **fields)


@dataclass
class Trouble:
    """A stage whose servers stand behind proxies that can go wrong."""

    stage: Stage
    imap: ImapProxy
    smtp: SmtpProxy

    def keep_in_step(self) -> None:
        """Let the final look begin only after the body of the mail has arrived, and its fault has happened."""
        arrived = Event()
        arrived.set()

        def on_smtp(moment: str) -> None:
            if moment == "data answered":
                arrived.clear()
            elif moment == "body done":
                arrived.set()

        def on_imap(moment: str) -> None:
            if moment == "EXAMINE asked":
                arrived.wait(SOON / 2)

        self.smtp.on, self.imap.on = on_smtp, on_imap

    def pass_after(self, **time_gone: float) -> None:
        """Let time pass, and followupd look."""
        self.stage.clock.instant += timedelta(**time_gone)
        self.stage.look()

    def mended(self) -> None:
        """Lift the faults, and let followupd find out."""
        self.imap.mend()
        self.smtp.mend()
        Patience.seconds = LATE
        for _ in range(3):
            self.pass_after(minutes=20)

    def thanked(self) -> list[int]:
        """Count at the server."""
        return [len(self.stage.followups(p.address)) for p in (ANA, BEN)]

    def status(self) -> dict[str, Any]:
        """Return what `followupd status` says."""
        words = ["status", "--json", "--config", str(self.stage.places.config)]
        env = {"FOLLOWUPD_STATE": str(self.stage.places.state)}
        return json.loads(CliRunner().invoke(app, words, env=env).stdout)

    def is_modest(self) -> bool:
        """Tell whether followupd connected a few times only, and stopped reading what has no end.

        Both are counted at the proxies: what a process needs of time and memory differs between machines.
        """
        listeners = (self.imap.listener, self.smtp.listener)
        visits, taken = (sum(e.visits for e in listeners), sum(e.count_bytes() for e in listeners))
        return visits < MOST_VISITS and taken < MOST_BYTES


@contextmanager
def troubled(mailhost: MailHost, directory: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Trouble]:
    monkeypatch.setenv(
        "SSL_CERT_FILE", str(mailhost.ca_file)
    )  # spares the loading of the system's authorities
    monkeypatch.setattr(Patience, "seconds", SOON)
    monkeypatch.setattr(connections, "Submission", HastySubmission)
    monkeypatch.setattr(connections, "ImapMailbox", HastyMailbox)
    monkeypatch.setattr(daemon, "SqliteStore", FailingStore)
    certificate = mailhost.authority.good()
    with (
        ImapProxy(mailhost.imaps_port, certificate) as imap_proxy,
        SmtpProxy(mailhost.submissions_port, certificate) as smtp_proxy,
    ):
        stage = Stage(mailhost, directory, sending={"jitter": "0 minutes"})
        account = stage.config["account"]
        account["imap"]["port"], account["smtp"]["port"] = imap_proxy.port, smtp_proxy.port
        stage.write_config()
        stage.write_interview(**PAIR)
        stage.start()
        trouble = Trouble(stage, imap_proxy, smtp_proxy)
        trouble.keep_in_step()
        try:
            yield trouble
        finally:
            stage.stop()


def suffer(trouble: Trouble) -> None:
    """Let the thank-yous fall due, and be tried twice."""
    trouble.pass_after(hours=1)
    trouble.pass_after(minutes=6)
