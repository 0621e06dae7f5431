"""The mailbox: every message is seen, none is touched, and what cannot be read for sure is not read at all."""

import base64
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from itertools import combinations

import pytest
from faulty_imap import (
    CAPABILITIES,
    Box,
    Fault,
    FaultyImap,
    Message,
    asks_for_ever,
    bye,
    cut,
    drips,
    first,
    refuses_the_token,
    says,
    silence,
)
from loopback import free_port
from mailhost import SAM, MailHost

from followupd.config import Account, Folders, Server, Tls
from followupd.errors import LoginRefused, TryAgain, Unreachable
from followupd.mail.imap import FARTHEST_SCAN, HEADER_LIMIT, MESSAGE_LIMIT, ImapMailbox
from followupd.mail.imap_connection import Timeouts
from followupd.mail.imap_folders import ARCHIVE, JUNK, SENT, TRASH
from followupd.ports import Batch, Cursor, Folder, Login, Mechanism, Role

INBOX = Folder("INBOX", Role.INBOX)
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)
LOGIN = Login(SAM.address, "pass wörd")
PLENTY, SOON = Timeouts(20, 20, 2), Timeouts(0.4, 0.3, 0.2)
COMMANDS = ("EXAMINE", "UID SEARCH", "UID FETCH")
GARBAGE = {
    "nothing of the kind": (b"220 mail.example ESMTP",),
    "a tag of nobody": (b"X99 OK done",),
    "bytes": (b"\x00\xff\xfe",),
    "an unclosed list": (b"* 1 FETCH (UID 1 FLAGS (", b"TAG OK done"),
    "a literal that lies about its size": (
        b"* 1 FETCH (UID 1 BODY[HEADER]<0> {9999}",
        b"Hi)",
        b"TAG OK done",
    ),
    "a literal that would fill the memory": (b"* 1 FETCH (UID 1 BODY[HEADER]<0> {99999999999}",),
    "an endless line": (b"* " + b"x" * 1_000_100,),
    "a complaint": (b"TAG BAD what?",),
    "a goodbye": (b"* BYE Session invalidated - AccessTokenExpired",),
}

# In the login an unasked line is merely unasked, however odd.
FATAL = [lines for name, lines in GARBAGE.items() if name != "an unclosed list"]


def account(server: Server, folders: Folders | None = None) -> Account:
    return Account(address=SAM.address, imap=server, smtp=server, folders=folders or Folders())


def mailbox(
    server: FaultyImap,
    login: Login = LOGIN,
    timeouts: Timeouts = PLENTY,
    folders: Folders | None = None,
    ca_file: object = None,
) -> ImapMailbox:
    host = Server(host="127.0.0.1", port=server.port, tls=Tls(server.tls), ca_file=ca_file and str(ca_file))
    return ImapMailbox(account(host, folders), lambda: login, timeouts=timeouts)


def visit(server: FaultyImap, **more: object):
    """Log in and out; return the error if there is one."""
    with server:
        try:
            with mailbox(server, **more).session():
                return None
        except (Unreachable, LoginRefused) as error:
            return error


def walked(
    server: FaultyImap, cursor: Cursor | None = None, since: datetime = LONG_AGO, **more: object
) -> list[Batch]:
    with server, mailbox(server, **more).session() as session:
        return list(session.walk(INBOX, cursor, since))


def uids(batches: list[Batch]) -> list[int]:
    return [header.uid for batch in batches for header in batch.headers]


def boxes(*numbers: int, **more: object) -> dict[str, Box]:
    return {"INBOX": Box({number: Message() for number in numbers}, **more)}


# The login


def test_name_and_password_go_as_utf8():
    server = FaultyImap()
    assert visit(server) is None
    at = next(i for i, line in enumerate(server.heard) if b"AUTHENTICATE PLAIN" in line)
    assert base64.b64decode(server.heard[at + 1]).decode() == f"\0{SAM.address}\0{LOGIN.secret}"


def test_login_is_spoken_where_plain_is_not():
    server = FaultyImap(capabilities=["IMAP4rev1"])
    assert visit(server, login=Login('sam "the" \\ man', "two words")) is None
    assert server.heard[1].endswith(b'LOGIN "sam \\"the\\" \\\\ man" "two words"')


def test_a_password_that_login_cannot_carry_is_out_of_reach():
    server = FaultyImap(capabilities=["IMAP4rev1"])
    error = visit(server)
    assert isinstance(error, Unreachable)
    assert LOGIN.secret not in str(error)


