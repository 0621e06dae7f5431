"""Reads a MeCard, the short form of a card in many QR codes (NTT DoCoMo): `MECARD:N:Ruiz,Ana;TEL:…;;`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from followupd.config.person_name import parse_person_name
from followupd.setup.importers.postal_address import build_postal_address
from followupd.setup.importers.records import Card, clean_line, parse_address

if TYPE_CHECKING:
    from followupd.config.interview import PostalAddress

_PREFIX = "MECARD:"
_ADDRESS_PARTS = ("box", "extended", "street", "town", "region", "code", "country")


def parse_mecard(text: str) -> Card | None:
    """Return the card in a MeCard, or None if the text is no MeCard or names nobody."""
    if not text.upper().startswith(_PREFIX):
        return None
    fields = _parse_fields(text[len(_PREFIX) :])
    name = parse_person_name(clean_line(fields.get("N", [""])[0]))
    if not name.full_name:
        return None
    return Card(
        name=name.full_name,
        given_name=name.given_name,
        family_name=name.family_name,
        title=name.title,
        org=clean_line(fields.get("ORG", [""])[0]),
        occupation=clean_line(fields.get("TITLE", [""])[0]),
        emails=tuple(filter(None, map(parse_address, fields.get("EMAIL", [])))),
        phones=tuple(filter(None, (clean_line(tel).removeprefix("tel:") for tel in fields.get("TEL", [])))),
        address=_parse_address(fields.get("ADR", [""])[0]),
    )


def _parse_fields(text: str) -> dict[str, list[str]]:
    fields: dict[str, list[str]] = {}
    for field in re.split(r"(?<!\\);", text):
        key, colon, value = field.partition(":")
        if colon and value:
            fields.setdefault(key.strip().upper(), []).append(re.sub(r"\\(.)", r"\1", value))
    return fields


def _parse_address(text: str) -> PostalAddress | None:
    parts = [part.strip() for part in text.split(",")]
    if len(parts) == len(_ADDRESS_PARTS):
        return build_postal_address(**dict(zip(_ADDRESS_PARTS, parts, strict=True)))
    return build_postal_address(street="\n".join(parts))  # free text: a line for each part
