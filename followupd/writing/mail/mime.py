"""Makes the exact bytes of a mail, the same on every attempt and every Python: built, then read back and compared.

Pure. Bytes are returned only if they read back as what was meant. Order and form of the headers are those of a common
mail program, and none of them names followupd.
"""

from __future__ import annotations

import hashlib
import re
from base64 import b64encode
from dataclasses import dataclass, field, replace
from email.message import EmailMessage
from email.utils import format_datetime
from typing import TYPE_CHECKING

from followupd.writing.mail.header_text import format_ids, format_mailbox, format_text
from followupd.writing.mail.html_text import render_html, render_illustrated
from followupd.writing.mail.mail_check import ExpectedMail, verify_bytes
from followupd.writing.mail.message_id import MailFault, ascii_address

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from email.headerregistry import Address

    from followupd.writing.notices.inline_picture import InlinePicture

_ENCODED_UNIT = re.compile(r"=[0-9A-F]{2}|From(?= )|.")  # what no soft break may part
CONTENT_LINE_LIMIT = 76  # characters of an encoded line, RFC 2045 §6.7
MAX_REFERENCES = 10  # the last ones; RFC 5537 §3.4.4 allows to drop ids from the middle, never the first
# RFC 5322 §3.6.4 as it is found in practice: anything printable between angle brackets.
_MESSAGE_ID = re.compile(r"<[!-;=?-~]{1,900}>")
# Prefixes of a reply's subject, in the languages whose programs do not write "Re:".
_REPLY_PREFIX = re.compile(
    r"\A(?:(?:re|aw|antw|sv|vs|odp|rif|ynt)\s*(?:\[\d+\])?\s*[:：]\s*)+", re.IGNORECASE
)
# RFC 5321 §4.1.2 without quoted local parts and address literals, domain in A-labels.
_ADDRESS = re.compile(r"[^\s@<>()\[\],;:\\\"]{1,64}@[A-Za-z0-9.-]{1,253}")
_FORBIDDEN_CHARACTERS = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class MailText:
    """The text of a mail: one line of subject, and a body of plain text that ends with a line feed."""

    subject: str
    body: str

    def as_reply(self, subject: str) -> MailText:
        """Return the same body under `Re:` and the subject of the thread."""
        return replace(self, subject=f"Re: {strip_reply_prefix(subject)}")


def strip_reply_prefix(subject: str) -> str:
    """Return a subject without the prefixes that programs write before the subject of a reply."""
    return _REPLY_PREFIX.sub("", subject.strip(), count=1)


@dataclass(frozen=True, slots=True)
class Attachment:
    """An attached file: its name, its media type (application/pdf), its bytes."""

    # As JSON, its bytes are base64.
    __pydantic_config__ = {"ser_json_bytes": "base64", "val_json_bytes": "base64"}  # noqa: RUF012 - as pydantic wants it

    name: str
    type: str
    data: bytes = field(repr=False)


def build_mail(
    text: MailText,
    *,
    sender_name: str,
    sender: str,
    recipient_name: str,
    recipient: str,
    date: datetime,
    message_id: str,
    in_reply_to: str | None = None,
    references: Sequence[str] = (),
    html: bool = False,
    attachments: Sequence[Attachment] = (),
    automatic: bool = False,
    pictures: Sequence[InlinePicture] = (),
) -> bytes:
    """Return a mail to one person: CRLF line ends, not dot-stuffed, with final bytes. `date` is aware.

    `references` is the thread before `in_reply_to`, oldest first. `automatic` is only for mails to the candidate, since
    filters drop mails that are marked so. `pictures` are in an HTML part beside the text. Raises MailFault.
    """
    from email.policy import SMTP

    if date.tzinfo is None:
        raise MailFault("the date has no zone; give an aware datetime")
    expected = ExpectedMail(
        _build_address(sender_name, sender),
        _build_address(recipient_name, recipient),
        text,
        _thread_headers(message_id, in_reply_to, references),
        date,
        attachments,
        utf8=not all(one.rpartition("@")[0].isascii() for one in (sender, recipient)),  # RFC 6531, if need be
        pictures=pictures,
    )
    content = EmailMessage(policy=SMTP.clone(max_line_length=CONTENT_LINE_LIMIT))
    _add_content(content, text, html=html, attachments=attachments, pictures=pictures)
    _set_boundaries(content, message_id)
    _spell_charset(content)
    _order_headers(content)
    data = _format_headers(expected, automatic=automatic).encode() + content.as_bytes()
    verify_bytes(data, expected)
    return data


