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
from followupd.setup.importers.mecard import mecard
from followupd.setup.importers.postal_address import postal
from followupd.setup.importers.records import Card, address, line, spoken

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
_HEAD = re.compile(
    r"(?:BEGIN|END):VCARD\s*$|(?:[\w-]+\.)?(?:VERSION|FN|N|ORG|TITLE|EMAIL|TEL|ADR|TZ)"
    r'(?:;[A-Za-z0-9-]+(?:=(?:"[^"]*"|[^";:,]*)(?:,(?:"[^"]*"|[^";:,]*))*)?)*:',
    re.IGNORECASE | re.ASCII,
)
_HEAD_LIMIT = 400  # characters
_PROPERTY_LIMIT = 8_000
_PROPERTIES_LIMIT = 3_000


def read_file(path: Path) -> list[Card]:
    """Return the cards of a .vcf file, in its order. Raises UsageError: a sentence that names the file."""
    return _cards(_text(_bytes(path, FILE_LIMIT, "a vCard file")), str(path))


def read_photo(path: Path) -> Card:
    """Return the card in the QR code (vCard or MeCard) of a photograph.

    Raises UsageError: too big, no picture, no code, a code that is no card, or the extra `cards` not installed.
    """
    _bytes_in(path, PHOTO_LIMIT, "a photo")
    texts = _codes(path)
    for text in texts:
        if re.match(r"\s*BEGIN:VCARD", text, re.IGNORECASE):
            return _cards(text, str(path))[0]
        if card := mecard(text):
            return card
    if not texts:
        raise UsageError(
            f"{path}: no QR code found; photograph it from nearer, flat and sharp, or type it in"
        )
    raise UsageError(f"{path}: the QR code holds no card but {line(texts[0])[:80]!r}; type the contact in")


# --- files


def _bytes(path: Path, limit: int, what: str) -> bytes:
    _bytes_in(path, limit, what)
    try:
        return path.read_bytes()[: limit + 1]
    except OSError as fault:
        raise UsageError(f"{path}: cannot be read: {fault.strerror}") from fault


def _bytes_in(path: Path, limit: int, what: str) -> None:
    try:
        size = path.stat().st_size
    except OSError as fault:
        raise UsageError(f"{path}: cannot be read: {fault.strerror}") from fault
    if not path.is_file():
        raise UsageError(f"{path}: is no file")
    if size > limit:
        raise UsageError(
            f"{path}: is {size / 1e6:.0f} MB; {what} may have {limit / 1e6:.0f} MB, make it smaller"
        )


def _text(data: bytes) -> str:
    # Outlook writes the code page of the machine, some Nokias UTF-16, all others UTF-8.
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", errors="replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")


def _properties(text: str) -> Iterator[str]:
    """Yield the properties that are read, one a line; pictures, notes and broken lines are left out."""
    for joined in _unfolded(text):
        if _HEAD.match(joined[:_HEAD_LIMIT]) and len(joined) <= _PROPERTY_LIMIT:
            yield joined


def _unfolded(text: str) -> Iterator[str]:
    """Yield each property with the lines it was folded into (RFC 6350 §3.2, quoted-printable soft breaks)."""
    rows: list[str] = []
    soft = False
    for row in re.split(r"\r\n|\n|\r", text):
        if rows and (soft or row[:1] in {" ", "\t"}):
            rows.append(row if soft else row[1:])
        else:
            yield "".join(rows)
            rows = [row]
        soft = row.endswith("=") and "QUOTED-PRINTABLE" in rows[0][:_HEAD_LIMIT].upper()
        if soft:
            rows[-1] = rows[-1][:-1]
    yield "".join(rows)


# --- vCard


def _cards(text: str, source: str) -> list[Card]:
    import vobject

    found: list[Card] = []
    try:
        properties = list(islice(_properties(text), _PROPERTIES_LIMIT))
        for read in vobject.readComponents("\r\n".join(properties) + "\r\n", allowQP=True):
            if read.name == "VCARD":
                found.append(_card(read.contents))
            if len(found) > CARDS_LIMIT:
                break
    except Exception as fault:  # the parser raises whatever it trips over
        raise UsageError(
            f"{source}: is no vCard that can be read ({_reason(fault)}); export it again"
        ) from fault
    if len(found) > CARDS_LIMIT:
        raise UsageError(
            f"{source}: holds more than {CARDS_LIMIT} cards; export only the people of this interview"
        )
    if not found:
        raise UsageError(f"{source}: holds no vCard; it should begin with BEGIN:VCARD")
    if nameless := next((card for card in found if not card.name), None):
        where = f" (the one with {nameless.emails[0]})" if nameless.emails else ""
        raise UsageError(f"{source}: a card{where} has no name; fill it in and export it again")
    return found


