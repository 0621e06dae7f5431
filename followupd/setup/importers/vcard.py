"""Reads interviewers' cards: vCard files as phones and mail programs write them.

vobject reads vCard 2.1, 3.0 and 4.0, including quoted-printable and charsets. It was not written for files from an
attacker. So it gets only the properties that are needed, of limited size, and its failures become sentences.
"""

from __future__ import annotations

from email.utils import parseaddr
from itertools import islice
from typing import TYPE_CHECKING, Any
from zoneinfo import available_timezones

from followupd.config.person_name import parse_person_name
from followupd.errors import UsageError
from followupd.setup.importers.attendees import is_shared_address
from followupd.setup.importers.postal_address import build_postal_address
from followupd.setup.importers.records import Card, clean_line, describe_odd_name, parse_address
from followupd.setup.importers.vcard_lines import decode_text, read_bytes, select_properties

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from followupd.config.interview import PostalAddress

FILE_LIMIT = 8_000_000  # bytes: a card with a photograph in it
CARDS_LIMIT = 30  # a whole address book is refused
_PROPERTIES_LIMIT = 3_000


def read_cards(path: Path) -> list[Card]:
    """Return the cards of a .vcf file, in its order. Raises UsageError, which names the file."""
    return parse_cards(decode_text(read_bytes(path, FILE_LIMIT, "a vCard file")), str(path))


def parse_cards(text: str, source: str) -> list[Card]:
    """Return the cards in a text. Raises UsageError, which names `source`."""
    import vobject

    cards: list[Card] = []
    try:
        properties = list(islice(select_properties(text), _PROPERTIES_LIMIT))
        for component in vobject.readComponents("\r\n".join(properties) + "\r\n", allowQP=True):
            if component.name == "VCARD":
                cards.append(_build_card(component.contents))
            if len(cards) > CARDS_LIMIT:
                break
    except Exception as fault:  # the parser raises all kinds of exceptions
        raise UsageError(
            f"{source}: is no vCard that can be read ({_describe_fault(fault)}); export it again"
        ) from fault
    if len(cards) > CARDS_LIMIT:
        raise UsageError(
            f"{source}: holds more than {CARDS_LIMIT} cards; export only the people of this interview"
        )
    if not cards:
        raise UsageError(f"{source}: holds no vCard; it should begin with BEGIN:VCARD")
    if nameless_card := next((card for card in cards if not card.name), None):
        hint = f" (the one with {nameless_card.emails[0]})" if nameless_card.emails else ""
        raise UsageError(f"{source}: a card{hint} has no name; fill it in and export it again")
    return cards


def _describe_fault(fault: Exception) -> str:
    return clean_line(getattr(fault, "msg", None) or fault)[:120] or type(fault).__name__


def _build_card(contents: dict[str, list[Any]]) -> Card:
    name, given_name, family_name, title = _parse_names(contents)
    return Card(
        name=name,
        given_name=given_name,
        family_name=family_name,
        title=title,
        org=clean_line(_join_parts(_first_value(contents, "org")).partition("\n")[0]),
        occupation=clean_line(_join_parts(_first_value(contents, "title"))),
        emails=tuple(filter(None, (_read_email(p.value) for p in _sort_by_use(contents.get("email", []))))),
        phones=tuple(filter(None, (_clean_phone(p.value) for p in _sort_by_use(contents.get("tel", []))))),
        address=_parse_address(contents),
        zone=_parse_zone(_join_parts(_first_value(contents, "tz"))),
        notes=tuple(_find_oddities(contents, name)),
    )


def _read_email(value: object) -> str:
    # Seen in practice: "Ana Ruiz" <ana@acme.example>, although only the address is allowed.
    return parse_address(value) or parse_address(parseaddr(str(value))[1])


def _find_oddities(contents: dict[str, list[Any]], name: str) -> Iterator[str]:
    """Yield what the user should check before anybody is written to."""
    for prop in contents.get("email", []):
        if not _read_email(prop.value):
            yield f"the card's e-mail {clean_line(prop.value)[:80]!r} cannot be read; write the address yourself"
    if oddity := describe_odd_name(name):
        yield oddity
    company = clean_line(_join_parts(_first_value(contents, "org")).partition("\n")[0])
    kinds = {clean_line(_first_value(contents, key)).lower() for key in ("kind", "x-abshowas")}
    if kinds & {"org", "company", "group"} or (name and name == company):
        yield "this is the card of a company, and a company is no person; write who it was"
    elif any(is_shared_address(_read_email(prop.value), name) for prop in contents.get("email", [])):
        yield "several people read this address, and the name is no person's; write who it was"


def _first_value(contents: dict[str, list[Any]], key: str) -> Any:
    return contents[key][0].value if contents.get(key) else ""


def _join_parts(value: Any, separator: str = "\n") -> str:
    return (
        separator.join(str(part) for part in value if part) if isinstance(value, list | tuple) else str(value)
    )


def _parse_names(contents: dict[str, list[Any]]) -> tuple[str, str, str, str]:
    parts = _first_value(contents, "n")
    given_name, middle, family_name, title = (
        clean_line(_join_parts(getattr(parts, key, ""), " "))
        for key in ("given", "additional", "family", "prefix")
    )
    display_name = parse_person_name(
        clean_line(_join_parts(_first_value(contents, "fn"), " ")).removeprefix(title).strip()
    )
    # The fields show which name is which; the display name is the owner's own spelling.
    field_name = parse_person_name(" ".join(part for part in (given_name, middle, family_name) if part))
    return (
        display_name.full_name or field_name.full_name,
        given_name or display_name.given_name,
        family_name or display_name.family_name,
        title or display_name.title,
    )


def _read_uses(prop: Any) -> set[str]:
    type_values = [*prop.params.get("TYPE", []), *getattr(prop, "singletonparams", [])]
    return {use.strip().lower() for text in type_values for use in text.split(",")}


def _sort_by_use(props: list[Any]) -> list[Any]:
    """Return values in order: for work first, for home last, preferred ones before others; without fax numbers."""

    def sort_key(prop: Any) -> tuple[bool, bool, int]:
        uses = _read_uses(prop)
        pref = prop.params.get("PREF", ["1" if "pref" in uses else "100"])[0]
        return "work" not in uses, "home" in uses, int(pref) if pref.isdecimal() else 100

    usable_props = [p for p in props if not _read_uses(p) & {"fax", "pager", "x400", "tlx"}]
    return sorted(usable_props, key=sort_key)


def _clean_phone(value: Any) -> str:
    return clean_line(value).removeprefix("tel:")


def _parse_zone(text: str) -> str | None:
    name = text.strip()
    return name if name in available_timezones() else None


def _parse_address(contents: dict[str, list[Any]]) -> PostalAddress | None:
    for prop in _sort_by_use(contents.get("adr", [])):
        parts = {
            our_name: _join_parts(getattr(prop.value, their_name, ""))
            for our_name, their_name in (
                ("street", "street"), ("extended", "extended"), ("box", "box"), ("town", "city"),
                ("region", "region"), ("code", "code"), ("country", "country"),
            )
        }  # fmt: skip
        postal_address = build_postal_address(**parts)
        if postal_address:
            return postal_address
    return None
