"""The journal of an interview in words, each sending with the receipt that allowed it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

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
    Uncertain,
)
from followupd.journal.learned_ids import IdLearned
from followupd.web.labels import mark_message, name_outcome, name_step

if TYPE_CHECKING:
    from datetime import datetime

    from followupd.journal.facts import Fact, Receipt
    from followupd.web.language import Words


@dataclass(frozen=True, slots=True)
class ReportLine:
    """One thing that happened: the sentence in the user's language, the reason as it was written down."""

    at: datetime
    sentence: str
    detail: str = ""
    receipt: Receipt | None = None
    answer: str = ""  # of the server


_TAKEN = {
    "smtp": mark_message("%(step)s to %(name)s left by mail."),
    "proof": mark_message("%(step)s to %(name)s was found in Sent: it had left."),
    "user": mark_message("%(step)s to %(name)s is done, by your word."),
    "sheet": mark_message("The sheet for %(step)s to %(name)s was mailed to you."),
}
_SETTLED = {
    "missed": mark_message("%(step)s to %(name)s was missed."),
    "skipped": mark_message("You left out %(step)s to %(name)s."),
    "cancelled": mark_message("%(step)s to %(name)s was dropped."),
    "refused": mark_message("%(step)s to %(name)s was refused."),
}
_RECEIVED = {
    Action.STOP: mark_message("%(sender)s answered: nothing more goes out until you say so."),
    Action.PAUSE: mark_message("%(sender)s wrote, perhaps an answer: it is paused."),
    Action.HOLD: mark_message("%(sender)s is away."),
    Action.ALERT: mark_message("%(sender)s: a mail that you should know of."),
    Action.NONE: mark_message("%(sender)s: a mail that changes nothing."),
}
_STEERED = {
    "pause": mark_message("Paused."),
    "resume": mark_message("Resumed."),
    "close": mark_message("Closed."),
}
_DRAFTED = {
    DraftState.NONE: mark_message("It has no draft."),
    DraftState.PLACING: mark_message("Its draft is written to your Drafts folder."),
    DraftState.PLACED: mark_message("Its draft lies in your Drafts folder."),
    DraftState.EDITED: mark_message("You saved its draft."),
    DraftState.MISSING: mark_message("Its draft is not in your Drafts folder any more."),
    DraftState.UNCLEAR: mark_message("Its draft cannot go out as it lies there."),
    DraftState.LEAVING: mark_message("It is about to leave, and its draft is taken away."),
    DraftState.REMOVING: mark_message("It does not leave now, and its draft is taken away."),
    DraftState.REMOVED: mark_message("Its draft is gone."),
    DraftState.DELETED: mark_message("You deleted its draft."),
    DraftState.SENT_BY_HAND: mark_message("You sent its draft yourself."),
    DraftState.LEFT: mark_message("Its draft is left to you."),
    DraftState.REFUSED: mark_message("Your mailbox takes no draft."),
}
_CONTACT_STEERED = {
    "pause": mark_message("You paused %(name)s."),
    "resume": mark_message("You resumed %(name)s."),
}
_PRINTED = {
    "begun": mark_message("The letter to %(name)s goes to the printer."),
    "printed": mark_message("The letter to %(name)s is printed."),
    "failed": mark_message("The letter to %(name)s could not be printed."),
}


def write_report(facts: list[Fact], words: Words) -> list[ReportLine]:
    """Return what happened, oldest first."""
    return [describe_fact(fact, words) for fact in facts]


def describe_fact(fact: Fact, words: Words) -> ReportLine:
    """Return one fact in words."""
    match fact:
        case Received():
            sentence = words.translate(_RECEIVED[fact.action], sender=fact.sender)
            return ReportLine(fact.received, sentence, f"{fact.why} · {fact.folder}")
        case Steered() | ContactSteered():
            return _describe_command(fact, words)
        case Noted() | Printed() | HandSent() | Done() | Clarified() | IdLearned() | Drafted():
            return _describe_event(fact, words)
        case Undone():
            return ReportLine(fact.at, words.translate("You took back what you had said."), fact.what)
        case Instructed() | Debriefed():
            verb = fact.verb if isinstance(fact, Instructed) else "debrief"
            return ReportLine(fact.at, words.translate("You answered a mail of followupd."), verb)
        case _:
            return _describe_touch(fact, words)


