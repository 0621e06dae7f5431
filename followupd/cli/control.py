"""Commands that steer: pause, resume, close, skip. They write facts; the daemon reads them at once."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from followupd.adapters.system.lock import find_holder
from followupd.cli.app import ConfigOption, app, message
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
from followupd.errors import UsageError
from followupd.journal.facts import Settled, Steered
from followupd.journal.states import InterviewState, TouchEvent, TouchState

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


class InterviewOutcome(StrEnum):
    """How an interview ended."""

    OFFER = "offer"
    REJECTED = "rejected"
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
    config: ConfigOption = None,
) -> None:
    """Send nothing for now: for one interview, or for all of them.

    Example: followupd pause --all --until 2026-12-01
    """
    with open_context(config) as context:
        target = _find_target(context, interview, everything)
        end = parse_until(until, context.zone)
        if end and end <= context.now:
            raise UsageError(f"{until} is past; name a day to come")
        _refuse_closed(context, target)
        context.ledger.append(Steered(context.now, target, "pause", end))
        end_text = f" until {format_local(end, context.zone)}" if end else "; followupd resume lifts it"
        message(f"Paused {interview or 'everything'}{end_text}.")
        _warn_no_daemon(context)


@app.command()
def resume(
    interview: OneOrAll = None,
    everything: AllOption = False,
    promise: PromiseOption = None,
    config: ConfigOption = None,
) -> None:
    """Go on after a pause or an answer. `--all` lifts only `pause --all`: an answer is lifted one by one.

    With the date by which they said they would decide, nothing reminds them until then and a day more.

    Example: followupd resume acme --promise 2026-12-04
    """
    with open_context(config) as context:
        day = parse_promise(promise)
        if day and (everything or day < context.now.date()):
            raise UsageError(
                f"{promise} is past" if not everything else "name the interview that they spoke of"
            )
        target = _find_target(context, interview, everything)
        _refuse_closed(context, target)
        was_held = _is_held(context, target)
        context.ledger.append(Steered(context.now, target, "resume", promise=day))
        subject = interview or "everything that pause --all held"
        message(f"Resumed {subject}." if was_held else f"Nothing held {interview or 'everything'}.")
        if interview:
            _tell_next_step(context, target)


def _warn_no_daemon(context: CommandContext) -> None:
    """Say that no daemon works with this state: one for somebody (`--system`) keeps its own elsewhere."""
    if find_holder(context.paths.state) is None:
        message(
            f"No daemon runs on {context.paths.state}; one with another state directory has not heard this."
        )


def _tell_next_step(context: CommandContext, interview_id: str) -> None:
    if context.ledger.history.global_pause(context.now):
        message("Everything is paused all the same; followupd resume --all lifts that.")
    next_move = next(o for o in context.plan_interviews() if o.interview == interview_id).next_move
    message(
        f"Next: {next_move.touch.step} to {next_move.contact_name}: {next_move.why}."
        if next_move
        else "Nothing is left."
    )


def _is_held(context: CommandContext, target: str) -> bool:
    if target == EVERY:
        return context.ledger.history.global_pause(context.now) is not None
    return any(
        o.interview == target and o.status.state is not InterviewState.ACTIVE
        for o in context.plan_interviews()
    )


def _refuse_closed(context: CommandContext, target: str) -> None:
    if any(
        o.interview == target and o.status.state is InterviewState.CLOSED for o in context.plan_interviews()
    ):
        raise UsageError(
            f"{target} is closed, and closed is for good; a new round is a new interview: followupd add"
        )


@app.command()
def close(
    interview: OneOrAll = None,
    everything: AllOption = False,
    outcome: Annotated[InterviewOutcome | None, typer.Option("--outcome", help="How it ended.")] = None,
    config: ConfigOption = None,
) -> None:
    """End an interview's follow-up for good, and list what is dropped.

    Example: followupd close acme --outcome offer
    """
    with open_context(config) as context:
        target = _find_target(context, interview, everything)
        for interview_id in [i.id for i in context.ledger.config.interviews if target in (EVERY, i.id)]:
            _close_interview(context, interview_id, outcome)
        _warn_no_daemon(context)


def _close_interview(context: CommandContext, interview_id: str, outcome: InterviewOutcome | None) -> None:
    farewell_step = FAREWELL_STEP.id if outcome is InterviewOutcome.REJECTED else ""
    open_moves = next(o for o in context.plan_interviews() if o.interview == interview_id).moves
    dropped_moves = [m for m in open_moves if m.touch.step != farewell_step]
    context.ledger.append(Steered(context.now, interview_id, "close", why=outcome.value if outcome else ""))
    message(f"Closed {interview_id}." + ("" if dropped_moves else " Nothing was left to do."))
    for move in dropped_moves:
        message(f"  dropped: {move.touch.step} to {move.contact_name} ({move.channel})")
    if farewell_step:
        message(
            f"A note of thanks goes out only with your approval: followupd approve {interview_id} {farewell_step}"
        )


@app.command()
def skip(interview: InterviewArgument, step: StepArgument, config: ConfigOption = None) -> None:
    """Leave a step out; the cadence goes on behind it.

    Example: followupd skip acme letter
    """
    with open_context(config) as context:
        context.find_interview(interview)
        open_moves = [
            m
            for o in context.plan_interviews()
            if o.interview == interview
            for m in o.moves
            if m.touch.step == step
        ]
        if not open_moves:
            raise UsageError(f"{interview} has no open step {step!r}; followupd plan {interview} lists them")
        for move in open_moves:
            with context.ledger.transaction():
                row = context.ledger.find_mail_of(move.touch)
                if row and row.state not in (TouchState.RENDERED, TouchState.PLANNED):
                    raise UsageError(f"{step} is {row.state} at this moment; it cannot be skipped any more")
                context.ledger.append(
                    Settled(
                        context.now,
                        move.touch,
                        "skipped",
                        "skipped by you",
                        due=move.due,
                        address=move.address,
                    )
                )
                context.store.apply_event(str(move.touch), TouchEvent.CANCEL, context.now)
            message(f"Skipped {step} to {move.contact_name}.")
