"""`followupd debrief`: records what was talked about, while the candidate remembers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from followupd.cli.app import ConfigOption, app, message
from followupd.cli.prompts import is_interactive
from followupd.cli.session import InterviewArgument, PromiseOption, open_context, parse_promise
from followupd.engine import commands

if TYPE_CHECKING:
    from followupd.config.interview import Interview


@app.command()
def debrief(
    interview: InterviewArgument,
    *,
    fact: Annotated[
        list[str],
        typer.Option(
            "--fact",
            default_factory=list,
            help='What you talked about: "Ana: the move to Kafka".',
            show_default=False,
        ),
    ],
    absent: Annotated[
        list[str],
        typer.Option("--absent", default_factory=list, help="Who was not there.", show_default=False),
    ],
    promise: PromiseOption = None,
    config: ConfigOption = None,
) -> None:
    """Tell what was spoken about in an interview; the notes are written with that.

    Example: followupd debrief acme --fact "Ana: the move to Kafka" --promise 2026-12-14
    """
    with open_context(config) as context:
        interview_config = context.find_interview(interview)
        if not (fact or absent or promise) and is_interactive():
            text = "\n".join(_ask_about_people(interview_config))
            answer = commands.read_debrief_answer(context.ledger, interview_config, text, context.now)
        else:
            answer = commands.read_debrief_lines(context.ledger, interview_config, fact, absent, context.now)
        answer.promise = parse_promise(promise) or answer.promise
        sentence = commands.record_debrief(
            context.ledger, interview_config, answer, context.now, words=context.english_words
        )
        message(sentence[:1].upper() + sentence[1:])


def _ask_about_people(interview: Interview) -> list[str]:
    """Ask for one line about each person, and for anything else."""
    lines = []
    for contact in interview.people_without_agency:
        line = typer.prompt(
            f"{contact.shown_name} (a line, or: was not there)", default="", show_default=False
        )
        lines += [f"{contact.shown_name}: {line}"] if line else []
    rest = typer.prompt("Somebody else? A day for their decision?", default="", show_default=False)
    return [*lines, rest]
