"""What each command of an answer does. Each returns what was done in words, or None where it means nothing there."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING

from followupd.engine import commands
from followupd.engine.own_drafts import keep_own_draft
from followupd.engine.reply_subject import Topic
from followupd.errors import UsageError
from followupd.journal.command_facts import Instructed
from followupd.journal.states import InterviewState
from followupd.writing import reply_deeds as deeds

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from followupd.engine.candidate_reply import Reply
    from followupd.inbound.debrief_answer import DebriefAnswer
    from followupd.inbound.reply_meaning import Meaning
    from followupd.writing.reply_notices import ReplyThread

MAX_DAYS = 99
_STOPPED = "stopped by your mail"
_CARRIERS = frozenset({"put", "mets", "mettez", "mettre", "met", "pon", "ponga", "poner", "setze", "lege"})


def carry_out(reply: Reply, meaning: Meaning, digest: str, thread: ReplyThread) -> str | None:
    """Do what an answer means; return what was done, or None where it means nothing here. Raises UsageError."""
    if meaning.verb == "edit":
        keep_own_draft(reply.ledger, reply.touch, reply.command.text, thread, digest, reply.now)
        return ""
    handler = _HANDLERS.get(meaning.verb)
    if meaning.verb in _RELEASING:
        _refuse_outdated(reply)
    return handler(reply) if handler else None


def _refuse_outdated(reply: Reply) -> None:
    """Refuse to let anything go on by a word that was written before they wrote: it knew nothing of that."""
    for mail in reply.brake_mails:
        if min(mail.received, mail.at) > reply.written_at:
            raise UsageError(
                f"{mail.sender or 'somebody'} wrote after you did; read that mail, then answer once more"
            )


# --- what each command does


def _say_yes(reply: Reply) -> str | None:
    match reply.subject.topic:
        case Topic.APPROVAL:
            return _approve(reply)
        case Topic.DOUBT:
            return _answer_doubt(reply, is_answer=True)
        case Topic.UNKNOWN:
            return _resolve(reply, resend=False)
        case Topic.LETTER if reply.subject.notice.startswith("not-posted/"):
            return _report(reply, "posted")
        case Topic.NEWS if reply.tells_absence:
            return deeds.tell_absence(reply.words, reply.interview.company)
    return None


def _say_okay(reply: Reply) -> str | None:
    return _approve(reply) if reply.subject.topic is Topic.APPROVAL else None


def _say_no(reply: Reply) -> str | None:
    match reply.subject.topic:
        case Topic.APPROVAL:
            return _skip(reply)
        case Topic.DOUBT:
            return _answer_doubt(reply, is_answer=False)
        case Topic.NEWS if reply.tells_absence:
            return _resume(reply)
    return None


def _say_theirs(reply: Reply) -> str | None:
    return _answer_doubt(reply, is_answer=True) if reply.subject.topic is Topic.DOUBT else None


def _say_not_theirs(reply: Reply) -> str | None:
    return _answer_doubt(reply, is_answer=False) if reply.subject.topic is Topic.DOUBT else None


def _refuse_sending(reply: Reply) -> str | None:
    return _skip(reply) if reply.subject.topic is Topic.APPROVAL else None


def _approve(reply: Reply) -> str:
    ledger, touch = reply.ledger, reply.touch
    details = ledger.find_touch(touch)
    if details is None or details.touch_outcome is not None:
        raise UsageError(
            f"{touch.step} is not waiting any more: it is sent, skipped, or no longer in the file"
        )
    offered_digest, _, fault = (ledger.store.get_value(f"offered/{touch}") or reply.subject.digest).partition(
        " "
    )
    if offered_digest != reply.subject.digest:
        raise UsageError(
            "the words have changed since that mail; read the last one about this step, and answer that"
        )
    if fault:
        raise UsageError(
            f"the check holds these words: {fault}. Answer with a corrected text, or say followupd approve {touch.interview} {touch.step} --force"
        )
    commands.check_approval(ledger, details, (), force=False)
    commands.approve_touch(ledger, touch, reply.subject.digest, reply.now, force=False)
    return deeds.tell_approval(reply.words, touch.step, details.contact.name, details.interview.company)


def _skip(reply: Reply) -> str | None:
    touch, ledger = reply.subject.touch, reply.ledger
    if touch is None:
        return None
    if reply.subject.topic in (Topic.CALL, Topic.LETTER):
        return _report(reply, "skipped")
    moves = commands.skip_step(ledger, touch.interview, touch.step, reply.now, touch.contact)
    return deeds.tell_skip(reply.words, touch.step, moves[0].contact_name, reply.company)


def _answer_doubt(reply: Reply, *, is_answer: bool) -> str:
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


def _resolve(reply: Reply, *, resend: bool) -> str | None:
    if reply.subject.topic is not Topic.UNKNOWN:
        return None
    touch = reply.touch
    interview = next(i for i in reply.ledger.config.interviews if i.id == touch.interview)
    commands.resolve_mail(reply.ledger, interview, touch.step, touch.contact, reply.now, resend=resend)
    return deeds.tell_resolved(reply.words, reply.name, resend=resend)


def _report(reply: Reply, outcome: str) -> str | None:
    if reply.subject.topic not in (Topic.CALL, Topic.LETTER):
        return None
    command = reply.command
    promise = command.day if command.is_promise and outcome == "spoke" else None
    posted_on = command.day if outcome == "posted" else None
    note = reply.note if outcome in ("spoke", "voicemail", "no-answer") else ""
    details = commands.record_outcome(
        reply.ledger, reply.touch, reply.now, outcome, note, promise, on=posted_on
    )
    return deeds.tell_outcome(reply.words, outcome, details.contact.name, details.interview.company, promise)


def _snooze(reply: Reply) -> str | None:
    days = _count_days(reply) or 1
    if reply.subject.topic not in (Topic.CALL, Topic.LETTER):
        return _pause(reply, reply.now + timedelta(days=days))
    details = commands.record_outcome(reply.ledger, reply.touch, reply.now, "snooze", str(days))
    return deeds.tell_snooze(reply.words, details.contact.name, days)


def _hold(reply: Reply) -> str | None:
    command = reply.command
    if command.day:
        return _pause(reply, reply.day_start(command.day))
    return _pause(reply, reply.now + timedelta(days=command.days) if command.days else None)


def _pause(reply: Reply, until: datetime | None) -> str:
    interview = reply.interview
    zone = reply.ledger.config.candidate.time_zone
    day = until.astimezone(zone).date() if until else None
    if person := commands.find_named_contact(interview, _drop_carriers(reply.command.words)):
        commands.pause_contact(reply.ledger, interview, person, reply.now, until)
        return deeds.tell_contact_pause(reply.words, person.name, interview.company, day)
    commands.pause_interview(reply.ledger, interview.id, reply.now, until)
    return deeds.tell_pause(reply.words, interview.company, day)


def _drop_carriers(words: Iterable[str]) -> list[str]:
    """Return the words without the verb around a name: put Ben on hold, mets Ben en pause."""
    return [word for word in words if word not in _CARRIERS]


def _count_days(reply: Reply) -> int:
    """Return for how many days they want to be left alone; 0 where they name none."""
    command = reply.command
    today = reply.now.astimezone(reply.ledger.config.candidate.time_zone).date()
    days = (command.day - today).days if command.day else command.days
    if not 0 <= days <= MAX_DAYS:
        raise UsageError(f"name a day to come, not more than {MAX_DAYS} days ahead")
    return days


def _resume(reply: Reply) -> str | None:
    interview = reply.interview
    promise = reply.command.day
    person = commands.find_named_contact(interview, reply.command.words)
    if person and not promise and commands.resume_contact(reply.ledger, interview, person, reply.now):
        return deeds.tell_contact_resume(reply.words, person.name, interview.company)
    commands.resume_interview(reply.ledger, interview.id, reply.now, promise)
    return deeds.tell_resume(reply.words, interview.company, promise)


def _name_promise(reply: Reply) -> str | None:
    """Take a day that they name: what waits for it goes on then. What runs is not moved by a bare day."""
    interview = reply.interview
    status = commands.find_status(reply.ledger, interview.id, reply.now)
    if (
        status is None
        or status.state in (InterviewState.ACTIVE, InterviewState.CLOSED)
        or status.own_pause_until
    ):
        return None
    return _resume(reply)


def _stop(reply: Reply) -> str | None:
    return _end(reply, _STOPPED, "")


def _close(reply: Reply) -> str:
    outcome = reply.command.outcome or ("no-answer" if "no-answer" in reply.command.verbs else "")
    if outcome == "?":
        raise UsageError(
            "it names more than one outcome; say one of: close rejected, close offer, close withdrawn"
        )
    return _end(reply, outcome, outcome)


def _end(reply: Reply, why: str, outcome: str) -> str:
    interview, ledger = reply.interview, reply.ledger
    status = commands.find_status(ledger, interview.id, reply.now)
    # "Stop" after a close as rejected also ends the note of thanks that may still go out.
    ends_note = why == _STOPPED and ledger.history.record_of(interview, ledger.config).rejection
    if status and status.state is InterviewState.CLOSED and not ends_note:
        raise UsageError(f"the follow-up for {interview.company} is closed already")
    commands.close_interview(reply.ledger, interview.id, reply.now, why)
    return deeds.tell_close(reply.words, interview.company, outcome)


def read_answer(reply: Reply) -> DebriefAnswer:
    """Return what an answer tells of an interview; it may stand between the lines of the mail that it quotes."""
    ledger, interview, command = reply.ledger, reply.interview, reply.command
    answer = commands.read_debrief_answer(ledger, interview, command.text, reply.written_at)
    if answer.facts or answer.absent or not command.inline_text.count("\n>"):
        return answer
    return commands.read_debrief_answer(ledger, interview, command.inline_text, reply.written_at)


def _debrief(reply: Reply) -> str:
    return commands.record_debrief(reply.ledger, reply.interview, read_answer(reply), reply.now)


def _find_said_at(reply: Reply) -> datetime | None:
    """Return when the command was given whose answer is answered here."""
    facts = (f for f in reply.ledger.history.facts if isinstance(f, Instructed) and f.answer == "did")
    return next((f.at for f in facts if reply.subject.answered and f.mail == reply.subject.answered), None)


def _undo(reply: Reply) -> str:
    interview = reply.interview
    command = commands.undo_last(reply.ledger, interview.id, reply.now, _find_said_at(reply))
    return deeds.tell_undo(reply.words, command.what, interview.company)


LASTING = ("undo", "resend")
_RELEASING = (
    "yes",
    "ok",
    "no",
    "not-theirs",
    "resume",
    "promise",
    "day",
    "undo",
    "resend",
)  # after these, something may go out
_OUTCOMES = ("spoke", "voicemail", "no-answer", "wrong-number", "posted", "done")
_HANDLERS: dict[str, Callable[[Reply], str | None]] = {
    "yes": _say_yes,
    "ok": _say_okay,
    "no": _say_no,
    "theirs": _say_theirs,
    "not-theirs": _say_not_theirs,
    "no-send": _refuse_sending,
    "skip": _skip,
    "hold": _hold,
    "snooze": _snooze,
    "resume": _resume,
    "promise": _name_promise,
    "day": _name_promise,
    "stop": _stop,
    "close": _close,
    "undo": _undo,
    "debrief": _debrief,
    "resend": partial(_resolve, resend=True),
    **{outcome: partial(_report, outcome=outcome) for outcome in _OUTCOMES},
}
