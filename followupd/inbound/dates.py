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

DECEMBER, WEEK, MILLENNIUM = 12, 7, 1000
MAX_DAYS_AHEAD = 270  # days: a date without a year lies no further ahead than this, else it is a past one


def _join_alternatives(words: Iterable[str]) -> str:
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True))


_MONTH_NAME = rf"(?:{_join_alternatives(set(MONTHS) - {'mar'})}|mar(?!\.?\s+\d{{1,2}}\s+de\b))\b\.?"
_WEEKDAY_NAME = rf"(?:{_join_alternatives(WEEKDAYS)})"
_CJK_WEEKDAY = _join_alternatives(
    name for name in WEEKDAYS if not name.isascii() and name[0] >= "\u3000"
)  # written without blanks
_DAY_NUMBER = r"(\d{1,2})(?:st|nd|rd|th|er|re|eme|e|[oa]\b|\.|:e)?"
_YEAR_NUMBER = r"(?:,?\s*(?:de\s+|del\s+|do\s+)?(20\d\d|'\d\d)\b)?"
_OF = r"\s*(?:of\s+|de\s+|d'|di\s+)?\s*"
_TO = r"\s*(?:-|–|—|~|〜|to|through|thru|till|bis(?: zum| einschliesslich)?|au|al|a|ao|t/m|tot en met|do|til|och|und|and|et)\s*"
_NOT_BEFORE, _NOT_AFTER = r"(?<![\d./:-])(?<!\d\. )", r"(?![\d/:]|\.\d|-\d)"


class DateOrder(Enum):
    """Which of two numbers is the day; open where nobody can tell."""

    OPEN = auto()
    DAY = auto()
    MONTH = auto()


@dataclass(frozen=True, slots=True)
class DateOrders:
    """How a text orders its dates with slashes, and those with dots."""

    slash_order: DateOrder
    dot_order: DateOrder


@dataclass(frozen=True, slots=True)
class DateMention:
    """A date expression in a text: where it stands, the day (None where no single day is meant), and a range's end."""

    start: int
    end: int
    day: date | None
    is_range: bool = False  # `day` is the last day of a range


def _resolve_day(today: date, year: str | None, month: int, number: int) -> date | None:
    """Return the day meant; without a year the nearest one ahead. None where there is no such day, or it is past."""
    for year_number in [_parse_year(year)] if year else [today.year, today.year + 1]:
        try:
            day = date(year_number, month, number)
        except ValueError:
            continue
        if day >= today and (year or (day - today).days <= MAX_DAYS_AHEAD):
            return day
    return None


def _parse_year(text: str) -> int:
    number = int(text.strip("'"))
    return number if number >= MILLENNIUM else 2000 + number


def _resolve_ambiguous_day(
    today: date, first: int, second: int, year: str | None, order: DateOrder
) -> date | None:
    """Return the day of 12/10: only where one of both cannot be a month, or the note tells the order."""
    if first > DECEMBER >= second or (order is DateOrder.DAY and second <= DECEMBER) or first == second:
        return _resolve_day(today, year, second, first)
    if second > DECEMBER >= first or (order is DateOrder.MONTH and first <= DECEMBER):
        return _resolve_day(today, year, first, second)
    return None


def _next_weekday(today: date, name: str, next_word: str) -> date | None:
    """Return the next such weekday after today; "next Friday" said on a Wednesday means two days, so none."""
    days_ahead = (WEEKDAYS[name] - today.weekday() - 1) % 7 + 1
    if next_word and today.weekday() + days_ahead < WEEK:
        return None
    return today + timedelta(days=days_ahead)


def _next_numbered_day(today: date, number: int) -> date | None:
    """Return the next day of the month with this number ("the 20th")."""
    for days_ahead in range(62):
        day = today + timedelta(days=days_ahead)
        if day.day == number:
            return day
    return None


def _next_named_day(today: date, name: str, number: int) -> date | None:
    """Return the next day of the month with this number, if it is such a weekday ("lunes 19")."""
    day = _next_numbered_day(today, number)
    return day if day and day.weekday() == WEEKDAYS[name] else None


def _next_monday(today: date) -> date:
    return today + timedelta(days=7 - today.weekday())


