"""Commands that steer: pause, resume, close, skip. They write facts; the daemon reads them at once."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from followupd.adapters.system.lock import holder
from followupd.cli.app import ConfigOption, app, talk
from followupd.cli.session import (
    InterviewArgument,
    PromiseOption,
    Session,
    StepArgument,
    interview_names,
    local,
    promised_day,
    session,
    until_date,
)
from followupd.config.cadence import FAREWELL
from followupd.config.interview import EVERY
from followupd.errors import UsageError
from followupd.journal.facts import Settled, Steered
from followupd.journal.states import InterviewState, TouchEvent, TouchState

OneOrAll = Annotated[
    str | None,
    typer.Argument(help="The interview's id, or --all.", show_default=False, autocompletion=interview_names),
]
AllOption = Annotated[bool, typer.Option("--all", help="Every interview.")]
UntilOption = Annotated[
    str | None, typer.Option("--until", help="End of the pause, 2026-12-01.", show_default=False)
]


class Outcome(StrEnum):
    """How an interview ended."""

    OFFER = "offer"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"
    NO_ANSWER = "no-answer"


def _target(here: Session, interview: str | None, everything: bool) -> str:
    if everything == (interview is not None):
        raise UsageError("name one interview, or say --all")
    return EVERY if interview is None else here.interview(interview).id


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
    with session(config) as here:
        name = _target(here, interview, everything)
        end = until_date(until, here.zone)
        if end and end <= here.now:
            raise UsageError(f"{until} is past; name a day to come")
        _refuse_closed(here, name)
        here.ledger.append(Steered(here.now, name, "pause", end))
        rest = f" until {local(end, here.zone)}" if end else "; followupd resume lifts it"
        talk(f"Paused {interview or 'everything'}{rest}.")
        _unheard(here)


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
    with session(config) as here:
        day = promised_day(promise)
        if day and (everything or day < here.now.date()):
            raise UsageError(
                f"{promise} is past" if not everything else "name the interview that they spoke of"
            )
        name = _target(here, interview, everything)
        _refuse_closed(here, name)
        held = _held(here, name)
        here.ledger.append(Steered(here.now, name, "resume", promise=day))
        what = interview or "everything that pause --all held"
        talk(f"Resumed {what}." if held else f"Nothing held {interview or 'everything'}.")
        if interview:
            _say_what_follows(here, name)


def _unheard(here: Session) -> None:
    """Say that no daemon works with this state: one for somebody (`--system`) keeps its own elsewhere."""
    if holder(here.places.state) is None:
        talk(f"No daemon runs on {here.places.state}; one with another state directory has not heard this.")


def _say_what_follows(here: Session, name: str) -> None:
    if here.ledger.history.global_pause(here.now):
        talk("Everything is paused all the same; followupd resume --all lifts that.")
    following = next(o for o in here.outlooks() if o.interview == name).next
    talk(
        f"Next: {following.touch.step} to {following.contact}: {following.why}."
        if following
        else "Nothing is left."
    )


def _held(here: Session, name: str) -> bool:
    if name == EVERY:
        return here.ledger.history.global_pause(here.now) is not None
    return any(o.interview == name and o.life.state is not InterviewState.ACTIVE for o in here.outlooks())


def _refuse_closed(here: Session, name: str) -> None:
    if any(o.interview == name and o.life.state is InterviewState.CLOSED for o in here.outlooks()):
        raise UsageError(
            f"{name} is closed, and closed is for good; a new round is a new interview: followupd add"
        )


@app.command()
def close(
    interview: OneOrAll = None,
    everything: AllOption = False,
    outcome: Annotated[Outcome | None, typer.Option("--outcome", help="How it ended.")] = None,
    config: ConfigOption = None,
) -> None:
    """End an interview's follow-up for good, and list what is dropped.

    Example: followupd close acme --outcome offer
    """
    with session(config) as here:
        target = _target(here, interview, everything)
        for name in [i.id for i in here.ledger.config.interviews if target in (EVERY, i.id)]:
            _close(here, name, outcome)
        _unheard(here)


def _close(here: Session, name: str, outcome: Outcome | None) -> None:
    kept = FAREWELL.id if outcome is Outcome.REJECTED else ""
    found = next(o for o in here.outlooks() if o.interview == name).moves
    dropped = [m for m in found if m.touch.step != kept]
    here.ledger.append(Steered(here.now, name, "close", why=outcome.value if outcome else ""))
    talk(f"Closed {name}." + ("" if dropped else " Nothing was left to do."))
    for move in dropped:
        talk(f"  dropped: {move.touch.step} to {move.contact} ({move.channel})")
    if kept:
        talk(f"A note of thanks goes out only with your approval: followupd approve {name} {kept}")


@app.command()
def skip(interview: InterviewArgument, step: StepArgument, config: ConfigOption = None) -> None:
    """Leave a step out; the cadence goes on behind it.

    Example: followupd skip acme letter
    """
    with session(config) as here:
        here.interview(interview)
        found = [
            m for o in here.outlooks() if o.interview == interview for m in o.moves if m.touch.step == step
        ]
        if not found:
            raise UsageError(f"{interview} has no open step {step!r}; followupd plan {interview} lists them")
        for move in found:
            with here.ledger.transaction():
                row = here.ledger.outgoing_of(move.touch)
                if row and row.state not in (TouchState.RENDERED, TouchState.PLANNED):
                    raise UsageError(f"{step} is {row.state} at this moment; it cannot be skipped any more")
                here.ledger.append(
                    Settled(
                        here.now, move.touch, "skipped", "skipped by you", due=move.due, address=move.address
                    )
                )
                here.store.change(str(move.touch), TouchEvent.CANCEL, here.now)
            talk(f"Skipped {step} to {move.contact}.")
