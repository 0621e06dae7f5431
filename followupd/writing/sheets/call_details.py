"""The details of a call sheet: when to call, and what was done before."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from followupd.config.cadence import Channel
from followupd.planning.approval import is_return_unknown
from followupd.planning.post import calendar_of
from followupd.planning.touches import POSTED_OUTCOMES
from followupd.writing.language.words import mark_message
from followupd.writing.sheets.call_sheet import CallWindow

if TYPE_CHECKING:
    from datetime import date, datetime

    from followupd.journal.facts import Done, Taken
    from followupd.writing.draft import DraftRequest

# From the sheet to its alarm, so that the candidate can find and import it.
REACTION_TIME = timedelta(minutes=10)
AFTER_OPENING = timedelta(minutes=30)  # nobody likes to be called in the minute when they arrive
SHORTEST_CALL = timedelta(minutes=15)  # before the window closes
# The outcome of a call, in the words of the next sheet.
_CALL_RESULTS = {
    "spoke": mark_message("call: you spoke to each other"),
    "voicemail": mark_message("call: voicemail left"),
    "no-answer": mark_message("call: nobody answered"),
    "wrong-number": mark_message("call: the number was wrong"),
    "done": mark_message("call: made"),
}

_NOT_CALLED = mark_message("call: not made, as far as you said")
_POSTED = mark_message("letter: posted")
_NOT_POSTED = mark_message("letter: not reported as posted")


def choose_call_window(request: DraftRequest) -> CallWindow:
    """Return when to call: after the sheet has arrived, and while the person is there."""
    days = calendar_of(request.config, request.interview)
    earliest = days.next_open(request.due + REACTION_TIME)
    day = days.local_date(earliest)
    closes, call_at = days.closing_of(day), request.config.sending.call_at
    wanted = days.instant_at(day, call_at) if call_at else days.opening_of(day) + AFTER_OPENING
    opens = max(earliest, min(wanted, closes - SHORTEST_CALL))
    return CallWindow(opens, max(closes, opens + timedelta(minutes=1)))


def describe_touch(request: DraftRequest, taken: Taken) -> tuple[date, Channel, str]:
    """Return the day, the channel and the outcome of an earlier touch. A sheet alone has reached nobody."""
    reports = [d for d in request.record.done_facts(taken.touch) if d.outcome != "snooze"]
    last_report = reports[-1] if reports else None
    day = local_day(request, last_report.at if last_report else taken.at)
    match taken.channel:
        case Channel.PHONE:
            return day, taken.channel, request.words.translate(_describe_call(last_report))
        case Channel.POST:
            is_posted = last_report is not None and last_report.outcome in POSTED_OUTCOMES
            return day, taken.channel, request.words.translate(_POSTED if is_posted else _NOT_POSTED)
        case Channel.EMAIL:
            return day, taken.channel, taken.subject or taken.touch.step


def _describe_call(report: Done | None) -> str:
    """Return the outcome of a call, in English. A call without a report counts as not made."""
    outcome = report.outcome if report else ""
    return _CALL_RESULTS.get(outcome) or (f"call: {outcome}" if outcome else _NOT_CALLED)


def describe_talk(request: DraftRequest, report: Done) -> str:
    """Return the candidate's note on an earlier call."""
    return request.words.translate(
        "you noted (%(outcome)s): %(note)s", outcome=report.outcome, note=report.note
    )


def describe_absence(request: DraftRequest) -> str:
    """Return a sentence that the person may still be away, and who their deputy is; empty if there is no such note."""
    words, record, contact = request.words, request.record, request.contact
    if not is_return_unknown(record, contact):
        return ""
    note = record.absences_of(contact)[-1]
    day = words.format_day(local_day(request, note.received))
    if note.deputy:
        return words.translate(
            "On %(day)s %(name)s wrote to be away, without a day of return, and named %(deputy)s for the meantime.",
            day=day, name=contact.shown_name, deputy=note.deputy,
        )  # fmt: skip
    return words.translate(
        "On %(day)s %(name)s wrote to be away, without a day of return.", day=day, name=contact.shown_name
    )


def local_day(request: DraftRequest, instant: datetime) -> date:
    """Return the date of a moment in the recipients' time zone."""
    return instant.astimezone(request.interview.time_zone).date()
