"""The letter as it comes out of the printer: read again as text, and measured as an image."""

from __future__ import annotations

import re
import shutil
import subprocess
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from PIL import Image

from followupd.errors import ConfigError
from followupd.interview import Contact, PostalAddress
from followupd.writing.letter import Layout, Letter, layout_for, long_date, pages, pdf, recipient

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


@dataclass(frozen=True)
class Word:
    """A word on the page: its box in points from the upper left corner."""

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
US_WINDOW = Box(0.875 * INCH, 2.042 * INCH, 5.375 * INCH, 3.167 * INCH)
# Seen through the window of a #10 envelope wherever the folded letter has slid to.
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
    """Return the page in grey; at 254 dpi ten pixels are one millimetre."""
    (folder / "page.pdf").write_bytes(data)
    subprocess.run(
        ["pdftoppm", "-gray", "-r", str(dpi), "-singlefile", folder / "page.pdf", folder / "page"], check=True
    )
    with Image.open(folder / "page.pgm") as page:
        return page.copy()


def ink(image: Image.Image, left: float, top: float, right: float, bottom: float) -> tuple[int, ...] | None:
    """Return where the ink is within a part of the page, all in pixels of the page."""
    part = image.crop((round(left), round(top), round(right), round(bottom)))
    box = part.point([255 if grey < 128 else 0 for grey in range(256)]).getbbox()
    return box and (box[0] + round(left), box[1] + round(top), box[2] + round(left), box[3] + round(top))


def test_the_din_address_lies_in_the_window_and_nothing_else_does() -> None:
    data = pdf(letter(), "din5008")
    inside = [word.text for word in words(data) if DIN_WINDOW.touches(word)]
    assert " ".join(inside) == (
        "Sam Carter · Lindenstraße 12 · 10969 Berlin Acme GmbH Dr. Ana Ruiz Karl-Marx-Allee 1 10178 Berlin"
    )
    assert all(DIN_WINDOW.holds(word) for word in words(data) if DIN_WINDOW.touches(word))
    assert page_size(data) == pytest.approx(A4, abs=0.5)


def test_the_din_zones_are_where_the_norm_puts_them_to_half_a_millimetre(tmp_path: Path) -> None:
    page = raster(pdf(letter(), "din5008"), tmp_path)
    assert page.size == pytest.approx((2100, 2970), abs=1)
    return_line = ink(page, 200, 450, 1050, 500)  # the 5 mm below the upper edge of the field
    remarks = ink(page, 200, 505, 1050, 627)
    address = ink(page, 200, 627, 1050, 900)
    assert return_line
    assert address
    assert remarks is None
    assert return_line[0] == pytest.approx(250, abs=5)
    assert address[0] == pytest.approx(250, abs=5)
    assert address[1] == pytest.approx(635, abs=8)  # the tops of the first line's letters
    assert ink(page, 1050, 450, 1200, 1000) is None  # nothing between the field and the information block
    assert ink(page, 0, 1040, 100, 1060) == pytest.approx((40, 1050, 90, 1051), abs=2)  # the folding mark


def test_the_guides_are_the_window_itself(tmp_path: Path) -> None:
    page = raster(pdf(letter(), "din5008", guides=True), tmp_path)
    frame = (
        page.point([255 if grey < 200 else 0 for grey in range(256)]).crop((150, 400, 1100, 950)).getbbox()
    )
    assert frame
    assert (frame[0] + 150, frame[1] + 400, frame[2] + 150, frame[3] + 400) == pytest.approx(
        (200, 450, 1050, 900), abs=2
    )


def test_a_din_address_of_eight_lines_grows_upwards_into_the_remarks() -> None:
    lines = tuple(f"Zeile-{n}" for n in range(1, 9))
    found = [word for word in words(pdf(letter(recipient=lines), "din5008")) if word.text in lines]
    assert len(found) == 8
    assert all(DIN_WINDOW.holds(word) for word in found)
    assert found[0].top >= 50 * MM


def test_the_us_address_is_seen_through_a_number_ten_window() -> None:
    data = pdf(letter(**US), "us10")
    inside = [word for word in words(data) if US_WINDOW.touches(word)]
    assert " ".join(word.text for word in inside) == " ".join(US["recipient"])
    assert all(US_WINDOW.holds(word) for word in inside)
    always = " ".join(word.text for word in inside if US_ALWAYS_SEEN.holds(word))
    assert always.endswith("1 Main Street Springfield, IL 62701")
    assert page_size(data) == pytest.approx(US_LETTER, abs=0.5)


