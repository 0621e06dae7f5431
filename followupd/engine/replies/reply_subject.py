"""Finds what a reply is about: the answered mail of followupd, and its call, letter, text, doubt or interview."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import islice
from typing import TYPE_CHECKING

from followupd.config.cadence import Channel
from followupd.engine.safety.begun_interviews import list_begun
from followupd.engine.sending import outbox
from followupd.inbound.verdict import Action
from followupd.journal.facts import Noted, Received, Touch
from followupd.journal.states import InterviewState
from followupd.planning.touches import current_touch, find_by_any_id
from followupd.writing.notices.mail_notices import make_notice_key
from followupd.writing.notices.postponement_notices import POSTPONED_KIND

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import datetime

    from followupd.engine.ledger import Ledger
    from followupd.engine.ports import OutgoingMail

ANSWER_KIND, ASKED_KIND = "answer", "asked"
_TOUCH_PARTS = 3


class Topic(StrEnum):
    """What a mail to the candidate asks for, and so what a reply to it may contain."""

    CALL = "call"
    LETTER = "letter"
    APPROVAL = "approval"
    DOUBT = "doubt"
    UNKNOWN = "unknown"  # a mail for which it is not known whether it was accepted
    DEBRIEF = "debrief"
    BEGUN = "begun"  # interviews that began before the store was made
    NEWS = "news"


@dataclass(frozen=True, slots=True)
class Subject:
    """What a reply of the candidate is about."""

    topic: Topic
    notice: str  # the outbox id of the mail that they first answered, without later replies
    interviews: tuple[str, ...] = ()  # their present ids
    touch: Touch | None = None
    digest: str = ""  # of the text that waits for an approval
    mail: Received | None = None  # the mail that the notice was about
    # If the reply answers a confirmation: the digest of the candidate's mail that was confirmed.
    answered: str = ""


_TOPICS = {
    "again": Topic.CALL,
    "not-called": Topic.CALL,
    "not-posted": Topic.LETTER,
    "approve": Topic.APPROVAL,
    "unknown": Topic.UNKNOWN,
    "missed": Topic.NEWS,
    "refused": Topic.NEWS,
    "held": Topic.NEWS,
}
_INTERVIEW_KINDS = {
    "closed": Topic.NEWS,
    "still-held": Topic.NEWS,
    "waiting": Topic.NEWS,
    "debrief": Topic.DEBRIEF,
    POSTPONED_KIND: Topic.NEWS,
}


def find_subject(ledger: Ledger, about: Iterable[str], now: datetime) -> Subject | None:
    """Return what a mail with these ids answers, the nearest id first; None if it answers no mail to the candidate."""
    ids = tuple(about)
    for id_ in ids:
        for outgoing in ledger.store.find_mails({id_}, None):
            # A mail in the thread with a contact is a mail to that contact, even if it names other ids.
            return _describe_outgoing(ledger, outgoing, now)
    touch = outbox.find_manual_touch(ledger, ids)
    return _describe_touch(ledger, touch) if touch else None


def _describe_outgoing(ledger: Ledger, outgoing: OutgoingMail, now: datetime) -> Subject | None:
    if outgoing.touch is None:
        return describe_notice(ledger, outgoing.id.removeprefix("notice/"), now)
    touch = outbox.find_manual_touch(ledger, (outgoing.message_id,))
    return _describe_touch(ledger, touch) if touch else None


def _describe_touch(ledger: Ledger, touch: Touch) -> Subject:
    details = ledger.find_touch(touch, include_removed=True)
    is_letter = details is not None and details.step.channel is Channel.POST
    return Subject(Topic.LETTER if is_letter else Topic.CALL, str(touch), (touch.interview,), touch)


def describe_notice(ledger: Ledger, key: str, now: datetime) -> Subject:
    """Return the subject of a notice with that key."""
    kind, _, rest = key.partition("/")
    if kind == ANSWER_KIND:
        return _describe_answer(ledger, rest, now)
    if kind == ASKED_KIND:  # asked again: the subject is that of the first question
        return replace(describe_notice(ledger, rest.partition("/")[2], now), notice=key)
    if kind in _TOPICS and (touch := _parse_touch(rest)):
        current = current_touch(ledger.config, ledger.history, touch)
        digest = rest.split("/")[_TOUCH_PARTS] if kind == "approve" else ""
        return Subject(_TOPICS[kind], key, (current.interview,), current, digest)
    if kind == "mail" and (mail := _find_told_mail(ledger, key)):
        topic = Topic.DOUBT if mail.action is Action.PAUSE else Topic.NEWS
        return Subject(topic, key, _list_concerned(ledger, mail, now), mail=mail)
    if kind in _LISTING_KINDS:  # the notice is about many interviews: the reply names one, or means all
        topic, list_ids = _LISTING_KINDS[kind]
        return Subject(topic, key, tuple(list_ids(ledger, now)))
    interviews = _find_interview(ledger, rest.split("/")[0]) if kind in _INTERVIEW_KINDS else ()
    return Subject(_INTERVIEW_KINDS.get(kind, Topic.NEWS), key, interviews)


def _describe_answer(ledger: Ledger, rest: str, now: datetime) -> Subject:
    """Return the subject of a confirmation: that of the mail before it."""
    digest, _, original = rest.partition("/")
    touch = None if original.partition("/")[0] in (*_TOPICS, ASKED_KIND) else _parse_touch(original)
    if touch and ledger.find_touch(touch):
        return replace(_describe_touch(ledger, touch), answered=digest)
    return replace(describe_notice(ledger, original, now), answered=digest)


def _find_interview(ledger: Ledger, name: str) -> tuple[str, ...]:
    """Return the present id of the interview that has or had this id; empty if there is none.

    An interview whose file is gone or unreadable keeps the id that it had.
    """
    records = find_by_any_id(ledger.config, ledger.history, name)
    ids = tuple(record.interview.id for record in islice(records, 1))
    is_known = name in ledger.unreadable_ids or ledger.history.index.select_facts(Noted, ("id", name))
    return ids or ((name,) if is_known else ())


def _parse_touch(text: str) -> Touch | None:
    parts = text.split("/")
    return Touch(*parts[:_TOUCH_PARTS]) if len(parts) >= _TOUCH_PARTS else None


def _list_open(ledger: Ledger, now: datetime) -> tuple[str, ...]:
    """Return every interview that is not closed."""
    records = (ledger.record_of(interview) for interview in ledger.config.interviews)
    return tuple(r.interview.id for r in records if r.status_at(now).state is not InterviewState.CLOSED)


def _find_told_mail(ledger: Ledger, key: str) -> Received | None:
    mails = (f for f in reversed(ledger.history.facts) if isinstance(f, Received))
    return next((f for f in mails if make_notice_key(f) == key), None)


def _list_concerned(ledger: Ledger, mail: Received, now: datetime) -> tuple[str, ...]:
    """Return the open interviews that a mail names, or that it holds."""
    names = []
    for interview in ledger.config.interviews:
        record = ledger.record_of(interview)
        status = record.status_at(now)
        is_held = any(doubt.location == mail.location for doubt in status.doubts)
        if status.state is not InterviewState.CLOSED and (
            is_held or not record.ids.isdisjoint(mail.interviews)
        ):
            names.append(interview.id)
    return tuple(names)


_LISTING_KINDS: dict[str, tuple[Topic, Callable[[Ledger, datetime], Iterable[str]]]] = {
    "begun": (Topic.BEGUN, list_begun),
    "today": (Topic.NEWS, _list_open),
    "week": (Topic.NEWS, _list_open),
    "digest": (Topic.NEWS, _list_open),
}
