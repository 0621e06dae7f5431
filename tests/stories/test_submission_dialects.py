"""The whole story over each submission server's way of answering: mails are taken, put off and refused, and none is doubled."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from daemon_stage import Stage, base_config
from mailhost import ANA, BEN, CLEO, SAM, MailHost
from smtp_dialects import DIALECTS, ScriptedSmtp

from followupd.journal.states import InterviewState


@pytest.fixture(params=DIALECTS.values(), ids=DIALECTS)
def server(request: pytest.FixtureRequest, mailhost: MailHost) -> Iterator[ScriptedSmtp]:
    """One server, which passes on to Postfix."""
    with ScriptedSmtp(request.param, lambda to, raw: mailhost.inject(to, raw, SAM.address)) as server:
        yield server


@pytest.fixture
def stage(server: ScriptedSmtp, mailhost: MailHost, tmp_path: Path) -> Iterator[Stage]:
    """followupd sends over that server, and reads at Dovecot."""
    account = dict(base_config(mailhost)["account"])  # type: ignore[call-overload]
    account |= {"smtp": {"host": "127.0.0.1", "port": server.port, "tls": "none"}}
    stage = Stage(mailhost, tmp_path, account=account)
    stage.write_interview()
    stage.start()
    yield stage
    stage.stop()


def test_it_sends_waits_gives_up_and_falls_silent(
    stage: Stage, server: ScriptedSmtp, mailhost: MailHost
) -> None:
    server.put_off, server.unknown = [BEN.address], [CLEO.address]
    stage.advance_by(5)  # four people, and one of them a second time

    assert [server.taken.count(person.address) for person in (ANA, BEN, CLEO)] == [1, 1, 0]
    assert server.put_off == []
    assert stage.look()[0].status.state is InterviewState.ACTIVE
    assert CLEO.name in " ".join(notice["Subject"] for notice in stage.notices())

    [thanks] = stage.followups(ANA.address)
    mailhost.reply_as(ANA, in_reply_to=str(thanks["Message-ID"]))
    assert stage.look()[0].status.state is InterviewState.ANSWERED
    stage.advance_by(4)
    assert [server.taken.count(person.address) for person in (ANA, BEN, CLEO)] == [1, 1, 0]
