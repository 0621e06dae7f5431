"""From a move to the words: the mail to a contact, the call sheet, the letter. What `preview` shows and the daemon sends.

No clock and no files here: templates come from a shelf and letters from a press, both handed in.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from followupd.config.cadence import FAREWELL_STEP, Channel
from followupd.errors import FollowupdError, UsageError
from followupd.inbound.verdict import Action
from followupd.journal.command_facts import Debriefed
from followupd.journal.facts import Done, Steered
from followupd.journal.returned_mails import list_arrived_facts
from followupd.planning.post import route_of
from followupd.writing.calendar_event import build_event, build_event_uid
from followupd.writing.call_details import choose_call_window, describe_talk, describe_touch, local_day
from followupd.writing.call_sheet import ContactNumber, build_call_sheet, parse_number
from followupd.writing.draft import Draft, DraftRequest, DraftResult
from followupd.writing.greeting import find_tone
from followupd.writing.letter_note import describe_letter, describe_missing_address
from followupd.writing.letter_pdf import Letter, build_recipient, layout_for
from followupd.writing.lint import Severity, lint_text
from followupd.writing.mime import Attachment, MailText, build_mail, build_notice
from followupd.writing.panel import is_for_panel
from followupd.writing.quotation import quote_mail
from followupd.writing.saved_draft import read_own_words, seal_saved_draft
from followupd.writing.template import NO_RULES, TEMPLATES, render_template
from followupd.writing.template_values import EarlierMail, Promise, build_template_values
from followupd.writing.thread import choose_thread

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from followupd.config.candidate import Candidate
    from followupd.config.interview import Contact
    from followupd.config.model import Config
    from followupd.journal.facts import Received, Taken
    from followupd.writing.lint import LintFault


def compose_touch(request: DraftRequest, now: datetime | None) -> DraftResult:
    """Return the words of a touch, those that would leave `now`, and what keeps them from it; None: the words alone.

    Raises FollowupdError with the one sentence that tells what is missing.
    """
    first_draft = write_draft(request)
    if now is None:
        return DraftResult(first_draft, first_draft)
    faults = lint_draft(request, first_draft)
    blocking_faults = tuple(f.sentence for f in faults if f.severity is Severity.HOLD)
    advice = tuple(f.sentence for f in faults if f.severity is not Severity.HOLD)
    return DraftResult(first_draft, with_current_dates(request, first_draft, now), blocking_faults, advice)


def render_mime(draft: Draft, config: Config, now: datetime, message_id: str) -> bytes:
    """Return the bytes of a draft's mail, dated `now` where the candidate lives. Raises MailFault."""
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
    """Write what a step says to a contact. Raises FollowupdError with the one sentence that tells what is missing."""
    match request.step.channel:
        case Channel.EMAIL:
            return _write_mail(request)
        case Channel.PHONE:
            return _write_call_sheet(request)
        case Channel.POST:
            return _write_letter(request)


def with_current_dates(request: DraftRequest, original: Draft, now: datetime) -> Draft:
    """Return a letter that leaves late with the days of its way from now on: what was approved are its words."""
    if request.step.channel is not Channel.POST or now <= request.due:
        return original
    post_route = route_of(request.config, request.interview, request.contact)
    is_late = post_route.dates_from_handover(now) != post_route.dates_from_handover(request.due)
    return write_draft(replace(request, due=now)) if is_late else original


def lint_draft(request: DraftRequest, draft: Draft) -> list[LintFault]:
    """Return what the lint has against a mail to a contact, the faults that hold it first."""
    if draft.to_self:
        return []
    interview, contact, step = request.interview, request.contact, request.step
    is_single = step.is_reminder or step == FAREWELL_STEP
    panel = [] if is_single else [c for c in interview.contacts if c is not contact]
    neighbours = {
        c.name: _write_mail(replace(request, contact=c, own_text=None, files=())).text
        for c in panel
        if c.role is contact.role
    }
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
    )


def _find_subject(request: DraftRequest, draft: Draft) -> str:
    """Return the subject that a mail will have: a reminder answers the first mail of its thread, which may not be sent yet."""
    if not request.step.is_reminder or draft.in_reply_to:
        return draft.text.subject
    steps = request.config.steps_of(request.interview)
    first_step = next((s for s in steps if s.channel is Channel.EMAIL), request.step)
    if first_step.is_reminder:
        return draft.text.subject
    first_mail = _fill_template(
        replace(request, step=first_step), first_step.template_name, request.contact.role.value
    )
    return f"Re: {first_mail.subject}"


def _template_name(request: DraftRequest) -> str:
    """Return the name of a mail's template: the first check-in after a promised day speaks of that day."""
    day, name = request.promise_date, request.step.template_name
    variant = TEMPLATES.get(name, NO_RULES).after_promise
    if variant is None or day is None or day >= local_day(request, request.due):
        return name
    later_mails = (
        t for t in _earlier_touches(request) if t.channel is Channel.EMAIL and local_day(request, t.at) > day
    )
    return name if any(later_mails) else variant


def _write_mail(request: DraftRequest) -> Draft:
    if request.own_text and request.own_text.source.is_whole:
        return seal_saved_draft(request, request.own_text)
    text = _fill_template(
        request, _template_name(request), None if request.step.is_reminder else request.contact.role.value
    )
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
    """Return the mail that is answered as a quotation, if it is ours and its words are known."""
    if own_mail is None or not request.quoted_text:
        return ""
    interview, day = request.interview, local_day(request, own_mail.at)
    language = request.contact.language or interview.language
    return quote_mail(
        request.quoted_text, request.config.candidate.name, day, language, interview.country or ""
    )