# Order matters: the longer reading first. Each reader gets the match, today, and how the text orders day and month.
_PATTERNS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str], date, DateOrders], date | None], bool], ...] = (
    (re.compile(rf"({_MONTH_NAME})\s+{_DAY_NUMBER}{_TO}{_DAY_NUMBER}{_YEAR_NUMBER}(?!\d)"), lambda m, t, _: _end_of_named_range(t, m[1], m[2], m[3], m[4]), True),
    (re.compile(rf"{_NOT_BEFORE}{_DAY_NUMBER}{_TO}(?:den\s+|zum\s+|{_WEEKDAY_NAME},?\s+)?{_DAY_NUMBER}{_OF}({_MONTH_NAME}){_YEAR_NUMBER}"), lambda m, t, _: _end_of_named_range(t, m[3], m[1], m[2], m[4]), True),
    (re.compile(rf"{_NOT_BEFORE}(\d{{1,2}})\.?{_TO}(\d{{1,2}})\.\s?(\d{{1,2}})\.(20\d\d|\d\d)?(?!\d)"), lambda m, t, _: _end_of_range(t, m[1], m[2], m[3], m[4]), True),
    (re.compile(r"(?:(20\d\d)\s?[年년]\s?)?(\d{1,2})\s?[月월]\s?(\d{1,2})\s?[日号號일]?(?:\s?\(.\))?\s?(?:-|–|~|〜|至|から|到|부터)\s?(\d{1,2})\s?[日号號일]"), lambda m, t, _: _end_of_range(t, m[3], m[4], m[2], m[1]), True),
    (re.compile(rf"{_NOT_BEFORE}(\d{{1,2}})/(\d{{1,2}})(?:/(20\d\d|\d\d))?\s?(?:-|–)\s?(\d{{1,2}})/(\d{{1,2}})(?:/(20\d\d|\d\d))?{_NOT_AFTER}"), lambda m, t, o: _resolve_ambiguous_day(t, int(m[4]), int(m[5]), m[6], o.slash_order), True),
    (re.compile(rf"{_NOT_BEFORE}(\d{{1,2}})\.\s?(\d{{1,2}})\.(?:\s?(20\d\d|\d\d))?\s?(?:-|–)\s?(\d{{1,2}})\.\s?(\d{{1,2}})\.(?:\s?(20\d\d|\d\d))?(?![\d/:]|\.\d|-\d)"), lambda m, t, o: _resolve_ambiguous_day(t, int(m[4]), int(m[5]), m[6], o.dot_order), True),
    (re.compile(rf"{_NOT_BEFORE}(20\d\d)[-/.](\d{{1,2}})[-/.](\d{{1,2}})(?!\d)"), lambda m, t, _: _resolve_day(t, m[1], int(m[2]), int(m[3])), False),
    (re.compile(r"(?:(20\d\d)\s?[年년]\s?)?(\d{1,2})\s?[月월]\s?(\d{1,2})\s?[日号號일]"), lambda m, t, _: _resolve_day(t, m[1], int(m[2]), int(m[3])), False),
    (re.compile(rf"{_NOT_BEFORE}{_DAY_NUMBER}{_OF}({_MONTH_NAME}){_YEAR_NUMBER}"), lambda m, t, _: _resolve_day(t, m[3], MONTHS[m[2].rstrip(".")], int(m[1])), False),
    (re.compile(rf"{_NOT_BEFORE}(\d{{1,2}})-({_MONTH_NAME})-(20\d\d)(?!\d)"), lambda m, t, _: _resolve_day(t, m[3], MONTHS[m[2].rstrip(".")], int(m[1])), False),
    (re.compile(rf"\b({_MONTH_NAME})\s+(?:the\s+)?{_DAY_NUMBER}(?![\d:]){_YEAR_NUMBER}"), lambda m, t, _: _resolve_day(t, m[3], MONTHS[m[1].rstrip(".")], int(m[2])), False),
    (re.compile(rf"{_NOT_BEFORE}(\d{{1,2}})[/-](\d{{1,2}})[/-](20\d\d|\d\d){_NOT_AFTER}"), lambda m, t, o: _resolve_ambiguous_day(t, int(m[1]), int(m[2]), m[3], o.slash_order), False),
    (re.compile(r"(?<=(?:t/m|tot|met|van) )(\d{1,2})-(\d{1,2})(?![\d/:]|\.\d|-\d)"), lambda m, t, o: _resolve_ambiguous_day(t, int(m[1]), int(m[2]), None, o.slash_order), False),
    (re.compile(rf"{_NOT_BEFORE}(\d{{1,2}})/(\d{{1,2}}){_NOT_AFTER}"), lambda m, t, o: _resolve_ambiguous_day(t, int(m[1]), int(m[2]), None, o.slash_order), False),
    (re.compile(rf"{_NOT_BEFORE}(\d{{1,2}})\.\s?(\d{{1,2}})(?:\.\s?(20\d\d|\d\d(?!\d))?|(?!\d)){_NOT_AFTER}(?!\s?(?:uhr|h\b|%|€|eur))"), lambda m, t, o: _resolve_ambiguous_day(t, int(m[1]), int(m[2]), m[3], o.dot_order), False),
    (re.compile(rf"\b({_WEEKDAY_NAME}),?\s+(?:the\s+)?(\d{{1,2}})(?:st|nd|rd|th)?(?=\s*(?:[.,;)]|$|in[ck]lu|compres))"), lambda m, t, _: _next_named_day(t, m[1], int(m[2])), False),
    (re.compile(rf"(?:来週の?|下|다음 ?주 ?)({_WEEKDAY_NAME})"), lambda m, t, _: _next_monday(t) + timedelta(days=WEEKDAYS[m[1]]), False),
    (re.compile(rf"(?<![（(上下每隔])({_CJK_WEEKDAY})"), lambda m, t, _: _next_weekday(t, m[1], ""), False),
    (re.compile(rf"\b(?:(next|nachste[rn]?|kommende[rn]?|prochaine?|proximo|prossim[oa]|proxima|volgende|nasta|naeste|neste)\s+)?({_WEEKDAY_NAME})\b(?!\s?(?:to|bis|-|–)\s|\sweek)"), lambda m, t, _: _next_weekday(t, m[2], m[1]), False),
    (re.compile(r"\bthe (\d{1,2})(?:st|nd|rd|th)\b(?! (?:of )?(?:floor|street|century|week))|\bel (?:dia )?(\d{1,2})\b(?!\s?(?:de|[/:\d]|\.\d))|\b(?:am|dem|zum) (\d{1,2})\.(?!\s?\d)|\b(?:le|il|au) (\d{1,2})\b(?!\s?(?:[/:\dh]|\.\s?\d))|(?<![\d月])(\d{1,2})日"), lambda m, t, _: _next_numbered_day(t, int(next(g for g in m.groups() if g))), False),
    (re.compile(rf"(?<!\w)(?:{AFTER_TOMORROW})(?!\w)"), lambda _m, t, _f: t + timedelta(days=2), False),
    (re.compile(rf"(?<!\w)(?:{TOMORROW})(?!\w)"), lambda _m, t, _f: t + timedelta(days=1), False),
    (re.compile(rf"(?<!\w)(?:{NEXT_WEEK})"), lambda _m, t, _f: _next_monday(t), False),
)  # fmt: skip
_WEEKDAY_BEFORE = re.compile(
    rf"\b({_join_alternatives(SHORT_WEEKDAYS)})\.?,?\s*(?:the\s+|den\s+|dem\s+|der\s+|le\s+|el\s+|il\s+|dia\s+|d\.\s?|,)?\s*$"
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
    rf"(?:the (?:next|following|coming) |(?:die |den )?(?:nachsten|kommenden) |les |(?:los |las )?proxim[oa]s |i prossimi |le prossime |de komende |next )?(\d{{1,2}}|{_join_alternatives(NUMBERS)})\s*(?:full |whole |more )?({DAY_WORDS}|{WEEK_WORDS}|{MONTH_WORDS})\b"
)


