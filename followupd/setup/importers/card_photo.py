"""Reads photographs of a card: the vCard or MeCard in the QR code."""

from __future__ import annotations

import re
import warnings
from typing import TYPE_CHECKING

from followupd.errors import UsageError
from followupd.setup.importers.mecard import parse_mecard
from followupd.setup.importers.records import clean_line
from followupd.setup.importers.vcard import parse_cards
from followupd.setup.importers.vcard_lines import check_size

if TYPE_CHECKING:
    from pathlib import Path

    from PIL.Image import Image

    from followupd.setup.importers.records import Card

PHOTO_LIMIT = 25_000_000  # bytes
PIXELS_LIMIT = 64_000_000  # after a JPEG was scaled down while it was read
SIDE_LIMIT = 30_000  # pixels
# The formats of cameras and screenshots. Pillow can read others, and for one of them it runs another program.
_FORMATS = ("JPEG", "PNG", "WEBP", "GIF", "BMP", "TIFF")


def read_photo(path: Path) -> Card:
    """Return the card in the QR code (vCard or MeCard) of a photograph.

    Raises UsageError if the file is too big or no picture, or if it holds no code with a card. Raises it also if the
    extra `cards` is not installed.
    """
    check_size(path, PHOTO_LIMIT, "a photo")
    texts = _read_qr_codes(path)
    for text in texts:
        if re.match(r"\s*BEGIN:VCARD", text, re.IGNORECASE):
            return parse_cards(text, str(path))[0]
        if card := parse_mecard(text):
            return card
    if not texts:
        raise UsageError(
            f"{path}: no QR code found; photograph it from nearer, flat and sharp, or type it in"
        )
    raise UsageError(
        f"{path}: the QR code holds no card but {clean_line(texts[0])[:80]!r}; type the contact in"
    )


def _read_qr_codes(path: Path) -> list[str]:
    try:
        import zxingcpp
        from PIL import Image, UnidentifiedImageError
    except ImportError as fault:
        from followupd.adapters.system.installation import describe_extra_install

        raise UsageError(
            f"reading a photo needs two more libraries; install them with: {describe_extra_install('cards')}"
        ) from fault
    try:
        # Pillow warns of broken fields and of big pictures; the limit below refuses big ones.
        with warnings.catch_warnings(action="ignore"), Image.open(path, formats=_FORMATS) as image:
            grey_image = _to_grey_image(image, path)
    except Image.DecompressionBombError as fault:
        raise UsageError(_describe_pixel_limit(path)) from fault
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError) as fault:
        raise UsageError(f"{path}: is no picture that can be read; save it as JPEG or PNG") from fault
    try:
        codes = zxingcpp.read_barcodes(grey_image, formats=zxingcpp.barcode_formats_from_str("QRCode"))
    except (ValueError, RuntimeError) as fault:
        raise UsageError(f"{path}: is no picture that can be read; save it as JPEG or PNG") from fault
    return [code.text for code in codes]


def _to_grey_image(image: Image, path: Path) -> Image:
    image.draft("L", (4000, 4000))  # a JPEG is scaled down while it is read
    if image.width * image.height > PIXELS_LIMIT or max(image.size) > SIDE_LIMIT:
        raise UsageError(_describe_pixel_limit(path))
    return image.convert("L")


def _describe_pixel_limit(path: Path) -> str:
    return f"{path}: has more than {PIXELS_LIMIT // 1_000_000} million pixels; crop it to the QR code"
