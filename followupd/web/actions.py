"""Carries out the clicks on the page: the commands that a user may also type or mail, and no others."""

from __future__ import annotations

from contextlib import nullcontext
from datetime import UTC, date, datetime, time
from typing import TYPE_CHECKING

from starlette.responses import PlainTextResponse

from followupd.config.fields import check_year
from followupd.config.interview import EVERY
from followupd.engine import commands
from followupd.errors import UsageError
from followupd.journal.facts import Done, Touch
from followupd.planning.moves import join_contact_names
from followupd.planning.no_show import NO_SHOW
from followupd.web.interview import find_plan
from followupd.web.labels import name_command, name_outcome
from followupd.web.outdated_page import read_seen_count, refuse_outdated
from followupd.web.sessions import end_sessions
from followupd.web.visit import NotHere
from followupd.writing.timeline.timeline_words import label_step

if TYPE_CHECKING:
    from starlette.responses import Response

    from followupd.config.interview import Contact
    from followupd.web.visit import Visit

INTERVIEW_OUTCOMES = ("offer", commands.REJECTED, "withdrawn", "no-answer")


def read_day(visit: Visit, name: str) -> date | None:
    """Return the day in a field, or None if it is empty. Raises UsageError."""
    text = visit.field_text(name)
    if not text:
        return None
    try:
        return check_year(date.fromisoformat(text))
    except ValueError as error:
        raise UsageError(
            visit.words.translate("%(text)s is no day; write it as 2026-12-14.", text=text)
        ) from error


def pause_one(visit: Visit) -> Response:
    """Pause an interview."""
    return _pause(visit, visit.interview.id, f"/interview/{visit.interview.id}")


def pause_all(visit: Visit) -> Response:
    """Pause everything."""
    return _pause(visit, EVERY, "/")


def _pause(visit: Visit, target: str, place: str) -> Response:
    desk, day = visit.desk, read_day(visit, "until")
    until = datetime.combine(day, time(0), visit.words.zone).astimezone(UTC) if day else None
    commands.pause_interview(desk.ledger, target, desk.now, until)
    if day:
        return visit.move_on(
            place, visit.words.translate("Paused until %(day)s.", day=visit.words.format_day(day))
        )
    return visit.move_on(place, visit.words.translate("Paused until you resume it."))


def resume_one(visit: Visit) -> Response:
    """Continue an interview after a pause or an answer."""
    desk, interview_id = visit.desk, visit.interview.id
    with refuse_outdated(visit, interview_id):
        commands.resume_interview(desk.ledger, interview_id, desk.now, read_day(visit, "promise"))
    sentence = visit.words.translate("Resumed.")
    if desk.ledger.history.global_pause(desk.now):
        sentence += " " + visit.words.translate("Everything is paused all the same.")
    return visit.move_on(f"/interview/{interview_id}", sentence)


def pause_person(visit: Visit) -> Response:
    """Pause the mails to one person."""
    contact, place = _find_contact(visit), f"/interview/{visit.interview.id}"
    commands.pause_contact(visit.desk.ledger, visit.interview, contact, visit.desk.now)
    return visit.move_on(place, visit.words.translate("%(name)s is paused.", name=contact.shown_name))


def resume_person(visit: Visit) -> Response:
    """Continue with one person."""
    contact, place = _find_contact(visit), f"/interview/{visit.interview.id}"
    with refuse_outdated(visit, visit.interview.id):
        commands.resume_contact(visit.desk.ledger, visit.interview, contact, visit.desk.now)
    return visit.move_on(
        place, visit.words.translate("%(name)s is not paused any more.", name=contact.shown_name)
    )


def _find_contact(visit: Visit) -> Contact:
    """Return the person in the path of the page. Raises NotHere."""
    contact = visit.interview.contact_by_key.get(visit.path["contact"])
    if contact is None:
        raise NotHere
    return contact


def resume_all(visit: Visit) -> Response:
    """End the pause of everything."""
    with refuse_outdated(visit, EVERY):
        commands.resume_interview(visit.desk.ledger, EVERY, visit.desk.now)
    return visit.move_on("/", visit.words.translate("Resumed."))


def ask_close(visit: Visit) -> Response:
    """Show what closing the interview would drop, and ask for confirmation."""
    interview = visit.interview
    plan = find_plan(visit.desk, interview)
    return visit.show_page("close.html", interview=interview, plan=plan, outcomes=INTERVIEW_OUTCOMES)


def close_one(visit: Visit) -> Response:
    """End the follow-up of an interview for good."""
    desk, interview_id, outcome = visit.desk, visit.interview.id, visit.field_text("outcome")
    if outcome and outcome not in INTERVIEW_OUTCOMES:
        raise UsageError(visit.words.translate("Please choose how it ended."))
    dropped_moves = commands.close_interview(desk.ledger, interview_id, desk.now, outcome)
    sentence = visit.words.catalogue.ngettext(
        "Closed. %(count)d step is dropped.", "Closed. %(count)d steps are dropped.", len(dropped_moves)
    ) % {"count": len(dropped_moves)}
    return visit.move_on(f"/interview/{interview_id}", sentence)


def _read_decision(visit: Visit, word: str, other_word: str) -> bool:
    """Return whether a form's decision is the first of two words. Raises NotHere if it is neither."""
    decision = visit.field_text("decision")
    if decision not in (word, other_word):
        raise NotHere
    return decision == word


