"""From a move to the words: the mail to a contact, the call sheet, the letter. What `preview` shows and the daemon sends.

No clock and no files here: templates come from a shelf and letters from a press, both handed in.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from followupd.config.cadence import FAREWELL, Channel
from followupd.errors import FollowupdError, UsageError
from followupd.inbound.verdict import Action
from followupd.journal.facts import Received
from followupd.planning.post import calendar, route
from followupd.writing.calendar_event import alarm
from followupd.writing.call_sheet import Number, Window, call_sheet, number
from followupd.writing.draft import Desk, Draft, Written
from followupd.writing.letter_pdf import Letter, layout_for, recipient
from followupd.writing.lint import Severity, lint
from followupd.writing.mime import Attachment, Text, mail, notice
from followupd.writing.template import render
from followupd.writing.template_values import Earlier, context

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from followupd.config.interview import Contact
    from followupd.config.model import Config
    from followupd.journal.facts import Taken
    from followupd.writing.lint import Fault


CHECK_INS = ("check-in", "check-in-2")
_ID = re.compile(r"<[!-;=?-~]+@[!-;=?-~]+>")


def write(desk: Desk, now: datetime | None) -> Written:
    """Return the words of a touch, those that would leave `now`, and what keeps them from it; None: the words alone.

    Raises FollowupdError with the one sentence that tells what is missing.
    """
    made = draft(desk)
    if now is None:
        return Written(made, made)
    holds = (f.sentence for f in objections(desk, made) if f.severity is Severity.HOLD)
    return Written(made, leaving(desk, made, now), tuple(holds))


def seal(made: Draft, config: Config, now: datetime, message_id: str, token: str) -> bytes:
    """Return the bytes of a draft's mail, dated `now` where the candidate lives. Raises MailFault."""
    account, me = config.account, config.candidate
    marks: dict[str, Any] = {"date": now.astimezone(me.tz), "message_id": message_id, "token": token}
    if made.to_self:
        return notice(
            made.text, sender=account.address, recipient_name=me.name, recipient=made.address,
            attachments=made.attachments, **marks,
        )  # fmt: skip
    return mail(
        made.text, sender_name=me.name, sender=account.address, recipient_name=made.name, recipient=made.address,
        in_reply_to=made.in_reply_to, references=made.references, html=config.sending.html, **marks,
    )  # fmt: skip


def draft(desk: Desk) -> Draft:
    """Write what a step says to a contact. Raises FollowupdError with the one sentence that tells what is missing."""
    match desk.step.channel:
        case Channel.EMAIL:
            return _mail(desk)
        case Channel.PHONE:
            return _sheet(desk)
        case Channel.POST:
            return _letter(desk)


def leaving(desk: Desk, made: Draft, now: datetime) -> Draft:
    """Return a letter that leaves late with the days of its way from now on: what was approved are its words."""
    if desk.step.channel is not Channel.POST or now <= desk.due:
        return made
    way = route(desk.config, desk.interview, desk.contact)
    late = way.prepared(now) != way.prepared(desk.due)
    return draft(replace(desk, due=now)) if late else made


def objections(desk: Desk, made: Draft) -> list[Fault]:
    """Return what the lint has against a mail to a contact, the faults that hold it first."""
    if made.to_self:
        return []
    interview, contact, step = desk.interview, desk.contact, desk.step
    alone = step.reminder or step == FAREWELL
    panel = [] if alone else [c for c in interview.contacts if c is not contact]
    neighbours = {c.name: _mail(replace(desk, contact=c)).text for c in panel if c.role is contact.role}
    others = [i.company for i in desk.config.interviews if i.company_key != interview.company_key]
    kind = _worded(desk) if alone else f"{step.text}.{contact.role}"
    return lint(
        made.text, kind, interview, contact, desk.config.candidate, others=others, neighbours=neighbours
    )


def _worded(desk: Desk) -> str:
    """Return the name of a mail's template: the first check-in after a promised day speaks of that day."""
    day, name = desk.promised, desk.step.text
    if name not in CHECK_INS or day is None or day >= _day(desk, desk.due):
        return name
    since = (t for t in _touches(desk) if t.channel is Channel.EMAIL and _day(desk, t.at) > day)
    return name if any(since) else "promise-passed"


def _mail(desk: Desk) -> Draft:
    text = _render(desk, _worded(desk), None if desk.step.reminder else desk.contact.role.value)
    thread = [t for t in _touches(desk) if t.channel is Channel.EMAIL and t.message_ids]
    if thread:
        subject = thread[0].subject.removeprefix("Re: ")
        text = Text(f"Re: {subject}", text.body)
    ids = tuple(dict.fromkeys((*(i for t in thread for i in t.message_ids), *_refusal(desk))))
    last = _refusal(desk) or tuple(t.message_ids[0] for t in thread)
    return Draft(
        text,
        desk.contact.name,
        desk.contact.email,
        in_reply_to=last[-1] if last else None,
        references=ids,
    )


