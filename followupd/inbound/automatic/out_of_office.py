"""Finds the first day back in a note of absence.

"Until X" means back on X; "through X" means back on the day after. An explicit return outweighs both. If anything is in
doubt (two dates, a day that does not exist, 10/11), there is no day: a wrong date is worse than a question.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from followupd.inbound.automatic.day_statements import DOUBT, DayStatement, choose_day
from followupd.inbound.dates.dates import DURATION, DateMention, add_span, find_dates, infer_order
from followupd.inbound.names.greeting import cut_at_close
from followupd.inbound.parsing.text import fold_text
from followupd.inbound.phrases import return_days as say
from followupd.inbound.phrases.auto_reply import ABSENCE
from followupd.inbound.sentences import cut_signature, keep_own_sentences, split_sentences

if TYPE_CHECKING:
    from collections.abc import Callable

MAX_TEXT = 6_000
MAX_SENTENCE = 1_000
MAX_START = timedelta(days=14)  # an absence that begins later is not the present one


@dataclass(frozen=True, slots=True)
class _Clause:
    """A date with the words before it and behind it."""

    before: str
    mention: DateMention
    after: str


def find_return_day(text: str, today: date) -> date | None:
    """Return the first day back in a note, else None. `today`: the writer's date, from which spans are counted."""
    note = cut_signature(cut_at_close(text[:MAX_TEXT]))
    if say.OPEN_END.search(fold_text(note)):
        return None
    order = infer_order(note)
    sentences = [sentence[:MAX_SENTENCE] for sentence in keep_own_sentences(split_sentences(note))]
    mentions = {sentence: find_dates(sentence, today, order) for sentence in sentences}
    statements_of = {sentence: _read_sentence(sentence, mentions[sentence], today) for sentence in sentences}
    if _is_of_later_absence(statements_of):
        return None
    statements = [statement for part in statements_of.values() for statement in part]
    # A span is counted from today only if no date in the note may be its beginning.
    if not statements and not any(mentions.values()):
        statements = [statement for sentence in sentences for statement in _read_duration(sentence, today)]
    return choose_day(statements)


def _has_late_day(statements: list[DayStatement]) -> bool:
    return any(statement.is_late for statement in statements)


def _is_of_later_absence(statements_of: dict[str, list[DayStatement]]) -> bool:
    """Return whether a note mentions a present absence without a day, and a later one with a day."""
    late_sentences = {sentence for sentence, days in statements_of.items() if _has_late_day(days)}
    return bool(late_sentences) and any(
        ABSENCE.search(sentence) or say.AWAY_WORDS.search(sentence)
        for sentence in statements_of.keys() - late_sentences
    )


def _read_sentence(sentence: str, mentions: list[DateMention], today: date) -> list[DayStatement]:
    """Read what a sentence says about the return. If it names two alternative days, the result is in doubt."""
    statements: list[DayStatement] = []
    end = index = 0
    while index < len(mentions):
        mention, next_mention = mentions[index], mentions[index + 1] if index + 1 < len(mentions) else None
        clause = _cut_clause(sentence, end, mention, next_mention)
        if next_mention and _is_range(clause, sentence, next_mention):
            statements.append(_read_range(sentence, mention, next_mention, today))
            index += 1
        else:
            statements += _bind_date(clause, today)
            statements += [DOUBT] if _is_wavering(sentence, mention, next_mention) else []
        end = mentions[index].end
        index += 1
    return _weigh_sentence(sentence, mentions, statements)


def _weigh_sentence(
    sentence: str, mentions: list[DateMention], statements: list[DayStatement]
) -> list[DayStatement]:
    """Return the statements of a sentence, or its doubt. If no day is tied to the absence, a span may begin on one."""
    has_days = any(statement.is_of_absence for statement in statements)
    if has_days and (say.ALSO.search(sentence) or say.MAYBE.search(sentence)):
        return [DOUBT]
    return statements if has_days else _read_started_duration(sentence, mentions) or statements


def _cut_clause(sentence: str, start: int, mention: DateMention, next_mention: DateMention | None) -> _Clause:
    text_before = sentence[start : mention.start]
    text_between = sentence[mention.end : next_mention.start] if next_mention else ""
    # A word for return between two dates belongs to the second: "from the 12th, and will not return until the 26th".
    is_of_next = next_mention and say.RETURN_WORDS.search(text_between)
    return _Clause(text_before, mention, "" if is_of_next else (text_between or sentence[mention.end :]))


