"""Carries out a reply about a whole interview: pause, resume, close, debrief, undo.

Each function returns a sentence about what was done.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from followupd.engine import commands
from followupd.engine.replies.reply_subject import Topic
from followupd.engine.safety.begun_interviews import release_begun
from followupd.errors import UsageError
from followupd.journal.command_facts import Instructed
from followupd.journal.states import InterviewState
from followupd.writing.notices import reply_deeds as deeds

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from followupd.engine.replies.candidate_reply import Reply
    from followupd.inbound.replies.debrief_answer import DebriefAnswer

MAX_DAYS = 99
_STOPPED = "stopped by your mail"
_CARRIERS = frozenset({"put", "mets", "mettez", "mettre", "met", "pon", "ponga", "poner", "setze", "lege"})


def answer_doubt_by_mail(reply: Reply, *, is_answer: bool) -> str:
    """Record whether a mail in doubt was the company's answer."""
    assert reply.subject.mail is not None
    names, location = reply.subject.interviews, reply.subject.mail.location
    if not names:
        raise UsageError("its interview is closed, or is not in the configuration any more")
    statuses = [
        commands.answer_doubt(reply.ledger, name, reply.now, is_answer=is_answer, location=location)
        for name in names
    ]
    held = next((s.why for s in statuses if s.state is not InterviewState.ACTIVE), "")
    return deeds.tell_doubt(reply.words, reply.company, held, is_answer=is_answer)


def hold_by_mail(reply: Reply) -> str | None:
    """Pause until the day that the reply names, or for the number of days, or until the candidate resumes."""
    command = reply.command
    if command.day:
        return pause_by_mail(reply, reply.day_start(command.day))
    return pause_by_mail(reply, reply.now + timedelta(days=command.days) if command.days else None)


def pause_by_mail(reply: Reply, until: datetime | None) -> str:
    """Pause the person whom the reply names, or the whole interview."""
    zone = reply.ledger.config.candidate.time_zone
    day = until.astimezone(zone).date() if until else None
    sentence = _pause(reply, until, day)
    return deeds.ask_for_end(reply.words, sentence) if reply.command.is_end_unread else sentence


def _pause(reply: Reply, until: datetime | None, day: date | None) -> str:
    if absent_id := reply.absent_id:  # a brake needs no file
        commands.pause_interview(reply.ledger, absent_id, reply.now, until)
        return deeds.tell_pause(reply.words, absent_id, day)
    interview = reply.interview
    if person := commands.find_named_contact(interview, _drop_carriers(reply.command.words)):
        commands.pause_contact(reply.ledger, interview, person, reply.now, until)
        return deeds.tell_contact_pause(reply.words, person.shown_name, interview.company, day)
    commands.pause_interview(reply.ledger, interview.id, reply.now, until)
    return deeds.tell_pause(reply.words, interview.company, day)


def _drop_carriers(words: Iterable[str]) -> list[str]:
    """Return the words without the verb around a name, as in "put Ben on hold" or "mets Ben en pause"."""
    return [word for word in words if word not in _CARRIERS]


def note_answer_by_mail(reply: Reply) -> str | None:
    """Record that the candidate has answered the company.

    A mail in doubt then was the company's answer. After any other mail, no digest asks for an answer.
    """
    if reply.subject.topic is Topic.DOUBT:
        return answer_doubt_by_mail(reply, is_answer=True)
    if reply.subject.topic is not Topic.NEWS or not reply.brake_mails:
        return None
    return deeds.tell_own_answer(reply.words, reply.interview.company)


def count_days(reply: Reply) -> int:
    """Return for how many days the candidate wants no mail; 0 if the reply names no day. Raises UsageError."""
    command = reply.command
    today = reply.now.astimezone(reply.ledger.config.candidate.time_zone).date()
    days = (command.day - today).days if command.day else command.days
    if not 0 <= days <= MAX_DAYS:
        raise UsageError(f"name a day to come, not more than {MAX_DAYS} days ahead")
    return days


def resume_by_mail(reply: Reply) -> str | None:
    """Resume the person whom the reply names, or the whole interview."""
    interview = reply.interview
    promise = reply.command.day
    person = commands.find_named_contact(interview, reply.command.words)
    if person and not promise and commands.resume_contact(reply.ledger, interview, person, reply.now):
        return deeds.tell_contact_resume(reply.words, person.shown_name, interview.company)
    commands.resume_interview(reply.ledger, interview.id, reply.now, promise)
    return deeds.tell_resume(reply.words, interview.company, promise)


