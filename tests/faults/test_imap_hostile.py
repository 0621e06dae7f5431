"""Servers that break, lie or flood, and messages that are hard to read: what is not read for sure is not read at all."""

from contextlib import suppress
from typing import TYPE_CHECKING

import pytest
from faulty_imap import FaultyImap
from imap_faults import bye, cut, drips, first, says, silence
from imap_talk import COMMANDS, GARBAGE, INBOX, LONG_AGO, boxes, mailbox, uids, walked
from imap_visit import Box, Fault, Message

from followupd.adapters.mail.imap_answers import HEADER_LIMIT
from followupd.adapters.mail.imap_bodies import MESSAGE_LIMIT
from followupd.adapters.mail.imap_connection import Timeouts
from followupd.errors import Unreachable

if TYPE_CHECKING:
    from followupd.engine.ports import Batch

# Answers that are broken, late or without an end


@pytest.mark.parametrize(
    "unasked",
    [
        (b"1 FETCH (FLAGS (\\Seen))",),
        (b"9 FETCH (UID 99 FLAGS ())", b"5 EXISTS", b"1 RECENT"),
        (b"1 FETCH (UID 1 FLAGS (\\Seen) MODSEQ (17) X-GM-THRID 123)",),
        (b"OK [ALERT] Please pay", b"FLAGS (\\Odd)"),
    ],
)
@pytest.mark.parametrize("command", COMMANDS)
def test_unasked_lines_do_no_harm(command, unasked):
    assert uids(walked(FaultyImap(first(command, *unasked), boxes=boxes(1, 2)))) == [1, 2]


@pytest.mark.parametrize("command", [*COMMANDS, "LIST", "AUTHENTICATE", "CAPABILITY", "greeting"])
def test_answers_that_come_byte_by_byte_are_understood(command):
    server = FaultyImap(drips(command) if command != "AUTHENTICATE" else None, boxes=boxes(1, 2))
    with server, mailbox(server).open_session() as session:
        assert session.find_folders() == (INBOX,)
        assert uids(list(session.walk_folder(INBOX, None, LONG_AGO))) == [1, 2]


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("fault", [cut, silence, bye])
def test_a_connection_that_is_lost_shows_nothing_at_all(command, fault):
    with pytest.raises(Unreachable, match=r"^127\.0\.0\.1:\d+: INBOX: "):
        walked(FaultyImap(fault(command)), is_hasty=True)


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("garbage", GARBAGE.values(), ids=GARBAGE)
def test_garbage_never_makes_a_message_disappear(command, garbage):
    server = FaultyImap(says(command, *garbage), boxes=boxes(1, 2))
    seen: list[Batch] = []
    with suppress(Unreachable):
        seen = walked(server, is_hasty=True)
    assert uids(seen) == [1, 2] or not seen


def floods(at: str) -> Fault:
    """Talk without an end, and never answer."""

    def act(visit) -> None:
        while True:
            visit.untagged(*[b"OK still here"] * 100)

    return Fault(at, act)


@pytest.mark.parametrize("command", ["CAPABILITY", "AUTHENTICATE", "LIST", *COMMANDS])
def test_an_answer_without_an_end_is_given_up(command):
    limits = Timeouts(connect=60.0, read=60.0, answer=0.3, end=0.2)
    server = FaultyImap(floods(command))

    def look() -> None:
        with mailbox(server, timeouts=limits).open_session() as session:
            session.find_folders()
            list(session.walk_folder(INBOX, None, LONG_AGO))

    with server, pytest.raises(Unreachable, match="its answer does not end"):
        look()


def test_a_session_is_over_after_the_first_failure():
    server = FaultyImap(says("EXAMINE", b"TAG NO", times=1))
    with server, mailbox(server).open_session() as session:
        with pytest.raises(Unreachable):
            list(session.walk_folder(INBOX, None, LONG_AGO))
        with pytest.raises(Unreachable, match="was given up"):
            session.find_folders()


def test_a_fault_of_the_caller_is_not_taken_for_one_of_the_server():
    with pytest.raises(ZeroDivisionError), FaultyImap() as server, mailbox(server).open_session():
        raise ZeroDivisionError


def test_a_folder_without_uidvalidity_cannot_be_read():
    lines = (b"* 1 EXISTS", b"* OK [UIDNEXT 2]", b"TAG OK [READ-ONLY] open")
    with pytest.raises(Unreachable, match="UIDVALIDITY"):
        walked(FaultyImap(says("EXAMINE", *lines)))