def build_notice(
    text: MailText,
    *,
    sender: str,
    recipient_name: str,
    recipient: str,
    date: datetime,
    message_id: str,
    in_reply_to: str | None = None,
    references: Sequence[str] = (),
    attachments: Sequence[Attachment] = (),
    pictures: Sequence[InlinePicture] = (),
) -> bytes:
    """Return a mail to the candidate, from followupd with the candidate's own address; it is marked as automatic."""
    return build_mail(
        text, sender_name="followupd", sender=sender, recipient_name=recipient_name, recipient=recipient,
        date=date, message_id=message_id, in_reply_to=in_reply_to, references=references,
        attachments=attachments, automatic=True, pictures=pictures,
    )  # fmt: skip


def _check_line(text: str, part: str) -> str:
    """Return one line that a mail program cannot read as anything else. Raises MailFault."""
    if _FORBIDDEN_CHARACTERS.search(text):
        raise MailFault(f"{part} {text!r} holds a line break or control character; keep it on one line")
    if "=?" in text:  # RFC 2047 §2: "=?utf-8?q?a@b.c=2C?=" is another recipient after it is decoded
        raise MailFault(f"{part} {text!r} holds '=?', which mail programs decode; write the words themselves")
    return " ".join(text.split())


def _build_address(name: str, address: str) -> Address:
    from email.headerregistry import Address  # with the grammar of every header

    ascii_form = ascii_address(_check_line(address, "the address"))
    if not _ADDRESS.fullmatch(ascii_form):
        raise MailFault(f"{address!r} is no e-mail address; it looks like name@company.example")
    local, _, domain = ascii_form.rpartition("@")
    # Given as two parts, so that nothing is parsed. `addr_spec=` would refuse a local part that RFC 6531 allows.
    return Address(_check_line(name, "the name"), username=local, domain=domain)


def _thread_headers(message_id: str, in_reply_to: str | None, references: Sequence[str]) -> dict[str, str]:
    """Return the values of the id headers, with single spaces between ids."""
    chain = list(dict.fromkeys([*references, *([in_reply_to] if in_reply_to else [])]))
    for one in (message_id, *chain):
        if not _MESSAGE_ID.fullmatch(one):
            raise MailFault(f"{one!r} is no Message-ID; it looks like <letters@domain>")
    if len(chain) > MAX_REFERENCES + 1:
        chain = [chain[0], *chain[-MAX_REFERENCES:]]
    parent = in_reply_to or (chain[-1] if chain else "")
    return {"Message-ID": message_id} | (
        {"In-Reply-To": parent, "References": " ".join(chain)} if chain else {}
    )


def _format_headers(expected: ExpectedMail, *, automatic: bool) -> str:
    """Write the headers above those of the content, in the order of Thunderbird."""
    utf8, ids = expected.utf8, expected.ids
    lines = [
        format_ids("Message-ID", ids["Message-ID"]),
        f"Date: {format_datetime(expected.date)}\r\n",
        "MIME-Version: 1.0\r\n",
        format_mailbox("To", expected.recipient, utf8=utf8),
        format_text("Subject", _check_line(expected.text.subject, "the subject"), utf8=utf8),
        *([format_ids("References", ids["References"])] if "References" in ids else []),
        format_mailbox("From", expected.sender, utf8=utf8),
        *([format_ids("In-Reply-To", ids["In-Reply-To"])] if "In-Reply-To" in ids else []),
        *(["Auto-Submitted: auto-generated\r\n"] if automatic else []),  # RFC 3834 §5
    ]
    return "".join(lines)


