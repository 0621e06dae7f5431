"""Checks and cleans the characters of names and sentences: none may control a program or hide letters. Pure."""

from __future__ import annotations

import re
from unicodedata import category, combining, normalize

from followupd.config.lazy_pattern import LazyPattern

CONTROL_CATEGORIES = ("Cc", "Cs", "Zl", "Zp")  # controls, half characters, line separators
# Unicode's embeddings, overrides and isolates: with them a name looks like another one (UTR 36).
_TURNING_CHARACTERS = "\u202a-\u202e\u2066-\u2069"
TURNING = LazyPattern(f"[{_TURNING_CHARACTERS}]")
# Not allowed in a text of several lines: control characters except tab and line feed, and characters that turn letters.
UNREADABLE = LazyPattern(f"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff{_TURNING_CHARACTERS}]")
# Arrows, signs and emoji, as a range within the brackets of a pattern.
PICTURE_RANGES = "\u2190-\u2bff\ufe0f\U0001f000-\U0001faff"
# Other invisible characters. Joiners are kept, since Persian and Hindi need them.
_INVISIBLE = LazyPattern(f"[\u00ad\u200b\u2060\ufeff\U000e0000-\U000e007f{_TURNING_CHARACTERS}]")


def clean_text(text: str) -> str:
    """Return a text on one line, without characters that turn or hide letters.

    Line feeds and control characters become spaces.
    """
    printable_text = "".join(" " if category(c) in CONTROL_CATEGORIES else c for c in text)
    return " ".join(_INVISIBLE.sub("", printable_text).split())


def show_invisible(text: str) -> str:
    """Return a text on one line, with the code of each character that nobody sees or that controls a terminal."""
    if text.isprintable():
        return text
    return "".join(char if char.isprintable() else f"<U+{ord(char):04X}>" for char in text)


# Texts that people write into a field that they cannot fill.
_PLACEHOLDER = LazyPattern(
    r"[^\w]+|\w|n\.?/?a\.?|none|nothing(?: (?:special|much|really))?|nil|null|tbd|todo|test|xxx+|unknown|keine?s?|nichts(?: besonderes)?|nix|k\.?\s?a\.?|unbekannt|rien(?: de spécial)?|aucune?|néant"
    r"|nada(?: especial)?|ningun[oa]|sin datos",
    re.IGNORECASE,
)


def is_placeholder(text: str) -> bool:
    """Return whether a text is only a placeholder for no content."""
    return bool(_PLACEHOLDER.fullmatch(text.strip()))


_NO_NAME = LazyPattern(r"[\W_]*|n\W?a|tb[acd]|todo|xxx+", re.IGNORECASE)


def is_no_name(text: str) -> bool:
    """Return whether a text stands where a name is missing: "-", "?", "n/a", "tbd"."""
    return bool(_NO_NAME.fullmatch(text.strip(" .")))


def remove_accents(text: str) -> str:
    """Return a text without accents, and with the plain forms of letters that have several."""
    return "".join(char for char in normalize("NFKD", text) if not combining(char))
