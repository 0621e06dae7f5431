"""Makes the text of a move: the mail to a contact, the call sheet, or the letter.

`preview` shows it, and the daemon sends it. There is no clock and no file access here: the sources of templates and the
typesetter for letters are parameters.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from followupd.config.cadence import FAREWELL_STEP, Channel
from followupd.planning.post import route_of
from followupd.writing.draft import Draft, DraftRequest, DraftResult
from followupd.writing.filled_template import fill_template, list_earlier_touches
from followupd.writing.lint.lint import Severity, lint_text
from followupd.writing.mail.mime import MailText, build_mail, build_notice
from followupd.writing.mail.quotation import quote_mail
from followupd.writing.mail.saved_draft import read_own_words, seal_saved_draft
from followupd.writing.mail.thread import choose_thread
from followupd.writing.sheets.call_details import choose_call_window, local_day
from followupd.writing.sheets.manual_sheet import write_call_sheet, write_letter
from followupd.writing.template import NO_RULES, TEMPLATES

if TYPE_CHECKING:
    from datetime import datetime

    from followupd.config.model import Config
    from followupd.journal.facts import Taken
    from followupd.writing.lint.lint import LintFault


def compose_touch(request: DraftRequest, now: datetime | None) -> DraftResult:
    """Return the text of a touch, the text that would be sent `now`, and the faults that hold it.

    If `now` is None, only the text is written. Raises FollowupdError with one sentence on what is missing.
    """
    first_draft = write_draft(request)
    if now is None:
        return DraftResult(first_draft, first_draft)
    faults = lint_draft(request, first_draft)
    blocking_faults = tuple(f.sentence for f in faults if f.severity is Severity.HOLD)
    advice = tuple(f.sentence for f in faults if f.severity is not Severity.HOLD)
    return DraftResult(first_draft, with_current_dates(request, first_draft, now), blocking_faults, advice)


def render_mime(draft: Draft, config: Config, now: datetime, message_id: str) -> bytes:
    """Return the bytes of a draft's mail, dated `now` in the candidate's time zone. Raises MailFault."""
    account, candidate = config.account, config.candidate
    id_fields: dict[str, Any] = {
        "date": now.astimezone(candidate.time_zone),
        "message_id": message_id,
    }
    if draft.to_self:
        return build_notice(
            draft.text, sender=account.address, recipient_name=candidate.name, recipient=draft.address,
            attachments=draft.attachments, **id_fields,
        )  # fmt: skip
    return build_mail(
        draft.full_text, sender_name=candidate.name, sender=account.address, recipient_name=draft.name, recipient=draft.address,
        in_reply_to=draft.in_reply_to, references=draft.references, html=config.sending.html,
        attachments=draft.attachments, **id_fields,
    )  # fmt: skip


def write_draft(request: DraftRequest) -> Draft:
    """Write the text of a step for a contact. Raises FollowupdError with one sentence on what is missing."""
    match request.step.channel:
        case Channel.EMAIL:
            return _write_mail(request)
        case Channel.PHONE:
            return write_call_sheet(request)
        case Channel.POST:
            return write_letter(request)


def with_current_dates(request: DraftRequest, original: Draft, now: datetime) -> Draft:
    """Return a letter or a call sheet that is sent late with new dates, or the original.

    The approval stays valid, since it was for the text.
    """
    is_late = now > request.due and _is_out_of_date(request, now)
    return write_draft(replace(request, due=now)) if is_late else original


def _is_out_of_date(request: DraftRequest, now: datetime) -> bool:
    """Return whether the day by post, or the hour of a call, is another one if the text is sent now."""
    match request.step.channel:
        case Channel.EMAIL:
            return False
        case Channel.PHONE:
            return choose_call_window(request).opens <= now
        case Channel.POST:
            post_route = route_of(request.config, request.interview, request.contact)
            return post_route.dates_from_handover(now) != post_route.dates_from_handover(request.due)


def lint_draft(request: DraftRequest, draft: Draft) -> list[LintFault]:
    """Return the lint's faults in a mail to a contact, those that hold it first."""
    if draft.to_self:
        return []
    interview, contact, step = request.interview, request.contact, request.step
    is_single = step.is_reminder or step == FAREWELL_STEP
    neighbours = {} if is_single else _write_neighbour_mails(request)
    other_companies = [i.company for i in request.config.interviews if i.company_key != interview.company_key]
    kind = _template_name(request) if is_single else f"{step.template_name}.{contact.role}"
    return lint_text(
        MailText(_find_subject(request, draft), read_own_words(request, draft)),
        kind,
        interview,
        contact,
        request.config.candidate,
        other_companies=other_companies,
        neighbours=neighbours,
        files=[one.name for one in draft.files],
        has_own_words=request.own_text is not None,
    )


def _write_neighbour_mails(request: DraftRequest) -> dict[str, MailText]:
    """Return the mails of the same step to others with the same role, by name. Two of these must not be alike."""
    contact = request.contact
    neighbours = [c for c in request.interview.contacts if c is not contact and c.role is contact.role]
    plain_request = replace(request, own_text=None, files=())
    return {c.shown_name: _write_mail(replace(plain_request, contact=c)).text for c in neighbours}


def _find_subject(request: DraftRequest, draft: Draft) -> str:
    """Return the subject that a mail will have.

    A reminder answers the first mail of its thread, and that mail may not be sent yet.
    """
    if not request.step.is_reminder or draft.in_reply_to:
        return draft.text.subject
    steps = request.config.steps_of(request.interview)
    first_step = next((s for s in steps if s.channel is Channel.EMAIL), request.step)
    if first_step.is_reminder:
        return draft.text.subject
    first_mail = fill_template(replace(request, step=first_step), first_step.template_name, by_role=True)
    return f"Re: {first_mail.subject}"


def _template_name(request: DraftRequest) -> str:
    """Return the name of a mail's template. The first check-in after a promised day mentions that day."""
    day, name = request.promise_date, request.step.template_name
    variant = TEMPLATES.get(name, NO_RULES).after_promise
    if variant is None or day is None or day >= local_day(request, request.due):
        return name
    later_mails = (
        t
        for t in list_earlier_touches(request)
        if t.channel is Channel.EMAIL and local_day(request, t.at) > day
    )
    return name if any(later_mails) else variant


def _write_mail(request: DraftRequest) -> Draft:
    if request.own_text and request.own_text.source.is_whole:
        return seal_saved_draft(request, request.own_text)
    text = fill_template(request, _template_name(request), by_role=not request.step.is_reminder)
    if request.own_text:
        text = MailText(request.own_text.subject or text.subject, request.own_text.body)
    draft = Draft(
        text,
        request.contact.spoken_name,
        request.contact.email,
        signature=request.config.candidate.signature or "",
        files=request.files,
    )
    thread = choose_thread(request.record, request.step, request.contact)
    if thread is None:
        return draft
    return replace(
        draft,
        text=text.as_reply(thread.subject or text.subject),
        in_reply_to=thread.in_reply_to,
        references=thread.ids,
        quotation=_quote_own_mail(request, thread.own_mail),
    )


def _quote_own_mail(request: DraftRequest, own_mail: Taken | None) -> str:
    """Return a quotation of the answered mail, if followupd sent it and its text is known."""
    if own_mail is None or not request.quoted_text:
        return ""
    interview, day = request.interview, local_day(request, own_mail.at)
    language = request.contact.language or interview.language
    return quote_mail(
        request.quoted_text, request.config.candidate.name, day, language, interview.country or ""
    )
