"""The classifier: one mail in, one verdict out, whatever the bytes."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from followupd.inbound.decision import decide_verdict
from followupd.inbound.own_mail import was_delivered
from followupd.inbound.parsing.addresses import mailbox_key
from followupd.inbound.parsing.message import (
    MAX_BYTES,
    MAX_HEADER_BYTES,
    ParsedMail,
    content_type,
    parse_mail,
    split_header,
)
from followupd.inbound.parsing.text import normalise_newlines
from followupd.inbound.quarantine import quarantine_mail
from followupd.inbound.read_mail import ReadMail
from followupd.inbound.verdict import strip_control_characters

if TYPE_CHECKING:
    from followupd.inbound.verdict import Verdict
    from followupd.inbound.watchlist import Watchlist

_MAIL_HEADERS = (
    "from",
    "to",
    "subject",
    "date",
    "message-id",
    "sender",
    "reply-to",
    "received",
    "content-type",
    "return-path",
    "in-reply-to",
    "references",
)


def classify_mail(raw: bytes, watchlist: Watchlist, received: datetime, *, in_sent: bool = False) -> Verdict:
    """Judge one whole mail. `received` is its aware INTERNALDATE; at most 256 kB are read.

    Without interviews it is judged by itself, as addressed to the user. Never raises: what cannot be read is
    `unreadable`, and pauses the interviews whose people or mails its bytes name. Its words are fit to be shown.
    """
    try:
        mail = parse_mail(raw)
        if not mail.headers.has(*_MAIL_HEADERS):
            return quarantine_mail(raw, watchlist, "it has no header that makes it a mail")
        in_sent = in_sent and not was_delivered(mail.headers)
        if (cut_verdict := _judge_cut_mail(mail, raw, watchlist)) and not in_sent:
            return cut_verdict
        return strip_control_characters(decide_verdict(mail, watchlist, received, in_sent=in_sent))
    except Exception as error:  # noqa: BLE001 - hostile bytes may break anything, and an ignored answer would be worse
        return quarantine_mail(raw, watchlist, f"it cannot be read ({type(error).__name__})")


def needs_body(header: bytes, watchlist: Watchlist) -> bool:
    """Say from a header block whether the whole mail must be judged.

    It must, unless its header proves that it went to many and shows no relation. `classify_mail` goes by the same.
    """
    try:
        headers, _ = split_header(normalise_newlines(header[:MAX_BYTES]).lstrip(b"\n") + b"\n\n")
        # What was cut off may say whose it is.
        if headers.is_cut or len(header) >= MAX_HEADER_BYTES:
            return True
        kind, params = content_type(headers)
        read = ReadMail(
            ParsedMail(headers, kind, params, (), b""), watchlist, datetime.max.replace(tzinfo=UTC)
        )
        own_keys = {mailbox_key(address) for address in watchlist.own_addresses}
        return mailbox_key(read.author) in own_keys or read.is_body_needed
    except Exception:  # noqa: BLE001 - what cannot be read is judged as a whole
        return True


def _judge_cut_mail(mail: ParsedMail, raw: bytes, watchlist: Watchlist) -> Verdict | None:
    """Judge by its bytes a mail of which a part was cut off: what is absent may be what counts."""
    if mail.headers.is_cut:
        return quarantine_mail(raw, watchlist, "its header is too long to be read as a whole")
    if mail.lacks_parts:
        verdict = quarantine_mail(raw, watchlist, "it has too many parts to be read as a whole")
        return verdict if verdict.interviews else None
    return None
