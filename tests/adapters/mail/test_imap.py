"""The mailbox: every message is seen, none is touched, and a copy is filed in Sent."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from faulty_imap import FaultyImap
from imap_faults import cut, says, silence
from imap_talk import INBOX, LONG_AGO, PLENTY, boxes, hurry, mailbox, uids, walked
from imap_visit import Box, Fault, Message

from followupd.adapters.mail import imap_search
from followupd.engine.ports import Batch, Cursor, Folder, FolderRole
from followupd.errors import Unreachable

# The walk


def test_a_first_walk_shows_everything_since_a_day_before():
    [batch] = walked(FaultyImap(boxes=boxes(3, 5, 9)), since=datetime(2026, 11, 2, tzinfo=UTC))
    assert uids([batch]) == [3, 5, 9]
    assert batch.is_rescan
    assert batch.cursor == Cursor(1, 9)
    assert batch.headers[0].received == datetime(2026, 11, 1, 11, 0, tzinfo=UTC)


def test_a_first_walk_asks_for_a_day_before_since_server_dates_have_no_zone():
    server = FaultyImap()
    walked(server, since=datetime(2026, 11, 2, 0, 30, tzinfo=UTC))
    assert any(line.endswith(b"UID SEARCH SINCE 01-Nov-2026") for line in server.heard)


def test_a_walk_above_a_cursor_leaves_out_the_last_message_that_the_server_always_adds():
    [batch] = walked(FaultyImap(boxes=boxes(3, 5, 9)), Cursor(1, 9))
    assert batch == Batch(INBOX, Cursor(1, 9), ())


def test_a_walk_shows_what_came_above_the_cursor():
    [batch] = walked(FaultyImap(boxes=boxes(3, 5, 9)), Cursor(1, 4))
    assert uids([batch]) == [5, 9]
    assert not batch.is_rescan


def test_another_uidvalidity_begins_the_walk_anew():
    [batch] = walked(FaultyImap(boxes=boxes(1, 2, uidvalidity=7)), Cursor(1, 99))
    assert uids([batch]) == [1, 2]
    assert batch.is_rescan
    assert batch.cursor == Cursor(7, 2)


def test_an_empty_folder_yields_one_empty_batch():
    assert walked(FaultyImap(boxes=boxes())) == [Batch(INBOX, Cursor(1, 0), (), is_rescan=True)]


def test_a_long_walk_comes_in_batches_whose_cursors_rise():
    server = FaultyImap(boxes=boxes(*range(1, 251)))
    batches = walked(server)
    assert [len(batch.headers) for batch in batches] == [100, 100, 50]
    assert [batch.cursor.uid for batch in batches] == [100, 200, 250]
    assert uids(batches) == list(range(1, 251))
    assert max(len(line) for line in server.heard) < 1000


def test_a_long_walk_shows_that_it_is_alive_though_each_answer_takes_a_while():
    drawn, breath = [], replace(PLENTY, beat_interval=0.0)
    walked(FaultyImap(boxes=boxes(*range(1, 251))), timeouts=breath, alive=lambda: drawn.append(1))
    assert len(drawn) > 250
    rare = []
    walked(FaultyImap(boxes=boxes(*range(1, 251))), alive=lambda: rare.append(1))
    assert len(rare) < 25


def test_nothing_on_the_server_changes():
    server = FaultyImap(boxes=boxes(1, 2))
    with server, mailbox(server).open_session() as session:
        session.find_folders()
        list(session.walk_folder(INBOX, None, LONG_AGO))
        session.fetch(INBOX, 1)
    assert server.changed == []
    assert not any(b"BODY[" in line or b"RFC822 " in line for line in server.heard)


def test_a_walk_goes_on_where_it_was_when_something_else_is_read_in_between():
    server = FaultyImap(
        boxes={"INBOX": Box({n: Message() for n in range(1, 151)}), "Junk": Box({7: Message(b"other")})}
    )
    with server, mailbox(server).open_session() as session:
        walk = session.walk_folder(INBOX, None, LONG_AGO)
        seen = [next(walk)]
        assert session.fetch(Folder("Junk", FolderRole.JUNK), 7) == b"other"
        seen += walk
    assert uids(seen) == list(range(1, 151))


def test_a_folder_that_is_renumbered_in_between_ends_the_walk():
    server = FaultyImap(boxes={"INBOX": Box({n: Message() for n in range(1, 151)}), "Junk": Box()})
    with server, mailbox(server).open_session() as session:
        walk = session.walk_folder(INBOX, None, LONG_AGO)
        next(walk)
        session.fetch(Folder("Junk", FolderRole.JUNK), 7)
        server.boxes["INBOX"].uidvalidity = 2
        with pytest.raises(Unreachable, match="renumbered"):
            next(walk)


def test_a_mail_that_vanishes_is_left_out():
    server = FaultyImap(says("UID SEARCH", b"* SEARCH 1 2 3", b"TAG OK done"), boxes=boxes(1, 3))
    [batch] = walked(server)
    assert uids([batch]) == [1, 3]
    assert batch.cursor == Cursor(1, 3)


# A SEARCH that cannot be trusted


SILENT_SEARCHES = {
    "declines": (b"TAG NO [SERVERBUG] SEARCH Server error - Please try again later",),
    "complains": (b"TAG BAD [CANNOT] no",),
    "finds nothing": (b"* SEARCH", b"TAG OK done"),
    "says nothing": (b"TAG OK done",),
    "says it in several lines": (b"* SEARCH 1", b"* SEARCH 2", b"TAG OK done"),
    "talks nonsense": (b"* SEARCH one two", b"TAG OK done"),
}


@pytest.mark.parametrize("answer", SILENT_SEARCHES.values(), ids=SILENT_SEARCHES)
@pytest.mark.parametrize("cursor", [None, Cursor(1, 1)])
def test_messages_are_found_by_number_where_search_fails(answer, cursor):
    server = FaultyImap(says("UID SEARCH", *answer), boxes=boxes(1, 2, 250))
    assert uids(walked(server, cursor)) == ([1, 2, 250] if cursor is None else [2, 250])


def test_old_messages_stay_out_where_search_fails():
    old = Message(date=b"01-Jan-2019 12:00:00 +0000")
    server = FaultyImap(
        says("UID SEARCH", b"TAG NO [SERVERBUG]"), {"INBOX": Box({1: old, 2: old, 3: Message()})}
    )
    assert uids(walked(server)) == [3]


def test_a_message_beyond_a_stale_uidnext_is_found_by_number():
    stale = (b"* 2 EXISTS", b"* OK [UIDVALIDITY 1]", b"* OK [UIDNEXT 2]", b"TAG OK [READ-ONLY] open")

    def examine(visit) -> None:
        visit.box = visit.server.boxes["INBOX"]
        says("EXAMINE", *stale).act(visit)

    server = FaultyImap(Fault("EXAMINE", examine), boxes=boxes(1, 2))
    server._uid_search = lambda visit: visit.no(b"[SERVERBUG]")
    assert uids(walked(server, Cursor(1, 1))) == [2]


def test_a_message_that_the_index_of_search_does_not_have_yet_is_found_by_number():
    server = FaultyImap(boxes=boxes(1, 2, 3))
    server._uid_search = lambda visit: (visit.untagged(b"SEARCH 2"), visit.ok())
    assert uids(walked(server, Cursor(1, 2))) == [3]


def test_too_many_messages_to_ask_for_each_are_out_of_reach(monkeypatch):
    monkeypatch.setattr(imap_search, "MAX_NUMBERS_SCANNED", 300)
    server = FaultyImap(says("UID SEARCH", b"TAG NO [SERVERBUG]"), boxes=boxes(*range(1, 402)))
    with pytest.raises(Unreachable, match="too many messages"):
        walked(server)


def test_numbers_that_nobody_has_cost_nothing_where_search_fails():
    server = FaultyImap(says("UID SEARCH", b"TAG NO [SERVERBUG]"), boxes=boxes(1, 4_000_000_000))
    assert uids(walked(server)) == [1, 4_000_000_000]
    assert len(server.heard) < 20


def test_where_nothing_is_recent_the_last_message_is_read_all_the_same():
    old = Message(date=b"01-Jan-2019 12:00:00 +0000")
    server = FaultyImap(
        says("UID SEARCH", b"* SEARCH", b"TAG OK done", times=1), {"INBOX": Box({1: old, 2: old})}
    )
    [batch] = walked(server)
    assert uids([batch]) == [2]
    assert batch.cursor == Cursor(1, 2)


# Archive and Trash


def filled(role: FolderRole, *messages: Message) -> tuple[Folder, FaultyImap]:
    folder = Folder("Old", role)
    return folder, FaultyImap(boxes={"INBOX": Box(), "Old": Box(dict(enumerate(messages, 1)))})


@pytest.mark.parametrize("role", [FolderRole.ARCHIVE, FolderRole.TRASH, FolderRole.OTHER])
def test_of_old_mail_that_was_moved_by_the_hundred_only_the_dates_are_read(role):
    old, new = Message(date=b"01-Jan-2019 12:00:00 +0000"), Message()
    folder, server = filled(role, new, *[old] * 150, new, *[old] * 150)
    with server, mailbox(server).open_session() as session:
        batches = list(session.walk_folder(folder, None, LONG_AGO))
    assert uids(batches) == [1, 152, 301, 302]  # the last two come in no whole hundred
    assert batches[-1].cursor == Cursor(1, 302)


def test_a_hundred_answers_that_were_deleted_at_once_are_all_read():
    folder, server = filled(FolderRole.TRASH, *[Message()] * 100)
    with server, mailbox(server).open_session() as session:
        assert len(uids(list(session.walk_folder(folder, Cursor(1, 0), LONG_AGO)))) == 100


@pytest.mark.parametrize("flags", [rb"\Draft", rb"\Seen \DRAFT $Label"])
def test_a_draft_is_known_as_one(flags):
    [batch] = walked(FaultyImap(boxes={"INBOX": Box({1: Message(flags=flags), 2: Message()})}))
    assert [header.is_draft for header in batch.headers] == [True, False]


# The copy in Sent


def test_a_copy_is_filed_in_sent_as_seen_with_its_date_and_every_byte():
    raw = b"Subject: x\r\n\r\n.dots\r\n"
    server = FaultyImap(boxes={"INBOX": Box(), "Sent": Box()})
    with server, mailbox(server).open_session() as session:
        session.append_sent(raw, datetime(2026, 11, 5, 9, 30, tzinfo=UTC))
    [(words, filed)] = server.appended
    assert filed == raw
    assert words == b'"Sent" (\\Seen) "05-Nov-2026 09:30:00 +0000" {%d}' % len(raw)


def test_without_a_sent_folder_the_remedy_is_named():
    server = FaultyImap()
    with (
        server,
        mailbox(server).open_session() as session,
        pytest.raises(Unreachable, match=r"account\.folders\.sent"),
    ):
        session.append_sent(b"x", LONG_AGO)


@pytest.mark.parametrize(
    "fault", [cut("APPEND"), silence("APPEND"), says("APPEND", b"TAG NO [OVERQUOTA] full")]
)
def test_a_copy_that_cannot_be_filed_is_told(fault):
    server = FaultyImap(fault, boxes={"INBOX": Box(), "Sent": Box()})
    with server, mailbox(server).open_session() as session, pytest.raises(Unreachable):
        hurry(session)
        session.append_sent(b"x", LONG_AGO)
