"""Decodes bytes to text, however broken they are: transfer encodings, charsets, encoded words. Nothing here raises."""

from __future__ import annotations

import binascii
import codecs
import re
import unicodedata
from functools import lru_cache

_ENCODED_WORD = re.compile(r"=\?([^?\s]{1,60})\?([bBqQ])\?([^?]*)\?=")
_WORD_GAP = re.compile(r"(\?=)\s+(?==\?)")
_NOT_BASE64 = re.compile(rb"[^A-Za-z0-9+/]+")
_CHARSET = re.compile(r"[A-Za-z0-9][\w.:+-]{0,39}")
# The charsets of mail, by Python's own names. Each is decoded in one pass over the bytes. Python has other codecs, and
# accepts each name in many spellings. Some of these codecs need hours for one mail.
_MAIL_CHARSETS = frozenset(
    [
        "utf-8",
        "utf-8-sig",
        "utf-7",
        "utf-16",
        "utf-16-le",
        "utf-16-be",
        "utf-32",
        "utf-32-le",
        "utf-32-be",
        "iso8859-1",
        "iso8859-2",
        "iso8859-3",
        "iso8859-4",
        "iso8859-5",
        "iso8859-6",
        "iso8859-7",
        "iso8859-8",
        "iso8859-9",
        "iso8859-10",
        "iso8859-11",
        "iso8859-13",
        "iso8859-14",
        "iso8859-15",
        "iso8859-16",
        "tis-620",
        "cp437",
        "cp737",
        "cp775",
        "cp850",
        "cp852",
        "cp855",
        "cp857",
        "cp858",
        "cp860",
        "cp861",
        "cp862",
        "cp863",
        "cp864",
        "cp865",
        "cp866",
        "cp869",
        "cp874",
        "cp1250",
        "cp1251",
        "cp1252",
        "cp1253",
        "cp1254",
        "cp1255",
        "cp1256",
        "cp1257",
        "cp1258",
        "cp1125",
        "koi8-r",
        "koi8-u",
        "koi8-t",
        "kz1048",
        "ptcp154",
        "mac-roman",
        "mac-latin2",
        "mac-cyrillic",
        "mac-greek",
        "mac-turkish",
        "mac-iceland",
        "mac-croatian",
        "mac-romanian",
        "big5",
        "big5hkscs",
        "cp950",
        "gb2312",
        "gbk",
        "gb18030",
        "hz",
        "shift_jis",
        "shift_jis_2004",
        "shift_jisx0213",
        "cp932",
        "euc_jp",
        "euc_jis_2004",
        "euc_jisx0213",
        "iso2022_jp",
        "iso2022_jp_1",
        "iso2022_jp_2",
        "iso2022_jp_2004",
        "iso2022_jp_3",
        "iso2022_jp_ext",
        "euc_kr",
        "cp949",
        "johab",
        "iso2022_kr",
    ]
)
_SURROGATES = re.compile("[\ud800-\udfff]")
_ACCENTS = re.compile("[\u0300-\u036f]")
_LETTER_TABLE = str.maketrans(
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


def normalise_newlines(raw: bytes) -> bytes:
    r"""Return the bytes with every line end as `\n`, CR-only files included."""
    return raw.replace(b"\r\n", b"\n").replace(b"\r", b"\n")


def bytes_of(body: bytes, encoding: str) -> bytes:
    """Undo a Content-Transfer-Encoding; broken content is decoded as far as possible."""
    match encoding.partition(";")[0].strip().lower():
        case "base64":
            return _decode_base64(body)
        case "quoted-printable":
            return binascii.a2b_qp(body)
    return body


def _decode_base64(body: bytes) -> bytes:
    base64_bytes = _NOT_BASE64.sub(b"", body.partition(b"=\n\n")[0])
    base64_bytes = base64_bytes[: len(base64_bytes) - (len(base64_bytes) % 4 == 1)]
    try:
        return binascii.a2b_base64(base64_bytes + b"=" * (-len(base64_bytes) % 4))
    except binascii.Error:
        return body


def text_of(data: bytes, charset: str) -> str:
    """Decode bytes; for an unknown charset or broken bytes, try UTF-8, then Windows-1252 (WHATWG).

    The result can always be encoded again: half a surrogate becomes a replacement character.
    """
    if data.isascii() and charset == "utf-8":
        return data.decode("ascii")
    for name in (_find_codec(charset), "utf-8"):
        try:
            return _SURROGATES.sub("\ufffd", data.decode(name))
        except ValueError:
            continue
    return data.decode("cp1252", "replace")


def load_charsets() -> None:
    """Load all charsets of mail and the codecs of addresses, for a process that cannot load anything later."""
    for name in (*_MAIL_CHARSETS, "ascii", "idna", "punycode"):
        codecs.lookup(name)
    "ü.example".encode("idna")


@lru_cache(maxsize=64)
def _find_codec(charset: str) -> str:
    """Return Python's name of a charset of mail; UTF-8 for any other name."""
    label = charset.strip().strip("'\"").lower()
    if not _CHARSET.fullmatch(label):
        return "utf-8"
    try:
        name = codecs.lookup(label).name
    except (LookupError, ValueError, OSError):  # OSError: Python searches in files that it may not open
        return "utf-8"
    return name if name in _MAIL_CHARSETS else "utf-8"


def decode_words(value: str) -> str:
    """Decode the encoded words of a header value (RFC 2047) into one line of text."""
    if "=?" not in value:
        return " ".join(value.split())
    joined_value = _WORD_GAP.sub(r"\1", value)
    out: list[str] = []
    word_run: tuple[str, bytes] = ("", b"")
    end = 0
    for match in _ENCODED_WORD.finditer(joined_value):
        charset = match[1].partition("*")[0].lower()
        if match.start() > end or charset != word_run[0]:
            out.append(text_of(word_run[1], word_run[0]) if word_run[1] else "")
            out.append(joined_value[end : match.start()])
            word_run = (charset, b"")
        # Seen in practice: a character split between two words. So neighbours are decoded together.
        word_run = (charset, word_run[1] + _decode_word(match[2], match[3]))
        end = match.end()
    out.append(text_of(word_run[1], word_run[0]) if word_run[1] else "")
    out.append(joined_value[end:])
    return " ".join("".join(out).split())


def _decode_word(encoding: str, text: str) -> bytes:
    data = text.encode("utf-8", "surrogatepass")
    return _decode_base64(data) if encoding in "bB" else binascii.a2b_qp(data, header=True)


def fold_text(text: str) -> str:
    """Return a text in the form in which phrases are searched: lower case, without accents, with straight quotes."""
    if text.isascii():
        return text.lower()
    base_text = _ACCENTS.sub("", unicodedata.normalize("NFKD", text))
    return unicodedata.normalize("NFC", base_text).casefold().translate(_LETTER_TABLE)


# `[^<>]*` cannot run past the next tag, so the scan stays linear with unclosed tags.
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]{0,20})([^<>]*)>")
_BLANKS = re.compile(r"\s+")
_LONG_REFERENCE = re.compile(r"&#[xX]?[0-9a-fA-F]{9,};?")
_HIDDEN_TAGS = frozenset({"style", "script", "head", "title", "noscript", "template"})
_BREAK_TAGS = frozenset(
    {"br", "p", "div", "tr", "li", "table", "hr", "ul", "ol", "blockquote", "h1", "h2", "h3", "h4"}
)
# Seen in practice: marks that Outlook on the web and on phones puts above the quoted mail.
_QUOTE_MARKER = re.compile(r"""(?:divRplyFwdMsg|appendonsend|OLK_SRC_BODY_SECTION|yahoo_quoted|replySplit)""")
SEPARATOR_LINE = "________________________________"