def deny_absence_by_mail(reply: Reply) -> str:
    """Let the reminders go on, since a note of absence is not true. It lifts nothing else that holds the interview."""
    interview = reply.interview
    status = commands.find_status(reply.ledger, interview.id, reply.now)
    if status and status.state is not InterviewState.ACTIVE:
        raise UsageError(
            f"something else holds {interview.company}: {status.why}; answer resume when the follow-up may go on"
        )
    commands.resume_interview(reply.ledger, interview.id, reply.now)
    return deeds.tell_presence(reply.words, interview.company)


def go_on_by_mail(reply: Reply) -> str:
    """Resume the interviews that began before the store was made: those that the reply names, or all."""
    chosen = [i for i in reply.interviews if reply.names_interview(i)] or reply.interviews
    ids = release_begun(reply.ledger, [i.id for i in chosen], reply.now)
    if not ids:
        raise UsageError(
            "no interview stands behind this mail any more; use the command line: followupd --help"
        )
    companies = dict.fromkeys(i.company for i in chosen if i.id in ids)
    return deeds.tell_resume(reply.words, ", ".join(companies), None)


def promise_by_mail(reply: Reply) -> str | None:
    """Resume a paused interview on the day that the reply names. A day alone does not move a plan that is active."""
    interview = reply.interview
    status = commands.find_status(reply.ledger, interview.id, reply.now)
    if (
        status is None
        or status.state in (InterviewState.ACTIVE, InterviewState.CLOSED)
        or status.own_pause_until
    ):
        return None
    return resume_by_mail(reply)


def stop_by_mail(reply: Reply) -> str | None:
    """End the follow-up plan."""
    return _end(reply, _STOPPED, "")


def close_by_mail(reply: Reply) -> str:
    """Close the interview with the outcome that the reply names."""
    outcome = reply.command.outcome or ("no-answer" if "no-answer" in reply.command.verbs else "")
    outcome = "offer" if outcome == "hired" else outcome
    if outcome == "?":
        raise UsageError(
            "it names more than one outcome; say one of: close rejected, close offer, close withdrawn"
        )
    return _end(reply, outcome, outcome)


def _end(reply: Reply, why: str, outcome: str) -> str:
    if absent_id := reply.absent_id:  # a brake needs no file
        commands.close_interview(reply.ledger, absent_id, reply.now, why)
        return deeds.tell_close(reply.words, absent_id, outcome)
    interview, ledger = reply.interview, reply.ledger
    status = commands.find_status(ledger, interview.id, reply.now)
    # "Stop" after a close as rejected also ends the mail of thanks that may still be sent.
    ends_note = why == _STOPPED and ledger.record_of(interview).rejection
    if status and status.state is InterviewState.CLOSED and not ends_note:
        raise UsageError(f"the follow-up for {interview.company} is closed already")
    commands.close_interview(reply.ledger, interview.id, reply.now, why)
    return deeds.tell_close(reply.words, interview.company, outcome)


def read_answer(reply: Reply) -> DebriefAnswer:
    """Return what a reply tells about an interview.

    The text may be between the lines of the quoted mail.
    """
    ledger, interview, command = reply.ledger, reply.interview, reply.command
    answer = commands.read_debrief_answer(ledger, interview, command.text, reply.written_at)
    if answer.facts or answer.absent or not command.inline_text.count("\n>"):
        return answer
    return commands.read_debrief_answer(ledger, interview, command.inline_text, reply.written_at)


def debrief_by_mail(reply: Reply) -> str:
    """Record what the reply tells about the interview."""
    answer = read_answer(reply)
    return commands.record_debrief(reply.ledger, reply.interview, answer, reply.now, reply.written_at)


def _find_said_at(reply: Reply) -> datetime | None:
    """Return when the command was given whose confirmation this reply answers; None if it answers no confirmation.

    Raises UsageError if that command was not understood. An undo must not take back an earlier one instead.
    """
    answered = reply.subject.answered
    facts = (f for f in reply.ledger.history.facts if isinstance(f, Instructed) and f.mail == answered)
    instruction = next(facts, None) if answered else None
    if instruction and instruction.answer == "asked":
        raise UsageError(
            "the mail before this one changed nothing; to take back another word: followupd undo"
        )
    return instruction.at if instruction and instruction.answer == "did" else None


def undo_by_mail(reply: Reply) -> str:
    """Undo the last command. A reply to a confirmation undoes the command that it confirms."""
    interview = reply.interview
    command = commands.undo_last(reply.ledger, interview.id, reply.now, _find_said_at(reply))
    return deeds.tell_undo(reply.words, command.what, interview.company)
