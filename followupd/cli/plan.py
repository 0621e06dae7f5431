"""Commands that look: plan and why. They change nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from followupd.cli.app import ConfigOption, JsonOption, app, make_console, message, print_json
from followupd.cli.session import (
    CommandContext,
    InterviewArgument,
    complete_interviews,
    format_local,
    open_context,
)
from followupd.planning.context import Rule
from followupd.planning.planner import Verb, select_moves

if TYPE_CHECKING:
    from followupd.planning.planner import Move

_DRY_RUN_NOTE = "live is false: nothing is handed over. Set live: true in config.yaml to send."


def describe_move(move: Move) -> dict[str, Any]:
    """Return a move as data for programs."""
    return {
        "interview": move.touch.interview, "step": move.touch.step, "contact": move.contact_name, "address": move.address,
        "channel": move.channel, "verb": move.verb, "due": move.due, "latest": move.latest, "rule": move.rule,
        "why": move.why, "lifts": move.lifts_at, "post_by": move.postal_dates and move.postal_dates.post_by,
        "arrives": move.postal_dates and move.postal_dates.arrives_on,
    }  # fmt: skip


@app.command()
def plan(
    interview: Annotated[
        str | None,
        typer.Argument(help="Only this interview.", show_default=False, autocompletion=complete_interviews),
    ] = None,
    config: ConfigOption = None,
    json_: JsonOption = False,
) -> None:
    """Show what happens next, on all channels, and why.

    Example: followupd plan acme
    """
    with open_context(config) as context:
        if interview is not None:
            context.find_interview(interview)
        planned_moves = [
            m
            for m in select_moves(context.plan_interviews(), *Verb)
            if interview in (None, m.touch.interview)
        ]
        if json_:
            print_json([describe_move(m) for m in planned_moves])
            return
        _print_table(context, planned_moves)
        if not context.active_config.config.live:
            message(_DRY_RUN_NOTE)


def _print_table(context: CommandContext, planned_moves: list[Move]) -> None:
    from rich.table import Table

    zone = context.active_config.config.candidate.zone
    table = Table("when", "interview", "step", "by", "to", "what", "why", box=None, pad_edge=False)
    for m in planned_moves:
        table.add_row(
            format_local(m.due, zone),
            m.touch.interview,
            m.touch.step,
            m.channel,
            m.contact_name,
            m.verb,
            m.why,
        )
    make_console().print(table if planned_moves else "Nothing is planned.")


@app.command()
def why(interview: InterviewArgument, config: ConfigOption = None, json_: JsonOption = False) -> None:
    """Name the one rule that holds an interview's next step, and when it lifts.

    Example: followupd why acme
    """
    with open_context(config) as context:
        context.find_interview(interview)
        interview_plan = next(o for o in context.plan_interviews() if o.interview == interview)
        move = interview_plan.next_move
        if json_:
            print_json(
                {
                    "interview": interview,
                    "state": interview_plan.status.state,
                    "next": describe_move(move) if move else None,
                }
            )
            return
        if move is None:
            typer.echo(f"{interview}: every step is taken or settled; nothing is left to do.")
            return
        zone = context.active_config.config.candidate.zone
        lifts_text = (
            f"It lifts on {format_local(move.lifts_at, zone)}."
            if move.lifts_at
            else "It does not lift by itself."
        )
        is_not_held = move.verb in (Verb.SEND, Verb.MISS, Verb.DROP) or move.rule is Rule.DUE
        end = "" if is_not_held else f" {lifts_text}"
        typer.echo(
            f"{interview}: {move.touch.step} to {move.contact_name}: {move.verb}. {add_full_stop(capitalize_sentence(move.why))}{end}"
        )


def add_full_stop(sentence: str) -> str:
    """Return a sentence with a full stop, unless it has an end of its own."""
    return sentence if sentence.endswith(("?", "!", ".")) else f"{sentence}."


def capitalize_sentence(text: str) -> str:
    """Return a sentence with its first letter large, unless it begins with an address."""
    return text if "@" in text.partition(" ")[0] else text[:1].upper() + text[1:]
