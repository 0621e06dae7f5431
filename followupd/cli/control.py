"""`followupd pause`, `resume`, `close` and `skip`. They add facts, which the daemon reads at once."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from followupd.adapters.system.lock import find_holder
from followupd.cli.app import ConfigOption, app, message
from followupd.cli.prompts import is_interactive
from followupd.cli.session import (
    CommandContext,
    InterviewArgument,
    PromiseOption,
    StepArgument,
    complete_interviews,
    format_local,
    open_context,
    parse_promise,
    parse_until,
)
from followupd.config.cadence import FAREWELL_STEP
from followupd.config.interview import EVERY
from followupd.engine import commands
from followupd.errors import UsageError
from followupd.journal.states import InterviewState
from followupd.planning.moves import join_contact_names

if TYPE_CHECKING:
    from datetime import date

    from followupd.config.interview import Contact, Interview

OneOrAll = Annotated[
    str | None,
    typer.Argument(
        help="The interview's id, or --all.", show_default=False, autocompletion=complete_interviews
    ),
]
AllOption = Annotated[bool, typer.Option("--all", help="Every interview.")]
UntilOption = Annotated[
    str | None, typer.Option("--until", help="End of the pause, 2026-12-01.", show_default=False)
]


PersonOption = Annotated[
    str | None,
    typer.Option("--contact", help="Only this person: a first name is enough.", show_default=False),
]
YesOption = Annotated[bool, typer.Option("--yes", help="Do not ask whether you mean it.")]
ContactOption = Annotated[
    str | None,
    typer.Option(
        "--contact", help="Whose, if several are to get it: a first name is enough.", show_default=False
    ),
]


class InterviewOutcome(StrEnum):
    """How an interview ended."""

    OFFER = "offer"
    REJECTED = commands.REJECTED
    WITHDRAWN = "withdrawn"
    NO_ANSWER = "no-answer"


def _find_target(context: CommandContext, interview: str | None, everything: bool) -> str:
    if everything == (interview is not None):
        raise UsageError("name one interview, or say --all")
    return EVERY if interview is None else context.find_interview(interview).id


@app.command()
def pause(
    interview: OneOrAll = None,
    everything: AllOption = False,
    until: UntilOption = None,
    contact: PersonOption = None,
    config: ConfigOption = None,
) -> None:
    """Send nothing for now: for one interview, for one person of it (--contact), or for all interviews.

    Example: followupd pause --all --until 2026-12-01
    """
    with open_context(config) as context:
        target = _find_target(context, interview, everything)
        end = parse_until(until, context.zone)
        person = _find_person(context, target, contact)
        if person:
            commands.pause_contact(context.ledger, context.find_interview(target), person, context.now, end)
        else:
            commands.pause_interview(context.ledger, target, context.now, end)
        end_text = f" until {format_local(end, context.zone)}" if end else "; followupd resume lifts it"
        message(f"Paused {person.shown_name if person else interview or 'everything'}{end_text}.")
        _warn_no_daemon(context)


@app.command()
def resume(
    interview: OneOrAll = None,
    everything: AllOption = False,
    promise: PromiseOption = None,
    contact: PersonOption = None,
    config: ConfigOption = None,
) -> None:
    """Go on after a pause or an answer. `--all` lifts only `pause --all`: an answer is lifted one by one.

    With the date by which they said they would decide, nothing reminds them until then and a day more.

    Example: followupd resume acme --promise 2026-12-04
    """
    with open_context(config) as context:
        day = parse_promise(promise)
        target = _find_target(context, interview, everything)
        if person := _find_person(context, target, contact):
            _resume_person(context, context.find_interview(target), person, day)
            return
        was_held = commands.resume_interview(context.ledger, target, context.now, day)
        subject = interview or "everything that pause --all held"
        message(f"Resumed {subject}." if was_held else f"Nothing held {interview or 'everything'}.")
        if interview:
            tell_next_step(context, target)


def _find_person(context: CommandContext, target: str, contact: str | None) -> Contact | None:
    if contact is None:
        return None
    if target == EVERY:
        raise UsageError("name the interview of that person; for example: followupd pause acme --contact Ben")
    return commands.choose_contact(context.find_interview(target), contact)


def _resume_person(
    context: CommandContext, interview: Interview, person: Contact, promise: date | None
) -> None:
    if promise:
        raise UsageError("a promised day is for the whole interview; leave out --contact or --promise")
    was_paused = commands.resume_contact(context.ledger, interview, person, context.now)
    message(f"Resumed {person.shown_name}." if was_paused else f"{person.shown_name} was not paused.")
    tell_next_step(context, interview.id)


def _warn_no_daemon(context: CommandContext) -> None:
    """Warn if no daemon uses this state directory.

    A service for another person (`--system`) has its own state elsewhere.
    """
    if find_holder(context.paths.state) is None:
        message(
            f"No daemon runs on {context.paths.state}; one with another state directory has not heard this."
        )


def tell_next_step(context: CommandContext, interview_id: str) -> None:
    """Print what comes next for an interview."""
    if context.ledger.history.global_pause(context.now):
        message("Everything is paused all the same; followupd resume --all lifts that.")
    plan = context.plan_interview(interview_id)
    if plan.status.state is InterviewState.CLOSED:
        message(f"{interview_id} is still closed: {plan.status.why}.")
        return
    next_move = plan.next_move
    message(
        f"Next: {next_move.touch.step} to {next_move.contact_name}: {next_move.why}."
        if next_move
        else "Nothing is left."
    )


@app.command()
def close(
    interview: OneOrAll = None,
    everything: AllOption = False,
    outcome: Annotated[InterviewOutcome | None, typer.Option("--outcome", help="How it ended.")] = None,
    yes: YesOption = False,
    config: ConfigOption = None,
) -> None:
    """End an interview's follow-up for good, and list what is dropped. `undo` takes back a close that was a mistake.

    Example: followupd close acme --outcome offer
    """
    with open_context(config) as context:
        target = _find_target(context, interview, everything)
        names = [i.id for i in context.ledger.config.interviews if target in (EVERY, i.id)]
        require_consent(f"End the follow-up for {', '.join(names)}?", yes=yes)
        for interview_id in names:
            _close_interview(context, interview_id, outcome)
        _warn_no_daemon(context)


def require_consent(question: str, *, yes: bool) -> None:
    """Ask at a terminal before a command with a large effect. Raises UsageError after a no."""
    if not yes and is_interactive() and not typer.confirm(question, default=False, err=True):
        raise UsageError("nothing was changed")


def _close_interview(context: CommandContext, interview_id: str, outcome: InterviewOutcome | None) -> None:
    why = outcome.value if outcome else ""
    if not why and commands.is_closed(context.ledger, interview_id, context.now):
        message(f"{interview_id} is closed already.")  # `undo` would undo only a second close
        return
    dropped_moves = commands.close_interview(context.ledger, interview_id, context.now, why)
    message(f"Closed {interview_id}." + ("" if dropped_moves else " Nothing was left to do."))
    for move in dropped_moves:
        label = context.english_words.label_touch(move.touch.step, move.contact_name)
        message(f"  dropped: {label} ({move.channel})")
    if outcome is InterviewOutcome.REJECTED:
        command = f"followupd approve {interview_id} {FAREWELL_STEP.id}"
        message(f"A note of thanks goes out only with your approval: {command}")


@app.command()
def skip(
    interview: InterviewArgument,
    step: StepArgument,
    contact: ContactOption = None,
    yes: YesOption = False,
    config: ConfigOption = None,
) -> None:
    """Leave a step out; the follow-up plan goes on behind it.

    Where several people are to get it, say for whom (--contact), or --yes for all of them.

    Example: followupd skip acme thank-you --contact Ben
    """
    with open_context(config) as context:
        interview_id = context.find_interview(interview).id
        moves = commands.find_open_moves(context.ledger, interview_id, step, context.now)
        names = join_contact_names(moves)
        everyone = yes or (len(moves) > 1 and contact is None and is_interactive())
        if everyone and contact is None and len(moves) > 1:
            require_consent(f"Skip {step} for {names}?", yes=yes)
        skipped_moves = commands.skip_step(
            context.ledger, interview_id, step, context.now, contact, everyone=everyone
        )
        for move in skipped_moves:
            label = context.english_words.label_touch(step, move.contact_name)
            message(f"Skipped {label}. followupd undo {interview_id} takes it back.")
