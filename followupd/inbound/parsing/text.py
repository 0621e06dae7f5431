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


# `[^<>]*` cannot run past the next tag, so the scan stays linear on unclosed ones.
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]{0,20})([^<>]*)>")
_BLANKS = re.compile(r"\s+")
_ENDLESS = re.compile(r"&#[xX]?[0-9a-fA-F]{9,};?")
_HIDDEN = frozenset({"style", "script", "head", "title", "noscript", "template"})
_BREAKS = frozenset(
    {"br", "p", "div", "tr", "li", "table", "hr", "ul", "ol", "blockquote", "h1", "h2", "h3", "h4"}
)
# Seen in practice: what Outlook on the web and on phones puts above the quoted mail.
_QUOTED_BELOW = re.compile(r"""(?:divRplyFwdMsg|appendonsend|OLK_SRC_BODY_SECTION|yahoo_quoted|replySplit)""")
RULE = "________________________________"


def plain(text: str) -> str:
    """Return HTML as text lines: hidden elements dropped, entities decoded, quotations marked. Never raises."""
    out: list[str] = []
    hidden, depth, end = "", 0, 0
    for tag in _TAG.finditer(_without_comments(text)):
        if not hidden:
            out.append(_inline(tag.string[end : tag.start()]))
        end = tag.end()
        closing, name = bool(tag[1]), tag[2].lower()
        hidden = _hidden_after(hidden, name, closing=closing)
        if name == "blockquote":
            depth = max(0, depth + (-1 if closing else 1))
        if name in _BREAKS:
            out.append("\n" + "> " * min(depth, 5))
        if _QUOTED_BELOW.search(tag[3]):
            out.append("\n" + RULE + "\n")
    if not hidden:
        out.append(_inline(_without_comments(text)[end:]))
    return _tidy("".join(out))


def _hidden_after(hidden: str, name: str, *, closing: bool) -> str:
    if hidden:
        return "" if closing and name == hidden else hidden
    return name if name in _HIDDEN and not closing else ""


def _without_comments(text: str) -> str:
    out, start = [], 0
    while (begin := text.find("<!--", start)) >= 0:
        out.append(text[start:begin])
        stop = text.find("-->", begin)
        if stop < 0:
            return "".join(out)
        start = stop + 3
    return "".join([*out, text[start:]])


def _inline(text: str) -> str:
    from html import unescape  # with the names of two thousand characters

    # The blanks at the ends stay: they part the words before and after an inline element.
    flat = _BLANKS.sub(" ", text)
    # Python refuses to read a number of thousands of digits; no character has so many.
    return unescape(_ENDLESS.sub("\ufffd", flat))


def _tidy(text: str) -> str:
    lines = [line.strip() for line in text.split("\n")]
    kept = [line for i, line in enumerate(lines) if line or (i and lines[i - 1])]
    return "\n".join(kept).strip()