def html_to_text(text: str) -> str:
    """Return HTML as text lines, without hidden elements, with entities decoded and quotations marked. Never raises."""
    out: list[str] = []
    hidden, depth, end = "", 0, 0
    for tag in _TAG.finditer(_without_comments(text)):
        if not hidden:
            out.append(_flatten_inline(tag.string[end : tag.start()]))
        end = tag.end()
        closing, name = bool(tag[1]), tag[2].lower()
        hidden = _hidden_after(hidden, name, closing=closing)
        if name == "blockquote":
            depth = max(0, depth + (-1 if closing else 1))
        if name in _BREAK_TAGS:
            out.append("\n" + "> " * min(depth, 5))
        if _QUOTE_MARKER.search(tag[3]):
            out.append("\n" + SEPARATOR_LINE + "\n")
    if not hidden:
        out.append(_flatten_inline(_without_comments(text)[end:]))
    return _tidy_lines("".join(out))


def _hidden_after(hidden: str, name: str, *, closing: bool) -> str:
    if hidden:
        return "" if closing and name == hidden else hidden
    return name if name in _HIDDEN_TAGS and not closing else ""


def _without_comments(text: str) -> str:
    out, start = [], 0
    while (begin := text.find("<!--", start)) >= 0:
        out.append(text[start:begin])
        stop = text.find("-->", begin)
        if stop < 0:
            return "".join(out)
        start = stop + 3
    return "".join([*out, text[start:]])


def _flatten_inline(text: str) -> str:
    from html import unescape  # it loads the names of two thousand characters

    # The blanks at the ends are kept: they separate the words before and after an inline element.
    flat = _BLANKS.sub(" ", text)
    # Python refuses to parse a number of thousands of digits; no character's number has so many.
    return unescape(_LONG_REFERENCE.sub("\ufffd", flat))


def _tidy_lines(text: str) -> str:
    lines = [line.strip() for line in text.split("\n")]
    tidy_lines = [line for i, line in enumerate(lines) if line or (i and lines[i - 1])]
    return "\n".join(tidy_lines).strip()