def _add_content(
    message: EmailMessage,
    text: MailText,
    *,
    html: bool,
    attachments: Sequence[Attachment],
    pictures: Sequence[InlinePicture],
) -> None:
    # Quoted-printable also for ASCII, so that no server on the way rewraps a line (RFC 2045 §6.7).
    message.set_content(text.body, charset="utf-8", cte="quoted-printable")
    if html or pictures:
        page = render_illustrated(text.body, pictures) if pictures else render_html(text.body)
        message.add_alternative(page, subtype="html", charset="utf-8", cte="quoted-printable")
    for part in message.walk():
        if part.get_content_maintype() == "text":
            _protect_from_lines(part)
    if pictures:
        _add_pictures(message, pictures)
    for one in attachments:
        main, _, sub = one.type.partition("/")
        file_name = _check_line(one.name, "the file name")
        parameters = {"charset": "UTF-8", "method": "PUBLISH"} if one.type == "text/calendar" else {}
        message.add_attachment(
            one.data, maintype=main, subtype=sub, filename=file_name, params={**parameters, "name": file_name}
        )


def _add_pictures(message: EmailMessage, pictures: Sequence[InlinePicture]) -> None:
    """Add the pictures to the HTML part, as one multipart/related with it (RFC 2387)."""
    page = message.get_body(("html",))
    if not isinstance(page, EmailMessage):
        raise MailFault("the mail has no HTML part for its pictures")
    for one in pictures:
        name = f"{one.paragraph}.png"
        page.add_related(
            one.data, "image", "png", cid=f"<{one.content_id}>", disposition="inline", filename=name
        )


def _protect_from_lines(part: EmailMessage) -> None:
    """Encode the F of a line that begins with "From ". A mailbox file would read it as the next mail (RFC 2049 §3)."""
    payload = str(part.get_payload())
    if re.search(r"^From ", payload, re.MULTILINE):
        whole_lines = payload.replace("=\n", "").split("\n")
        part.set_payload("\n".join(map(_break_line, whole_lines)))


def _break_line(line: str) -> str:
    """Return an encoded line with soft breaks. The lines are full, so that nobody sees where an F was encoded."""
    pieces = [""]
    for unit in _ENCODED_UNIT.findall(line):
        if len(pieces[-1]) + len(unit) >= CONTENT_LINE_LIMIT:
            pieces.append("")
        pieces[-1] += "=46rom" if unit == "From" and not pieces[-1] else unit
    return "=\n".join(pieces)


def _set_boundaries(message: EmailMessage, message_id: str) -> None:
    """Make the boundaries from the id, so that they are the same on every attempt."""
    digest = hashlib.sha256(message_id.encode()).digest()
    for number, part in enumerate(message.walk()):
        if part.get_content_maintype() == "multipart":
            letters = b64encode(hashlib.sha256(digest + bytes([number])).digest(), b"xX").decode()[:24]
            part.set_boundary(f"------------{letters}")
        del part["MIME-Version"]  # it is among the headers above, RFC 2045 §4


def _spell_charset(message: EmailMessage) -> None:
    """Write the charset as mail programs do: UTF-8, without quotes."""
    for part in message.walk():
        if part.get_content_type() in ("text/plain", "text/html") and not part.is_attachment():
            part.replace_header("Content-Type", f"{part.get_content_type()}; charset=UTF-8")


def _order_headers(message: EmailMessage) -> None:
    """Put the headers of an attachment in the order of mail programs: type, name, encoding."""
    for part in message.iter_attachments() if message.is_multipart() else ():
        for name in ("Content-Disposition", "Content-Transfer-Encoding"):
            value = str(part[name])
            del part[name]
            part[name] = value
