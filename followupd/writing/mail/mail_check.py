"""Checks a mail's bytes: two different readers parse them, and the result must be what was meant. Pure."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from email import message_from_string
from email.header import decode_header, make_header
from email.message import EmailMessage
from email.utils import format_datetime, getaddresses
from typing import TYPE_CHECKING, Any

from followupd.writing.mail.message_id import MailFault

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from email.headerregistry import Address
    from email.message import Message

    from followupd.writing.mail.mime import Attachment, MailText
    from followupd.writing.notices.inline_picture import InlinePicture

LINE_LIMIT = 998  # octets without CRLF, RFC 5322 §2.1.1
_ID_HEADERS = ("Message-ID", "In-Reply-To", "References")
_ALLOWED_HEADERS = {
    *(name.lower() for name in _ID_HEADERS),
    "from", "to", "subject", "date", "mime-version", "content-type", "content-transfer-encoding",
    "auto-submitted",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class ExpectedMail:
    """What the bytes must contain when they are read back."""

    sender: Address
    recipient: Address
    text: MailText
    ids: dict[str, str]
    date: datetime
    attachments: Sequence[Attachment]
    utf8: bool
    pictures: Sequence[InlinePicture] = ()


def verify_bytes(data: bytes, expected: ExpectedMail) -> None:
    """Read the bytes as two different mail programs would. Raises MailFault at the first difference."""
    from email.policy import compat32, default

    _verify_lines(data, utf8=expected.utf8)
    source = data.decode("utf-8")
    raw = message_from_string(source, policy=compat32)
    names = [name.lower() for name in raw.keys()]  # noqa: SIM118 - a message's iterator skips nothing, but says nothing
    _verify_same("header names", len(set(names)), len(names))
    _verify_same("header names", set(names) - _ALLOWED_HEADERS, set())
    for name in _ID_HEADERS:
        _verify_same(name, " ".join(str(raw.get(name, "")).split()), expected.ids.get(name, ""))
    _verify_same("Date", str(raw["Date"]), format_datetime(expected.date))
    parsed_mail = message_from_string(source, policy=default)
    for name, person in (("From", expected.sender), ("To", expected.recipient)):
        actual = [
            (_decode_words(display_name), spec) for display_name, spec in getaddresses([str(raw[name])])
        ]
        _verify_same(name, actual, [(person.display_name, person.addr_spec)])
        _verify_same(name, [one.addr_spec for one in parsed_mail[name].addresses], [person.addr_spec])
    _verify_same("Subject", _decode_words(str(raw["Subject"])), " ".join(expected.text.subject.split()))
    part: Any = parsed_mail.get_body(("plain",)) if isinstance(parsed_mail, EmailMessage) else None
    _verify_same("text", part.get_content().replace("\r\n", "\n") if part else "", expected.text.body)
    files = [(one.name, hashlib.sha256(one.data).hexdigest()) for one in expected.attachments]
    _verify_same("the files with it", list_attached_files(parsed_mail), files)
    pictures = [(f"<{one.content_id}>", one.digest) for one in expected.pictures]
    _verify_same("the pictures in it", _list_pictures(parsed_mail), pictures)


def list_attached_files(mail: Message) -> list[tuple[str, str]]:
    """Return name and SHA-256 of each attachment of a mail."""
    parts = (part for part in mail.walk() if part.get_content_disposition() == "attachment")
    return [
        (str(part.get_filename()), hashlib.sha256(bytes(part.get_payload(decode=True) or b"")).hexdigest())
        for part in parts
    ]


def _list_pictures(mail: Message) -> list[tuple[str, str]]:
    """Return Content-ID and SHA-256 of each picture within the text."""
    parts = (part for part in mail.walk() if part.get_content_disposition() == "inline")
    return [
        (str(part["Content-ID"]), hashlib.sha256(bytes(part.get_payload(decode=True) or b"")).hexdigest())
        for part in parts
    ]


def _decode_words(raw: str) -> str:
    # Not the newer parser: it inserts a space between the encoded words of one name, against RFC 2047 §6.2.
    return str(make_header(decode_header(raw))).replace("\r\n", "")


def _verify_lines(data: bytes, *, utf8: bool) -> None:
    if re.search(rb"(?<!\r)\n|\r(?!\n)", data):  # RFC 5321 §2.3.8. A lone line end could hide a second mail.
        raise MailFault("the mail would hold a bare line end; take control characters out of it")
    if any(len(line) > LINE_LIMIT for line in data.split(b"\r\n")):
        raise MailFault(
            f"the mail would hold a line of more than {LINE_LIMIT} octets; shorten names and subject"
        )
    if not utf8 and not data.isascii():
        raise MailFault(
            "the mail would hold letters outside ASCII in its raw form; check names and addresses"
        )


def _verify_same(part: str, actual: object, expected: object) -> None:
    if actual != expected:
        raise MailFault(
            f"{part} would be read as {actual!r} instead of {expected!r}; change the text or the name"
        )
