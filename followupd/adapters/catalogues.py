"""The catalogues of gettext, which come with the package: the candidate sees texts in their own language."""

from __future__ import annotations

from functools import cache
from gettext import GNUTranslations, NullTranslations
from io import BytesIO
from typing import TYPE_CHECKING

from followupd.adapters.system.paths import PACKAGE
from followupd.writing.language.words import SOURCE_LANGUAGE, Words

if TYPE_CHECKING:
    from datetime import tzinfo

    from babel.messages.catalog import Catalog

FOLDER = PACKAGE / "writing" / "locale"


@cache
def list_languages() -> tuple[str, ...]:
    """Return the available languages; the language of the source comes first."""
    return (SOURCE_LANGUAGE, *sorted(path.stem for path in FOLDER.glob("*.po")))


@cache
def load_catalogue(language: str) -> NullTranslations:
    """Return the catalogue of a language, or one that returns the source text if the language has none.

    It is compiled here: a compiled file beside its source could be out of date.
    """
    if language not in list_languages()[1:]:
        return NullTranslations()
    from babel.messages.mofile import write_mo

    compiled = BytesIO()
    write_mo(compiled, _read_source(language))
    compiled.seek(0)
    return GNUTranslations(compiled)


@cache
def load_words(language: str, zone: tzinfo) -> Words:
    """Return the words of a language as plain data, or the words of the source if it has no catalogue."""
    if language not in list_languages()[1:]:
        return Words(SOURCE_LANGUAGE, zone)
    return Words(language, zone, _read_messages(language))


@cache
def _read_messages(language: str) -> dict[str, tuple[str, ...]]:
    pairs = ((message.id, message.string) for message in _read_source(language) if message.id)
    return {
        _first_of(id_): tuple(text) if isinstance(text, tuple | list) else (str(text),) for id_, text in pairs
    }


def _first_of(message_id: str | tuple[str, ...] | list[str]) -> str:
    return message_id if isinstance(message_id, str) else message_id[0]


def _read_source(language: str) -> Catalog:
    from babel.messages.pofile import read_po

    with (FOLDER / f"{language}.po").open("rb") as file:
        return read_po(file, locale=language)
