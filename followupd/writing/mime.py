"""The exact bytes of a mail, the same on every attempt and every Python: built, then read back and compared.

Pure. The one rule: what is read back from the bytes is what was meant, or nothing is returned. Python's own
generator has let recipients slip in and has encoded long ids (RFC 2047), so its word is not taken for it.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, field, replace
from email import message_from_string
from email.header import Header, decode_header, make_header
from email.message import EmailMessage
from email.utils import format_datetime, getaddresses
from typing import TYPE_CHECKING, Any

from followupd.writing.message_id import MailFault, ascii_address

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from email.headerregistry import Address


LINE_LIMIT = 998  # octets without CRLF, RFC 5322 §2.1.1
KEPT_REFERENCES = 10  # the last ones; RFC 5537 §3.4.4 allows to drop from the middle, never the first
# RFC 5322 §3.6.4 as it is seen: anything printable between angle brackets.
_ID = re.compile(r"<[!-;=?-~]{1,900}>")
# RFC 5321 §4.1.2 without quoted local parts and address literals, domain in A-labels.
_ADDRESS = re.compile(r"[^\s@<>()\[\],;:\\\"]{1,64}@[A-Za-z0-9.-]{1,253}")
_IDS = ("Message-ID", "In-Reply-To", "References")
_ALLOWED = {
    *(name.lower() for name in _IDS),
    "from", "to", "subject", "date", "mime-version", "content-type", "content-transfer-encoding",
    "x-followupd-id", "auto-submitted",
}  # fmt: skip
_FORBIDDEN = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Text:
    """What is said: one line of subject, and a body of Markdown-ish paragraphs that ends with a line feed."""

    subject: str
    body: str

    def replying(self, subject: str) -> Text:
        """Return the same body under `Re:` and the subject of the thread it continues."""
        bare = re.sub(r"^(?:re:\s*)+", "", subject, flags=re.IGNORECASE)
        return replace(self, subject=f"Re: {bare}")


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that goes along: its name, its media type (application/pdf), its bytes."""

    # As JSON, its bytes are base64.
    __pydantic_config__ = {"ser_json_bytes": "base64", "val_json_bytes": "base64"}  # noqa: RUF012 - as pydantic wants it

    name: str
    type: str
    data: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class _Meant:
    """What the bytes must say when they are read back."""

    sender: Address
    recipient: Address
    text: Text
    ids: dict[str, str]
    utf8: bool


def mail(
    text: Text,
    *,
    sender_name: str,
    sender: str,
    recipient_name: str,
    recipient: str,
    date: datetime,
    message_id: str,
    token: str,
    in_reply_to: str | None = None,
    references: Sequence[str] = (),
    html: bool = False,
    attachments: Sequence[Attachment] = (),
    automatic: bool = False,
) -> bytes:
    """Return a mail to one person: CRLF line ends, not dot-stuffed, ready to be frozen. `date` is aware.

    `references` is the thread before `in_reply_to`, oldest first. `automatic` is for mails to oneself only: filters
    drop what says it. Raises MailFault.
    """
    from email.policy import SMTP

    meant = _Meant(
        _person(sender_name, sender),
        _person(recipient_name, recipient),
        text,
        _thread(message_id, in_reply_to, references),
        utf8=not all(one.rpartition("@")[0].isascii() for one in (sender, recipient)),  # RFC 6531, if need be
    )
    made = _headers(date, token, automatic=automatic)
    _fill(made, text, html=html, attachments=attachments)
    _bound(made, message_id)
    data = _head(meant).encode() + made.as_bytes(policy=SMTP)
    _compare(data, meant)
    return data


