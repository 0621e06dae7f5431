"""The words of the page in the user's language, and its dates."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from babel.core import Locale
from babel.dates import format_date, format_skeleton, format_time

from followupd.adapters.catalogues import list_languages, load_catalogue
from followupd.writing.language.words import SOURCE_LANGUAGE

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date, datetime
    from gettext import NullTranslations
    from zoneinfo import ZoneInfo

_MAX_HEADER = 200  # of Accept-Language that are read
_LOCALES = {"en": "en_GB"}  # day before month, as everywhere in followupd


@dataclass(frozen=True, slots=True)
class Words:
    """A language, and the time zone for the times on the page."""

    language: str
    zone: ZoneInfo

    @property
    def catalogue(self) -> NullTranslations:
        """The catalogue of the language."""
        return load_catalogue(self.language)

    @property
    def locale(self) -> Locale:
        """The language as a locale of babel."""
        return Locale.parse(_LOCALES.get(self.language, self.language))

    def translate(self, message: str, **values: object) -> str:
        """Return a message in the language, with its values filled in."""
        return self.catalogue.gettext(message) % values if values else self.catalogue.gettext(message)

    def format_moment(self, moment: datetime) -> str:
        """Return a moment with its weekday, in the user's zone."""
        local = moment.astimezone(self.zone)
        if self.language == SOURCE_LANGUAGE:  # the same form as in the commands
            day = format_date(local.date(), "EEE d MMM yyyy", self.locale)
        else:
            day = format_skeleton("yMMMEd", local, locale=self.locale)
        return f"{day}, {format_time(local, 'HH:mm', locale=self.locale)}"

    def format_day(self, day: date) -> str:
        """Return a day with its weekday."""
        pattern = "EEEE d MMMM yyyy" if self.language == SOURCE_LANGUAGE else "full"
        return format_date(day, pattern, self.locale)

    def format_mark_day(self, moment: datetime) -> str:
        """Return the day of a moment in a short form, for the picture."""
        return format_skeleton("MMMd", moment.astimezone(self.zone), locale=self.locale)


def choose_language(wanted: str | None, accept_language: str) -> str:
    """Return the language of the page: the candidate's, else the first one of the browser that has a catalogue."""
    languages = list_languages()
    choices = [wanted or "", *_read_accept_language(accept_language[:_MAX_HEADER])]
    return next((choice for choice in choices if choice in languages), SOURCE_LANGUAGE)


def _read_accept_language(header: str) -> Iterator[str]:
    """Yield the languages of the header, the most wanted first (RFC 9110 §12.5.4)."""
    weighted = []
    for position, part in enumerate(header.split(",")):
        tag, _, parameter = part.strip().partition(";")
        weighted.append((-_read_weight(parameter), position, tag.strip().lower().partition("-")[0]))
    return (language for weight, _, language in sorted(weighted) if weight < 0)


def _read_weight(parameter: str) -> float:
    name, _, value = parameter.strip().partition("=")
    try:
        return float(value) if name.strip() == "q" else 1.0
    except ValueError:
        return 0.0
