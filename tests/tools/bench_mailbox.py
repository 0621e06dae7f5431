"""What a look at the mailbox costs: the first one at a large mailbox, and one at many folders without news."""

from __future__ import annotations

import imaplib
import os
import shutil
import time
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from statistics import median
from typing import TYPE_CHECKING, Any

from bench_judge import WORDS
from builders import BASE
from imapclient import IMAPClient

from followupd.adapters.mail.imap import BATCH_SIZE, ImapMailbox
from followupd.adapters.store.sqlite import SqliteStore
from followupd.adapters.workers.classifier import ClassifierWorker
from followupd.config.active import ActiveConfig
from followupd.config.model import Config
from followupd.engine.ledger import Ledger
from followupd.engine.ports import Login
from followupd.engine.scanning.scanning import scan

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from mailhost import MailHost, Person

GOAL_FIRST, GOAL_INTERVIEWS, GOAL_FOLDERS = 1.5, 1.2, 1.3
ITEMS = ["BODY.PEEK[HEADER]<0.65536>", "INTERNALDATE", "RFC822.SIZE", "FLAGS"]
LINKS_EACH = 1000  # names of one file: old mail is listed and never read
PERSON_SHARE = 7  # one new mail in so many is from a person, the others are newsletters
HEADER = (
    "Date: {date}\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n"
    "Received: from out.k{k}.example by mx.host.example with ESMTPS id {n}; {date}\r\n"
)
NEWSLETTER = (
    "From: The Shop <news{n}@k{k}.example>\r\nTo: sam@candidate.example\r\nSubject: Offers of the week {n}\r\n"
    "Message-ID: <{n}.news@k{k}.example>\r\nList-Id: offers <offers.k{k}.example>\r\nPrecedence: bulk\r\n"
    "List-Unsubscribe: <https://k{k}.example/u/{n}>\r\n"
    + HEADER + "\r\n" + "Buy one, get two. This week only, in all our shops.\r\n" * 30
)  # fmt: skip
PERSONAL = (
    "From: Friend {n} <friend{n}@k{k}.example>\r\nTo: Sam Sample <sam@candidate.example>\r\n"
    "Subject: Saturday {n}\r\nMessage-ID: <{n}.home@k{k}.example>\r\n" + HEADER + "\r\n"
    "Hi Sam,\r\n\r\nshall we meet on Saturday? The lake would be nice.\r\nI bring the boat.\r\n\r\nFriend {n}\r\n"
)


def fill_inbox(mailhost: MailHost, person: Person, old: int, new: int) -> None:
    """Write so many old and new mails into an INBOX, as files: a hundred thousand deliveries would take an hour."""
    name, _, domain = person.address.rpartition("@")
    folder, now = mailhost.dovecot.mail / domain / name / "Maildir", datetime.now(UTC)
    for part in ("cur", "new", "tmp"):
        (folder / part).mkdir(parents=True, exist_ok=True)
    long_ago = now - timedelta(days=700)
    source = folder / "cur" / "0.M0.bench:2,S"
    for number in range(old):
        path = folder / "cur" / f"{int(long_ago.timestamp())}.M{number}.bench:2,S"
        if number % LINKS_EACH == 0:
            source = path
            _write_mail(path, NEWSLETTER, number, long_ago)
        else:
            os.link(source, path)
    for number in range(new):
        at = now - timedelta(minutes=new - number)
        text = NEWSLETTER if number % PERSON_SHARE else PERSONAL
        _write_mail(folder / "cur" / f"{int(at.timestamp())}.N{number}.bench:2,S", text, number, at)
    for path in (folder.parents[1], folder.parent, folder, *folder.iterdir()):
        shutil.chown(path, "nobody", "nogroup")


def _write_mail(path: Path, text: str, number: int, at: datetime) -> None:
    path.write_text(text.format(n=number, k=number % 97, date=format_datetime(at)), newline="")
    shutil.chown(path, "nobody", "nogroup")
    os.utime(path, (at.timestamp(), at.timestamp()))


def make_config(mailhost: MailHost, person: Person, interviews: int) -> Config:
    """Return a configuration with so many interviews of three days ago, each with a company of its own."""
    server = {"host": "localhost", "ca_file": str(mailhost.ca_file)}
    account = {
        "address": person.address,
        "imap": {"port": mailhost.imaps_port, **server},
        "smtp": {"port": mailhost.submissions_port, **server},
    }
    start = datetime.now(UTC) - timedelta(days=3)
    made = [_make_interview(number, start) for number in range(interviews)]
    return Config.model_validate({**BASE, "account": account, "interviews": made})


def _make_interview(number: int, start: datetime) -> dict[str, Any]:
    """Return an interview with names that no mail of the bench has."""
    first, last, firm = (WORDS[(number * step + step) % len(WORDS)] for step in (1, 7, 31))
    domain = f"{firm.lower()}{number}.example"
    people = [
        {"name": f"{first} {last}", "email": f"{last.lower()}@{domain}", "lead": True},
        {"name": f"{last} {firm}", "email": f"{firm.lower()}@{domain}"},
    ]
    return {
        "id": f"c{number}", "company": f"{firm} {last} GmbH", "position": "Engineer",
        "at": f"{start:%Y-%m-%d %H:%M}", "zone": "Europe/Berlin", "country": "DE-BE", "contacts": people,
    }  # fmt: skip


