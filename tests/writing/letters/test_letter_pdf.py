"""The letter as it comes out of the printer, read again: every part of it, in its language, on one page."""

from __future__ import annotations

import shutil
from datetime import date
from typing import TYPE_CHECKING

import pytest
from letter_page import US, letter, text_of, words

from followupd.errors import ConfigError
from followupd.writing.letters.letter_pdf import Layout, count_pages, long_date, typeset_letter

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize("layout", ["din5008", "us10"])
def test_every_part_of_the_letter_can_be_read_on_its_one_page(layout: Layout) -> None:
    data = typeset_letter(letter(**US), layout)
    text = " ".join(text_of(data).split())
    for part in (
        *US["recipient"],
        *US["sender"],
        *US["contact_lines"],
        *US["body"],
        "Sincerely,",
        "November 12, 2026",
    ):
        assert part in text
    assert count_pages(data) == 1
    assert data.startswith(b"%PDF-")


def test_the_same_letter_gives_the_same_bytes() -> None:
    assert typeset_letter(letter(), "din5008") == typeset_letter(letter(), "din5008")


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
    data = typeset_letter(
        letter(recipient=(text, "Ort"), subject=text, body=(text,), signature=text), "din5008"
    )
    assert text_of(data, "-layout").count(text) == 4


def test_line_feeds_in_a_paragraph_are_kept() -> None:
    data = typeset_letter(letter(body=("Punkt eins\nPunkt zwei",)), "din5008")
    one, two = (next(w for w in words(data) if w.text == t) for t in ("eins", "zwei"))
    assert two.top > one.top


@pytest.mark.parametrize(
    "name", ["Łukasz Żółć", "Ștefan Țîrlea", "Søren Ærø", "Иван Щукин", "Ελένη Ώρα", "Nguyễn Ân"]
)
def test_names_of_many_scripts_are_printed_with_the_fonts_that_typst_carries(name: str) -> None:
    data = typeset_letter(letter(recipient=(name, "Ort")), "din5008")
    assert name in text_of(data, "-layout")


def test_characters_that_no_font_has_are_named() -> None:
    with pytest.raises(ConfigError) as refused:
        typeset_letter(letter(recipient=("Acme \u0378", "\u0379 Weg 漢")), "din5008")
    # Two code points that no version of Unicode has given away, so no font shows them.
    assert "U+0378 without a name" in str(refused.value)
    assert "U+0379 without a name" in str(refused.value)
    assert "install one that does" in str(refused.value)


def test_a_letter_of_more_than_one_page_is_refused() -> None:
    with pytest.raises(ConfigError, match="the letter takes 3 pages; shorten the text until it fits on one"):
        typeset_letter(letter(body=("Ein Satz zu viel. " * 500,)), "din5008")


@pytest.mark.parametrize("layout", ["din5008", "us10"])
def test_a_word_wider_than_the_page_is_named_and_an_address_of_the_web_breaks(layout: Layout) -> None:
    with pytest.raises(ConfigError) as refused:
        typeset_letter(letter(body=("Hallo,", "w" * 120), subject="s" * 130), layout)
    assert [f.partition("…")[0] for f in refused.value.faults] == [f'the word "{c * 30}' for c in "sw"]
    web = "https://example.org/" + "portfolio/" * 12
    assert count_pages(typeset_letter(letter(body=("Hallo,", web)), layout)) == 1


def test_an_own_layout_is_used_and_a_missing_or_broken_one_named(tmp_path: Path) -> None:
    own = tmp_path / "layouts"
    own.mkdir()
    with pytest.raises(ConfigError, match=r"there is no layout us10\.typ in "):
        typeset_letter(letter(), "us10", layouts=own)
    (own / "us10.typ").write_text("#let x = \n#nothing(")
    with pytest.raises(ConfigError, match=r"us10\.typ: error"):
        typeset_letter(letter(), "us10", layouts=own)
    (own / "us10.typ").write_text('#import "@preview/letter:1.0.0": *')
    with pytest.raises(ConfigError, match="imports a package; copy what you need"):
        typeset_letter(letter(), "us10", layouts=own)
    (own / "us10.typ").write_text(
        "#let l = json(bytes(sys.inputs.letter))\n#set document(title: l.subject, date: datetime(..l.day))\n"
        "#set page(width: 10cm)\n= #l.subject\n#pagebreak()\n#l.signature"
    )
    data = typeset_letter(letter(), "us10", layouts=own)
    assert count_pages(data) == 2


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


@pytest.mark.parametrize("layout", ["din5008", "us10"])
def test_the_layouts_that_are_shipped_can_be_copied_and_used_as_they_are(
    layout: Layout, tmp_path: Path
) -> None:
    from followupd.writing.letters.letter_pdf import _shipped_layouts

    shutil.copytree(_shipped_layouts(), tmp_path / "letter")
    assert typeset_letter(letter(**US), layout, layouts=tmp_path / "letter") == typeset_letter(
        letter(**US), layout
    )
