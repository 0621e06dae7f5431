"""`followupd again`: open a step that was missed or skipped, or whose mail came back."""

from __future__ import annotations

from followupd.cli.app import ConfigOption, app, message
from followupd.cli.control import ContactOption
from followupd.cli.session import InterviewArgument, StepArgument, format_local, open_context
from followupd.engine import commands


@app.command()
def again(
    interview: InterviewArgument,
    step: StepArgument,
    contact: ContactOption = None,
    config: ConfigOption = None,
) -> None:
    """Take a step after all that was missed, skipped or refused, or whose mail came back. What arrived goes out no second time.

    Example: followupd again acme thank-you --contact ana
    """
    with open_context(config) as context:
        person = commands.open_again(
            context.ledger, context.find_interview(interview), step, context.now, contact
        )
        moves = context.plan_interview(interview).moves
        move = next(m for m in moves if (m.touch.step, m.touch.contact) == (step, person.key))
        label = context.english_words.label_touch(step, person.shown_name)
        message(f"Open again: {label}, {format_local(move.due, context.zone)}: {move.why}.")