# Messages that are hard to read


def test_one_message_that_the_server_cannot_read_does_not_hide_the_others():
    def fetch(visit) -> None:
        if b"2" in visit.words.split(b" ")[0].split(b",") and b"HEADER" in visit.words:
            visit.no(b"some messages could not be FETCHed (Failure)")
        else:
            visit.server.obey("UID FETCH", visit)

    [batch] = walked(FaultyImap(Fault("UID FETCH", fetch), boxes=boxes(1, 2, 3)))
    assert uids([batch]) == [1, 2, 3]
    assert [bool(header.raw_header) for header in batch.headers] == [True, False, True]


def test_a_message_of_which_only_flags_came_is_asked_for_again():
    server = FaultyImap(
        says("UID FETCH", b"* 1 FETCH (UID 1 FLAGS ())", b"TAG OK done", times=1), boxes=boxes(1)
    )
    [batch] = walked(server)
    assert b"Subject: Hello" in batch.headers[0].raw_header


@pytest.mark.parametrize("times", [1, 2, 3, 4, 100])
def test_a_message_that_is_there_and_not_shown_is_not_taken_for_deleted(times):
    """An OK without the message, once or for good."""
    seen: list[Batch] = []
    with suppress(Unreachable):
        seen = walked(FaultyImap(says("UID FETCH", b"TAG OK done", times=times), boxes=boxes(1, 2)))
    assert uids(seen) == [1, 2] or not seen


@pytest.mark.parametrize("times", [1, 2, 3, 100])
def test_a_text_that_is_there_and_not_shown_is_not_taken_for_deleted(times):
    box = Box({1: Message(b"Subject: Hello\r\n\r\nbody")})
    server = FaultyImap(says("UID FETCH", b"TAG OK done", times=times), boxes={"INBOX": box})
    with server, mailbox(server).open_session() as session, suppress(Unreachable):
        assert session.fetch(INBOX, 1) is not None


def test_a_message_that_was_deleted_meanwhile_is_left_out():
    def fetch(visit) -> None:
        visit.server.boxes["INBOX"].messages.pop(2, None)
        visit.server.obey("UID FETCH", visit)

    assert uids(walked(FaultyImap(Fault("UID FETCH", fetch), boxes=boxes(1, 2, 3)))) == [1, 3]


def test_a_message_without_a_date_cannot_be_judged():
    with pytest.raises(Unreachable, match="message 1 has no date"):
        walked(FaultyImap(boxes={"INBOX": Box({1: Message(date=b"sometime")})}))


@pytest.mark.parametrize("value", [b"NIL", b"123", b'"quoted"'])
def test_a_header_that_is_no_literal_is_read_as_it_is(value):
    line = b'* 1 FETCH (UID 1 BODY[HEADER]<0> %s INTERNALDATE "01-Nov-2026 12:00:00 +0100")' % value
    [batch] = walked(FaultyImap(says("UID FETCH", line, b"TAG OK done")))
    assert batch.headers[0].raw_header == {b"NIL": b"", b"123": b"123"}.get(value, b"quoted")


def test_a_huge_header_is_cut():
    huge = Message(b"X: " + b"x" * 200_000 + b"\r\n\r\nbody")
    [batch] = walked(FaultyImap(boxes={"INBOX": Box({1: huge})}))
    assert len(batch.headers[0].raw_header) == HEADER_LIMIT
    assert batch.headers[0].size == len(huge.raw)


def test_a_huge_message_is_cut_and_a_missing_one_is_none():
    huge = Message(b"X: x\r\n\r\n" + b"x" * 400_000)
    with FaultyImap(boxes={"INBOX": Box({1: huge})}) as server, mailbox(server).open_session() as session:
        assert session.fetch(INBOX, 1) == huge.raw[:MESSAGE_LIMIT]
        assert session.fetch(INBOX, 2) is None


def test_a_message_id_with_a_command_in_it_never_becomes_one():
    evil = Message(b'Message-ID: <x"\r\n X1 UID STORE 1:* +FLAGS (\\Deleted)\r\n@x>\r\nSubject: x\r\n\r\nx')
    server = FaultyImap(boxes={"INBOX": Box({1: evil})})
    with server, mailbox(server).open_session() as session:
        [batch] = session.walk_folder(INBOX, None, LONG_AGO)
        session.fetch(INBOX, 1)
    assert b"STORE" in batch.headers[0].raw_header
    assert not any(b"STORE" in line for line in server.heard)
