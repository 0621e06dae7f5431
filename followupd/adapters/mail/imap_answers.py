"""Reads a server's answer to a FETCH: the header of a message, its flags, and its bytes.

Pure. An answer may lack parts, or have parts that nobody asked for.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from followupd.engine.ports import FolderRole, MailHeader

if TYPE_CHECKING:
    from followupd.engine.ports import Folder

LABELS_ITEM = "X-GM-LABELS"  # if the server offers X-GM-EXT-1
HEADER_LIMIT = 65_536  # bytes of a header block that are read


def build_header(folder: Folder, uid: int, answer: dict[bytes, Any]) -> MailHeader:
    r"""Return the header from the answer to a FETCH. Raises ValueError if the answer has no date of arrival.

    Gmail shows a sent mail in All Mail as well, with the label \Sent. Then it counts as a mail in the folder of sent
    mail.
    """
    received_at, size = answer.get(b"INTERNALDATE"), answer.get(b"RFC822.SIZE")
    if not isinstance(received_at, datetime) or received_at.tzinfo is None:
        raise ValueError(f"message {uid} has no date that can be read")
    header = section_bytes(answer, b"BODY[HEADER]")[:HEADER_LIMIT]
    length = size if isinstance(size, int) else len(header)
    if _is_labelled_sent(answer):
        folder = replace(folder, role=FolderRole.SENT)
    return MailHeader(folder, uid, received_at.astimezone(UTC), length, header, is_draft=_is_draft(answer))


def _is_draft(answer: dict[bytes, Any]) -> bool:
    """Return whether the message is marked as a draft."""
    return _has_word(answer.get(b"FLAGS"), b"\\draft")


def _is_labelled_sent(answer: dict[bytes, Any]) -> bool:
    r"""Return whether Gmail gave it the label \Sent, which only mail from this account gets."""
    return _has_word(answer.get(LABELS_ITEM.encode()), b"\\sent")


def _has_word(words: object, wanted: bytes) -> bool:
    return isinstance(words, tuple) and any(isinstance(w, bytes) and w.lower() == wanted for w in words)


def is_whole(answer: dict[bytes, Any]) -> bool:
    """Return whether the answer is complete: a FETCH that was not asked for brings flags alone."""
    return b"INTERNALDATE" in answer and any(key.startswith(b"BODY[HEADER]") for key in answer)


def section_bytes(answer: dict[bytes, Any], item: bytes) -> bytes:
    """Return a section, whatever offset is in its name. Seen in practice: NIL, and text that was read as a number."""
    value = next((answer[key] for key in answer if key.startswith(item)), b"")
    return value if isinstance(value, bytes) else b"" if value is None else str(value).encode()
