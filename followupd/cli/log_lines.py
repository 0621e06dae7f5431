"""The lines of `followupd log`: each fact of the journal as a sentence that a user understands."""

from __future__ import annotations

from datetime import UTC
from typing import TYPE_CHECKING

from followupd.config.cadence import Channel
from followupd.config.interview import EVERY
from followupd.inbound.verdict import Action
from followupd.journal.command_facts import ContactSteered, Debriefed, Instructed, Undone
from followupd.journal.draft_states import Drafted, DraftState
from followupd.journal.facts import (
    Approved,
    Clarified,
    Done,
    HandSent,
    Noted,
    Printed,
    Received,
    Rehearsed,
    Reopened,
    Settled,
    Steered,
    Taken,
    Touch,
    Uncertain,
)
from followupd.journal.learned_ids import IdLearned

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import datetime
    from zoneinfo import ZoneInfo

    from followupd.config.model import Config
    from followupd.journal.facts import Fact

_OUTCOME_WORDS = {
    "spoke": "you spoke with them",
    "voicemail": "you left a message",
    "no-answer": "nobody picked up",
    "wrong-number": "wrong number",
    "no-show": "they did not call",
    "posted": "you posted it",
    "done": "you did it",
    "snooze": "put off",
}
_SETTLED_WORDS = {"missed": "missed", "skipped": "skipped", "cancelled": "dropped", "refused": "refused"}
_DRAFT_WORDS = {
    DraftState.NONE: "no draft",
    DraftState.PLACING: "its draft is being written to Drafts",
    DraftState.PLACED: "its draft lies in Drafts",
    DraftState.EDITED: "you saved its draft",
    DraftState.MISSING: "its draft is not in Drafts any more",
    DraftState.UNCLEAR: "its draft cannot go out as it lies there",
    DraftState.LEAVING: "it is about to leave, and its draft is taken away",
    DraftState.REMOVING: "it does not leave now, and its draft is taken away",
    DraftState.REMOVED: "its draft is gone",
    DraftState.DELETED: "you deleted its draft",
    DraftState.SENT_BY_HAND: "you sent its draft yourself",
    DraftState.LEFT: "its draft is left to you",
    DraftState.REFUSED: "the mailbox takes no draft",
}
_COMMAND_WORDS = {"pause": "Paused", "resume": "Resumed", "close": "Closed"}
_ACTION_WORDS = {
    Action.STOP: "Received: an answer",
    Action.PAUSE: "Received: perhaps an answer",
    Action.HOLD: "Received: an absence",
    Action.ALERT: "Received: news",
    Action.NONE: "Received",
}


def describe_facts(facts: Iterable[Fact], config: Config, zone: ZoneInfo) -> Iterator[str]:
    """Yield the line of each fact."""
    names = {(i.id, c.key): c.name for i in config.interviews for c in i.contacts}
    known_ids: set[str] = set()
    for fact in facts:
        if isinstance(fact, Taken | Uncertain) and fact.name:
            names.setdefault((fact.touch.interview, fact.touch.contact), fact.name)
        if isinstance(fact, Noted):
            event = "changed" if fact.interview in known_ids else "added"
            known_ids.add(fact.interview)
            sentence = f"Interview {event}: {fact.interview}"
        else:
            sentence = _describe_fact(fact, names, zone)
        yield f"{_format_moment(fact.at, zone)}  {sentence}"


