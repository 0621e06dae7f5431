"""Describes what has happened: one table of sentences for each kind of fact, for `log` and the page. Pure.

A sentence has no full stop, so that dates, ids and reasons can follow it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from followupd.config.interview import EVERY
from followupd.config.person_name import parse_person_name
from followupd.inbound.verdict import Action
from followupd.journal.command_facts import ContactSteered, Debriefed, Instructed, Started, Undone
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
from followupd.journal.signed_names import NameSeen
from followupd.writing.language.words import mark_message, name_step

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from followupd.config.interview import Interview
    from followupd.journal.facts import Fact
    from followupd.writing.language.words import Translator

Names = dict[tuple[str, str], str]  # (interview, contact) → the person's name


@dataclass(frozen=True, slots=True)
class FactText:
    """The text of one fact: the sentence in the reader's language, and the detail as it was recorded."""

    fact: Fact
    sentence: str
    detail: str


@dataclass(frozen=True, slots=True)
class FactSentences:
    """The sentences for one kind of fact: a message for each case, and the fields with the detail."""

    messages: Mapping[object, str]
    find_case: Callable[[Any], object]
    details: tuple[str, ...] = ("why",)


def _say_always(message: str, *details: str) -> FactSentences:
    return FactSentences({None: message}, lambda _fact: None, details)


_DRAFT_MESSAGES: dict[object, str] = {
    DraftState.NONE: mark_message("%(step)s to %(name)s has no draft"),
    DraftState.PLACING: mark_message(
        "%(step)s to %(name)s: its draft is being written to your Drafts folder"
    ),
    DraftState.PLACED: mark_message("%(step)s to %(name)s: its draft lies in your Drafts folder"),
    DraftState.EDITED: mark_message("%(step)s to %(name)s: you saved its draft"),
    DraftState.MISSING: mark_message("%(step)s to %(name)s: its draft is not in your Drafts folder any more"),
    DraftState.UNCLEAR: mark_message("%(step)s to %(name)s: its draft cannot go out as it lies there"),
    DraftState.LEAVING: mark_message("%(step)s to %(name)s is about to leave, and its draft is taken away"),
    DraftState.REMOVING: mark_message("%(step)s to %(name)s does not leave now, and its draft is taken away"),
    DraftState.REMOVED: mark_message("%(step)s to %(name)s: its draft is gone"),
    DraftState.DELETED: mark_message("%(step)s to %(name)s: you deleted its draft"),
    DraftState.SENT_BY_HAND: mark_message("%(step)s to %(name)s: you sent its draft yourself"),
    DraftState.LEFT: mark_message("%(step)s to %(name)s: its draft is left to you"),
    DraftState.REFUSED: mark_message("%(step)s to %(name)s: your mailbox takes no draft"),
}
SENTENCES: dict[type, FactSentences] = {
    Noted: FactSentences(
        {True: mark_message("Interview added"), False: mark_message("Interview changed")},
        lambda is_first: is_first,
        (),
    ),
    Taken: FactSentences(
        {
            "smtp": mark_message("%(step)s to %(name)s was sent to %(address)s"),
            "proof": mark_message("%(step)s to %(name)s was sent: the mailbox proves it"),
            "user": mark_message("%(step)s to %(name)s is done, by your word"),
            "sheet": mark_message("%(step)s to %(name)s: the sheet was sent to you"),
        },
        lambda fact: fact.how,
        ("subject",),
    ),
    Settled: FactSentences(
        {
            "missed": mark_message("%(step)s to %(name)s was missed"),
            "skipped": mark_message("%(step)s to %(name)s was skipped"),
            "cancelled": mark_message("%(step)s to %(name)s was dropped"),
            "refused": mark_message("%(step)s to %(name)s was refused"),
        },
        lambda fact: fact.outcome,
    ),
    Uncertain: _say_always(
        mark_message("%(step)s to %(name)s: nobody can say whether it arrived"), "address", "why"
    ),
    Reopened: FactSentences(
        {
            True: mark_message("%(step)s to %(name)s is sent again, by your word"),
            False: mark_message("%(step)s to %(name)s is open again"),
        },
        lambda fact: not fact.why,
    ),
    Rehearsed: _say_always(mark_message("%(step)s to %(name)s would have left now, but live is false")),
    Received: FactSentences(
        {
            Action.STOP: mark_message("Received from %(sender)s: an answer"),
            Action.PAUSE: mark_message("Received from %(sender)s: perhaps an answer, so it is paused"),
            Action.HOLD: mark_message("Received from %(sender)s: an absence"),
            Action.ALERT: mark_message("Received from %(sender)s: news"),
            Action.NONE: mark_message("Received from %(sender)s: nothing that changes the plan"),
        },
        lambda fact: fact.action,
        ("why", "folder"),
    ),
    HandSent: _say_always(mark_message("You wrote to %(receivers)s yourself"), "subject"),
    Steered: FactSentences(
        {
            ("pause", False): mark_message("Paused"),
            ("resume", False): mark_message("Resumed"),
            ("close", False): mark_message("Closed"),
            ("pause", True): mark_message("Everything paused"),
            ("resume", True): mark_message("Everything resumed"),
            ("close", True): mark_message("Everything closed"),
        },
        lambda fact: (fact.command, fact.interview == EVERY),
    ),
    NameSeen: _say_always(mark_message("A mail from %(address)s is signed %(name)s")),
    ContactSteered: FactSentences(
        {
            "pause": mark_message("You paused %(name)s"),
            "resume": mark_message("You resumed %(name)s"),
        },
        lambda fact: fact.command,
        (),
    ),
    Clarified: FactSentences(
        {
            True: mark_message("You said that the mail of %(sender)s is their answer"),
            False: mark_message("You said that the mail of %(sender)s is no answer"),
        },
        lambda fact: fact.is_answer,
        ("subject",),
    ),
    Done: FactSentences(
        {
            "spoke": mark_message("%(step)s to %(name)s: you spoke with them"),
            "voicemail": mark_message("%(step)s to %(name)s: you left a message"),
            "no-answer": mark_message("%(step)s to %(name)s: nobody picked up"),
            "wrong-number": mark_message("%(step)s to %(name)s: the number was wrong"),
            "no-show": mark_message("%(step)s to %(name)s: they did not call"),
            "posted": mark_message("%(step)s to %(name)s: you posted it"),
            "done": mark_message("%(step)s to %(name)s: you did it"),
            "snooze": mark_message("%(step)s to %(name)s: you put it off"),
        },
        lambda fact: fact.outcome,
        ("note",),
    ),
    Approved: _say_always(mark_message("%(step)s to %(name)s was approved by you")),
    Undone: _say_always(mark_message("You took back what you had said"), "what"),
    Instructed: _say_always(mark_message("You answered a mail of followupd"), "verb"),
    Started: _say_always(mark_message("You said that you had thanked them before")),
    Debriefed: _say_always(mark_message("You told what was spoken about")),
    Printed: FactSentences(
        {
            "begun": mark_message("The letter to %(name)s goes to the printer"),
            "printed": mark_message("The letter to %(name)s is printed"),
            "failed": mark_message("The letter to %(name)s could not be printed"),
        },
        lambda fact: fact.outcome,
    ),
    IdLearned: _say_always(
        mark_message("Your provider filed the mail to %(address)s under an id of its own"), "learned_id"
    ),
    Drafted: FactSentences(_DRAFT_MESSAGES, lambda fact: fact.state),
}
_OTHER_OUTCOME = mark_message("%(step)s to %(name)s: %(outcome)s")  # of an older followupd


