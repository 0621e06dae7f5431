"""Dates as people write them in a sentence, in sixteen languages. What means two days, or none, is no date."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum, auto
from typing import TYPE_CHECKING

from followupd.inbound.phrases.months import (
    AFTER_TOMORROW,
    DAY_WORDS,
    MONTH_WORDS,
    MONTHS,
    NEXT_WEEK,
    NUMBERS,
    SHORT_WEEKDAYS,
    TOMORROW,
    WEEK_WORDS,
    WEEKDAYS,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

DECEMBER, WEEK, A_MILLENNIUM = 12, 7, 1000
FAR = 270  # days: a date without a year lies no further ahead than this, else it is a past one


def _names(words: Iterable[str]) -> str:
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True))


_M = rf"(?:{_names(set(MONTHS) - {'mar'})}|mar(?!\.?\s+\d{{1,2}}\s+de\b))\b\.?"
_W = rf"(?:{_names(WEEKDAYS)})"
_CJK = _names(
    name for name in WEEKDAYS if not name.isascii() and name[0] >= "\u3000"
)  # written without blanks
_D = r"(\d{1,2})(?:st|nd|rd|th|er|re|eme|e|[oa]\b|\.|:e)?"
_Y = r"(?:,?\s*(?:de\s+|del\s+|do\s+)?(20\d\d|'\d\d)\b)?"
_OF = r"\s*(?:of\s+|de\s+|d'|di\s+)?\s*"
_TO = r"\s*(?:-|–|—|~|〜|to|through|thru|till|bis(?: zum| einschliesslich)?|au|al|a|ao|t/m|tot en met|do|til|och|und|and|et)\s*"
_NOT_BEFORE, _NOT_AFTER = r"(?<![\d./:-])(?<!\d\. )", r"(?![\d/:]|\.\d|-\d)"


class Order(Enum):
    """Which of two numbers is the day; open where nobody can tell."""

    OPEN = auto()
    DAY = auto()
    MONTH = auto()


@dataclass(frozen=True, slots=True)
class Orders:
    """How a text orders its dates with slashes, and those with dots."""

    slashed: Order
    dotted: Order


@dataclass(frozen=True, slots=True)
class Found:
    """A date expression in a text: where it stands, the day (None where no single day is meant), and a range's end."""

    start: int
    end: int
    day: date | None
    ranged: bool = False  # `day` is the last day of a range


def _day(today: date, year: str | None, month: int, number: int) -> date | None:
    """Return the day meant; without a year the nearest one ahead. None where there is no such day, or it is past."""
    for candidate in [_year(year)] if year else [today.year, today.year + 1]:
        try:
            day = date(candidate, month, number)
        except ValueError:
            continue
        if day >= today and (year or (day - today).days <= FAR):
            return day
    return None


def _year(text: str) -> int:
    number = int(text.strip("'"))
    return number if number >= A_MILLENNIUM else 2000 + number


def _either(today: date, first: int, second: int, year: str | None, order: Order) -> date | None:
    """Return the day of 12/10: only where one of both cannot be a month, or the note tells the order."""
    if first > DECEMBER >= second or (order is Order.DAY and second <= DECEMBER) or first == second:
        return _day(today, year, second, first)
    if second > DECEMBER >= first or (order is Order.MONTH and first <= DECEMBER):
        return _day(today, year, first, second)
    return None


def _coming(today: date, name: str, following: str) -> date | None:
    """Return the next such weekday after today; "next Friday" said on a Wednesday means two days, so none."""
    ahead = (WEEKDAYS[name] - today.weekday() - 1) % 7 + 1
    if following and today.weekday() + ahead < WEEK:
        return None
    return today + timedelta(days=ahead)


def _numbered(today: date, number: int) -> date | None:
    """Return the next day of the month with this number ("the 20th")."""
    for ahead in range(62):
        day = today + timedelta(days=ahead)
        if day.day == number:
            return day
    return None


