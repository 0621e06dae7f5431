"""A letter to somebody whose name is in Arabic, Chinese, Devanagari or Thai: in a font for text, or held with a reason."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING

import pytest
from letter_page import letter, text_of, words

from followupd.errors import ConfigError
from followupd.writing.letters.letter_fonts import explain_missing_font, list_far_characters, uses_unfit_font
from followupd.writing.letters.letter_pdf import Layout, typeset_letter

if TYPE_CHECKING:
    from pathlib import Path

NAMES = {
    "arabic": ("محمد بن علي", "fonts-noto-core"),
    "hebrew": ("שרה כהן", ""),
    "chinese": ("田中 美咲", "fonts-noto-cjk"),
    "korean": ("김민준", "fonts-noto-cjk"),
    "devanagari": ("प्रिया शर्मा", "fonts-noto-core"),
    "thai": ("สมชาย ใจดี", "fonts-noto-core"),
    "amharic": ("አበበ", "fonts-noto-core"),
    "georgian": ("გიორგი", ""),
}


def list_fonts(data: bytes, folder: Path) -> list[str]:
    """Return the fonts of a PDF as poppler reads them."""
    file = folder / "letter.pdf"
    file.write_bytes(data)
    lines = subprocess.run(["pdffonts", file], capture_output=True, text=True, check=True).stdout.splitlines()
    return [line.split()[0].partition("+")[2] for line in lines[2:]]


@pytest.mark.parametrize("layout", ["din5008", "right", "us10"])
@pytest.mark.parametrize("script", NAMES)
def test_a_name_is_set_in_a_font_for_text_or_the_letter_is_held_with_the_package_to_install(
    script: str, layout: Layout, tmp_path: Path
) -> None:
    name, package = NAMES[script]
    try:
        data = typeset_letter(
            letter(recipient=("Acme", name, "Weg 1", "1000 Ort"), body=(f"Guten Tag {name},",)), layout
        )
    except ConfigError as held:
        message = str(held)
        is_right = bool(package) and f"Debian: {package})" in message and f"U+{ord(name[0]):04X}" in message
    else:
        unfit_fonts = [font for font in list_fonts(data, tmp_path) if "Mono" in font or "Math" in font]
        is_right = unfit_fonts == [] and text_of(data, "-layout").count(name) == 2
    assert is_right


def test_a_name_from_right_to_left_stands_so_on_the_page() -> None:
    data = typeset_letter(letter(body=("Guten Tag שרה כהן, danke.",)), "din5008")
    left_edges = {word.text.strip(",."): word.left for word in words(data)}  # glyphs from the left
    assert left_edges["Tag"] < left_edges["ןהכ"] < left_edges["הרש"] < left_edges["danke"]


def test_a_letter_in_scripts_that_typst_carries_is_set_with_its_own_fonts_alone() -> None:
    assert list_far_characters(letter(recipient=("Łukasz Żółć", "Ελένη", "Иван", "שרה"))) == ""
    assert list_far_characters(letter(subject="علي", signature="علي")) == "علي"


def test_a_font_for_code_or_formulas_is_found_in_the_bytes() -> None:
    assert uses_unfit_font(b"<< /BaseFont /TVYXQA+DejaVuSansMono >>")
    assert uses_unfit_font(b"<< /BaseFont/GUFWJR+NewCMMath-Regular >>")
    assert not uses_unfit_font(b"<< /BaseFont/GUFWJR+NotoNaskhArabic-Regular >>")


def test_the_message_names_some_characters_and_every_package() -> None:
    message = explain_missing_font("田中美咲のอกับขคงจ")
    assert "田 (U+7530 CJK UNIFIED IDEOGRAPH-7530)" in message
    assert " and 5 more; " in message
    assert "Debian: fonts-noto-cjk, fonts-noto-core" in message
