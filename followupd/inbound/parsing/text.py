"""Bytes to text, forgivingly: transfer encodings, charsets, encoded words. Nothing here raises."""

from __future__ import annotations

import binascii
import re
import unicodedata

_WORD = re.compile(r"=\?([^?\s]{1,60})\?([bBqQ])\?([^?]*)\?=")
_GAP = re.compile(r"(\?=)\s+(?==\?)")
_NOT_BASE64 = re.compile(rb"[^A-Za-z0-9+/]+")
_CHARSET = re.compile(r"[A-Za-z0-9][\w.:+-]{0,39}")
# Codecs that are slow on hostile input, or that are no charsets of mail at all.
_REFUSED = frozenset(
    {"idna", "punycode", "unicode_escape", "raw_unicode_escape", "unicode-escape", "undefined", "oem"}
)
_MARKS = re.compile("[\u0300-\u036f]")
_LETTERS = str.maketrans(
    {
        "ł": "l",
        "ø": "o",
        "æ": "ae",
        "œ": "oe",
        "đ": "d",
        "ı": "i",
        "’": "'",
        "‘": "'",
        "´": "'",
        "\u00a0": " ",
    }
)


def unwrapped(raw: bytes) -> bytes:
    r"""Return the bytes with every line end as `\n`, CR-only files included."""
    return raw.replace(b"\r\n", b"\n").replace(b"\r", b"\n")


def bytes_of(body: bytes, encoding: str) -> bytes:
    """Undo a Content-Transfer-Encoding; what is broken is decoded as far as it goes."""
    match encoding.partition(";")[0].strip().lower():
        case "base64":
            return _base64(body)
        case "quoted-printable":
            return binascii.a2b_qp(body)
    return body


def _base64(body: bytes) -> bytes:
    kept = _NOT_BASE64.sub(b"", body.partition(b"=\n\n")[0])
    kept = kept[: len(kept) - (len(kept) % 4 == 1)]
    try:
        return binascii.a2b_base64(kept + b"=" * (-len(kept) % 4))
    except binascii.Error:
        return body


def text_of(data: bytes, charset: str) -> str:
    """Decode bytes; an unknown charset or broken bytes fall back to UTF-8, then to Windows-1252 (WHATWG)."""
    if data.isascii() and charset == "utf-8":
        return data.decode("ascii")
    name = charset.strip().strip("'\"").lower()
    if name in {"us-ascii", "ascii", ""} or name in _REFUSED or not _CHARSET.fullmatch(name):
        name = "utf-8"
    for attempt in (name, "utf-8"):
        try:
            return data.decode(attempt)
        except (LookupError, ValueError):
            continue
    return data.decode("cp1252", "replace")


def words(value: str) -> str:
    """Decode the encoded words of a header value (RFC 2047) into one line of text."""
    if "=?" not in value:
        return " ".join(value.split())
    joined = _GAP.sub(r"\1", value)
    out: list[str] = []
    held: tuple[str, bytes] = ("", b"")
    end = 0
    for match in _WORD.finditer(joined):
        charset = match[1].partition("*")[0].lower()
        if match.start() > end or charset != held[0]:
            out.append(text_of(held[1], held[0]) if held[1] else "")
            out.append(joined[end : match.start()])
            held = (charset, b"")
        # Seen in practice: a character split over two words, so neighbours are decoded together.
        held = (charset, held[1] + _word(match[2], match[3]))
        end = match.end()
    out.append(text_of(held[1], held[0]) if held[1] else "")
    out.append(joined[end:])
    return " ".join("".join(out).split())


def _word(encoding: str, text: str) -> bytes:
    data = text.encode("utf-8", "surrogatepass")
    return _base64(data) if encoding in "bB" else binascii.a2b_qp(data, header=True)


def folded(text: str) -> str:
    """Return text for comparing with phrases: lower case, without accents, curly quotes straight."""
    if text.isascii():
        return text.lower()
    bare = _MARKS.sub("", unicodedata.normalize("NFKD", text))
    return unicodedata.normalize("NFC", bare).casefold().translate(_LETTERS)
