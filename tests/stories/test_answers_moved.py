"""Answers that were moved, archived or deleted, on a telephone perhaps, before or while followupd looks."""

from collections.abc import Iterator
from datetime import UTC, datetime
from email.utils import formatdate

import pytest
from daemon_stage import Stage, text_of
from mailhost import ANA, BEN, CLEO, HAL, SAM, MailHost

from followupd.adapters.mail.imap import ImapMailbox, ImapSession
from followupd.config.account import Account, Server
from followupd.engine.ports import Batch, Cursor, Folder, FolderRole, Login
from followupd.engine.scanning.scanning import reading_order
from followupd.journal.facts import HandSent, Received
from followupd.journal.states import InterviewState

LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)
FOLDERS = ("Sent", "INBOX", "Junk", "Archive", "Trash")
# Who moves mail, and where to: the candidate, rules and filters; INBOX to Trash and back.
MOVES = [(source, target) for n, source in enumerate(FOLDERS[1:], 2) for target in FOLDERS[n:]]
MOVES += [(source, "INBOX") for source in FOLDERS[2:]]


@pytest.fixture
def archive(mailhost: MailHost) -> MailHost:
    """A mailbox that has an archive."""
    with mailhost.dovecot.session(SAM.address) as imap:
        imap.create_folder("Archive")
    return mailhost


def move(host: MailHost, source: str, target: str) -> None:
    """Move every mail, as a mail program does."""
    with host.dovecot.session(SAM.address) as imap:
        if not imap.folder_exists(target):
            imap.create_folder(target)
        imap.select_folder(source)
        imap.move(imap.search(), target)


def draft(to: str) -> bytes:
    head = f"From: {SAM.address}\r\nTo: {to}\r\nSubject: Thanks\r\nDate: {formatdate()}\r\nMessage-ID: <draft@x>\r\n"
    return (head + "\r\nHello.\r\n").encode()


@pytest.mark.parametrize("folder", ["Trash", "Archive", "Archives.2026", "Papierkorb"])
def test_an_answer_that_was_put_away_before_we_looked_stops_everything(stage: Stage, folder: str) -> None:
    stage.advance_by(4)
    stage.mailhost.reply_as(ANA, subject="Your application", body="We have decided for somebody else.\n")
    move(stage.mailhost, "INBOX", folder)
    before = {p.address: len(stage.followups(p.address)) for p in (ANA, BEN, CLEO, HAL)}
    assert stage.advance()  # its time comes with the answer unread
    assert stage.look()[0].status.state is InterviewState.ANSWERED
    stage.advance_by(9)
    assert {p: len(stage.followups(p)) for p in before} == before
    assert any(f"It is in {folder}" in text_of(m) for m in stage.notices())


def test_an_answer_that_is_deleted_between_body_and_dot_withholds_the_dot(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    stage.look()
    daemon = stage.daemon
    assert daemon
    plain_walk, moved = ImapSession.walk_folder, []

    def walk(self: ImapSession, folder: Folder, cursor: Cursor | None, since: datetime) -> Iterator[Batch]:
        if folder.role is FolderRole.INBOX and not moved and daemon._ledger.store.list_mails():
            moved.append(stage.mailhost.reply_as(ANA))
            move(stage.mailhost, "INBOX", "Trash")
        yield from plain_walk(self, folder, cursor, since)

    monkeypatch.setattr(ImapSession, "walk_folder", walk)
    assert stage.advance()
    assert moved
    assert all(stage.followups(p.address) == [] for p in (ANA, BEN, CLEO, HAL))
    assert stage.look()[0].status.state is InterviewState.ANSWERED


@pytest.mark.parametrize("step", range(len(FOLDERS) + 2))
@pytest.mark.parametrize(("source", "target"), MOVES)
def test_a_mail_that_is_moved_while_we_look_is_seen_by_that_look(
    archive: MailHost, source: str, target: str, step: int
) -> None:
    archive.dovecot.deliver(SAM.address, draft(SAM.address), source)
    server = Server(host=archive.host, port=archive.imaps_port, ca_file=str(archive.ca_file))
    account = Account(address=SAM.address, imap=server, smtp=server)
    cursors: dict[str, Cursor] = {}
    seen = 0
    with ImapMailbox(account, lambda: Login(SAM.address, SAM.password)).open_session() as session:
        way = reading_order(session.find_folders())
        assert [f.name for f in way] == [*FOLDERS, "INBOX"]
        for number, folder in enumerate(way):
            if number == step:
                move(archive, source, target)
            for batch in session.walk_folder(folder, cursors.get(folder.name), LONG_AGO):
                seen += len(batch.headers)
                cursors[folder.name] = batch.cursor
    assert seen >= 1


@pytest.mark.parametrize(("flags", "thanked"), [([rb"\Draft"], 1), ([], 0)])
def test_a_draft_that_was_thrown_away_is_no_mail_and_a_sent_one_is(
    stage: Stage, flags: list[bytes], thanked: int
) -> None:
    with stage.mailhost.dovecot.session(SAM.address) as imap:
        imap.append("Trash", draft(ANA.address), flags=flags)
    stage.look()
    stage.advance_by(4)
    assert len(stage.followups(ANA.address)) == thanked
    assert stage.daemon
    # Outside Sent nothing proves who wrote it: it is no mail by hand, but a pause that is told.
    assert not any(isinstance(f, HandSent) for f in stage.daemon._ledger.history.facts)
    paused = [f for f in stage.daemon._ledger.history.facts if isinstance(f, Received)]
    assert len(paused) == 1 - thanked


def test_our_own_mails_in_trash_are_no_answers(stage: Stage) -> None:
    stage.advance_by(4)
    for raw in stage.mailhost.accepted(ANA.address):
        stage.mailhost.dovecot.deliver(SAM.address, raw, "Trash")
    assert stage.look()[0].status.state is InterviewState.ACTIVE
