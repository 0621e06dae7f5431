"""Commands that steer: pause, resume, close, done, skip, resolve. They write facts; the daemon reads them at once."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from followupd.cadence import FAREWELL, Channel
from followupd.cli.app import ConfigOption, app, talk
from followupd.cli.session import (
    InterviewArgument,
    Session,
    StepArgument,
    interview_names,
    local,
    promised_day,
    session,
    until_date,
)
from followupd.errors import UsageError
from followupd.facts import EVERY, Reopened, Settled, Steered, Touch, Uncertain
from followupd.lock import holder
from followupd.states import InterviewState, TouchEvent, TouchState
from followupd.watching import ids_present

if TYPE_CHECKING:
    from followupd.whereabouts import Place

OneOrAll = Annotated[
    str | None,
    typer.Argument(help="The interview's id, or --all.", show_default=False, autocompletion=interview_names),
]
AllOption = Annotated[bool, typer.Option("--all", help="Every interview.")]
UntilOption = Annotated[
    str | None, typer.Option("--until", help="End of the pause, 2026-12-01.", show_default=False)
]
PromiseOption = Annotated[
    str | None,
    typer.Option("--promise", help="The date they named for their decision, 2026-12-14.", show_default=False),
]


class Outcome(StrEnum):
    """How an interview ended."""

    OFFER = "offer"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"
    NO_ANSWER = "no-answer"


class Came(StrEnum):
    """What came of a call or a letter."""

    SPOKE = "spoke"
    VOICEMAIL = "voicemail"
    NO_ANSWER = "no-answer"
    WRONG_NUMBER = "wrong-number"
    POSTED = "posted"


def _targets(here: Session, interview: str | None, everything: bool) -> list[str]:
    if everything == (interview is not None):
        raise UsageError("name one interview, or say --all")
    return (
        [i.id for i in here.ledger.config.interviews] if interview is None else [here.interview(interview).id]
    )


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
        targets = _targets(here, interview, everything)
        names = [EVERY] if everything else targets
        end = until_date(until, here.zone)
        if end and end <= here.now:
            raise UsageError(f"{until} is past; name a day to come")
        for name in names:
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
        targets = _targets(here, interview, everything)
        names = [EVERY] if everything else targets
        for name in names:
            _refuse_closed(here, name)
            here.ledger.append(Steered(here.now, name, "resume", promise=day))
        talk(f"Resumed {interview or 'everything that pause --all held'}.")
        if interview:
            following = next(o for o in here.outlooks() if o.interview == interview).next
            talk(
                f"Next: {following.touch.step} to {following.contact}: {following.why}."
                if following
                else "Nothing is left."
            )


def _unheard(here: Session) -> None:
    """Say that no daemon works with this state: one for somebody (`--system`) keeps its own elsewhere."""
    if holder(here.places.state) is None:
        talk(f"No daemon runs on {here.places.state}; one with another state directory has not heard this.")


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
        for name in _targets(here, interview, everything):
            kept = FAREWELL.id if outcome is Outcome.REJECTED else ""
            found = next(o for o in here.outlooks() if o.interview == name).moves
            dropped = [m for m in found if m.touch.step != kept]
            here.ledger.append(Steered(here.now, name, "close", why=outcome.value if outcome else ""))
            talk(f"Closed {name}." + ("" if dropped else " Nothing was left to do."))
            for move in dropped:
                talk(f"  dropped: {move.touch.step} to {move.contact} ({move.channel})")
            if kept:
                talk(f"A note of thanks goes out only with your approval: followupd approve {name} {kept}")
        _unheard(here)


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


@app.command()
def done(
    interview: InterviewArgument,
    step: StepArgument,
    outcome: Annotated[Came, typer.Option("--outcome", help="What came of it.")],
    note: Annotated[str, typer.Option("--note", help="What they said.")] = "",
    promise: PromiseOption = None,
    config: ConfigOption = None,
) -> None:
    """Write down what came of a call or a letter.

    Example: followupd done acme call --outcome voicemail
    """
    with session(config) as here:
        place = _place(here, interview, step)
        _refuse_unfit(place, outcome)
        day = promised_day(promise)
        if day and day < here.now.date():
            raise UsageError(f"{promise} is past")
        with here.ledger.transaction():
            if place.standing is None:  # taken without being told: it counts from now on
                here.ledger.append(place.taken(here.now, "user", subject=note))
            here.ledger.append(place.done(here.now, outcome.value, note, day))
        talk(f"Noted: {step} to {place.contact.name}: {outcome}.")
        if outcome is Came.WRONG_NUMBER:
            talk(f"Correct the number of {place.contact.name} in the interview's file; the cadence goes on.")
        if outcome is Came.SPOKE:
            talk(
                f"{interview} is paused: what did they say? followupd resume {interview}, or close {interview}."
            )


def _refuse_unfit(place: Place, outcome: Came) -> None:
    """A call was not posted, a letter not spoken to; of a mail, followupd knows by itself."""
    posted, step = outcome is Came.POSTED, place.step.id
    if place.step.channel is Channel.EMAIL:
        raise UsageError(f"{step} is a mail, and followupd knows what came of it; to leave it out: skip")
    if posted != (place.step.channel is Channel.POST):
        told = ", ".join(c for c in Came if c is not Came.POSTED) if posted else Came.POSTED
        raise UsageError(f"{step} is by {place.step.channel}; what came of it is {told}")


def _place(here: Session, interview: str, step: str) -> Place:
    found = here.interview(interview)
    place = here.ledger.find(Touch(interview, step, found.lead.key))
    if place is None:
        names = ", ".join(s.id for s in here.orders.config.steps(found))
        raise UsageError(f"{interview} has no step {step!r}; its steps are {names}")
    return place


@app.command()
def resolve(
    interview: InterviewArgument,
    step: StepArgument,
    sent: Annotated[
        bool, typer.Option("--sent", help="It arrived, or you are content that it may have.")
    ] = False,
    resend: Annotated[
        bool, typer.Option("--resend", help="You are sure that it did not arrive: send it again.")
    ] = False,
    contact: Annotated[str | None, typer.Option("--contact", help="Whose, if the step had several.")] = None,
    config: ConfigOption = None,
) -> None:
    """Decide about a mail of which nobody can say whether it was accepted.

    Example: followupd resolve acme check-in --sent
    """
    if sent == resend:
        raise UsageError("say --sent or --resend")
    with session(config) as here:
        names = here.ledger.history.ids(here.interview(interview), ids_present(here.ledger.config))
        lost = [
            f for f in here.ledger.history.unresolved() if f.touch.interview in names and f.touch.step == step
        ]
        lost = [f for f in lost if contact in (None, f.touch.contact, f.name, f.address)]
        if len(lost) != 1:
            who = ", ".join(f.touch.contact for f in lost)
            raise UsageError(
                f"several are open: say --contact, one of {who}" if lost else f"{step} is not in doubt"
            )
        _resolve(here, lost[0], resend=resend)
        talk(
            f"{step} to {lost[0].name} "
            + ("is sent again when its window opens." if resend else "counts as sent.")
        )


def _resolve(here: Session, lost: Uncertain, *, resend: bool) -> None:
    with here.ledger.transaction():
        row = here.ledger.outgoing_of(lost.touch)
        place = here.ledger.find(here.ledger.meant(row)[0] if row else lost.touch)
        if place is None:
            raise UsageError(f"{lost.touch} is no longer in the configuration")
        if lost not in here.ledger.history.unresolved() or not isinstance(place.standing, Uncertain):
            raise UsageError(f"{lost.touch} is no longer in doubt: its proof was found at this moment")
        if resend:
            here.store.change(str(lost.touch), TouchEvent.RESEND, here.now)
            here.ledger.append(Reopened(here.now, lost.touch))
            return
        here.store.change(str(lost.touch), TouchEvent.PROVE, here.now)
        fields = {"subject": row.subject, "token": row.token, "receipt": row.receipt} if row else {}
        here.ledger.append(
            place.taken(lost.at, "user", message_ids=(lost.message_id,), answer="your word", **fields)
        )
