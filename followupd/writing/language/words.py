"""The candidate's language and time zone: translates messages, and writes days and moments. Pure.

A message is the English sentence itself, with named blanks: %(name)s. The catalogues come from adapters/catalogues.
"""

from __future__ import annotations

import re
from dataclasses import field
from datetime import UTC, date
from typing import TYPE_CHECKING, Protocol

from followupd.config.frozen import frozen_value

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime, tzinfo

SOURCE_LANGUAGE = "en"
_LEAP_YEAR = 2000  # it has every day that a year can have


def mark_message(message: str) -> str:
    """Return the message itself, marked for the catalogues; it is translated later."""
    return message


_STEPS = {
    "thank-you": mark_message("thank-you"),
    "call": mark_message("call"),
    "check-in": mark_message("check-in"),
    "letter": mark_message("letter"),
    "last-note": mark_message("last note"),
    "rejected": mark_message("thank-you (after the rejection)"),
    "no-show": mark_message("mail (after the call that did not come)"),
}


class Translator(Protocol):
    """A language with its messages, and the reader's time zone."""

    def translate(self, message: str, **values: object) -> str:
        """Return a message in the language, with its blanks filled."""

    def format_day(self, day: date) -> str:
        """Return a day in the reader's form."""

    def format_moment(self, moment: datetime) -> str:
        """Return a moment in the reader's zone."""


def translate_name(words: Translator, messages: Mapping[str, str], name: str) -> str:
    """Return the translated message for a name; a name without a message stays as it is."""
    return words.translate(messages[name]) if name in messages else name


def name_step(words: Translator, step: str) -> str:
    """Return the name of a step within a sentence; the candidate's own steps keep their names."""
    return translate_name(words, _STEPS, step)


_QUOTES = {"de": ("„", "“"), "fr": ("«\u00a0", "\u00a0»"), "es": ("«", "»")}


@frozen_value
class Words:
    """A language with its messages, and the candidate's time zone.

    It is plain data, so that it can be sent to another process.
    """

    language: str = SOURCE_LANGUAGE
    zone: tzinfo = UTC
    messages: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def translate(self, message: str, **values: object) -> str:
        """Return a message in the language, with its blanks filled."""
        text = self.messages.get(message, (message,))[0]
        return text % values if values else text

    def translate_count(self, one: str, many: str, count: int, **values: object) -> str:
        """Return a message for a number of things; the blank for the number is `count`."""
        forms = self.messages.get(one, (one, many))
        is_many = count > 1 if self.language == "fr" else count != 1
        return forms[-1 if is_many else 0] % {"count": count, **values}

    def name_step(self, step: str) -> str:
        """Return the name of a step; the candidate's own steps keep their names."""
        return name_step(self, step)

    def label_touch(self, step: str, name: str, interview: str = "") -> str:
        """Return a step with its person and its interview."""
        label = self.translate("%(step)s to %(name)s", step=self.name_step(step), name=name)
        return f"{label} ({interview})" if interview else label

    def format_day(self, day: date) -> str:
        """Return a day: 9 December 2026."""
        if self.language == SOURCE_LANGUAGE:
            return f"{day:%-d %B %Y}"
        from babel.dates import format_date

        return self._write_first(format_date(day, "long", self.language), day.day)

    def format_weekday(self, day: date) -> str:
        """Return a day with its weekday: Wednesday, 9 December 2026."""
        if self.language == SOURCE_LANGUAGE:
            return f"{day:%A, %-d %B %Y}"
        from babel.dates import format_date

        return self._write_first(format_date(day, "full", self.language), day.day)

    def format_short_day(self, day: int, month: int) -> str:
        """Return a day without its year: 9 December."""
        some_day = date(_LEAP_YEAR, month, day)
        if self.language == SOURCE_LANGUAGE:
            return f"{some_day:%-d %B}"
        from babel.dates import format_skeleton

        return self._write_first(format_skeleton("MMMMd", some_day, locale=self.language), day)

    def _write_first(self, text: str, day: int) -> str:
        """Return a written day; the first of a month is "1er" in French."""
        return re.sub(r"\b1 ", "1er ", text, count=1) if self.language == "fr" and day == 1 else text

    def join_clauses(self, clauses: Iterable[str]) -> str:
        """Return clauses as one sentence, with the semicolon in the form of the language."""
        return ("\u00a0; " if self.language == "fr" else "; ").join(clauses)

    def quote(self, text: str) -> str:
        """Return quoted text, in the quotation marks of the language."""
        opening, closing = _QUOTES.get(self.language, ("“", "”"))
        return f"{opening}{text}{closing}"

    def format_mark_day(self, moment: datetime) -> str:
        """Return the day of a moment in a short form, for a picture: 9 Dec."""
        local = moment.astimezone(self.zone)
        if self.language == SOURCE_LANGUAGE:
            return f"{local:%-d %b}"
        from babel.dates import format_skeleton

        return format_skeleton("MMMd", local, locale=self.language)

    def format_weekday_name(self, day: date) -> str:
        """Return the name of a day of the week."""
        if self.language == SOURCE_LANGUAGE:
            return f"{day:%A}"
        from babel.dates import format_date

        return format_date(day, "EEEE", self.language)

    def format_moment(self, moment: datetime) -> str:
        """Return a moment in the candidate's zone, with the name of the zone: 9 December 2026, 18:00 CET."""
        local = moment.astimezone(self.zone)
        return f"{self.format_day(local.date())}, {local:%H:%M} {self._name_zone(local)}"

    def _name_zone(self, local: datetime) -> str:
        """Return the short name of the zone in its usual form, or its city if it has none."""
        names = [f"{local:%Z}", str(self.zone).rpartition("/")[2].replace("_", " ")]
        if self.language != SOURCE_LANGUAGE:
            from babel.dates import get_timezone_name

            names.insert(0, get_timezone_name(local, "short", locale=self.language))
        return next((n for n in names if n.isalpha()), names[-1])
