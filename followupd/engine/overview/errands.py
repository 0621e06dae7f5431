"""Lists what the candidate has to do, with one sentence and one command each. Pure.

`followupd`, `status`, `plan` and the digest show it. Calls and letters come first, then what waits for a decision, then
what is due later today.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from followupd.config.cadence import Channel
from followupd.config.interview import EVERY
from followupd.engine.overview.questions import QuestionKind, list_questions
from followupd.journal.approvals import ANSWER_ACTIONS
from followupd.journal.command_facts import Instructed
from followupd.journal.debriefs import find_missing_people
from followupd.journal.states import InterviewState
from followupd.planning.debrief_prompts import find_debrief_prompt
from followupd.planning.moves import Verb
from followupd.writing.language import errand_words
from followupd.writing.notices.debrief_notices import ask_for_address

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date, datetime

    from followupd.config.interview import Interview
    from followupd.engine.overview.questions import Question
    from followupd.engine.overview.status import Health
    from followupd.journal.facts import Received
    from followupd.journal.record import InterviewRecord
    from followupd.planning.moves import Move
    from followupd.writing.language.words import Words

UNANSWERED_AFTER = timedelta(days=1)  # then the candidate is reminded to answer a company's mail
_PROMISE_DAYS = (1, 2, 5, 10)  # days after a promised date on which the morning digest names it
# On these days after a question began, the morning digest names a decision that waits. A separate mail has asked
# for it already.
_QUESTION_DAYS = (1,)
_WORTH_THANKING = timedelta(days=7)  # after that, no address of an unlisted person is asked for
# On these days after the interview, the morning digest names another person who came.
_NEWCOMER_DAYS = (0, 1)
# First and last day after a promised date on which that date is named.
_PROMISE_GRACE, _PROMISE_MEMORY = 1, 14


@dataclass(frozen=True, slots=True)
class Errand:
    """One thing to do. `age`: days since it began; None if it is for today only."""

    interview: str
    sentence: str
    command: str = ""
    age: int | None = None
    digest_days: tuple[int, ...] = _QUESTION_DAYS
    is_manual: bool = False  # a call or a letter

    @property
    def is_for_digest(self) -> bool:
        """Whether the morning digest is sent because of this errand.

        An errand for today counts each day; a decision counts only on its digest days.
        """
        return self.age is None or self.age in self.digest_days


def list_errands(health: Health, words: Words) -> list[Errand]:
    """Return all errands, calls and letters first."""
    interviews = {i.id: i for i in health.active_config.config.interviews}
    described = (describe_question(health, words, question) for question in list_questions(health))
    errands = [errand for errand in described if errand is not None]
    errands += _later_today(health, words, interviews)
    errands += list_beside_questions(health, words)
    return sorted(errands, key=lambda errand: not errand.is_manual)


def list_beside_questions(health: Health, words: Words) -> list[Errand]:
    """Return the errands that hold nothing: debriefs, missing addresses, and promised dates that have passed."""
    return [
        *_open_debriefs(health, words),
        *list_newcomers(health, words),
        *_passed_promises(health, words),
    ]


def describe_question(health: Health, words: Words, question: Question) -> Errand | None:
    """Return the errand for a question; None if its interview is no longer in the configuration."""
    if question.interview == EVERY:
        day = (question.until or health.now).astimezone(words.zone).date()
        sentence = errand_words.phrase_global_pause(words, day)
        return Errand(EVERY, sentence, "followupd resume --all", _count_days(health, question.until))
    interview = health.active_config.config.interview_by_id.get(question.interview)
    if interview is None:
        return None
    if question.step:
        return _describe_step(health, words, interview, question)
    return _describe_interview(health, words, interview, question)


def _describe_step(health: Health, words: Words, interview: Interview, question: Question) -> Errand:
    id_, name, company = interview.id, question.name, interview.company
    end = errand_words.format_near_moment(words, question.until, health.now) if question.until else ""
    target = f"{id_} {question.step}"
    match question.kind:
        case QuestionKind.CALL:
            number = _find_number(interview, question.contact)
            sentence = errand_words.phrase_call(words, name, company, number, end)
            return Errand(id_, sentence, f"followupd done {target} --outcome spoke", is_manual=True)
        case QuestionKind.LETTER:
            sentence = errand_words.phrase_letter(words, name, company)
            return Errand(id_, sentence, f"followupd done {target} --outcome posted", is_manual=True)
        case QuestionKind.APPROVAL:
            label = words.label_touch(question.step, name, company)
            sentence = errand_words.phrase_approval(words, label, end)
            return Errand(id_, sentence, f"followupd approve {target}")
        case _:
            label = words.label_touch(question.step, name, company)
            sentence = words.translate("Sent or not? %(label)s", label=label)
            age = _count_days(health, question.until)
            return Errand(id_, sentence, f"followupd resolve {target} --sent, or --resend", age)


def _describe_interview(health: Health, words: Words, interview: Interview, question: Question) -> Errand:
    """Return the errand for an interview that is held by an answer, a doubt or a pause."""
    id_, company = interview.id, interview.company
    record = health.history.record_of(interview, health.active_config.config)
    mail = find_brake_mail(record)
    age = _count_days(health, mail.received if mail else None)
    day, sender = (mail.received.astimezone(words.zone).date(), mail.sender) if mail else (None, "")
    match question.kind:
        case QuestionKind.ABSENCE:
            sentence = errand_words.phrase_absence(words, question.name, company, question.day)
            command = f"followupd answer {id_} yes, or followupd answer {id_} no"
            return Errand(id_, sentence, command, _count_days(health, question.until))
        case QuestionKind.ANSWERED:
            is_old = mail is not None and health.now - mail.received > UNANSWERED_AFTER
            sentence = errand_words.phrase_answer(
                words, company, sender, day, is_unanswered=is_old and not _has_written_since(record, mail)
            )
            return Errand(id_, sentence, f"followupd close {id_}, or followupd resume {id_}", age)
        case QuestionKind.DOUBT:
            sentence = errand_words.phrase_doubt(words, company, sender, day)
            command = f"followupd answer {id_} yes, or followupd answer {id_} no"
            return Errand(id_, sentence, command, age)
        case _:
            sentence = errand_words.phrase_pause(words, company, question.why)
            return Errand(id_, sentence, f"followupd resume {id_}, or followupd close {id_}", age)


def find_brake_mail(record: InterviewRecord) -> Received | None:
    """Return the last mail that stopped or paused an interview."""
    return next((m for m in reversed(record.received_mails) if m.action in ANSWER_ACTIONS), None)


def _has_written_since(record: InterviewRecord, mail: Received | None) -> bool:
    """Return whether the candidate has answered a mail: a mail of theirs was seen, or they reported it."""
    if mail is None:
        return False
    contacts = record.interview.contacts
    return _said_answered(record, mail.at) or any(
        record.own_mail_to(contact, mail.received) for contact in contacts
    )


def _said_answered(record: InterviewRecord, since: datetime) -> bool:
    """Return whether the candidate reported by mail that they have answered the company."""
    said = (f for f in record.own_facts if isinstance(f, Instructed) and f.at >= since)
    return any(f.verb == "answered" and f.answer == "did" for f in said)


def _find_number(interview: Interview, contact_key: str) -> str:
    contact = interview.contact_by_key.get(contact_key)
    return next(iter(contact.phone_numbers), "") if contact else ""


def _count_days(health: Health, since: datetime | None) -> int:
    return (health.now - since).days if since else 0


def _later_today(health: Health, words: Words, interviews: dict[str, Interview]) -> Iterator[Errand]:
    """Yield the calls and letters whose sheet will come later today."""
    zone = health.active_config.config.candidate.time_zone
    today = health.now.astimezone(zone).date()
    for plan in health.plans:
        for move in plan.moves:
            is_today = move.verb is Verb.WAIT and move.due.astimezone(zone).date() == today
            if is_today and move.channel is not Channel.EMAIL and plan.interview in interviews:
                yield _describe_move(words, move, interviews[plan.interview])


def _describe_move(words: Words, move: Move, interview: Interview) -> Errand:
    is_call = move.channel is Channel.PHONE
    sentence = errand_words.phrase_coming_sheet(
        words, move.contact_name, interview.company, move.due, is_call=is_call
    )
    return Errand(interview.id, sentence, is_manual=True)


def _open_debriefs(health: Health, words: Words) -> Iterator[Errand]:
    """Yield the interviews of the last day without a debrief."""
    config = health.active_config.config
    for interview in config.interviews:
        if find_debrief_prompt(health.now, config, health.history.record_of(interview, config)):
            sentence = errand_words.phrase_debrief(words, interview.company)
            yield Errand(interview.id, sentence, f"followupd debrief {interview.id}")


def list_newcomers(health: Health, words: Words, interview_id: str = "") -> list[Errand]:
    """Return an errand for each further person who came to an interview, but is in no file with an address.

    The candidate named these people. Without an address they get no mail of thanks.
    """
    config = health.active_config.config
    errands: list[Errand] = []
    for interview in config.interviews:
        record = health.history.record_of(interview, config)
        is_too_late = health.now > interview.end_time + _WORTH_THANKING
        if is_too_late or record.status_at(health.now).state is InterviewState.CLOSED:
            continue
        for name in find_missing_people(record) if interview_id in ("", interview.id) else ():
            age = _count_days(health, interview.end_time)
            sentence = ask_for_address(words, name, interview.id)
            errands.append(
                Errand(interview.id, sentence, f"followupd edit {interview.id}", age, _NEWCOMER_DAYS)
            )
    return errands


def _passed_promises(health: Health, words: Words) -> Iterator[Errand]:
    """Yield an errand for each company that let the promised day of its decision pass."""
    config = health.active_config.config
    today = health.now.astimezone(config.candidate.time_zone).date()
    active_ids = {plan.interview for plan in health.plans if plan.status.state is InterviewState.ACTIVE}
    for interview in config.interviews:
        day: date | None = health.history.record_of(interview, config).promised_date or interview.promise
        age = (today - day).days if day else 0
        if day and interview.id in active_ids and _PROMISE_GRACE <= age <= _PROMISE_MEMORY:
            sentence = errand_words.phrase_passed_promise(words, interview.company, day)
            yield Errand(interview.id, sentence, f"followupd plan {interview.id}", age, _PROMISE_DAYS)
