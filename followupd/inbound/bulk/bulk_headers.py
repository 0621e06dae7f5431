"""Finds the headers of mail to many, and those of an answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from followupd.inbound.parsing.message import format_header_name
from followupd.inbound.parsing.text import bytes_of
from followupd.inbound.phrases import bulk as say

if TYPE_CHECKING:
    from collections.abc import Iterator

    from followupd.inbound.parsing.message import MailHeaders

NEW_THREAD_INDEX_SIZE = 22  # bytes
_PROGRAM_FIELDS = ("x-mailer", "user-agent", "x-sender-program", "x-mailer-info")
_BULK_NAMES = frozenset({"precedence", *_PROGRAM_FIELDS, *say.LIST_HEADERS})


def is_in_thread(headers: MailHeaders) -> bool:
    """Return whether the mail names another one that it answers (RFC 5322 §3.6.4)."""
    has_thread_header = any(headers.get_first(name).strip() for name in ("in-reply-to", "references"))
    # Outlook gives a new mail 22 bytes of Thread-Index, and each answer five more (MS-OXOMSG §2.2.1.3).
    return (
        has_thread_header
        or len(bytes_of(headers.get_first("thread-index").encode(), "base64")) > NEW_THREAD_INDEX_SIZE
    )


def has_only_service_headers(headers: MailHeaders) -> bool:
    """Return whether a mail has only such headers of mail to many that services also put on a mail to one person.

    The large mailbox providers require List-Unsubscribe from everybody who sends by program.
    """
    evidence = set(_list_bulk_fields(headers))
    names = {name for name, _ in evidence}
    # Programs that write to one person set "Precedence: bulk" alone, to keep autoresponders silent (RFC 3834 §3.1.8).
    return evidence == {("precedence", "bulk")} or (bool(names) and names <= say.SERVICE_HEADERS)


def find_bulk_header(headers: MailHeaders) -> str:
    """Return the first header of mail to many, or an empty string."""
    name, plain_value = next(_list_bulk_fields(headers), ("", ""))
    if name == "precedence":
        return f"Precedence: {plain_value}"
    if name in _PROGRAM_FIELDS:
        return f"the sending program {plain_value[:40]}"
    return f"the header {format_header_name(name)}" if name else ""


def _list_bulk_fields(headers: MailHeaders) -> Iterator[tuple[str, str]]:
    """Yield the header fields of mail to many, with their values in lower case."""
    for name, value in headers.fields:
        if name in _BULK_NAMES and _is_bulk_field(name, value.lower()):
            yield name, value.lower()


def _is_bulk_field(name: str, plain_value: str) -> bool:
    if name == "precedence":
        return plain_value in ("bulk", "list", "junk")
    if name in _PROGRAM_FIELDS:
        return bool(say.SENDING_PROGRAMS.search(plain_value))
    return name in say.LIST_HEADERS
