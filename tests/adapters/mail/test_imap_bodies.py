"""Messages that are expected come together, and each is what it would be by itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from faulty_imap import FaultyImap
from imap_faults import says
from imap_talk import INBOX, LONG_AGO, dovecot, mailbox
from imap_visit import Box, Message
from mailhost import SAM

from followupd.adapters.mail.imap_bodies import GROUP_BYTES, MESSAGE_LIMIT

if TYPE_CHECKING:
    from imap_visit import Visit
    from mailhost import MailHost

    from followupd.engine.ports import MailboxSession, MailHeader


def server_of(count: int, length: int = 10) -> FaultyImap:
    messages = {
        uid: Message(b"From: a@b.example\r\nSubject: %d\r\n\r\n%s\r\n" % (uid, b"x" * length))
        for uid in range(1, count + 1)
    }
    return FaultyImap(boxes={"INBOX": Box(messages)})


def read_headers(session: MailboxSession) -> list[MailHeader]:
    return [h for batch in session.walk_folder(INBOX, None, LONG_AGO) for h in batch.headers]


def body_commands(server: FaultyImap) -> int:
    """How often whole messages were asked for."""
    return sum(b"FETCH" in line and b"BODY.PEEK[]" in line for line in server.heard)


@pytest.mark.parametrize("count", [1, 10, 100])
def test_small_messages_are_one_question(count: int) -> None:
    with server_of(count) as server, mailbox(server).open_session() as session:
        headers = read_headers(session)
        session.expect_fetches(headers)
        bodies = [session.fetch(INBOX, header.uid) for header in headers]
        assert bodies == [message.raw for message in server.boxes["INBOX"].messages.values()]
        assert body_commands(server) == 1


def test_no_more_than_a_megabyte_comes_at_once() -> None:
    with server_of(12, GROUP_BYTES // 5) as server, mailbox(server).open_session() as session:
        headers = read_headers(session)
        session.expect_fetches(headers)
        for header in headers:
            assert session.fetch(INBOX, header.uid)
        assert body_commands(server) == 3


def test_what_was_not_expected_comes_by_itself() -> None:
    with server_of(3) as server, mailbox(server).open_session() as session:
        headers = read_headers(session)
        session.expect_fetches(headers[:1])
        assert session.fetch(INBOX, 3) == server.boxes["INBOX"].messages[3].raw


def test_a_message_that_is_gone_meanwhile_is_gone() -> None:
    with server_of(3) as server, mailbox(server).open_session() as session:
        headers = read_headers(session)
        session.expect_fetches(headers)
        del server.boxes["INBOX"].messages[2]
        assert [session.fetch(INBOX, uid) is None for uid in (1, 2, 3)] == [False, True, False]


def test_where_the_server_declines_a_group_each_comes_by_itself() -> None:
    with server_of(3) as server, mailbox(server).open_session() as session:
        headers = read_headers(session)
        server.fault, server._faults_left = (
            says("UID FETCH", b"TAG NO one of them cannot be read", times=1),
            1,
        )
        session.expect_fetches(headers)
        assert [session.fetch(INBOX, uid) for uid in (1, 2, 3)] == [
            message.raw for message in server.boxes["INBOX"].messages.values()
        ]


HUGE_HEADER = b"X-Trace: " + b"\r\n ".join([b"y" * 900] * 340) + b"\r\n"


def test_of_a_header_without_end_what_says_whom_it_concerns_comes_first(mailhost: MailHost) -> None:
    answer = HUGE_HEADER + b"From: ana@acme.example\r\nIn-Reply-To: <ours@x>\r\nSubject: Re: x\r\n\r\nNo.\r\n"
    mailhost.dovecot.deliver(SAM.address, answer)
    mailhost.dovecot.deliver(SAM.address, answer)
    with dovecot(mailhost).open_session() as session:
        headers = read_headers(session)
        session.expect_fetches(headers)
        for header in headers:
            body = session.fetch(INBOX, header.uid)
            assert body
            assert body.startswith(b"From: ana@acme.example\r\nIn-Reply-To: <ours@x>\r\nSubject: Re: x\r\n")
            assert len(body) == MESSAGE_LIMIT


def test_a_server_that_shows_no_single_fields_shows_the_rest() -> None:
    server = FaultyImap(
        boxes={"INBOX": Box({1: Message(HUGE_HEADER + b"From: ana@acme.example\r\n\r\nNo.")})}
    )
    answer_all = server._uid_fetch

    def answer_whole_messages(visit: Visit) -> None:
        if b"HEADER.FIELDS" in visit.words:
            visit.wire.say(visit.tag + b" BAD unknown item\r\n")
        else:
            answer_all(visit)

    server._uid_fetch = answer_whole_messages  # type: ignore[method-assign]
    with server, mailbox(server).open_session() as session:
        assert session.fetch(INBOX, 1) == HUGE_HEADER[:MESSAGE_LIMIT]
        assert session.fetch(INBOX, 1)
