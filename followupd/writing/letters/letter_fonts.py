"""Chooses the fonts of a letter with a name or an address in Arabic, Chinese, Devanagari or Thai.

The fonts that come with typst have some of these characters, but only in a font for code or for formulas. There, Arabic
is as wide as code and Devanagari is not joined. A letter in such a script is set in a font of the system that is made
for text. If there is none, the letter is held, and the message names the package to install.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from followupd.writing.letters.letter_pdf import Letter

# Scripts that the fonts of typst set well.
_NEAR = re.compile(
    r"(?:LATIN|GREEK|CYRILLIC|HEBREW|GEORGIAN|ARMENIAN|COMBINING|MODIFIER|FEMININE|MASCULINE|MICRO|COPTIC)\b"
)
# Fonts for text, the best first. The installed ones are used.
_FAMILIES = (
    "Libertinus Serif", "Noto Naskh Arabic", "Amiri", "Noto Serif CJK JP", "Noto Serif CJK KR", "Noto Serif CJK SC", "Noto Serif CJK TC",
    "Noto Serif Devanagari", "Noto Serif Bengali", "Noto Serif Tamil", "Noto Serif Telugu", "Noto Serif Gujarati", "Noto Serif Gurmukhi",
    "Noto Serif Kannada", "Noto Serif Malayalam", "Noto Serif Sinhala", "Noto Serif Thai", "Noto Serif Lao", "Noto Serif Khmer",
    "Noto Serif Myanmar", "Noto Serif Ethiopic", "Noto Serif Tibetan", "Noto Sans Arabic", "Noto Sans CJK JP", "Noto Sans Devanagari",
    "Noto Sans Thai", "FreeSerif", "DejaVu Sans",
)  # fmt: skip
_UNFIT = re.compile(rb"/BaseFont\s*/(?:[A-Z]{6}\+)?(?:DejaVuSansMono|NewCMMath|\w*Mono\b)")
_CJK = re.compile(r"CJK|HIRAGANA|KATAKANA|HANGUL|BOPOMOFO")
_MOST_NAMED = 8  # characters in a message


def list_far_characters(letter: Letter) -> str:
    """Return the characters of a letter that need a font of the system, each once."""
    lines = (*letter.sender, *letter.recipient, *letter.body, *letter.contact_lines)
    text = "".join((*lines, letter.subject, letter.closing, letter.signature))
    return "".join(one for one in dict.fromkeys(text) if _is_far(one))


def _is_far(character: str) -> bool:
    is_letter = unicodedata.category(character)[0] in "LM" and not character.isascii()
    return is_letter and not _NEAR.match(unicodedata.name(character, "COMBINING"))


@cache
def find_families() -> tuple[str, ...]:
    """Return the font families for text on this machine, the best first."""
    from typst import Fonts

    installed_families = frozenset(Fonts(include_system_fonts=True).families())
    return tuple(one for one in _FAMILIES if one in installed_families)


def uses_unfit_font(pdf: bytes) -> bool:
    """Return whether a part of a letter is set in a font for code or formulas."""
    return bool(_UNFIT.search(pdf))


def explain_missing_font(characters: str) -> str:
    """Return the sentence about characters that no font for text has, with the package that provides one."""
    shown_names = ", ".join(map(_name_character, characters[:_MOST_NAMED]))
    rest = len(characters) - _MOST_NAMED
    more = f" and {rest} more" if rest > 0 else ""
    names = [unicodedata.name(one, "") for one in characters]
    packages = {"fonts-noto-cjk" if _CJK.match(name) else "fonts-noto-core" for name in names}
    return (
        f"no font on this machine has {shown_names}{more}; install one that does"
        f" (Debian: {', '.join(sorted(packages))}), or write the words in Latin letters"
    )


def _name_character(character: str) -> str:
    return f"{character} (U+{ord(character):04X} {unicodedata.name(character, 'without a name')})"