def test_the_us_address_keeps_an_eighth_of_an_inch_from_the_edges(tmp_path: Path) -> None:
    page = raster(pdf(letter(**US), "us10"), tmp_path, dpi=200)
    found = ink(page, 0.875 * 200, 2.042 * 200, 5.375 * 200, 3.167 * 200)
    assert found
    assert found[0] >= 200 - 2
    assert found[3] <= (3.167 - 0.125) * 200 + 2


US: dict[str, Any] = {
    "sender": ("Sam Carter", "500 Fifth Avenue", "New York, NY 10110"),
    "recipient": ("Dr. Ana Ruiz", "Acme Inc.", "1 Main Street", "Springfield, IL 62701"),
    "language": "en",
    "country": "US",
    "subject": "What I would bring",
    "body": ("Dear Dr. Ruiz,", "Thank you for the conversation."),
    "closing": "Sincerely,",
    "reach": ("(212) 736-5000", "sam@example.org"),
}


@pytest.mark.parametrize("layout", ["din5008", "us10"])
def test_every_part_of_the_letter_can_be_read_on_its_one_page(layout: Layout) -> None:
    data = pdf(letter(**US), layout)
    text = " ".join(text_of(data).split())
    for part in (
        *US["recipient"],
        *US["sender"],
        *US["reach"],
        *US["body"],
        "Sincerely,",
        "November 12, 2026",
    ):
        assert part in text
    assert pages(data) == 1
    assert data.startswith(b"%PDF-")


def test_the_same_letter_gives_the_same_bytes() -> None:
    assert pdf(letter(), "din5008") == pdf(letter(), "din5008")


@pytest.mark.parametrize(
    "text",
    [
        "#panic()",
        '#import "@preview/x:1.0.0"',
        "*fett* _schräg_ $x^2$ `code`",
        "<label> @ref // c",
        "= \\ ~ [x]",
    ],
)
def test_no_name_or_text_becomes_markup(text: str) -> None:
    data = pdf(letter(recipient=(text, "Ort"), subject=text, body=(text,), signature=text), "din5008")
    assert text_of(data, "-layout").count(text) == 4


def test_line_feeds_in_a_paragraph_are_kept() -> None:
    data = pdf(letter(body=("Punkt eins\nPunkt zwei",)), "din5008")
    one, two = (next(w for w in words(data) if w.text == t) for t in ("eins", "zwei"))
    assert two.top > one.top


@pytest.mark.parametrize(
    "name", ["Łukasz Żółć", "Ștefan Țîrlea", "Søren Ærø", "Иван Щукин", "Ελένη Ώρα", "Nguyễn Ân"]
)
def test_names_of_many_scripts_are_printed_with_the_fonts_that_typst_carries(name: str) -> None:
    data = pdf(letter(recipient=(name, "Ort")), "din5008")
    assert name in text_of(data, "-layout")


def test_characters_that_no_font_has_are_named() -> None:
    with pytest.raises(ConfigError) as refused:
        pdf(letter(recipient=("Acme \u0378", "\u0379 Weg 漢")), "din5008")
    # Two code points that no version of Unicode has given away, so no font shows them.
    assert "U+0378 without a name" in str(refused.value)
    assert "U+0379 without a name" in str(refused.value)
    assert "install one that does" in str(refused.value)


def test_a_letter_of_more_than_one_page_is_refused() -> None:
    with pytest.raises(ConfigError, match="the letter takes 3 pages; shorten the text until it fits on one"):
        pdf(letter(body=("Ein Satz zu viel. " * 500,)), "din5008")


@pytest.mark.parametrize(("layout", "most"), [("din5008", 8), ("us10", 6)])
def test_an_address_too_big_for_the_window_is_refused_with_every_reason(layout: Layout, most: int) -> None:
    lines = ("Gesellschaft mit besonders langem Namen und beschränkter Haftung KG", *"abcdefgh")
    with pytest.raises(ConfigError) as refused:
        pdf(letter(recipient=lines), layout)
    assert refused.value.faults == [
        f"the address has 9 lines and the window shows {most}; join or drop some",
        f'the line "{lines[0]}" is wider than the window of the envelope; shorten it',
    ]


def test_a_return_line_too_long_for_the_window_is_refused() -> None:
    with pytest.raises(ConfigError, match=r"the return line .* is wider than the window"):
        pdf(letter(sender=("Sam Carter", "Straße " * 12, "Ort")), "din5008")


