"""Mutated mails, and every step for each: worker, its answer as JSON, journal, notice, the bytes of a mail.

Nothing raises, no own mail is judged as a reply, time and memory are bounded.
"""

from __future__ import annotations

import base64
import multiprocessing
import random
import resource
import sys
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from project_paths import DATA

from followupd.adapters.workers import classifier
from followupd.inbound.classifier import needs_body
from followupd.inbound.matching.watchlist import SentMail, WatchedContact, WatchedInterview, Watchlist
from followupd.inbound.verdict import Kind, Verdict, strip_control_characters
from followupd.journal.fact_json import dump_fact, parse_fact
from followupd.journal.facts import Received
from followupd.writing.language.words import Words
from followupd.writing.mail.mime import MailText, build_notice
from followupd.writing.notices.mail_notices import describe_received_mail
from followupd.writing.notices.notices import harmless_line

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
SLOW = 2.0  # seconds
# The shares of mails that are judged once more: by themselves, and as found in Sent.
ALONE, OWN = 1 / 4, 1 / 16
PIECE = 500  # mails that a process tries in one piece of work
TELL = 30.0  # seconds between two lines of progress
GROWTH = 200_000  # kB of resident memory more than at the start
ANA = WatchedContact("ana", "Ana Roe", ("ana@acme.example", "ana@müller.example"))
HAL = WatchedContact("hal", "Hal Burke", ("hal@friends.example",), is_helper=True)
KNOWN = Watchlist(
    frozenset({"me@me.example"}),
    (
        WatchedInterview(
            "acme",
            "Acme",
            "Data Engineer",
            datetime(2026, 1, 1, tzinfo=UTC),
            (ANA, HAL),
            ("M&S",),
            ("acme.example",),
            "Europe/Berlin",
            calendar_uids=("u1",),
        ),
    ),
    {
        "<fu-1@me.example>": SentMail(
            "acme", "ana", "Thank you for the talk", NOW, "I enjoyed hearing how your team moves its data.\n"
        )
    },
    {"tok1": "<fu-1@me.example>"},
    "mx.me.example",
)
CORPUS = [path.read_bytes() for path in sorted((DATA / "mails").glob("*.eml"))]
NAMES = "From To Cc Subject Date Message-ID In-Reply-To References Reply-To Sender Return-Path Received Content-Type Content-Transfer-Encoding Content-Disposition Auto-Submitted Precedence X-Failed-Recipients List-Id Authentication-Results Thread-Index Thread-Topic X-Followupd-Id X-Auto-Response-Suppress".split()  # noqa: SIM905
VALUES = [
    b"ana@acme.example", b'"me@me.example" <ana@acme.example>', b"<>", b'"', b"<a@b>, <c@d>" * 50, b"<fu-1@me.example>", b"tok1",
    b"=?utf-8?q?Re=3A_Gr=C3=BC=C3=9Fe?=", b"=?x?b?////?=" * 40, b"=?" * 300, b"Re: " * 200, b"Automatic reply: x", b"multipart/mixed; boundary=b", b"multipart/report; report-type=delivery-status; boundary=b",
    b"multipart/report; report-type=disposition-notification", b"message/rfc822", b"text/calendar; method=REQUEST", b"text/html; charset=utf-16", b"text/plain; charset=idna", b"text/plain; charset=iso-2022-jp",
    b"base64", b"quoted-printable", b"x-uuencode", b"auto-replied", b"auto-generated", b"Tue, 99 Foo 9999 99:99:99 +9999", b"mx.me.example; dmarc=pass header.from=acme.example", b"\xff\xfe\x00", b"a" * 5000, b"", b";" * 500, b'x/y; a="' * 90,
]  # fmt: skip
TEXTS = [
    b"I am out of the office until October 12 to 20, back on 10/11. ", b"On Mon, 1 Jan 2026, Ana wrote:\n> hi\n", b"> " * 500, b"On " * 3000, b"Final-Recipient: rfc822; ana@acme.example\nAction: failed\nStatus: 5.1.1\n\n",
    b'BEGIN:VCALENDAR\nMETHOD:REQUEST\nBEGIN:VEVENT\nUID:u1\nDTSTART;TZID="X:1\nRRULE:FREQ=SECONDLY;COUNT=9999999\nORGANIZER:mailto:ana@acme.example\nEND:VEVENT\nEND:VCALENDAR\n', b"BEGIN:VEVENT\n" * 400,
    b"<div><blockquote>" * 300, b"<!--", b"&#99999999999;" * 200, b"--b\n", b"--b--\n", b"\n--b\nContent-Type: message/delivery-status\n\n", b"unfortunately leider malheureusement " * 60, b"by 4 December we will decide. ", b"12.12.12.12.12." * 300,
    "10月12日から2026年13月40日まで不在 ".encode(), "自動応答 до 31 февраля \u202e".encode(), b"a+2AA-b@x.example ", b"Final-Recipient: rfc822; a+2AA-b@x.example\n", b"\xed\xa0\x80", b"=C3=", b"\x1b$B\xff", b"\r", b"\x00", b"please please stop can you " * 100,
]  # fmt: skip


