"""One mail before it is sent: its text, its look, the remarks of the lint; and the approval of exactly this text."""

from __future__ import annotations

from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import TYPE_CHECKING, Literal

from starlette.responses import HTMLResponse, Response

from followupd.config.cadence import Channel
from followupd.engine import commands
from followupd.engine.commands import find_open_moves
from followupd.engine.sending.attaching import attach_files
from followupd.engine.sending.text_reports import build_report
from followupd.errors import UsageError
from followupd.planning.context import Rule
from followupd.web.gate import MAIL_POLICY
from followupd.web.outdated_page import refuse_outdated
from followupd.web.visit import NotHere
from followupd.writing.timeline.timeline_words import label_step

if TYPE_CHECKING:
    from collections.abc import Sequence

    from followupd.planning.context import TextReport
    from followupd.planning.moves import Move
    from followupd.planning.touches import TouchDetails
    from followupd.web.visit import Visit
    from followupd.writing.draft import DraftResult

_MAIL_PAGE = "mail_frame.html"
_PREVIEW_ID = "<preview@followupd.invalid>"  # for a mail that is only shown


@dataclass(frozen=True, slots=True)
class OpenMail:
    """A touch that is still open, and its text."""

    move: Move
    details: TouchDetails
    result: DraftResult
    report: TextReport


def write_mail(visit: Visit) -> OpenMail:
    """Return the mail in the path, written as it would be sent now. Raises NotHere, FollowupdError."""
    desk, path = visit.desk, visit.path
    moves = find_open_moves(desk.ledger, visit.interview.id, path["step"], desk.now)
    move = next((m for m in moves if m.touch.contact == path["contact"]), None)
    details = desk.ledger.find_touch(move.touch) if move else None
    if move is None or details is None:
        raise NotHere
    request = desk.build_draft_request(details, move.due)
    result = desk.composer.compose_touch(request, desk.now)
    return OpenMail(move, details, result, build_report(result, request.own_source))


def show_mail(visit: Visit) -> Response:
    """Return the page of one mail."""
    return show_written_mail(visit, write_mail(visit))


def show_written_mail(
    visit: Visit, mail: OpenMail, *, text: str = "", faults: Sequence[str] = ()
) -> Response:
    """Return the page of a mail. `text` is what the user typed and what was not stored because of `faults`."""
    remarks = []
    request = visit.desk.build_draft_request(mail.details, mail.move.due)
    is_mail = mail.details.step.channel is Channel.EMAIL
    if is_mail:
        remarks = visit.desk.composer.lint_touch(request)
    return visit.show_page(
        "mail.html",
        422 if faults else 200,
        own_text=(text or commands.show_own_words(request)) if is_mail else "",
        faults=faults,
        interview=visit.interview,
        mail=mail,
        move=mail.move,
        draft=mail.result.current_draft,
        digest=mail.result.draft.digest,
        remarks=remarks,
        is_waiting=mail.move.rule is Rule.APPROVAL,
        blocking_faults=mail.result.blocking_faults,
    )


def show_mail_frame(visit: Visit) -> Response:
    """Return a mail as a mail program shows it, for a frame in which nothing is allowed."""
    desk = visit.desk
    draft = attach_files(desk.ledger.read_file, write_mail(visit).result.current_draft)
    raw = desk.composer.render_mime(draft, desk.config, desk.now, _PREVIEW_ID)
    message = message_from_bytes(raw, policy=policy.default)
    page = visit.show_page(
        _MAIL_PAGE, message=message, html=_read_part(message, "html"), text=_read_part(message, "plain")
    )
    return HTMLResponse(bytes(page.body), headers={"Content-Security-Policy": MAIL_POLICY})


def _read_part(message: EmailMessage, kind: Literal["html", "plain"]) -> str:
    part = message.get_body((kind,))
    return str(part.get_content()) if isinstance(part, EmailMessage) else ""


def show_letter(visit: Visit) -> Response:
    """Return an attached file, for example the letter as PDF, for the user to read."""
    draft = attach_files(visit.desk.ledger.read_file, write_mail(visit).result.current_draft)
    for attachment in draft.attachments:
        if attachment.name == visit.path["file"]:
            headers = {"Content-Disposition": f'attachment; filename="{attachment.name}"'}
            return Response(attachment.data, media_type=attachment.type, headers=headers)
    raise NotHere


def approve_mail(visit: Visit) -> Response:
    """Approve a mail with the text that was on the screen. Raises UsageError if the text has changed."""
    mail, force = write_mail(visit), visit.form.get("force") == "yes"
    digest = mail.result.draft.digest
    touch = mail.move.touch
    if visit.form.get("seen") != digest:
        raise UsageError(
            visit.words.translate("The words have changed since you read them. Please read them again.")
        )
    with refuse_outdated(visit, touch.interview):
        commands.check_approval(
            visit.desk.ledger,
            mail.details,
            mail.result.blocking_faults,
            visit.desk.now,
            force=force,
            report=mail.report,
        )
        commands.approve_touch(visit.desk.ledger, touch, digest, visit.desk.now, force=force)
    sentence = visit.words.translate(
        "Approved: %(step)s to %(name)s. It goes out in these words, once, if nothing else holds it.",
        step=label_step(visit.words, touch.step),
        name=mail.move.contact_name,
    )
    return visit.move_on(f"/interview/{touch.interview}", sentence)
