"""Quotes the last mail of the thread below a new one, as mail programs do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from followupd.writing.template_values import find_locale

if TYPE_CHECKING:
    from datetime import date

# The attribution in the form of mail programs of the language; in other languages only day and name.
_ATTRIBUTIONS = {
    "en": "On {day}, {name} wrote:",
    "de": "Am {day} schrieb {name}:",
    "fr": "Le {day}, {name} a écrit :",
    "es": "El {day}, {name} escribió:",
}
_BARE_ATTRIBUTION = "{day}, {name}:"


def quote_mail(text: str, name: str, day: date, language: str, country: str) -> str:
    """Return a mail as a quotation: a line with its author and date, then its lines after `> `."""
    from babel.dates import format_date

    locale_name = find_locale(language, country)
    day_text = format_date(day, "long", locale=locale_name)
    if locale_name.startswith("fr") and day.day == 1:
        day_text = day_text.replace("1 ", "1er ", 1)
    attribution = _ATTRIBUTIONS.get(language, _BARE_ATTRIBUTION).format(day=day_text, name=name)
    words = text.partition("\n-- \n")[0]  # mail programs do not quote the signature
    lines = (
        f">{line}" if line.startswith(">") else f"> {line}".rstrip() for line in words.strip().splitlines()
    )
    return "\n".join([attribution, *lines])


def without_quotation(text: str) -> str:
    """Return a mail without the lines that it quotes, since those are not its own text."""
    lines = (line for line in text.splitlines() if not line.startswith(">"))
    return "\n".join(lines).rstrip() + "\n"
