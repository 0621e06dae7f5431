"""The headers that mail to many carries, and those of an answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from followupd.inbound.parsing.message import format_header_name
from followupd.inbound.parsing.text import bytes_of
from followupd.inbound.phrases import bulk as say

if TYPE_CHECKING:
    from followupd.inbound.parsing.message import MailHeaders

NEW_THREAD_INDEX_SIZE = 22  # bytes
_PROGRAM_FIELDS = ("x-mailer", "user-agent", "x-sender-program", "x-mailer-info")


def is_in_thread(headers: MailHeaders) -> bool:
    """Say whether the mail names another one that it answers (RFC 5322 §3.6.4)."""
    has_thread_header = any(headers.get_first(name).strip() for name in ("in-reply-to", "references"))
    # Outlook gives a new mail 22 bytes of Thread-Index, and each answer five more (MS-OXOMSG §2.2.1.3).
    return (
        has_thread_header
        or len(bytes_of(headers.get_first("thread-index").encode(), "base64")) > NEW_THREAD_INDEX_SIZE
    )


def find_bulk_header(headers: MailHeaders) -> str:
    """Return the header that mail to many carries, or an empty string."""
    for name, value in headers.fields:
        plain_value = value.lower()
        if name in say.LIST_HEADERS:
            return f"the header {format_header_name(name)}"
        if name == "precedence" and plain_value in ("bulk", "list", "junk"):
            return f"Precedence: {plain_value}"
        if name in (
            "x-mailer",
            "user-agent",
            "x-sender-program",
            "x-mailer-info",
        ) and say.SENDING_PROGRAMS.search(plain_value):
            return f"the sending program {value[:40]}"
    return ""
