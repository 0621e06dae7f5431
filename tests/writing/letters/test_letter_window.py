"""The letter in its envelope, measured: the address stands in the window, and nothing else does."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from letter_page import (
    A4,
    DIN_WINDOW,
    FRENCH_WINDOW,
    MM,
    SWISS_WINDOW,
    US,
    US_ALWAYS_SEEN,
    US_LETTER,
    US_WINDOW,
    Box,
    ink,
    letter,
    page_size,
    raster,
    words,
)

from followupd.config.interview import Contact, PostalAddress
from followupd.errors import ConfigError
from followupd.writing.letters.letter_pdf import Layout, build_recipient, layout_for, typeset_letter

if TYPE_CHECKING:
    from pathlib import Path


def test_the_din_address_lies_in_the_window_and_nothing_else_does() -> None:
    data = typeset_letter(letter(), "din5008")
    inside = [word.text for word in words(data) if DIN_WINDOW.touches(word)]
    assert " ".join(inside) == (
        "Sam Carter · Lindenstraße 12 · 10969 Berlin Acme GmbH Dr. Ana Ruiz Karl-Marx-Allee 1 10178 Berlin"
    )
    assert all(DIN_WINDOW.holds(word) for word in words(data) if DIN_WINDOW.touches(word))
    assert page_size(data) == pytest.approx(A4, abs=0.5)


def test_the_din_zones_are_where_the_norm_puts_them_to_half_a_millimetre(tmp_path: Path) -> None:
    page = raster(typeset_letter(letter(), "din5008"), tmp_path)
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
    page = raster(typeset_letter(letter(), "din5008", guides=True), tmp_path)
    frame = (
        page.point([255 if grey < 200 else 0 for grey in range(256)]).crop((150, 400, 1100, 950)).getbbox()
    )
    assert frame
    assert (frame[0] + 150, frame[1] + 400, frame[2] + 150, frame[3] + 400) == pytest.approx(
        (200, 450, 1050, 900), abs=2
    )


def test_a_din_address_of_eight_lines_grows_upwards_into_the_remarks() -> None:
    lines = tuple(f"Zeile-{n}" for n in range(1, 9))
    found = [word for word in words(typeset_letter(letter(recipient=lines), "din5008")) if word.text in lines]
    assert len(found) == 8
    assert all(DIN_WINDOW.holds(word) for word in found)
    assert found[0].top >= 50 * MM


@pytest.mark.parametrize(
    ("country", "window", "lines"), [("FR", FRENCH_WINDOW, 6), ("BE", FRENCH_WINDOW, 3), ("CH", SWISS_WINDOW, 6), ("LI", SWISS_WINDOW, 3)]
)  # fmt: skip
def test_the_address_is_seen_through_a_window_on_the_right(country: str, window: Box, lines: int) -> None:
    recipient = tuple(f"Zeile-{n}" for n in range(1, lines + 1))
    data = typeset_letter(letter(country=country, recipient=recipient), "right")
    inside = [word for word in words(data) if window.touches(word)]
    assert [word.text for word in inside] == [*recipient]
    assert all(window.holds(word) for word in inside)
    assert all(word.top >= 80 * MM for word in words(data) if word.text in ("12.", "November"))
    assert page_size(data) == pytest.approx(A4, abs=0.5)


def test_a_narrow_window_breaks_long_names_and_refuses_long_lines() -> None:
    contact = Contact.model_validate({"name": "Ana Ruiz", "email": "ana@acme.example"})
    post = PostalAddress(lines=("Bahnhofstrasse 1", "8001 Zürich"))
    lines = build_recipient(
        contact, "Schweizerische Gesellschaft für Tontechnik und Akustik AG", post, "CH", "right"
    )
    typeset_letter(letter(country="CH", recipient=lines), "right")
    assert lines[0] == "Schweizerische Gesellschaft für"
    with pytest.raises(ConfigError, match="wider than the window"):
        typeset_letter(
            letter(country="CH", recipient=("Haldimandstrassenhausverwaltungsgesellschaft 1234",)), "right"
        )


def test_the_us_address_is_seen_through_a_number_ten_window() -> None:
    data = typeset_letter(letter(**US), "us10")
    inside = [word for word in words(data) if US_WINDOW.touches(word)]
    assert " ".join(word.text for word in inside) == " ".join(US["recipient"])
    assert all(US_WINDOW.holds(word) for word in inside)
    always = " ".join(word.text for word in inside if US_ALWAYS_SEEN.holds(word))
    assert always.endswith("1 Main Street Springfield, IL 62701")
    assert page_size(data) == pytest.approx(US_LETTER, abs=0.5)


def test_the_us_address_keeps_an_eighth_of_an_inch_from_the_edges(tmp_path: Path) -> None:
    page = raster(typeset_letter(letter(**US), "us10"), tmp_path, dpi=200)
    found = ink(page, 0.875 * 200, 2.042 * 200, 5.375 * 200, 3.167 * 200)
    assert found
    assert found[0] >= 200 - 2
    assert found[3] <= (3.167 - 0.125) * 200 + 2


@pytest.mark.parametrize(("layout", "most"), [("din5008", 8), ("right", 6), ("us10", 6)])
def test_an_address_too_big_for_the_window_is_refused_with_every_reason(layout: Layout, most: int) -> None:
    lines = ("Gesellschaft mit besonders langem Namen und beschränkter Haftung KG", *"abcdefgh")
    with pytest.raises(ConfigError) as refused:
        typeset_letter(letter(recipient=lines), layout)
    assert refused.value.faults == [
        f"the address has 9 lines and the window shows {most}; join or drop some",
        f'the line "{lines[0]}" is wider than the window of the envelope; shorten it',
    ]


def test_a_return_line_too_long_for_the_window_is_refused() -> None:
    with pytest.raises(ConfigError, match=r"the return line .* is wider than the window"):
        typeset_letter(letter(sender=("Sam Carter", "Straße " * 12, "Ort")), "din5008")


def test_a_letterhead_that_reaches_into_the_window_is_refused() -> None:
    tall = letter(sender=("Sam Carter", *"abcdef"), contact_lines=("+1 212 5550100", "sam@example.org"))
    with pytest.raises(ConfigError, match="reach into the window of the envelope; join or drop some lines"):
        typeset_letter(tall, "us10")


def test_paper_and_envelope_follow_the_candidates_country() -> None:
    assert [layout_for(c) for c in ("DE", "GB", "US-CA", "CA", "JP", "FR", "CH-ZH", "AT")] == [
        "din5008", "din5008", "us10", "us10", "din5008", "right", "right", "din5008",
    ]  # fmt: skip


def test_the_lines_in_the_window_name_person_company_and_the_country_abroad() -> None:
    ana = Contact(name="Ana Ruiz", email="ana@acme.example", title="Dr.")
    madrid = PostalAddress(lines=["Calle Mayor 1", "28013 Madrid"], country="ES")
    assert build_recipient(ana, "Acme GmbH", madrid, "DE-BY", "din5008") == (
        "Acme GmbH", "Dr. Ana Ruiz", "Calle Mayor 1", "28013 Madrid", "SPANIEN",
    )  # fmt: skip
    karl = Contact(name="Karl Weiß", email="karl@acme.example", title="Herr Dr.")
    assert build_recipient(karl, "Acme GmbH", madrid, "DE", "din5008", "de")[1] == "Herrn Dr. Karl Weiß"
    assert build_recipient(ana, "Acme Inc.", madrid, "US", "us10")[:2] == ("Dr. Ana Ruiz", "Acme Inc.")
    assert build_recipient(ana, "Acme Inc.", madrid, "US", "us10")[-1] == "SPAIN"
    for language, country in (("fr", "ESPAGNE"), ("nl", "SPANJE"), ("de", "SPANIEN"), ("en", "SPANJE")):
        assert build_recipient(ana, "Acme", madrid, "BE", "right", language)[-1] == country
    leeds = PostalAddress(lines=["12 Mill Lane", "LEEDS", "LS1 4AP"], country="GB")
    assert build_recipient(ana, "Acme Ltd", leeds, "FR", "right", "en")[:2] == ("Dr. Ana Ruiz", "Acme Ltd")
    insurer = "Landesversicherungsanstalt für Angestellte Mitteldeutschland mbH"
    assert build_recipient(ana, insurer, madrid, "DE", "din5008")[:2] == (
        "Landesversicherungsanstalt für Angestellte", "Mitteldeutschland mbH",
    )  # fmt: skip
    home = PostalAddress(lines=["Karl-Marx-Allee 1", "10178 Berlin"])
    assert build_recipient(ana, "Acme GmbH", home, "DE", "din5008")[-1] == "10178 Berlin"
