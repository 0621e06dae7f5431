"""Commands that write down what came of something: of a call, a letter, a mail of which nobody can say whether it arrived."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from followupd.cli.app import ConfigOption, app, message
from followupd.cli.session import (
    CommandContext,
    InterviewArgument,
    PromiseOption,
    StepArgument,
    open_context,
    parse_promise,
)
from followupd.config.cadence import Channel
from followupd.errors import UsageError
from followupd.journal.facts import Reopened, Touch, Uncertain
from followupd.journal.states import TouchEvent

if TYPE_CHECKING:
    from followupd.planning.touches import TouchDetails


class CallOutcome(StrEnum):
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
    outcome: Annotated[CallOutcome, typer.Option("--outcome", help="What came of it.")],
    note: Annotated[str, typer.Option("--note", help="What they said.")] = "",
    promise: PromiseOption = None,
    config: ConfigOption = None,
) -> None:
    """Write down what came of a call or a letter.

    Example: followupd done acme call --outcome voicemail
    """
    with open_context(config) as context:
        details = _find_touch(context, interview, step)
        _refuse_unfit_outcome(details, outcome)
        day = parse_promise(promise)
        if day and day < context.now.date():
            raise UsageError(f"{promise} is past")
        with context.ledger.transaction():
            if details.touch_outcome is None:  # taken without being told: it counts from now on
                context.ledger.append(details.taken_fact(context.now, "user", subject=note))
            context.ledger.append(details.done_fact(context.now, outcome.value, note, day))
        message(f"Noted: {step} to {details.contact.name}: {outcome}.")
        if outcome is CallOutcome.WRONG_NUMBER:
            message(
                f"Correct the number of {details.contact.name} in the interview's file; the cadence goes on."
            )
        if outcome is CallOutcome.SPOKE:
            message(
                f"{interview} is paused: what did they say? followupd resume {interview}, or close {interview}."
            )


def _refuse_unfit_outcome(details: TouchDetails, outcome: CallOutcome) -> None:
    """A call was not posted, a letter not spoken to; of a mail, followupd knows by itself."""
    is_posted, step = outcome is CallOutcome.POSTED, details.step.id
    if details.step.channel is Channel.EMAIL:
        raise UsageError(f"{step} is a mail, and followupd knows what came of it; to leave it out: skip")
    if is_posted != (details.step.channel is Channel.POST):
        allowed_outcomes = (
            ", ".join(c for c in CallOutcome if c is not CallOutcome.POSTED)
            if is_posted
            else CallOutcome.POSTED
        )
        raise UsageError(f"{step} is by {details.step.channel}; what came of it is {allowed_outcomes}")


def _find_touch(context: CommandContext, interview: str, step: str) -> TouchDetails:
    interview_config = context.find_interview(interview)
    details = context.ledger.find_touch(Touch(interview, step, interview_config.lead.key))
    if details is None:
        names = ", ".join(s.id for s in context.active_config.config.steps_of(interview_config))
        raise UsageError(f"{interview} has no step {step!r}; its steps are {names}")
    return details


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
    with open_context(config) as context:
        record = context.ledger.history.record_of(context.find_interview(interview), context.ledger.config)
        uncertain_facts = [
            f
            for f in context.ledger.history.unresolved_mails()
            if f.touch.interview in record.ids and f.touch.step == step
        ]
        uncertain_facts = [
            f for f in uncertain_facts if contact in (None, f.touch.contact, f.name, f.address)
        ]
        if len(uncertain_facts) != 1:
            contacts = ", ".join(f.touch.contact for f in uncertain_facts)
            raise UsageError(
                f"several are open: say --contact, one of {contacts}"
                if uncertain_facts
                else f"{step} is not in doubt"
            )
        _settle_mail(context, uncertain_facts[0], resend=resend)
        message(
            f"{step} to {uncertain_facts[0].name} "
            + ("is sent again when its window opens." if resend else "counts as sent.")
        )


def _settle_mail(context: CommandContext, uncertain_fact: Uncertain, *, resend: bool) -> None:
    with context.ledger.transaction():
        row = context.ledger.find_mail_of(uncertain_fact.touch)
        details = context.ledger.find_touch(
            context.ledger.identify_mail(row)[0] if row else uncertain_fact.touch
        )
        if details is None:
            raise UsageError(f"{uncertain_fact.touch} is no longer in the configuration")
        if uncertain_fact not in context.ledger.history.unresolved_mails() or not isinstance(
            details.touch_outcome, Uncertain
        ):
            raise UsageError(
                f"{uncertain_fact.touch} is no longer in doubt: its proof was found at this moment"
            )
        if resend:
            context.store.apply_event(str(uncertain_fact.touch), TouchEvent.RESEND, context.now)
            context.ledger.append(Reopened(context.now, uncertain_fact.touch))
            return
        context.store.apply_event(str(uncertain_fact.touch), TouchEvent.PROVE, context.now)
        fields = {"subject": row.subject, "token": row.token, "receipt": row.receipt} if row else {}
        context.ledger.append(
            details.taken_fact(
                uncertain_fact.at,
                "user",
                message_ids=(uncertain_fact.message_id,),
                answer="your word",
                **fields,
            )
        )
