"""The mailbox on Dovecot: walked, read and added to without a trace."""

from datetime import UTC, datetime, timedelta

import pytest
from imap_talk import INBOX, LONG_AGO, dovecot, uids
from mailhost import SAM

from followupd.config.account import Tls
from followupd.engine.ports import Folder, FolderRole


def mail(number: int) -> bytes:
    return b"From: ana@acme.example\r\nSubject: %d\r\n\r\nHello.\r\n" % number


@pytest.mark.parametrize("tls", [Tls.IMPLICIT, Tls.STARTTLS, Tls.NONE])
def test_dovecot_shows_every_message_with_its_header_date_and_size(mailhost, tls):
    for number in range(3):
        mailhost.dovecot.deliver(SAM.address, mail(number))
    with dovecot(mailhost, tls).open_session() as session:
        [batch] = session.walk_folder(INBOX, None, LONG_AGO)
    assert uids([batch]) == [1, 2, 3]
    assert batch.is_rescan
    assert batch.cursor.uid == 3
    first = batch.headers[0]
    assert b"Subject: 0\r\n" in first.raw_header
    assert b"Hello" not in first.raw_header
    assert first.received.tzinfo is UTC
    assert abs(first.received - datetime.now(UTC)) < timedelta(minutes=1)
    assert first.size > len(first.raw_header)


def test_dovecot_shows_in_a_second_walk_only_what_came_since(mailhost):
    mailhost.dovecot.deliver(SAM.address, mail(1))
    with dovecot(mailhost).open_session() as session:
        [before] = session.walk_folder(INBOX, None, LONG_AGO)
        [nothing] = session.walk_folder(INBOX, before.cursor, LONG_AGO)
        mailhost.dovecot.deliver(SAM.address, mail(2))
        [after] = session.walk_folder(INBOX, before.cursor, LONG_AGO)
    assert nothing.headers == ()
    assert nothing.cursor == before.cursor
    assert not nothing.is_rescan
    assert uids([after]) == [2]


def test_dovecot_keeps_a_message_unseen_that_we_have_read(mailhost):
    mailhost.dovecot.deliver(SAM.address, mail(1))
    with dovecot(mailhost).open_session() as session:
        list(session.walk_folder(INBOX, None, LONG_AGO))
        assert session.fetch(INBOX, 1).endswith(b"\r\n\r\nHello.\r\n")
        assert session.fetch(INBOX, 77) is None
    assert mailhost.dovecot.flags(SAM.address) == [set()]


def test_dovecot_renumbered_is_read_anew(mailhost):
    mailhost.dovecot.deliver(SAM.address, mail(1))
    with dovecot(mailhost).open_session() as session:
        [before] = session.walk_folder(INBOX, None, LONG_AGO)
    mailhost.dovecot.renumber(SAM.address)
    with dovecot(mailhost).open_session() as session:
        [after] = session.walk_folder(INBOX, before.cursor, LONG_AGO)
    assert after.is_rescan
    assert len(after.headers) == 1
    assert after.cursor.uidvalidity != before.cursor.uidvalidity


def test_dovecot_emptied_meanwhile_shows_nothing(mailhost):
    mailhost.dovecot.deliver(SAM.address, mail(1))
    with dovecot(mailhost).open_session() as session:
        [before] = session.walk_folder(INBOX, None, LONG_AGO)
        mailhost.dovecot.delete(SAM.address)
        [after] = session.walk_folder(INBOX, before.cursor, LONG_AGO)
    assert after.headers == ()
    assert after.cursor == before.cursor


def test_dovecot_files_the_copy_as_seen_and_as_old_as_it_is(mailhost):
    with dovecot(mailhost).open_session() as session:
        session.append_sent(mail(5), LONG_AGO)
        sent = next(folder for folder in session.find_folders() if folder.role is FolderRole.SENT)
        [batch] = session.walk_folder(sent, None, LONG_AGO)
    assert batch.headers[0].received == LONG_AGO
    assert mailhost.dovecot.flags(SAM.address, "Sent") == [{"\\Seen"}]
    assert mailhost.dovecot.messages(SAM.address, "Sent") == [mail(5)]


def test_dovecot_tells_its_folders(mailhost):
    with dovecot(mailhost).open_session() as session:
        assert session.find_folders() == (
            INBOX,
            Folder("Junk", FolderRole.JUNK),
            Folder("Sent", FolderRole.SENT),
            Folder("Trash", FolderRole.TRASH),
        )


def test_dovecot_with_a_folder_of_all_mail_tells_that_one_beside_junk_and_trash(mailhost):
    all_mail = mailhost.dovecot.show_all_mail(SAM.address)
    mailhost.dovecot.deliver(SAM.address, mail(1), "Work")
    mailhost.dovecot.deliver(SAM.address, mail(2), "Junk")
    with dovecot(mailhost).open_session() as session:
        folders = {folder.name: folder for folder in session.find_folders()}
        [batch] = session.walk_folder(folders[all_mail], None, LONG_AGO)
        skipped = dict(session.skipped_folders)
    assert {name: folder.role for name, folder in folders.items()} == {
        "INBOX": FolderRole.INBOX,
        "Junk": FolderRole.JUNK,
        "Sent": FolderRole.SENT,
        "Trash": FolderRole.TRASH,
        all_mail: FolderRole.ALL,
    }
    assert [header.raw_header.splitlines()[1] for header in batch.headers] == [b"Subject: 1"]
    assert skipped["Work"] == "the folder of all mail holds its mail"
