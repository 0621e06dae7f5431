"""One look at a real server with as many folders as followupd reads, with LIST-STATUS (RFC 5819) and without it."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from builders import utc
from imap_talk import account
from mailhost import SAM, MailHost
from proxy import ImapProxy

from followupd.adapters.mail.imap import ImapMailbox
from followupd.adapters.mail.imap_folders import MAX_FOLDERS
from followupd.config.account import Server, Tls
from followupd.engine.ledger import Ledger
from followupd.engine.ports import Login
from followupd.engine.scanning.scanning import scan
from followupd.journal.facts import Received

NOW = utc("17 10:00")
BUILT_IN = 5  # INBOX, Drafts, Junk, Sent, Trash
READ = MAX_FOLDERS - 1  # all but Drafts
COMMANDS = (b"LIST", b"STATUS", b"EXAMINE", b"UID", b"FETCH", b"NAMESPACE")
ANSWER = (
    b"From: Ana Ruiz <ana@acme.example>\r\nTo: sam@candidate.example\r\nSubject: Your application\r\n"
    b"Message-ID: <a1@acme.example>\r\n\r\nWe took somebody else.\r\n"
)


@pytest.fixture
def ledger(judging_ledger: Ledger) -> Ledger:
    return judging_ledger


@pytest.fixture
def server(mailhost: MailHost) -> Iterator[ImapProxy]:
    """Dovecot with all these folders, and what followupd says to it."""
    with mailhost.dovecot.session(SAM.address) as imap:
        for number in range(MAX_FOLDERS - BUILT_IN):
            imap.create_folder(f"Folder {number}")
    with ImapProxy(mailhost.imaps_port, mailhost.authority.good()) as proxy:
        yield proxy


def look(ledger: Ledger, server: ImapProxy, mailhost: MailHost) -> list[bytes]:
    """Look once; return the commands, the login left out."""
    before = len(server.heard)
    settings = Server(host=mailhost.host, port=server.port, tls=Tls.IMPLICIT, ca_file=str(mailhost.ca_file))
    mailbox = ImapMailbox(account(settings), lambda: Login(SAM.address, SAM.password))
    with mailbox.open_session() as session:
        receipt = scan(ledger, session, NOW + timedelta(minutes=before))
    assert len(receipt.folders) == READ
    said = [line.partition(b" ")[2] for line in server.heard[before:]]
    return [line for line in said if line.split(b" ")[0] in COMMANDS]


@pytest.mark.parametrize(
    ("hidden", "limit"),
    [(b"\0", 4), (b"LIST-STATUS", 1.3 * (1 + MAX_FOLDERS))],
    ids=["list-status", "a-status-each"],
)
def test_a_look_at_five_hundred_folders_costs_hardly_more_than_the_bare_commands(
    ledger: Ledger, server: ImapProxy, mailhost: MailHost, hidden: bytes, limit: float
) -> None:
    server.hidden = hidden
    look(ledger, server, mailhost)
    look(ledger, server, mailhost)
    assert len(look(ledger, server, mailhost)) <= limit
    with mailhost.dovecot.session(SAM.address) as imap:
        imap.append("Folder 317", ANSWER, msg_time=NOW)
    said = look(ledger, server, mailhost)
    opened = {line.partition(b" ")[2].strip(b'"') for line in said if line.startswith(b"EXAMINE")}
    assert opened == {b"INBOX", b"Folder 317"}
    assert [fact.folder for fact in ledger.history.facts if isinstance(fact, Received)] == ["Folder 317"]
