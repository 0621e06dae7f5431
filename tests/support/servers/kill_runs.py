"""Lives of candidates whose followupd is killed again and again, and a verdict on each."""

import json
import os
import random
import re
import signal
import time
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path
from typing import Any

import self_killing_daemon
from kill_candidate import Candidate
from loopback import wait_until
from mailhost import MailHost, Person
from own_ids import is_ours

from followupd.adapters import config_files
from followupd.adapters.store.sqlite import SqliteStore
from followupd.adapters.system.paths import Paths
from followupd.inbound.parsing.addresses import registrable_domain
from followupd.setup.check import check_texts

CHANCE_OF_ANSWER = 0.5
ARRIVED = re.compile(r"(\d+)\.M(\d+)P")  # the name that Dovecot gives a file: second, microsecond
LONGEST = 400.0  # seconds: long enough for two more tries of a deferred mail
PASSWORD = "a word of their own"


class Forked(Candidate):
    """A candidate whose followupd is forked from this process, which has loaded everything."""

    pid = 0

    def start(self) -> None:
        """Fork followupd."""
        self._seen = self._last_look()
        self.pid = os.fork()
        if self.pid:
            return
        status = 1
        try:
            self_killing_daemon.run("never", self.words, self.environment, self.log)
        except SystemExit as end:
            status = end.code if isinstance(end.code, int) else 0
        finally:
            os._exit(status)

    def end(self, number: int) -> int:
        """Send it a signal, and return its exit status, or minus the signal that ended it."""
        os.kill(self.pid, number)
        return os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])


@dataclass
class Record:
    """The results of a life: its journal, and what was done to it."""

    number: int
    people: list[str]
    me: str
    outbox: list[tuple[str, str, str, str | None]] = field(default_factory=list)
    status: dict[str, Any] = field(default_factory=dict)
    log: str = ""
    answered: float | None = None  # when the answer was in the mailbox
    kills: Counter[str] = field(default_factory=Counter)
    broken: list[str] = field(default_factory=list)


class Life:
    """A life of one candidate, with three people to thank, and perhaps an answer."""

    def __init__(
        self, number: int, mailhost: MailHost, directory: Path, chance: random.Random, span: float
    ) -> None:
        self.chance, self.span = chance, span
        self._mailhost = mailhost
        me = self._person("Sam Sample", f"sam-{number}@candidate.example")
        panel = tuple(
            self._person(name, f"{name.split()[0].lower()}-{number}@acme.example")
            for name in ("Ana Alvarez", "Ben Brandt", "Cleo Chen")
        )
        self.candidate = Forked(mailhost, directory / str(number), me=me, panel=panel)
        self.record = Record(number, [p.address for p in panel], me.address)
        self._answer_in = chance.uniform(0, 2 * span) if chance.random() < CHANCE_OF_ANSWER else None

    def _person(self, name: str, address: str) -> Person:
        self._mailhost.dovecot.add_user(address, PASSWORD)
        return Person(name, address, PASSWORD)

    # --- what happens

    def run_and_kill(self) -> None:
        """Start followupd, and kill it at a random moment."""
        self.candidate.start()
        self._wait(self.chance.uniform(0, self.span))
        ended = self.candidate.end(signal.SIGKILL)
        if ended != -signal.SIGKILL:
            self.record.broken.append(f"followupd ended by itself: {ended}: {self.candidate.said()[-500:]}")
        self.record.kills[self._where()] += 1

    def run_to_the_end(self) -> None:
        """Let followupd do all its work, and record its journal."""
        self.candidate.start()
        if self._answer_in is not None:
            self._wait(self._answer_in + 0.001)
        self.candidate.wait_until_ready()
        if self.record.answered:
            wait_until(lambda: self.candidate.facts("received"), "the answer was found")
        # A busy server defers a mail for minutes; unfinished mails are judged, too.
        with suppress(TimeoutError):
            wait_until(self.done, "all was done", LONGEST)
        ended = self.candidate.end(signal.SIGTERM)
        if ended != 0:
            self.record.broken.append(f"followupd ended with {ended}: {self.candidate.said()[-500:]}")
        self._write_down()

    def done(self) -> bool:
        """Return whether no work is left that could be interrupted."""
        return bool(self.candidate.facts("received")) or self.candidate.settled()

    def _wait(self, seconds: float) -> None:
        """Let time pass; the answer arrives at its moment."""
        if self._answer_in is None or seconds < self._answer_in:
            time.sleep(seconds)
            if self._answer_in is not None:
                self._answer_in -= seconds
            return
        rest, self._answer_in = seconds - self._answer_in, None
        time.sleep(seconds - rest)
        self._answer()
        time.sleep(rest)

    def _answer(self) -> None:
        mail = EmailMessage(policy=SMTP)
        mail["From"], mail["To"] = self.record.people[1], self.record.me
        mail["Subject"], mail["Message-ID"] = (
            "The data engineer",
            f"<answer-{self.record.number}@acme.example>",
        )
        mail.set_content("We would like to see you again next week.\n")
        self._mailhost.dovecot.deliver(self.record.me, mail.as_bytes(), sender=self.record.people[1])
        self.record.answered = time.time()

    # --- what the journal says

    def _where(self) -> str:
        states = set(self.candidate.outbox().values())
        for state in ("committing", "transmitting", "rendered"):
            if state in states:
                return f"while one was {state}"
        return "between two mails" if states else "before the first mail was written"

    def _write_down(self) -> None:
        record, candidate = self.record, self.candidate
        query = "SELECT recipient, state, message_id, receipt FROM outbox WHERE interview IS NOT NULL"
        record.outbox, record.log = candidate.rows(query), candidate.said()
        record.status = candidate.status()
        store = SqliteStore(Paths(candidate.config, candidate.state).store_file)
        if store.verify_chain() is not None:
            record.broken.append("the chain of the journal is broken")
        store.close()