@pytest.mark.parametrize(
    "capabilities", [["IMAP4rev1", "LOGINDISABLED"], ["IMAP4rev1", "AUTH=GSSAPI", "LOGINDISABLED"]]
)
def test_a_server_without_a_login_that_we_know_is_named(capabilities):
    error = visit(FaultyImap(capabilities=capabilities))
    assert isinstance(error, LoginRefused)
    assert "no way to log in that followupd knows" in str(error)


@pytest.mark.parametrize("offer", ["XOAUTH2", "OAUTHBEARER"])
@pytest.mark.parametrize("mechanism", [Mechanism.XOAUTH2, Mechanism.OAUTHBEARER])
def test_a_token_is_spoken_in_the_way_the_server_knows(offer, mechanism):
    server = FaultyImap(capabilities=["IMAP4rev1", f"AUTH={offer}"])
    assert visit(server, login=Login(SAM.address, "token", mechanism)) is None
    assert server.heard[1].endswith(f"AUTHENTICATE {offer}".encode())
    assert b"\1auth=Bearer token\1\1" in base64.b64decode(server.heard[2])


@pytest.mark.parametrize("mechanism", [Mechanism.XOAUTH2, Mechanism.OAUTHBEARER])
def test_the_reason_for_a_refused_token_is_shown_in_words(mechanism):
    server = FaultyImap(Fault("AUTHENTICATE", refuses_the_token))
    error = visit(server, login=Login(SAM.address, "stale token", mechanism))
    assert isinstance(error, LoginRefused)
    assert "AUTHENTICATE failed. (status 400, schemes Bearer)" in str(error)
    assert "stale token" not in str(error)


REFUSALS = [
    b"[AUTHENTICATIONFAILED] Invalid credentials (Failure)",
    b"[AUTHORIZATIONFAILED] no",
    b"[EXPIRED] That password expired",
    b"[ALERT] Application-specific password required",
    b"[PRIVACYREQUIRED] no",
    b"LOGIN failed.",
    b"nobody says 'sam' here",
]
NOT_NOW = [
    b"[UNAVAILABLE] Temporary authentication failure. [host:2026-11-23]",
    b"[LIMIT] Rate limit hit",
    b"[INUSE] locked",
    b"[ALERT] Too many simultaneous connections. (Failure)",
    b"[SERVERBUG] oops",
    b"Server busy, try again later",
]


@pytest.mark.parametrize("capabilities", [CAPABILITIES, ["IMAP4rev1"]], ids=["PLAIN", "LOGIN"])
@pytest.mark.parametrize("words", REFUSALS)
def test_a_refused_login_says_whose_it_was_and_what_the_server_said(words, capabilities):
    command = "AUTHENTICATE" if capabilities is CAPABILITIES else "LOGIN"
    server = FaultyImap(says(command, b"TAG NO " + words), capabilities=capabilities)
    error = visit(server, login=Login(SAM.address, "ascii"))
    assert isinstance(error, LoginRefused)
    assert str(error) == f"127.0.0.1:{server.port}: the login of {SAM.address} was refused: {words.decode()}"


@pytest.mark.parametrize("capabilities", [CAPABILITIES, ["IMAP4rev1"]], ids=["PLAIN", "LOGIN"])
@pytest.mark.parametrize(
    "answer", [*(b"TAG NO " + words for words in NOT_NOW), b"TAG BAD syntax", b"* BYE going down"]
)
def test_a_login_that_fails_for_another_reason_is_no_refusal(answer, capabilities):
    command = "AUTHENTICATE" if capabilities is CAPABILITIES else "LOGIN"
    fault = bye(command) if answer.startswith(b"* BYE") else says(command, answer)
    error = visit(FaultyImap(fault, capabilities=capabilities), login=Login(SAM.address, "ascii"))
    assert isinstance(error, Unreachable)


@pytest.mark.parametrize("command", ["greeting", "CAPABILITY", "AUTHENTICATE"])
@pytest.mark.parametrize("fault", [cut, silence, bye, *(lambda at, g=g: says(at, *g) for g in FATAL)])
def test_a_server_that_breaks_before_or_in_the_login_is_out_of_reach(command, fault):
    error = visit(FaultyImap(fault(command)), timeouts=SOON)
    assert isinstance(error, Unreachable)


def test_too_many_connections_are_named():
    server = FaultyImap(says("greeting", b"* BYE Too many connections from your address"))
    error = visit(server)
    assert isinstance(error, Unreachable)
    assert "Too many connections" in str(error)


def test_a_login_without_an_end_is_given_up():
    assert isinstance(visit(FaultyImap(Fault("AUTHENTICATE", asks_for_ever))), Unreachable)


