"""What real programs write back to our thank-you, end to end: autoresponders, mail servers, people's mail programs."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from daemon_stage import Stage, text_of
from exim import Exim
from mailhost import ANA, SAM, MailHost
from mailprograms import Desk
from opensmtpd import FULL, GONE, OpenSmtpd
from server_sandbox import Premises

from followupd.inbound.verdict import Action, Intent, Kind
from followupd.journal.facts import Received
from followupd.journal.states import InterviewState
from followupd.planning.context import Rule

# The servers live by the real clock, which is ahead of the story's.
BACK = datetime.now(UTC).date() + timedelta(days=9)


@pytest.fixture(scope="session")
def exim(mail_premises: Premises, running_mailhost: MailHost) -> Exim:
    return Exim(mail_premises, running_mailhost.mx_port)


@pytest.fixture(scope="session")
def opensmtpd(mail_premises: Premises, running_mailhost: MailHost) -> Iterator[OpenSmtpd]:
    server = OpenSmtpd(mail_premises, running_mailhost.mx_port)
    yield server
    server.end()


@pytest.fixture
def stage(mailhost: MailHost, tmp_path: Path) -> Iterator[Stage]:
    """Everybody has been thanked."""
    stage = Stage(mailhost, tmp_path)
    stage.write_interview()
    stage.start()
    for _ in zip(range(4), stage.play(), strict=False):
        pass
    yield stage
    stage.stop()


def thanks(stage: Stage) -> bytes:
    """The thank-you as it was before it lay in a mailbox."""
    return re.sub(rb"\A(?:(?:Return-Path|Delivered-To):.*\n)+", b"", stage.mailhost.accepted(ANA.address)[0])


def came(stage: Stage) -> Received:
    """What the daemon makes of the one mail that came in."""
    told = len(stage.notices())
    stage.mailhost.wait_for(SAM.address, told + 1)
    stage.look()
    assert stage.daemon
    (fact,) = [f for f in stage.daemon._ledger.history.facts if isinstance(f, Received)]
    return fact


def state(stage: Stage) -> InterviewState:
    return stage.look()[0].status.state


def test_an_automatic_answer_by_exim_shifts_the_call(stage: Stage, exim: Exim) -> None:
    exim.take(thanks(stage), SAM.address, ANA.address, "autoreply", f"{BACK:%-d %B %Y}")
    fact = came(stage)
    assert (fact.kind, fact.action, fact.return_date) == (Kind.AUTO_REPLY, Action.HOLD, BACK), fact.why
    assert state(stage) is InterviewState.ACTIVE
    call = stage.look()[0].moves[0]
    assert (call.touch.step, call.rule) == ("call", Rule.ABSENCE)
    assert BACK < call.due.date() <= BACK + timedelta(days=6)


def test_a_note_by_debians_vacation_which_only_its_words_show_pauses_and_asks(
    stage: Stage, exim: Exim
) -> None:
    exim.take(thanks(stage), SAM.address, ANA.address, "vacation", f"{BACK:%-d %B %Y}")
    fact = came(stage)
    # No header says that a machine wrote it: it may be her own word, and that is asked about.
    assert (fact.kind, fact.action, fact.return_date) == (Kind.AUTO_REPLY, Action.PAUSE, BACK), fact.why
    assert state(stage) is InterviewState.PAUSED


@pytest.mark.parametrize(
    ("person", "kind"), [("gone", Kind.BOUNCE_PERMANENT), ("full", Kind.BOUNCE_TEMPORARY)]
)
def test_a_report_by_exim_names_the_address(stage: Stage, exim: Exim, person: str, kind: Kind) -> None:
    exim.take(thanks(stage), SAM.address, ANA.address, person)
    if person == "full":
        exim.warn()
    fact = came(stage)
    assert (fact.kind, fact.failed_address) == (kind, ANA.address), fact.why
    assert fact.about
    assert state(stage) is InterviewState.ACTIVE


@pytest.mark.parametrize(("status", "kind"), [(GONE, Kind.BOUNCE_PERMANENT), (FULL, Kind.BOUNCE_TEMPORARY)])
def test_a_report_by_opensmtpd_names_the_address(
    stage: Stage, opensmtpd: OpenSmtpd, status: int, kind: Kind
) -> None:
    opensmtpd.take(thanks(stage), SAM.address, ANA.address, status)
    fact = came(stage)
    assert (fact.kind, fact.failed_address) == (kind, ANA.address), fact.why
    assert fact.about
    assert state(stage) is InterviewState.ACTIVE


@pytest.mark.parametrize("program", ["mutt", "neomutt", "alpine", "snail", "mailx", "nmh"])
def test_an_answer_written_with_a_mail_program_stops_the_follow_up(
    stage: Stage, tmp_path: Path, program: str
) -> None:
    words = f"Dear Sam,\nthank you for your note. We will decide by {BACK:%-d %B %Y}.\nAna\n"
    Desk(stage.mailhost, ANA, tmp_path / "desk").answer(program, thanks(stage), words)
    fact = came(stage)
    assert (fact.kind, fact.action, fact.contact) == (Kind.REPLY, Action.STOP, "ana-alvarez"), fact.why
    assert "In-Reply-To is our mail" in fact.why
    assert (fact.intent, fact.promise) == (Intent.HOLDING, BACK)
    assert state(stage) is InterviewState.ANSWERED
    for _ in stage.play():
        pass
    assert len(stage.followups(ANA.address)) == 1
    assert any("ana@acme.example wrote to you" in m["Subject"] for m in stage.notices())
    assert any("It is in INBOX" in text_of(m) for m in stage.notices())
