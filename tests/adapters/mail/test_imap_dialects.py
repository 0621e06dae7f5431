"""Servers as they are: one scripted server for each way of answering that was met, and the whole look over each."""

import pytest
from faulty_imap import CAPABILITIES, FaultyImap
from imap_dialects import EMPTY_ABOVE
from imap_faults import says
from imap_talk import INBOX, LOGIN, LONG_AGO, boxes, mailbox, uids, walked
from imap_visit import Box, Fault, Message, Visit

from followupd.adapters.mail.imap_connection import MAX_ANSWER_BYTES
from followupd.config.account import Folders
from followupd.engine.ports import Cursor, Folder, FolderRole
from followupd.errors import Unreachable


@pytest.mark.parametrize("dialect", EMPTY_ABOVE.values(), ids=EMPTY_ABOVE)
def test_an_empty_answer_above_the_last_message_is_no_failure(dialect):
    [batch] = walked(dialect(1, 2, 3), Cursor(1, 3))
    assert (batch.headers, batch.cursor) == ((), Cursor(1, 3))


@pytest.mark.parametrize("dialect", EMPTY_ABOVE.values(), ids=EMPTY_ABOVE)
def test_what_comes_later_is_found(dialect):
    server = dialect(1, 2, 3)
    with server, mailbox(server).open_session() as session:
        [first] = session.walk_folder(INBOX, None, LONG_AGO)
        server.boxes["INBOX"].messages[9] = Message()
        [later] = session.walk_folder(INBOX, first.cursor, LONG_AGO)
    assert (uids([first]), uids([later])) == ([1, 2, 3], [9])


@pytest.mark.parametrize("dialect", EMPTY_ABOVE.values(), ids=EMPTY_ABOVE)
def test_a_folder_that_was_emptied_is_no_failure(dialect):
    [batch] = walked(dialect(), Cursor(1, 3))
    assert batch.headers == ()


def test_where_numbers_above_the_last_message_were_deleted_one_command_shows_it():
    server = FaultyImap(
        says("EXAMINE", b"* 2 EXISTS", b"* OK [UIDVALIDITY 1]", b"* OK [UIDNEXT 90000]", b"TAG OK open"),
        boxes=boxes(1, 2),
    )
    server._uid_search = lambda visit: (
        setattr(visit, "box", server.boxes["INBOX"]),
        visit.untagged(b"SEARCH 2"),
        visit.ok(),
    )
    [batch] = walked(server, Cursor(1, 2))
    assert batch.headers == ()
    assert sum(b"FETCH" in line for line in server.heard) == 1


# Logging in


def test_login_is_spoken_after_an_authenticate_that_broke():
    """GNU imap4d ends the challenge with a bare LF, which the library cannot read."""

    def broken(visit: Visit) -> None:
        visit.wire.say(b"+ \r\n")
        visit.wire.line()
        visit.wire.say(visit.tag + b" OK done\n")
        visit.wire.cut()

    server = FaultyImap(Fault("AUTHENTICATE", broken))
    with server, mailbox(server, login=LOGIN.__class__(LOGIN.user, "two words")).open_session() as session:
        assert session.find_folders() == (INBOX,)
    assert any(b" LOGIN " in line for line in server.heard)


def test_a_refusal_is_not_tried_a_second_time():
    server = FaultyImap(says("AUTHENTICATE", b"TAG NO [AUTHENTICATIONFAILED] no"))
    with server, pytest.raises(Exception, match="refused"), mailbox(server).open_session():
        pass
    assert not any(b" LOGIN " in line for line in server.heard)


# Names


ODD_NAMES = [
    "R&D",
    "a&A-b",
    "Old &AAk-stuff",
    "Old &AAo-stuff",
    "&2AA-",
    "B\udcfcro",
    "Büro",
    "12",
    "012",
    "NIL",
    'a "b" \\ c',
]


@pytest.mark.parametrize("name", ODD_NAMES)
def test_a_folder_with_an_odd_name_is_read_like_any_other(name):
    server = FaultyImap(boxes=boxes(1) | {name: Box({7: Message()})})
    with server, mailbox(server).open_session() as session:
        _, odd = session.find_folders()
        assert odd.role is FolderRole.OTHER
        assert odd.name.isprintable()
        assert odd.status.uidnext == 8
        [batch] = session.walk_folder(odd, None, LONG_AGO)
    assert uids([batch]) == [7]


