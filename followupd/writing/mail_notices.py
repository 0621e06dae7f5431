"""What the candidate is told of a mail that came in. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from followupd.inbound.verdict import Action, Intent, Kind
from followupd.writing.notices import Notice, harmless_line

if TYPE_CHECKING:
    from collections.abc import Iterator

    from followupd.journal.facts import Received

_INTENT_SENTENCES = {
    Intent.REJECTION: "It reads like a refusal.",
    Intent.OFFER: "It reads like an offer.",
    Intent.NEXT_ROUND: "It reads like an invitation to a next round.",
    Intent.HOLDING: "It reads like “we will be in touch”.",
    Intent.QUESTION: "They ask you something.",
    Intent.PLEASE_STOP: "They ask for no more mail.",
}
_KIND_PHRASES = {
    Kind.REPLY: "wrote to you",
    Kind.AUTO_REPLY: "answered automatically",
    Kind.BOUNCE_PERMANENT: "cannot be reached",
    Kind.BOUNCE_TEMPORARY: "has not been reached yet",
    Kind.INVITATION: "sent an invitation",
    Kind.ABUSE_REPORT: "reported your mail as unwanted",
    Kind.CHALLENGE: "wants you to confirm that you are human",
    Kind.UNREADABLE: "sent a mail that cannot be read",
}
_SILENT_KINDS = {Kind.DELIVERY_NOTICE, Kind.READ_RECEIPT, Kind.BULK, Kind.UNRELATED}


def describe_received_mail(
    fact: Received, company: str, unposted_names: tuple[str, ...] = ()
) -> Notice | None:
    """Tell of a mail that came in; None for what nobody needs to know.

    `unposted_names`: the people whose letters were prepared and not posted.
    """
    if fact.kind in _SILENT_KINDS and fact.action is Action.NONE:
        return None
    sender = harmless_line(fact.failed_address or fact.sender or "somebody", 80)
    lines = [
        f"{sender} {_phrase_kind(fact)}: “{harmless_line(fact.subject)}”.",
        f"It lies in {fact.folder}, received {fact.received:%-d %B %Y, %H:%M} UTC.",
        f"Why followupd thinks so: {harmless_line(fact.why, 500)}.",
    ]
    lines += [_INTENT_SENTENCES[fact.intent]] if fact.intent else []
    lines += [f"They named a date: {fact.promise:%-d %B %Y}."] if fact.promise else []
    lines += ["", *_effect_lines(fact)]
    if fact.action in (Action.STOP, Action.PAUSE):
        lines += [f"The letter to {name} has not been posted: do not post it." for name in unposted_names]
    subject = f"{company or 'Mail'}: {sender} {_phrase_kind(fact)}"
    is_braked = fact.action in (Action.STOP, Action.PAUSE)
    short = (
        f"{_INTENT_SENTENCES[fact.intent]} Nothing goes out until you say so."
        if fact.intent
        else "Nothing goes out until you say so."
    )
    return Notice(
        make_notice_key(fact), subject, "\n".join(lines), short if is_braked else "", _gist_of(fact)
    )


def make_notice_key(fact: Received) -> str:
    """Return the key of the notice that tells of a mail.

    What it meant before a correction, and a mail of another mailbox with these numbers, are other things to tell.
    """
    return f"mail/{fact.location}/{fact.action}/{'+'.join(fact.interviews)}"


def _phrase_kind(fact: Received) -> str:
    if fact.kind in (Kind.BOUNCE_PERMANENT, Kind.BOUNCE_TEMPORARY) and not fact.failed_address:
        return "says that a mail did not arrive"
    return _KIND_PHRASES.get(fact.kind, "wrote")


def _gist_of(fact: Received) -> str:
    """Return the subject of a mail, and what became of the follow-up, for a digest."""
    names = " ".join(fact.interviews) or "nothing"
    effects = {Action.STOP: f"{names} is stopped", Action.PAUSE: f"{names} is paused"}
    return f"“{harmless_line(fact.subject, 80)}”; {effects.get(fact.action, 'the cadence goes on')}"


def _effect_lines(fact: Received) -> list[str]:
    if fact.kind is Kind.BOUNCE_PERMANENT and fact.failed_address:
        return [
            f"Nothing more is sent to {harmless_line(fact.failed_address)}; the rest of the cadence goes on.",
            "Correct the address in the interview's file, and mails go to the new one. Take no address from that mail.",
            *_appeal_lines(fact, "If the address is right"),
        ]
    match fact.action:
        case Action.STOP | Action.PAUSE:
            return list(_brake_lines(fact))
        case Action.HOLD:
            return list(_absence_lines(fact))
        case _:
            return ["The cadence goes on."]


def _absence_lines(fact: Received) -> Iterator[str]:
    """Yield how long nothing reminds somebody who is away, and the question where the note names no day."""
    if fact.return_date:
        yield f"Nothing reminds them until {fact.return_date:%-d %B %Y}; the cadence goes on after that. A third absence holds nothing."
        yield from _appeal_lines(fact, "If they are not away")
        return
    yield "They name no day. Nothing reminds them for 7 business days; then a reminder by mail waits for your approval."
    for name in fact.interviews or ("INTERVIEW",):
        yield f"Do you know when they are back? followupd pause {name} --until YYYY-MM-DD"


def _appeal_lines(fact: Received, condition: str) -> Iterator[str]:
    """Yield the command that lifts what the mail did: anybody may have written it."""
    for name in fact.interviews:
        yield f"{condition}: followupd resume {name}"


def _brake_lines(fact: Received) -> Iterator[str]:
    """Yield what became of the cadence, and the one question that the user has to answer."""
    names = " ".join(fact.interviews) or "INTERVIEW"
    word = "is stopped" if fact.action is Action.STOP else "is paused, to be safe"
    yield f"The follow-up for {names} {word}: no mail, no call, no letter goes out until you say so."
    yield from _question_lines(fact)
    is_doubt = fact.action is Action.PAUSE
    for name in fact.interviews or ("INTERVIEW",):
        if is_doubt:
            yield f"At a terminal: followupd answer {name} yes, or no"
        if fact.promise or fact.intent is Intent.HOLDING:
            yield f"To wait:     followupd resume {name} --promise {fact.promise or 'YYYY-MM-DD'}"
        if not is_doubt:
            yield f"To go on:    followupd resume {name}"
        yield f"To end it:   followupd close {name} --outcome rejected|offer|withdrawn"


def _question_lines(fact: Received) -> Iterator[str]:
    """Yield what the user has to decide, where it is more than whether to go on."""
    if fact.action is Action.PAUSE:
        yield from _doubt_lines(fact)
    if fact.left:
        yield f"{harmless_line(fact.sender)} is not there any more. Name somebody else as lead in the interview's file first."
    match fact.intent:
        case Intent.HOLDING if fact.action is not Action.PAUSE:
            yield "Hold until when? Nothing reminds them until the day you name, and a day more."
        case Intent.NEXT_ROUND:
            yield "This round is over. The next one is an interview of its own: followupd add"
        case Intent.PLEASE_STOP if fact.authenticated:
            yield f"Nothing is sent to {harmless_line(fact.sender)}, in any follow-up, unless you resume. If they mean it, end it."
        case Intent.PLEASE_STOP:
            yield "Nobody vouches that they wrote it; if they did, end it, and they are not written to again."


def _doubt_lines(fact: Received) -> Iterator[str]:
    """Yield the one question of a doubt, and what each of its two answers does."""
    about = "It may concern any of them. " if len(fact.interviews) > 1 else ""
    yield f"{about}Is it their answer? Answer this mail with one word:"
    yield "  yes   it is: everything stays stopped, and their domain is remembered"
    yield "  no    it is not: the follow-up goes on, and such a mail of this sender is not asked about again"
