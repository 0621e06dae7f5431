"""Commands for one step: skip it, or report the outcome of a call or a letter."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from followupd.config.cadence import NO_SHOW_STEP, Channel
from followupd.engine.conditions import list_moves_now
from followupd.engine.shared_calls import list_reported_touches
from followupd.engine.steering.interviews import refuse_past
from followupd.engine.steering.person_choice import Person, choose_person
from followupd.errors import UsageError
from followupd.journal.facts import Done, HandSent, Settled, Touch
from followupd.journal.reminders import collect_reminders
from followupd.journal.states import InterviewState, TouchEvent
from followupd.planning.manual_steps import list_open_steps
from followupd.planning.moves import join_contact_names
from followupd.planning.no_show import NO_SHOW

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from followupd.engine.ledger import Ledger
    from followupd.planning.moves import Move
    from followupd.planning.touches import TouchDetails

WEEK = timedelta(days=7)
CALL_OUTCOMES = ("spoke", "voicemail", "no-answer", "wrong-number", "no-show")
LETTER_OUTCOMES = ("posted",)
_ANY_OUTCOMES = ("done", "snooze", "skipped")  # verbs of a reply by mail; they fit a call and a letter


def skip_step(
    ledger: Ledger,
    interview_id: str,
    step: str,
    now: datetime,
    contact: str | None = None,
    *,
    everyone: bool = False,
) -> list[Move]:
    """Skip a step for one person, or for `everyone` who has not got it yet; return the skipped moves.

    Raises UsageError if several people have not got it and none is named: one command must not drop the mails to all.
    """
    open_moves = find_open_moves(ledger, interview_id, step, now)
    if not open_moves:
        raise UsageError(
            f"{interview_id} has no open step {step!r}; followupd plan {interview_id} lists them"
        )
    chosen_moves = choose_moves(open_moves, contact)
    if len(chosen_moves) > 1 and not everyone:
        names = join_contact_names(chosen_moves)
        raise UsageError(f"{step} is open for {names}; say --contact and a name, or --yes for all of them")
    with ledger.transaction():
        for move in chosen_moves:
            _skip_touch(ledger, move, now)
    return chosen_moves


def choose_moves(moves: Sequence[Move], contact: str | None) -> list[Move]:
    """Return the moves for a person, who is named by id, name, part of the name or address.

    Raises UsageError that lists the possible people.
    """
    if contact is None:
        return list(moves)
    people = (Person(m.touch.contact, m.contact_name, (m.address,)) for m in moves)
    key = choose_person(people, contact)
    return [move for move in moves if move.touch.contact == key]


def _skip_touch(ledger: Ledger, move: Move, now: datetime) -> None:
    outgoing = ledger.store.find_mail(str(move.touch))
    # While the mail is being sent, the last check before the dot reads this fact, and no dot follows.
    if outgoing and not outgoing.may_be_stopped:
        raise UsageError(
            f"{move.touch.step} is {outgoing.state} at this moment; it cannot be skipped any more"
        )
    fact = Settled(now, move.touch, "skipped", "skipped by you", due=move.due, address=move.address)
    ledger.append(fact)
    ledger.store.apply_event(str(move.touch), TouchEvent.CANCEL, now)


def find_open_moves(ledger: Ledger, interview_id: str, step: str, now: datetime) -> list[Move]:
    """Return the open touches of a step."""
    return [move for move in list_moves_now(ledger, interview_id, now) if move.touch.step == step]


def record_outcome(
    ledger: Ledger,
    touch: Touch,
    now: datetime,
    outcome: str,
    note: str = "",
    promise: date | None = None,
    *,
    on: date | None = None,
    early: bool = False,
) -> TouchDetails:
    """Record the outcome of a call or a letter; return the step and the person.

    `on`: the day on which the letter was posted, if not today. `early`: it was posted before followupd wrote one.
    """
    details = ledger.find_touch(touch)
    if details is None:
        raise UsageError(f"{touch} is no longer in the configuration")
    _refuse_unfit_outcome(details, outcome)
    refuse_past(promise, now)
    if outcome == NO_SHOW:
        return _record_no_show(ledger, details, now, note)
    if (
        details.touch_outcome is None
        and details.step.channel is Channel.POST
        and not early
        and outcome != "skipped"
    ):
        raise UsageError(
            f"the letter to {details.contact.shown_name} is not written yet, so it cannot be {outcome}; if you posted one of your own: followupd done --early"
        )
    with ledger.transaction():
        # The candidate acted before the prompt: the touch counts from now on.
        if details.touch_outcome is None:
            ledger.append(details.taken_fact(now, "user", subject=note))
        ledger.append(details.done_fact(now, outcome, note, promise, on))
        for other in list_reported_touches(ledger, details):  # one call was for several interviews
            if other_details := ledger.find_touch(other):
                ledger.append(other_details.done_fact(now, outcome, note, promise, on))
    return details


def describe_close_letter(ledger: Ledger, letter: TouchDetails) -> str:
    """Return a remark if a posted letter arrives within a week of another reminder; else an empty string."""
    record = ledger.record_of(letter.interview)
    reminders = collect_reminders(record)
    own = [r for r in reminders if isinstance(r.fact, Done) and r.fact.touch == letter.touch]
    others = [r for r in reminders if isinstance(r.fact, HandSent) or r.fact.touch != letter.touch]
    if not own or not others:
        return ""
    arrives_at = own[-1].at
    nearest = min(others, key=lambda reminder: abs(arrives_at - reminder.at))
    if abs(arrives_at - nearest.at) >= WEEK:
        return ""
    return (
        f"It arrives about {arrives_at:%A, %-d %B}, within a week of {nearest.description.rstrip(',')}:"
        " two reminders in a week. The sheet names the day on which to post the next one."
    )


def _record_no_show(ledger: Ledger, call: TouchDetails, now: datetime, note: str) -> TouchDetails:
    """Record that the company did not phone as promised.

    The no-show mail then replaces the candidate's own call.
    """
    interview = call.interview
    mail = ledger.find_touch(Touch(interview.id, NO_SHOW_STEP.id, interview.lead.key))
    if mail is None or call.record.status_at(now).state is InterviewState.CLOSED:
        raise UsageError(f"{interview.id} is closed; nothing more goes out")
    if mail.touch_outcome is not None:
        raise UsageError(
            f"the mail about a call that {mail.contact.shown_name} did not make was settled before"
        )
    open_calls = [touch for touch, *_ in list_open_steps(now, ledger.config, ledger.history)]
    with ledger.transaction():
        ledger.append(mail.done_fact(now, NO_SHOW, note, None))
        if call.touch in open_calls:
            ledger.append(call.done_fact(now, "skipped", "", None))
    return mail


def _refuse_unfit_outcome(details: TouchDetails, outcome: str) -> None:
    """Raise UsageError for an outcome that does not fit the channel, and for any outcome of a mail."""
    step, channel = details.step.id, details.step.channel
    if channel is Channel.EMAIL:
        raise UsageError(f"{step} is a mail, and followupd knows what came of it; to leave it out: skip")
    fitting = LETTER_OUTCOMES if channel is Channel.POST else CALL_OUTCOMES
    if outcome not in (*fitting, *_ANY_OUTCOMES):
        raise UsageError(f"{step} is by {channel}; what came of it is {', '.join(fitting)}")
