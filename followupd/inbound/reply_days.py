"""Days as people type them on a telephone: short weekdays, the French day with a slash, words that were parted. Pure."""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING

from followupd.inbound.day_readers import DateOrder

if TYPE_CHECKING:
    from collections.abc import Mapping

_ENGLISH_DAYS = {"mon": "monday", "tue": "tuesday", "tues": "tuesday", "wed": "wednesday", "thu": "thursday", "thur": "thursday", "thurs": "thursday", "fri": "friday", "sat": "saturday", "sun": "sunday"}  # fmt: skip
_GERMAN_DAYS = {"mo": "montag", "di": "dienstag", "mi": "mittwoch", "do": "donnerstag", "fr": "freitag", "sa": "samstag", "so": "sonntag"}  # fmt: skip
_FRENCH_DAYS = {"lun": "lundi", "mer": "mercredi", "jeu": "jeudi", "ven": "vendredi", "sam": "samedi", "dim": "dimanche"}  # fmt: skip
_SPANISH_DAYS = {"lun": "lunes", "mie": "miercoles", "jue": "jueves", "vie": "viernes", "sab": "sabado", "dom": "domingo"}  # fmt: skip
# A short weekday is one only behind such a word: "do" and "sat" are more than days.
_SHORT_DAYS = tuple(
    (re.compile(rf"(?<!\w)((?:{words}) )({'|'.join(days)})(?:(?= ?[.,?])|(?= ?$)|(?= [a-z]))"), days)
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
    (re.compile(r"(?<!\w)apres demain(?!\w)"), "apres-demain"),
    (re.compile(r"(?<!\w)uber morgen(?!\w)"), "ubermorgen"),
    (re.compile(r"(?<!\w)q (?=viene)"), "que "),
)
_DAY_FIRST = re.compile(
    r"(?<!\w)(?:jusqu'(?:au|a|en)|d'ici(?: le)?|avant le|a partir du|le|am|bis(?: zum)?|ab|seit|vom|hasta(?: el)?|el|antes del?) \d{1,2}/\d{1,2}(?!\w)"
)


def spell_days(flat: str) -> str:
    """Return a folded answer with its short weekdays written out."""
    for pattern, spelling in _SPELLINGS:
        flat = pattern.sub(spelling, flat)
    for pattern, names in _SHORT_DAYS:
        flat = pattern.sub(partial(_write_out, names), flat)
    return flat


def _write_out(names: Mapping[str, str], match: re.Match[str]) -> str:
    return f"{match[1]}{names[match[2]]}"


def find_order(flat: str) -> DateOrder:
    """Return whether the day stands first in "4/1": in French, German and Spanish it does; English has both orders."""
    return DateOrder.DAY if _DAY_FIRST.search(flat) else DateOrder.OPEN
