"""`followupd` alone prints what is to do today; `followupd list` prints every interview with its state."""

from __future__ import annotations

import os
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer
from typer.main import get_command

from followupd.adapters.system.paths import find_paths
from followupd.cli.app import (
    ACTIONS_ALONE,
    CONFIG_VARIABLE,
    ConfigOption,
    JsonOption,
    app,
    make_console,
    message,
    print_json,
)
from followupd.cli.plan import DRY_RUN_NOTE, add_full_stop
from followupd.cli.session import format_local, open_context
from followupd.engine.overview.errands import list_errands
from followupd.engine.overview.status import note_word
from followupd.journal.states import InterviewState
from followupd.planning.forecast import needs_word
from followupd.planning.moves import Verb, name_recipient
from followupd.writing.language.errand_words import format_near_moment
from followupd.writing.language.job_title import name_position

if TYPE_CHECKING:
    from followupd.cli.session import CommandContext
    from followupd.config.interview import Interview
    from followupd.engine.overview.status import Health
    from followupd.planning.moves import InterviewPlan, Move

_STATE_WORDS = {
    InterviewState.ACTIVE: "running",
    InterviewState.PAUSED: "paused",
    InterviewState.ANSWERED: "answered",
    InterviewState.CLOSED: "closed",
}


def show_today(ctx: typer.Context) -> None:
    """Print what is to do today; print the help if nothing is set up yet."""
    paths = find_paths(_find_config())
    if not paths.config.exists():
        _print_help(ctx)
        message("\nNothing is set up yet: followupd init asks what it needs.")
        return
    with open_context(_find_config()) as context:
        health = context.build_health(context.plan_interviews())
        local_now = context.now.astimezone(context.active_config.config.candidate.time_zone)
        typer.echo(f"{local_now:%A, %-d %B %Y}")
        errands = list_errands(health, context.english_words)
        for errand in errands:
            typer.echo(f"- {add_full_stop(errand.sentence)}")
            if errand.command:
                typer.echo(f"    {errand.command}")
        if not errands:
            typer.echo("Nothing waits for you.")
        _print_next(context, health)
        if not context.active_config.config.live:
            message(DRY_RUN_NOTE)


ACTIONS_ALONE.append(show_today)


def _print_help(ctx: typer.Context) -> None:
    """Print the help with all commands, which are loaded only for this."""
    import_module("followupd.cli.main")
    typer.echo(get_command(app).get_help(ctx))


def _find_config() -> Path | None:
    """Return the configuration that the environment names; None: the usual one."""
    name = os.environ.get(CONFIG_VARIABLE)
    return Path(name) if name else None


def _print_next(context: CommandContext, health: Health) -> None:
    move = health.next_move
    if move and move.due > health.now:
        moment = format_near_moment(context.english_words, move.due, health.now)
        name = name_recipient(context.ledger.config, move)
        label = context.english_words.label_touch(move.touch.step, name, move.touch.interview)
        typer.echo(f"Next: {label}, {moment}{note_word(move)}.")


@app.command("list")
def list_interviews(config: ConfigOption = None, json_: JsonOption = False) -> None:
    """List all interviews with their state and their next step, closed ones too.

    Example: followupd list
    """
    with open_context(config) as context:
        plans = {plan.interview: plan for plan in context.plan_interviews()}
        rows = [_describe_interview(i, plans[i.id]) for i in context.active_config.config.interviews]
        if json_:
            print_json(rows)
            return
        if not rows:
            typer.echo("There is no interview yet: followupd add")
            return
        _print_rows(context, rows)


def _describe_interview(interview: Interview, plan: InterviewPlan) -> dict[str, Any]:
    """Return an interview as data for programs."""
    move = plan.next_move
    return {
        "interview": interview.id, "company": interview.company, "position": interview.position,
        "agency": interview.via.name if interview.via else None,
        "at": interview.start_time, "lead": interview.lead.shown_name, "state": plan.status.state, "why": plan.status.why,
        "until": plan.status.until, "next_step": move.touch.step if move else None,
        "next_due": move.due if move else None,
        "next_is": _name_certainty(move) if move else None,
    }  # fmt: skip


def _name_certainty(move: Move) -> str:
    """Return whether the next step comes by itself."""
    if needs_word(move):
        return "waits for you"
    return "on hold" if move.verb is Verb.HOLD else "planned"


def _print_rows(context: CommandContext, rows: list[dict[str, Any]]) -> None:
    from rich.table import Table

    table = Table("interview", "company", "position", "was on", "state", "next", box=None, pad_edge=False)
    for row in rows:
        table.add_row(
            row["interview"], _name_company(row), name_position(row["position"]), format_local(row["at"], context.zone),
            _name_state(context, row), _describe_next(context, row),
        )  # fmt: skip
    make_console().print(table)


def _name_company(row: dict[str, Any]) -> str:
    return f"{row['company']}, via {row['agency']}" if row["agency"] else row["company"]


def _describe_next(context: CommandContext, row: dict[str, Any]) -> str:
    """Return the next step and its moment; for a moment in the past, `now` or why the step is not taken now."""
    if row["state"] is not InterviewState.ACTIVE or not row["next_due"]:
        return ""
    is_planned = row["next_is"] == "planned"
    if row["next_due"] > context.now:
        moment = format_local(row["next_due"], context.zone)
        return (
            f"{row['next_step']}, {moment}"
            if is_planned
            else f"{row['next_step']}, {moment} ({row['next_is']})"
        )
    return f"{row['next_step']}, {'now' if is_planned else row['next_is']}"


def _name_state(context: CommandContext, row: dict[str, Any]) -> str:
    word = _STATE_WORDS[row["state"]]
    if row["state"] is InterviewState.PAUSED and row["until"]:
        return f"{word} until {format_local(row['until'], context.zone)}"
    return word
