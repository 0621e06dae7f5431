"""The classifier: judges one mail and returns one verdict, whatever its bytes are."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from followupd.inbound.decision import decide_verdict
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
from followupd.inbound.senders.own_mail import was_delivered
from followupd.inbound.verdict import strip_control_characters

if TYPE_CHECKING:
    from followupd.inbound.matching.watchlist import Watchlist
    from followupd.inbound.verdict import Verdict

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

    Without interviews the mail is judged by itself, as addressed to the user. Never raises: a mail that cannot be
    parsed gets the kind `unreadable`, and pauses the interviews whose people or mails its bytes name. The texts in the
    verdict have no control characters, so that they can be shown.
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
    """Return, from a header block, whether the whole mail must be judged.

    It must, unless its header proves that it was sent to many and shows no relation. `classify_mail` uses the same
    rule.
    """
    try:
        headers, _ = split_header(normalise_newlines(header[:MAX_BYTES]).lstrip(b"\n") + b"\n\n")
        # The part that was cut off may name the sender.
        if headers.is_cut or len(header) >= MAX_HEADER_BYTES:
            return True
        kind, params = content_type(headers)
        read = ReadMail(
            ParsedMail(headers, kind, params, (), b""), watchlist, datetime.max.replace(tzinfo=UTC)
        )
        own_keys = {mailbox_key(address) for address in watchlist.own_addresses}
        return mailbox_key(read.author) in own_keys or read.is_body_needed
    except Exception:  # noqa: BLE001 - a header that cannot be parsed: the whole mail is judged
        return True


def _judge_cut_mail(mail: ParsedMail, raw: bytes, watchlist: Watchlist) -> Verdict | None:
    """Judge a mail of which a part was cut off, by its bytes: the missing part may be the one that matters."""
    if mail.headers.is_cut:
        return quarantine_mail(raw, watchlist, "its header is too long to be read as a whole")
    if mail.lacks_parts:
        verdict = quarantine_mail(raw, watchlist, "it has too many parts to be read as a whole")
        return verdict if verdict.interviews else None
    return None