def _is_range(clause: _Clause, sentence: str, next_mention: DateMention) -> bool:
    """Return whether two dates are the ends of a range; "and" joins them only after "between"."""
    text_between = sentence[clause.mention.end : next_mention.start]
    is_joined = bool(say.RANGE.match(text_between)) and (
        not say.AND.match(text_between) or bool(say.BETWEEN.search(clause.before))
    )
    return is_joined and not (say.RETURN_WORDS.search(clause.before) and not next_mention.day)


def _read_range(sentence: str, first: DateMention, last: DateMention, today: date) -> DayStatement:
    """Return the end of a range as a statement."""
    text_between = sentence[first.end : last.start]
    if last.day is None or (first.day and first.day > last.day):
        return DayStatement(is_return=False, day=None)  # "Monday through Friday" in another week
    is_exclusive = say.EXCLUSIVE_RANGE.search(text_between) and not say.INCLUSIVE_AFTER.match(
        sentence[last.end :]
    )
    has_hour = bool(say.HOUR_OF_DAY.search(sentence[last.start : last.end]))
    day = last.day + timedelta(days=0 if is_exclusive or has_hour else 1)
    return DayStatement(is_return=False, day=day, is_late=bool(first.day and first.day > today + MAX_START))


def _is_wavering(sentence: str, mention: DateMention, next_mention: DateMention | None) -> bool:
    """Return whether the sentence names a second day as an alternative to this one."""
    text_between = sentence[mention.end : next_mention.start] if next_mention else ""
    return bool((next_mention and say.OR.match(text_between)) or say.OR_NUMBER.match(sentence, mention.end))


def _bind_date(clause: _Clause, today: date) -> list[DayStatement]:
    """Interpret a date by the words around it: those before it first, then those after it."""
    for is_bound, is_return, days_later in _BINDINGS:
        if is_bound(clause):
            day = clause.mention.day
            later_day = day + timedelta(days=days_later(clause)) if day and days_later else None
            is_late = _is_late_start(clause, today)
            return [DayStatement(is_return=is_return(clause), day=later_day, is_late=is_late)]
    is_start = _is_start(clause)
    if _is_late_start(clause, today):
        return []
    return [DayStatement(is_return=False, day=clause.mention.day, is_start=is_start, is_loose=not is_start)]


def _is_start(clause: _Clause) -> bool:
    """Return whether something other than an absence begins on the date."""
    is_from = say.FROM.search(clause.before) or say.FROM_AFTER.match(clause.after)
    text = f"{clause.before} {clause.after}"
    return bool(is_from) and not (
        ABSENCE.search(text) or say.AWAY_WORDS.search(text) or say.DENIAL.search(text)
    )


def _is_late_start(clause: _Clause, today: date) -> bool:
    """Return whether the date begins an absence that is not the present one."""
    day = _start_of(clause)
    is_start = clause.mention.is_range or say.FROM.search(clause.before)
    return bool(is_start and day and day > today + MAX_START and not _is_at_work(clause))


def _start_of(clause: _Clause) -> date | None:
    """Return the first day of a range in one expression ("24-26 December"), else the day itself."""
    day = clause.mention.day
    return day.replace(day=clause.mention.first) if day and 0 < clause.mention.first <= day.day else day


def _is_at_work_until(clause: _Clause) -> bool:
    """Return whether the writer is at work until the date, and away after it."""
    until = say.ANY_UNTIL.search(clause.before)
    work_clause = clause.before[max(0, until.start() - 60) : until.start()] if until else ""
    is_away = (
        say.DENIAL.search(work_clause) or say.AWAY_WORDS.search(work_clause) or ABSENCE.search(work_clause)
    )
    return bool(say.AT_WORK_PATTERN.search(work_clause)) and not is_away


def _is_until_morning(clause: _Clause) -> bool:
    return bool(say.MORNING.match(clause.after) and say.ANY_UNTIL.search(clause.before))