def _write_call_sheet(request: DraftRequest) -> Draft:
    interview, contact, home = request.interview, request.contact, request.config.candidate
    window = choose_call_window(request)
    phone = _contact_number(contact, interview.country or home.country)
    script, voicemail = _fill_template(request, "call-script").body, _fill_template(request, "voicemail").body
    body = build_call_sheet(
        words=request.words, interview=interview, contact=contact, number=phone, step=request.step.id, window=window,
        home_country=home.country, sent_items=[describe_touch(request, t) for t in _earlier_touches(request)],
        answers=[
            *((local_day(request, r.received), f"{r.sender}: {r.subject}") for r in _braking_answers(request)),
            *((local_day(request, d.at), describe_talk(request, d)) for d in _reported_talks(request)),
        ],
        script=script, voicemail=voicemail, promise=request.promise_date,
    )  # fmt: skip
    summary = request.words.translate(
        "Call %(name)s, %(company)s", name=contact.name, company=interview.company
    )
    event_file = build_event(
        build_event_uid(request.config.account.address, f"{interview.id}/{request.step.id}/{contact.key}"), window.opens, window.closes,
        summary=summary, description=body, dtstamp=request.due, zone=home.time_zone, url=phone.uri if phone else None,
    )  # fmt: skip
    return _address_to_candidate(
        request, MailText(summary, body), Attachment("call.ics", "text/calendar", event_file)
    )


def _write_letter(request: DraftRequest) -> Draft:
    interview, contact, home = request.interview, request.contact, request.config.candidate
    text = _fill_template(request, "letter")
    greeting, *rest = [p.strip() for p in text.body.strip().split("\n\n") if p.strip()]
    dates = route_of(request.config, interview, contact).dates_from_handover(request.due)
    note = describe_letter(request, dates, text.body)
    summary = request.words.translate(
        "Post the letter to %(name)s, %(company)s", name=contact.name, company=interview.company
    )
    if not (contact.post and home.post):
        return _address_to_candidate(
            request, MailText(summary, f"{describe_missing_address(request)}\n\n{note}")
        )
    layout = layout_for(home.country)
    letter = Letter(
        sender=(home.name, *home.post.lines),
        recipient=build_recipient(contact, interview.company, contact.post, home.country, layout),
        day=dates.post_by, language=contact.language or interview.language,
        country=home.country, subject=text.subject, body=(greeting, *rest[:-1]), closing=rest[-1].splitlines()[0],
        signature=home.name, contact_lines=tuple(r for r in (home.phone, request.config.account.address) if r),
    )  # fmt: skip
    pdf = request.typesetter(letter, layout)
    return _address_to_candidate(
        request, MailText(summary, note), Attachment("letter.pdf", "application/pdf", pdf)
    )


def _address_to_candidate(request: DraftRequest, text: MailText, *attachments: Attachment) -> Draft:
    config = request.config
    recipient_address = config.notifications.to or config.account.address
    return Draft(text, config.candidate.name, recipient_address, attachments=attachments, to_self=True)


def _fill_template(request: DraftRequest, name: str, variant: str | None = None) -> MailText:
    interview, contact = request.interview, request.contact
    template = request.templates.find_template(
        name, contact.language or interview.language, find_tone(interview, contact), variant
    )
    values = build_template_values(
        interview, contact, _sign_off(request),
        earlier_mails=[EarlierMail(t.subject, local_day(request, t.at)) for t in _earlier_touches(request) if t.channel is Channel.EMAIL],
        promise=_find_promise(request), today=local_day(request, request.due), language=template.language,
        for_panel=is_for_panel(request.step),
    )  # fmt: skip
    return render_template(template.source, values, str(template.path))


def _sign_off(request: DraftRequest) -> Candidate:
    """Return the candidate as a template shows them: where a signature gives the number, a mail gives it once."""
    candidate = request.config.candidate
    is_signed = candidate.signature and request.step.channel is Channel.EMAIL
    return candidate.model_copy(update={"phone": None}) if is_signed else candidate


def _find_promise(request: DraftRequest) -> Promise | None:
    """Return the day by which they said they would decide, and how they said it."""
    record = request.record
    if record.promised_date is None:
        return Promise(request.interview.promise) if request.interview.promise else None
    told = record.promise_fact
    answer = next((mail for mail in reversed(record.received_mails) if told and mail.at <= told.at), None)
    if isinstance(told, Steered) and answer:  # resumed after their mail: it was written there
        return Promise(record.promised_date, mailed_on=local_day(request, answer.received))
    return Promise(record.promised_date, is_spoken=isinstance(told, Done | Debriefed))


def _earlier_touches(request: DraftRequest) -> Sequence[Taken]:
    """Return what reached this contact already, oldest first."""
    return [
        t
        for t in list_arrived_facts(request.record)
        if t.touch.contact == request.contact.key or t.address.lower() in request.contact.addresses
    ]


def _braking_answers(request: DraftRequest) -> Sequence[Received]:
    brake_actions = (Action.STOP, Action.PAUSE, Action.HOLD)
    return [r for r in request.record.received_mails if r.action in brake_actions]


def _reported_talks(request: DraftRequest) -> Sequence[Done]:
    """Return what the candidate noted of earlier calls; the note of a snooze is its days."""
    return [d for d in request.record.reports if d.note and d.outcome != "snooze"]


def _contact_number(contact: Contact, country: str) -> ContactNumber | None:
    try:
        return parse_number(contact.phone, country) if contact.phone else None
    except UsageError as fault:
        raise FollowupdError(f"the number of {contact.name} cannot be called: {fault}") from fault
