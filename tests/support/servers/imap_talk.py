"""Visits to a mailbox: on a server with a fault, and on Dovecot."""

from collections.abc import Callable
from datetime import UTC, datetime

from faulty_imap import FaultyImap
from imap_visit import Box, Message
from mailhost import SAM, MailHost

from followupd.adapters.mail.imap import ImapMailbox
from followupd.adapters.mail.imap_connection import Timeouts, limit_wait
from followupd.config.account import Account, Folders, Server, Tls
from followupd.engine.ports import Batch, Cursor, Folder, FolderRole, Login, MailboxSession
from followupd.errors import LoginRefused, Unreachable

INBOX = Folder("INBOX", FolderRole.INBOX)
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)
LOGIN = Login(SAM.address, "pass wörd")
PLENTY, SOON = Timeouts(60, 60, 60), Timeouts(connect=0.8, read=0.8, answer=5.0, end=0.2)
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


def account(server: Server, folders: Folders | None = None) -> Account:
    return Account(address=SAM.address, imap=server, smtp=server, folders=folders or Folders())


def mailbox(
    server: FaultyImap,
    login: Login = LOGIN,
    timeouts: Timeouts = PLENTY,
    folders: Folders | None = None,
    ca_file: object = None,
    alive: Callable[[], None] = lambda: None,
) -> ImapMailbox:
    host = Server(host="127.0.0.1", port=server.port, tls=Tls(server.tls), ca_file=ca_file and str(ca_file))
    return ImapMailbox(account(host, folders), lambda: login, timeouts=timeouts, alive=alive)


def visit(server: FaultyImap, **more: object):
    """Log in and out; return the error if there is one."""
    with server:
        try:
            with mailbox(server, **more).open_session():
                return None
        except (Unreachable, LoginRefused) as error:
            return error


def walked(
    server: FaultyImap,
    cursor: Cursor | None = None,
    since: datetime = LONG_AGO,
    *,
    is_hasty: bool = False,
    **more: object,
) -> list[Batch]:
    """Return the batches of the INBOX; `is_hasty`: after the login, wait only briefly for each answer."""
    with server, mailbox(server, **more).open_session() as session:
        if is_hasty:
            hurry(session)
        return list(session.walk_folder(INBOX, cursor, since))


def hurry(session: MailboxSession) -> None:
    """Wait only briefly from now on. The login is excepted, since a busy machine makes it slow."""
    limit_wait(session._client, SOON.read)


def uids(batches: list[Batch]) -> list[int]:
    return [header.uid for batch in batches for header in batch.headers]


def boxes(*numbers: int, **more: object) -> dict[str, Box]:
    return {"INBOX": Box({number: Message() for number in numbers}, **more)}


def dovecot(
    host: MailHost, tls: Tls = Tls.IMPLICIT, secret: str = SAM.password, folders: Folders | None = None
):
    port = host.imaps_port if tls is Tls.IMPLICIT else host.imap_port
    server = Server(host=host.host, port=port, tls=tls, ca_file=str(host.ca_file))
    return ImapMailbox(account(server, folders), lambda: Login(SAM.address, secret))