def notice(
    text: Text,
    *,
    sender: str,
    recipient_name: str,
    recipient: str,
    date: datetime,
    message_id: str,
    token: str,
    in_reply_to: str | None = None,
    references: Sequence[str] = (),
    attachments: Sequence[Attachment] = (),
) -> bytes:
    """Return a mail to the candidate themself, from followupd by their own address; marked as automatic."""
    return mail(
        text, sender_name="followupd", sender=sender, recipient_name=recipient_name, recipient=recipient,
        date=date, message_id=message_id, token=token, in_reply_to=in_reply_to, references=references,
        attachments=attachments, automatic=True,
    )  # fmt: skip


def _plain(text: str, what: str) -> str:
    """Return one line that a mail program cannot take for more than it is."""
    if _FORBIDDEN.search(text):
        raise MailFault(f"{what} {text!r} holds a line break or control character; keep it on one line")
    if "=?" in text:  # RFC 2047 §2: "=?utf-8?q?a@b.c=2C?=" is another recipient once it is decoded
        raise MailFault(f"{what} {text!r} holds '=?', which mail programs decode; write the words themselves")
    return " ".join(text.split())


def _person(name: str, address: str) -> Address:
    from email.headerregistry import Address  # with the grammar of every header

    plain = ascii_address(_plain(address, "the address"))
    if not _ADDRESS.fullmatch(plain):
        raise MailFault(f"{address!r} is no e-mail address; it looks like name@company.example")
    local, _, domain = plain.rpartition("@")
    # Given apart, so that nothing is parsed; `addr_spec=` would refuse a local part that RFC 6531 allows.
    return Address(_plain(name, "the name"), username=local, domain=domain)


def _thread(message_id: str, in_reply_to: str | None, references: Sequence[str]) -> dict[str, str]:
    """Return the id headers' values, ids parted by single spaces."""
    chain = list(dict.fromkeys([*references, *([in_reply_to] if in_reply_to else [])]))
    for one in (message_id, *chain):
        if not _ID.fullmatch(one):
            raise MailFault(f"{one!r} is no Message-ID; it looks like <letters@domain>")
    if len(chain) > KEPT_REFERENCES + 1:
        chain = [chain[0], *chain[-KEPT_REFERENCES:]]
    parent = in_reply_to or (chain[-1] if chain else "")
    return {"Message-ID": message_id} | (
        {"In-Reply-To": parent, "References": " ".join(chain)} if chain else {}
    )


def _headers(date: datetime, token: str, *, automatic: bool) -> EmailMessage:
    if date.tzinfo is None:
        raise MailFault("the date has no zone; give an aware datetime")
    made = EmailMessage()
    made["Date"] = format_datetime(date)
    made["X-Followupd-Id"] = _plain(token, "the token")
    if automatic:
        made["Auto-Submitted"] = "auto-generated"  # RFC 3834 §5
    return made


def _head(meant: _Meant) -> str:
    """Write the headers that Python's generator cannot be trusted with.

    Seen in practice (3.11 to 3.13): refolding loses the quotes of a long name, so that "Ruiz, Ana" becomes two
    recipients; and long ids become encoded words, so that no reply finds its thread.
    """
    lines = {name: ids.replace(" ", "\r\n ") for name, ids in meant.ids.items()}
    lines["From"] = _mailbox(meant.sender, "From", utf8=meant.utf8)
    lines["To"] = _mailbox(meant.recipient, "To", utf8=meant.utf8)
    subject = _plain(meant.text.subject, "the subject")
    lines["Subject"] = subject if meant.utf8 else _encoded(subject, "Subject")
    return "".join(f"{name}: {value}\r\n" for name, value in lines.items())


def _mailbox(person: Address, header: str, *, utf8: bool) -> str:
    if utf8 or person.display_name.isascii():
        return str(person)  # an Address quotes what RFC 5322 §3.2.4 wants quoted
    return f"{_encoded(person.display_name, header)}\r\n <{person.addr_spec}>"


def _encoded(text: str, header: str) -> str:
    """Return the text as RFC 2047 words, lines folded, if it is not ASCII."""
    return text if text.isascii() else Header(text, "utf-8", header_name=header).encode(linesep="\r\n")


