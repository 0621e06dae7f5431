"""Prepares the lines of a vCard file for vobject: drops those that are not read, and rewrites what it misreads."""

from __future__ import annotations

import base64
import binascii
import re
from typing import TYPE_CHECKING

from followupd.adapters.system.files import read_file
from followupd.errors import UsageError
from followupd.inbound.parsing.text import text_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

# The properties that are read, each with a head that the parser can match. On any other head it would try forever,
# since its pattern for parameters backtracks exponentially. So no other line reaches it. RFC 6350 §3.3, RFC 2425
# §5.8.2.
_PROPERTY_HEAD = re.compile(
    r"(?:BEGIN|END):VCARD\s*$|(?:[\w-]+\.)?(?:VERSION|FN|N|ORG|TITLE|EMAIL|TEL|ADR|TZ|KIND|X-ABSHOWAS)"
    r'(?:;[A-Za-z0-9-]+(?:=(?:"[^"]*"|[^";:,]*)(?:,(?:"[^"]*"|[^";:,]*))*)?)*:',
    re.IGNORECASE | re.ASCII,
)
_HEAD_LIMIT = 400  # characters
_PROPERTY_LIMIT = 8_000
_PROPERTIES_LIMIT = 3_000
_HEAD = re.compile(r'(?:[^":]|"[^"]*")*:')
_BASE64 = re.compile(r";(?:ENCODING=)?(?:BASE64|B)(?=[;:])", re.IGNORECASE)
_CHARSET = re.compile(r";CHARSET=([\w.-]+)", re.IGNORECASE)
_ONE_VALUE = re.compile(r"(?:[\w-]+\.)?(?:FN|ORG|TITLE)[;:]", re.IGNORECASE)
_PLAIN_COMMA = re.compile(r"(?<!\\),")


def read_bytes(path: Path, limit: int, file_kind: str) -> bytes:
    """Return the bytes of a file. Raises UsageError, which names it."""
    check_size(path, limit, file_kind)
    try:
        return read_file(path, limit)
    except OSError as fault:
        raise UsageError(f"{path}: cannot be read: {fault.strerror}") from fault


def check_size(path: Path, limit: int, file_kind: str) -> None:
    """Raise UsageError if a path is no file, or the file is too big."""
    try:
        size = path.stat().st_size
    except OSError as fault:
        raise UsageError(f"{path}: cannot be read: {fault.strerror}") from fault
    if not path.is_file():
        raise UsageError(f"{path}: is no file")
    if size > limit:
        raise UsageError(
            f"{path}: is {size / 1e6:.0f} MB; {file_kind} may have {limit / 1e6:.0f} MB, make it smaller"
        )


def decode_text(data: bytes) -> str:
    """Return the text of a vCard file in any of the usual charsets."""
    # Outlook writes the code page of the machine, some Nokia phones UTF-16, all others UTF-8.
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", errors="replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")


def select_properties(text: str) -> Iterator[str]:
    """Yield the properties that are read, each on one line, without pictures, notes and broken lines."""
    for property_line in _unfold_lines(text):
        if _PROPERTY_HEAD.match(property_line[:_HEAD_LIMIT]) and len(property_line) <= _PROPERTY_LIMIT:
            yield _escape_commas(_decode_base64(property_line))


def _unfold_lines(text: str) -> Iterator[str]:
    """Yield each property as one line (RFC 6350 §3.2, quoted-printable soft breaks)."""
    rows: list[str] = []
    is_soft_break = False
    for row in re.split(r"\r\n|\n|\r", text):
        if rows and (is_soft_break or row[:1] in {" ", "\t"}):
            rows.append(row if is_soft_break else row[1:])
        else:
            yield "".join(rows)
            rows = [row]
        is_soft_break = row.endswith("=") and "QUOTED-PRINTABLE" in rows[0][:_HEAD_LIMIT].upper()
        if is_soft_break:
            rows[-1] = rows[-1][:-1]
    yield "".join(rows)


def _decode_base64(line: str) -> str:
    """Return a line with its value as text: some telephones write base64."""
    match = _HEAD.match(line)
    if not match or not _BASE64.search(match[0]):
        return line
    try:
        value = base64.b64decode("".join(line[match.end() :].split()), validate=True)
    except (binascii.Error, ValueError):
        return line
    charset = _CHARSET.search(match[0])
    text = text_of(value, charset[1] if charset else "utf-8")
    return _CHARSET.sub("", _BASE64.sub("", match[0])) + " ".join(text.splitlines())


def _escape_commas(line: str) -> str:
    """Escape the commas in a line with one value: "Acme, Inc." is one company, even without the backslash."""
    match = _HEAD.match(line)
    if not match or not _ONE_VALUE.match(line):
        return line
    return match[0] + _PLAIN_COMMA.sub(r"\\,", line[match.end() :])
