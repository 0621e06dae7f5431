"""IMAP servers that answer in different ways: one scripted server for each dialect that was seen."""

import re
from collections.abc import Callable

from faulty_imap import FaultyImap
from imap_visit import Box, Message, Visit

NO_LAST = re.compile(rb"UID (\d+):\*")


def boxes(*numbers: int) -> dict[str, Box]:
    """Return an inbox with messages of these numbers."""
    return {"INBOX": Box({number: Message() for number in numbers})}


def searches_without_the_last(visit: Visit) -> None:
    """Answer like Courier, GNU imap4d and go-imap: `n:*` is empty if n is above the last number."""
    found = sorted(visit.box.messages)
    if ranged := NO_LAST.match(visit.words):
        found = [uid for uid in found if uid >= int(ranged[1])]
    visit.untagged(b"SEARCH" + b"".join(b" %d" % uid for uid in found))
    visit.ok()


def examines_without_uidnext(server: FaultyImap) -> Callable[[Visit], None]:
    """Answer like Courier: only STATUS reports UIDNEXT."""

    def examine(visit: Visit) -> None:
        visit.box = server.boxes[visit.words.strip().strip(b'"').decode()]
        visit.untagged(
            b"%d EXISTS" % len(visit.box.messages), b"OK [UIDVALIDITY %d] fine" % visit.box.uidvalidity
        )
        visit.ok(b"[READ-ONLY] open")

    return examine


def declines_unknown_numbers(server: FaultyImap) -> Callable[[Visit], None]:
    """Answer like GNU imap4d: a set with an unknown number is an error."""

    def fetch(visit: Visit) -> None:
        numbers = map(int, visit.words.partition(b" ")[0].split(b","))
        if any(number not in visit.box.messages for number in numbers):
            visit.wire.say(visit.tag + b" BAD Failed to parse message set\r\n")
        else:
            FaultyImap._uid_fetch(server, visit)

    return fetch


def courier(*numbers: int) -> FaultyImap:
    server = FaultyImap(boxes=boxes(*numbers))
    server._uid_search = searches_without_the_last
    server._examine = examines_without_uidnext(server)
    return server


def imap4d(*numbers: int) -> FaultyImap:
    server = FaultyImap(boxes=boxes(*numbers))
    server._uid_search = searches_without_the_last
    server._uid_fetch = declines_unknown_numbers(server)
    return server


def goimap(*numbers: int) -> FaultyImap:
    server = FaultyImap(boxes=boxes(*numbers))
    server._uid_search = searches_without_the_last
    return server


def cyrus(*numbers: int) -> FaultyImap:
    """Answer like Cyrus: every folder's name begins with INBOX and a dot."""
    server = FaultyImap(
        boxes=boxes(*numbers) | {"INBOX.Sent": Box(attributes=b"\\Sent"), "INBOX.Spam": Box()}
    )
    server.namespaces = b'(("INBOX." ".")) (("user." ".")) (("" "."))'
    server._list = lists_with_dots(server)  # type: ignore[method-assign]
    return server


def lists_with_dots(server: FaultyImap) -> Callable[[Visit], None]:
    """Separate the names of folders by a dot."""

    def list_folders(visit: Visit) -> None:
        for name, box in server.boxes.items():
            visit.untagged(b'LIST (%s) "." "%s"' % (box.attributes, name.encode()))
        visit.ok()

    return list_folders


def hoodiecrow(*numbers: int) -> FaultyImap:
    """Answer like hoodiecrow without extensions: no AUTHENTICATE, IDLE, NAMESPACE or special folders."""
    server = FaultyImap(boxes=boxes(*numbers) | {"Sent": Box()})
    server.capabilities = ("IMAP4rev1",)
    server._namespace = server._authenticate = server._idle = declines  # type: ignore[method-assign]
    return server


def declines(visit: Visit) -> None:
    """Answer that the command is unknown."""
    visit.wire.say(visit.tag + b" BAD Invalid command\r\n")


# The servers with an empty answer to `n:*` if n is above the last number.
EMPTY_ABOVE = {"Courier": courier, "GNU imap4d": imap4d, "go-imap": goimap}
DIALECTS = {**EMPTY_ABOVE, "Cyrus": cyrus, "hoodiecrow": hoodiecrow}