@pytest.mark.parametrize("layout", ["din5008", "us10"])
def test_a_word_wider_than_the_page_is_named_and_an_address_of_the_web_breaks(layout: Layout) -> None:
    with pytest.raises(ConfigError) as refused:
        pdf(letter(body=("Hallo,", "w" * 120), subject="s" * 130), layout)
    assert [f.partition("…")[0] for f in refused.value.faults] == [f'the word "{c * 30}' for c in "sw"]
    web = "https://example.org/" + "portfolio/" * 12
    assert pages(pdf(letter(body=("Hallo,", web)), layout)) == 1


def test_a_letterhead_that_reaches_into_the_window_is_refused() -> None:
    tall = letter(sender=("Sam Carter", *"abcdef"), reach=("+1 212 5550100", "sam@example.org"))
    with pytest.raises(ConfigError, match="reach into the window of the envelope; join or drop some lines"):
        pdf(tall, "us10")


def test_an_own_layout_is_used_and_a_missing_or_broken_one_named(tmp_path: Path) -> None:
    own = tmp_path / "layouts"
    own.mkdir()
    with pytest.raises(ConfigError, match=r"there is no layout us10\.typ in "):
        pdf(letter(), "us10", layouts=own)
    (own / "us10.typ").write_text("#let x = \n#nothing(")
    with pytest.raises(ConfigError, match=r"us10\.typ: error"):
        pdf(letter(), "us10", layouts=own)
    (own / "us10.typ").write_text('#import "@preview/letter:1.0.0": *')
    with pytest.raises(ConfigError, match="imports a package; copy what you need"):
        pdf(letter(), "us10", layouts=own)
    (own / "us10.typ").write_text(
        "#let l = json(bytes(sys.inputs.letter))\n#set document(title: l.subject, date: datetime(..l.day))\n"
        "#set page(width: 10cm)\n= #l.subject\n#pagebreak()\n#l.signature"
    )
    data = pdf(letter(), "us10", layouts=own)
    assert pages(data) == 2


@pytest.mark.parametrize(
    ("language", "country", "written"),
    [
        ("de", "DE-BY", "1. November 2026"),
        ("en", "US", "November 1, 2026"),
        ("en", "GB", "1 November 2026"),
        ("fr", "FR", "1 novembre 2026"),
        ("es", "ES", "1 de noviembre de 2026"),
        ("de", "JP", "1. November 2026"),
        ("xx", "JP", "1 November 2026"),
    ],
)
def test_the_date_is_written_in_its_language(language: str, country: str, written: str) -> None:
    assert long_date(date(2026, 11, 1), language, country) == written


def test_paper_and_envelope_follow_the_candidates_country() -> None:
    assert [layout_for(c) for c in ("DE", "GB", "US-CA", "CA", "JP")] == [
        "din5008", "din5008", "us10", "us10", "din5008",
    ]  # fmt: skip


def test_the_lines_in_the_window_name_person_company_and_the_country_abroad() -> None:
    ana = Contact(name="Ana Ruiz", email="ana@acme.example", title="Dr.")
    madrid = PostalAddress(lines=["Calle Mayor 1", "28013 Madrid"], country="ES")
    assert recipient(ana, "Acme GmbH", madrid, "DE-BY", "din5008") == (
        "Acme GmbH", "Dr. Ana Ruiz", "Calle Mayor 1", "28013 Madrid", "SPANIEN",
    )  # fmt: skip
    assert recipient(ana, "Acme Inc.", madrid, "US", "us10")[:2] == ("Dr. Ana Ruiz", "Acme Inc.")
    assert recipient(ana, "Acme Inc.", madrid, "US", "us10")[-1] == "SPAIN"
    home = PostalAddress(lines=["Karl-Marx-Allee 1", "10178 Berlin"])
    assert recipient(ana, "Acme GmbH", home, "DE", "din5008")[-1] == "10178 Berlin"


@pytest.mark.parametrize("layout", ["din5008", "us10"])
def test_the_layouts_that_are_shipped_can_be_copied_and_used_as_they_are(
    layout: Layout, tmp_path: Path
) -> None:
    from followupd.writing.letter import _shipped

    shutil.copytree(_shipped(), tmp_path / "letter")
    assert pdf(letter(**US), layout, layouts=tmp_path / "letter") == pdf(letter(**US), layout)
