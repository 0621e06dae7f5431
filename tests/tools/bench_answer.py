"""How long an answer in the INBOX takes until it is committed, beside a bare loop of IDLE, FETCH and COMMIT."""

from __future__ import annotations

import json
import random
import sqlite3
import sys
import threading
import time
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from email.parser import BytesParser
from email.policy import SMTP, default
from email.utils import formatdate, make_msgid
from statistics import median
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import yaml
from imapclient import IMAPClient
from kill_candidate import Candidate, zone_of_noon

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from mailhost import MailHost

GOAL_MEDIAN, GOAL_WORST = 1.5, 3.0
BARE_POLL = 2.0  # seconds: what comes while IDLE is begun again is pushed to nobody
BARE = "bare@candidate.example"
LONGEST = 60.0  # seconds
SETTLED = 3.0  # seconds after which nothing is left to do from the start
PAUSE = 1.2  # seconds at most between two rounds, drawn: an answer may come while the last one is worked on


@dataclass(frozen=True)
class Round:
    """Seconds from the delivery to the commit."""

    bare: float
    ours: float

    @property
    def ratio(self) -> float:
        """How many times the bare loop."""
        return self.ours / self.bare


def make_interviews(count: int, now: datetime) -> list[dict[str, object]]:
    """Return so many interviews of three hours ago, whose thank-yous wait for some days."""
    zone = zone_of_noon(now)
    start = now.astimezone(ZoneInfo(zone)) - timedelta(hours=3)
    step = {"id": "thank-you", "channel": "email", "to": "everyone", "when": "48 hours after interview"}
    return [
        {
            "id": f"c{number}", "company": f"Company{number} GmbH", "position": "Engineer",
            "at": f"{start:%Y-%m-%d %H:%M}", "cadence": [step | {"latest": "5 business days"}],
            "contacts": [{"name": f"Ana Ruiz{number}", "email": f"ana@c{number}.example", "fact": "the tour"}],
        }
        for number in range(count)
    ]  # fmt: skip


def make_answer(number: int, address: str) -> bytes:
    """Return the answer of a company."""
    message = EmailMessage(policy=SMTP)
    message["From"] = f"Ana Ruiz{number} <ana@c{number}.example>"
    message["To"] = address
    message["Subject"] = "Our meeting"
    message["Date"] = formatdate(localtime=True)
    message["Message-ID"] = make_msgid(domain=f"c{number}.example")
    message.set_content("Hello,\n\nthank you for coming. We will be in touch next week.\n\nAna\n")
    return message.as_bytes()


class BareLoop:
    """IDLE, FETCH and COMMIT, and nothing else, in a thread."""

    def __init__(self, mailhost: MailHost, file: Path) -> None:
        self._mailhost, self._file = mailhost, file
        self.commit_event = threading.Event()
        self._stop_event = threading.Event()
        self._ready_event = threading.Event()
        self._thread = threading.Thread(target=self._run_loop, daemon=True)

    def start(self) -> None:
        """Start, and wait until it listens."""
        self._thread.start()
        self._ready_event.wait(10)

    def stop(self) -> None:
        """End it."""
        self._stop_event.set()
        self._thread.join(10)

    def _run_loop(self) -> None:
        password = self._mailhost.dovecot.users()[BARE]
        with closing(sqlite3.connect(self._file)) as store:
            store.execute("PRAGMA journal_mode=WAL")
            store.execute("PRAGMA synchronous=FULL")
            store.execute("CREATE TABLE mail (uid INTEGER, sender TEXT)")
            port = self._mailhost.imaps_port
            with IMAPClient("localhost", port, ssl_context=self._mailhost.tls()) as client:
                client.login(BARE, password)
                client.select_folder("INBOX", readonly=True)
                self._read_mails(client, store)

    def _read_mails(self, client: IMAPClient, store: sqlite3.Connection) -> None:
        last_uid = 0
        client.idle()
        self._ready_event.set()
        while not self._stop_event.is_set():
            client.idle_check(timeout=BARE_POLL)
            client.idle_done()
            uids = client.search(["UID", f"{last_uid + 1}:*"])
            for uid, data in client.fetch(uids, ["BODY.PEEK[]"]).items():
                if uid > last_uid:
                    sender = BytesParser(policy=default).parsebytes(data[b"BODY[]"])["From"]
                    with store:
                        store.execute("INSERT INTO mail VALUES (?, ?)", (uid, str(sender)))
                    self.commit_event.set()
                    last_uid = uid
            client.idle()