def _named(today: date, name: str, number: int) -> date | None:
    """Return the next day of the month with this number, if it is such a weekday ("lunes 19")."""
    day = _numbered(today, number)
    return day if day and day.weekday() == WEEKDAYS[name] else None


def _monday(today: date) -> date:
    return today + timedelta(days=7 - today.weekday())


# Order matters: the longer reading first. Each reader gets the match, today, and how the text orders day and month.
_PATTERNS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str], date, Orders], date | None], bool], ...] = (
    (re.compile(rf"({_M})\s+{_D}{_TO}{_D}{_Y}(?!\d)"), lambda m, t, _: _ranged(t, m[1], m[2], m[3], m[4]), True),
    (re.compile(rf"{_NOT_BEFORE}{_D}{_TO}(?:den\s+|zum\s+|{_W},?\s+)?{_D}{_OF}({_M}){_Y}"), lambda m, t, _: _ranged(t, m[3], m[1], m[2], m[4]), True),
    (re.compile(rf"{_NOT_BEFORE}(\d{{1,2}})\.?{_TO}(\d{{1,2}})\.\s?(\d{{1,2}})\.(20\d\d|\d\d)?(?!\d)"), lambda m, t, _: _ends(t, m[1], m[2], m[3], m[4]), True),
    (re.compile(r"(?:(20\d\d)\s?[年년]\s?)?(\d{1,2})\s?[月월]\s?(\d{1,2})\s?[日号號일]?(?:\s?\(.\))?\s?(?:-|–|~|〜|至|から|到|부터)\s?(\d{1,2})\s?[日号號일]"), lambda m, t, _: _ends(t, m[3], m[4], m[2], m[1]), True),
    (re.compile(rf"{_NOT_BEFORE}(\d{{1,2}})/(\d{{1,2}})(?:/(20\d\d|\d\d))?\s?(?:-|–)\s?(\d{{1,2}})/(\d{{1,2}})(?:/(20\d\d|\d\d))?{_NOT_AFTER}"), lambda m, t, o: _either(t, int(m[4]), int(m[5]), m[6], o.slashed), True),
    (re.compile(rf"{_NOT_BEFORE}(\d{{1,2}})\.\s?(\d{{1,2}})\.(?:\s?(20\d\d|\d\d))?\s?(?:-|–)\s?(\d{{1,2}})\.\s?(\d{{1,2}})\.(?:\s?(20\d\d|\d\d))?(?![\d/:]|\.\d|-\d)"), lambda m, t, o: _either(t, int(m[4]), int(m[5]), m[6], o.dotted), True),
    (re.compile(rf"{_NOT_BEFORE}(20\d\d)[-/.](\d{{1,2}})[-/.](\d{{1,2}})(?!\d)"), lambda m, t, _: _day(t, m[1], int(m[2]), int(m[3])), False),
    (re.compile(r"(?:(20\d\d)\s?[年년]\s?)?(\d{1,2})\s?[月월]\s?(\d{1,2})\s?[日号號일]"), lambda m, t, _: _day(t, m[1], int(m[2]), int(m[3])), False),
    (re.compile(rf"{_NOT_BEFORE}{_D}{_OF}({_M}){_Y}"), lambda m, t, _: _day(t, m[3], MONTHS[m[2].rstrip(".")], int(m[1])), False),
    (re.compile(rf"{_NOT_BEFORE}(\d{{1,2}})-({_M})-(20\d\d)(?!\d)"), lambda m, t, _: _day(t, m[3], MONTHS[m[2].rstrip(".")], int(m[1])), False),
    (re.compile(rf"\b({_M})\s+(?:the\s+)?{_D}(?![\d:]){_Y}"), lambda m, t, _: _day(t, m[3], MONTHS[m[1].rstrip(".")], int(m[2])), False),
    (re.compile(rf"{_NOT_BEFORE}(\d{{1,2}})[/-](\d{{1,2}})[/-](20\d\d|\d\d){_NOT_AFTER}"), lambda m, t, o: _either(t, int(m[1]), int(m[2]), m[3], o.slashed), False),
    (re.compile(r"(?<=(?:t/m|tot|met|van) )(\d{1,2})-(\d{1,2})(?![\d/:]|\.\d|-\d)"), lambda m, t, o: _either(t, int(m[1]), int(m[2]), None, o.slashed), False),
    (re.compile(rf"{_NOT_BEFORE}(\d{{1,2}})/(\d{{1,2}}){_NOT_AFTER}"), lambda m, t, o: _either(t, int(m[1]), int(m[2]), None, o.slashed), False),
    (re.compile(rf"{_NOT_BEFORE}(\d{{1,2}})\.\s?(\d{{1,2}})(?:\.\s?(20\d\d|\d\d(?!\d))?|(?!\d)){_NOT_AFTER}(?!\s?(?:uhr|h\b|%|€|eur))"), lambda m, t, o: _either(t, int(m[1]), int(m[2]), m[3], o.dotted), False),
    (re.compile(rf"\b({_W}),?\s+(?:the\s+)?(\d{{1,2}})(?:st|nd|rd|th)?(?=\s*(?:[.,;)]|$|in[ck]lu|compres))"), lambda m, t, _: _named(t, m[1], int(m[2])), False),
    (re.compile(rf"(?:来週の?|下|다음 ?주 ?)({_W})"), lambda m, t, _: _monday(t) + timedelta(days=WEEKDAYS[m[1]]), False),
    (re.compile(rf"(?<![（(上下每隔])({_CJK})"), lambda m, t, _: _coming(t, m[1], ""), False),
    (re.compile(rf"\b(?:(next|nachste[rn]?|kommende[rn]?|prochaine?|proximo|prossim[oa]|proxima|volgende|nasta|naeste|neste)\s+)?({_W})\b(?!\s?(?:to|bis|-|–)\s|\sweek)"), lambda m, t, _: _coming(t, m[2], m[1]), False),
    (re.compile(r"\bthe (\d{1,2})(?:st|nd|rd|th)\b(?! (?:of )?(?:floor|street|century|week))|\bel (?:dia )?(\d{1,2})\b(?!\s?(?:de|[/:\d]|\.\d))|\b(?:am|dem|zum) (\d{1,2})\.(?!\s?\d)|\b(?:le|il|au) (\d{1,2})\b(?!\s?(?:[/:\dh]|\.\s?\d))|(?<![\d月])(\d{1,2})日"), lambda m, t, _: _numbered(t, int(next(g for g in m.groups() if g))), False),
    (re.compile(rf"(?<!\w)(?:{AFTER_TOMORROW})(?!\w)"), lambda _m, t, _f: t + timedelta(days=2), False),
    (re.compile(rf"(?<!\w)(?:{TOMORROW})(?!\w)"), lambda _m, t, _f: t + timedelta(days=1), False),
    (re.compile(rf"(?<!\w)(?:{NEXT_WEEK})"), lambda _m, t, _f: _monday(t), False),
)  # fmt: skip
_WEEKDAY_BEFORE = re.compile(
    rf"\b({_names(SHORT_WEEKDAYS)})\.?,?\s*(?:the\s+|den\s+|dem\s+|der\s+|le\s+|el\s+|il\s+|dia\s+|d\.\s?|,)?\s*$"
)
_NUMBER_NEXT = re.compile(r",?\s*(?:the |den |d\.\s?|le |el |il )?\d")
# One date of which a part can be no month shows how the others are written; "24/7" is none.
_DAY_FIRST = re.compile(
    r"(?<![\d./:-])(?!24[./]0?7\b)(?:1[3-9]|2\d|3[01])([.-])(?:0?[1-9]|1[0-2])(?:\1(?:20)?\d\d|\.)?(?![\d/-]|\.\d)|"
    r"(?<![\d./:])(?!24/0?7\b)(?:1[3-9]|2\d|3[01])/(?:0?[1-9]|1[0-2])(?:/(?:20)?\d\d)?(?![\d/]|\.\d)"
)
_MONTH_FIRST = re.compile(
    r"(?<![\d./:])(?:0?[1-9]|1[0-2])/(?:1[3-9]|2\d|3[01])(?:/(?:20)?\d\d)?(?![\d/]|\.\d)"
)
_ENGLISH = re.compile(r"\b(?:the|will|with|i'm|and|your|i am)\b")
DURATION = re.compile(
    rf"(?:the (?:next|following|coming) |(?:die |den )?(?:nachsten|kommenden) |les |(?:los |las )?proxim[oa]s |i prossimi |le prossime |de komende |next )?(\d{{1,2}}|{_names(NUMBERS)})\s*(?:full |whole |more )?({DAY_WORDS}|{WEEK_WORDS}|{MONTH_WORDS})\b"
)


