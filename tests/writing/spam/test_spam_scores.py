"""No filter gives our mails more points than the same words that somebody typed into Thunderbird.

The filters are Debian's SpamAssassin and rspamd with the rules on this machine. Both mails have the same way behind them.
"""

from __future__ import annotations

import os
import re
from datetime import UTC, datetime, timedelta
from itertools import product
from typing import TYPE_CHECKING

import pytest
from daemon_stage import Stage
from golden_people import PEOPLE, texts_for
from mailhost import ANA
from spam_scores import Rspamd, add_trace, ask_spamassassin, have_filters, type_in_thunderbird

from followupd.writing.mail.message_id import build_message_id
from followupd.writing.mail.mime import build_mail
from followupd.writing.mail.quotation import quote_mail

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from mailhost import MailHost

pytestmark = [
    pytest.mark.skipif(
        not have_filters() and not os.environ.get("CI"), reason="make test-spam installs the filters"
    ),
    pytest.mark.timeout(900),
]
KEY = b"k" * 32
MAILS = (
    "thank-you.interviewer",
    "thank-you.met",
    "thank-you.helped",
    "check-in",
    "check-in-2",
    "last-note",
    "rejected",
    "no-show",
)
SENDERS = ("sam@carter.example", "sam.carter@gmx.de", "sam.carter@yahoo.com", "sam.carter@gmail.com", "sam.carter@outlook.com")  # fmt: skip
TONES = ("warm", "formal")
SLACK = 0.001  # points: the sums of both filters are rounded


@pytest.fixture(scope="module")
def rspamd(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Rspamd]:
    server = Rspamd(tmp_path_factory.mktemp("rspamd"))
    yield server
    server.stop()


def write_mails(now: datetime) -> Iterator[bytes]:
    """Yield every shipped mail for ten people of ten countries, from five kinds of mailbox in turn, HTML and text."""
    combinations = product(PEOPLE, TONES)
    for number, (country, tone) in enumerate(combinations):
        texts = [(name, text) for name, text in texts_for(country, "careful", tone) if name in MAILS]
        sender = SENDERS[number % len(SENDERS)]
        language = PEOPLE[country][0]
        for count, (name, text) in enumerate(texts):
            touch = f"{country}/{name}/{tone}"
            first_id = build_message_id(KEY, f"{touch}/first", sender)
            is_answer = not name.startswith("thank-you")
            words = text
            if is_answer:
                quotation = quote_mail(texts[0][1].body, "Sam Carter", now.date(), language, "DE")
                words = type(text)(f"Re: {texts[0][1].subject}", f"{text.body}\n{quotation}\n")
            yield build_mail(
                words,
                sender_name="Sam Carter",
                sender=sender,
                recipient_name=str(PEOPLE[country][1]["careful"]["name"]),
                recipient="they@acme.example",
                date=now,
                message_id=build_message_id(KEY, touch, sender),
                in_reply_to=first_id if is_answer else None,
                html=count % 3 == 2,
            )


def compare(ours: list[bytes], now: datetime, rspamd: Rspamd, folder: Path) -> list[str]:
    """Return what is worse about our mails than about the same words by Thunderbird."""
    theirs = [add_trace(type_in_thunderbird(raw), now) for raw in ours]
    traced = [add_trace(raw, now) for raw in ours]
    scores = ask_spamassassin([*traced, *theirs], folder)
    pairs = [(a, b, "SpamAssassin") for a, b in zip(scores[: len(ours)], scores[len(ours) :], strict=True)]
    pairs += [(rspamd.ask(a), rspamd.ask(b), "rspamd") for a, b in zip(traced, theirs, strict=True)]
    return [
        f"{name}: {a.points} instead of {b.points}: {sorted(a.rules.items() - b.rules.items())}"
        for a, b, name in pairs
        if a.points > b.points + SLACK
    ]


def test_no_shipped_mail_has_more_points_than_the_same_words_by_thunderbird(
    rspamd: Rspamd, tmp_path: Path
) -> None:
    now = datetime.now(UTC)
    ours = list(write_mails(now))
    assert len(ours) == len(PEOPLE) * len(TONES) * len(MAILS)
    assert compare(ours, now, rspamd, tmp_path) == []


def test_a_filter_that_looks_finds_a_mail_that_is_worse(tmp_path: Path) -> None:
    """What was worse once is found: the old form of the id with a free mailbox, and an old date."""
    now = datetime.now(UTC)
    good = next(raw for raw in write_mails(now) if b"@gmx.de" in raw)
    former = re.sub(rb"Message-ID: <[^@]+@", b"Message-ID: <fu.abcdefghijklmnopqrstuvwxyz@", good, count=1)
    late = next(iter(write_mails(now - timedelta(hours=5))))
    for worse, rule in ((former, "SPOOFED_FREEMAIL"), (late, "DATE_IN_PAST_03_06")):
        faults = compare_shapes(worse, good, now, tmp_path)
        assert rule in faults


def compare_shapes(worse: bytes, good: bytes, now: datetime, folder: Path) -> set[str]:
    """Return the rules of SpamAssassin that only the worse mail hits."""
    first, second = ask_spamassassin([add_trace(worse, now), add_trace(good, now)], folder)
    return first.rules.keys() - second.rules.keys()


def test_a_mail_that_waited_for_its_server_has_no_more_points_either(
    mailhost: MailHost, rspamd: Rspamd, tmp_path: Path
) -> None:
    """Postfix is away for hours; what leaves in the end has the date of that moment."""
    stage = Stage(mailhost, tmp_path / "stage", sending={"approve": "none"})
    stage.write_interview()
    mailhost.postfix.stop()
    stage.start()
    stage.clock.instant += timedelta(hours=1)
    assert stage.advance()
    due = stage.clock.instant
    stage.clock.wait(None, 4 * 3600)  # type: ignore[arg-type]
    mailhost.postfix.start()
    while not mailhost.accepted(ANA.address):
        stage.clock.wait(None, 3600)  # type: ignore[arg-type]
        stage.look()
    stage.stop()
    assert stage.clock.instant - due > timedelta(hours=3)
    mails = [raw.partition(b"Message-ID:") for raw in mailhost.accepted(ANA.address)]
    ours = [head_name + rest for _, head_name, rest in mails]
    assert ours
    assert compare(ours, stage.clock.instant, rspamd, tmp_path) == []
