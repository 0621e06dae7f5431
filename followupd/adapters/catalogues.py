"""The words that the candidate sees, in their language: catalogues of gettext, which come with the package."""

from __future__ import annotations

from functools import cache
from gettext import GNUTranslations, NullTranslations
from io import BytesIO

from followupd.adapters.system.paths import PACKAGE

SOURCE_LANGUAGE = "en"
FOLDER = PACKAGE / "writing" / "locale"


@cache
def list_languages() -> tuple[str, ...]:
    """Return the languages that there are words in, the one of the source first."""
    return (SOURCE_LANGUAGE, *sorted(path.stem for path in FOLDER.glob("*.po")))


@cache
def load_catalogue(language: str) -> NullTranslations:
    """Return the catalogue of a language; for a language without one, the words of the source.

    It is compiled here: a compiled file beside its source could be out of date.
    """
    if language not in list_languages()[1:]:
        return NullTranslations()
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    compiled = BytesIO()
    with (FOLDER / f"{language}.po").open("rb") as file:
        write_mo(compiled, read_po(file, locale=language))
    compiled.seek(0)
    return GNUTranslations(compiled)
