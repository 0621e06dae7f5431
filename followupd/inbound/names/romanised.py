"""Names in Latin letters of people whose name is in another script. They sign with either."""

from __future__ import annotations

import re
from functools import lru_cache

from followupd.inbound.names.name_forms import plain_text

_LATIN = re.compile("[A-Za-z]")
_CYRILLIC = re.compile("[а-яіїєґ]", re.IGNORECASE)
# Each letter with its English and its German transliteration. The letters have no accents: й is и.
_LETTERS = dict(
    pair.split(":")
    for pair in [
        "а:a",
        "б:b",
        "в:v/w",
        "г:g",
        "д:d",
        "е:e",
        "ж:zh/sch",
        "з:z/s",
        "и:i",
        "і:i",
        "ї:yi/ji",
        "є:ye/je",
        "ґ:g",
        "к:k",
        "л:l",
        "м:m",
        "н:n",
        "о:o",
        "п:p",
        "р:r",
        "с:s",
        "т:t",
        "у:u",
        "ф:f",
        "х:kh/ch",
        "ц:ts/z",
        "ч:ch/tsch",
        "ш:sh/sch",
        "щ:shch/schtsch",
        "ъ:/",
        "ы:y",
        "ь:/",
        "э:e",
        "ю:yu/ju",
        "я:ya/ja",
        "α:a",
        "β:v/b",
        "γ:g",
        "δ:d",
        "ε:e",
        "ζ:z",
        "η:i",
        "θ:th",
        "ι:i",
        "κ:k",
        "λ:l",
        "μ:m",
        "ν:n",
        "ξ:x",
        "ο:o",
        "π:p",
        "ρ:r",
        "σ:s",
        "τ:t",
        "υ:y",
        "φ:f",
        "χ:ch",
        "ψ:ps",
        "ω:o",
    ]
)
_SPELT_OTHERWISE = re.compile("[а-яіїєґα-ω]", re.IGNORECASE)
# Letters that have the same sound in most languages, in this order.
_SOUNDS = tuple(
    (re.compile(pattern), sound)
    for pattern, sound in (
        ("ph", "f"),
        ("s?ch|sh|zh", "s"),
        ("ts|tz|z", "s"),
        ("x", "ks"),
        ("ck|[cq]u(?=[aeio])|[cq]", "k"),
        ("qu|kv|kw", "kv"),
        ("w", "v"),
        ("[yj]", "i"),
        ("h", ""),
        ("n[dt]", "d"),
        ("m[bp]", "b"),
        (r"(.)\1+", r"\1"),
        ("(?<=..)[aeiou]$", ""),
    )
)
MIN_JOINED = 5  # letters of both parts of the author's shown name
MIN_NAME = 7  # letters of both names: shorter ones may be words


def romanise_names(name: str, addresses: tuple[str, ...]) -> tuple[str, ...]:
    """Return a person's names in Latin letters: transliterated, and as their addresses spell them."""
    plain_name = plain_text(name)
    if _LATIN.search(plain_name) or not plain_name.strip():
        return ()
    by_address = (_read_local_part(address.partition("@")[0]) for address in addresses)
    return tuple(dict.fromkeys(filter(None, (*_transliterate(plain_name), *by_address))))


def is_joined_name(shown_name: str, name: str, addresses: tuple[str, ...]) -> bool:
    """Return whether an address spells a name of another script like the shown name, joined in either order."""
    plain_name = plain_text(name)
    if _LATIN.search(plain_name) or not plain_name.strip():
        return False
    locals_ = {re.sub(r"[._-]", "", address.partition("@")[0].lower()) for address in addresses}
    return bool(join_names(shown_name) & locals_)


def join_names(shown_name: str) -> frozenset[str]:
    """Return a given name and a family name joined in either order; nothing for any other form of name."""
    names = [re.sub(r"[',-]", "", word) for word in shown_name.lower().split()]
    if len(names) != 2 or not all(name.isascii() and name.isalpha() for name in names):  # noqa: PLR2004
        return frozenset()
    joined = frozenset(("".join(names), "".join(reversed(names))))
    return joined if all(len(name) >= MIN_JOINED for name in joined) else frozenset()


def has_sound_of(shown_name: str, name: str) -> bool:
    """Return whether a shown name in Cyrillic or Greek letters is a Latin name, spelt by its sound."""
    shown_sounds = list_shown_sounds(shown_name)
    return bool(shown_sounds) and all(
        not shown_sounds.isdisjoint(sounds) for sounds in list_name_sounds(name) or [frozenset()]
    )


@lru_cache(maxsize=32)
def list_shown_sounds(shown_name: str) -> frozenset[str]:
    """Return the sounds of all words of a shown name in Cyrillic or Greek letters; nothing for any other one."""
    plain_shown = plain_text(shown_name).lower()
    if not _SPELT_OTHERWISE.search(plain_shown):
        return frozenset()
    return frozenset().union(*map(_list_sounds, plain_shown.split()))


@lru_cache(maxsize=8192)
def list_name_sounds(name: str) -> tuple[frozenset[str], ...]:
    """Return the sounds of the first and the last word of a Latin name; nothing for a single word or another script."""
    plain_name = plain_text(name).lower()
    words = plain_name.split() if _LATIN.search(plain_name) else []
    return (_list_sounds(words[0]), _list_sounds(words[-1])) if len(words) > 1 else ()


def _list_sounds(word: str) -> frozenset[str]:
    """Return the sounds of a word, for each way of reading its letters."""
    return frozenset(_hear(_spell(word.replace("ου", "u"), way)) for way in (0, -1))


def _hear(word: str) -> str:
    for pattern, sound in _SOUNDS:
        word = pattern.sub(sound, word)
    return word


def _transliterate(plain_name: str) -> tuple[str, ...]:
    if not _CYRILLIC.search(plain_name):
        return ()
    return tuple(_spell(plain_name.lower(), way) for way in (0, -1))


def _spell(text: str, way: int) -> str:
    return "".join(_letter(char, way) for char in text)


def _letter(char: str, way: int) -> str:
    return _LETTERS.get(char, char).split("/")[way]


def _read_local_part(local: str) -> str:
    """Return the two names of "taro.yamada", or an empty string."""
    names = re.split(r"[._-]", local)
    is_name = len(names) == 2 and all(len(name) > 1 and name.isascii() and name.isalpha() for name in names)  # noqa: PLR2004
    return " ".join(names) if is_name and len(local) > MIN_NAME else ""