def warm_up(number: int, mailhost: MailHost, directory: Path) -> float:
    """Load what every followupd loads, and return the seconds of its first pass."""
    life = Life(number, mailhost, directory, random.Random(0), 0.0)
    where = Paths(life.candidate.config, life.candidate.state)
    check_texts(config_files.read_config(where).config, where, datetime.now(UTC))
    registrable_domain("acme.example")
    began = time.monotonic()
    life.candidate.start()
    life.candidate.wait_until_ready()
    took = time.monotonic() - began
    life.candidate.end(signal.SIGKILL)
    return took


# --- what the servers hold


@dataclass
class Verdict:
    """The verdict on one life."""

    ends: Counter[str] = field(default_factory=Counter)
    # Seconds between an answer that the final look could not see and the mail.
    crossed: list[float] = field(default_factory=list)
    broken: list[str] = field(default_factory=list)


def judge(record: Record, mailhost: MailHost) -> Verdict:
    """Compare the servers' mails with the journal."""
    verdict = Verdict(broken=[*record.broken])
    rows = {recipient: rest for recipient, *rest in record.outbox}
    for person in record.people:
        mails = _mails(mailhost, person)
        state, _, receipt = rows.get(person, ("never written", "", None))
        verdict.broken += [f"{person}: {what}" for what in _faults(len(mails), state, receipt, record)]
        verdict.ends[_end(len(mails), state, record)] += 1
        if mails and record.answered and (late := _arrived(mails[0]) - record.answered) > 0:
            verdict.crossed.append(late)
    if record.answered:
        _judge_answer(record, mailhost, verdict)
    return verdict


def _faults(count: int, state: str, receipt: str | None, record: Record) -> list[str]:
    looked = datetime.fromisoformat(json.loads(receipt)["at"]).timestamp() if receipt else 0.0
    told = state == "unknown" and any("accepted or not" in w for w in record.status["waiting_for_you"])
    held = record.status["interviews"]["acme"]["state"] == "answered"
    found = []
    if count > 1:
        found.append(f"{count} mails")
    if count and state not in ("sent", "unknown"):
        found.append(f"sent, but the journal says {state}")
    if state == "sent" and not count:
        found.append("the journal says sent, but it is nowhere")
    if count and record.answered and looked > record.answered:
        found.append(f"sent {looked - record.answered:.3f} s after the answer was there")
    if not count and not told and not held:
        found.append(f"missing ({state}), and nobody was told")
    return found


def _end(count: int, state: str, record: Record) -> str:
    if state == "unknown":
        return "thanked, and asked about" if count else "not thanked, and asked about"
    if count:
        return "thanked"
    return "held because of the answer" if record.answered else "missing"


def _judge_answer(record: Record, mailhost: MailHost, verdict: Verdict) -> None:
    said = record.status["interviews"]["acme"]
    if said["state"] != "answered" or not record.status["waiting_for_you"]:
        verdict.broken.append(f"the answer was overlooked: {said}")
    told = [file for file in _mails(mailhost, record.me) if is_ours(message_from_bytes(file.read_bytes()))]
    verdict.ends["answers told by mail" if told else "answers told by status alone"] += 1


def _mails(mailhost: MailHost, address: str) -> list[Path]:
    """Return the files of a person's mails in Dovecot, oldest first."""
    name, _, domain = address.rpartition("@")
    return sorted((mailhost.dovecot.mail / domain / name / "Maildir").glob("[nc][eu][wr]/*"), key=_arrived)


def _arrived(mail: Path) -> float:
    """Return the time at which a mail came in, from the name of Dovecot's file."""
    stamp = ARRIVED.match(mail.name)
    return int(stamp[1]) + int(stamp[2]) / 1e6
