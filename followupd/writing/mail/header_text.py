"""Formats the lines of a mail's header, with encoded words and folding as a common mail program writes them.

Python's own generator is not reliable here. Seen in practice (3.11 to 3.13): refolding loses the quotes of a long name,
so that "Ruiz, Ana" becomes two recipients. Long ids become encoded words, so that no reply finds its thread. Encoded
words are longer than RFC 2047 allows.
"""

from __future__ import annotations

from base64 import b64encode
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from email.headerregistry import Address

WORD_LIMIT = 75  # characters of an encoded word, RFC 2047 §2
LINE_LIMIT = 76  # characters of a line that contains one
# RFC 2047 §5 (3): octets that need no encoding even in the name of a person.
_PLAIN_OCTETS = frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789!*+-/")


def format_text(header: str, text: str, *, utf8: bool = False) -> str:
    """Return the header line for a text without line breaks, with CRLF at its end; `utf8`: as RFC 6531 writes it."""
    if utf8 or text.isascii():
        return _fold_words(f"{header}:", text.split(" "))
    return _fold_words(f"{header}:", _encode_words(text, len(header) + 2))


def format_mailbox(header: str, person: Address, *, utf8: bool = False) -> str:
    """Return the header line for one mailbox."""
    name, address = person.display_name, f"<{person.addr_spec}>"
    if not name:
        return f"{header}: {person}\r\n"
    quoted_name = str(person).removesuffix(
        f" {address}"
    )  # an Address quotes what must be quoted by RFC 5322 §3.2.4
    is_plain = utf8 or (name.isascii() and len(header) + 2 + len(quoted_name) <= LINE_LIMIT)
    words = [quoted_name] if is_plain else _encode_words(name, len(header) + 2)
    return _fold_words(f"{header}:", [*words, address])


def format_ids(header: str, ids: str) -> str:
    """Return the header line for Message-IDs, none of them encoded; in a list, each has a line of its own."""
    return f"{header}: " + ids.replace(" ", "\r\n ") + "\r\n"


def _fold_words(start: str, words: list[str]) -> str:
    """Put words on lines of at most LINE_LIMIT characters; a longer word has a line of its own."""
    lines = [start]
    for word in words:
        if len(lines[-1]) + 1 + len(word) > LINE_LIMIT and lines[-1].strip() != start:
            lines.append("")
        lines[-1] += f" {word}"
    return "\r\n".join(lines) + "\r\n"


def _encode_words(text: str, indent: int) -> list[str]:
    """Return the text as encoded words, in the shorter of the two encodings. No word splits a character."""
    quoted, based = (_cut_text(text, encode, indent) for encode in (_encode_quoted, _encode_base64))
    return list(min(quoted, based, key=lambda words: sum(map(len, words))))


def _cut_text(text: str, encode: Callable[[str], str], indent: int) -> list[str]:
    return list(_each_word(text, encode, indent))


def _each_word(text: str, encode: Callable[[str], str], indent: int) -> Iterator[str]:
    start, limit = 0, min(WORD_LIMIT, LINE_LIMIT - indent)  # the first line begins with the header's name
    while start < len(text):
        end = start + 1
        while end < len(text) and len(encode(text[start : end + 1])) <= limit:
            end += 1
        yield encode(text[start:end])
        start, limit = end, WORD_LIMIT


def _encode_quoted(text: str) -> str:
    def encode_octet(octet: int) -> str:
        if octet in _PLAIN_OCTETS:
            return chr(octet)
        return "_" if octet == ord(" ") else f"={octet:02X}"

    return f"=?UTF-8?Q?{''.join(map(encode_octet, text.encode()))}?="


def _encode_base64(text: str) -> str:
    return f"=?UTF-8?B?{b64encode(text.encode()).decode()}?="