def _reason(fault: Exception) -> str:
    return line(getattr(fault, "msg", None) or fault)[:120] or type(fault).__name__


def _card(contents: dict[str, list[Any]]) -> Card:
    name, first, last, title = _names(contents)
    return Card(
        name=name,
        first=first,
        last=last,
        title=title,
        org=line(_joined(_value(contents, "org")).partition("\n")[0]),
        job=line(_joined(_value(contents, "title"))),
        emails=tuple(filter(None, (address(p.value) for p in _by_use(contents.get("email", []))))),
        phones=tuple(filter(None, (_phone(p.value) for p in _by_use(contents.get("tel", []))))),
        address=_address(contents),
        zone=_zone(_joined(_value(contents, "tz"))),
    )


def _value(contents: dict[str, list[Any]], key: str) -> Any:
    return contents[key][0].value if contents.get(key) else ""


def _joined(value: Any, glue: str = "\n") -> str:
    return glue.join(str(part) for part in value if part) if isinstance(value, list | tuple) else str(value)


def _names(contents: dict[str, list[Any]]) -> tuple[str, str, str, str]:
    parts = _value(contents, "n")
    given, middle, family, title = (
        line(_joined(getattr(parts, key, ""), " ")) for key in ("given", "additional", "family", "prefix")
    )
    turned = spoken(line(_joined(_value(contents, "fn"), " ")).removeprefix(title).strip())
    full = turned.full or " ".join(part for part in (given, middle, family) if part)
    return full, given or turned.first, family or turned.last, title or turned.title


def _uses(prop: Any) -> set[str]:
    said = [*prop.params.get("TYPE", []), *getattr(prop, "singletonparams", [])]
    return {use.strip().lower() for text in said for use in text.split(",")}


def _by_use(props: list[Any]) -> list[Any]:
    """Order what a card says twice: for work, then preferred, then as it stands; a fax is no telephone."""

    def rank(prop: Any) -> tuple[bool, bool, int]:
        uses = _uses(prop)
        pref = prop.params.get("PREF", ["1" if "pref" in uses else "100"])[0]
        return "work" not in uses, "home" in uses, int(pref) if pref.isdecimal() else 100

    voices = [p for p in props if not _uses(p) & {"fax", "pager", "x400", "tlx"}]
    return sorted(voices, key=rank)


def _phone(value: Any) -> str:
    return line(value).removeprefix("tel:")


def _zone(text: str) -> str | None:
    name = text.strip()
    return name if name in available_timezones() else None


def _address(contents: dict[str, list[Any]]) -> PostalAddress | None:
    for prop in _by_use(contents.get("adr", [])):
        parts = {
            ours: _joined(getattr(prop.value, theirs, ""))
            for ours, theirs in (
                ("street", "street"), ("extended", "extended"), ("box", "box"), ("town", "city"),
                ("region", "region"), ("code", "code"), ("country", "country"),
            )
        }  # fmt: skip
        found = postal(**parts)
        if found:
            return found
    return None


# --- photographs


def _codes(path: Path) -> list[str]:
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
            grey = _grey(image, path)
    except Image.DecompressionBombError as fault:
        raise UsageError(_too_many_pixels(path)) from fault
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError) as fault:
        raise UsageError(f"{path}: is no picture that can be read; save it as JPEG or PNG") from fault
    return [
        code.text
        for code in zxingcpp.read_barcodes(grey, formats=zxingcpp.barcode_formats_from_str("QRCode"))
    ]


def _grey(image: Image, path: Path) -> Image:
    image.draft("L", (4000, 4000))  # a JPEG is scaled down while it is read
    if image.width * image.height > PIXELS_LIMIT:
        raise UsageError(_too_many_pixels(path))
    return image.convert("L")


def _too_many_pixels(path: Path) -> str:
    return f"{path}: has more than {PIXELS_LIMIT // 1_000_000} million pixels; crop it to the QR code"
