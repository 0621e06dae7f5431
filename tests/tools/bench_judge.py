"""What judging a mail costs beside the parser of the standard library, and how it grows with the interviews."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta
from email import policy
from email.parser import BytesParser
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING

from followupd.inbound.classifier import classify_mail
from followupd.inbound.matching.watchlist import WatchedContact, WatchedInterview, Watchlist

if TYPE_CHECKING:
    from collections.abc import Callable

MAILS = Path(__file__).resolve().parents[1] / "data" / "mails"
NOW = datetime(2026, 11, 30, 12, tzinfo=UTC)
SIZES = (0, 5, 100, 1000)  # interviews
ROUNDS = 3
GOAL_RATE = 0.5  # of the parser's
GOAL_WORST = 0.2  # seconds, of one mail
SYLLABLES = ("ba", "cor", "do", "fi", "gun", "kel", "la", "mo", "ni", "per", "sa", "tri", "vo")
WORDS = ["".join(syllables).title() for syllables in product(SYLLABLES, repeat=3)]
HTML = b"From: a@b.example\nTo: me@home.example\nSubject: s\nContent-Type: text/html\n\n"
PLAIN = b"From: a@b.example\nTo: me@home.example\nSubject: s\n\n"
HOSTILE = (
    HTML + b"<b>x</b> " * 29_000,
    HTML + b"<div>" * 52_000,
    HTML + b"<table><tr><td>a</td></tr></table>" * 7_700,
    PLAIN + b"please " * 37_000,
    PLAIN + b"> a\n" * 65_000,
    PLAIN + b"until 5 may " * 21_000,
    PLAIN + b" ".join(b"w%d" % number for number in range(40_000)),
)


def watch_interviews(count: int) -> Watchlist:
    """Return a watchlist of so many interviews, each with names of its own."""
    return Watchlist(frozenset({"me@home.example"}), tuple(map(_make_interview, range(count))))


def _make_interview(number: int) -> WatchedInterview:
    first, last, firm = (WORDS[(number * step + step) % len(WORDS)] for step in (1, 7, 31))
    domain = f"{firm.lower()}{number}.example"
    contact = WatchedContact(f"p{number}", f"{first} {last}", (f"{last.lower()}@{domain}",))
    start = NOW - timedelta(days=9)
    company = f"{firm} {last} GmbH"
    return WatchedInterview(
        f"i{number}", company, f"Senior {first} Engineer", start, (contact,), domains=(domain,)
    )


def measure_judge(tell: Callable[..., None]) -> None:
    """Tell the rate beside the parser's for each number of interviews, in one interleaved run, and the worst mail."""
    mails = [path.read_bytes() for path in sorted(MAILS.rglob("*.eml"))]
    parser = BytesParser(policy=policy.default)
    watchlists = {size: watch_interviews(size) for size in SIZES}
    for watchlist in watchlists.values():
        _judge_all(mails, watchlist)  # what is made once for a watchlist is made
    parsed, judged = 0.0, dict.fromkeys(SIZES, 0.0)
    for _ in range(ROUNDS):
        parsed += _time(lambda: [parser.parsebytes(raw) for raw in mails])
        for size, watchlist in watchlists.items():
            judged[size] += _time(lambda known=watchlist: _judge_all(mails, known))
    for size, seconds in judged.items():
        ratio = parsed / seconds
        figure = f"{seconds / ROUNDS / len(mails) * 1000:.2f} ms, {ratio:.2f} x"
        tell(
            f"a mail judged beside {size:,} interviews",
            figure,
            "goal 0.5 x BytesParser",
            good=ratio >= GOAL_RATE,
        )
    worst = max(_time(lambda bad=raw: _judge_all([bad], watchlists[5])) for raw in HOSTILE)
    tell("the worst hostile mail", f"{worst * 1000:.0f} ms", "goal 200 ms", good=worst <= GOAL_WORST)


def _judge_all(mails: list[bytes], watchlist: Watchlist) -> None:
    for raw in mails:
        classify_mail(raw, watchlist, NOW)


def _time(work: Callable[[], object]) -> float:
    """Return the processor time that it takes."""
    began = time.process_time()
    work()
    return time.process_time() - began