@pytest.mark.parametrize("mechanism", list(Mechanism))
@pytest.mark.parametrize("words", [b"[AUTHENTICATIONFAILED] bad: ", b"[UNAVAILABLE] bad: "])
def test_a_server_that_echoes_the_secret_does_not_get_it_into_the_error(mechanism, words):
    def echo(visit) -> None:
        visit.wire.say(b"+ \r\n")
        visit.no(words + visit.wire.line() + b" s3cr3t-word")

    error = visit(FaultyImap(Fault("AUTHENTICATE", echo)), login=Login(SAM.address, "s3cr3t-word", mechanism))
    assert "s3cr3t-word" not in str(error)
    assert str(error).endswith("bad: *** ***")
    assert error.__cause__ is None


def test_a_failure_to_get_the_secret_passes_on_before_anything_is_said():
    def login() -> Login:
        raise TryAgain("the keyring is locked")

    with FaultyImap() as server:
        host = Server(host="127.0.0.1", port=server.port, tls=Tls.NONE)
        with pytest.raises(TryAgain), ImapMailbox(account(host), login).session():
            pass
        assert server.listener.visits == 0


def test_nobody_listening_is_out_of_reach():
    host = Server(host="127.0.0.1", port=free_port(), tls=Tls.NONE)
    with (
        pytest.raises(Unreachable, match="connection refused"),
        ImapMailbox(account(host), lambda: LOGIN).session(),
    ):
        pass


# TLS


@pytest.mark.parametrize("tls", ["implicit", "starttls"])
def test_a_good_certificate_is_trusted(authority, tls):
    server = FaultyImap(tls=tls, certificate=authority.good())
    assert visit(server, ca_file=authority.ca_file) is None


@pytest.mark.parametrize("tls", ["implicit", "starttls"])
@pytest.mark.parametrize("kind", ["expired", "wrong_host"])
def test_a_bad_certificate_ends_the_talk_before_the_login(authority, tls, kind):
    server = FaultyImap(tls=tls, certificate=getattr(authority, kind)())
    error = visit(server, ca_file=authority.ca_file)
    assert isinstance(error, Unreachable)
    assert "its certificate is not to be trusted" in str(error)
    assert not any(b"AUTHENTICATE" in line for line in server.heard)


@pytest.mark.parametrize("greeting", [b"* OK hello", b"* PREAUTH welcome back"])
def test_a_stripped_starttls_gets_no_password(greeting):
    with FaultyImap(says("greeting", greeting)) as server:
        host = Server(host="127.0.0.1", port=server.port, tls=Tls.STARTTLS)
        with pytest.raises(Unreachable), ImapMailbox(account(host), lambda: LOGIN).session():
            pass
    assert not any(b"AUTHENTICATE" in line or b"LOGIN" in line for line in server.heard)


def test_a_refused_starttls_gets_no_password(authority):
    server = FaultyImap(says("STARTTLS", b"TAG NO not today"), tls="starttls", certificate=authority.good())
    assert isinstance(visit(server, ca_file=authority.ca_file), Unreachable)
    assert not any(b"AUTHENTICATE" in line for line in server.heard)


# The walk


def test_a_first_walk_shows_everything_since_a_day_before():
    [batch] = walked(FaultyImap(boxes=boxes(3, 5, 9)), since=datetime(2026, 11, 2, tzinfo=UTC))
    assert uids([batch]) == [3, 5, 9]
    assert batch.rescan
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
    assert not batch.rescan


def test_another_uidvalidity_begins_the_walk_anew():
    [batch] = walked(FaultyImap(boxes=boxes(1, 2, uidvalidity=7)), Cursor(1, 99))
    assert uids([batch]) == [1, 2]
    assert batch.rescan
    assert batch.cursor == Cursor(7, 2)


def test_an_empty_folder_yields_one_empty_batch():
    assert walked(FaultyImap(boxes=boxes())) == [Batch(INBOX, Cursor(1, 0), (), rescan=True)]


def test_a_long_walk_comes_in_batches_whose_cursors_rise():
    server = FaultyImap(boxes=boxes(*range(1, 251)))
    batches = walked(server)
    assert [len(batch.headers) for batch in batches] == [100, 100, 50]
    assert [batch.cursor.uid for batch in batches] == [100, 200, 250]
    assert uids(batches) == list(range(1, 251))
    assert max(len(line) for line in server.heard) < 1000


def test_nothing_on_the_server_changes():
    server = FaultyImap(boxes=boxes(1, 2))
    with server, mailbox(server).session() as session:
        session.folders()
        list(session.walk(INBOX, None, LONG_AGO))
        session.fetch(INBOX, 1)
    assert server.changed == []
    assert not any(b"BODY[" in line or b"RFC822 " in line for line in server.heard)


