"""Commands that look: plan, why, preview. They change nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from followupd.cli.app import ConfigOption, JsonOption, app, console, emit, talk
from followupd.cli.session import InterviewArgument, Session, interview_names, local, session, step_names
from followupd.errors import UsageError
from followupd.planning.context import Rule
from followupd.planning.planner import Verb, moves
from followupd.writing.composer import draft, leaving

if TYPE_CHECKING:
    from followupd.planning.planner import Move, Outlook
    from followupd.writing.draft import Draft

_DRY = "live is false: nothing is handed over. Set live: true in config.yaml to send."


def move_data(move: Move) -> dict[str, Any]:
    """Return a move as data for programs."""
    return {
        "interview": move.touch.interview, "step": move.touch.step, "contact": move.contact, "address": move.address,
        "channel": move.channel, "verb": move.verb, "due": move.due, "latest": move.latest, "rule": move.rule,
        "why": move.why, "lifts": move.lifts, "post_by": move.way and move.way.post_by,
        "arrives": move.way and move.way.arrives,
    }  # fmt: skip


@app.command()
def plan(
    interview: Annotated[
        str | None,
        typer.Argument(help="Only this interview.", show_default=False, autocompletion=interview_names),
    ] = None,
    config: ConfigOption = None,
    json_: JsonOption = False,
) -> None:
    """Show what happens next, on all channels, and why.

    Example: followupd plan acme
    """
    with session(config) as here:
        if interview is not None:
            here.interview(interview)
        found = [m for m in moves(here.outlooks(), *Verb) if interview in (None, m.touch.interview)]
        if json_:
            emit([move_data(m) for m in found])
            return
        _table(here, found)
        if not here.orders.config.live:
            talk(_DRY)


def _table(here: Session, found: list[Move]) -> None:
    from rich.table import Table

    zone = here.orders.config.candidate.zone
    table = Table("when", "interview", "step", "by", "to", "what", "why", box=None, pad_edge=False)
    for m in found:
        table.add_row(
            local(m.due, zone), m.touch.interview, m.touch.step, m.channel, m.contact, m.verb, m.why
        )
    console().print(table if found else "Nothing is planned.")


@app.command()
def why(interview: InterviewArgument, config: ConfigOption = None, json_: JsonOption = False) -> None:
    """Name the one rule that holds an interview's next step, and when it lifts.

    Example: followupd why acme
    """
    with session(config) as here:
        here.interview(interview)
        outlook = next(o for o in here.outlooks() if o.interview == interview)
        move = outlook.next
        if json_:
            emit(
                {
                    "interview": interview,
                    "state": outlook.life.state,
                    "next": move_data(move) if move else None,
                }
            )
            return
        if move is None:
            typer.echo(f"{interview}: every step is taken or settled; nothing is left to do.")
            return
        zone = here.orders.config.candidate.zone
        lifts = f"It lifts on {local(move.lifts, zone)}." if move.lifts else "It does not lift by itself."
        said = move.verb in (Verb.SEND, Verb.MISS, Verb.DROP) or move.rule is Rule.DUE
        end = "" if said else f" {lifts}"
        typer.echo(
            f"{interview}: {move.touch.step} to {move.contact}: {move.verb}. {ended(capital(move.why))}{end}"
        )


def ended(sentence: str) -> str:
    """Return a sentence with a full stop, unless it has an end of its own."""
    return sentence if sentence.endswith(("?", "!", ".")) else f"{sentence}."


def capital(text: str) -> str:
    """Return a sentence with its first letter large, unless it begins with an address."""
    return text if "@" in text.partition(" ")[0] else text[:1].upper() + text[1:]


@app.command()
def preview(
    interview: InterviewArgument,
    step: Annotated[
        str | None,
        typer.Argument(
            help="The step; default: the next one.", show_default=False, autocompletion=step_names
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
    with session(config) as here:
        here.interview(interview)
        outlook = next(o for o in here.outlooks() if o.interview == interview)
        made = [(move, *found) for move in _wanted(outlook, step) if (found := _draft(here, move))]
        shown = [_shown(move, one, mark, here.orders.config.candidate.zone) for move, one, mark in made]
    for _, one, _ in made:
        for file in one.attachments:
            if pdf_file and file.type == "application/pdf":
                pdf_file.write(file.data)
    if pdf_file and not any("letter.pdf" in one["attachments"] for one in shown):
        talk("No PDF was written: there is none in it.")
    if json_:
        emit(shown)
        return
    typer.echo("\n\n".join(_mail_text(s) for s in shown))


def _draft(here: Session, move: Move) -> tuple[Draft, str] | None:
    """Write a touch as it would leave now; the mark of its words is that of the day it was due."""
    place = here.ledger.find(move.touch)
    if place is None:
        return None
    desk = here.desk(place, move.due)
    made = draft(desk)
    return leaving(desk, made, here.now), made.digest


def _shown(move: Move, made: Draft, mark: str, zone: str) -> dict[str, Any]:
    return {
        "step": move.touch.step, "to": f"{made.name} <{made.address}>", "subject": made.text.subject,
        "when": local(move.due, zone), "body": made.text.body,
        "attachments": [a.name for a in made.attachments], "mark": mark,
    }  # fmt: skip


def _wanted(outlook: Outlook, step: str | None) -> list[Move]:
    if step is None:
        step = outlook.next.touch.step if outlook.next else None
    found = [m for m in outlook.moves if m.touch.step == step]
    if not found:
        left = ", ".join(dict.fromkeys(m.touch.step for m in outlook.moves)) or "none"
        raise UsageError(f"{outlook.interview} has no open step {step or ''}; open are: {left}")
    return found


def _mail_text(shown: dict[str, Any]) -> str:
    head = f"To: {shown['to']}\nWhen: {shown['when']}\nSubject: {shown['subject']}"
    files = f"\n\n[attached: {', '.join(shown['attachments'])}]" if shown["attachments"] else ""
    return f"{head}\n\n{shown['body'].rstrip()}{files}"
