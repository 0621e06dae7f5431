"""The weekly digest: how each open interview stands, in one mail a week, in words and as a picture."""

import email
from collections.abc import Sequence
from datetime import datetime
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

import pytest
from builders import ACME, BASE, config, received, taken, thanked, utc

from followupd.adapters.catalogues import load_words
from followupd.adapters.store.sqlite import SqliteStore
from followupd.config.active import ActiveConfig
from followupd.config.model import Config
from followupd.engine.conditions import plan_now
from followupd.engine.ledger import Ledger
from followupd.engine.notifying.weekly import send_weekly_digest
from followupd.errors import FollowupdError
from followupd.journal.facts import Fact, Steered
from followupd.planning.moves import InterviewPlan
from followupd.writing.timeline.picture_png import draw_png

WANTED = {"digest": {"weekly": True}}
GLOBEX = ACME | {
    "id": "globex",
    "company": "Globex",
    "contacts": [{"name": "Kim Park", "email": "kim@globex.example"}],
}
MONDAY = "16 06:10"


def draw(svg: str, _config: Config) -> bytes:
    return draw_png(svg)


def fail(_svg: str, _config: Config) -> bytes:
    raise FollowupdError("no typesetter")


def weekly_mails(
    tmp_path: Path, facts: Sequence[Fact], *moments: str, made: Config | None = None, drawer: object = draw
) -> list[EmailMessage]:
    """The digests that are written at these moments, each by a daemon of its own."""
    mails: list[EmailMessage] = []
    for moment in moments:
        store = SqliteStore(tmp_path / "followupd.sqlite3")
        if not list(store.read_facts()):
            for fact in facts:
                store.append(fact)
        active_config = ActiveConfig(made or config(notifications=WANTED))
        ledger = Ledger(store, lambda active_config=active_config: active_config, {}, None, load_words)  # type: ignore[arg-type]
        now = utc(moment)

        def make_plans(ledger: Ledger = ledger, now: datetime = now) -> list[InterviewPlan]:
            return plan_now(ledger, now)

        send_weekly_digest(ledger, make_plans, now, drawer)  # type: ignore[arg-type]
        parsed = [
            email.message_from_bytes(one.mail.data, policy=default)
            for one in store.list_mails()
            if one.id.startswith("notice/week/")
        ]
        mails = [mail for mail in parsed if isinstance(mail, EmailMessage)]
        store.close()
    return mails


def text_of(mail: EmailMessage) -> str:
    part = mail.get_body(("plain",))
    assert part
    return str(part.get_content()).replace("\r\n", "\n")


def test_it_says_what_happened_what_comes_and_what_waits(tmp_path: Path) -> None:
    (mail,) = weekly_mails(tmp_path, [*thanked(), received("14 06:00")], MONDAY)
    assert mail["Subject"] == "Your week: 1 open interview"
    _, paragraph, _ = text_of(mail).strip().split("\n\n")
    name, past, *rest = paragraph.splitlines()
    assert name == "Acme GmbH, Data Engineer"
    assert past == "In the last seven days:"
    assert any(line.startswith("- Thank-you to Ana Ruiz was sent") for line in rest)
    assert any("an answer" in line and "(14 November)" in line for line in rest)
    assert rest.index("This waits for you:") > rest.index("In the next seven days:")


def test_what_comes_is_named_with_its_time_in_their_zone_and_language(tmp_path: Path) -> None:
    made = config(notifications=WANTED, candidate=BASE["candidate"] | {"language": "de"})
    (mail,) = weekly_mails(tmp_path, [*thanked()], MONDAY, made=made)
    text = text_of(mail)
    assert "In den nächsten sieben Tagen:\n- " in text
    assert "geplant für" in text
    assert "MEZ" in text


@pytest.mark.parametrize(
    ("moments", "count"),
    [
        (("16 05:30",), 0),  # before they wake
        (("16 06:10", "16 06:20", "18 09:00", "22 18:00"), 1),
        (("18 09:00", "19 09:00"), 1),  # the daemon did not run on Monday
        (("16 06:10", "23 06:10"), 2),
        (("23 06:10", "16 06:10", "23 06:30"), 2),  # the clock went back
    ],
)
def test_it_comes_once_a_week_over_restarts(tmp_path: Path, moments: tuple[str, ...], count: int) -> None:
    assert len(weekly_mails(tmp_path, [*thanked()], *moments)) == count


def test_a_crash_between_the_mail_and_its_mark_writes_no_second_one(tmp_path: Path) -> None:
    weekly_mails(tmp_path, [*thanked()], MONDAY)
    store = SqliteStore(tmp_path / "followupd.sqlite3")
    store.set_value("week", "")
    store.close()
    assert len(weekly_mails(tmp_path, [*thanked()], "16 07:00")) == 1


def test_nothing_is_sent_without_an_open_interview_or_to_who_does_not_want_it(tmp_path: Path) -> None:
    closed = Steered(utc("14 10:00"), "acme", "close")
    for folder in ("closed", "unwanted"):
        (tmp_path / folder).mkdir()
    assert weekly_mails(tmp_path / "closed", [*thanked(), closed], MONDAY) == []
    assert weekly_mails(tmp_path / "unwanted", [*thanked()], MONDAY, made=config()) == []


def test_each_interview_has_its_picture_below_its_paragraph(tmp_path: Path) -> None:
    made = config(ACME, GLOBEX, notifications=WANTED)
    (mail,) = weekly_mails(tmp_path, [*thanked(), taken("14 07:40", "check-in")], MONDAY, made=made)
    page = mail.get_body(("html",))
    assert page
    html = str(page.get_content())
    pictures = [part for part in mail.walk() if part.get_content_type() == "image/png"]
    places = [html.index(f"cid:{str(one['Content-ID']).strip('<>')}") for one in pictures]
    assert (
        html.index("Acme GmbH, Data Engineer") < places[0] < html.index("Globex, Data Engineer<") < places[1]
    )
    assert all(part.get_content().startswith(b"\x89PNG\r\n") for part in pictures)
    assert [part.get_content_type() for part in mail.iter_parts()] == ["text/plain", "multipart/related"]


@pytest.mark.parametrize("drawer", [fail, None])
def test_without_a_picture_the_mail_goes_without_it(tmp_path: Path, drawer: object) -> None:
    (mail,) = weekly_mails(tmp_path, [*thanked()], MONDAY, drawer=drawer)
    assert mail.get_content_type() == "text/plain"
    assert "Acme GmbH, Data Engineer" in text_of(mail)
