"""A letter, and its page parsed again: as text, as words in boxes, as an image."""

from __future__ import annotations

import re
import subprocess
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from PIL import Image

from followupd.writing.letters.letter_pdf import Letter

if TYPE_CHECKING:
    from pathlib import Path

MM, INCH = 72 / 25.4, 72.0  # points
A4, US_LETTER = (210 * MM, 297 * MM), (8.5 * INCH, 11 * INCH)


def letter(**changes: Any) -> Letter:
    given: dict[str, Any] = {
        "sender": ("Sam Carter", "Lindenstraße 12", "10969 Berlin"),
        "recipient": ("Acme GmbH", "Dr. Ana Ruiz", "Karl-Marx-Allee 1", "10178 Berlin"),
        "day": date(2026, 11, 12),
        "language": "de",
        "country": "DE",
        "subject": "Data Engineer: was ich mitbringe",
        "body": ("Sehr geehrte Frau Dr. Ruiz,", "vielen Dank für das Gespräch."),
        "closing": "Mit freundlichen Grüßen",
        "signature": "Sam Carter",
    }
    return Letter(**{**given, **changes})


US: dict[str, Any] = {
    "sender": ("Sam Carter", "500 Fifth Avenue", "New York, NY 10110"),
    "recipient": ("Dr. Ana Ruiz", "Acme Inc.", "1 Main Street", "Springfield, IL 62701"),
    "language": "en",
    "country": "US",
    "subject": "What I would bring",
    "body": ("Dear Dr. Ruiz,", "Thank you for the conversation."),
    "closing": "Sincerely,",
    "contact_lines": ("(212) 736-5000", "sam@example.org"),
}


@dataclass(frozen=True)
class Word:
    """A word on the page, with its box in points from the upper left corner."""

    text: str
    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True)
class Box:
    """A part of the page, in points from the upper left corner."""

    left: float
    top: float
    right: float
    bottom: float

    def holds(self, word: Word) -> bool:
        return (
            self.left <= word.left
            and word.right <= self.right
            and self.top <= word.top
            and word.bottom <= self.bottom
        )

    def touches(self, word: Word) -> bool:
        return not (
            word.right <= self.left
            or word.left >= self.right
            or word.bottom <= self.top
            or word.top >= self.bottom
        )


DIN_WINDOW = Box(20 * MM, 45 * MM, 105 * MM, 90 * MM)
# The part of a folded page that the window of a French or a Swiss envelope shows, even if the page has slid.
FRENCH_WINDOW = Box(100 * MM, 45 * MM, 190 * MM, 79 * MM)
SWISS_WINDOW = Box(124 * MM, 48 * MM, 195 * MM, 78 * MM)
US_WINDOW = Box(0.875 * INCH, 2.042 * INCH, 5.375 * INCH, 3.167 * INCH)
# The part that the window of a #10 envelope shows, even if the folded letter has slid.
US_ALWAYS_SEEN = Box(0.875 * INCH, 2.5 * INCH, 4.375 * INCH, 3.167 * INCH)


def text_of(data: bytes, *flags: str) -> str:
    done = subprocess.run(["pdftotext", *flags, "-", "-"], input=data, capture_output=True, check=True)
    return done.stdout.decode()


def words(data: bytes) -> list[Word]:
    found = re.findall(
        r'<word xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">(.*?)</word>',
        text_of(data, "-bbox"),
    )
    return [Word(text, *map(float, box)) for *box, text in found]


def page_size(data: bytes) -> tuple[float, float]:
    found = re.search(r'<page width="([\d.]+)" height="([\d.]+)">', text_of(data, "-bbox"))
    assert found
    return float(found[1]), float(found[2])


def raster(data: bytes, folder: Path, dpi: int = 254) -> Image.Image:
    """Return the page in grey; at 254 dpi, ten pixels are one millimetre."""
    (folder / "page.pdf").write_bytes(data)
    subprocess.run(
        ["pdftoppm", "-gray", "-r", str(dpi), "-singlefile", folder / "page.pdf", folder / "page"], check=True
    )
    with Image.open(folder / "page.pgm") as page:
        return page.copy()


def ink(image: Image.Image, left: float, top: float, right: float, bottom: float) -> tuple[int, ...] | None:
    """Return the box of the ink within a part of the page, in pixels of the page."""
    part = image.crop((round(left), round(top), round(right), round(bottom)))
    box = part.point([255 if grey < 128 else 0 for grey in range(256)]).getbbox()
    return box and (box[0] + round(left), box[1] + round(top), box[2] + round(left), box[3] + round(top))
