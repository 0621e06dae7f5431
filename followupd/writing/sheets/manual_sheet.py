"""The sheet for a manual step: what the candidate needs to make a call or to post a letter. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from followupd.errors import FollowupdError, UsageError
from followupd.inbound.verdict import Action
from followupd.planning.post import route_of
from followupd.writing.draft import Draft, DraftRequest
from followupd.writing.filled_template import fill_template, list_earlier_touches
from followupd.writing.letters.letter_note import describe_letter, describe_missing_address
from followupd.writing.letters.letter_pdf import Letter, build_recipient, layout_for
from followupd.writing.mail.mime import Attachment, MailText
from followupd.writing.sheets.calendar_event import build_event, build_event_uid
from followupd.writing.sheets.call_details import (
    choose_call_window,
    describe_absence,
    describe_talk,
    describe_touch,
    local_day,
)
from followupd.writing.sheets.call_sheet import ContactNumber, build_call_sheet, name_workplace, parse_number

if TYPE_CHECKING:
    from collections.abc import Sequence

    from followupd.config.interview import Contact
    from followupd.journal.facts import Done, Received


def write_call_sheet(request: DraftRequest) -> Draft:
    """Write what the candidate needs for a call: the person, the time, the earlier touches, and a calendar file."""
    interview, contact, home = request.interview, request.contact, request.config.candidate
    window = choose_call_window(request)
    phone = _contact_number(contact, request.config.country_of(interview))
    script, voicemail = fill_template(request, "call-script").body, fill_template(request, "voicemail").body
    body = build_call_sheet(
        words=request.words, interview=interview, contact=contact, number=phone, step=request.step.id, window=window,
        home_country=home.country, sent_items=[describe_touch(request, t) for t in list_earlier_touches(request)],
        answers=[
            *((local_day(request, r.received), f"{r.sender}: {r.subject}") for r in _braking_answers(request)),
            *((local_day(request, d.at), describe_talk(request, d)) for d in _reported_talks(request)),
        ],
        script=script, voicemail=voicemail, promise=request.promise_date, absence=describe_absence(request), shared_roles=request.shared_roles,
    )  # fmt: skip
    summary = request.words.translate(
        "Call %(name)s, %(company)s", name=contact.shown_name, company=name_workplace(interview, contact)
    )
    event_file = build_event(
        build_event_uid(request.config.account.address, f"{interview.id}/{request.step.id}/{contact.key}"), window.opens, window.closes,
        summary=summary, description=body, dtstamp=request.due, zone=home.time_zone, url=phone.uri if phone else None,
    )  # fmt: skip
    return _address_to_candidate(
        request, MailText(summary, body), Attachment("call.ics", "text/calendar", event_file)
    )


def write_letter(request: DraftRequest) -> Draft:
    """Write the mail that has a letter to the candidate as a PDF, or that names the missing address."""
    interview, contact, home = request.interview, request.contact, request.config.candidate
    text = fill_template(request, "letter")
    greeting, *rest = [p.strip() for p in text.body.strip().split("\n\n") if p.strip()]
    dates = route_of(request.config, interview, contact).dates_from_handover(request.due)
    note = describe_letter(request, dates, text.body)
    summary = request.words.translate(
        "Post the letter to %(name)s, %(company)s", name=contact.shown_name, company=interview.company
    )
    if not (contact.post and home.post):
        return _address_to_candidate(
            request, MailText(summary, f"{describe_missing_address(request)}\n\n{note}")
        )
    layout = layout_for(home.country)
    language = contact.language or interview.language
    letter = Letter(
        sender=(home.name, *home.post.lines),
        recipient=build_recipient(contact, interview.company, contact.post, home.country, layout, language),
        day=dates.post_by, language=language,
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


def _braking_answers(request: DraftRequest) -> Sequence[Received]:
    brake_actions = (Action.STOP, Action.PAUSE, Action.HOLD)
    return [r for r in request.record.received_mails if r.action in brake_actions]


def _reported_talks(request: DraftRequest) -> Sequence[Done]:
    """Return the candidate's notes on earlier calls, without snoozes, whose note is the number of days."""
    return [d for d in request.record.reports if d.note and d.outcome != "snooze"]


def _contact_number(contact: Contact, country: str) -> ContactNumber | None:
    try:
        return parse_number(contact.phone, country) if contact.phone else None
    except UsageError as fault:
        raise FollowupdError(f"the number of {contact.shown_name} cannot be called: {fault}") from fault
