"""One look at the mailbox: what it costs, which folders it opens, and what becomes of a folder that vanishes."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from builders import utc
from faulty_imap import CAPABILITIES, FaultyImap
from imap_talk import mailbox
from imap_visit import Box, Fault, Message, Visit

from followupd.adapters.mail.imap import BATCH_SIZE
from followupd.config.account import Folders
from followupd.engine.ledger import Ledger
from followupd.engine.ports import Batch, Folder, FolderRole, MailboxSession
from followupd.engine.scanning.folder_memory import read_folder_lists, shorten_list
from followupd.engine.scanning.scan_progress import ScanProgress, ScanStopped
from followupd.engine.scanning.scanning import scan
from followupd.errors import Unreachable
from followupd.inbound.verdict import Action
from followupd.journal.facts import HandSent, Receipt, Received, Steered

NOW = utc("17 10:00")
ANSWER = Message(
    b"From: Ana Ruiz <ana@acme.example>\r\nTo: sam@candidate.example\r\nSubject: Your application\r\n"
    b"Message-ID: <a1@acme.example>\r\nDate: Tue, 17 Nov 2026 09:00:00 +0000\r\n\r\nWe took somebody else.\r\n",
    b"17-Nov-2026 09:00:00 +0000",
)
NEWSLETTER = Message(
    b"From: The Shop <news@shop.example>\r\nTo: sam@candidate.example\r\nSubject: Offers\r\nPrecedence: bulk\r\n"
    b"List-Id: <offers.shop.example>\r\nList-Unsubscribe: <https://shop.example/u>\r\n\r\nBuy one, get two.\r\n",
    ANSWER.date,
)
RESERVED = {"INBOX": b"", "Sent": b"\\Sent", "Junk": b"\\Junk", "Trash": b"\\Trash"}


@pytest.fixture
def ledger(judging_ledger: Ledger) -> Ledger:
    return judging_ledger


def server_with(count: int, *, list_status: bool = False) -> FaultyImap:
    names = [*RESERVED, *(f"Folder {number}" for number in range(count - len(RESERVED)))]
    offered = (*CAPABILITIES, "LIST-STATUS") if list_status else CAPABILITIES
    validities = enumerate(names, 1_700_000_000)
    return FaultyImap(
        boxes={name: Box(uidvalidity=n, attributes=RESERVED.get(name, b"")) for n, name in validities},
        capabilities=offered,
    )


def look(ledger: Ledger, server: FaultyImap, minutes: int = 0, folders: Folders | None = None) -> Receipt:
    with mailbox(server, folders=folders).open_session() as session:
        return scan(ledger, session, NOW + timedelta(minutes=minutes))


def commands(server: FaultyImap, ledger: Ledger, minutes: int) -> list[bytes]:
    """What one more look asks for, the login left out."""
    before = len(server.heard)
    look(ledger, server, minutes)
    said = [line.partition(b" ")[2] for line in server.heard[before:]]
    return [
        line
        for line in said
        if line.split(b" ")[0] in (b"LIST", b"STATUS", b"EXAMINE", b"UID", b"FETCH", b"NAMESPACE")
    ]


def answers(ledger: Ledger) -> list[Received]:
    return [fact for fact in ledger.history.facts if isinstance(fact, Received)]


def pauses(ledger: Ledger) -> list[Steered]:
    return [fact for fact in ledger.history.facts if isinstance(fact, Steered)]


def moved(server: FaultyImap, source: str, target: str) -> None:
    messages = server.boxes[target].messages
    for message in server.boxes[source].messages.values():
        messages[max(messages, default=0) + 1] = message
    server.boxes[source].messages.clear()


def test_a_look_at_fifty_unchanged_folders_costs_hardly_more_than_asking_for_each(ledger: Ledger) -> None:
    bare_commands = 1 + 50  # LIST, and STATUS for each
    with server_with(50) as server:
        look(ledger, server)
        look(ledger, server, 1)
        assert len(commands(server, ledger, 2)) <= 1.3 * bare_commands


def test_with_list_status_it_costs_three_commands_however_many_folders_there_are(ledger: Ledger) -> None:
    with server_with(500, list_status=True) as server:
        look(ledger, server)
        look(ledger, server, 1)
        assert [line.split(b" ")[0] for line in commands(server, ledger, 2)] == [b"LIST", b"EXAMINE", b"UID"]


def test_what_was_read_and_what_was_not_is_remembered_for_status(ledger: Ledger) -> None:
    with server_with(40) as server:
        server.boxes["Drafts"] = Box()
        look(ledger, server)
    read_names, skipped, count = read_folder_lists(ledger.store)
    assert set(read_names) == set(server.boxes) - {"Drafts"}
    assert (skipped, count) == ({"Drafts": "what lies in it was not sent yet"}, 1)
    assert shorten_list(read_names).endswith(" and 15 more")


def test_the_receipt_names_every_folder(ledger: Ledger) -> None:
    with server_with(50) as server:
        look(ledger, server)
        assert {r.folder for r in look(ledger, server, 1).folders} == set(server.boxes)


@pytest.mark.parametrize("list_status", [False, True])
def test_an_answer_in_any_folder_is_found_and_only_that_folder_is_opened(
    ledger: Ledger, list_status: bool
) -> None:
    with server_with(50, list_status=list_status) as server:
        look(ledger, server)
        server.boxes["Folder 17"].messages[1] = ANSWER
        said = commands(server, ledger, 1)
        assert {line.partition(b" ")[2] for line in said if line.startswith(b"EXAMINE")} == {
            b'"INBOX"',
            b'"Folder 17"',
        }
    [received] = answers(ledger)
    assert received.folder == "Folder 17"


def test_a_mail_that_is_moved_by_hand_between_two_looks_is_judged_once(ledger: Ledger) -> None:
    with server_with(10) as server:
        server.boxes["INBOX"].messages[1] = ANSWER
        look(ledger, server)
        moved(server, "INBOX", "Folder 3")
        look(ledger, server, 1)
        moved(server, "Folder 3", "Trash")
        look(ledger, server, 2)
    assert len(answers(ledger)) == 1


def test_a_new_folder_counts_from_the_next_look_on(ledger: Ledger) -> None:
    with server_with(5) as server:
        look(ledger, server)
        server.boxes["Unbekannt"] = Box({4: ANSWER}, uidvalidity=1_800_000_000)
        look(ledger, server, 1)
    assert [fact.folder for fact in answers(ledger)] == ["Unbekannt"]


def test_a_mail_that_is_moved_while_we_look_is_found_where_it_went(ledger: Ledger) -> None:
    """The list says that a folder has changed; before that one is opened its mail goes to one that had not."""
    with server_with(8) as server:
        look(ledger, server)
        server.boxes["Folder 2"].messages[1] = ANSWER
        examine = server._examine

        def first_move(visit) -> None:
            if server.boxes["Folder 2"].messages:
                moved(server, "Folder 2", "Folder 0")
                server.boxes["Folder 2"].gone = 1
            examine(visit)

        server._examine = first_move
        look(ledger, server, 1)
    assert [fact.folder for fact in answers(ledger)] == ["Folder 0"]


# A folder that vanishes


@pytest.mark.parametrize("edited", [False, True])
def test_a_folder_that_vanishes_ends_in_a_question_whatever_was_edited(ledger: Ledger, edited: bool) -> None:
    with server_with(6) as server:
        look(ledger, server)
        del server.boxes["Folder 1"]
        if edited:  # what is looked for changes: every folder is read anew
            ledger.store.set_value("watched", "something else")
        with pytest.raises(Unreachable, match="Folder 1 is not there any more"):
            look(ledger, server, 1)
        if edited:
            ledger.store.set_value("watched", "something else again")
        with pytest.raises(Unreachable, match="Folder 1 is not there any more"):
            look(ledger, server, 59)
        assert pauses(ledger) == []
        look(ledger, server, 62)
        look(ledger, server, 90)
    [pause] = pauses(ledger)
    assert (pause.command, pause.until) == ("pause", None)
    assert "Folder 1" in pause.why
    [notice] = [o for o in ledger.store.list_mails() if "folder" in o.subject.lower()]
    assert b"followupd resume --all" in notice.mail.data


def test_a_folder_that_comes_back_is_no_question(ledger: Ledger) -> None:
    with server_with(6) as server:
        look(ledger, server)
        box = server.boxes.pop("Folder 1")
        with pytest.raises(Unreachable):
            look(ledger, server, 1)
        server.boxes["Folder 1"] = box
        look(ledger, server, 90)
    assert pauses(ledger) == []


def test_a_renamed_folder_is_read_under_its_new_name(ledger: Ledger) -> None:
    with server_with(6) as server:
        look(ledger, server)
        box = server.boxes["Old stuff"] = server.boxes.pop("Folder 1")
        box.messages[1] = ANSWER
        look(ledger, server, 1)
    assert pauses(ledger) == []
    assert [fact.folder for fact in answers(ledger)] == ["Old stuff"]


def test_another_folder_in_its_place_is_not_taken_for_a_renamed_one(ledger: Ledger) -> None:
    with server_with(6) as server:
        look(ledger, server)
        del server.boxes["Folder 1"]
        server.boxes["Old stuff"] = Box(uidvalidity=1_800_000_000)
        with pytest.raises(Unreachable, match="not there any more"):
            look(ledger, server, 1)


def test_a_folder_that_the_user_leaves_out_is_not_missed(ledger: Ledger) -> None:
    with server_with(6) as server:
        look(ledger, server)
        server.boxes["Folder 1"].messages[1] = ANSWER
        look(ledger, server, 1, Folders(exclude=["Folder 1"]))
        look(ledger, server, 90, Folders(exclude=["Folder 1"]))
    assert (pauses(ledger), answers(ledger)) == ([], [])


# A folder that cannot be opened


def refuse(server: FaultyImap, name: bytes) -> None:
    server._examine = lambda visit: (
        visit.no(b"[NOPERM] not for you") if name in visit.words else FaultyImap._examine(server, visit)
    )


def test_a_folder_that_was_never_opened_and_cannot_be_stops_nothing(ledger: Ledger) -> None:
    with server_with(6) as server:
        refuse(server, b"Folder 1")
        receipt = look(ledger, server)
        look(ledger, server, 90)
    assert {r.folder for r in receipt.folders} == set(server.boxes) - {"Folder 1"}
    assert pauses(ledger) == []


@pytest.mark.parametrize("name", [b"INBOX", b"Junk", b"Sent"])
def test_without_a_special_folder_nothing_is_sent(ledger: Ledger, name: bytes) -> None:
    with server_with(6) as server:
        refuse(server, name)
        with pytest.raises(Unreachable, match="not for you"):
            look(ledger, server)


def test_a_folder_that_cannot_be_opened_any_more_ends_in_a_question(ledger: Ledger) -> None:
    with server_with(6) as server:
        look(ledger, server)
        refuse(server, b"Folder 1")
        server.boxes["Folder 1"].messages[1] = ANSWER
        with pytest.raises(Unreachable, match="Folder 1"):
            look(ledger, server, 1)
        with pytest.raises(Unreachable, match="Folder 1"):
            look(ledger, server, 59)
        look(ledger, server, 62)
    assert len(pauses(ledger)) == 1


OWN = Message(
    b"From: Sam <sam@candidate.example>\r\nTo: ana@acme.example\r\nSubject: One more thing\r\n"
    b"Message-ID: <o1@candidate.example>\r\nDate: Tue, 17 Nov 2026 09:00:00 +0000\r\n\r\nI liked it.\r\n",
    b"17-Nov-2026 09:00:00 +0000",
)


class BusySession:
    """A session during which mail comes: `arrive` is called when Sent was read for the first time."""

    def __init__(self, session: MailboxSession, arrive: Callable[[], None]) -> None:
        self.session, self.arrive, self.was_read = session, arrive, False

    def __getattr__(self, name: str) -> Any:
        return getattr(self.session, name)

    def walk_folder(self, folder: Folder, *place: Any) -> Iterator[Batch]:
        yield from self.session.walk_folder(folder, *place)
        if folder.role is FolderRole.SENT and not self.was_read:
            self.was_read = True
            self.arrive()


@pytest.mark.parametrize("places", [("Sent", "All"), ("All",)])
def test_a_mail_by_hand_that_all_mail_shows_before_sent_is_no_doubt(
    ledger: Ledger, places: tuple[str, ...]
) -> None:
    boxes = {name: Box(attributes=flag) for name, flag in (RESERVED | {"All": b"\\All"}).items()}
    with FaultyImap(boxes=boxes) as server, mailbox(server).open_session() as session:

        def arrive() -> None:
            for name in places:
                server.boxes[name].messages[1] = OWN

        scan(ledger, BusySession(session, arrive), NOW)  # type: ignore[arg-type]
    by_hand = [fact for fact in ledger.history.facts if isinstance(fact, HandSent)]
    assert (len(by_hand), len(answers(ledger))) == ((1, 0) if "Sent" in places else (0, 1))


DELIVERED = (
    b"Received: from mx.far.example by mx.candidate.example with ESMTPS; Tue, 17 Nov 2026 09:00:00 +0000\r\n"
)


@pytest.mark.parametrize(
    ("labels", "raw", "is_written"),
    [
        (b'"\\\\Sent"', OWN.raw, True),
        (b'"\\\\Inbox" "\\\\Sent" Work 2026', OWN.raw, True),
        (b'"\\\\Inbox"', OWN.raw, False),
        (b"Sent", OWN.raw, False),  # a label of the candidate's own that is only called so
        (b'"\\\\Sent"', DELIVERED + OWN.raw, False),
        (b"", OWN.raw, False),
    ],
)
def test_the_label_of_all_mail_tells_what_was_sent_where_no_folder_of_sent_mail_is_shown(
    ledger: Ledger, labels: bytes, raw: bytes, *, is_written: bool
) -> None:
    flags = {"INBOX": b"", "Junk": b"\\Junk", "Trash": b"\\Trash", "All": b"\\All"}
    boxes = {name: Box(attributes=flag) for name, flag in flags.items()}
    boxes["All"].messages[1] = Message(raw, OWN.date, labels=labels)
    with FaultyImap(boxes=boxes, capabilities=(*CAPABILITIES, "X-GM-EXT-1")) as server:
        look(ledger, server)
        look(ledger, server, 1)
    by_hand = [fact for fact in ledger.history.facts if isinstance(fact, HandSent)]
    assert (len(by_hand), len(answers(ledger))) == ((1, 0) if is_written else (0, 1))


def test_labels_are_asked_for_in_all_mail_alone_and_of_no_server_that_has_none(ledger: Ledger) -> None:
    for offered, count in (((), 0), (("X-GM-EXT-1",), 1)):
        boxes = {
            name: Box({1: ANSWER}, attributes=flag) for name, flag in (RESERVED | {"All": b"\\All"}).items()
        }
        with FaultyImap(boxes=boxes, capabilities=(*CAPABILITIES, *offered)) as server:
            ledger.store.forget_cursors()
            look(ledger, server)
        assert sum(b"X-GM-LABELS" in line for line in server.heard) == count


class Observer:
    """Notes how far a look has come, and ends it after so many batches."""

    def __init__(self, limit: int = 1000) -> None:
        self.limit, self.seen = limit, list[ScanProgress]()

    def __call__(self, progress: ScanProgress) -> None:
        self.seen.append(progress)
        if len(self.seen) >= self.limit:
            raise ScanStopped


def mailbox_of(count: int) -> FaultyImap:
    return FaultyImap(
        boxes={"INBOX": Box(dict.fromkeys(range(1, count + 1), ANSWER)), "Sent": Box(), "Trash": Box()}
    )


def test_after_each_batch_it_says_how_far_it_has_come(ledger: Ledger) -> None:
    observer = Observer()
    with mailbox_of(2 * BATCH_SIZE + 1) as server, mailbox(server).open_session() as session:
        scan(ledger, session, NOW, observer)
    inbox = [(p.read_count, p.remaining) for p in observer.seen if p.folder == "INBOX" and p.read_count]
    assert inbox[:3] == [(BATCH_SIZE, BATCH_SIZE + 1), (2 * BATCH_SIZE, 1), (2 * BATCH_SIZE + 1, 0)]
    assert observer.seen[0].sentence
    assert ScanProgress("INBOX", 1200, 98800).sentence == "1,200 of 100,000 messages of INBOX are read"


def test_a_look_that_is_ended_between_two_batches_is_read_on(ledger: Ledger) -> None:
    count, first, second = 2 * BATCH_SIZE, Observer(), Observer()
    with mailbox_of(count) as server:
        while not any(p.folder == "INBOX" and p.read_count for p in first.seen):
            first = Observer(len(first.seen) + 1)  # the folders before it are read first
            with mailbox(server).open_session() as session, pytest.raises(ScanStopped):
                scan(ledger, session, NOW, first)
        with mailbox(server).open_session() as session:
            scan(ledger, session, NOW, second)
    assert max(p.read_count for p in first.seen if p.folder == "INBOX") == BATCH_SIZE
    assert max(p.read_count for p in second.seen if p.folder == "INBOX") == count - BATCH_SIZE


def cut_at_second_batch(message: Message) -> FaultyImap:
    """A server that hangs up over the headers of the second batch."""

    def act(visit: Visit) -> None:
        numbers, _, items = visit.words.partition(b" ")
        if b"HEADER" in items and b"%d" % (2 * BATCH_SIZE) in numbers.split(b","):
            visit.wire.cut()
        visit.server.obey("UID FETCH", visit)

    messages = dict.fromkeys(range(1, 2 * BATCH_SIZE + 1), message)
    boxes = {"INBOX": Box(messages), "Sent": Box(), "Trash": Box()}
    return FaultyImap(Fault("UID FETCH", act), boxes=boxes)


def look_in_vain(ledger: Ledger, server: FaultyImap, *, reads_ahead: bool) -> int:
    """Look at a server that hangs up, and return how far the INBOX was read."""
    with mailbox(server).open_session() as session, pytest.raises(Unreachable):
        scan(ledger, session, NOW, reads_ahead=reads_ahead)
    cursor = ledger.store.read_cursors().get("INBOX")
    return cursor.uid if cursor else 0


def test_what_was_fetched_is_written_down_though_the_next_headers_never_come(ledger: Ledger) -> None:
    with cut_at_second_batch(NEWSLETTER) as server:
        assert look_in_vain(ledger, server, reads_ahead=True) == BATCH_SIZE


def test_after_a_failed_look_a_server_is_read_step_by_step(ledger: Ledger) -> None:
    """Its texts come over the same connection: read ahead, it would never get beyond the first batch."""
    with cut_at_second_batch(ANSWER) as server:
        look_in_vain(ledger, server, reads_ahead=True)
        assert look_in_vain(ledger, server, reads_ahead=False) == BATCH_SIZE


# --- when a mail came, as the server has it


@pytest.mark.parametrize(
    "date",
    [
        b"01-Jan-1970 00:00:00 +0000",
        b"01-Jan-2099 00:00:00 +0000",
        b"31-Dec-9999 12:00:00 +0000",
    ],
)
def test_an_answer_with_an_impossible_date_is_heard_at_this_moment(ledger: Ledger, date: bytes) -> None:
    server = server_with(4)
    with server:
        look(ledger, server)
        server.boxes["INBOX"].messages[1] = Message(ANSWER.raw, date)
        look(ledger, server, 1)
    (fact,) = ledger.history.facts
    assert isinstance(fact, Received)
    assert fact.action is Action.STOP
    assert fact.received == NOW + timedelta(minutes=1)


def test_a_mail_by_hand_does_not_hold_the_plan_until_2099(ledger: Ledger) -> None:
    own = b"From: sam@candidate.example\r\nTo: ana@acme.example\r\nMessage-ID: <1@phone>\r\n\r\nHello.\r\n"
    server = server_with(4)
    server.boxes["Sent"].messages[1] = Message(own, b"01-Jan-2099 00:00:00 +0000")
    with server:
        look(ledger, server)
    (fact,) = ledger.history.facts
    assert isinstance(fact, HandSent)
    assert fact.received == NOW


def test_our_own_clock_that_was_set_back_makes_no_answer_an_old_one(ledger: Ledger) -> None:
    ledger.append(Steered(NOW, "acme", "pause"))
    server = server_with(4)
    server.boxes["INBOX"].messages[1] = Message(ANSWER.raw, b"20-Nov-2026 09:00:00 +0000")
    with server:
        look(ledger, server, minutes=-60 * 24 * 365)
    assert [f.action for f in ledger.history.facts if isinstance(f, Received)] == [Action.STOP]


def test_a_clock_that_is_some_hours_ahead_is_believed(ledger: Ledger) -> None:
    server = server_with(4)
    server.boxes["INBOX"].messages[1] = Message(ANSWER.raw, b"17-Nov-2026 20:00:00 +0000")
    with server:
        look(ledger, server)
    (fact,) = ledger.history.facts
    assert isinstance(fact, Received)
    assert fact.received == utc("17 20:00")


def test_an_answer_is_heard_while_our_clock_stands_before_the_interview(ledger: Ledger) -> None:
    server = server_with(4)
    with server:
        look(ledger, server, -6 * 24 * 60)
        server.boxes["INBOX"].messages[1] = ANSWER
        look(ledger, server, -6 * 24 * 60 + 1)
    assert [f.action for f in ledger.history.facts if isinstance(f, Received)] == [Action.STOP]
