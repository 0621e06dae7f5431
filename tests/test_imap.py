"""The mailbox: every message is seen, none is touched, and what cannot be read for sure is not read at all."""

from datetime import UTC, datetime, timedelta

import pytest
from mailhost import SAM, MailHost

from followupd.config import Account, Folders, Server, Tls
from followupd.errors import LoginRefused, Unreachable
from followupd.imap import ImapMailbox
from followupd.ports import Cursor, Folder, Login, Role

INBOX = Folder("INBOX", Role.INBOX)
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)


def mail(number: int) -> bytes:
    return b"From: ana@acme.example\r\nSubject: %d\r\n\r\nHello.\r\n" % number


def account(server: Server, folders: Folders | None = None) -> Account:
    return Account(address=SAM.address, imap=server, smtp=server, folders=folders or Folders())


# Dovecot


def dovecot(
    host: MailHost, tls: Tls = Tls.IMPLICIT, secret: str = SAM.password, folders: Folders | None = None
):
    port = host.imaps_port if tls is Tls.IMPLICIT else host.imap_port
    server = Server(host=host.host, port=port, tls=tls, ca_file=str(host.ca_file))
    return ImapMailbox(account(server, folders), lambda: Login(SAM.address, secret))


@pytest.mark.parametrize("tls", [Tls.IMPLICIT, Tls.STARTTLS, Tls.NONE])
def test_dovecot_shows_every_message_with_its_header_date_and_size(mailhost, tls):
    for number in range(3):
        mailhost.dovecot.deliver(SAM.address, mail(number))
    with dovecot(mailhost, tls).session() as session:
        [batch] = session.walk(INBOX, None, LONG_AGO)
    assert [header.uid for header in batch.headers] == [1, 2, 3]
    assert batch.rescan
    assert batch.cursor.uid == 3
    first = batch.headers[0]
    assert b"Subject: 0\r\n" in first.header
    assert b"Hello" not in first.header
    assert first.received.tzinfo is UTC
    assert abs(first.received - datetime.now(UTC)) < timedelta(minutes=1)
    assert first.size > len(first.header)


def test_a_second_walk_shows_only_what_came_since(mailhost):
    mailhost.dovecot.deliver(SAM.address, mail(1))
    with dovecot(mailhost).session() as session:
        [before] = session.walk(INBOX, None, LONG_AGO)
        [nothing] = session.walk(INBOX, before.cursor, LONG_AGO)
        mailhost.dovecot.deliver(SAM.address, mail(2))
        [after] = session.walk(INBOX, before.cursor, LONG_AGO)
    assert nothing.headers == ()
    assert nothing.cursor == before.cursor
    assert not nothing.rescan
    assert [header.uid for header in after.headers] == [2]


def test_folders_fetch_append(mailhost):
    mailhost.dovecot.deliver(SAM.address, mail(1))
    with dovecot(mailhost).session() as session:
        print(session.folders())
        print(session.fetch(INBOX, 1), session.fetch(INBOX, 77))
        session.append_sent(mail(5), LONG_AGO)
    assert mailhost.dovecot.flags(SAM.address) == [set()]
    assert mailhost.dovecot.flags(SAM.address, "Sent") == [{"\\Seen"}]