def answer_doubt(visit: Visit) -> Response:
    """Record whether the mails in doubt are the company's answer."""
    desk, interview_id, is_answer = visit.desk, visit.interview.id, _read_decision(visit, "yes", "no")
    with nullcontext() if is_answer else refuse_outdated(visit, interview_id):
        commands.answer_doubt(desk.ledger, interview_id, desk.now, is_answer=is_answer)
    sentence = (
        visit.words.translate("Noted: it is their answer.")
        if is_answer
        else visit.words.translate("Noted: it is no answer.")
    )
    return visit.move_on(f"/interview/{interview_id}", sentence)


def answer_absence(visit: Visit) -> Response:
    """Record whether the people of an unproven absence note are away."""
    desk, interview_id, is_away = visit.desk, visit.interview.id, _read_decision(visit, "yes", "no")
    with nullcontext() if is_away else refuse_outdated(visit, interview_id):
        seen = desk.ledger.history.facts[: read_seen_count(visit)]
        commands.answer_absence(desk.ledger, interview_id, desk.now, is_away=is_away, seen=seen)
    sentence = (
        visit.words.translate("Noted: they are away. Reminders to them wait.")
        if is_away
        else visit.words.translate("Noted: they are not away. The follow-up goes on.")
    )
    return visit.move_on(f"/interview/{interview_id}", sentence)


def skip_touch(visit: Visit) -> Response:
    """Skip a step for one person."""
    desk, interview_id, step = visit.desk, visit.interview.id, visit.path["step"]
    skipped_moves = commands.skip_step(desk.ledger, interview_id, step, desk.now, visit.path["contact"])
    names = join_contact_names(skipped_moves)
    sentence = visit.words.translate(
        "Left out: %(step)s to %(name)s.", step=label_step(visit.words, step), name=names
    )
    return visit.move_on(f"/interview/{interview_id}", sentence)


def undo_last(visit: Visit) -> Response:
    """Undo the command that the button names, if it is the last one and nothing was sent because of it.

    A second click undoes nothing else.
    """
    desk, interview_id = visit.desk, visit.interview.id
    try:
        said_at = datetime.fromisoformat(visit.field_text("said_at"))
    except ValueError:
        raise UsageError(visit.words.translate("Please open the page again.")) from None
    with refuse_outdated(visit, interview_id):
        command = commands.undo_last(desk.ledger, interview_id, desk.now, said_at)
    sentence = visit.words.translate(
        "Taken back: %(command)s.", command=name_command(visit.words, command.what)
    )
    return visit.move_on(f"/interview/{interview_id}", sentence)


def record_outcome(visit: Visit) -> Response:
    """Record the outcome of a call or a letter."""
    desk, interview, step = visit.desk, visit.interview, visit.path["step"]
    outcome = visit.field_text("outcome")
    if outcome not in (*commands.CALL_OUTCOMES, *commands.LETTER_OUTCOMES):
        raise UsageError(visit.words.translate("Please choose what came of it."))
    touch = Touch(interview.id, step, interview.lead.key)
    note, promise = " ".join(visit.field_text("note").split()), read_day(visit, "promise")
    is_early = visit.field_text("early") == "yes"  # it was posted before followupd wrote one
    # A no-show lets a mail go out, even if the company wrote before: the user must have seen that mail.
    with refuse_outdated(visit, interview.id) if outcome == NO_SHOW else nullcontext():
        if not _is_reported(visit, touch, outcome):
            commands.record_outcome(desk.ledger, touch, desk.now, outcome, note, promise, early=is_early)
    sentence = visit.words.translate(
        "Noted: %(step)s: %(outcome)s.",
        step=label_step(visit.words, step),
        outcome=name_outcome(visit.words, outcome),
    )
    return visit.move_on(f"/interview/{interview.id}", sentence)


def _is_reported(visit: Visit, touch: Touch, outcome: str) -> bool:
    """Return whether this outcome was recorded since the page was shown: a second click is not a second call.

    Raises UsageError if another outcome was recorded.
    """
    facts = visit.desk.ledger.history.facts[read_seen_count(visit) :]
    outcomes = [fact.outcome for fact in facts if isinstance(fact, Done) and fact.touch == touch]
    if outcomes and outcomes[-1] != outcome:
        raise UsageError(
            visit.words.translate("An outcome was noted after this page was shown. Please look again.")
        )
    return bool(outcomes)


def resolve_mail(visit: Visit) -> Response:
    """Decide about a mail for which it is not known whether it was accepted."""
    desk, interview, step = visit.desk, visit.interview, visit.path["step"]
    is_resent = _read_decision(visit, "resend", "sent")
    with refuse_outdated(visit, interview.id) if is_resent else nullcontext():
        commands.resolve_mail(
            desk.ledger, interview, step, visit.path["contact"], desk.now, resend=is_resent,
            lost_at=visit.field_text("lost_at"),
        )  # fmt: skip
    sentence = (
        visit.words.translate("It is sent again when its window opens.")
        if is_resent
        else visit.words.translate("It counts as sent.")
    )
    return visit.move_on(f"/interview/{interview.id}", sentence)


def leave_page(visit: Visit) -> Response:
    """Close the page in every browser: all cookies become invalid."""
    end_sessions(visit.desk.store)
    return PlainTextResponse(
        visit.words.translate("The page is closed. To open it again: followupd web") + "\n"
    )
