"""Reads the server's list of folders: LIST, the status of each folder (RFC 5819), and NAMESPACE (RFC 2342).

Names are decoded one by one. A name that is not in modified UTF-7 (RFC 3501 §5.1.3) is shown and sent as it came. Some
servers accept any name, and such a folder must not prevent the reading of the others.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING, Any, TypeVar

from imapclient import imap_utf7
from imapclient.response_parser import parse_response

from followupd.adapters.mail.imap_connection import IMAPClient, IMAPClientAbortError, IMAPClientError
from followupd.adapters.mail.imap_folders import MAX_FOLDERS, ListedFolder, Namespaces
from followupd.engine.ports import FolderStatus

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

Parsed = TypeVar("Parsed")

STATUS_ITEMS = "MESSAGES UIDNEXT UIDVALIDITY"
MAX_UID = 2**32 - 1  # RFC 3501 §2.3.1.1
UNPRINTABLE_CATEGORIES = ("Cc", "Cs", "Zl", "Zp")  # control characters, half surrogate pairs, line separators


class FolderListing:
    """Asks one connection for its folders; remembers what the server does not offer."""

    def __init__(self, client: IMAPClient) -> None:
        self._client = client
        self._namespaces: Namespaces | None = None
        self.has_list_status = client.has_capability("LIST-STATUS")

    def list_folders(self) -> tuple[list[ListedFolder], dict[bytes, FolderStatus]]:
        """Return every folder, and the status of each by its name on the wire, if LIST returns it."""
        list_records, status_records = self._request_list()
        entries: dict[str, ListedFolder] = {}
        for records in _split_lines(list_records):
            entry = _parse_once(_parse_folder, records)
            # Two names may look the same when one of them is not in modified UTF-7.
            is_taken = entries.get(entry.name, entry).wire_name != entry.wire_name
            name = f"{entry.wire_name!r}" if is_taken else entry.name
            entries[name] = ListedFolder(entry.attributes, entry.delimiter, name, entry.wire_name)
        statuses = dict(_parse_once(_parse_status, records) for records in _split_lines(status_records))
        return list(entries.values()), {k: v for k, v in statuses.items() if v is not None}

    def read_status(self, wire_name: bytes) -> FolderStatus | None:
        """Ask for the status of one folder; None if the server does not return it."""
        try:
            records = self._client.request("STATUS", "STATUS", wire_name, f"({STATUS_ITEMS})")["STATUS"]
        except IMAPClientAbortError:
            raise
        except IMAPClientError:
            return None
        statuses = dict(_parse_status(line) for line in _split_lines(records))
        # Seen in practice: the name comes back in another spelling. So the only status in the answer is taken.
        return next(iter(statuses.values())) if len(statuses) == 1 else None

    def read_namespaces(self) -> Namespaces:
        """Ask once who owns which folders; if the server does not tell, all count as the candidate's own."""
        if self._namespaces is None:
            self._namespaces = self._request_namespaces()
        return self._namespaces

    def _request_list(self) -> tuple[list[Any], list[Any]]:
        if self.has_list_status:
            # RFC 6154 §2: an extended LIST need not return the marks of special folders unless they are asked for.
            special = "SPECIAL-USE " if self._client.has_capability("SPECIAL-USE") else ""
            options = f"RETURN ({special}STATUS ({STATUS_ITEMS}))"
            try:
                answer = self._client.request("LIST", "LIST STATUS", b"", b"*", options)
                return answer["LIST"], answer["STATUS"]
            except IMAPClientAbortError:
                raise
            except IMAPClientError:
                self.has_list_status = False  # the server offered it, but declined
        return self._client.request("LIST", "LIST", b"", b"*")["LIST"], []

    def _request_namespaces(self) -> Namespaces:
        if not self._client.has_capability("NAMESPACE"):
            return Namespaces()
        try:
            personal, other, shared = self._client.namespace()
        except IMAPClientAbortError:
            raise
        except (IMAPClientError, ValueError):
            return Namespaces()
        foreign = [prefix for prefix, _ in (*(other or ()), *(shared or ()))]
        return Namespaces(tuple(prefix for prefix, _ in personal or ()) or ("",), tuple(foreign))


def decode_name(wire_name: bytes) -> str:
    """Return a folder's name: decoded if encoding gives the same bytes again, else in a form that can be shown."""
    try:
        name = str(imap_utf7.decode(wire_name))
        if imap_utf7.encode(name) == wire_name and _is_printable(name):
            return name
    except ValueError:  # every error of decoding is one
        pass
    name = wire_name.decode("utf-8", "backslashreplace")
    return name if _is_printable(name) else repr(wire_name)[2:-1]


def _is_printable(name: str) -> bool:
    return not any(unicodedata.category(character) in UNPRINTABLE_CATEGORIES for character in name)


def _split_lines(records: Sequence[Any]) -> Iterator[list[Any]]:
    """Yield the records of each line: imaplib splits a line after each literal."""
    line: list[Any] = []
    for record in records:
        line.append(record)
        if not isinstance(record, tuple):
            yield line
            line = []


def _parse_once(parse: Callable[[list[Any]], Parsed], records: list[Any]) -> Parsed:
    """Parse a line, or return the cached result: the lines of hundreds of folders seldom change."""
    if len(records) == 1 and isinstance(records[0], bytes):
        parsed: Parsed = _parse_plain(parse, records[0])
        return parsed
    return parse(records)


@lru_cache(maxsize=4 * MAX_FOLDERS)
def _parse_plain(parse: Callable[[list[Any]], Parsed], line: bytes) -> Parsed:
    return parse([line])


def _parse_folder(records: list[Any]) -> ListedFolder:
    """Return the folder of a line. Raises ValueError or TypeError for a bad line: the list may lack more folders."""
    attributes, delimiter, wire_name, *_ = parse_response(records)
    if not isinstance(attributes, tuple):
        raise TypeError("the list of folders has a line without attributes")
    wire_name = _atom_bytes(wire_name)
    return ListedFolder(
        frozenset(_atom_bytes(attribute).lower() for attribute in attributes),
        "" if delimiter is None else _atom_bytes(delimiter).decode("utf-8", "replace"),
        decode_name(wire_name),
        wire_name,
    )


def _parse_status(records: list[Any]) -> tuple[bytes, FolderStatus | None]:
    """Return the name and the numbers of a STATUS line; None if a number is missing or not valid."""
    wire_name, *rest = parse_response(records)
    items = rest[-1] if rest and isinstance(rest[-1], tuple) else ()
    names = [_atom_bytes(name).upper() for name in items[::2]]
    values = dict(zip(names, items[1::2], strict=False))
    numbers = [
        number
        for number in map(values.get, (b"UIDVALIDITY", b"UIDNEXT", b"MESSAGES"))
        if isinstance(number, int) and 0 <= number <= MAX_UID
    ]
    is_complete = len(numbers) == len(STATUS_ITEMS.split())
    return _atom_bytes(wire_name), FolderStatus(*numbers) if is_complete else None


def _atom_bytes(atom: object) -> bytes:
    """Return the original bytes of an atom: the parser turns digits into numbers, and NIL into None."""
    match atom:
        case bytes():
            return atom
        case None:
            return b"NIL"
        case int():
            return str(atom).encode()
        case _:
            raise ValueError("an atom was expected in the list of folders")
