"""Parses a mail without trusting it: every step is bounded, linear in the bytes, and never raises.

The standard library's MIME parser compares every line with all enclosing boundaries, and recurses as deep as the mail
demands. So the mail is split here. Headers stay in their raw form, and are decoded only to be shown.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from followupd.config.lazy_value import LazyValue
from followupd.inbound.parsing.text import bytes_of, decode_words, html_to_text, normalise_newlines, text_of

MAX_BYTES = 262_144
MAX_HEADER_BYTES = 65_536  # that are fetched if only the header block is read
MAX_PARTS = 100
MAX_DEPTH = 10
MAX_HEADERS = 200
MAX_VALUE = 16_384
MAX_RECIPIENTS = 65_536  # characters of a list of recipients: about 1,500 addresses
MAX_LINES = MAX_HEADERS * 50  # of a header block
MAX_PLAIN_BLOCK = 16_000  # bytes of a block in which no field can be too long

_FIELD = re.compile(r"([!-9;-~]{1,80})[ \t]*:(.*)", re.DOTALL)
# A field and its continuation lines, none of which is blank.
_PLAIN_FIELDS = re.compile(r"^([!-9;-~]{1,80}[ \t]*):(.*(?:\n[ \t]+[!-~].*)*)\n", re.MULTILINE)
_MACHINE_FIELD = re.compile(
    r"(?:x-(?!followupd|original|forwarded|failed)|arc-|dkim-|received)", re.IGNORECASE
)
_RECIPIENTS_FIELD = re.compile(r"(?:resent-)?(?:to|cc|bcc)[ \t]*:", re.IGNORECASE)
_PARAM = re.compile(r';\s*([\w!#$%&+.^`|~-]{1,60})(?:\*\d{0,3}\*?)?\s*=\s*("(?:[^"\\]|\\.)*"|[^;\s]*)')
_LIKELY_BOUNDARY = re.compile(rb"^--(\S[^\n]{0,198})\n(?=[Cc]ontent-)", re.MULTILINE)
_MIME_TYPE = re.compile(r"[\w.+-]+/[\w.+-]+")
# Seen in practice: a blank line between the boundary and the part's header.
_BLANK_LINES = re.compile(rb"\A(?:[ \t]*\n)+")
_BLANK_FIRST = re.compile(rb"^\n(?=content-(?:type|transfer-encoding|disposition)[ \t]*:)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class MailHeaders:
    """The fields of one header block, in order: lower-case name and unfolded raw value."""

    fields: tuple[tuple[str, str], ...] = ()
    is_cut: bool = False  # the block has more than is held here: a missing field may have been cut off

    def get_first(self, name: str) -> str:
        """Return the raw value of the first such field, or an empty string."""
        for key, value in self.fields:
            if key == name:
                return value
        return ""

    def get_all(self, name: str) -> tuple[str, ...]:
        """Return the raw values of all such fields, topmost first."""
        return tuple(value for key, value in self.fields if key == name)

    def get_decoded(self, name: str) -> str:
        """Return the first such field as it is shown to people: encoded words decoded, on one line."""
        return decode_words(self.get_first(name))

    def has(self, *names: str) -> bool:
        """Return whether any of these fields is present."""
        return not {key for key, _ in self.fields}.isdisjoint(names)


@dataclass(frozen=True)
class MimePart:
    """A leaf of the MIME tree, or an attached mail as a whole. It is decoded once, at its first use."""

    type: str
    params: dict[str, str]
    headers: MailHeaders
    body: bytes

    @LazyValue
    def content(self) -> bytes:
        """Return the bytes with the transfer encoding undone."""
        return bytes_of(self.body, self.headers.get_first("content-transfer-encoding"))

    @LazyValue
    def text(self) -> str:
        """Return the content as text, regardless of its type; HTML becomes lines."""
        text = text_of(self.content, self.params.get("charset", ""))
        return html_to_text(text) if self.type == "text/html" else text

    @property
    def is_attachment(self) -> bool:
        """Return whether the part is a file, and not a text to be read."""
        return self.headers.get_first("content-disposition").strip().lower().startswith("attachment")


@dataclass(frozen=True)
class ParsedMail:
    """One mail: its header block, its type, and its parts in reading order."""

    headers: MailHeaders
    type: str
    params: dict[str, str]
    parts: tuple[MimePart, ...]
    raw: bytes
    lacks_parts: bool = False  # it has more parts than are held here

    @LazyValue
    def text(self) -> str:
        """Return the text of the mail: its plain texts, or its HTML as lines if it has no plain text."""
        leaves = [part for part in self.parts if not part.is_attachment]
        plain_texts = [part.text for part in leaves if part.type == "text/plain"]
        if any(text.strip() for text in plain_texts):
            return "\n".join(plain_texts)
        return "\n".join(part.text for part in leaves if part.type == "text/html")

    @LazyValue
    def all_text(self) -> str:
        """Return all that can be read as text, reports and returned mails included."""
        readable = ("text/", "message/")
        return "\n".join(part.text for part in self.parts if part.type.startswith(readable))

    @LazyValue
    def subject(self) -> str:
        """Return the decoded subject on one line."""
        return self.headers.get_decoded("subject")

    def of_type(self, *types: str) -> tuple[MimePart, ...]:
        """Return the parts of these MIME types."""
        return tuple(part for part in self.parts if part.type in types)

    def is_report_of(self, kind: str) -> bool:
        """Return whether a program sent the mail as a report of that kind (RFC 6522)."""
        report_type = self.params.get("report-type", "").strip().lower()
        return self.type == "multipart/report" and report_type == kind


def parse_mail(raw: bytes) -> ParsedMail:
    """Parse a whole mail from bytes with any line endings. Never raises; what cannot be split stays one text."""
    # Seen in practice: CR-only files, a blank line or an mbox "From " line before the headers.
    data = _BLANK_LINES.sub(b"", normalise_newlines(raw[:MAX_BYTES]))
    headers, body = split_header(data)
    if len(raw) >= MAX_BYTES and not body:
        headers = replace(headers, is_cut=True)
    kind, params = content_type(headers)
    parts: list[MimePart] = []
    has_all_parts = _collect_parts(MimePart(kind, params, headers, body), parts, 0)
    return ParsedMail(headers, kind, params, tuple(parts), data, lacks_parts=not has_all_parts)


def split_header(data: bytes) -> tuple[MailHeaders, bytes]:
    """Split bytes with LF line ends into the header block and the body."""
    return _split_plain_header(data) or _split_any_header(data)


def _split_plain_header(data: bytes) -> tuple[MailHeaders, bytes] | None:
    """Split a block in which each line is a field or continues one, as in most mails; None if there is anything else.

    The result is that of `_split_any_header`, in a third of the time.
    """
    end = data.find(b"\n\n")
    if not 0 < end < MAX_PLAIN_BLOCK:
        return None
    try:
        block = data[: end + 1].decode()
    except UnicodeDecodeError:
        return None
    matches = _PLAIN_FIELDS.findall(block)
    if len(matches) > MAX_HEADERS or not _is_covered(block, matches):
        return None
    fields = tuple((name.rstrip(" \t").lower(), _unfold_value(value)) for name, value in matches)
    return MailHeaders(fields), data[end + 2 :]


def _is_covered(block: str, matches: list[tuple[str, str]]) -> bool:
    """Return whether the matches cover the block: each has a colon and a line end in addition to its two groups."""
    return sum(map(len, map("".join, matches))) + 2 * len(matches) == len(block)


def _unfold_value(value: str) -> str:
    if "\n" not in value:
        return value.strip()
    first, *others = value.split("\n")
    return " ".join((first, *map(str.strip, others))).strip()


def _split_any_header(data: bytes) -> tuple[MailHeaders, bytes]:
    fields: list[str] = []
    lines = data.split(b"\n", MAX_LINES)
    has_more_lines = len(lines) > MAX_LINES
    body_start = 0
    for index, line in enumerate(lines[:-1] if has_more_lines else lines):
        if not line.strip() and not _is_folded_blank(lines, index):
            body_start = index + 1
            has_more_lines = False
            break
        if not _take_line(fields, line, lines[index + 1] if index + 1 < len(lines) else b""):
            body_start = index
            has_more_lines = False
            break
    else:
        body_start = len(lines) - has_more_lines
    body = b"\n".join(lines[body_start:])
    is_cut = has_more_lines or len(fields) > MAX_HEADERS or any(map(_is_cut_field, fields))
    return MailHeaders(tuple(_parse_field(field) for field in fields[:MAX_HEADERS]), is_cut), body


def _is_cut_field(field: str) -> bool:
    """Return whether a field lost its end. Fields that only programs read (X-…, signatures) may lose it."""
    return len(field) >= _field_limit(field) and not _MACHINE_FIELD.match(field)


def _field_limit(field: str) -> int:
    return MAX_RECIPIENTS if _RECIPIENTS_FIELD.match(field) else MAX_VALUE


def _is_folded_blank(lines: list[bytes], index: int) -> bool:
    """Return whether a blank line is within a folded field (RFC 5322 §4.2, obsolete folding)."""
    next_lines = lines[index + 1 : index + 2]
    return (
        bool(lines[index])
        and bool(next_lines)
        and next_lines[0][:1] in (b" ", b"\t")
        and bool(next_lines[0].strip())
    )


def _take_line(fields: list[str], line: bytes, next_line: bytes) -> bool:
    """Add a line to the fields; return whether the header block goes on."""
    text = text_of(line, "utf-8")
    if text[:1] in (" ", "\t") and fields:
        if len(fields[-1]) < _field_limit(fields[-1]):
            fields[-1] += " " + text.strip()
        return True
    if _FIELD.match(text):
        fields.append(text[: _field_limit(text)])
        return True
    # Seen in practice: an mbox line on top, or a stray line among the fields.
    return bool(_FIELD.match(text_of(next_line, "utf-8"))) and not text.startswith("--")


def _parse_field(field: str) -> tuple[str, str]:
    match = _FIELD.match(field)
    return (match[1].lower(), match[2].strip()) if match else ("", "")


def format_header_name(name: str) -> str:
    """Return the lower-case name of a header as it is usually written: "list-id" → "List-Id"."""
    return "-".join(word.capitalize() for word in name.split("-"))


def content_type(headers: MailHeaders) -> tuple[str, dict[str, str]]:
    """Return the lower-case MIME type and the parameters; text/plain if there is none (RFC 2045 §5.2)."""
    value = headers.get_first("content-type")[:4096]
    kind, _, _ = value.partition(";")
    params: dict[str, str] = {}
    for name, text in _PARAM.findall(value):
        params[name.lower()] = params.get(name.lower(), "") + text.strip('"')
    name = kind.strip().lower()
    return (name if _MIME_TYPE.fullmatch(name) else "text/plain"), params


def _collect_parts(entity: MimePart, parts: list[MimePart], depth: int) -> bool:
    """Collect the leaves below one entity; an attached mail is a leaf. Return whether none was left out."""
    if len(parts) >= MAX_PARTS:
        return False
    is_multipart = entity.type.startswith("multipart/")
    pieces = (
        _split_pieces(entity.params.get("boundary", ""), entity.body)
        if is_multipart and depth < MAX_DEPTH
        else []
    )
    if not pieces:
        parts.append(replace(entity, type="text/plain") if is_multipart else entity)
    has_all = len(pieces) <= MAX_PARTS
    for piece in pieces[:MAX_PARTS]:
        headers, body = split_header(_BLANK_FIRST.sub(b"", piece))
        has_all &= _collect_parts(MimePart(*content_type(headers), headers, body), parts, depth + 1)
    return has_all


def _split_pieces(boundary: str, body: bytes) -> list[bytes]:
    """Split a multipart body at its boundary lines (RFC 2046 §5.1.1); each piece has its part headers."""
    if not boundary.strip():
        guess = _LIKELY_BOUNDARY.search(body)  # Seen in practice: a boundary that the header does not name.
        if not guess:
            return []
        boundary = guess[1].decode("latin-1")
    mark = re.escape(boundary.rstrip().encode("utf-8", "surrogateescape"))
    cuts = list(re.finditer(rb"^--" + mark + rb"(--)?[ \t]*$\n?", body, re.MULTILINE))
    pieces = []
    for index, cut in enumerate(cuts[: MAX_PARTS + 1]):
        if cut[1]:
            break
        end = cuts[index + 1].start() if index + 1 < len(cuts) else len(body)
        pieces.append(body[cut.end() : end])
    return pieces
