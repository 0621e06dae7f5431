"""`followupd done` and `resolve`: record the outcome of a call, a letter, or a mail that may not have arrived."""

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
from followupd.engine import commands
from followupd.errors import UsageError
from followupd.journal.facts import Touch

if TYPE_CHECKING:
    from datetime import date


class CallOutcome(StrEnum):
    """The outcome of a call or a letter."""

    SPOKE = "spoke"
    VOICEMAIL = "voicemail"
    NO_ANSWER = "no-answer"
    WRONG_NUMBER = "wrong-number"
    NO_SHOW = "no-show"
    POSTED = "posted"


@app.command()
def done(
    interview: InterviewArgument,
    step: StepArgument,
    outcome: Annotated[CallOutcome, typer.Option("--outcome", help="What came of it.")],
    note: Annotated[str, typer.Option("--note", help="What they said.")] = "",
    promise: PromiseOption = None,
    on: Annotated[
        str | None, typer.Option("--on", help="When it was posted, 2026-12-01.", show_default=False)
    ] = None,
    early: Annotated[
        bool, typer.Option("--early", help="The letter was your own, before followupd wrote one.")
    ] = False,
    config: ConfigOption = None,
) -> None:
    """Write down what came of a call or a letter. A talk in which they named a day needs no more than --promise.

    no-show: they promised to phone you and did not; a mail says so the same day.

    Example: followupd done acme call --outcome voicemail
    """
    with open_context(config) as context:
        touch, day = _find_touch(context, interview, step), parse_promise(promise)
        details = commands.record_outcome(
            context.ledger, touch, context.now, outcome.value, note, day, on=parse_promise(on), early=early
        )
        name = details.contact.shown_name
        message(f"Noted: {context.english_words.label_touch(step, name)}: {outcome}.")
        if outcome is CallOutcome.NO_SHOW:
            message(
                f"A mail to {name} says so today: followupd preview {interview} no-show. To take it back: followupd undo {interview}"
            )
        if outcome is CallOutcome.POSTED and (
            remark := commands.describe_close_letter(context.ledger, details)
        ):
            message(remark)
        if outcome is CallOutcome.WRONG_NUMBER:
            message(f"Correct the number of {name} in the interview's file; the cadence goes on.")
        if outcome is CallOutcome.SPOKE:
            message(_tell_after_talk(interview, day))


def _tell_after_talk(interview: str, promise: date | None) -> str:
    if promise:
        return f"Nothing reminds them before {promise:%-d %B %Y} and a day more; then {interview} goes on."
    return (
        f"{interview} is paused: when do they decide? followupd resume {interview} --promise DATE,"
        f" or close {interview}."
    )


def _find_touch(context: CommandContext, interview: str, step: str) -> Touch:
    interview_config = context.find_interview(interview)
    touch = Touch(interview, step, interview_config.lead.key)
    if context.ledger.find_touch(touch) is None:
        names = ", ".join(s.id for s in context.active_config.config.steps_of(interview_config))
        raise UsageError(f"{interview} has no step {step!r}; its steps are {names}")
    return touch


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
        own_interview = context.find_interview(interview)
        fact = commands.resolve_mail(context.ledger, own_interview, step, contact, context.now, resend=resend)
        effect = "is sent again when its window opens." if resend else "counts as sent."
        label = context.english_words.label_touch(step, fact.name)
        message(f"{label[:1].upper()}{label[1:]} {effect}")
