"""`followupd approve`: the candidate's word for one note, bound to the words that they have read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from followupd.cli.app import ConfigOption, app, message
from followupd.cli.prompts import confirm
from followupd.cli.session import CommandContext, InterviewArgument, StepArgument, open_context
from followupd.errors import UsageError
from followupd.journal.facts import Approved
from followupd.planning.approval import needs_approval
from followupd.writing.composer import lint_draft, with_current_dates, write_draft
from followupd.writing.lint import Severity

if TYPE_CHECKING:
    from followupd.planning.planner import Move
    from followupd.planning.touches import TouchDetails
    from followupd.writing.draft import Draft

SeenOption = Annotated[
    str | None,
    typer.Option("--seen", help="The mark of the words that you read, from the notice.", show_default=False),
]
ForceOption = Annotated[bool, typer.Option("--force", help="Let these words pass the lint, this once.")]
ContactOption = Annotated[
    str | None, typer.Option("--contact", help="Whose, if the step has several.", show_default=False)
]


@app.command()
def approve(
    interview: InterviewArgument,
    step: StepArgument,
    seen: SeenOption = None,
    force: ForceOption = False,
    contact: ContactOption = None,
    config: ConfigOption = None,
) -> None:
    """Let a note go out that waits for your word; it is shown first, and only these words go out.

    Example: followupd approve acme rejected
    """
    with open_context(config) as context:
        context.find_interview(interview)
        open_notes = [
            (m, p, *_write_note(context, m, p))
            for m, p in _find_open_notes(context, interview, step, contact)
        ]
        if seen:
            open_notes = [item for item in open_notes if item[3] == seen]
            if not open_notes:
                raise UsageError(
                    f"the words of {step} have changed since you read them; read them again: followupd approve {interview} {step}"
                )
        for move, details, note, digest, faults in open_notes:
            _check_approval(details, faults, _is_waiting(context, details), force=force)
            _show_note(note, faults)
            if not (seen or confirm(f"Send this to {move.contact_name}?", None)):
                raise UsageError(f"nothing was approved; without a terminal say --seen {digest}")
            context.ledger.append(Approved(context.now, move.touch, digest, force))
            message(
                f"Approved: {step} to {move.contact_name}. It goes out in these words, once, if nothing else holds it."
            )


def _find_open_notes(
    context: CommandContext, interview: str, step: str, contact: str | None
) -> list[tuple[Move, TouchDetails]]:
    moves = [
        m
        for o in context.plan_interviews()
        if o.interview == interview
        for m in o.moves
        if m.touch.step == step
    ]
    matching_moves = [m for m in moves if contact in (None, m.touch.contact, m.contact_name, m.address)]
    open_moves = [(m, p) for m in matching_moves if (p := context.ledger.find_touch(m.touch))]
    if not open_moves:
        raise UsageError(
            f"{interview} has no open step {step!r} to approve; followupd plan {interview} lists them"
        )
    return open_moves


def _write_note(context: CommandContext, move: Move, details: TouchDetails) -> tuple[Draft, str, list[str]]:
    """Write the note as it would leave now, with the mark of its words, and say what the lint holds against them."""
    request = context.build_draft_request(details, move.due)
    note = write_draft(request)
    faults = [f.sentence for f in lint_draft(request, note) if f.severity is Severity.HOLD]
    return with_current_dates(request, note, context.now), note.digest, faults


def _is_waiting(context: CommandContext, details: TouchDetails) -> bool:
    return needs_approval(context.ledger.config, details.record, details.step, details.contact)


def _check_approval(details: TouchDetails, faults: list[str], is_waiting: bool, *, force: bool) -> None:
    """Say no to an approval that would change nothing, or that does not say --force."""
    target = f"{details.step.id} to {details.contact.name}"
    if faults and not force:
        raise UsageError(f"{'; '.join(faults)}. Mend it, or say --force to let it pass this once")
    if not (faults or is_waiting):
        raise UsageError(f"{target} needs no approval: it goes out by itself when it is due")


def _show_note(note: Draft, faults: list[str]) -> None:
    typer.echo(
        f"To: {note.name} <{note.address}>\nSubject: {note.text.subject}\n\n{note.text.body.rstrip()}\n"
    )
    for fault in faults:
        message(f"Held by the lint: {fault}.")