def _fill(made: EmailMessage, text: Text, *, html: bool, attachments: Sequence[Attachment]) -> None:
    # Quoted-printable also of ASCII: no server on the way rewraps a line (RFC 2045 §6.7).
    made.set_content(text.body, charset="utf-8", cte="quoted-printable")
    if html:
        made.add_alternative(_html(text.body), subtype="html", charset="utf-8", cte="quoted-printable")
    for one in attachments:
        main, _, sub = one.type.partition("/")
        made.add_attachment(one.data, maintype=main, subtype=sub, filename=_plain(one.name, "the file name"))


def _html(body: str) -> str:
    """Return the body as HTML: raw HTML escaped, no images, so nothing is loaded and nobody is watched."""
    from markdown_it import MarkdownIt

    reader = MarkdownIt("commonmark", {"html": False, "breaks": True}).disable("image")
    return f'<!DOCTYPE html>\n<html><head><meta charset="utf-8"></head><body>\n{reader.render(body)}</body></html>\n'


def _bound(made: EmailMessage, message_id: str) -> None:
    """Derive the boundaries from the id; "=_" cannot occur in quoted-printable text (RFC 2045 §6.7)."""
    mark = hashlib.sha256(message_id.encode()).hexdigest()[:24]
    for number, part in enumerate(made.walk()):
        if part.get_content_maintype() == "multipart":
            part.set_boundary(f"=_{mark}_{number}")
        if part is not made:
            del part["MIME-Version"]  # RFC 2045 §4: top level only


def _compare(data: bytes, meant: _Meant) -> None:
    """Read the bytes as two different mail programs would. Raises MailFault at the first difference."""
    from email.policy import compat32, default

    _lines(data, utf8=meant.utf8)
    source = data.decode("utf-8")
    raw = message_from_string(source, policy=compat32)
    names = [name.lower() for name in raw.keys()]  # noqa: SIM118 - a message's iterator skips nothing, but says nothing
    _same("header names", len(set(names)), len(names))
    _same("header names", set(names) - _ALLOWED, set())
    for name in _IDS:
        _same(name, " ".join(str(raw.get(name, "")).split()), meant.ids.get(name, ""))
    read = message_from_string(source, policy=default)
    for name, person in (("From", meant.sender), ("To", meant.recipient)):
        found = [(_decoded(shown), spec) for shown, spec in getaddresses([str(raw[name])])]
        _same(name, found, [(person.display_name, person.addr_spec)])
        _same(name, [one.addr_spec for one in read[name].addresses], [person.addr_spec])
    _same("Subject", _decoded(str(raw["Subject"])), " ".join(meant.text.subject.split()))
    part: Any = read.get_body(("plain",)) if isinstance(read, EmailMessage) else None
    _same("text", part.get_content().replace("\r\n", "\n") if part else "", meant.text.body)


def _decoded(raw: str) -> str:
    # Not the newer parser: it puts a space between the encoded words of one name, against RFC 2047 §6.2.
    return str(make_header(decode_header(raw))).replace("\r\n", "")


def _lines(data: bytes, *, utf8: bool) -> None:
    if re.search(rb"(?<!\r)\n|\r(?!\n)", data):  # RFC 5321 §2.3.8; a lone one smuggles a second mail
        raise MailFault("the mail would hold a bare line end; take control characters out of it")
    if any(len(line) > LINE_LIMIT for line in data.split(b"\r\n")):
        raise MailFault(
            f"the mail would hold a line of more than {LINE_LIMIT} octets; shorten names and subject"
        )
    if not utf8 and not data.isascii():
        raise MailFault(
            "the mail would hold letters outside ASCII in its raw form; check names and addresses"
        )


def _same(part: str, found: object, meant: object) -> None:
    if found != meant:
        raise MailFault(
            f"{part} would be read as {found!r} instead of {meant!r}; change the text or the name"
        )
