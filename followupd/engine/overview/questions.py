"""Lists the questions that only the user can decide, for the lines of `status` and the buttons of the page. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from followupd.config.interview import EVERY
from followupd.journal.states import InterviewState
from followupd.planning.context import Rule
from followupd.planning.manual_steps import list_open_steps

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date, datetime

    from followupd.engine.overview.status import Health


class QuestionKind(StrEnum):
    """The kinds of decisions and tasks."""

    CALL = "call"  # a call to make
    LETTER = "letter"  # a letter to post
    ANSWERED = "answered"  # the company wrote: resume or close
    DOUBT = "doubt"  # a mail that may be the company's answer: yes or no
    PAUSED = "paused"  # paused without an end
    APPROVAL = "approval"  # a mail that is sent only with the user's approval
    ABSENCE = "absence"  # an out-of-office note without proof: is the person away?
    UNKNOWN = "unknown"  # it is not known whether the mail was accepted
    EVERYTHING = "everything"  # everything is paused


@dataclass(frozen=True, slots=True)
class Question:
    """One thing that waits for the user."""

    kind: QuestionKind
    interview: str
    step: str = ""
    contact: str = ""
    name: str = ""
    why: str = ""
    until: datetime | None = None  # the latest moment of a call, or when an absence was reported
    day: date | None = None  # until when a person is away


def list_questions(health: Health) -> list[Question]:
    """Return everything that waits for the user; calls and letters come first."""
    return [
        *_manual_questions(health),
        *_approval_questions(health),
        *_interview_questions(health),
        *_absence_questions(health),
        *_mail_questions(health),
        *_global_questions(health),
    ]


def _manual_questions(health: Health) -> Iterator[Question]:
    open_steps = list_open_steps(health.now, health.active_config.config, health.history)
    for touch, name, is_letter, latest in open_steps:
        kind = QuestionKind.LETTER if is_letter else QuestionKind.CALL
        end = None if is_letter else latest
        yield Question(kind, touch.interview, touch.step, touch.contact, name, until=end)


def _approval_questions(health: Health) -> Iterator[Question]:
    for move in health.held_moves:
        if move.rule is Rule.APPROVAL:
            touch = move.touch
            yield Question(
                QuestionKind.APPROVAL,
                touch.interview,
                touch.step,
                touch.contact,
                move.contact_name,
                move.why,
                move.latest,
            )


def _interview_questions(health: Health) -> Iterator[Question]:
    for plan in health.plans:
        status = plan.status
        if status.state is InterviewState.ANSWERED:
            yield Question(QuestionKind.ANSWERED, plan.interview, why=status.why)
        elif status.state is InterviewState.PAUSED and status.until is None:
            is_doubt = any(doubt.location for doubt in status.doubts)
            kind = QuestionKind.DOUBT if is_doubt else QuestionKind.PAUSED
            yield Question(kind, plan.interview, why=status.why)


def _absence_questions(health: Health) -> Iterator[Question]:
    for interview, absence in health.open_absences:
        mail, person = absence.mail, absence.contact
        yield Question(
            QuestionKind.ABSENCE,
            interview,
            "",
            person.key,
            person.shown_name,
            mail.why,
            mail.received,
            mail.return_date,
        )


def _mail_questions(health: Health) -> Iterator[Question]:
    for fact in health.unknown_mails:
        touch = fact.touch
        yield Question(
            QuestionKind.UNKNOWN, touch.interview, touch.step, touch.contact, fact.name, fact.why, fact.at
        )


def _global_questions(health: Health) -> Iterator[Question]:
    pause = health.history.global_pause(health.now)
    if pause and pause.until is None:
        yield Question(QuestionKind.EVERYTHING, EVERY, why=pause.why, until=pause.at)