def _end_of_named_range(today: date, month: str, first: str, last: str, year: str | None) -> date | None:
    return _end_of_range(today, first, last, str(MONTHS[month.rstrip(".")]), year)


def _end_of_range(today: date, first: str, last: str, month: str, year: str | None) -> date | None:
    return _resolve_day(today, year, int(month), int(last)) if int(first) <= int(last) else None


def infer_order(text: str) -> DateOrder:
    """Return the order that one date of the text proves, where no other contradicts: the rest are written alike."""
    day, month = bool(_DAY_FIRST.search(text)), bool(_MONTH_FIRST.search(text))
    if day == month:
        return DateOrder.OPEN
    return DateOrder.DAY if day else DateOrder.MONTH


def find_dates(sentence: str, today: date, order: DateOrder = DateOrder.OPEN) -> list[DateMention]:
    """Return the date expressions of a folded sentence in order, none within another.

    `order`: as the writer is known to put day and month; while it is open, English words leave dotted dates open too.
    """
    mentions: list[DateMention] = []
    orders = DateOrders(order, DateOrder.DAY if not _ENGLISH.search(sentence) else order)
    for pattern, reader, is_range in _PATTERNS:
        for match in pattern.finditer(sentence):
            if any(match.start() < other.end and other.start < match.end() for other in mentions):
                continue
            mentions.append(
                _check_weekday(sentence, match, _try_reader(reader, match, today, orders), is_range=is_range)
            )
    return sorted(_drop_covered_weekdays(mentions), key=lambda one: one.start)


def _try_reader(
    reader: Callable[[re.Match[str], date, DateOrders], date | None],
    match: re.Match[str],
    today: date,
    orders: DateOrders,
) -> date | None:
    try:
        return reader(match, today, orders)
    except (ValueError, OverflowError, StopIteration):
        return None


def _check_weekday(sentence: str, match: re.Match[str], day: date | None, *, is_range: bool) -> DateMention:
    """Take the weekday before a date along; one that does not fit makes the date none."""
    weekday_before = _WEEKDAY_BEFORE.search(sentence[max(0, match.start() - 40) : match.start()])
    start = match.start()
    if weekday_before:
        start -= len(weekday_before[0])
        is_fitting = is_range or day is None or day.weekday() == SHORT_WEEKDAYS[weekday_before[1]]
        day = day if is_fitting else None
    elif _NUMBER_NEXT.match(sentence, match.end()) and match[0].split()[-1] in WEEKDAYS:
        day = None  # "Thursday 3 …" with a month that is not known: the weekday alone would be a guess
    return DateMention(start, match.end(), day, is_range)


def _drop_covered_weekdays(mentions: list[DateMention]) -> list[DateMention]:
    """Drop a weekday that another date has taken along."""
    return [
        mention
        for mention in mentions
        if not any(
            other is not mention
            and other.start <= mention.start
            and mention.end <= other.end
            and other.end > mention.end
            for other in mentions
        )
    ]


def add_span(today: date, amount: str, unit: str) -> date | None:
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