def test_a_walk_goes_on_where_it_was_when_something_else_is_read_in_between():
    server = FaultyImap(
        boxes={"INBOX": Box({n: Message() for n in range(1, 151)}), "Junk": Box({7: Message(b"other")})}
    )
    with server, mailbox(server).session() as session:
        walk = session.walk(INBOX, None, LONG_AGO)
        seen = [next(walk)]
        assert session.fetch(Folder("Junk", Role.JUNK), 7) == b"other"
        seen += walk
    assert uids(seen) == list(range(1, 151))


def test_a_folder_that_is_renumbered_in_between_ends_the_walk():
    server = FaultyImap(boxes={"INBOX": Box({n: Message() for n in range(1, 151)}), "Junk": Box()})
    with server, mailbox(server).session() as session:
        walk = session.walk(INBOX, None, LONG_AGO)
        next(walk)
        session.fetch(Folder("Junk", Role.JUNK), 7)
        server.boxes["INBOX"].uidvalidity = 2
        with pytest.raises(Unreachable, match="renumbered"):
            next(walk)


def test_a_mail_that_vanishes_is_left_out():
    server = FaultyImap(says("UID SEARCH", b"* SEARCH 1 2 3", b"TAG OK done"), boxes=boxes(1, 3))
    [batch] = walked(server)
    assert uids([batch]) == [1, 3]
    assert batch.cursor == Cursor(1, 3)


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
    with server, mailbox(server).session() as session:
        assert session.folders() == (INBOX,)
        assert uids(list(session.walk(INBOX, None, LONG_AGO))) == [1, 2]


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("fault", [cut, silence, bye])
def test_a_connection_that_is_lost_shows_nothing_at_all(command, fault):
    with pytest.raises(Unreachable, match=r"^127\.0\.0\.1:\d+: INBOX: "):
        walked(FaultyImap(fault(command)), timeouts=SOON)


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("garbage", GARBAGE.values(), ids=GARBAGE)
def test_garbage_never_makes_a_message_disappear(command, garbage):
    server = FaultyImap(says(command, *garbage), boxes=boxes(1, 2))
    seen: list[Batch] = []
    with suppress(Unreachable):
        seen = walked(server, timeouts=SOON)
    assert uids(seen) == [1, 2] or not seen


def test_a_session_is_over_after_the_first_failure():
    server = FaultyImap(says("EXAMINE", b"TAG NO", times=1))
    with server, mailbox(server).session() as session:
        with pytest.raises(Unreachable):
            list(session.walk(INBOX, None, LONG_AGO))
        with pytest.raises(Unreachable, match="was given up"):
            session.folders()


def test_a_fault_of_the_caller_is_not_taken_for_one_of_the_server():
    with pytest.raises(ZeroDivisionError), FaultyImap() as server, mailbox(server).session():
        raise ZeroDivisionError


def test_a_folder_without_uidvalidity_cannot_be_read():
    lines = (b"* 1 EXISTS", b"* OK [UIDNEXT 2]", b"TAG OK [READ-ONLY] open")
    with pytest.raises(Unreachable, match="UIDVALIDITY"):
        walked(FaultyImap(says("EXAMINE", *lines)))


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


def test_too_many_numbers_to_try_are_out_of_reach():
    server = FaultyImap(says("UID SEARCH", b"TAG NO [SERVERBUG]"), boxes=boxes(1, FARTHEST_SCAN + 5))
    with pytest.raises(Unreachable, match="too many messages"):
        walked(server)


def test_where_nothing_is_recent_the_last_message_is_read_all_the_same():
    old = Message(date=b"01-Jan-2019 12:00:00 +0000")
    server = FaultyImap(
        says("UID SEARCH", b"* SEARCH", b"TAG OK done", times=1), {"INBOX": Box({1: old, 2: old})}
    )
    [batch] = walked(server)
    assert uids([batch]) == [2]
    assert batch.cursor == Cursor(1, 2)


# Archive and Trash


def filled(role: Role, *messages: Message) -> tuple[Folder, FaultyImap]:
    folder = Folder("Old", role)
    return folder, FaultyImap(boxes={"INBOX": Box(), "Old": Box(dict(enumerate(messages, 1)))})