def _describe_mailbox(fact: IdLearned | Drafted, words: Words) -> ReportLine:
    match fact:
        case IdLearned():
            sentence = words.translate(
                "Your provider filed the mail to %(address)s under an id of its own.", address=fact.address
            )
            return ReportLine(fact.at, sentence, fact.learned_id)
        case Drafted():
            step, state = name_step(words, fact.step), words.translate(_DRAFTED[fact.state])
            return ReportLine(fact.at, f"{step}: {state}", fact.why)


def _describe_event(
    fact: Noted | Printed | HandSent | Done | Clarified | IdLearned | Drafted, words: Words
) -> ReportLine:
    match fact:
        case IdLearned() | Drafted():
            return _describe_mailbox(fact, words)
        case Noted():
            return ReportLine(fact.at, words.translate("The interview's file was read."), fact.company)
        case Printed():
            return ReportLine(fact.at, words.translate(_PRINTED[fact.outcome], name=fact.name), fact.why)
        case HandSent():
            receivers = ", ".join(fact.addresses)
            sentence = words.translate("You wrote to %(receivers)s yourself.", receivers=receivers)
            return ReportLine(fact.received, sentence, fact.subject)
        case Clarified():
            sentence = words.translate(_CLARIFIED[fact.is_answer], sender=fact.sender)
            return ReportLine(fact.at, sentence, fact.subject)
        case Done():
            sentence = f"{name_step(words, fact.touch.step)}: {name_outcome(words, fact.outcome)}."
            return ReportLine(fact.at, sentence, fact.note)


_CLARIFIED = {
    True: mark_message("You said that the mail of %(sender)s is their answer."),
    False: mark_message("You said that the mail of %(sender)s is no answer."),
}
_OTHERS = {
    Uncertain: mark_message("Nobody can say whether %(step)s to %(name)s arrived."),
    Reopened: mark_message("%(step)s to %(name)s is sent again, by your word."),
    Rehearsed: mark_message("%(step)s to %(name)s would have left now, but live is false."),
    Approved: mark_message("You approved the words of %(step)s to %(name)s."),
}


def _describe_touch(
    fact: Taken | Settled | Uncertain | Reopened | Rehearsed | Approved, words: Words
) -> ReportLine:
    step = name_step(words, fact.touch.step)
    name = getattr(fact, "name", "") or fact.touch.contact
    match fact:
        case Taken():
            sentence = words.translate(_TAKEN[fact.how], step=step, name=name)
            return ReportLine(fact.at, sentence, fact.subject, fact.receipt, fact.answer)
        case Settled():
            sentence = words.translate(_SETTLED[fact.outcome], step=step, name=name)
        case _:
            sentence = words.translate(_OTHERS[type(fact)], step=step, name=name)
    return ReportLine(fact.at, sentence, getattr(fact, "why", ""))


def _describe_command(fact: Steered | ContactSteered, words: Words) -> ReportLine:
    if isinstance(fact, ContactSteered):
        until = words.format_moment(fact.until) if fact.until else ""
        return ReportLine(fact.at, words.translate(_CONTACT_STEERED[fact.command], name=fact.contact), until)
    sentence = words.translate(_STEERED[fact.command])
    if fact.interview == EVERY:
        sentence = f"{words.translate('Every interview:')} {sentence}"
    parts = []
    if fact.until:
        parts.append(words.translate("until %(day)s", day=words.format_moment(fact.until)))
    if fact.promise:
        parts.append(words.translate("they decide by %(day)s", day=words.format_day(fact.promise)))
    return ReportLine(fact.at, f"{sentence} ({', '.join(parts)})" if parts else sentence, fact.why)