def collect_names(interviews: Iterable[Interview], facts: Iterable[Fact]) -> Names:
    """Return the names of all people: those in the files, and those to whom mails were sent."""
    names = {(i.id, c.key): c.shown_name for i in interviews for c in i.contacts}
    for fact in facts:
        if isinstance(fact, Taken | Uncertain) and fact.name:
            names.setdefault(
                (fact.touch.interview, fact.touch.contact), parse_person_name(fact.name).shown_name
            )
    return names


def describe_facts(facts: Iterable[Fact], names: Names, words: Translator) -> Iterator[FactText]:
    """Yield the text of each fact of the journal, oldest first."""
    known_ids: set[str] = set()
    for fact in facts:
        subject: object = fact
        if isinstance(fact, Noted):
            subject = fact.interview not in known_ids
            known_ids.add(fact.interview)
        sentences = SENTENCES[type(fact)]
        message = sentences.messages.get(sentences.find_case(subject), _OTHER_OUTCOME)
        text = words.translate(message, **_list_blanks(fact, names, words))
        details = [str(getattr(fact, name)) for name in sentences.details]
        yield FactText(
            fact,
            ", ".join([text[:1].upper() + text[1:], *_list_dates(fact, words)]),
            " · ".join(filter(None, details)),
        )


def _list_blanks(fact: Fact, names: Names, words: Translator) -> dict[str, object]:
    """Return the values for the blanks of a message."""
    place = getattr(fact, "touch", fact)  # a few facts have interview, step and contact themselves
    contact = getattr(place, "contact", None) or ""
    key = getattr(place, "interview", ""), contact
    return {
        "step": name_step(words, getattr(place, "step", "")),
        "name": getattr(fact, "name", "") or names.get(key, contact.replace("-", " ").title()),
        "sender": getattr(fact, "sender", "") or words.translate("somebody"),
        "receivers": ", ".join(getattr(fact, "addresses", ())),
        "address": getattr(fact, "address", ""),
        "outcome": getattr(fact, "outcome", ""),
    }


def _list_dates(fact: Fact, words: Translator) -> Iterator[str]:
    """Yield until when something lasts, and by when the company decides."""
    until = getattr(fact, "until", None)
    return_date, promise = getattr(fact, "return_date", None), getattr(fact, "promise", None)
    if until:
        yield words.translate("until %(day)s", day=words.format_moment(until))
    if return_date:
        yield words.translate(_choose_period(fact), day=words.format_day(return_date))
    if promise:
        yield words.translate("they decide by %(day)s", day=words.format_day(promise))


def _choose_period(fact: Fact) -> str:
    """Return the message on an absence until a day. Where the sentence names a pause, the pause does not end on it."""
    is_absence = getattr(fact, "action", None) is Action.HOLD
    return mark_message("until %(day)s") if is_absence else mark_message("an absence until %(day)s")