def _is_not_before(clause: _Clause) -> bool:
    """Return whether the writer says that they will not be there, or not answer, before the date."""
    text = f"{clause.before} {clause.after}"
    denial = say.DENIAL.search(text) or re.search(r"\berst\b", text)
    is_denied = denial and say.FIRST_PERSON.search(text) and say.PRESENCE.search(text)
    return bool(say.BEFORE.search(clause.before) and is_denied)


def _is_last_day(clause: _Clause) -> bool:
    return bool(
        clause.mention.is_range
        or say.INCLUSIVE_UNTIL.search(clause.before)
        or say.UNTIL_AFTER.match(clause.after)
        or (say.UNTIL.search(clause.before) and say.LATE_ON_DAY.match(clause.after))
    )


def _is_until(clause: _Clause) -> bool:
    return bool(say.UNTIL.search(clause.before))


def _is_return(clause: _Clause) -> bool:
    return bool(say.RETURN_WORDS.search(clause.before))


def _is_return_behind(clause: _Clause) -> bool:
    return bool(say.RETURN_WORDS.search(clause.after)) or _is_at_work(clause)


def _is_at_work(clause: _Clause) -> bool:
    """Return whether the writer is at work from the date onwards."""
    clause_after = say.WORK_AFTER.match(clause.after) if say.FROM.search(clause.before) else None
    work_clause = (
        clause_after[0]
        if clause_after
        else clause.before[-60:]
        if say.WORK_FROM.search(clause.before)
        else ""
    )
    return bool(work_clause) and not (say.DENIAL.search(work_clause) or say.AWAY_WORDS.search(work_clause))


# The first condition that holds interprets the date. Then follow whether it is the return itself, and how many days
# later the writer is back.
_BINDINGS: tuple[
    tuple[Callable[[_Clause], bool], Callable[[_Clause], bool], Callable[[_Clause], int] | None],
    ...,
] = (
    (lambda c: bool(say.WEEK_OF.search(c.before)), lambda _: True, None),
    (_is_at_work_until, lambda _: True, None),
    (_is_until_morning, lambda _: False, lambda _: 0),
    (_is_not_before, lambda _: False, lambda _: 0),
    (_is_last_day, lambda _: False, lambda _: 1),
    (
        _is_until,
        lambda c: bool(re.search(r"\bnot (?:be )?(?:back|return|in)\b", c.before)),
        lambda c: 1 if say.INCLUSIVE_AFTER.match(c.after) else 0,
    ),
    (_is_return, lambda _: True, lambda c: 1 if say.AFTER.search(c.before) else 0),
    (_is_return_behind, lambda _: True, lambda _: 0),
)


def _read_duration(sentence: str, today: date) -> list[DayStatement]:
    """Return the day after "for two weeks" or "back in three days", counted from today."""
    for match in DURATION.finditer(sentence):
        text_before = sentence[: match.start()]
        if say.OR_SO.match(sentence, match.end()):
            return [DOUBT]
        day = add_span(today, match[1], match[2])
        if say.IN.search(text_before) and say.RETURN_WORDS.search(sentence):
            return [DayStatement(is_return=True, day=day)]
        if _is_away_for(sentence, match):
            return [DayStatement(is_return=False, day=None if say.PAST.search(sentence) else day)]
    return []


def _read_started_duration(sentence: str, mentions: list[DateMention]) -> list[DayStatement]:
    """Return the day after "for two weeks starting 7 December"; in doubt without a day of the month."""
    match = next((match for match in DURATION.finditer(sentence) if _is_away_for(sentence, match)), None)
    if not match or len(mentions) != 1:
        return [DOUBT] if match and mentions else []
    mention = mentions[0]
    is_start = say.START.search(sentence[: mention.start]) and re.search(
        r"\d", sentence[mention.start : mention.end]
    )
    day = add_span(mention.day, match[1], match[2]) if is_start and mention.day else None
    return [DayStatement(is_return=False, day=day)]


def _is_away_for(sentence: str, span: re.Match[str]) -> bool:
    """Return whether the writer is away for the span. "Two days a week" is no such span."""
    is_away = ABSENCE.search(sentence) or say.AWAY_WORDS.search(sentence)
    is_rate = say.RATE.match(sentence, span.end())
    return bool(say.FOR.search(sentence[: span.start()]) and is_away and not is_rate)
