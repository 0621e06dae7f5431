"""An interview yet to come that is moved or cancelled by mail: the cadence is braked, and its file says where it goes."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.utils import formatdate
from pathlib import Path

import pytest
from daemon_stage import Stage, text_of
from mailhost import ANA, SAM, MailHost

from followupd.journal.states import InterviewState
from followupd.planning.moves import Verb

UID = "talk-1@acme.example"
# The servers stamp mails by the real clock, so the story has to live by it.
NOW = datetime.now(UTC).replace(second=0, microsecond=0)
START, LATER = NOW + timedelta(days=1), NOW + timedelta(days=8)


@pytest.fixture
def ahead(mailhost: MailHost, tmp_path: Path) -> Iterator[Stage]:
    """A candidate whose interview is tomorrow."""
    stage = Stage(mailhost, tmp_path, now=(datetime.now(UTC) - timedelta(seconds=5)).isoformat())
    meeting(stage, START)
    stage.start()
    stage.look()
    yield stage
    stage.stop()


def meeting(stage: Stage, start: datetime) -> None:
    stage.write_interview(at=f"{start:%Y-%m-%d %H:%M}", zone="UTC", uid=UID)


def arrives(stage: Stage, method: str, start: datetime) -> None:
    event = f"UID:{UID}\r\nDTSTART:{start:%Y%m%dT%H%M%SZ}\r\nDURATION:PT1H\r\n"
    raw = (
        f"From: {ANA.mailbox}\r\nTo: {SAM.address}\r\nSubject: Talk\r\nDate: {formatdate()}\r\n"
        f"Message-ID: <{method}.{start:%d}@acme.example>\r\nMIME-Version: 1.0\r\n"
        f"Content-Type: text/calendar; method={method}\r\n\r\n"
        f"BEGIN:VCALENDAR\r\nMETHOD:{method}\r\nBEGIN:VEVENT\r\n{event}END:VEVENT\r\nEND:VCALENDAR\r\n"
    )
    stage.mailhost.dovecot.deliver(SAM.address, raw.encode())
    stage.clock.wait(None, 20)  # type: ignore[arg-type]
    stage.look()


def state(stage: Stage) -> InterviewState:
    return stage.look()[0].status.state


def test_their_invitation_for_another_time_pauses_and_says_what_to_write(ahead: Stage) -> None:
    arrives(ahead, "REQUEST", LATER)
    assert state(ahead) is InterviewState.PAUSED
    (told,) = ahead.notices()
    line = f"write into its file (acme.yaml) at: {LATER:%Y-%m-%d %H:%M} and minutes: 60"
    assert line in text_of(told)
    assert line in ahead.look()[0].status.why
    ahead.clock.instant = START + timedelta(days=3)
    ahead.look()
    assert ahead.followups(ANA.address) == []


def test_the_file_takes_the_new_time_over_and_the_cadence_counts_from_it(ahead: Stage) -> None:
    arrives(ahead, "REQUEST", LATER)
    meeting(ahead, LATER)
    outlook = ahead.look()[0]
    assert outlook.status.state is InterviewState.ACTIVE
    assert all(m.verb is Verb.WAIT and m.due > LATER for m in outlook.moves)
    assert len(ahead.notices()) == 1


def test_the_same_time_again_is_no_news(ahead: Stage) -> None:
    arrives(ahead, "REQUEST", START)
    assert state(ahead) is InterviewState.ACTIVE
    assert ahead.notices() == []


def test_an_interview_that_is_cancelled_before_it_takes_place_pauses(ahead: Stage) -> None:
    arrives(ahead, "CANCEL", START)
    assert state(ahead) is InterviewState.PAUSED
    assert "it was cancelled" in text_of(ahead.notices()[0])
    ahead.clock.instant = START + timedelta(days=3)
    ahead.look()
    assert ahead.followups(ANA.address) == []


def test_a_cancellation_counts_though_the_file_names_its_invitation_only_later(ahead: Stage) -> None:
    ahead.write_interview(at=f"{START:%Y-%m-%d %H:%M}", zone="UTC")
    ahead.look()
    arrives(ahead, "CANCEL", START)
    assert state(ahead) is InterviewState.ACTIVE
    meeting(ahead, START)
    assert state(ahead) is InterviewState.PAUSED


def test_who_was_thanked_is_not_thanked_again_after_a_move(stage: Stage) -> None:
    stage.advance_by(4)
    before = len(stage.followups(ANA.address))
    stage.write_interview(at="2026-11-20 14:00")
    stage.clock.instant = datetime(2026, 11, 20, 16, tzinfo=UTC)
    moves = stage.look()[0].moves
    assert "thank-you" not in {m.touch.step for m in moves}
    assert len(stage.followups(ANA.address)) == before == 1
