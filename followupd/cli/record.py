"""Commands that write down what came of something: of a call, a letter, a mail of which nobody can say whether it arrived."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from followupd.cli.app import ConfigOption, app, talk
from followupd.cli.session import (
    InterviewArgument,
    PromiseOption,
    Session,
    StepArgument,
    promised_day,
    session,
)
from followupd.config.cadence import Channel
from followupd.errors import UsageError
from followupd.journal.facts import Reopened, Touch, Uncertain
from followupd.journal.states import TouchEvent

if TYPE_CHECKING:
    from followupd.planning.touches import Place


class Came(StrEnum):
    """What came of a call or a letter."""

    SPOKE = "spoke"
    VOICEMAIL = "voicemail"
    NO_ANSWER = "no-answer"
    WRONG_NUMBER = "wrong-number"
    POSTED = "posted"


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
        names = here.ledger.history.ids(here.interview(interview), here.ledger.config.interview_ids)
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
