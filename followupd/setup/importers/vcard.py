"""Interviewers' cards: vCard files as phones and mail programs write them, and photographs of a card's QR code.

vobject reads vCard 2.1, 3.0 and 4.0, quoted-printable and charsets included. It was not written for hostile
files: it sees only the properties that are read, their sizes bounded, and whatever it trips over is told in words.
"""

from __future__ import annotations

import re
import warnings
from itertools import islice
from typing import TYPE_CHECKING, Any
from zoneinfo import available_timezones

from followupd.errors import UsageError
from followupd.setup.importers.mecard import parse_mecard
from followupd.setup.importers.postal_address import build_postal_address
from followupd.setup.importers.records import Card, clean_line, parse_address, parse_name

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from PIL.Image import Image

    from followupd.config.interview import PostalAddress

FILE_LIMIT = 8_000_000  # bytes: a card with a photograph in it
CARDS_LIMIT = 30  # an address book is no panel
PHOTO_LIMIT = 25_000_000  # bytes
PIXELS_LIMIT = 64_000_000  # after a JPEG was scaled down while reading
# The properties that are read, each with a head that the parser is sure to match: on any other it tries for ever
# (its pattern for parameters backtracks exponentially), so no other reaches it. RFC 6350 §3.3, RFC 2425 §5.8.2.
_PROPERTY_HEAD = re.compile(
    r"(?:BEGIN|END):VCARD\s*$|(?:[\w-]+\.)?(?:VERSION|FN|N|ORG|TITLE|EMAIL|TEL|ADR|TZ)"
    r'(?:;[A-Za-z0-9-]+(?:=(?:"[^"]*"|[^";:,]*)(?:,(?:"[^"]*"|[^";:,]*))*)?)*:',
    re.IGNORECASE | re.ASCII,
)
_HEAD_LIMIT = 400  # characters
_PROPERTY_LIMIT = 8_000
_PROPERTIES_LIMIT = 3_000


def read_cards(path: Path) -> list[Card]:
    """Return the cards of a .vcf file, in its order. Raises UsageError: a sentence that names the file."""
    return _parse_cards(_decode_text(_read_bytes(path, FILE_LIMIT, "a vCard file")), str(path))


def read_photo(path: Path) -> Card:
    """Return the card in the QR code (vCard or MeCard) of a photograph.

    Raises UsageError: too big, no picture, no code, a code that is no card, or the extra `cards` not installed.
    """
    _check_size(path, PHOTO_LIMIT, "a photo")
    texts = _read_qr_codes(path)
    for text in texts:
        if re.match(r"\s*BEGIN:VCARD", text, re.IGNORECASE):
            return _parse_cards(text, str(path))[0]
        if card := parse_mecard(text):
            return card
    if not texts:
        raise UsageError(
            f"{path}: no QR code found; photograph it from nearer, flat and sharp, or type it in"
        )
    raise UsageError(
        f"{path}: the QR code holds no card but {clean_line(texts[0])[:80]!r}; type the contact in"
    )


# --- files


def _read_bytes(path: Path, limit: int, file_kind: str) -> bytes:
    _check_size(path, limit, file_kind)
    try:
        return path.read_bytes()[: limit + 1]
    except OSError as fault:
        raise UsageError(f"{path}: cannot be read: {fault.strerror}") from fault


def _check_size(path: Path, limit: int, file_kind: str) -> None:
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


def _decode_text(data: bytes) -> str:
    # Outlook writes the code page of the machine, some Nokias UTF-16, all others UTF-8.
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", errors="replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")


def _select_properties(text: str) -> Iterator[str]:
    """Yield the properties that are read, one a line; pictures, notes and broken lines are left out."""
    for property_line in _unfold_lines(text):
        if _PROPERTY_HEAD.match(property_line[:_HEAD_LIMIT]) and len(property_line) <= _PROPERTY_LIMIT:
            yield property_line


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


# --- vCard


def _parse_cards(text: str, source: str) -> list[Card]:
    import vobject

    cards: list[Card] = []
    try:
        properties = list(islice(_select_properties(text), _PROPERTIES_LIMIT))
        for component in vobject.readComponents("\r\n".join(properties) + "\r\n", allowQP=True):
            if component.name == "VCARD":
                cards.append(_build_card(component.contents))
            if len(cards) > CARDS_LIMIT:
                break
    except Exception as fault:  # the parser raises whatever it trips over
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
        emails=tuple(filter(None, (parse_address(p.value) for p in _sort_by_use(contents.get("email", []))))),
        phones=tuple(filter(None, (_clean_phone(p.value) for p in _sort_by_use(contents.get("tel", []))))),
        address=_parse_address(contents),
        zone=_parse_zone(_join_parts(_first_value(contents, "tz"))),
    )


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
    display_name = parse_name(
        clean_line(_join_parts(_first_value(contents, "fn"), " ")).removeprefix(title).strip()
    )
    full_name = display_name.full_name or " ".join(part for part in (given_name, middle, family_name) if part)
    return (
        full_name,
        given_name or display_name.given_name,
        family_name or display_name.family_name,
        title or display_name.title,
    )


def _read_uses(prop: Any) -> set[str]:
    type_values = [*prop.params.get("TYPE", []), *getattr(prop, "singletonparams", [])]
    return {use.strip().lower() for text in type_values for use in text.split(",")}


def _sort_by_use(props: list[Any]) -> list[Any]:
    """Order what a card says twice: for work, then preferred, then as it stands; a fax is no telephone."""

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


# --- photographs


def _read_qr_codes(path: Path) -> list[str]:
    try:
        import zxingcpp
        from PIL import Image, UnidentifiedImageError
    except ImportError as fault:
        raise UsageError(
            "reading a photo needs two more libraries; install them with: pip install 'followupd[cards]'"
        ) from fault
    try:
        with warnings.catch_warnings(), Image.open(path) as image:
            warnings.simplefilter("ignore")  # pillow warns of big pictures; the limit below refuses them
            grey_image = _to_grey_image(image, path)
    except Image.DecompressionBombError as fault:
        raise UsageError(_describe_pixel_limit(path)) from fault
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError) as fault:
        raise UsageError(f"{path}: is no picture that can be read; save it as JPEG or PNG") from fault
    return [
        code.text
        for code in zxingcpp.read_barcodes(grey_image, formats=zxingcpp.barcode_formats_from_str("QRCode"))
    ]


def _to_grey_image(image: Image, path: Path) -> Image:
    image.draft("L", (4000, 4000))  # a JPEG is scaled down while it is read
    if image.width * image.height > PIXELS_LIMIT:
        raise UsageError(_describe_pixel_limit(path))
    return image.convert("L")


def _describe_pixel_limit(path: Path) -> str:
    return f"{path}: has more than {PIXELS_LIMIT // 1_000_000} million pixels; crop it to the QR code"