def test_two_names_that_look_the_same_are_two_folders():
    server = FaultyImap(boxes=boxes(1) | {"R&D": Box({7: Message()}), "R&-D": Box({8: Message()})})
    with server, mailbox(server).open_session() as session:
        folders = session.find_folders()
        found = [uids(list(session.walk_folder(folder, None, LONG_AGO))) for folder in folders]
    assert sorted(found) == [[1], [7], [8]]


def test_a_name_that_could_end_a_command_is_left_out_and_shown():
    line = b'* LIST () "/" {5}\r\na\r\nb c'
    server = FaultyImap(says("LIST", b'* LIST () "/" INBOX', line, b"TAG OK done"))
    with server, mailbox(server).open_session() as session:
        assert session.find_folders() == (INBOX,)
        assert list(session.skipped_folders.values()) == ["its name holds a control character"]


@pytest.mark.parametrize(
    "line", [b"* LIST", b"* LIST (", b'* LIST () "/"', b'* LIST x "/" "A"', b'* LIST () "/" (x)']
)
def test_a_list_that_cannot_be_read_is_not_believed(line):
    server = FaultyImap(says("LIST", b'* LIST () "/" INBOX', line, b"TAG OK done"))
    with server, mailbox(server).open_session() as session, pytest.raises(Unreachable):
        session.find_folders()


# The status of folders


def many(count: int) -> dict[str, Box]:
    return boxes(1) | {f"Folder {number}": Box({1: Message()}) for number in range(count - 1)}


def test_with_list_status_a_look_at_fifty_folders_costs_one_command():
    server = FaultyImap(
        boxes=many(50), capabilities=(*CAPABILITIES, "LIST-EXTENDED", "LIST-STATUS", "NAMESPACE")
    )
    with server, mailbox(server).open_session() as session:
        session.find_folders()
        before = len(server.heard)
        folders = session.find_folders()
    assert len(folders) == 50
    assert all(folder.status.uidnext == 2 for folder in folders)
    assert [line.partition(b" ")[2] for line in server.heard[before:-1]] == [
        b'LIST "" "*" RETURN (SPECIAL-USE STATUS (MESSAGES UIDNEXT UIDVALIDITY))'
    ]


def test_a_server_that_offers_list_status_and_declines_it_is_asked_for_each():
    server = FaultyImap(boxes=many(5))
    server.capabilities = (*CAPABILITIES, "LIST-STATUS")
    server._list = lambda visit: (
        visit.no(b"[CANNOT] no") if b"RETURN" in visit.words else FaultyImap._list(server, visit)
    )
    with server, mailbox(server).open_session() as session:
        assert all(folder.status for folder in session.find_folders())
        session.find_folders()
    assert sum(b"RETURN" in line for line in server.heard) == 1


@pytest.mark.parametrize(
    "answer",
    [(b"TAG NO not now",), (b"TAG BAD what",), (b"* STATUS INBOX (MESSAGES 1)", b"TAG OK done"), (b"TAG OK done",),
     (b"* STATUS INBOX (MESSAGES x UIDNEXT y UIDVALIDITY z)", b"TAG OK done")],
)  # fmt: skip
def test_a_folder_whose_status_is_not_said_has_none(answer):
    server = FaultyImap(says("STATUS", *answer), boxes=boxes(1))
    with server, mailbox(server).open_session() as session:
        assert [folder.status for folder in session.find_folders()] == [None]


def test_a_folder_that_is_open_has_no_status_since_it_may_be_an_old_picture():
    server = FaultyImap(boxes=many(2))
    with server, mailbox(server).open_session() as session:
        list(session.walk_folder(INBOX, None, LONG_AGO))
        assert [folder.status is None for folder in session.find_folders()] == [True, False]


# Whose folders they are