@pytest.mark.parametrize("role", [Role.ARCHIVE, Role.TRASH])
def test_of_old_mail_that_was_moved_by_the_hundred_only_the_dates_are_read(role):
    old, new = Message(date=b"01-Jan-2019 12:00:00 +0000"), Message()
    folder, server = filled(role, new, *[old] * 150, new, *[old] * 150)
    with server, mailbox(server).session() as session:
        batches = list(session.walk(folder, None, LONG_AGO))
    assert uids(batches) == [1, 152, 301, 302]  # the last two come in no whole hundred
    assert batches[-1].cursor == Cursor(1, 302)


def test_a_hundred_answers_that_were_deleted_at_once_are_all_read():
    folder, server = filled(Role.TRASH, *[Message()] * 100)
    with server, mailbox(server).session() as session:
        assert len(uids(list(session.walk(folder, Cursor(1, 0), LONG_AGO)))) == 100


@pytest.mark.parametrize("flags", [rb"\Draft", rb"\Seen \DRAFT $Label"])
def test_a_draft_is_known_as_one(flags):
    [batch] = walked(FaultyImap(boxes={"INBOX": Box({1: Message(flags=flags), 2: Message()})}))
    assert [header.draft for header in batch.headers] == [True, False]


# Messages that are hard to read


def test_one_message_that_the_server_cannot_read_does_not_hide_the_others():
    def fetch(visit) -> None:
        if b"2" in visit.words.split(b" ")[0].split(b",") and b"HEADER" in visit.words:
            visit.no(b"some messages could not be FETCHed (Failure)")
        else:
            visit.server.obey("UID FETCH", visit)

    [batch] = walked(FaultyImap(Fault("UID FETCH", fetch), boxes=boxes(1, 2, 3)))
    assert uids([batch]) == [1, 2, 3]
    assert [bool(header.header) for header in batch.headers] == [True, False, True]


def test_a_message_of_which_only_flags_came_is_asked_for_again():
    server = FaultyImap(
        says("UID FETCH", b"* 1 FETCH (UID 1 FLAGS ())", b"TAG OK done", times=1), boxes=boxes(1)
    )
    [batch] = walked(server)
    assert b"Subject: Hello" in batch.headers[0].header


def test_a_message_without_a_date_cannot_be_judged():
    with pytest.raises(Unreachable, match="message 1 has no date"):
        walked(FaultyImap(boxes={"INBOX": Box({1: Message(date=b"sometime")})}))


@pytest.mark.parametrize("value", [b"NIL", b"123", b'"quoted"'])
def test_a_header_that_is_no_literal_is_read_as_it_is(value):
    line = b'* 1 FETCH (UID 1 BODY[HEADER]<0> %s INTERNALDATE "01-Nov-2026 12:00:00 +0100")' % value
    [batch] = walked(FaultyImap(says("UID FETCH", line, b"TAG OK done")))
    assert batch.headers[0].header == {b"NIL": b"", b"123": b"123"}.get(value, b"quoted")


def test_a_huge_header_is_cut():
    huge = Message(b"X: " + b"x" * 200_000 + b"\r\n\r\nbody")
    [batch] = walked(FaultyImap(boxes={"INBOX": Box({1: huge})}))
    assert len(batch.headers[0].header) == HEADER_LIMIT
    assert batch.headers[0].size == len(huge.raw)


def test_a_huge_message_is_cut_and_a_missing_one_is_none():
    huge = Message(b"X: x\r\n\r\n" + b"x" * 400_000)
    with FaultyImap(boxes={"INBOX": Box({1: huge})}) as server, mailbox(server).session() as session:
        assert session.fetch(INBOX, 1) == huge.raw[:MESSAGE_LIMIT]
        assert session.fetch(INBOX, 2) is None


def test_a_message_id_with_a_command_in_it_never_becomes_one():
    evil = Message(b'Message-ID: <x"\r\n X1 UID STORE 1:* +FLAGS (\\Deleted)\r\n@x>\r\nSubject: x\r\n\r\nx')
    server = FaultyImap(boxes={"INBOX": Box({1: evil})})
    with server, mailbox(server).session() as session:
        [batch] = session.walk(INBOX, None, LONG_AGO)
        session.fetch(INBOX, 1)
    assert b"STORE" in batch.headers[0].header
    assert not any(b"STORE" in line for line in server.heard)


# Folders


def folders_of(listed: dict[str, bytes], wanted: Folders | None = None) -> dict[str, Role]:
    server = FaultyImap(boxes={name: Box(attributes=marks) for name, marks in listed.items()})
    with server, mailbox(server, folders=wanted).session() as session:
        return {folder.name: folder.role for folder in session.folders()}


