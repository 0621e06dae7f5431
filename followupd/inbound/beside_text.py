"""What a mail contains beside its text: HTML beside a short plain text, targets of links, events, names of files."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import unquote

from followupd.inbound.parsing.text import decode_words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from followupd.inbound.parsing.message import MimePart, ParsedMail

MAX_PARTS = 20  # of one mail that are read
SHORT_TEXT = 500  # characters: a shorter plain text may only ask the reader to open the HTML
_HTML_RANGE = 120_000  # bytes of one HTML part
# A link that is a telephone number or an address; the text of the link may be "call me".
_LINK_TARGET = re.compile(rb"""["'](?:mailto|tel|sms|callto):\s*([^"'<>?&]{3,200})""", re.IGNORECASE)


def list_beside_texts(mail: ParsedMail, max_length: int) -> list[str]:
    """Return these texts, each of at most `max_length` characters."""
    pieces = [text for part in mail.parts[:MAX_PARTS] for text in _list_part_texts(part)]
    if mail.of_type("text/plain") and len(mail.text) < SHORT_TEXT:
        pieces += [part.text for part in mail.of_type("text/html")[:2]]
    return [piece[:max_length] for piece in pieces]


def has_ending(part: MimePart, ending: str) -> bool:
    """Return whether a part has a file name with that ending, which shows an event or a mail whatever its type is."""
    type_name = part.params.get("name", "").strip("\"' ").lower()
    disposition = part.headers.get_first("content-disposition").lower()
    return type_name.endswith(ending) or bool(re.search(rf"{re.escape(ending)}[\"']?\s*(?:;|$)", disposition))


def _list_part_texts(part: MimePart) -> Iterator[str]:
    if "calendar" in part.type or part.type == "application/ics" or has_ending(part, ".ics"):
        yield part.text.replace("\n ", "").replace("\\,", ",")
    if part.type == "text/html":
        targets = _LINK_TARGET.findall(part.content[:_HTML_RANGE])
        yield from (unquote(target.decode("utf-8", "replace")) for target in dict.fromkeys(targets))
    file_name = part.params.get("name", "") + part.headers.get_decoded("content-disposition")
    yield decode_words(file_name)[:300]
