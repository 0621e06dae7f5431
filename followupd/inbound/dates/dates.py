"""Finds dates as people write them in a sentence, in many languages. An ambiguous date has no day."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from followupd.config.lazy_pattern import LazyPattern
from followupd.inbound.dates.date_patterns import (
    ARTICLES,
    CJK_WEEKDAY,
    DATE_PATTERNS,
    WORD_PATTERNS,
    DateForm,
    DayReader,
    join_alternatives,
)
from followupd.inbound.dates.day_readers import DateOrder, DateOrders
from followupd.inbound.parsing.phrase_pattern import PhrasePattern
from followupd.inbound.phrases.months import (
    DAY_WORDS,
    MONTH_WORDS,
    NEXT_MONTH,
    NUMBERS,
    OTHER_WEEK,
    SHORT_WEEKDAYS,
    WEEK_WORDS,
    WEEKDAYS,
)


@dataclass(frozen=True, slots=True)
class DateMention:
    """A date in a text: its place, its day (None if no single day is meant), and whether it is the end of a range."""

    start: int
    end: int
    day: date | None
    is_range: bool = False  # `day` is the last day of a range
    first: int = 0  # the number of the range's first day, if both days are in one month


_WEEKDAY_BEFORE = LazyPattern(
    rf"\b({join_alternatives(SHORT_WEEKDAYS)})\.?,?\s*(?:the\s+|den\s+|dem\s+|der\s+|le\s+|el\s+|il\s+|dia\s+|d\.?\s|,)?\s*$"
)
_OTHER_WEEK, _NEXT_MONTH = PhrasePattern(OTHER_WEEK), PhrasePattern(NEXT_MONTH)
_WEEKDAY_ENDS = (*WEEKDAYS, ")", "）")
_DIGIT = re.compile(r"\d")
RANGE_NUMBERS = 2
NEAR = 40  # characters around a bare weekday in which words for another week are searched
# "7 December (Monday)", "9 de diciembre, miércoles," and "4 Aralık Cuma" name one day. "7 December, Monday to Friday" does not.
_WEEKDAY_AFTER = LazyPattern(
    rf"\.?\s?[（(\[]\s*(?:a |an |ein |un |it's a |that's a )?({join_alternatives(SHORT_WEEKDAYS)}|[月火水木金土日一二三四五六天]|[월화수목금토일])\.?\s*[)）\]]|"
    rf"\.?\s*,?\s*(?:(?:a|an|on|ein|un|w|dnia)\s+)?({join_alternatives(WEEKDAYS)})(?!\w)(?!\s*(?:(?:to|through|thru|till|until|bis|au|al|do|t/m|tot|and|und|et|y|e|en|or|oder)\b|-|–|—|\d|the \d|den \d|,\s*\d))|"
    rf"\s?({CJK_WEEKDAY})"  # a particle may follow at once
)
_NUMBER_NEXT = LazyPattern(rf",?\s*\(?(?:{ARTICLES})?\d")
# A date with a number that cannot be a month shows how the other dates are written; "24/7" is no date.
_DAY_FIRST = LazyPattern(
    r"(?<![\d./:-])(?!24[./]0?7\b)(?:1[3-9]|2\d|3[01])([.-])(?:0?[1-9]|1[0-2])(?:\1(?:20)?\d\d|\.)?(?![\d/-]|\.\d)|"
    r"(?<![\d./:])(?!24/0?7\b)(?:1[3-9]|2\d|3[01])/(?:0?[1-9]|1[0-2])(?:/(?:20)?\d\d)?(?![\d/]|\.\d)"
)
_MONTH_FIRST = LazyPattern(
    r"(?<![\d./:])(?:0?[1-9]|1[0-2])/(?:1[3-9]|2\d|3[01])(?:/(?:20)?\d\d)?(?![\d/]|\.\d)"
)
# People who write in these languages put the day first, whatever the numbers are.
_DAY_FIRST_WORDS = LazyPattern(
    r"\b(?:zuruck|wieder|ruckkehr|urlaub|abwesend|retour|reviens|reprise|absente?|conges?|vacances|vuelvo|vuelta|vacaciones|ausente|regres\w+|rientr\w+|torno|ferie|fino|assente|ferias|"
    r"terug\w*|afwezig|vakantie|wracam|wroce|urlop\w*|tillbaka|ater|semester|ledig|tilbage|tilbake|retur|igen|palaan|lomalla|vrat\w+|dovolen\w+|donecegim|izin\w*|вернусь|отпуск\w*|відпуст\w*|αδεια|επιστρ\w+|concediu|revin)\b"
)
# People who write in these languages put the month first.
_MONTH_FIRST_LANGUAGE = LazyPattern(
    "[\u3041-\u30f3\u4e00-\u9fff\uac00-\ud7a3]|"
    r"\b(?:szabadsag\w*|vagyok|leszek|visszater\w*|ujra|elerheto\w*)\b|\d\.?-(?:[aeij]?ig|[aeo]?n|j?en|t[oe]l)\b"
)
_ENGLISH = LazyPattern(r"\b(?:the|will|with|i'm|and|your|i am)\b")
DURATION = LazyPattern(
    rf"(?:the (?:next|following|coming) |(?:die |den )?(?:nachsten|kommenden) |les |(?:los |las )?proxim[oa]s |i prossimi |le prossime |de komende |next )?(\d{{1,2}}|{join_alternatives(NUMBERS)})\s*(?:full |whole |more )?({DAY_WORDS}|{WEEK_WORDS}|{MONTH_WORDS})\b"
)


def infer_order(text: str) -> DateOrder:
    """Return the order that a date in the text proves; it holds for the others. OPEN if none does, or two disagree."""
    day, month = bool(_DAY_FIRST.search(text)), bool(_MONTH_FIRST.search(text))
    if day == month:
        return DateOrder.OPEN
    return DateOrder.DAY if day else DateOrder.MONTH


def find_dates(sentence: str, today: date, order: DateOrder = DateOrder.OPEN) -> list[DateMention]:
    """Return the dates in a folded sentence in order, none within another.

    `order`: the order in which the writer is known to put day and month. While it is open, English words leave dates
    with dots open, too.
    """
    mentions: list[DateMention] = []
    orders = _find_orders(sentence, order)
    patterns = DATE_PATTERNS if _DIGIT.search(sentence) else WORD_PATTERNS
    for pattern, reader, form in patterns:
        for match in pattern.finditer(sentence):
            if any(match.start() < other.end and other.start < match.end() for other in mentions):
                continue
            day = None if _is_of_another(sentence, match, form) else _try_reader(reader, match, today, orders)
            mention = _check_weekday(sentence, match, day, is_range=form is DateForm.RANGE)
            is_open = day is None and form is DateForm.DAY
            mentions.append(
                _order_by_weekday(sentence, mention, match, reader, today) if is_open else mention
            )
    return sorted(_drop_covered_weekdays(mentions), key=lambda one: one.start)


def _find_orders(sentence: str, order: DateOrder) -> DateOrders:
    """Return how a sentence orders day and month: as the rest of the text shows, else as usual in its language."""
    language_order = _order_by_language(sentence)
    slash_order = language_order if order is DateOrder.OPEN else order
    is_dot_open = language_order is DateOrder.MONTH or _ENGLISH.search(sentence)
    return DateOrders(slash_order, slash_order if is_dot_open else DateOrder.DAY)


def _order_by_language(sentence: str) -> DateOrder:
    """Return the order of day and month in the language of a sentence; English uses both."""
    if _MONTH_FIRST_LANGUAGE.search(sentence):
        return DateOrder.MONTH
    is_day_first = _DAY_FIRST_WORDS.search(sentence) and not _ENGLISH.search(sentence)
    return DateOrder.DAY if is_day_first else DateOrder.OPEN


def _is_of_another(sentence: str, match: re.Match[str], form: DateForm) -> bool:
    """Return whether a bare weekday is in another week ("a week on Monday"), or a bare number in another month."""
    words_around = sentence[max(0, match.start() - NEAR) : match.end() + NEAR]
    other_words = {DateForm.WEEKDAY: _OTHER_WEEK, DateForm.NUMBER: _NEXT_MONTH}.get(form)
    return bool(other_words and other_words.search(words_around))


def _try_reader(
    reader: DayReader,
    match: re.Match[str],
    today: date,
    orders: DateOrders,
) -> date | None:
    try:
        return reader(match, today, orders)
    except (ValueError, OverflowError, StopIteration):
        return None


def _check_weekday(sentence: str, match: re.Match[str], day: date | None, *, is_range: bool) -> DateMention:
    """Return the date with the weekday before or behind it. If the weekday does not fit, the date has no day."""
    weekday_before = _WEEKDAY_BEFORE.search(sentence[max(0, match.start() - 40) : match.start()])
    weekday_after = None if _names_weekday(match[0]) else _WEEKDAY_AFTER.match(sentence, match.end())
    start = match.start() - (len(weekday_before[0]) if weekday_before else 0)
    end = weekday_after.end() if weekday_after else match.end()
    weekdays = [weekday for weekday in (weekday_before, weekday_after) if weekday]
    is_guess = not weekdays and _is_cut_short(sentence, match)
    is_fitting = is_range or all(_fits_weekday(weekday, day) for weekday in weekdays)
    return DateMention(
        start,
        end,
        day if is_fitting and not is_guess else None,
        is_range,
        _first_number(match) if is_range else 0,
    )


def _order_by_weekday(
    sentence: str, mention: DateMention, match: re.Match[str], reader: DayReader, today: date
) -> DateMention:
    """Return the date with the day that its weekday proves: "Fri 12/4" is 4 December if 12 April is a Monday."""
    if (mention.start, mention.end) == match.span():
        return mention
    orders = (DateOrders(order, order) for order in (DateOrder.DAY, DateOrder.MONTH))
    days = {_try_reader(reader, match, today, order) for order in orders} - {None}
    mentions = [_check_weekday(sentence, match, day, is_range=False) for day in days]
    fitting_mentions = [one for one in mentions if one.day]
    return fitting_mentions[0] if len(fitting_mentions) == 1 else mention


def _fits_weekday(weekday: re.Match[str], day: date | None) -> bool:
    name = next(filter(None, weekday.groups()))
    return day is None or SHORT_WEEKDAYS[name] == day.weekday()


def _is_cut_short(sentence: str, match: re.Match[str]) -> bool:
    """Return whether a weekday is before a date in an unknown form ("Thursday 3 …"): by itself it would be a guess."""
    return bool(_NUMBER_NEXT.match(sentence, match.end())) and match[0].split()[-1] in WEEKDAYS


def _first_number(match: re.Match[str]) -> int:
    """Return the number of the first day of a range within a month, else 0."""
    numbers = [int(number) for number in re.findall(r"(?<!\d)\d{1,2}(?!\d)", match[0])]
    return numbers[0] if len(numbers) == RANGE_NUMBERS else 0


def _names_weekday(expression: str) -> bool:
    """Return whether a date expression is, or ends with, a weekday itself."""
    return expression.endswith(_WEEKDAY_ENDS)


def _drop_covered_weekdays(mentions: list[DateMention]) -> list[DateMention]:
    """Drop a weekday that is part of another date."""
    return [mention for mention in mentions if not _is_covered(mention, mentions)]


def _is_covered(mention: DateMention, mentions: list[DateMention]) -> bool:
    return any(
        other.start <= mention.start and mention.end <= other.end and other.end > mention.end
        for other in mentions
    )


def add_span(today: date, amount: str, unit: str) -> date | None:
    """Return the day after a written span ("two weeks") from today; None if there is no such day."""
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