def test_marked_folders_are_found_whatever_they_are_called():
    listed = {
        "INBOX": b"",
        "[Gmail]": b"\\Noselect \\HasChildren",
        "[Gmail]/Alle Nachrichten": b"\\All",
        "[Gmail]/Gesendet": b"\\HasNoChildren \\Sent",
        "[Gmail]/Spam": b"\\junk",
        "[Gmail]/Papierkorb": b"\\Trash",
        "[Gmail]/Drafts": b"\\Drafts",
        "Archiv": b"",
        "Work": b"",
    }
    # All Mail holds what is archived.
    assert folders_of(listed) == {
        "INBOX": Role.INBOX,
        "[Gmail]/Papierkorb": Role.TRASH,
        "[Gmail]/Spam": Role.JUNK,
        "[Gmail]/Gesendet": Role.SENT,
        "[Gmail]/Alle Nachrichten": Role.ALL,
    }


def test_an_archive_is_read_with_its_folders_for_years_where_there_is_no_folder_of_all_mail():
    listed = {
        "INBOX": b"",
        "Archives": b"",
        "Ablage": b"\\Archive",
        "Deleted Items": b"",
        "Trash": b"\\Trash",
    }
    deeper = {"Archives/2025": b"", "Archives/2026": b"", "Archives/Bills": b"", "Work/2026": b""}
    deeper |= {"Archiv": b"\\Noselect", "Archiv/2026": b""}
    assert folders_of(listed | deeper) == {"INBOX": Role.INBOX} | dict.fromkeys(
        ["Ablage", "Archiv/2026", "Archives", "Archives/2025", "Archives/2026"], Role.ARCHIVE
    ) | dict.fromkeys(["Deleted Items", "Trash"], Role.TRASH)


def test_drafts_are_not_read_whatever_their_folder_is_called():
    assert folders_of({"INBOX": b"", "Archive": b"\\Drafts", "Trash": b"\\drafts"}) == {"INBOX": Role.INBOX}


def test_unmarked_folders_are_found_by_their_names_in_many_languages(mailhost):
    sent = [
        "Sent Items",
        "Gesendete Elemente",
        "Envoyés",
        "Enviados",
        "Posta inviata",
        "Wysłane",
        "Отправленные",
    ]
    sent += ["已发送", "送信済みメール"]
    junk = ["Junk E-mail", "Spamverdacht", "Courrier indésirable", "Correo no deseado", "Posta indesiderata"]
    junk += ["Niechciane", "Спам", "垃圾邮件", "迷惑メール"]
    archive = ["Archiv", "Archivés", "Archivo", "Архив", "存档", "アーカイブ"]
    trash = ["Deleted Messages", "Papierkorb", "Corbeille", "Papelera", "Kosz", "Корзина", "垃圾桶", "ごみ箱"]
    with mailhost.dovecot.session(SAM.address) as imap:
        for name in (*sent, *junk, *archive, *trash):
            imap.create_folder(name)
    with dovecot(mailhost).session() as session:
        found = {folder.name: folder.role for folder in session.folders()}
    assert found == (
        {"INBOX": Role.INBOX}
        | dict.fromkeys(["Junk", *junk], Role.JUNK)
        | dict.fromkeys(["Sent", *sent], Role.SENT)
        | dict.fromkeys(["Trash", *trash], Role.TRASH)
        | dict.fromkeys(archive, Role.ARCHIVE)
    )


def floods(at: str) -> Fault:
    """Talk without an end, and never answer."""

    def act(visit) -> None:
        while True:
            visit.untagged(*[b"OK still here"] * 100)

    return Fault(at, act)


@pytest.mark.parametrize("command", ["CAPABILITY", "AUTHENTICATE", "LIST", *COMMANDS])
def test_an_answer_without_an_end_is_given_up(command):
    limits = Timeouts(connect=2.0, read=2.0, answer=0.3, end=0.2)
    server = FaultyImap(floods(command))

    def look() -> None:
        with mailbox(server, timeouts=limits).session() as session:
            session.folders()
            list(session.walk(INBOX, None, LONG_AGO))

    with server, pytest.raises(Unreachable, match="its answer does not end"):
        look()


def test_every_known_name_is_written_as_it_is_compared():
    kinds = (SENT, JUNK, ARCHIVE, TRASH)
    assert all(name == name.strip().casefold() and name for kind in kinds for name in kind)
    assert not any(one & other for one, other in combinations(kinds, 2))


def test_special_folders_may_lie_in_the_inbox():
    listed = {"INBOX": b"", "INBOX/Sent": b"", "inbox/SPAM": b""}
    assert folders_of(listed) == {"INBOX": Role.INBOX, "inbox/SPAM": Role.JUNK, "INBOX/Sent": Role.SENT}


