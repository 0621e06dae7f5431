"""Days as people type them on a telephone: short weekdays, the French day with a slash, words with a space. Pure."""

from __future__ import annotations

import re
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING

from followupd.config.lazy_pattern import LazyPattern
from followupd.inbound.dates.day_readers import DateOrder, next_monday
from followupd.inbound.phrases.months import MONTHS, WEEKDAYS

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

_ENGLISH_DAYS = {"mon": "monday", "tue": "tuesday", "tues": "tuesday", "wed": "wednesday", "thu": "thursday", "thur": "thursday", "thurs": "thursday", "fri": "friday", "sat": "saturday", "sun": "sunday"}  # fmt: skip
_GERMAN_DAYS = {"mo": "montag", "di": "dienstag", "mi": "mittwoch", "do": "donnerstag", "fr": "freitag", "sa": "samstag", "so": "sonntag"}  # fmt: skip
_FRENCH_DAYS = {"lun": "lundi", "mer": "mercredi", "jeu": "jeudi", "ven": "vendredi", "sam": "samedi", "dim": "dimanche"}  # fmt: skip
_SPANISH_DAYS = {"lun": "lunes", "mie": "miercoles", "jue": "jueves", "vie": "viernes", "sab": "sabado", "dom": "domingo"}  # fmt: skip
# A short weekday counts only after such a word: "do" and "sat" have other meanings.
_SHORT_DAYS = tuple(
    (LazyPattern(rf"(?<!\w)((?:{words}) )({'|'.join(days)})(?:(?= ?[.,?])|(?= ?$)|(?= [a-z]))"), days)
    for words, days in (
        (r"by|on|until|till|til|since|from|this|last|decision|decide|answer|posted|sent|back", _ENGLISH_DAYS),
        (
            r"am|bis|bis zum|ab|seit|vom|kommenden|letzten|diesen|entscheidung|entscheiden|bescheid|antwort|ruckmeldung",
            _GERMAN_DAYS,
        ),
        (r"le|avant|depuis|jusqu'a|d'ici|ce|reponse|decision", _FRENCH_DAYS),
        (r"el|hasta el|este|antes del|desde el|respuesta|decision", _SPANISH_DAYS),
    )
)
_SPELLINGS = (
    (LazyPattern(r"(?<!\w)apres demain(?!\w)"), "apres-demain"),
    (LazyPattern(r"(?<!\w)uber morgen(?!\w)"), "ubermorgen"),
    (LazyPattern(r"(?<!\w)q (?=viene)"), "que "),
    (
        LazyPattern(
            r"(?<=hab )ne(?= \w)|(?<=habe )ne(?= \w)|(?<=war )ne(?= \w)|(?<=ist )ne(?= \w)|(?<=noch )ne(?= \w)|(?<=nur )ne(?= \w)"
        ),
        "eine",
    ),
    (LazyPattern(r"(?<!\w)(?:ajd|auj)(?!\w)"), "aujourd'hui"),
    (LazyPattern(r"(?<!\w)(?:tmrw|tmw|tmr|2moro|tomoz)(?!\w)"), "tomorrow"),
    (LazyPattern(r"(?<!\w)(?:2main|dem1)(?!\w)"), "demain"),
    (LazyPattern(r"(?<!\w)(?:2day|tday)(?!\w)"), "today"),
)
_NEXT = LazyPattern(r"\b(?:next|nachste[rnm]?|kommende[rnm]?|prochaine?|proxim[oa]|que viene)\b")
_COMING = LazyPattern(r"\bkommende[rnm]?\b")
_DAY_FIRST = LazyPattern(
    r"(?<!\w)(?:jusqu'(?:au|a|en)|d'ici(?: le)?|avant le|a partir du|le|am|bis(?: zum)?|ab|seit|vom|hasta(?: el)?|el|antes del?) \d{1,2}/\d{1,2}(?!\w)"
)


def spell_days(flat: str) -> str:
    """Return a folded answer with its short weekdays written in full."""
    for pattern, spelling in _SPELLINGS:
        flat = pattern.sub(spelling, flat)
    for pattern, names in _SHORT_DAYS:
        flat = pattern.sub(partial(_write_out, names), flat)
    return flat


