"""`followupd preview`: prints the exact mail, call sheet or letter of a step."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from followupd.adapters.workers.composer import ComposerWorker
from followupd.cli.app import ConfigOption, JsonOption, app, message, print_json, wrap_mail
from followupd.cli.session import (
    CommandContext,
    InterviewArgument,
    complete_steps,
    format_local,
    open_context,
)
from followupd.engine import commands
from followupd.engine.notifying.notifier import notify
from followupd.engine.sending.attaching import attach_files
from followupd.errors import UsageError
from followupd.writing.mail.html_text import render_html
from followupd.writing.mail.message_id import build_message_id
from followupd.writing.notices.notices import Notice

if TYPE_CHECKING:
    from followupd.planning.moves import InterviewPlan, Move
    from followupd.writing.draft import Draft


ContactOption = Annotated[
    str | None,
    typer.Option(
        "--contact",
        help="Only this person's, if the step has several: a first name is enough.",
        show_default=False,
    ),
]


@dataclass(frozen=True, slots=True)
class Preview:
    """One mail as it would be sent now."""

    move: Move
    draft: Draft
    digest: str  # of the text as it was when due
    data: bytes  # the mail itself

    @property
    def contact(self) -> str:
        """The key of its recipient."""
        return self.move.touch.contact


@app.command()
def preview(
    interview: InterviewArgument,
    step: Annotated[
        str | None,
        typer.Argument(
            help="The step; default: the next one.", show_default=False, autocompletion=complete_steps
        ),
    ] = None,
    contact: ContactOption = None,
    config: ConfigOption = None,
    pdf_file: Annotated[
        typer.FileBinaryWrite | None, typer.Option("--pdf", help="Write the letter's PDF here.")
    ] = None,
    eml: Annotated[
        Path | None, typer.Option("--eml", help="Write the whole mail here, for any mail program.")
    ] = None,
    html: Annotated[
        Path | None, typer.Option("--html", help="Write the page here that a reader of HTML sees.")
    ] = None,
    to_me: Annotated[bool, typer.Option("--to-me", help="Send the words to yourself, as a test.")] = False,
    json_: JsonOption = False,
) -> None:
    """Show the exact mail, call sheet or letter of a step.

    Example: followupd preview acme thank-you --eml note.eml
    """
    with open_context(config) as context:
        interview_plan = context.plan_interview(interview)
        moves = commands.choose_moves(_select_open_moves(interview_plan, step), contact)
        previews = _write_previews(context, moves)
        shown = [_preview_data(context, one) for one in previews]
        if to_me:
            _send_to_candidate(context, previews)
    if pdf_file:
        _write_pdf(pdf_file, previews)
    if eml:
        _write_files(eml, {one.contact: one.data for one in previews})
    if html:
        _write_files(html, {one.contact: render_html(one.draft.full_text.body).encode() for one in previews})
    if json_:
        print_json(shown)
        return
    typer.echo("\n\n".join(_format_mail(one) for one in shown))


def _write_previews(context: CommandContext, moves: list[Move]) -> list[Preview]:
    """Write touches as the daemon would now, with the same functions."""
    previews, ledger = [], context.ledger
    composer = ComposerWorker()
    try:
        for move in moves:
            if details := ledger.find_touch(move.touch):
                result = composer.compose_touch(context.build_draft_request(details, move.due), context.now)
                mail_id = build_message_id(ledger.store.key, str(move.touch), ledger.config.account.address)
                draft = attach_files(ledger.read_file, result.current_draft)
                data = composer.render_mime(draft, ledger.config, context.now, mail_id)
                previews.append(Preview(move, draft, result.draft.digest, data))
    finally:
        composer.stop()
    return previews


def _send_to_candidate(context: CommandContext, previews: list[Preview]) -> None:
    """Queue the mails for the candidate. The daemon sends them with its notices, and counts them as notices."""
    if not context.ledger.config.live:
        raise UsageError("live is false, so no mail is sent, not even to you; look at --eml FILE instead")
    for one in previews:
        key = f"preview/{one.move.touch}/{one.digest}/{context.now:%Y%m%d%H%M%S}"
        text = one.draft.full_text
        notice = Notice(key, f"Test for {one.draft.name}: {text.subject}", text.body)
        notify(context.ledger, notice, context.now, one.draft.attachments)
    message("It leaves for your own mailbox with the next pass of the daemon; nobody else gets it.")


def _write_files(path: Path, content_by_contact: dict[str, bytes]) -> None:
    """Write one file, or one for each person, with the person's key in its name."""
    for contact, content in content_by_contact.items():
        target = (
            path if len(content_by_contact) == 1 else path.with_name(f"{path.stem}.{contact}{path.suffix}")
        )
        try:
            target.write_bytes(content)
        except OSError as error:
            raise UsageError(f"{target} cannot be written: {error.strerror}") from error
        message(f"Written: {target}")


def _write_pdf(pdf_file: typer.FileBinaryWrite, previews: list[Preview]) -> None:
    """Write the PDFs of the drafts into the file, and report if there is no letter."""
    attachments = [attachment for one in previews for attachment in one.draft.attachments]
    for attachment in attachments:
        if attachment.type == "application/pdf":
            pdf_file.write(attachment.data)
    if "letter.pdf" not in [attachment.name for attachment in attachments]:
        message("No PDF was written: there is none in it.")


def _preview_data(context: CommandContext, one: Preview) -> dict[str, Any]:
    config, draft = context.active_config.config, one.draft
    sender_name = "followupd" if draft.to_self else config.candidate.name
    return {
        "step": one.move.touch.step, "from": f"{sender_name} <{config.account.address}>",
        "to": f"{draft.name} <{draft.address}>", "subject": draft.text.subject,
        "when": format_local(one.move.due, config.candidate.zone), "body": draft.full_text.body,
        "attachments": [f.label for f in draft.files] or [a.name for a in draft.attachments], "mark": one.digest,
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
    head = f"From: {data['from']}\nTo: {data['to']}\nWhen: {data['when']}\nSubject: {data['subject']}"
    files = f"\n\n[attached: {', '.join(data['attachments'])}]" if data["attachments"] else ""
    return f"{head}\n\n{wrap_mail(data['body'].rstrip())}{files}"