def test_a_folder_deep_inside_another_is_not_taken_for_a_special_one():
    assert folders_of({"INBOX": b"", "Projects/Sent": b"", "Archive/2025/Spam": b""}) == {"INBOX": Role.INBOX}


def test_a_folder_for_junk_that_is_made_meanwhile_is_read_at_the_next_look():
    server = FaultyImap(boxes=boxes(1))
    with server, mailbox(server).session() as session:
        assert session.folders() == (INBOX,)
        server.boxes["Spam"] = Box({1: Message()}, attributes=b"\\Junk")
        assert session.folders() == (INBOX, Folder("Spam", Role.JUNK))


def test_the_configuration_names_folders_that_the_server_does_not_mark():
    listed = {"INBOX": b"", "Out": b"", "Bin": b"", "Jobs": b"", "Sent": b"\\Sent", "Junk": b"\\Junk"}
    listed |= {"Away": b"", "Past": b"", "Trash": b"\\Trash", "Archive": b"\\Archive", "All": b"\\All"}
    wanted = Folders(sent="Out", junk="Bin", archive="Past", trash="Away", also=["Jobs", "inbox"])
    assert folders_of(listed, wanted) == {
        "INBOX": Role.INBOX,
        "Bin": Role.JUNK,
        "Out": Role.SENT,
        "Past": Role.ARCHIVE,
        "Away": Role.TRASH,
        "All": Role.ALL,
        "Jobs": Role.OTHER,
    }


@pytest.mark.parametrize(
    "wanted", [Folders(sent="Gone"), Folders(junk="Gone"), Folders(also=["Gone"]), Folders(also=["Shut"])]
)
def test_a_folder_of_the_configuration_that_is_missing_is_an_error(wanted):
    with pytest.raises(
        Unreachable, match=r"there is no folder '(Gone|Shut)' \(folders\.\w+\); there is INBOX, Out"
    ):
        folders_of({"INBOX": b"", "Out": b"", "Shut": b"\\Noselect"}, wanted)


def test_a_folder_name_with_a_line_break_is_refused():
    server = FaultyImap()
    evil = Folder('x"\r\nX1 DELETE "y', Role.OTHER)
    with server, mailbox(server).session() as session, pytest.raises(Unreachable, match="control character"):
        list(session.walk(evil, None, LONG_AGO))
    assert server.changed == []


# The copy in Sent


def test_a_copy_is_filed_in_sent_as_seen_with_its_date_and_every_byte():
    raw = b"Subject: x\r\n\r\n.dots\r\n"
    server = FaultyImap(boxes={"INBOX": Box(), "Sent": Box()})
    with server, mailbox(server).session() as session:
        session.append_sent(raw, datetime(2026, 11, 5, 9, 30, tzinfo=UTC))
    [(words, filed)] = server.appended
    assert filed == raw
    assert words == b'"Sent" (\\Seen) "05-Nov-2026 09:30:00 +0000" {%d}' % len(raw)


def test_without_a_sent_folder_the_remedy_is_named():
    server = FaultyImap()
    with (
        server,
        mailbox(server).session() as session,
        pytest.raises(Unreachable, match=r"account\.folders\.sent"),
    ):
        session.append_sent(b"x", LONG_AGO)


@pytest.mark.parametrize(
    "fault", [cut("APPEND"), silence("APPEND"), says("APPEND", b"TAG NO [OVERQUOTA] full")]
)
def test_a_copy_that_cannot_be_filed_is_told(fault):
    server = FaultyImap(fault, boxes={"INBOX": Box(), "Sent": Box()})
    with server, mailbox(server, timeouts=SOON).session() as session, pytest.raises(Unreachable):
        session.append_sent(b"x", LONG_AGO)


# Dovecot


def dovecot(
    host: MailHost, tls: Tls = Tls.IMPLICIT, secret: str = SAM.password, folders: Folders | None = None
):
    port = host.imaps_port if tls is Tls.IMPLICIT else host.imap_port
    server = Server(host=host.host, port=port, tls=tls, ca_file=str(host.ca_file))
    return ImapMailbox(account(server, folders), lambda: Login(SAM.address, secret))


def mail(number: int) -> bytes:
    return b"From: ana@acme.example\r\nSubject: %d\r\n\r\nHello.\r\n" % number