def _format_moment(moment: datetime, zone: ZoneInfo) -> str:
    local = (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(zone)
    return f"{local:%-d %b %Y %H:%M}".rjust(17)


def _describe_fact(fact: Fact, names: Mapping[tuple[str, str], str], zone: ZoneInfo) -> str:
    match fact:
        case Received():
            away = f", away until {fact.return_date:%-d %B %Y}" if fact.return_date else ""
            return f"{_ACTION_WORDS[fact.action]} from {fact.sender}{away} ({_join_ids(fact.interviews)}): {fact.why}"
        case HandSent():
            return (
                f"Sent by you to {', '.join(fact.addresses)} ({_join_ids(fact.interviews)}): {fact.subject}"
            )
        case IdLearned() | Drafted():
            return _describe_mailbox(fact, names)
        case Steered() | ContactSteered() | Clarified() | Undone() | Instructed() | Noted() | Debriefed():
            return _describe_command(fact, zone)
        case Taken() | Uncertain():
            return _describe_leaving(fact, names)
        case _:
            return _describe_touch(fact, names)


def _describe_mailbox(fact: IdLearned | Drafted, names: Mapping[tuple[str, str], str]) -> str:
    if isinstance(fact, IdLearned):
        return f"Your provider filed the mail to {fact.address} under an id of its own ({fact.interview})"
    label = _label_touch(Touch(fact.interview, fact.step, fact.contact), names)
    return f"{label}: {_DRAFT_WORDS[fact.state]}{f': {fact.why}' if fact.why else ''}"


def _describe_command(
    fact: Steered | ContactSteered | Clarified | Undone | Instructed | Noted | Debriefed, zone: ZoneInfo
) -> str:
    match fact:
        case Clarified():
            answer = "an answer" if fact.is_answer else "no answer"
            return f"You said: the mail from {fact.sender or 'you'} is {answer} ({fact.interview})"
        case Undone():
            return f"Taken back: {fact.what} ({fact.interview})"
        case Instructed():
            return (
                f"You answered by mail: {fact.verb or 'not understood'} ({fact.interview or 'no interview'})"
            )
        case Noted():
            return f"Interview changed: {fact.interview}"
        case Debriefed():
            return f"You told what was spoken about ({fact.interview})"
        case Steered() | ContactSteered():
            return _describe_steering(fact, zone)


def _describe_steering(fact: Steered | ContactSteered, zone: ZoneInfo) -> str:
    target = "everything" if fact.interview == EVERY else fact.interview
    until = f" until {_format_moment(fact.until, zone).strip()}" if fact.until else ""
    if isinstance(fact, ContactSteered):
        return f"{_COMMAND_WORDS[fact.command]} {fact.contact} ({fact.interview}){until}"
    promise = f"; they decide by {fact.promise:%-d %B %Y}" if fact.promise else ""
    return f"{_COMMAND_WORDS[fact.command]} {target}{until}{promise}{f': {fact.why}' if fact.why else ''}"


def _describe_leaving(fact: Taken | Uncertain, names: Mapping[tuple[str, str], str]) -> str:
    label = _label_touch(fact.touch, names)
    if isinstance(fact, Uncertain):
        return f"{label}: sent or not? {fact.why}"
    if fact.how == "user":
        return f"{label}: {fact.answer or 'recorded by you'}"
    if fact.how == "sheet":
        what = "the letter to print" if fact.channel is Channel.POST else "the call sheet"
        return f"{label}: {what} was sent to you"
    return f"{label} sent to {fact.address}"


def _describe_touch(
    fact: Settled | Done | Approved | Printed | Reopened | Rehearsed, names: Mapping[tuple[str, str], str]
) -> str:
    label = _label_touch(fact.touch, names)
    match fact:
        case Settled():
            return f"{label} {_SETTLED_WORDS[fact.outcome]}: {fact.why}"
        case Done():
            promise = f"; they decide by {fact.promise:%-d %B %Y}" if fact.promise else ""
            note = f": {fact.note}" if fact.note else ""
            return f"{label}: {_OUTCOME_WORDS.get(fact.outcome, fact.outcome)}{note}{promise}"
        case Approved():
            return f"{label} approved by you"
        case Printed():
            outcome = {"begun": "handed to the printer", "printed": "printed", "failed": "not printed"}
            return f"{label} {outcome[fact.outcome]}{f': {fact.why}' if fact.why else ''}"
        case Reopened():
            return f"{label}: to be sent again"
        case Rehearsed():
            return f"{label}: test mode, not sent"


def _label_touch(touch: Touch, names: Mapping[tuple[str, str], str]) -> str:
    name = names.get((touch.interview, touch.contact), touch.contact.replace("-", " ").title())
    return f"{touch.step.capitalize()} to {name} ({touch.interview})"


def _join_ids(ids: Iterable[str]) -> str:
    return ", ".join(ids) or "no interview"
