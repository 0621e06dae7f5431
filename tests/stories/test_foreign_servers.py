"""The whole story over each server's way of answering: a mail is sent, the answer arrives, and nothing more is sent."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from daemon_stage import Stage, base_config
from faulty_imap import FaultyImap
from imap_dialects import DIALECTS
from imap_visit import Message
from mailhost import ANA, BEN, MailHost

from followupd.journal.states import InterviewState

ANSWER = (
    "From: Ana Alvarez <ana@acme.example>\r\nTo: sam@candidate.example\r\nSubject: Re: {subject}\r\n"
    "Message-ID: <a1@acme.example>\r\nIn-Reply-To: {id}\r\nReferences: {id}\r\n\r\nThank you, we will be in touch soon.\r\n"
)
NEWS = b"From: news@shop.example\r\nSubject: Ten percent off\r\nList-Id: <news.shop.example>\r\n\r\nBuy.\r\n"
DAY = b"13-Nov-2026 12:00:00 +0100"


@pytest.fixture(params=DIALECTS.values(), ids=DIALECTS)
def server(request: pytest.FixtureRequest) -> Iterator[FaultyImap]:
    """One server, with a mail in its inbox."""
    make: Callable[..., FaultyImap] = request.param
    with make(1) as server:
        yield server


@pytest.fixture
def stage(server: FaultyImap, mailhost: MailHost, tmp_path: Path) -> Iterator[Stage]:
    """followupd reads at that server, and sends over Postfix."""
    account = dict(base_config(mailhost)["account"])  # type: ignore[call-overload]
    account |= {"imap": {"host": "127.0.0.1", "port": server.port, "tls": "none"}, "save_sent": "never"}
    stage = Stage(mailhost, tmp_path, account=account)
    stage.write_interview()
    stage.start()
    yield stage
    stage.stop()


def arrives(server: FaultyImap, raw: bytes) -> None:
    box = server.boxes["INBOX"]
    box.messages[box.uidnext] = Message(raw, DAY)


def test_it_sends_hears_the_answer_and_falls_silent(stage: Stage, server: FaultyImap) -> None:
    stage.advance_by(2)
    arrives(server, NEWS)
    stage.advance_by(2)
    (thanks,) = stage.followups(ANA.address)
    assert len(stage.followups(BEN.address)) == 1
    assert stage.look()[0].status.state is InterviewState.ACTIVE
    answer = ANSWER.format(subject=thanks["Subject"], id=thanks["Message-ID"])
    arrives(server, answer.encode())
    assert stage.look()[0].status.state is InterviewState.ANSWERED
    stage.advance_by(4)
    stage.look()
    assert len(stage.followups(ANA.address)) == 1
    assert server.changed == []
