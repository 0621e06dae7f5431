"""The lines of a vCard file, each made fit for vobject: what is not read is left out, what it misreads is written plainly."""

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

# The properties that are read, each with a head that the parser is sure to match: on any other it tries forever
# (its pattern for parameters backtracks exponentially), so no other reaches it. RFC 6350 §3.3, RFC 2425 §5.8.2.
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
    """Return what is in a file. Raises UsageError: a sentence that names it."""
    check_size(path, limit, file_kind)
    try:
        return read_file(path, limit)
    except OSError as fault:
        raise UsageError(f"{path}: cannot be read: {fault.strerror}") from fault


def check_size(path: Path, limit: int, file_kind: str) -> None:
    """Raise UsageError where a file is none, or is too big."""
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
    """Return the text of a vCard file, in whichever charset it is."""
    # Outlook writes the code page of the machine, some Nokias UTF-16, all others UTF-8.
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", errors="replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")


def select_properties(text: str) -> Iterator[str]:
    """Yield the properties that are read, one a line; pictures, notes and broken lines are left out."""
    for property_line in _unfold_lines(text):
        if _PROPERTY_HEAD.match(property_line[:_HEAD_LIMIT]) and len(property_line) <= _PROPERTY_LIMIT:
            yield _escape_commas(_decode_base64(property_line))


def _unfold_lines(text: str) -> Iterator[str]:
    """Yield each property with the lines it was folded into (RFC 6350 §3.2, quoted-printable soft breaks)."""
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
    """Return a line with its value as text, where some telephones write base64."""
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
    """Return a line whose commas belong to its one value: "Acme, Inc." is one company, whoever forgot the backslash."""
    match = _HEAD.match(line)
    if not match or not _ONE_VALUE.match(line):
        return line
    return match[0] + _PLAIN_COMMA.sub(r"\\,", line[match.end() :])