def built(rng: random.Random) -> bytes:
    """Build a mail from odd fields and texts."""
    fields = b"".join(
        rng.choice(NAMES).encode() + b": " + rng.choice(VALUES) + rng.choice([b"\r\n", b"\n", b"\r", b"\n "])
        for _ in range(rng.randint(0, 25))
    )
    return (
        fields
        + rng.choice([b"\r\n", b"\n", b""])
        + b"".join(rng.choice(TEXTS) for _ in range(rng.randint(0, 12)))
    )


def nested(rng: random.Random, raw: bytes) -> bytes:
    """Wrap a mail into MIME, some levels deep."""
    for level in range(rng.randint(1, 14)):
        mark = b"n%d" % level
        inner = rng.choice(
            [
                b"Content-Type: message/rfc822\n\n" + raw,
                raw,
                b"Content-Transfer-Encoding: base64\n\n" + base64.encodebytes(raw[:2000]),
            ]
        )
        raw = (
            b"From: ana@acme.example\nContent-Type: multipart/"
            + rng.choice([b"mixed", b"report", b"alternative"])
            + b"; boundary="
            + mark
            + b"\n\n--"
            + mark
            + b"\n"
            + inner
            + b"\n--"
            + mark
            + rng.choice([b"--\n", b"\n", b""])
        )
    return raw


def shuffled(rng: random.Random, raw: bytes) -> bytes:
    """Swap, drop and double lines, and lose or change line ends."""
    lines = raw.split(b"\n")
    for _ in range(rng.randint(1, 8)):
        i, j = rng.randrange(len(lines)), rng.randrange(len(lines))
        lines[i], lines[j] = lines[j], rng.choice([lines[i], b"", lines[j] * 3])
    return rng.choice([b"\n", b"\n", b"\r\n", b"\r"]).join(lines)


def spliced(rng: random.Random, raw: bytes) -> bytes:
    """Insert odd values and texts, and cut out pieces."""
    for _ in range(rng.randint(1, 6)):
        at = rng.randint(0, len(raw))
        raw = raw[:at] + rng.choice(VALUES + TEXTS) + raw[at + rng.choice([0, 0, 1, 40, 400]) :]
    return raw


