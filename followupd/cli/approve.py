"""`followupd approve`: the candidate's approval of one mail, valid only for the text that they have read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

import typer

from followupd.cli.app import ConfigOption, app, message, wrap_mail
from followupd.cli.prompts import confirm, is_interactive
from followupd.cli.session import CommandContext, InterviewArgument, StepArgument, open_context
from followupd.engine import commands
from followupd.errors import UsageError
from followupd.planning.approval import find_doubts
from followupd.planning.context import TextReport
from followupd.writing.composer import lint_draft, with_current_dates, write_draft
from followupd.writing.lint.lint import Severity

if TYPE_CHECKING:
    from followupd.planning.moves import Move
    from followupd.planning.touches import TouchDetails
    from followupd.writing.draft import Draft

SeenOption = Annotated[
    str | None,
    typer.Option("--seen", help="The mark of the words that you read, from the notice.", show_default=False),
]
ForceOption = Annotated[bool, typer.Option("--force", help="Let these words pass the lint, this once.")]
ContactOption = Annotated[
    str | None,
    typer.Option(
        "--contact", help="Whose, if the step has several: a first name is enough.", show_default=False
    ),
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
        notes = [_write_note(context, m, p) for m, p in _find_open_notes(context, interview, step, contact)]
        if seen:
            notes = [note for note in notes if note.digest == seen]
            if not notes:
                raise UsageError(
                    f"the words of {step} have changed since you read them; read them again: followupd approve {interview} {step}"
                )
        for note in notes:
            _approve_note(context, note, seen=seen is not None, force=force)


@dataclass(frozen=True, slots=True)
class OpenNote:
    """A mail as it would be sent now."""

    move: Move
    details: TouchDetails
    draft: Draft  # with the dates of today
    digest: str  # of its text
    faults: list[str]  # for which the lint holds it
    report: TextReport

    @property
    def doubts(self) -> list[str]:
        """What else is unsure about the mail."""
        return [
            doubt
            for doubt in find_doubts(
                self.details.record, self.details.step, self.details.contact, self.report
            )
            if doubt not in self.faults
        ]


def _find_open_notes(
    context: CommandContext, interview: str, step: str, contact: str | None
) -> list[tuple[Move, TouchDetails]]:
    moves = commands.find_open_moves(context.ledger, interview, step, context.now)
    if not moves:
        raise UsageError(
            f"{interview} has no open step {step!r} to approve; followupd plan {interview} lists them"
        )
    chosen_moves = commands.choose_moves(moves, contact)
    details_of_moves = ((m, context.ledger.find_touch(m.touch)) for m in chosen_moves)
    return [(move, details) for move, details in details_of_moves if details]


def _write_note(context: CommandContext, move: Move, details: TouchDetails) -> OpenNote:
    request = context.build_draft_request(details, move.due)
    draft = write_draft(request)
    remarks = lint_draft(request, draft)
    faults = [f.sentence for f in remarks if f.severity is Severity.HOLD]
    report = TextReport(draft.digest, tuple(f.sentence for f in remarks), request.has_own_words)
    current_draft = with_current_dates(request, draft, context.now)
    return OpenNote(move, details, current_draft, draft.digest, faults, report)


def _approve_note(context: CommandContext, note: OpenNote, *, seen: bool, force: bool) -> None:
    """Show a mail, and approve it if the user confirms. Raises UsageError."""
    commands.check_approval(
        context.ledger, note.details, note.faults, context.now, force=force, report=note.report
    )
    _show_note(note)
    name = note.move.contact_name
    if not (seen or confirm(f"Send this to {name}?", None)):
        raise UsageError(_explain_refusal(note.digest))
    commands.approve_touch(context.ledger, note.move.touch, note.digest, context.now, force=force)
    label = context.english_words.label_touch(note.move.touch.step, name)
    message(f"Approved: {label}. It goes out in these words, once, if nothing else holds it.")


def _explain_refusal(digest: str) -> str:
    if is_interactive():
        return "nothing was approved"
    return (
        f"nothing was approved: there is no terminal to ask at. If these words are right, say --seen {digest}"
    )


def _show_note(note: OpenNote) -> None:
    draft = note.draft
    typer.echo(
        f"To: {draft.name} <{draft.address}>\nSubject: {draft.text.subject}\n\n{wrap_mail(draft.full_text.body.rstrip())}\n"
    )
    if draft.files:
        typer.echo(f"[attached: {', '.join(one.label for one in draft.files)}]\n")
    for fault in note.faults:
        message(f"Held by the lint: {fault}.")
    for doubt in note.doubts:
        message(f"Unsure: {doubt}.")