@pytest.mark.parametrize("tls", [Tls.IMPLICIT, Tls.STARTTLS, Tls.NONE])
def test_dovecot_shows_every_message_with_its_header_date_and_size(mailhost, tls):
    for number in range(3):
        mailhost.dovecot.deliver(SAM.address, mail(number))
    with dovecot(mailhost, tls).session() as session:
        [batch] = session.walk(INBOX, None, LONG_AGO)
    assert uids([batch]) == [1, 2, 3]
    assert batch.rescan
    assert batch.cursor.uid == 3
    first = batch.headers[0]
    assert b"Subject: 0\r\n" in first.header
    assert b"Hello" not in first.header
    assert first.received.tzinfo is UTC
    assert abs(first.received - datetime.now(UTC)) < timedelta(minutes=1)
    assert first.size > len(first.header)


def test_dovecot_shows_in_a_second_walk_only_what_came_since(mailhost):
    mailhost.dovecot.deliver(SAM.address, mail(1))
    with dovecot(mailhost).session() as session:
        [before] = session.walk(INBOX, None, LONG_AGO)
        [nothing] = session.walk(INBOX, before.cursor, LONG_AGO)
        mailhost.dovecot.deliver(SAM.address, mail(2))
        [after] = session.walk(INBOX, before.cursor, LONG_AGO)
    assert nothing.headers == ()
    assert nothing.cursor == before.cursor
    assert not nothing.rescan
    assert uids([after]) == [2]


def test_dovecot_keeps_a_message_unseen_that_we_have_read(mailhost):
    mailhost.dovecot.deliver(SAM.address, mail(1))
    with dovecot(mailhost).session() as session:
        list(session.walk(INBOX, None, LONG_AGO))
        assert session.fetch(INBOX, 1).endswith(b"\r\n\r\nHello.\r\n")
        assert session.fetch(INBOX, 77) is None
    assert mailhost.dovecot.flags(SAM.address) == [set()]


def test_dovecot_renumbered_is_read_anew(mailhost):
    mailhost.dovecot.deliver(SAM.address, mail(1))
    with dovecot(mailhost).session() as session:
        [before] = session.walk(INBOX, None, LONG_AGO)
    mailhost.dovecot.renumber(SAM.address)
    with dovecot(mailhost).session() as session:
        [after] = session.walk(INBOX, before.cursor, LONG_AGO)
    assert after.rescan
    assert len(after.headers) == 1
    assert after.cursor.uidvalidity != before.cursor.uidvalidity


def test_dovecot_emptied_meanwhile_shows_nothing(mailhost):
    mailhost.dovecot.deliver(SAM.address, mail(1))
    with dovecot(mailhost).session() as session:
        [before] = session.walk(INBOX, None, LONG_AGO)
        mailhost.dovecot.delete(SAM.address)
        [after] = session.walk(INBOX, before.cursor, LONG_AGO)
    assert after.headers == ()
    assert after.cursor == before.cursor


def test_dovecot_files_the_copy_as_seen_and_as_old_as_it_is(mailhost):
    with dovecot(mailhost).session() as session:
        session.append_sent(mail(5), LONG_AGO)
        sent = next(folder for folder in session.folders() if folder.role is Role.SENT)
        [batch] = session.walk(sent, None, LONG_AGO)
    assert batch.headers[0].received == LONG_AGO
    assert mailhost.dovecot.flags(SAM.address, "Sent") == [{"\\Seen"}]
    assert mailhost.dovecot.messages(SAM.address, "Sent") == [mail(5)]


def test_dovecot_tells_its_folders(mailhost):
    with dovecot(mailhost).session() as session:
        assert session.folders() == (
            INBOX,
            Folder("Junk", Role.JUNK),
            Folder("Sent", Role.SENT),
            Folder("Trash", Role.TRASH),
        )


def test_dovecot_refuses_a_wrong_password(mailhost):
    with (
        pytest.raises(LoginRefused, match="AUTHENTICATIONFAILED"),
        dovecot(mailhost, secret="wrong").session(),
    ):
        pass


def test_dovecot_takes_a_password_that_is_not_ascii(mailhost):
    mailhost.add_user("zoe@candidate.example", "pässwörd mit Wörtern")
    server = Server(
        host=mailhost.host, port=mailhost.imaps_port, tls=Tls.IMPLICIT, ca_file=str(mailhost.ca_file)
    )
    login = Login("zoe@candidate.example", "pässwörd mit Wörtern")
    with ImapMailbox(account(server), lambda: login).session() as session:
        assert session.folders()


@pytest.mark.parametrize("kind", ["expired", "wrong_host"])
def test_dovecot_with_a_bad_certificate_gets_no_password(mailhost, kind):
    mailhost.present(getattr(mailhost.authority, kind)())
    for tls in (Tls.IMPLICIT, Tls.STARTTLS):
        with (
            pytest.raises(Unreachable, match="its certificate is not to be trusted"),
            dovecot(mailhost, tls).session(),
        ):
            pass
