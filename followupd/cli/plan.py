"""Commands that look: plan, why, preview. They change nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from followupd.adapters.workers.composer import ComposerWorker
from followupd.cli.app import ConfigOption, JsonOption, app, make_console, message, print_json
from followupd.cli.session import (
    CommandContext,
    InterviewArgument,
    complete_interviews,
    complete_steps,
    format_local,
    open_context,
)
from followupd.errors import UsageError
from followupd.planning.context import Rule
from followupd.planning.planner import Verb, select_moves

if TYPE_CHECKING:
    from followupd.planning.planner import InterviewPlan, Move
    from followupd.writing.draft import Draft

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


@app.command()
def preview(
    interview: InterviewArgument,
    step: Annotated[
        str | None,
        typer.Argument(
            help="The step; default: the next one.", show_default=False, autocompletion=complete_steps
        ),
    ] = None,
    config: ConfigOption = None,
    pdf_file: Annotated[
        typer.FileBinaryWrite | None, typer.Option("--pdf", help="Write the letter's PDF here.")
    ] = None,
    json_: JsonOption = False,
) -> None:
    """Show the exact mail, call sheet or letter of a step.

    Example: followupd preview acme thank-you
    """
    with open_context(config) as context:
        context.find_interview(interview)
        interview_plan = next(o for o in context.plan_interviews() if o.interview == interview)
        zone = context.active_config.config.candidate.zone
        drafts = _write_drafts(context, _select_open_moves(interview_plan, step))
    previews = [_preview_data(move, draft, digest, zone) for move, draft, digest in drafts]
    if pdf_file:
        _write_pdf(pdf_file, [draft for _, draft, _ in drafts])
    if json_:
        print_json(previews)
        return
    typer.echo("\n\n".join(_format_mail(s) for s in previews))


def _write_pdf(pdf_file: typer.FileBinaryWrite, drafts: list[Draft]) -> None:
    """Write the PDFs of the drafts into the file, and say so if there is no letter."""
    attachments = [attachment for draft in drafts for attachment in draft.attachments]
    for attachment in attachments:
        if attachment.type == "application/pdf":
            pdf_file.write(attachment.data)
    if "letter.pdf" not in [attachment.name for attachment in attachments]:
        message("No PDF was written: there is none in it.")


def _write_drafts(context: CommandContext, moves: list[Move]) -> list[tuple[Move, Draft, str]]:
    """Write touches as they would leave now; the mark of the words is that of the day they were due."""
    drafts = []
    composer = ComposerWorker()
    try:
        for move in moves:
            if details := context.ledger.find_touch(move.touch):
                result = composer.compose_touch(context.build_draft_request(details, move.due), context.now)
                drafts.append((move, result.current_draft, result.draft.digest))
    finally:
        composer.stop()
    return drafts


def _preview_data(move: Move, new_draft: Draft, digest: str, zone: str) -> dict[str, Any]:
    return {
        "step": move.touch.step, "to": f"{new_draft.name} <{new_draft.address}>", "subject": new_draft.text.subject,
        "when": format_local(move.due, zone), "body": new_draft.full_text.body,
        "attachments": [a.name for a in new_draft.attachments], "mark": digest,
    }  # fmt: skip


def _select_open_moves(interview_plan: InterviewPlan, step: str | None) -> list[Move]:
    if step is None:
        step = interview_plan.next_move.touch.step if interview_plan.next_move else None
    open_moves = [m for m in interview_plan.moves if m.touch.step == step]
    if not open_moves:
        open_steps = ", ".join(dict.fromkeys(m.touch.step for m in interview_plan.moves)) or "none"
        raise UsageError(f"{interview_plan.interview} has no open step {step or ''}; open are: {open_steps}")
    return open_moves


def _format_mail(data: dict[str, Any]) -> str:
    head = f"To: {data['to']}\nWhen: {data['when']}\nSubject: {data['subject']}"
    files = f"\n\n[attached: {', '.join(data['attachments'])}]" if data["attachments"] else ""
    return f"{head}\n\n{data['body'].rstrip()}{files}"
