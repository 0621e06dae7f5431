"""The notices about received mails. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from followupd.inbound.verdict import Action, Intent, Kind
from followupd.writing.language.reasons import explain
from followupd.writing.language.words import mark_message
from followupd.writing.notices.notices import Notice, harmless_line

if TYPE_CHECKING:
    from collections.abc import Iterator

    from followupd.journal.facts import Received
    from followupd.writing.language.words import Words

_INTENT_SENTENCES = {
    Intent.REJECTION: mark_message("It reads like a refusal."),
    Intent.OFFER: mark_message("It reads like an offer."),
    Intent.NEXT_ROUND: mark_message("It reads like an invitation to a next round."),
    Intent.HOLDING: mark_message("It reads like “we will be in touch”."),
    Intent.QUESTION: mark_message("They ask you something."),
    Intent.PLEASE_STOP: mark_message("They ask for no more mail."),
}
_KIND_SENTENCES = {
    Kind.REPLY: mark_message("%(sender)s wrote to you"),
    Kind.AUTO_REPLY: mark_message("%(sender)s answered automatically"),
    Kind.BOUNCE_PERMANENT: mark_message("%(sender)s cannot be reached"),
    Kind.BOUNCE_TEMPORARY: mark_message("%(sender)s has not been reached yet"),
    Kind.INVITATION: mark_message("%(sender)s sent an invitation"),
    Kind.ABUSE_REPORT: mark_message("%(sender)s reported your mail as unwanted"),
    Kind.CHALLENGE: mark_message("%(sender)s wants you to confirm that you are human"),
    Kind.UNREADABLE: mark_message("%(sender)s sent a mail that cannot be read"),
}
_OTHER_SENTENCE = mark_message("%(sender)s wrote")
_BOUNCE_SENTENCE = mark_message("%(sender)s says that a mail did not arrive")
_SILENT_KINDS = {Kind.DELIVERY_NOTICE, Kind.READ_RECEIPT, Kind.BULK, Kind.UNRELATED}


def describe_received_mail(
    words: Words, fact: Received, company: str, unposted_names: tuple[str, ...] = ()
) -> Notice | None:
    """Return the notice about a received mail; None if nobody needs to know about it.

    `unposted_names`: the people whose letters were prepared, but not posted.
    """
    if fact.kind in _SILENT_KINDS and fact.action is Action.NONE:
        return None
    event = _describe_event(words, fact)
    is_braked = fact.action in (Action.STOP, Action.PAUSE)
    intent = words.translate(_INTENT_SENTENCES[fact.intent]) if fact.intent else ""
    lines = [*_fact_lines(words, fact, event, intent), "", *_effect_lines(words, fact)]
    if is_braked:
        lines += [
            words.translate("The letter to %(name)s has not been posted: do not post it.", name=name)
            for name in unposted_names
        ]
    silence = words.translate("Nothing goes out until you say so.")
    short = f"{intent} {silence}".strip()
    mail = words.translate("Mail")
    subject = f"{company or mail}: {event}"
    return Notice(
        make_notice_key(fact), subject, "\n".join(lines), short if is_braked else "", _gist_of(words, fact)
    )


def _fact_lines(words: Words, fact: Received, event: str, intent: str) -> Iterator[str]:
    """Yield lines on what came, where it is, and how it was recognised."""
    yield words.translate("%(event)s: “%(subject)s”.", event=event, subject=harmless_line(fact.subject))
    yield words.translate(
        "It is in %(folder)s, received %(moment)s.",
        folder=harmless_line(fact.folder),
        moment=words.format_moment(fact.received),
    )
    why = explain(words, harmless_line(fact.why, 500))
    yield words.translate("Recognised because: %(why)s.", why=why)
    if intent:
        yield intent
    if fact.promise:
        yield words.translate("They named a date: %(day)s.", day=words.format_day(fact.promise))


def make_notice_key(fact: Received) -> str:
    """Return the key of the notice about a mail.

    After a correction the mail may get another meaning. In another mailbox, other mails may have the same numbers. Both
    need a new notice.
    """
    return f"mail/{fact.location}/{fact.action}/{'+'.join(fact.interviews)}"


def _describe_event(words: Words, fact: Received) -> str:
    """Return a sentence on who did what."""
    sender = harmless_line(fact.failed_address or fact.sender, 80) or words.translate("somebody")
    sentence = _KIND_SENTENCES.get(fact.kind, _OTHER_SENTENCE)
    if fact.kind in (Kind.BOUNCE_PERMANENT, Kind.BOUNCE_TEMPORARY) and not fact.failed_address:
        sentence = _BOUNCE_SENTENCE
    return words.translate(sentence, sender=sender)


def _gist_of(words: Words, fact: Received) -> str:
    """Return, for a digest, the subject of a mail and its effect on the follow-up."""
    names = " ".join(fact.interviews) or words.translate("nothing")
    effects = {
        Action.STOP: words.translate("%(interviews)s is stopped", interviews=names),
        Action.PAUSE: words.translate("%(interviews)s is paused", interviews=names),
    }
    effect = effects.get(fact.action, words.translate("the follow-up continues as planned"))
    return words.translate(
        "“%(subject)s”; %(effect)s", subject=harmless_line(fact.subject, 80), effect=effect
    )


def _effect_lines(words: Words, fact: Received) -> list[str]:
    if fact.kind is Kind.BOUNCE_PERMANENT and fact.failed_address:
        return [
            words.translate(
                "Nothing more is sent to %(address)s; the rest of the follow-up continues as planned.",
                address=harmless_line(fact.failed_address),
            ),
            words.translate(
                "Correct the address in the interview's file: within a week this mail then goes out again by itself,"
                " and the others go to the new address. Take no address from that mail."
            ),
            *_appeal_lines(words, fact, mark_message("If the address is right: %(command)s")),
        ]
    match fact.action:
        case Action.STOP | Action.PAUSE:
            return list(_brake_lines(words, fact))
        case Action.HOLD:
            return list(_absence_lines(words, fact))
        case _:
            return [words.translate("The follow-up continues as planned.")]


def _absence_lines(words: Words, fact: Received) -> Iterator[str]:
    """Yield how long reminders to an absent person wait.

    Without proof, the lines also ask whether the absence is true. Without a day of return, they ask until when it
    lasts.
    """
    if not fact.authenticated:
        yield words.translate(
            "Nothing proves that they wrote it. Are they away? Answer this mail with one word:"
        )
        yield words.translate("  yes   they are: reminders to them wait")
        yield words.translate("  no    they are not: the follow-up goes on")
    yield from _deputy_lines(words, fact)
    if fact.return_date:
        yield words.translate(
            "They are away until %(day)s. Reminders to them wait until they are back;"
            " a third note of absence holds nothing.",
            day=words.format_day(fact.return_date),
        )
        yield from _appeal_lines(words, fact, mark_message("If they are not away: %(command)s"))
        return
    yield words.translate(
        "They name no day. Nothing reminds them for 7 business days;"
        " then a reminder by mail waits for your approval."
    )
    for name in fact.interviews or ("INTERVIEW",):
        yield words.translate(
            "Do you know when they are back? %(command)s",
            command=f"followupd pause {name} --until YYYY-MM-DD",
        )


def _deputy_lines(words: Words, fact: Received) -> Iterator[str]:
    """Yield a proposal to use the named deputy. Nothing is sent to a person who is not in the user's file."""
    if not fact.deputy:
        return
    yield words.translate(
        "They name %(deputy)s for the meantime. Nothing is sent there by itself. To go on with that person, write them"
        " into the interview's file, with lead: true, and take lead: true from the other: %(command)s",
        deputy=harmless_line(fact.deputy, 60),
        command=f"followupd edit {' '.join(fact.interviews[:1]) or 'INTERVIEW'}",
    )