def flipped(rng: random.Random, raw: bytes) -> bytes:
    """Change single bytes."""
    data = bytearray(raw or b"x")
    for _ in range(rng.randint(1, 1 + len(data) // 60)):
        data[rng.randrange(len(data))] = rng.choice(
            b'\x00\xff\r\n "<>@:;=?-/.%' + bytes([rng.randrange(256)])
        )
    return bytes(data)


def recoded(rng: random.Random, raw: bytes) -> bytes:
    """Give the same bytes another charset, encoding or type."""
    new = (
        b"\nContent-Type: "
        + rng.choice([b"text/plain", b"text/html", b"text/calendar"])
        + b"; charset="
        + rng.choice(
            [b"utf-7", b"punycode:", b"utf-16", b"shift_jis", b"hz", b"big5", b"cp037", b"'", b"punycode"]
        )
    )
    return raw.replace(
        b"\nSubject:",
        new
        + b"\nContent-Transfer-Encoding: "
        + rng.choice([b"base64", b"quoted-printable", b"8bit"])
        + b"\nSubject:",
        1,
    )


def mutated(rng: random.Random) -> bytes:
    """Return one mail to try."""
    raw = rng.choice(CORPUS) if rng.random() < 0.7 else built(rng)
    for _ in range(rng.randint(1, 3)):
        raw = rng.choice([nested, shuffled, spliced, flipped, recoded])(rng, raw)
    return raw * 40 if rng.random() < 0.01 else raw


def tried(rng: random.Random, raw: bytes) -> float:
    """Judge a mail; return the seconds of the slowest way. Raises an error if it finds a fault.

    The mail is always judged with interviews, and sometimes also by itself, or as found in Sent.
    """
    ways = (
        [(KNOWN, False)]
        + [(Watchlist(), False)] * (rng.random() < ALONE)
        + [(KNOWN, True)] * (rng.random() < OWN)
    )
    slowest = 0.0
    for known, in_sent in ways:
        # Of this process, since on a busy machine the wall clock also counts other processes.
        begun = time.process_time()
        verdict = answered(raw, known, in_sent=in_sent)
        needs_body(raw[:4096], known)
        slowest = max(slowest, time.process_time() - begun)
        told(verdict)
        assert isinstance(verdict, Verdict), verdict
        assert "it cannot be read (" not in verdict.why, verdict.why  # the classifier raised an exception
        assert not (verdict.is_own and verdict.kind is Kind.REPLY), verdict
    return slowest


def answered(raw: bytes, known: Watchlist, *, in_sent: bool) -> Verdict:
    """Judge a mail like the daemon: by a worker, whose answer is a line of JSON."""
    line = classifier._answer_question(known, "judge", raw, NOW, in_sent)
    assert b"\n" not in line
    verdict: Verdict = strip_control_characters(classifier._type_adapter(Verdict).validate_json(line))
    return verdict


def told(verdict: Verdict) -> None:
    """Write the verdict as a fact, read it again, and build the candidate's notice about it as a mail."""
    received = Received(
        at=NOW, received=NOW, kind=verdict.kind, action=verdict.action, why=verdict.why, interviews=verdict.interviews,
        sender=verdict.sender, subject=verdict.subject, folder="INBOX", uidvalidity=1, uid=1,
        message_id=verdict.message_id, contact=verdict.contact, about=verdict.about, return_date=verdict.return_date,
        left=verdict.left, intent=verdict.intent, promise=verdict.promise, failed_address=verdict.failed_address,
        status=verdict.status, authenticated=verdict.authenticated,
    )  # fmt: skip
    written = dump_fact(received)
    assert written.encode().decode() == written
    assert parse_fact(written) == received
    notice = describe_received_mail(Words(), received, "Acme")
    if notice:
        assert "\n" not in notice.subject
        for text in (notice.subject, notice.body):
            assert all(c.isprintable() or c == "\n" for c in text), text
        build_notice(
            MailText(harmless_line(notice.subject), f"{notice.body.rstrip()}\n"), sender="me@me.example", recipient_name="Me",
            recipient="me@me.example", date=NOW, message_id="<fu-2@me.example>",
        )  # fmt: skip


@dataclass(frozen=True)
class Tried:
    """The results of some mails."""

    count: int = 0
    slowest: float = 0.0  # seconds
    which: int = 0  # the number of the slowest mail
    grown: int = 0  # kB of memory that one mail needed, or that one process kept since its start
    fault: str = ""

    def __add__(self, other: Tried) -> Tried:
        slow = max(self, other, key=lambda one: one.slowest)
        grown = max(self.grown, other.grown)
        return Tried(self.count + other.count, slow.slowest, slow.which, grown, self.fault or other.fault)


def most() -> int:
    """Return the peak memory of this process, in kB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


def resident() -> int:
    """Return the present memory of this process, in kB."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * resource.getpagesize() // 1024


BEFORE: list[int] = []  # of this process


def begin() -> None:
    """Load everything, and store the memory that this needs."""
    for raw in CORPUS:
        tried(random.Random(0), raw)
    BEFORE.append(resident())


def run(seed: int, numbers: range) -> Tried:
    """Try the mails with these numbers; stop at the first fault."""
    if not BEFORE:
        begin()
    found = Tried()
    for number in numbers:
        rng = random.Random(f"{seed}/{number}")
        raw = mutated(rng)
        fault, peak = "", most()  # to build some mails needs much memory
        try:
            took = tried(rng, raw)
        except Exception as error:  # noqa: BLE001 - whatever it is, it is what we look for
            took, fault = 0.0, f"{type(error).__name__}: {error}"
        grown = max(most() - peak, resident() - BEFORE[0])
        fault = fault or (f"it took {took:.1f} s" if took > SLOW else "")
        fault = fault or (f"memory grew by {grown} kB" if grown > GROWTH else "")
        found += Tried(
            1, took, number, grown, fault and f"seed {seed}, mail {number}: {fault}\n{raw[:2000]!r}"
        )
        if found.fault:
            break
    return found


def run_all(count: int, seed: int) -> Tried:
    """Try `count` mails on every processor, and print the progress."""
    pieces = [range(at, min(at + PIECE, count)) for at in range(0, count, PIECE)]
    found, begun, told = Tried(), time.monotonic(), 0.0
    with multiprocessing.get_context("spawn").Pool() as pool:
        for piece in pool.imap_unordered(partial(run, seed), pieces):
            found += piece
            took = time.monotonic() - begun
            if took - told > TELL:
                told = took
                sys.stdout.write(f"{found.count} of {count} mails, {found.count / took:.0f}/s\n")
                sys.stdout.flush()
            if found.fault:
                break
    return found