@dataclass
class Reader:
    """A fresh store, a judge and a mailbox: what a look consists of."""

    mailhost: MailHost
    person: Person
    interviews: int
    store_file: Path

    def __post_init__(self) -> None:
        config = make_config(self.mailhost, self.person, self.interviews)
        active = ActiveConfig(config)
        self.store, self.classifier = SqliteStore(self.store_file), ClassifierWorker()
        self.ledger = Ledger(self.store, lambda: active, {}, self.classifier)
        self.mailbox = ImapMailbox(config.account, lambda: Login(self.person.address, self.person.password))

    def look(self) -> float:
        """Look once; return the seconds from the connection to the receipt."""
        began = time.monotonic()
        if not self.store.read_cursors():  # as the daemon does
            self.classifier.start_ahead()
        with self.mailbox.open_session() as session:
            scan(self.ledger, session, datetime.now(UTC))
            return time.monotonic() - began


@contextmanager
def reading(mailhost: MailHost, person: Person, interviews: int, directory: Path) -> Iterator[Reader]:
    """Give a reader with a fresh store."""
    reader = Reader(mailhost, person, interviews, directory / f"{time.monotonic_ns()}.sqlite3")
    try:
        yield reader
    finally:
        reader.classifier.stop()
        reader.store.close()


def read_bare(mailhost: MailHost, person: Person) -> float:
    """Fetch the same headers by IMAPClient and nothing else; return the seconds."""
    began, since = time.monotonic(), datetime.now(UTC) - timedelta(days=3 + 14 + 1)
    with IMAPClient("localhost", mailhost.imaps_port, ssl_context=mailhost.tls()) as client:
        client.login(person.address, person.password)
        for folder in ("INBOX", "Sent", "Junk", "Trash"):
            client.select_folder(folder, readonly=True)
            uids = client.search(["SINCE", since.date()])
            for start in range(0, len(uids), BATCH_SIZE):
                client.fetch(uids[start : start + BATCH_SIZE], ITEMS)
        return time.monotonic() - began


@dataclass(frozen=True)
class FirstLook:
    """Seconds of the first look, and of bare IMAPClient."""

    ours: float
    bare: float

    @property
    def ratio(self) -> float:
        """How many times bare IMAPClient."""
        return self.ours / self.bare


def take_first_look(mailhost: MailHost, person: Person, interviews: int, directory: Path) -> FirstLook:
    """Read a mailbox by both, one right after the other."""
    bare = read_bare(mailhost, person)
    with reading(mailhost, person, interviews, directory) as reader:
        return FirstLook(reader.look(), bare)


def measure_first_look(
    tell: Callable[..., None], mailhost: MailHost, directory: Path, old: int, new: int
) -> None:
    """Tell the first look at a large mailbox beside bare IMAPClient, and with ten times as many interviews."""
    person = mailhost.add_user("large@candidate.example")
    fill_inbox(mailhost, person, old, new)
    read_bare(mailhost, person)  # Dovecot builds its index
    rounds = [
        (take_first_look(mailhost, person, 5, directory), take_first_look(mailhost, person, 50, directory))
        for _ in range(3)
    ]
    few, ratio = median(a.ours for a, _ in rounds), median(a.ratio for a, _ in rounds)
    growth = median(b.ours / a.ours for a, b in rounds)
    tell(
        f"first look, {new:,} headers of {old + new:,} mails", f"{few:.2f} s, {ratio:.2f} x",
        f"goal {GOAL_FIRST:g} x bare IMAPClient", good=ratio <= GOAL_FIRST,
    )  # fmt: skip
    tell(
        "the same beside 50 interviews", f"{growth:.2f} x",
        f"goal {GOAL_INTERVIEWS:g} x that beside 5", good=growth <= GOAL_INTERVIEWS,
    )  # fmt: skip


def measure_growth(
    mailhost: MailHost, directory: Path, sizes: tuple[int, ...]
) -> dict[str, list[tuple[float, float]]]:
    """Return the seconds of the first look over the number of new mails."""
    lines: dict[str, list[tuple[float, float]]] = {"first look": [], "bare IMAPClient": []}
    for size in sizes:
        person = mailhost.add_user(f"m{size}@candidate.example")
        fill_inbox(mailhost, person, 0, size)
        read_bare(mailhost, person)
        look = take_first_look(mailhost, person, 5, directory)
        lines["first look"].append((size, look.ours))
        lines["bare IMAPClient"].append((size, look.bare))
    return lines


# --- many folders


def ask_bare(mailhost: MailHost, person: Person) -> float:
    """Ask by imaplib what a look at folders without news asks; return the seconds."""
    began = time.monotonic()
    with imaplib.IMAP4_SSL("localhost", mailhost.imaps_port, ssl_context=mailhost.tls()) as client:
        client.login(person.address, person.password)
        client.xatom("LIST", '""', '"*"', "RETURN (SPECIAL-USE STATUS (MESSAGES UIDNEXT UIDVALIDITY))")
        client.select("INBOX", readonly=True)
        client.uid("SEARCH", "UID 1:*")
        return time.monotonic() - began


def measure_folders(
    tell: Callable[..., None], mailhost: MailHost, directory: Path, counts: tuple[int, ...], rounds: int
) -> None:
    """Tell what a look at so many folders costs in which nothing has changed."""
    for count in counts:
        person = mailhost.add_user(f"f{count}@candidate.example")
        with mailhost.dovecot.session(person.address) as client:
            for number in range(count - 5):  # with the INBOX and the four special ones
                client.create_folder(f"Folder{number}")
        with reading(mailhost, person, 5, directory) as reader:
            for _ in range(2):
                reader.look()
            pairs = [(ask_bare(mailhost, person), reader.look()) for _ in range(rounds)]
        ratio = median(ours / bare for bare, ours in pairs)
        tell(
            f"a look at {count} folders without news", f"{median(o for _, o in pairs) * 1000:.0f} ms, {ratio:.2f} x",
            f"goal {GOAL_FOLDERS:g} x the bare commands", good=ratio <= GOAL_FOLDERS,
        )  # fmt: skip