def _ranged(today: date, month: str, first: str, last: str, year: str | None) -> date | None:
    return _ends(today, first, last, str(MONTHS[month.rstrip(".")]), year)


def _ends(today: date, first: str, last: str, month: str, year: str | None) -> date | None:
    return _day(today, year, int(month), int(last)) if int(first) <= int(last) else None


def order_shown(text: str) -> Order:
    """Return the order that one date of the text proves, where no other contradicts: the rest are written alike."""
    day, month = bool(_DAY_FIRST.search(text)), bool(_MONTH_FIRST.search(text))
    if day == month:
        return Order.OPEN
    return Order.DAY if day else Order.MONTH


def dates(sentence: str, today: date, order: Order = Order.OPEN) -> list[Found]:
    """Return the date expressions of a folded sentence in order, none within another.

    `order`: as the writer is known to put day and month; while it is open, English words leave dotted dates open too.
    """
    found: list[Found] = []
    orders = Orders(order, Order.DAY if not _ENGLISH.search(sentence) else order)
    for pattern, reader, ranged in _PATTERNS:
        for match in pattern.finditer(sentence):
            if any(match.start() < other.end and other.start < match.end() for other in found):
                continue
            found.append(_checked(sentence, match, _safely(reader, match, today, orders), ranged=ranged))
    return sorted(_merged(found), key=lambda one: one.start)