class Journal:
    """The store of a candidate, watched for the next fact about an interview."""

    def __init__(self, candidate: Candidate) -> None:
        file = candidate.state / "followupd.sqlite3"
        self._db = sqlite3.connect(f"file:{file}?mode=ro", uri=True, timeout=20)

    def wait_for_answer(self, interview: str) -> None:
        """Wait until the journal says that an interview was answered."""
        deadline, version = time.monotonic() + LONGEST, None
        while time.monotonic() < deadline:
            (newest,) = self._db.execute("PRAGMA data_version").fetchone()
            if newest != version and self._is_stopped(interview):
                return
            version = newest
            time.sleep(0.002)
        sys.exit(f"the answer to {interview} was not committed within {LONGEST:.0f} seconds")

    def _is_stopped(self, interview: str) -> bool:
        rows = self._db.execute("SELECT body FROM fact ORDER BY seq DESC LIMIT 5")
        facts = [json.loads(body) for (body,) in rows]
        return any(f.get("action") == "stop" and interview in f.get("interviews", ()) for f in facts)

    def close(self) -> None:
        """Let go of it."""
        self._db.close()


def _seconds(work: Callable[[], object]) -> float:
    began = time.monotonic()
    work()
    return time.monotonic() - began


def measure_answers(tell: Callable[..., None], mailhost: MailHost, directory: Path, rounds: int) -> None:
    """Let so many interviews be answered, one after the other; tell how long each takes beside the bare loop."""
    played = _play_rounds(mailhost, directory, rounds)
    ratios = [played_round.ratio for played_round in played]
    tell(
        f"answer to stopped, median of {rounds}",
        f"{median(r.ours for r in played) * 1000:.0f} ms, {median(ratios):.2f} x",
        f"goal {GOAL_MEDIAN:g} x bare IDLE, FETCH, COMMIT",
        good=median(ratios) <= GOAL_MEDIAN,
    )
    tell(
        "answer to stopped, the worst",
        f"{max(r.ours for r in played) * 1000:.0f} ms, {max(ratios):.2f} x",
        f"goal {GOAL_WORST:g} x",
        good=max(ratios) <= GOAL_WORST,
    )


def _play_rounds(mailhost: MailHost, directory: Path, rounds: int) -> list[Round]:
    candidate = Candidate(mailhost, directory / "answers")
    config = yaml.safe_load(candidate.config.read_text())
    config["interviews"] = make_interviews(rounds + 5, datetime.now(UTC))
    candidate.config.write_text(yaml.safe_dump(config))
    mailhost.add_user(BARE)
    loop = BareLoop(mailhost, directory / "bare.sqlite3")
    loop.start()
    candidate.start()
    try:
        candidate.wait_until_ready()
        time.sleep(SETTLED)
        with closing(Journal(candidate)) as journal:
            return [_play_round(mailhost, candidate, loop, journal, number) for number in range(rounds)]
    finally:
        candidate.close()
        loop.stop()


def _play_round(
    mailhost: MailHost, candidate: Candidate, loop: BareLoop, journal: Journal, number: int
) -> Round:
    loop.commit_event.clear()
    mailhost.dovecot.deliver(BARE, make_answer(number, BARE), sender=f"ana@c{number}.example")
    bare = _seconds(lambda: loop.commit_event.wait(LONGEST))
    me = candidate.me.address
    mailhost.dovecot.deliver(me, make_answer(number, me), sender=f"ana@c{number}.example")
    ours = _seconds(lambda: journal.wait_for_answer(f"c{number}"))
    time.sleep(random.uniform(0, PAUSE))
    return Round(bare, ours)