@pytest.mark.parametrize(
    ("answer", "own"),
    [
        (b'(("" "/")) (("user/" "/")) (("Public/" "/"))', ["Work"]),
        (b'(("INBOX/" "/")) (("user/" "/")) (("" "/"))', ["INBOX/Jobs"]),  # Cyrus
        (b'(("" "/")) NIL NIL', ["INBOX/Jobs", "Public/News", "Public", "Work", "user/ana"]),
        (b"NIL NIL NIL", ["INBOX/Jobs", "Public/News", "Public", "Work", "user/ana"]),
    ],
)
def test_shared_folders_and_those_of_others_are_not_read(answer, own):
    names = ("INBOX", "INBOX/Jobs", "Work", "user/ana", "Public", "Public/News")
    server = FaultyImap(
        boxes={name: Box() for name in names}, capabilities=(*CAPABILITIES, "NAMESPACE"), namespaces=answer
    )
    with server, mailbox(server).open_session() as session:
        found = {folder.name for folder in session.find_folders()} - {"INBOX"}
        assert found == {*own, *(["INBOX/Jobs"] if b"user/" in answer else [])}
        assert set(session.skipped_folders) == set(names) - found - {"INBOX"}


def test_where_the_server_does_not_say_whose_they_are_all_are_read():
    server = FaultyImap(
        says("NAMESPACE", b"TAG NO no"), boxes=many(3), capabilities=(*CAPABILITIES, "NAMESPACE")
    )
    with server, mailbox(server).open_session() as session:
        assert len(session.find_folders()) == 3


# A folder that cannot be opened


@pytest.mark.parametrize(
    ("words", "refused"),
    [(b"[NOPERM] no", True), (b"no", True), (b"[INUSE] locked", False), (b"[SERVERBUG] try again", False)],
)
def test_a_folder_that_may_not_be_opened_stops_nothing_else(words, refused):
    server = FaultyImap(boxes=many(2))
    server._examine = lambda visit: (
        visit.no(words) if b"Folder" in visit.words else FaultyImap._examine(server, visit)
    )
    with server, mailbox(server).open_session() as session:
        inbox, folder = session.find_folders()
        with pytest.raises(Unreachable) as error:
            list(session.walk_folder(folder, None, LONG_AGO))
        assert (type(error.value).__name__ == "FolderRefused") is refused
        if refused:
            assert uids(list(session.walk_folder(inbox, None, LONG_AGO))) == [1]


# Bounds


@pytest.mark.parametrize("command", ["LIST", "EXAMINE", "UID SEARCH"])
def test_an_answer_that_would_fill_the_memory_is_given_up(command):
    size = MAX_ANSWER_BYTES + 1

    def flood(visit: Visit) -> None:
        visit.wire.say(b'* LIST () "/" {%d}\r\n' % size + b"x" * size)

    server = FaultyImap(Fault(command, flood))
    with server, mailbox(server).open_session() as session, pytest.raises(Unreachable, match="does not end"):
        (session.find_folders(), list(session.walk_folder(INBOX, None, LONG_AGO)))


def test_more_folders_than_can_be_read_are_told_and_a_pattern_leaves_them_out():
    server = FaultyImap(boxes=many(501))
    with (
        server,
        mailbox(server).open_session() as session,
        pytest.raises(Unreachable, match=r"501.*folders\.exclude"),
    ):
        session.find_folders()
    server = FaultyImap(boxes=many(501))
    with server, mailbox(server, folders=Folders(exclude=["Folder 4*"])).open_session() as session:
        assert len(session.find_folders()) == 501 - 111
        assert set(session.skipped_folders.values()) == {"folders.exclude names it"}


def test_five_hundred_folders_are_read():
    server = FaultyImap(boxes=many(500), capabilities=(*CAPABILITIES, "LIST-STATUS"))
    with server, mailbox(server).open_session() as session:
        assert len(session.find_folders()) == 500


def test_what_was_said_in_the_clear_is_forgotten_under_tls(authority):
    def start(visit: Visit) -> None:
        visit.untagged(b'LIST () "/" "Evil"')
        visit.server.obey("STARTTLS", visit)

    server = FaultyImap(Fault("STARTTLS", start), tls="starttls", certificate=authority.good())
    with server, mailbox(server, ca_file=authority.ca_file).open_session() as session:
        assert Folder("Evil", FolderRole.OTHER) not in session.find_folders()
