"""Fills a template for one touch, with its people, its earlier mails and the promised day. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from followupd.config.cadence import Channel
from followupd.config.interview import ContactRole
from followupd.journal.command_facts import Debriefed
from followupd.journal.facts import Done, Steered
from followupd.journal.returned_mails import list_arrived_facts
from followupd.writing.language.greeting import find_tone
from followupd.writing.panel import is_for_panel
from followupd.writing.sheets.call_details import local_day
from followupd.writing.template import render_template
from followupd.writing.template_values import EarlierMail, Promise, build_template_values

if TYPE_CHECKING:
    from collections.abc import Sequence

    from followupd.config.candidate import Candidate
    from followupd.journal.facts import Taken
    from followupd.writing.draft import DraftRequest
    from followupd.writing.mail.mime import MailText


def fill_template(request: DraftRequest, name: str, *, by_role: bool = False) -> MailText:
    """Return a template's text for this touch. `by_role`: each role has a text of its own; an agency always has."""
    interview, contact = request.interview, request.contact
    variant = contact.role.value if by_role or contact.role is ContactRole.AGENCY else None
    template = request.templates.find_template(
        name, contact.language or interview.language, find_tone(interview, contact), variant
    )
    values = build_template_values(
        interview, contact, _sign_off(request),
        earlier_mails=[EarlierMail(t.subject, local_day(request, t.at)) for t in list_earlier_touches(request) if t.channel is Channel.EMAIL],
        promise=_find_promise(request), today=local_day(request, request.due), language=template.language,
        for_panel=is_for_panel(request.step), other_roles=request.shared_roles,
    )  # fmt: skip
    return render_template(template.source, values, str(template.path))


def _sign_off(request: DraftRequest) -> Candidate:
    """Return the candidate as a template shows them.

    If the signature has the phone number, the template omits it, so that a mail has it once.
    """
    candidate = request.config.candidate
    is_signed = candidate.signature and request.step.channel is Channel.EMAIL
    return candidate.model_copy(update={"phone": None}) if is_signed else candidate


def _find_promise(request: DraftRequest) -> Promise | None:
    """Return the day by which the company said it would decide, and how it said so."""
    record = request.record
    if record.promised_date is None:
        return Promise(request.interview.promise) if request.interview.promise else None
    told = record.promise_fact
    answer = next((mail for mail in reversed(record.received_mails) if told and mail.at <= told.at), None)
    if isinstance(told, Steered) and answer:  # resumed after their mail, so the day was written there
        return Promise(record.promised_date, mailed_on=local_day(request, answer.received))
    return Promise(record.promised_date, is_spoken=isinstance(told, Done | Debriefed))


def list_earlier_touches(request: DraftRequest) -> Sequence[Taken]:
    """Return the touches that have reached this contact already, oldest first."""
    return [
        t
        for t in list_arrived_facts(request.record)
        if t.touch.contact == request.contact.key or t.address.lower() in request.contact.addresses
    ]