def _appeal_lines(words: Words, fact: Received, message: str) -> Iterator[str]:
    """Yield the command that cancels the effect of the mail, since anyone may have written it."""
    for name in fact.interviews:
        yield words.translate(message, command=f"followupd resume {name}")


def _brake_lines(words: Words, fact: Received) -> Iterator[str]:
    """Yield the effect on the follow-up, and the question that the user has to answer."""
    is_doubt = fact.action is Action.PAUSE
    names = " ".join(fact.interviews) or "INTERVIEW"
    message = _PAUSED if is_doubt else _STOPPED
    yield words.translate(message, interviews=names)
    yield from _question_lines(words, fact)
    for name in fact.interviews or ("INTERVIEW",):
        if is_doubt:
            yield words.translate("At a terminal: %(command)s, or no", command=f"followupd answer {name} yes")
        if fact.promise or fact.intent is Intent.HOLDING:
            promise = fact.promise or "YYYY-MM-DD"
            yield words.translate(
                "To wait: %(command)s", command=f"followupd resume {name} --promise {promise}"
            )
        if not is_doubt:
            yield words.translate("To go on: %(command)s", command=f"followupd resume {name}")
        yield words.translate(
            "To end it: %(command)s",
            command=f"followupd close {name} --outcome rejected|offer|withdrawn",
        )


_STOPPED = mark_message(
    "The follow-up for %(interviews)s is stopped: no mail, no call, no letter goes out until you say so."
)
_PAUSED = mark_message(
    "The follow-up for %(interviews)s is paused, to be safe:"
    " no mail, no call, no letter goes out until you say so."
)


def _question_lines(words: Words, fact: Received) -> Iterator[str]:
    """Yield the user's further decisions, if there are any beside whether to go on."""
    sender = harmless_line(fact.sender)
    if fact.action is Action.PAUSE:
        yield from _doubt_lines(words, fact)
    if fact.left:
        yield words.translate(
            "%(sender)s is not there any more. Name somebody else as lead in the interview's file first.",
            sender=sender,
        )
        yield from _deputy_lines(words, fact)
    match fact.intent:
        case Intent.HOLDING if fact.action is not Action.PAUSE:
            yield words.translate(
                "Hold until when? Nothing reminds them until the day you name, and a day more."
            )
        case Intent.NEXT_ROUND:
            yield words.translate(
                "Next round? Add it as a new interview: %(command)s", command="followupd add"
            )
        case Intent.PLEASE_STOP if fact.authenticated:
            yield words.translate(
                "Nothing is sent to %(sender)s, in any follow-up, unless you resume."
                " If they mean it, end it.",
                sender=sender,
            )
        case Intent.PLEASE_STOP:
            yield words.translate(
                "Nothing confirms that they wrote it; if they did, end it, and they are not written to again."
            )


def _doubt_lines(words: Words, fact: Received) -> Iterator[str]:
    """Yield the question of a doubt, and the effect of each of its two answers."""
    if len(fact.interviews) > 1:
        yield words.translate("It may concern any of them.")
    yield words.translate("Is it their answer? Answer this mail with one word:")
    yield words.translate("  yes   it is: everything stays stopped, and their domain is remembered")
    yield words.translate(
        "  no    it is not: the follow-up goes on, and such a mail of this sender is not asked about again"
    )
