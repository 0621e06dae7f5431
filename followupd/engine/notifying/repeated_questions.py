"""Asks about a waiting decision again after 2, 5 and 10 days, in the thread of the first mail.

It asks at most three times, in the candidate's waking hours, and stops once the decision is made. Each mail counts in
the budget of notices. The store keeps since when a question waits, because the journal does not record that.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from followupd.config.interview import EVERY
from followupd.engine.notifying.notifier import notify
from followupd.engine.overview.errands import describe_question, find_brake_mail
from followupd.engine.overview.questions import QuestionKind, list_questions
from followupd.engine.overview.status import build_notice_health
from followupd.engine.overview.unproven_absences import list_open_absences
from followupd.engine.replies.reply_subject import ASKED_KIND
from followupd.journal.states import TouchEvent, TouchState
from followupd.planning.business_days import WakingHours
from followupd.writing.language.errand_words import ask_once_more
from followupd.writing.mail.message_id import build_message_id
from followupd.writing.notices.mail_notices import make_notice_key

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from followupd.engine.ledger import Ledger
    from followupd.engine.overview.errands import Errand
    from followupd.engine.overview.questions import Question
    from followupd.engine.overview.status import Health
    from followupd.journal.facts import Received
    from followupd.planning.moves import InterviewPlan

ASK_AGAIN_AFTER = (timedelta(days=2), timedelta(days=5), timedelta(days=10))
LAST_DELAY = timedelta(days=4)  # a question that is more than this late is not asked any more
_STORE_KEY = "questions"  # since when each question waits
_LOOK_KEY = "questions-hour"  # the last hour in which the questions were checked
_WORDS = {
    QuestionKind.APPROVAL: "yes, no",
    QuestionKind.DOUBT: "yes, no",
    QuestionKind.ABSENCE: "yes, no",
    QuestionKind.UNKNOWN: "yes, resend",
}
_OTHER_WORDS = "resume, close"
_USER_PAUSE = " by you"  # ends the reason of a pause that the candidate wanted


@dataclass(frozen=True, slots=True)
class _Waiting:
    """A question that waits, with its errand and its start."""

    question: Question
    errand: Errand
    since: datetime


def repeat_questions(
    ledger: Ledger, make_plans: Callable[[], Sequence[InterviewPlan]], now: datetime
) -> None:
    """Ask again about what has waited long enough. This is checked once an hour, while the candidate is awake."""
    candidate = ledger.config.candidate
    local = now.astimezone(candidate.time_zone)
    hour = f"{local:%Y-%m-%dT%H}"
    if (
        not WakingHours(candidate.time_zone, candidate.hours).contains(now)
        or ledger.store.get_value(_LOOK_KEY) == hour
    ):
        return
    health = build_notice_health(ledger, make_plans(), now)
    open_questions = _note_waiting(ledger, health, now)
    _withdraw_decided(ledger, open_questions, now)
    for waiting in open_questions:
        _ask_when_due(ledger, waiting, now)
    ledger.store.set_value(_LOOK_KEY, hour)


def _note_waiting(ledger: Ledger, health: Health, now: datetime) -> list[_Waiting]:
    """Return the questions that wait, store since when, and remove those that are decided."""
    known_moments = json.loads(ledger.store.get_value(_STORE_KEY) or "{}")
    moments: dict[str, str] = {}
    waiting = []
    for question, errand in _list_decisions(ledger, health):
        parts = [question.kind, question.interview, question.step, question.contact, question.why]
        name = "/".join(parts)
        moments[name] = known_moments.get(name) or now.isoformat()
        waiting.append(_Waiting(question, errand, datetime.fromisoformat(moments[name])))
    if moments != known_moments:
        ledger.store.set_value(_STORE_KEY, json.dumps(moments))
    return waiting


def _list_decisions(ledger: Ledger, health: Health) -> Iterator[tuple[Question, Errand]]:
    for question in list_questions(health):
        is_manual = question.kind in (QuestionKind.CALL, QuestionKind.LETTER)
        is_wanted = question.kind is QuestionKind.PAUSED and question.why.endswith(_USER_PAUSE)
        if is_manual or is_wanted or question.interview == EVERY:
            continue
        errand = describe_question(health, ledger.words, question)
        if errand:
            yield question, errand


def _withdraw_decided(ledger: Ledger, open_questions: Sequence[_Waiting], now: datetime) -> None:
    """Cancel repeated questions that were not sent yet, if their decision was made in the meantime."""
    moments = {f"{waiting.since:%Y%m%d%H%M%S}" for waiting in open_questions}
    for outgoing in ledger.store.list_mails(TouchState.RENDERED):
        kind, _, rest = outgoing.id.removeprefix("notice/").partition("/")
        if outgoing.touch is None and kind == ASKED_KIND and rest.partition("-")[0] not in moments:
            ledger.store.apply_event(outgoing.id, TouchEvent.CANCEL, now)


def _ask_when_due(ledger: Ledger, waiting: _Waiting, now: datetime) -> None:
    age = now - waiting.since
    count = sum(age >= delay for delay in ASK_AGAIN_AFTER)
    if not count or age >= ASK_AGAIN_AFTER[count - 1] + LAST_DELAY:
        return
    original = _find_original(ledger, waiting.question, now)
    notice = ask_once_more(
        ledger.words,
        f"{ASKED_KIND}/{waiting.since:%Y%m%d%H%M%S}-{count}/{original}",
        waiting.errand.sentence,
        _WORDS.get(waiting.question.kind, _OTHER_WORDS),
        waiting.errand.command,
        age.days,
        is_last=count == len(ASK_AGAIN_AFTER),
    )
    address = ledger.config.account.address
    message_id = build_message_id(ledger.store.key, f"notice/{original}", address)
    if first := next(iter(ledger.store.find_mails({message_id}, None)), None):
        notice = replace(notice, subject=f"Re: {first.subject}", in_reply_to=message_id)
    notify(ledger, notice, now)


def _find_original(ledger: Ledger, question: Question, now: datetime) -> str:
    """Return the key of the notice that asked first. A reply to this mail is handled like a reply to that one."""
    touch = f"{question.interview}/{question.step}/{question.contact}"
    match question.kind:
        case QuestionKind.APPROVAL:
            digest = (ledger.store.get_value(f"offered/{touch}") or "").partition(" ")[0]
            return f"approve/{touch}/{digest}"
        case QuestionKind.UNKNOWN if question.until:
            return f"unknown/{touch}/{question.until:%Y%m%d%H%M%S}"
    mail = _find_asked_mail(ledger, question, now)
    return make_notice_key(mail) if mail else f"waiting/{question.interview}"


def _find_asked_mail(ledger: Ledger, question: Question, now: datetime) -> Received | None:
    """Return the company's mail that a question is about; None if it is about none."""
    record = ledger.find_record(question.interview)
    if record is None:
        return None
    if question.kind is QuestionKind.ABSENCE:
        absences = list_open_absences(ledger.config, ledger.history, record.interview, now)
        return next((one.mail for one in absences if one.contact.key == question.contact), None)
    is_about_mail = question.kind in (QuestionKind.ANSWERED, QuestionKind.DOUBT)
    return find_brake_mail(record) if is_about_mail else None