def _write_out(names: Mapping[str, str], match: re.Match[str]) -> str:
    return f"{match[1]}{names[match[2]]}"


def find_order(flat: str) -> DateOrder:
    """Return whether the day is first in "4/1", as in French, German and Spanish; English has both orders."""
    return DateOrder.DAY if _DAY_FIRST.search(flat) else DateOrder.OPEN


def read_next_weekday(expression: str, today: date) -> date | None:
    """Return the day of "next Friday": in the next week, or the coming one if a word says so."""
    names = [word for word in re.findall(r"\w+", expression) if word in WEEKDAYS]
    if len(names) != 1 or not _NEXT.search(expression) or re.search(r"\d", expression):
        return None
    days_ahead = (WEEKDAYS[names[0]] - today.weekday() - 1) % 7 + 1
    is_coming = bool(_COMING.search(expression))
    return (
        today + timedelta(days=days_ahead)
        if is_coming
        else next_monday(today) + timedelta(days=WEEKDAYS[names[0]])
    )


def spell_named_days(flat: str, today: date) -> str:
    """Return a folded answer in which days with a name are dates: the end of the month, New Year."""
    for pattern, month, number in _NAMED_DAYS:
        flat = pattern.sub(partial(_spell_date, today, month, number), flat)
    for pattern, number in _MONTH_PARTS:
        flat = pattern.sub(partial(_spell_part, today, number), flat)
    return flat


def _spell_date(today: date, month: int, number: int, match: re.Match[str]) -> str:
    """Return the next such day, or the day after it: "after Christmas"."""
    day = _last_of_month(today) if not month else today.replace(month=month, day=number)
    if day < today:
        day = day.replace(year=today.year + 1)
    return (day + timedelta(days=1) if match[1] else day).isoformat()


def _spell_part(today: date, number: int, match: re.Match[str]) -> str:
    """Return the middle or the last day of a month: in this year, or in the next if the month is past."""
    month = today.replace(month=MONTHS[match[1]], day=1)
    month = month.replace(year=today.year + 1) if month.month < today.month else month
    return (month.replace(day=number) if number else _last_of_month(month)).isoformat()


def _last_of_month(today: date) -> date:
    return (today.replace(day=1) + timedelta(days=_LONGEST_MONTH)).replace(day=1) - timedelta(days=1)


_LONGEST_MONTH = 31
_MONTH_NAMES = "|".join(sorted((name for name in MONTHS if name.isascii()), key=len, reverse=True))
_MONTH_PARTS = tuple(
    (LazyPattern(rf"(?<!\w)(?:{words})[ -]({_MONTH_NAMES})(?!\w)"), number)
    for words, number in (
        (r"(?:the )?middle of|mid|mitte|mi|(?:a )?mediados de", 15),
        (r"(?:the )?end of|ende|fin|(?:a )?fin(?:ales)? de", 0),
    )
)
# The names of a day, its month and number; without a month, the last day of the present month.
_NAMED_DAYS = tuple(
    (LazyPattern(rf"(?<!\w)(after |nach |(?:apres|despues de) (?:le |el |la |las )?)?(?:the )?(?:{names})(?!\w)"), month, number)
    for names, month, number in (
        (r"end of (?:the |this )?month|ende (?:des |dieses )?monats|monatsende|fin (?:du|de) mois|(?:fin|final|finales) de mes", 0, 0),
        (r"christmas eve|heiligabend|(?:la )?veille de noel|nochebuena", 12, 24),
        (r"christmas(?: day)?|weihnachten|noel|navidad(?:es)?", 12, 25),
        (r"new year'?s eve|silvester|(?:la )?saint-sylvestre|nochevieja", 12, 31),
        (r"new year(?:'?s(?: day)?)?|neujahr|nouvel an|ano nuevo", 1, 1),
        (r"epiphany|dreikonig\w*|epiphanie|reyes", 1, 6),
    )
)  # fmt: skip
