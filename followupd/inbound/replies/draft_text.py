"""Reads a draft after a mail program has saved it: recipients, subject, text, and attached files. Pure.

Programs change the form: Thunderbird and Apple Mail break lines softly (RFC 3676). Gmail and Outlook write HTML beside
a plain text with hard line breaks. So only the words are compared.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from followupd.inbound.parsing.addresses import find_addresses
from followupd.inbound.parsing.message import parse_mail

if TYPE_CHECKING:
    from followupd.inbound.parsing.message import MimePart, ParsedMail

_UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}", re.IGNORECASE)
_MARKED_FIELDS = ("message-id", "x-draft-id", "references", "in-reply-to")
_SIGNATURE_LINE = "-- "


@dataclass(frozen=True, slots=True)
class DraftText:
    """The content of a draft."""

    subject: str
    to: tuple[str, ...]  # addresses, lower case
    copies: tuple[str, ...]  # of Cc and Bcc
    text: str  # lines end with a line feed
    file_digests: tuple[str, ...] = ()  # SHA-256 of each file that is attached


@dataclass(frozen=True, slots=True)
class DraftMarks:
    """The identifying fields in the header of a draft."""

    marks: tuple[str, ...]  # every UUID in its ids: one may be of followupd
    message_id: str
    subject: str
    to: tuple[str, ...]


def parse_draft(raw: bytes) -> DraftText:
    """Parse a whole draft. Never raises."""
    mail = parse_mail(raw)
    copies = (*_read_addresses(mail, "cc"), *_read_addresses(mail, "bcc"))
    text = "\n".join(line.rstrip() for line in _choose_text(mail).splitlines()).strip("\n")
    files = (p for p in mail.parts if p.is_attachment or not p.type.startswith("text/"))
    digests = tuple(hashlib.sha256(p.content).hexdigest() for p in files)
    return DraftText(
        " ".join(mail.subject.split()), _read_addresses(mail, "to"), copies, f"{text}\n", digests
    )


def parse_marks(raw_header: bytes) -> DraftMarks:
    """Parse the header of a draft. Never raises."""
    mail = parse_mail(raw_header)
    fields = (value for name in _MARKED_FIELDS for value in mail.headers.get_all(name))
    marks = (mark.lower() for value in fields for mark in _UUID.findall(value))
    return DraftMarks(
        tuple(dict.fromkeys(marks)),
        mail.headers.get_first("message-id").strip(),
        " ".join(mail.subject.split()),
        _read_addresses(mail, "to"),
    )


def _read_addresses(mail: ParsedMail, name: str) -> tuple[str, ...]:
    return tuple(a.lower() for value in mail.headers.get_all(name) for a in find_addresses(value))


def _choose_text(mail: ParsedMail) -> str:
    """Return the text as it was typed, without the line breaks that a program added."""
    plain, html = _find_part(mail, "text/plain"), _find_part(mail, "text/html")
    if plain is None:
        return html.text if html else ""
    if plain.params.get("format", "").lower() == "flowed":
        return unfold_flowed(plain.text, del_space=plain.params.get("delsp", "").lower() == "yes")
    return join_hard_breaks(plain.text, html.text) if html else plain.text


def _find_part(mail: ParsedMail, content_type: str) -> MimePart | None:
    """Return the first part of a type that has text and is no attachment."""
    parts = (p for p in mail.parts if p.type == content_type and not p.is_attachment)
    return next((p for p in parts if p.text.strip()), None)


def join_hard_breaks(plain: str, html: str) -> str:
    """Join those lines of a plain text that are on one line in the HTML beside it."""
    whole_lines = [" ".join(line.split()) for line in html.splitlines()]
    lines: list[str] = []
    for line in plain.splitlines():
        joined_line = " ".join(f"{lines[-1]} {line}".split()) if lines else ""
        is_same_line = bool(lines and lines[-1].strip() and line.strip() and not line.startswith(">"))
        if is_same_line and any(joined_line in whole_line for whole_line in whole_lines):
            lines[-1] = joined_line
        else:
            lines.append(line)
    return "\n".join(lines)


def unfold_flowed(text: str, *, del_space: bool) -> str:
    """Join the lines that a program broke softly (RFC 3676): such a line ends with a space."""
    lines: list[str] = []
    is_open = False
    for line in text.splitlines():
        content = line.removeprefix(" ")  # space-stuffing, §4.4
        if is_open and not content.startswith(">"):
            lines[-1] += content
        else:
            lines.append(content)
        is_open = lines[-1].endswith(" ") and content != _SIGNATURE_LINE and not content.startswith(">")
        if is_open and del_space:
            lines[-1] = lines[-1][:-1]
    return "\n".join(lines)
