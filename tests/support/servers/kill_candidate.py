"""A candidate whose interview ended two hours ago, three people to thank, and followupd as a separate process.

The clock is the real one. The thank-yous must be due at any time of day, so all people are in a zone where it is noon.
"""

import json
import os
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Event
from typing import Any
from zoneinfo import ZoneInfo

import self_killing_daemon
import yaml
from faulty_socket import Cut
from loopback import wait_until
from mailhost import ANA, BEN, CLEO, SAM, MailHost, Person
from proxy import ImapProxy, SmtpProxy, hold_until, nothing
from typer.testing import CliRunner
from warm_python import WARM

from followupd.adapters.store.sqlite import SqliteStore
from followupd.cli.main import app
from followupd.engine.safety.begun_interviews import note_typed_interview

UNDECIDED = ("rendered", "transmitting", "committing")
NOWHERE = "BV"  # Bouvet Island: no people, no holidays (Antarctica has some)


def zone_of_noon(now: datetime) -> str:
    """Return a zone in which it is between 12:00 and 13:00 now."""
    return f"Etc/GMT{now.hour - 12:+d}"


@dataclass
class Ports:
    """The ports of followupd's servers."""

    imap: int
    smtp: int


class Candidate:
    """One person's followupd: its files, its process, its journal."""

    def __init__(
        self,
        mailhost: MailHost,
        directory: Path,
        ports: Ports | None = None,
        me: Person = SAM,
        panel: tuple[Person, ...] = (ANA, BEN, CLEO),
    ) -> None:
        self.mailhost, self.me, self.panel = mailhost, me, panel
        self.ports = ports or Ports(mailhost.imaps_port, mailhost.submissions_port)
        self.config = directory / "config" / "config.yaml"
        self.state = directory / "state"
        self.log = directory / "log"
        self.process: Any = None
        self._seen: list[tuple[Any, ...]] = []
        self._secret = directory / "secret"
        self.config.parent.mkdir(parents=True)
        self._secret.write_text(me.password)
        self.config.write_text(yaml.safe_dump(self._configuration(datetime.now(UTC))))
        with closing(SqliteStore(self.state / "followupd.sqlite3")) as store:
            note_typed_interview(store, "acme")  # otherwise it would be one that began before the store

    def _configuration(self, now: datetime) -> dict[str, Any]:
        trusted = {"host": "localhost", "ca_file": str(self.mailhost.ca_file)}
        zone = zone_of_noon(now)
        began = now.astimezone(ZoneInfo(zone)) - timedelta(hours=3)
        people = [{"name": p.name, "email": p.address, "fact": f"what {p.name} said"} for p in self.panel]
        step = {"id": "thank-you", "channel": "email", "to": "everyone", "when": "1 hour after interview"}
        return {
            "live": True,
            "account": {
                "address": self.me.address,
                "secret": {"command": ["/bin/cat", str(self._secret)]},
                "imap": {"port": self.ports.imap, **trusted},
                "smtp": {"port": self.ports.smtp, **trusted},
                "save_sent": "always",
            },
            "candidate": {"name": self.me.name, "zone": zone, "country": NOWHERE},
            "sending": {"weekend": [], "jitter": "0 minutes", "gap": "0 minutes", "approve": "none"},
            "interviews": [
                {
                    "id": "acme",
                    "company": "Acme GmbH",
                    "position": "Data Engineer",
                    "at": f"{began:%Y-%m-%d %H:%M}",
                    "keywords": ["streaming"],
                    "strengths": ["I have built pipelines that load four billion rows a night."],
                    "contacts": people,
                    "cadence": [step | {"latest": "1 business day"}],
                }
            ],
        }

    # --- the process

    @property
    def environment(self) -> dict[str, str]:
        """The variables that set followupd's state folder, and avoid loading the system's authorities."""
        return {
            "FOLLOWUPD_STATE": str(self.state),
            "SSL_CERT_FILE": str(self.mailhost.ca_file),
        }

    @property
    def words(self) -> list[str]:
        """The arguments that run it."""
        return ["run", "--config", str(self.config)]

    def start(self) -> None:
        """Start it as a service manager does."""
        self._seen = self._last_look()
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "followupd", *self.words],
                env=os.environ | self.environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
            )

    def start_warm(self, dies: str = "never") -> None:
        """Start it from an interpreter that has loaded everything.

        `dies`: the moment at which it kills itself, see `self_killing_daemon`.
        """
        self._seen = self._last_look()
        self.process = WARM.Process(
            target=self_killing_daemon.run, args=(dies, self.words, self.environment, self.log)
        )
        self.process.start()

    def wait_until_ready(self, timeout: float = 120.0) -> None:
        """Wait until its first pass is over, which stores the time of its look at the mailbox."""
        wait_until(lambda: self._last_look() != self._seen, "followupd had done its first pass", timeout)

    def _last_look(self) -> list[tuple[Any, ...]]:
        return self.rows("SELECT value FROM value WHERE name = 'receipt'")

    def kill(self) -> None:
        """Kill it, as a power cut does."""
        if self.process:
            with suppress(ProcessLookupError):
                os.kill(self.process.pid, signal.SIGKILL)

    def wait(self, timeout: float = 120.0) -> int | None:
        """Wait until it has ended, and return its exit status (negative: the signal)."""
        if isinstance(self.process, subprocess.Popen):
            return self.process.wait(timeout)
        self.process.join(timeout)
        return self.process.exitcode

    def died(self) -> bool:
        """Wait until it has ended, and return whether `kill -9` ended it."""
        return self.wait() == -signal.SIGKILL

    def stop(self) -> int | None:
        """Stop it as the service manager does, and return its exit status."""
        self.process.terminate()
        status, self.process = self.wait(), None
        return status

    def close(self) -> None:
        """Kill it, if it still runs."""
        self.kill()
        if self.process:
            self.wait()

    def cpu(self) -> float:
        """Return the seconds of CPU that the process has used."""
        fields = Path(f"/proc/{self.process.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    # --- what it knows

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        """Query the store without repairing what a crash left; nothing if there is no store yet."""
        file = self.state / "followupd.sqlite3"
        if not file.exists():
            return []
        with closing(sqlite3.connect(f"file:{file}?mode=ro", timeout=120, uri=True)) as db:
            try:
                return db.execute(query).fetchall()
            except sqlite3.OperationalError:
                return []  # it was killed before there was a table

    def outbox(self) -> dict[str, str]:
        """Return the state of the mail to each person."""
        return dict(self.rows("SELECT recipient, state FROM outbox WHERE interview IS NOT NULL"))

    def facts(self, kind: str) -> list[dict[str, Any]]:
        """Return the facts of one kind, oldest first."""
        bodies = [json.loads(body) for (body,) in self.rows("SELECT body FROM fact ORDER BY seq")]
        return [body for body in bodies if body["fact"] == kind]

    def settled(self) -> bool:
        """Return whether the fate of every mail is decided, and no copy is due."""
        states = self.outbox()
        now = datetime.now(UTC).isoformat()
        copies = [
            due for (due,) in self.rows("SELECT copy_due FROM outbox WHERE copy = 'wanted'") if due < now
        ]
        return len(states) == len(self.panel) and not copies and not {*states.values()} & {*UNDECIDED}

    def wait_until_settled(self, timeout: float = 120.0) -> None:
        """Wait until the fate of every mail is decided, and every copy that is due is filed."""
        wait_until(self.settled, "every mail was decided about", timeout)

    def status(self) -> dict[str, Any]:
        """Return the output of `followupd status`."""
        words = ["status", "--json", "--config", str(self.config)]
        return json.loads(CliRunner().invoke(app, words, env=self.environment).stdout)

    def said(self) -> str:
        """Return its log."""
        return self.log.read_text(errors="replace") if self.log.exists() else ""


def kill_at_moment(
    candidate: Candidate, imap: ImapProxy, smtp: SmtpProxy, moment: str, *, in_imap: bool, passed_on: bool
) -> None:
    """Kill followupd when a proxy first sees a moment. After that nothing is forwarded, unless `passed_on`."""
    killed = Event()

    def on(seen: str) -> None:
        if seen == "data answered" and moment in ("data done", "body asked"):
            imap.on = hold_until(killed)  # otherwise the final look might end before it is killed
        if seen == moment:
            imap.on = smtp.on = nothing
            candidate.kill()
            killed.set()
            if not passed_on:
                raise Cut

    (imap if in_imap else smtp).on = on
