"""The forms in which people write dates in a sentence, longest form first, each with a reader for its day."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from enum import Enum, auto
from typing import TYPE_CHECKING

from followupd.config.lazy_pattern import LazyPattern
from followupd.inbound.dates.day_readers import (
    WEEK,
    DateOrders,
    end_of_named_range,
    end_of_range,
    friday_of_week,
    next_monday,
    next_named_day,
    next_numbered_day,
    next_weekday,
    resolve_ambiguous_day,
    resolve_day,
    resolve_era_day,
    resolve_instant,
    weekday_of_week,
)
from followupd.inbound.phrases.months import (
    AFTER_TOMORROW,
    END_OF_NEXT_WEEK,
    END_OF_WEEK,
    MONTHS,
    NEXT_WEEK,
    TOMORROW,
    WEEK_NUMBER,
    WEEKDAYS,
)

if TYPE_CHECKING:
    from collections.abc import Iterable


class DateForm(Enum):
    """What a form names: a day, the last day of a range, only a weekday, or only the number of a day."""

    DAY = auto()
    RANGE = auto()
    WEEKDAY = auto()
    NUMBER = auto()


def join_alternatives(words: Iterable[str]) -> str:
    """Return a pattern that matches any of these words, the longest first."""
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True))


_MONTH_NAME = rf"(?:{join_alternatives(set(MONTHS) - {'mar'})}|mar(?!\.?\s+\d{{1,2}}\s+de\b))\b\.?"
_WEEKDAY_NAME = rf"(?:{join_alternatives(WEEKDAYS)})"
# These are written without blanks.
CJK_WEEKDAY = join_alternatives(name for name in WEEKDAYS if not name.isascii() and name[0] >= "\u3000")
_DAY_NUMBER = r"(\d{1,2})(?:st|nd|rd|th|er|re|eme|e|[oa]\b|\.|:e)?"
_YEAR_NUMBER = r"(?:,?\s*(?:de\s+|del\s+|do\s+)?(2[05]\d\d|'\d\d)\b)?"
_OF = r"\s*(?:of\s+|de\s+|d'|di\s+)?\s*"
_TO = r"\s*(?:-|–|—|~|〜|to|through|thru|till|bis(?: zum| einschliesslich)?|au|al|a|ao|t/m|tot en met|do|til|och|und|and|et)\s*"
# Between a weekday and the number of its day.
ARTICLES = r"(?:the|den|dem|der|d\.|le|el|il|o|(?:el |o |no )?dia|(?:il )?giorno|dnia)\s+"
_NOT_BEFORE, _NOT_AFTER = r"(?<![\d./:-])(?<!\d\. )", r"(?![\d/:]|\.\d|-\d)"

# Order matters: the longer form first. Each reader gets the match, today, and the order of day and month in the text.
DayReader = Callable[[re.Match[str], date, DateOrders], date | None]
DATE_PATTERNS: tuple[tuple[LazyPattern, DayReader, DateForm], ...] = (
    (LazyPattern(rf"({_MONTH_NAME})\s+{_DAY_NUMBER}{_TO}{_DAY_NUMBER}{_YEAR_NUMBER}(?!\d)"), lambda m, t, _: end_of_named_range(t, m[1], m[2], m[3], m[4]), DateForm.RANGE),
    (LazyPattern(rf"{_NOT_BEFORE}{_DAY_NUMBER}{_TO}(?:den\s+|zum\s+|{_WEEKDAY_NAME},?\s+)?{_DAY_NUMBER}{_OF}({_MONTH_NAME}){_YEAR_NUMBER}"), lambda m, t, _: end_of_named_range(t, m[3], m[1], m[2], m[4]), DateForm.RANGE),
    (LazyPattern(rf"{_NOT_BEFORE}(\d{{1,2}})\.?{_TO}(\d{{1,2}})\.\s?(\d{{1,2}})\.(20\d\d|\d\d)?(?!\d)"), lambda m, t, _: end_of_range(t, m[1], m[2], m[3], m[4]), DateForm.RANGE),
    (LazyPattern(r"(?:(20\d\d)\s?[年년]\s?)?(\d{1,2})\s?[月월]\s?(\d{1,2})\s?[日号號일]?(?:\s?\(.\))?\s?(?:-|–|~|〜|至|から|到|부터)\s?(\d{1,2})\s?[日号號일]"), lambda m, t, _: end_of_range(t, m[3], m[4], m[2], m[1]), DateForm.RANGE),
    (LazyPattern(rf"{_NOT_BEFORE}(\d{{1,2}})/(\d{{1,2}})(?:/(20\d\d|\d\d))?\s?(?:-|–)\s?(\d{{1,2}})/(\d{{1,2}})(?:/(20\d\d|\d\d))?{_NOT_AFTER}"), lambda m, t, o: resolve_ambiguous_day(t, int(m[4]), int(m[5]), m[6], o.slash_order), DateForm.RANGE),
    (LazyPattern(rf"{_NOT_BEFORE}(\d{{1,2}})\.\s?(\d{{1,2}})\.(?:\s?(20\d\d|\d\d))?\s?(?:-|–)\s?(\d{{1,2}})\.\s?(\d{{1,2}})\.(?:\s?(20\d\d|\d\d))?(?![\d/:]|\.\d|-\d)"), lambda m, t, o: resolve_ambiguous_day(t, int(m[4]), int(m[5]), m[6], o.dot_order), DateForm.RANGE),
    (LazyPattern(rf"{_NOT_BEFORE}(20\d\d)(?:[-/]|\.\s?)(\d{{1,2}})(?:[-/]|\.\s?)(\d{{1,2}})(?:[t ](\d\d:\d\d)(?::\d\d(?:\.\d+)?)?\s?(?:z|utc|[+-]\d\d:?\d\d)?)?(?!\d)"), lambda m, t, _: resolve_instant(t, m[1], m[2], m[3], m[4]), DateForm.DAY),
    (LazyPattern(r"(?<!\d)(20\d\d)(0\d|1[0-2])([0-3]\d)(?:t(\d{4})(?:\d\d)?z?)?(?!\d)"), lambda m, t, _: resolve_instant(t, m[1], m[2], m[3], f"{m[4][:2]}:{m[4][2:]}" if m[4] else None), DateForm.DAY),
    (LazyPattern(r"(令和|民國|民国)\s?(元|\d{1,3})\s?年\s?(\d{1,2})\s?月\s?(\d{1,2})\s?日"), lambda m, t, _: resolve_era_day(t, m[1], m[2], m[3], m[4]), DateForm.DAY),
    (LazyPattern(r"\b(r)(\d{1,2})[./年](\d{1,2})[./月](\d{1,2})(?!\d)"), lambda m, t, _: resolve_era_day(t, m[1], m[2], m[3], m[4]), DateForm.DAY),
    (LazyPattern(r"(?:(20\d\d)\s?[年년]\s?)?(\d{1,2})\s?[月월]\s?(\d{1,2})\s?[日号號일]"), lambda m, t, _: resolve_day(t, m[1], int(m[2]), int(m[3])), DateForm.DAY),
    (LazyPattern(r"(?<!\w)(\d{1,2}) thang (\d{1,2})(?:,? (?:nam )?(20\d\d))?(?!\d)"), lambda m, t, _: resolve_day(t, m[3], int(m[2]), int(m[1])), DateForm.DAY),
    (LazyPattern(rf"{_NOT_BEFORE}{_DAY_NUMBER}{_OF}({_MONTH_NAME}){_YEAR_NUMBER}"), lambda m, t, _: resolve_day(t, m[3], MONTHS[m[2].rstrip(".")], int(m[1])), DateForm.DAY),
    (LazyPattern(rf"{_NOT_BEFORE}(\d{{1,2}})-({_MONTH_NAME})-(20\d\d)(?!\d)"), lambda m, t, _: resolve_day(t, m[3], MONTHS[m[2].rstrip(".")], int(m[1])), DateForm.DAY),
    (LazyPattern(rf"\b({_MONTH_NAME})\s+(?:the\s+)?{_DAY_NUMBER}(?![\d:]){_YEAR_NUMBER}"), lambda m, t, _: resolve_day(t, m[3], MONTHS[m[1].rstrip(".")], int(m[2])), DateForm.DAY),
    (LazyPattern(rf"{_NOT_BEFORE}(\d{{1,2}})[/-](\d{{1,2}})[/-](20\d\d|\d\d){_NOT_AFTER}"), lambda m, t, o: resolve_ambiguous_day(t, int(m[1]), int(m[2]), m[3], o.slash_order), DateForm.DAY),
    (LazyPattern(r"(?<=(?:t/m|tot|met|van) )(\d{1,2})-(\d{1,2})(?![\d/:]|\.\d|-\d)"), lambda m, t, o: resolve_ambiguous_day(t, int(m[1]), int(m[2]), None, o.slash_order), DateForm.DAY),
    (LazyPattern(rf"{_NOT_BEFORE}(\d{{1,2}})/(\d{{1,2}}){_NOT_AFTER}"), lambda m, t, o: resolve_ambiguous_day(t, int(m[1]), int(m[2]), None, o.slash_order), DateForm.DAY),
    (LazyPattern(rf"{_NOT_BEFORE}(\d{{1,2}})\.\s?(\d{{1,2}})(?:\.\s?(20\d\d|\d\d(?!\d))?|(?!\d)){_NOT_AFTER}(?!\s?(?:uhr|h\b|%|€|eur))"), lambda m, t, o: resolve_ambiguous_day(t, int(m[1]), int(m[2]), m[3], o.dot_order), DateForm.DAY),
    (LazyPattern(rf"\b({_WEEKDAY_NAME})(?:,?\s+(?:{ARTICLES})?|\s*\()(\d{{1,2}})(?:st|nd|rd|th|er|:?e|\.)?\)?(?![\d:/h]|[.-]\d|\s?(?:am|pm|uhr|h|o'clock)\b|\s*(?:-|–|to|bis|a|al)\s?\d)"), lambda m, t, _: next_named_day(t, m[1], int(m[2])), DateForm.DAY),
    (LazyPattern(rf"(?:再来週の?|下下个?|다다음 ?주 ?)({_WEEKDAY_NAME})"), lambda m, t, _: next_monday(t) + timedelta(days=WEEK + WEEKDAYS[m[1]]), DateForm.DAY),
    (LazyPattern(rf"(?:(?<![再さ々])来週の?|(?<!下)下个?|(?<!다)다음 ?주 ?)({_WEEKDAY_NAME})"), lambda m, t, _: next_monday(t) + timedelta(days=WEEKDAYS[m[1]]), DateForm.DAY),
    (LazyPattern(rf"\b(?:the )?(?:{END_OF_NEXT_WEEK})"), lambda _m, t, _f: friday_of_week(next_monday(t)), DateForm.RANGE),
    (LazyPattern(rf"\b(?:the )?(?:{END_OF_WEEK})"), lambda _m, t, _f: friday_of_week(t), DateForm.RANGE),
    (LazyPattern(rf"\b({_WEEKDAY_NAME})[,(\s]+(?:(?:in|i|of|der|de|da|di|la|della|w|v|в)\s+){{0,2}}(?:(?:{WEEK_NUMBER})\.?\s?(?:nr\.?\s?)?(\d{{1,2}})(?!\d)|(\d{{1,2}})\.\s?(?:{WEEK_NUMBER})\b)"), lambda m, t, _: weekday_of_week(t, m[1], int(m[2] or m[3])), DateForm.DAY),
    (LazyPattern(rf"(?<![（(上下每隔])({CJK_WEEKDAY})"), lambda m, t, _: next_weekday(t, m[1], ""), DateForm.WEEKDAY),
    (LazyPattern(rf"\b(?:(next|nachste[rn]?|kommende[rn]?|prochaine?|proximo|prossim[oa]|proxima|volgende|nasta|naeste|neste)\s+)?({_WEEKDAY_NAME})\b(\s+(?:prochaine?|proximo|prossim[oa]|que (?:viene|vem))\b)?(?!\s?(?:to|bis|-|–)\s|\sweek|\s(?:hai|ba|tu|nam|sau|bay)\b)"), lambda m, t, _: next_weekday(t, m[2], m[1] or m[3]), DateForm.WEEKDAY),
    (LazyPattern(r"\bthe (\d{1,2})(?:st|nd|rd|th)\b(?! (?:of )?(?:floor|street|century|week))|\b(?:el (?:dia )?|antes del |dia |giorno )(\d{1,2})\b(?!\s?(?:de|[/:\d]|\.\d))|\b(?:am|dem|zum) (\d{1,2})\.(?!\s?\d)|\b(?:le|il|au) (\d{1,2})\b(?!\s?(?:[/:\dh]|\.\s?\d))|(?<![\d月])(\d{1,2})日"), lambda m, t, _: next_numbered_day(t, int(next(g for g in m.groups() if g))), DateForm.NUMBER),
    (LazyPattern(rf"(?<!\w)(?:{AFTER_TOMORROW})(?!\w)"), lambda _m, t, _f: t + timedelta(days=2), DateForm.DAY),
    (LazyPattern(rf"(?<!\w)(?:{TOMORROW})(?!\w)"), lambda _m, t, _f: t + timedelta(days=1), DateForm.DAY),
    (LazyPattern(rf"(?<!\w)(?:{NEXT_WEEK})"), lambda _m, t, _f: next_monday(t), DateForm.DAY),
)  # fmt: skip
# The patterns that may match in a sentence without a digit, in the same order. Each of the others needs a digit.
WORD_PATTERNS = tuple(entry for entry in DATE_PATTERNS if r"\d" not in entry[0].pattern)
