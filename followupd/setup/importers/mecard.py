"""MeCard, the short form of a card that many QR codes carry (NTT DoCoMo): `MECARD:N:Ruiz,Ana;TEL:…;;`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from followupd.setup.importers.postal_address import postal
from followupd.setup.importers.records import Card, address, line, spoken

if TYPE_CHECKING:
    from followupd.config.interview import PostalAddress

_MARK = "MECARD:"
_ADDRESS_PARTS = ("box", "extended", "street", "town", "region", "code", "country")


def mecard(text: str) -> Card | None:
    """Return the card that a MeCard holds, or None where the text is none or names nobody."""
    if not text.upper().startswith(_MARK):
        return None
    fields = _fields(text[len(_MARK) :])
    name = spoken(line(fields.get("N", [""])[0]))
    if not name.full:
        return None
    return Card(
        name=name.full,
        first=name.first,
        last=name.last,
        title=name.title,
        org=line(fields.get("ORG", [""])[0]),
        job=line(fields.get("TITLE", [""])[0]),
        emails=tuple(filter(None, map(address, fields.get("EMAIL", [])))),
        phones=tuple(filter(None, (line(tel).removeprefix("tel:") for tel in fields.get("TEL", [])))),
        address=_address(fields.get("ADR", [""])[0]),
    )


def _fields(text: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for field in re.split(r"(?<!\\);", text):
        key, colon, value = field.partition(":")
        if colon and value:
            found.setdefault(key.strip().upper(), []).append(re.sub(r"\\(.)", r"\1", value))
    return found


def _address(text: str) -> PostalAddress | None:
    parts = [part.strip() for part in text.split(",")]
    if len(parts) == len(_ADDRESS_PARTS):
        return postal(**dict(zip(_ADDRESS_PARTS, parts, strict=True)))
    return postal(street="\n".join(parts))  # written freely: a line for each part