def _safely(
    reader: Callable[[re.Match[str], date, Orders], date | None],
    match: re.Match[str],
    today: date,
    orders: Orders,
) -> date | None:
    try:
        return reader(match, today, orders)
    except (ValueError, OverflowError, StopIteration):
        return None


def _checked(sentence: str, match: re.Match[str], day: date | None, *, ranged: bool) -> Found:
    """Take the weekday before a date along; one that does not fit makes the date none."""
    before = _WEEKDAY_BEFORE.search(sentence[max(0, match.start() - 40) : match.start()])
    start = match.start()
    if before:
        start -= len(before[0])
        fits = ranged or day is None or day.weekday() == SHORT_WEEKDAYS[before[1]]
        day = day if fits else None
    elif _NUMBER_NEXT.match(sentence, match.end()) and match[0].split()[-1] in WEEKDAYS:
        day = None  # "Thursday 3 …" with a month that is not known: the weekday alone would be a guess
    return Found(start, match.end(), day, ranged)


def _merged(found: list[Found]) -> list[Found]:
    """Drop a weekday that another date has taken along."""
    return [
        one
        for one in found
        if not any(
            other is not one and other.start <= one.start and one.end <= other.end and other.end > one.end
            for other in found
        )
    ]


def after(today: date, amount: str, unit: str) -> date | None:
    """Return the day that lies a written span ahead ("two weeks"); None where the span is not understood."""
    number = int(amount) if amount.isdigit() else NUMBERS.get(amount, 0)
    if re.fullmatch(DAY_WORDS, unit):
        return today + timedelta(days=number)
    if re.fullmatch(WEEK_WORDS, unit):
        return today + timedelta(weeks=number)
    month = today.month - 1 + number
    try:
        return date(today.year + month // 12, month % 12 + 1, today.day)
    except ValueError:
        return None
