"""What the candidate has to do, one sentence and one command each. Pure: `followupd`, `status`, `plan` and the digest.

Calls and letters come first, then what waits for a decision, then what is due later today.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from followupd.config.cadence import Channel
from followupd.engine.questions import QuestionKind, list_questions
from followupd.inbound.verdict import Action
from followupd.journal.states import InterviewState
from followupd.planning.planner import Verb

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date, datetime
    from zoneinfo import ZoneInfo

    from followupd.config.interview import Interview
    from followupd.engine.questions import Question
    from followupd.engine.status import Health
    from followupd.journal.record import InterviewRecord
    from followupd.planning.planner import Move

UNANSWERED_AFTER = timedelta(days=1)  # so long after their mail the candidate is reminded to answer it
_ASK_AGAIN_DAYS = (1, 2, 5, 10)  # days after which a decision that waits stands in the morning digest
_PROMISE_GRACE, _PROMISE_MEMORY = 1, 14  # days after a promised date on which it is named


@dataclass(frozen=True, slots=True)
class Errand:
    """One thing to do. `age`: days since it began, where it is not for today alone."""

    interview: str
    sentence: str
    command: str = ""
    age: int | None = None
    is_manual: bool = False  # a call or a letter

    @property
    def is_for_digest(self) -> bool:
        """Whether the morning digest names it: what is for today each day, a decision only now and then."""
        return self.age is None or self.age in _ASK_AGAIN_DAYS


def list_errands(health: Health) -> list[Errand]:
    """Return what there is to do, calls and letters first."""
    interviews = {i.id: i for i in health.active_config.config.interviews}
    questions = [q for q in list_questions(health) if q.interview in interviews]
    errands = [_describe_question(health, interviews[q.interview], q) for q in questions]
    errands += _later_today(health, interviews)
    errands += _passed_promises(health)
    return sorted(errands, key=lambda errand: not errand.is_manual)


def format_local_moment(moment: datetime, now: datetime, zone: ZoneInfo) -> str:
    """Return a moment as the candidate reads it: the hour alone for today, the year where it is another one."""
    local, today = moment.astimezone(zone), now.astimezone(zone)
    if local.date() == today.date():
        return f"today {local:%H:%M}"
    return f"{local:%a %-d %B, %H:%M}" if local.year == today.year else f"{local:%a %-d %B %Y, %H:%M}"


def _describe_question(health: Health, interview: Interview, question: Question) -> Errand:
    id_, who = interview.id, f"{question.name} ({interview.company})"
    zone = health.active_config.config.candidate.time_zone
    end = f" by {format_local_moment(question.until, health.now, zone)}" if question.until else ""
    match question.kind:
        case QuestionKind.CALL:
            number = _find_number(interview, question.contact)
            command = f"followupd done {id_} {question.step} --outcome spoke"
            return Errand(id_, f"Call {who}, {number},{end}", command, is_manual=True)
        case QuestionKind.LETTER:
            command = f"followupd done {id_} {question.step} --outcome posted"
            return Errand(id_, f"Print, sign and post the letter to {who}", command, is_manual=True)
        case QuestionKind.APPROVAL:
            command = f"followupd approve {id_} {question.step}"
            return Errand(id_, f"Approve the {question.step} to {who}{end}, or it is not sent", command)
        case QuestionKind.UNKNOWN:
            command = f"followupd resolve {id_} {question.step} --sent, or --resend"
            age = _count_days(health, question.until)
            return Errand(id_, f"Was the {question.step} to {who} sent or not?", command, age)
        case _:
            return _describe_interview(health, interview, question)


def _describe_interview(health: Health, interview: Interview, question: Question) -> Errand:
    """Return what to decide about an interview that an answer, a doubt or a pause holds."""
    config, id_ = health.active_config.config, interview.id
    record = health.history.record_of(interview, config)
    mail = next((m for m in reversed(record.received_mails) if m.action in (Action.STOP, Action.PAUSE)), None)
    age = _count_days(health, mail.received if mail else None)
    match question.kind:
        case QuestionKind.ANSWERED:
            is_open = mail and health.now - mail.received > UNANSWERED_AFTER
            unanswered = bool(is_open and mail and not _has_written_since(record, mail.received))
            advice = " You have not answered them yet." if unanswered else ""
            sentence = f"{interview.company} answered: {question.why}.{advice}"
            return Errand(id_, sentence, f"followupd close {id_}, or followupd resume {id_}", age)
        case QuestionKind.DOUBT:
            command = f"followupd answer {id_} yes, or followupd answer {id_} no"
            return Errand(id_, f"Is it an answer of {interview.company}? {question.why}", command, age)
        case _:
            sentence = f"{interview.company} is paused: {question.why}"
            return Errand(id_, sentence, f"followupd resume {id_}, or followupd close {id_}", age or 0)


def _has_written_since(record: InterviewRecord, since: datetime) -> bool:
    return any(record.own_mail_to(contact, since) for contact in record.interview.contacts)


def _find_number(interview: Interview, contact_key: str) -> str:
    contact = next((c for c in interview.contacts if c.key == contact_key), None)
    numbers = contact.phone_numbers if contact else ()
    return numbers[0] if numbers else "number not known"


def _count_days(health: Health, since: datetime | None) -> int:
    return (health.now - since).days if since else 0


def _later_today(health: Health, interviews: dict[str, Interview]) -> Iterator[Errand]:
    """Yield the calls and letters whose sheet comes later today."""
    zone = health.active_config.config.candidate.time_zone
    today = health.now.astimezone(zone).date()
    for plan in health.plans:
        for move in plan.moves:
            is_today = move.verb is Verb.WAIT and move.due.astimezone(zone).date() == today
            if is_today and move.channel is not Channel.EMAIL and plan.interview in interviews:
                yield _describe_move(move, interviews[plan.interview], zone)


def _describe_move(move: Move, interview: Interview, zone: ZoneInfo) -> Errand:
    who, hour = f"{move.contact_name} ({interview.company})", f"{move.due.astimezone(zone):%H:%M}"
    what = "Call" if move.channel is Channel.PHONE else "Print and post the letter to"
    return Errand(interview.id, f"{what} {who}: the sheet comes by mail at {hour}", is_manual=True)


def _passed_promises(health: Health) -> Iterator[Errand]:
    """Yield the interviews whose company let the day pass by which it wanted to decide."""
    config = health.active_config.config
    today = health.now.astimezone(config.candidate.time_zone).date()
    active_ids = {plan.interview for plan in health.plans if plan.status.state is InterviewState.ACTIVE}
    for interview in config.interviews:
        day = health.history.record_of(interview, config).promised_date or interview.promise
        age = (today - day).days if day else 0
        if day and interview.id in active_ids and _PROMISE_GRACE <= age <= _PROMISE_MEMORY:
            sentence = (
                f"{interview.company} wanted to decide by {_format_day(day, today)} and has not written"
            )
            yield Errand(interview.id, sentence, f"followupd plan {interview.id}", age)


def _format_day(day: date, today: date) -> str:
    return f"{day:%-d %B}" if day.year == today.year else f"{day:%-d %B %Y}"
