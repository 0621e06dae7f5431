"""The whole daemon with faulty servers: proxies are before the real ones, and no test waits for minutes."""

import json
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from threading import Event
from typing import Any

import faulty_smtp
import imap_visit
import pytest
from daemon_stage import PANEL, Stage
from mailhost import ANA, BEN, MailHost
from proxy import ImapProxy, SmtpProxy
from typer.testing import CliRunner

from followupd.adapters.mail import smtp_connection
from followupd.adapters.mail.imap import ImapMailbox
from followupd.adapters.mail.imap_connection import Timeouts
from followupd.adapters.mail.smtp import Submission
from followupd.adapters.store.schema import StoreFault
from followupd.adapters.store.sqlite import SqliteStore
from followupd.cli.main import app
from followupd.daemon import connections, daemon
from followupd.engine.ports import FrozenMail, MailboxSession, OutgoingMail
from followupd.engine.sending.outcomes import Outcome
from followupd.journal.states import TouchEvent

PAIR = PANEL | {"contacts": PANEL["contacts"][:2]}
# Seconds to wait for an answer: for one that never comes, and for one that may be slow.
SOON, LATE = 0.2, 60.0
MOST_VISITS = 25  # connections to both servers in all passes of one story
MOST_BYTES = 2_000_000  # bytes from both servers in all passes of one story


class Patience:
    """How many seconds followupd waits for an answer; few only if a fault makes a server keep it waiting.

    A healthy server may need longer on a busy machine.
    """

    seconds = SOON
    imap: imap_visit.Fault | None = None  # the present fault
    smtp: faulty_smtp.Fault | None = None

    @classmethod
    def with_imap(cls) -> float:
        """Return the seconds to wait for the mailbox."""
        return cls.seconds if cls.imap and cls.imap.keeps_waiting else LATE

    @classmethod
    def with_smtp(cls, *steps: str) -> float:
        """Return the seconds to wait for the submission server at some steps."""
        return cls.seconds if cls.smtp and cls.smtp.keeps_waiting and cls.smtp.at in steps else LATE


class HastySubmission(Submission):
    """A submission that does not wait for minutes."""

    def deliver_mail(self, mail: FrozenMail, may_commit: Callable[[], bool]) -> Outcome:
        self._connect_timeout = Patience.with_smtp("handshake")
        self._command_timeout = Patience.with_smtp("greeting", "ehlo", "auth", "mail", "rcpt", "data")
        self._answer_timeout = Patience.with_smtp("dot")
        return super().deliver_mail(mail, may_commit)


class HastyMailbox(ImapMailbox):
    """A mailbox that does not wait for minutes either."""

    def open_session(self) -> AbstractContextManager[MailboxSession]:
        seconds = Patience.with_imap()
        self._timeouts = Timeouts(connect=5 * seconds, read=seconds, answer=8 * seconds, end=0.1)
        return super().open_session()


class WatchedImapProxy(ImapProxy):
    """A proxy whose fault decides how long followupd waits for it."""

    def spoil(self, fault: imap_visit.Fault) -> None:
        Patience.imap = fault
        super().spoil(fault)

    def mend(self) -> None:
        Patience.imap = None
        super().mend()


class WatchedSmtpProxy(SmtpProxy):
    """A proxy whose fault decides how long followupd waits for it."""

    def spoil(self, fault: faulty_smtp.Fault) -> None:
        Patience.smtp = fault
        super().spoil(fault)

    def mend(self) -> None:
        Patience.smtp = None
        super().mend()


class FailingStore(SqliteStore):
    """A store whose disk is full at one kind of event."""

    full_at: TouchEvent | None = None

    def apply_event(self, id_: str, event: TouchEvent, at: datetime, **fields: object) -> OutgoingMail | None:
        if event is self.full_at:
            raise StoreFault("database or disk is full")
        return super().apply_event(id_, event, at, **fields)


@dataclass
class Trouble:
    """A stage with proxies before its servers, which can be faulty."""

    stage: Stage
    imap: ImapProxy
    smtp: SmtpProxy

    def keep_in_step(self) -> None:
        """Delay the final look until the body of the mail has arrived, and its fault has happened."""
        arrived = Event()
        arrived.set()

        def on_smtp(moment: str) -> None:
            fault = self.smtp.fault or faulty_smtp.cut("nowhere")
            if moment == "data answered":
                arrived.clear()
            elif moment in ("body done", "client gone") or (moment == "body answered" and fault.awaits_dot):
                arrived.set()

        def on_imap(moment: str) -> None:
            if moment == "EXAMINE asked":
                arrived.wait(Patience.with_imap() / 2)

        self.smtp.on, self.imap.on = on_smtp, on_imap

    def pass_after(self, **time_gone: float) -> None:
        """Let time pass, and run a pass with a look."""
        self.stage.clock.instant += timedelta(**time_gone)
        self.stage.look()

    def mended(self) -> None:
        """Remove the faults, and let followupd notice it."""
        self.imap.mend()
        self.smtp.mend()
        for _ in range(3):
            self.pass_after(minutes=20)

    def thanked(self) -> list[int]:
        """Return the number of mails that reached each person."""
        return [len(self.stage.followups(p.address)) for p in (ANA, BEN)]

    def was_too_hasty(self) -> bool:
        """Return whether a server that keeps followupd waiting was not reached yet, since the machine is slow."""
        waiting = [p for p in (self.imap, self.smtp) if p.fault and p.fault.keeps_waiting]
        return Patience.seconds < LATE and any(not proxy.faulted for proxy in waiting)

    def status(self) -> dict[str, Any]:
        """Return the output of `followupd status`."""
        words = ["status", "--json", "--config", str(self.stage.places.config)]
        env = {"FOLLOWUPD_STATE": str(self.stage.places.state)}
        return json.loads(CliRunner().invoke(app, words, env=env).stdout)

    def is_modest(self) -> bool:
        """Return whether followupd connected only a few times, and stopped reading an endless answer.

        Both are counted at the proxies, since the time and memory that a process needs differ between machines.
        """
        listeners = (self.imap.listener, self.smtp.listener)
        visits, taken = (sum(e.visits for e in listeners), sum(e.count_bytes() for e in listeners))
        return visits < MOST_VISITS and taken < MOST_BYTES


@contextmanager
def troubled(mailhost: MailHost, directory: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Trouble]:
    monkeypatch.setenv("SSL_CERT_FILE", str(mailhost.ca_file))  # avoids loading the system's authorities
    for name, value in {"seconds": SOON, "imap": None, "smtp": None}.items():
        monkeypatch.setattr(Patience, name, value)
    monkeypatch.setattr(smtp_connection, "QUIT_TIMEOUT", SOON)  # the answer to QUIT changes nothing
    monkeypatch.setattr(connections, "Submission", HastySubmission)
    monkeypatch.setattr(connections, "ImapMailbox", HastyMailbox)
    monkeypatch.setattr(daemon, "SqliteStore", FailingStore)
    certificate = mailhost.authority.good()
    with (
        WatchedImapProxy(mailhost.imaps_port, certificate) as imap_proxy,
        WatchedSmtpProxy(mailhost.submissions_port, certificate) as smtp_proxy,
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
    """Let the thank-yous fall due and be tried twice; again if followupd gave up before the fault happened."""
    trouble.pass_after(hours=1)
    trouble.pass_after(minutes=6)
    while trouble.was_too_hasty():
        Patience.seconds *= 4
        trouble.pass_after(minutes=6)