def _refusal(desk: Desk) -> tuple[str, ...]:
    """Return the id of the mail that the note after a refusal answers, where its reader wrote it."""
    no = desk.history.consents.refusal(desk.ids) if desk.step == FAREWELL else None
    if not isinstance(no, Received) or no.sender not in desk.contact.addresses:
        return ()
    return (no.message_id,) if _ID.fullmatch(no.message_id) else ()


def _sheet(desk: Desk) -> Draft:
    interview, contact, home = desk.interview, desk.contact, desk.config.candidate
    window = _window(desk)
    found = _number(contact, interview.country or home.country)
    script, voicemail = _render(desk, "call-script").body, _render(desk, "voicemail").body
    body = call_sheet(
        interview=interview, contact=contact, number=found, step=desk.step.id, window=window, home_zone=home.tz,
        home_country=home.country, sent=[(_day(desk, t.at), t.channel, t.subject or t.touch.step) for t in _touches(desk)],
        answered=[(_day(desk, r.received), f"{r.sender}: {r.subject}") for r in _answers(desk)],
        script=script, voicemail=voicemail, promise=desk.promised,
    )  # fmt: skip
    summary = f"Call {contact.name}, {interview.company}"
    ring = alarm(
        f"{interview.id}.{desk.step.id}@followupd.invalid", window.opens, window.closes,
        summary=summary, description=body, dtstamp=desk.due, zone=home.tz, url=found.uri if found else None,
    )  # fmt: skip
    return _to_candidate(desk, Text(summary, body), Attachment("call.ics", "text/calendar", ring))


def _letter(desk: Desk) -> Draft:
    interview, contact, home = desk.interview, desk.contact, desk.config.candidate
    text = _render(desk, "letter")
    greeting, *rest = [p.strip() for p in text.body.strip().split("\n\n") if p.strip()]
    way = route(desk.config, interview, contact).prepared(desk.due)
    note = (
        f"Letter to {contact.name}, {interview.company}: print it, sign it, and post it on {way.post_by:%A, %-d %B %Y}."
        f"\nThen it should arrive about {way.arrives:%A, %-d %B %Y}, in its week.\n\n"
        f"If they answer before you post it, you are told; then do not post it.\n\n{text.body}"
    )
    summary = f"Post the letter to {contact.name}, {interview.company}"
    if not (contact.post and home.post):
        missing = "your postal address" if contact.post else f"the postal address of {contact.name}"
        return _to_candidate(desk, Text(summary, f"There is no PDF: {missing} is missing.\n\n{note}"))
    layout = layout_for(home.country)
    letter = Letter(
        sender=(home.name, *home.post.lines),
        recipient=recipient(contact, interview.company, contact.post, home.country, layout),
        day=calendar(desk.config, interview).local_date(desk.due), language=contact.language or interview.language,
        country=home.country, subject=text.subject, body=(greeting, *rest[:-1]), closing=rest[-1].splitlines()[0],
        signature=home.name, reach=tuple(r for r in (home.phone, desk.config.account.address) if r),
    )  # fmt: skip
    pdf = desk.press(letter, layout)
    return _to_candidate(desk, Text(summary, note), Attachment("letter.pdf", "application/pdf", pdf))


def _to_candidate(desk: Desk, text: Text, *attachments: Attachment) -> Draft:
    home = desk.config
    to = home.notifications.to or home.account.address
    return Draft(text, home.candidate.name, to, attachments=attachments, to_self=True)


def _render(desk: Desk, name: str, variant: str | None = None) -> Text:
    interview, contact = desk.interview, desk.contact
    found = desk.shelf.find(name, contact.language or interview.language, interview.tone, variant)
    words = context(
        interview, contact, desk.config.candidate,
        sent=[Earlier(t.subject, _day(desk, t.at)) for t in _touches(desk) if t.channel is Channel.EMAIL],
        promise=desk.promised, today=_day(desk, desk.due), language=found.language,
    )  # fmt: skip
    return render(found.source, words, str(found.path))


def _touches(desk: Desk) -> Sequence[Taken]:
    """Return what reached this contact already, oldest first."""
    return [
        t
        for t in desk.history.taken(desk.ids)
        if t.touch.contact == desk.contact.key or t.address.lower() in desk.contact.addresses
    ]


def _answers(desk: Desk) -> Sequence[Received]:
    stops = (Action.STOP, Action.PAUSE, Action.HOLD)
    return [r for r in desk.history.received(desk.ids) if r.action in stops]


def _window(desk: Desk) -> Window:
    days = calendar(desk.config, desk.interview)
    opens = days.next_open(desk.due)
    return Window(opens, max(days.closes(days.local_date(opens)), opens + timedelta(minutes=1)))


def _number(contact: Contact, country: str) -> Number | None:
    try:
        return number(contact.phone, country) if contact.phone else None
    except UsageError as fault:
        raise FollowupdError(f"the number of {contact.name} cannot be called: {fault}") from fault


def _day(desk: Desk, instant: datetime) -> date:
    return instant.astimezone(desk.interview.tz).date()
