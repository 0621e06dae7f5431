"""The candidate's commands by mail: finds the commands in one answer. Nothing is decided here.

The caller decides whether the mail is the candidate's own, and what its words mean as an answer to that mail.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import UTC, date, timedelta
from typing import TYPE_CHECKING

from followupd.config.lazy_pattern import LazyPattern
from followupd.inbound.dates.date_patterns import join_alternatives
from followupd.inbound.dates.dates import DateMention, find_dates
from followupd.inbound.dates.writing_date import parse_writing_time
from followupd.inbound.parsing.addresses import find_message_ids
from followupd.inbound.parsing.message import parse_mail
from followupd.inbound.phrases import reply_commands as phrases
from followupd.inbound.phrases import reply_grammar as grammar
from followupd.inbound.replies.day_numbers import spell_day_numbers
from followupd.inbound.replies.reply_days import find_order, read_next_weekday, spell_days, spell_named_days
from followupd.inbound.replies.reply_periods import (
    DECISION,
    SENTENCE_MARK,
    names_unread_end,
    spell_periods,
)
from followupd.inbound.replies.reply_spelling import mend_slips
from followupd.inbound.replies.reply_text import MAX_COMMAND, flatten_command, read_answer
from followupd.inbound.replies.reply_words import FoundWords, find_bounds, find_words
from followupd.inbound.verdict import ReplyCommand

if TYPE_CHECKING:
    from followupd.inbound.parsing.message import MailHeaders

MAX_TEXT = 12_000  # characters of an answer, which may be a new text for a mail
_SHORT_SPAN = LazyPattern(r"(?<!\w)(\d{1,2})\s?([dwtjs])(?!\w)")
_SHORT_UNITS = {"d": 1, "t": 1, "j": 1, "w": 7, "s": 7}
_SPAN = LazyPattern(
    rf"(?<!\w)(?:for |in |um |fur |pour |dans |por |en |dentro de |de |noch |encore )?(?<!half )(\d{{1,2}}|{join_alternatives(phrases.SPAN_NUMBERS)})(?: of| de| more)? ({join_alternatives(phrases.SPAN_UNITS)})(?!\w)"
)
_TIME = LazyPattern(
    r"(?<![\d.])\d{1,2}:\d{2}(?!\d)|(?<![\d.])\d{1,2}\s?(?:am|pm|uhr|h)(?!\w)|(?<!\w)(?:\d{1,2}|an?|one|half an|two|three|einer?|eine halbe|zwei|drei|une?|deux|trois|una?|dos|tres) (?:hours?|hrs?|minutes?|mins?|stunden?|minuten?|heures?|horas?|minutos?)(?!\w)|"
    r"(?<!\w)(?:noon|tonight|evening|afternoon|mittags?|abend|abends|nachmittags?|vormittags?|midi|soir|apres-midi|mediodia|(?<!mas )tarde|noche)(?!\w)"
)
_BEFORE_DAY = LazyPattern(
    r"(?<!\w)(?:(?:un)?til|till|til|by|on|at|from|bis(?: zum| zu)?|am|ab|vom|seit|jusqu'(?:au|a|en)|d'ici(?: au| a)?|a partir du?|hasta(?: el)?|del?|el|le|this|past|last|letzten?|diesen|ce|este|der|den|dem|the) *$"
)
_AGO = LazyPattern(r"(?<!\w)(?:ago|vor|il y a|hace)(?!\w)")
_UNTIL = LazyPattern(r"(?<!\w)(?:until|till|til|bis(?: zum)?|jusqu'(?:au|a|en)?|hasta(?: el)?)\s*$")
_OWN_ACT = LazyPattern(rf"(?<!\w)(?:{grammar.OWN_ACT})(?!\w)")
_MEETING = LazyPattern(rf"(?<!\w)(?:{phrases.MEETING})(?!\w)")
_YESTERDAY = LazyPattern(
    r"(?<!\w)(?:yesterday|gestern|hier|ayer)(?: (?:morning|afternoon|evening|night|morgen|mittag|nachmittag|abend|matin|soir|apres-midi|por la (?:manana|tarde|noche)))?(?!\w)"
)
_TODAY = LazyPattern(
    r"(?<!\w)(?<!not )(?<!nicht )(?<!pas )(?<!no )(?:heute (?:morgen|fruh|vormittag|mittag|nachmittag)|today|heute|aujourd'hui|hoy|just now|this morning|heute morgen|ce matin|esta manana)(?!\w)(?! (?:nicht|no)\b)"
)
_TOMORROW = LazyPattern(r"(?<!\w)(?:tomorrow|(?:uber)?morgen|(?:apres-)?demain|(?:pasado )?manana)(?!\w)")
_LOOK_BACK_DAYS, _LAST_WEEK_DAYS = 60, 7
_UNCLEAR_DAY = "it is not clear which day is meant"


def parse_reply_command(raw: bytes) -> ReplyCommand | None:
    """Return the commands in an answer to an earlier mail; None if it answers none, or a machine wrote it."""
    mail = parse_mail(raw)
    about = _answered_ids(mail.headers)
    if not about or _is_automatic(mail.headers):
        return None
    answer = read_answer(mail.text)[:MAX_TEXT]
    written = parse_writing_time(mail.headers)
    command = read_command(answer, about, written.date() if written else None)
    return replace(
        command,
        inline_text=mail.text[:MAX_TEXT],
        written=written.astimezone(UTC) if written and written.tzinfo else None,
    )


def read_command(answer: str, about: tuple[str, ...], today: date | None) -> ReplyCommand:
    """Return the commands in the text of an answer. `today`: the day on which it was written, if it is known."""
    if len(answer) > MAX_COMMAND:
        return ReplyCommand(about, text=answer, written_on=today)
    flat = spell_days(spell_day_numbers(mend_slips(flatten_command(answer))))
    flat = spell_periods(spell_named_days(flat, today), today) if today else flat
    past_day, flat = _take_past_day(flat, today)
    span, flat = _take_span(flat)
    mentions = _find_days(flat, today) if today else []
    result = find_words(flat, tuple((_word_start(flat, m.start), m.end) for m in mentions))
    mentions = [m for m in mentions if not _stands_behind_talk(flat, m, result)]
    time = _read_time(flat, mentions, result, span, today)
    return ReplyCommand(
        about,
        tuple(result.verbs),
        time.days,
        time.day or past_day,
        time.is_promise,
        result.outcome,
        result.words,
        answer,
        result.doubt or time.doubt or _find_hour(flat, result),
        written_on=today,
        is_end_unread=time.is_end_unread,
    )


def _find_days(flat: str, today: date) -> list[DateMention]:
    """Return the days in an answer.

    "Next Friday" may mean two days. The later one is taken, since followupd then keeps quiet for longer.
    """
    mentions = find_dates(flat, today, find_order(flat))
    return [m if m.day else replace(m, day=read_next_weekday(flat[m.start : m.end], today)) for m in mentions]


@dataclass(frozen=True, slots=True)
class _Time:
    """The one day or span that an answer names, or the reason why there is none."""

    day: date | None
    days: int
    is_promise: bool
    doubt: str
    is_end_unread: bool = False


def _read_time(
    flat: str, mentions: list[DateMention], result: FoundWords, span: int, today: date | None
) -> _Time:
    day, doubt = _choose_day(flat, mentions, result, today)
    if not doubt and _is_end_unread(flat, day, span, result):
        # A pause protects, so it begins at once, and the candidate is asked for its end. A snooze needs the day.
        is_pause = "hold" in result.verbs
        return _Time(
            None, 0, is_promise=False, doubt="" if is_pause else _UNCLEAR_DAY, is_end_unread=is_pause
        )
    if today and span and not day and _decides_within(flat, result):  # "they decide in two weeks"
        return _Time(today + timedelta(days=span), 0, is_promise=True, doubt=doubt)
    return _Time(day, span, bool(day) and _is_promise(flat, mentions, result), doubt)


def _is_end_unread(flat: str, day: date | None, span: int, result: FoundWords) -> bool:
    """Return whether an answer says how long to wait in words that are not known, or with two ends."""
    if {"hold", "snooze"}.isdisjoint(result.verbs):
        return False
    return bool(day and span) or not (day or span or not names_unread_end(flat))


def _find_hour(flat: str, result: FoundWords) -> str:
    """Return the doubt about a step that is postponed to an hour: only days can be used."""
    is_postponed = not {"snooze", "hold"}.isdisjoint(result.verbs)
    return "it names an hour" if is_postponed and _TIME.search(flat) else ""


def _answered_ids(headers: MailHeaders) -> tuple[str, ...]:
    """Return the ids that a mail answers: the one that it answers directly, then those earlier in the thread."""
    nearest = find_message_ids(headers.get_first("in-reply-to"))
    thread = find_message_ids(headers.get_first("references"))
    return tuple(dict.fromkeys((*nearest, *reversed(thread))))


def _is_automatic(headers: MailHeaders) -> bool:
    """Return whether a machine wrote a mail. It is not answered, or two machines would write to each other forever."""
    submitted = headers.get_first("auto-submitted").strip().lower()
    precedence = headers.get_first("precedence").strip().lower()
    is_marked = bool(submitted) and not submitted.startswith("no")
    is_bulk = precedence in ("bulk", "junk", "auto_reply", "list")
    is_ours = headers.has("x-followupd-id")
    return is_marked or is_bulk or is_ours or headers.has("x-autoreply", "x-autorespond", "list-id")


def _take_past_day(flat: str, today: date | None) -> tuple[date | None, str]:
    """Remove "yesterday" or "today", which the readers of future dates skip; return its day and the rest."""
    for pattern, days in ((_YESTERDAY, 1), (_TODAY, 0)):
        if today and (match := pattern.search(flat)):
            return today - timedelta(days=days), flat[: match.start()] + "," + flat[match.end() :]
    return None, flat


def _take_span(flat: str) -> tuple[int, str]:
    """Remove a span ("1 week", "3d"); return its days and the rest."""
    if match := _SHORT_SPAN.search(flat):
        days = int(match[1]) * _SHORT_UNITS[match[2]]
    elif match := _SPAN.search(flat):
        days = int(phrases.SPAN_NUMBERS.get(match[1], match[1])) * phrases.SPAN_UNITS[match[2]]
    else:
        return 0, flat
    return days, flat[: match.start()] + "," + flat[match.end() :]


def _word_start(flat: str, start: int) -> int:
    """Return the beginning of a date with the small words before it: "until", "am", "jusqu'au"."""
    while match := _BEFORE_DAY.search(flat[:start]):
        start = match.start()
    return start


def _stands_behind_talk(flat: str, mention: DateMention, result: FoundWords) -> bool:
    """Return whether a date is only the day of the talk: "I spoke with Ana on Monday, …"."""
    is_behind = any(
        verb in ("spoke", "voicemail", "no-answer", "done")
        and end <= mention.start
        and not re.search(
            r"[.,]| and | und | et | y | (?:that|dass|que|qu'\w+|they(?:'\w+)?|sie|ils?|elles?|ellos) ",
            flat[end : mention.start],
        )
        for verb, _, end in result.spans
    )
    return (
        is_behind
        and not DECISION.search(_sentence_around(flat, mention))
        and not _UNTIL.search(flat[: mention.start])
    )


def _sentence_around(flat: str, mention: DateMention) -> str:
    first, last = find_bounds(flat, mention.start, mention.end, SENTENCE_MARK)
    return flat[first:last]


def _choose_day(
    flat: str, mentions: list[DateMention], result: FoundWords, today: date | None
) -> tuple[date | None, str]:
    """Return the one day that an answer names, or the reason why there is none."""
    if not mentions or today is None:
        return None, ""
    if "posted" in result.verbs:
        return _choose_past_day(flat, today)
    days = {m.day for m in mentions}
    if len(days) > 1 and {"hold", "snooze"}.isdisjoint(result.verbs):  # the day of the decision counts
        days = {m.day for m in mentions if DECISION.search(_sentence_around(flat, m))} or days
    if len(days) > 1:
        return None, "it names more than one day"
    day = days.pop()
    return day, "" if day else _UNCLEAR_DAY


def _choose_past_day(flat: str, today: date) -> tuple[date | None, str]:
    """Return the one past day that an answer names, or the reason why there is none.

    It is within the last week, or else within the last 60 days.
    """
    if _TOMORROW.search(flat):
        return None, "it speaks of what is to come"
    for days in (_LAST_WEEK_DAYS, _LOOK_BACK_DAYS):
        found_days = {
            m.day for m in find_dates(flat, today - timedelta(days=days)) if m.day and m.day <= today
        }
        if len(found_days) == 1:
            return found_days.pop(), ""
    return None, _UNCLEAR_DAY


def _decides_within(flat: str, result: FoundWords) -> bool:
    """Return whether the company decides within the span, which was removed from the answer."""
    is_talk = not {"spoke", "done"}.isdisjoint(result.verbs) and {"hold", "snooze"}.isdisjoint(result.verbs)
    return is_talk and bool(DECISION.search(flat)) and not _AGO.search(flat)


def _is_promise(flat: str, mentions: list[DateMention], result: FoundWords) -> bool:
    """Return whether the company decides on the day."""
    if {"hold", "snooze", "posted"} & set(result.verbs):
        return False
    has_decision = any(_tells_decision(_sentence_around(flat, m)) for m in mentions)
    return has_decision or ("spoke" in result.verbs and not _is_meeting(flat, mentions, result))


def _tells_decision(sentence: str) -> bool:
    """Return whether a sentence is about a decision, and not about what the candidate is to do."""
    return bool(DECISION.search(_OWN_ACT.sub(" ", sentence)))


def _is_meeting(flat: str, mentions: list[DateMention], result: FoundWords) -> bool:
    """Return whether the day is that of a meeting: "spoke to her, second interview on Friday"."""
    for _, start, end in result.spans:
        flat = flat[:start] + " " * (end - start) + flat[end:]
    return any(_MEETING.search(_sentence_around(flat, mention)) for mention in mentions)
