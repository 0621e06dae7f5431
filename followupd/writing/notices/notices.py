"""The notices to the candidate: one for each event. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from followupd.inbound.verdict import show_safely
from followupd.writing.language.reasons import explain
from followupd.writing.language.words import mark_message

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from followupd.journal.facts import Settled, Uncertain
    from followupd.planning.moves import Move
    from followupd.writing.language.words import Words

_TROUBLES = {
    "login": mark_message("login"),
    "mailbox": mark_message("mailbox"),
    "configuration": mark_message("configuration"),
}


@dataclass(frozen=True, slots=True)
class Notice:
    """One message to the candidate. Its `key` makes sure that it is sent only once."""

    key: str
    subject: str
    body: str
    short: str = ""  # the text of a push beside the subject; without it, nothing is pushed
    gist: str = ""  # the text of a digest beside the subject
    in_reply_to: str = ""  # the candidate's mail that it answers

    @property
    def line(self) -> str:
        """The line for a digest."""
        return f"{self.subject}. {self.gist}" if self.gist else self.subject


def harmless_line(text: str, limit: int = 160) -> str:
    """Return a stranger's text as one harmless line: no control characters, no encoded words, not too long."""
    line = " ".join(show_safely(text).replace("=?", "= ?").split())
    return line if len(line) <= limit else line[: limit - 1] + "…"


def describe_missed_touches(words: Words, moves: Sequence[Move]) -> Notice:
    """Return the notice of the touches of one interview that were missed."""
    first = moves[0]
    labels = [words.label_touch(m.touch.step, m.contact_name) for m in moves]
    lines = [
        words.translate(
            "- %(label)s: %(why)s. It was due %(moment)s.",
            label=label,
            why=explain(words, move.why),
            moment=words.format_moment(move.due),
        )
        for label, move in zip(labels, moves, strict=True)
    ]
    body = [
        words.translate("This was not sent, and will not be:"),
        *lines,
        words.translate("Nothing was sent in its place; the follow-up continues as planned."),
        words.translate("If it still matters, write to them yourself: followupd sees it and counts it."),
        _offer_again(words, first, is_alone=len(moves) == 1),
    ]
    title = (
        labels[0]
        if len(moves) == 1
        else words.translate_count("%(count)d step", "%(count)d steps", len(moves))
    )
    return Notice(
        f"missed/{first.touch}/{first.due:%Y%m%d}",
        words.translate("Not sent: %(what)s (%(interview)s)", what=title, interview=first.touch.interview),
        "\n".join(body),
        gist=explain(words, first.why) if len(moves) == 1 else ", ".join(labels),
    )


def _offer_again(words: Words, move: Move, *, is_alone: bool) -> str:
    """Return how a missed step is reopened. If several were missed, the reply must name one of them."""
    touch = move.touch
    command = f"followupd again {touch.interview} {touch.step} --contact {touch.contact}"
    if is_alone:
        return words.translate(
            "Or let it go out late: answer this mail with: again. Or type: %(command)s", command=command
        )
    return words.translate(
        "Or let one of them go out late: answer this mail with again, the step and the person, such as:"
        " again %(example)s. Or type: %(command)s",
        example=f"{touch.step} {move.contact_name}",
        command=command,
    )


def describe_refused_mail(words: Words, fact: Settled, name: str) -> Notice:
    """Return the notice about a mail that the server refused permanently."""
    label = words.label_touch(fact.touch.step, name, fact.touch.interview)
    advice = (
        words.translate(
            "Correct the address %(address)s in the interview's file, and the mail goes out again by itself.",
            address=fact.address,
        )
        if fact.address
        else words.translate("The server did not refuse it because of the address.")
    )
    body = words.translate("The mail server refused %(label)s: %(why)s.", label=label, why=fact.why)
    ending = words.translate("It was not delivered.")
    return Notice(
        f"refused/{fact.touch}/{fact.at:%Y%m%d%H%M}",
        words.translate("Refused: %(label)s", label=label),
        f"{body}\n{ending} {advice}",
        f"{ending} {advice}",
        advice,
    )


def ask_about_unknown(words: Words, fact: Uncertain) -> Notice:
    """Return the notice that asks about a mail for which it is not known whether it was accepted."""
    touch = fact.touch
    command = f"followupd resolve {touch.interview} {touch.step}"
    lines = [
        words.translate(
            "Nobody can say whether the server accepted %(label)s: %(why)s.",
            label=words.label_touch(touch.step, fact.name or fact.address),
            why=explain(words, fact.why),
        ),
        words.translate(
            "followupd looked for it and did not find it, which proves nothing."
            " It will not be sent again unless you say so."
        ),
        words.translate("If it arrived (ask, or look in Sent): %(command)s", command=f"{command} --sent"),
        words.translate("If you are sure that it did not: %(command)s", command=f"{command} --resend"),
    ]
    return Notice(
        f"unknown/{touch}/{fact.at:%Y%m%d%H%M%S}",  # a mail that is sent again by the user's command may be lost again
        words.translate(
            "Sent or not? %(label)s", label=words.label_touch(touch.step, fact.name, touch.interview)
        ),
        "\n".join(lines),
        words.translate("Only you can say: %(command)s", command="followupd resolve"),
        words.translate("%(one)s or %(other)s", one=f"{command} --sent", other="--resend"),
    )


def describe_dropped_touches(words: Words, interview: str, moves: Iterable[Move], when: str) -> Notice:
    """Return the notice about the touches that a close dropped.

    `when`: the time of the close; after an undo there may be another close.
    """
    lines = [
        words.translate(
            "- %(label)s, due %(day)s",
            label=words.label_touch(m.touch.step, m.contact_name),
            day=words.format_day(m.due.astimezone(words.zone).date()),
        )
        for m in moves
    ]
    heading = words.translate(
        "The follow-up for %(interview)s is closed. What will not go out:", interview=interview
    )
    subject = words.translate("Closed: %(interview)s", interview=interview)
    return Notice(f"closed/{interview}/{when}", subject, "\n".join([heading, *lines]))


def describe_trouble(words: Words, name: str, sentence: str, day: str) -> Notice:
    """Return the notice about something that keeps followupd from sending, once a day."""
    ending = words.translate("Nothing is sent while this is so. See: %(command)s", command="followupd status")
    return Notice(
        f"trouble/{name}/{day}",
        words.translate("followupd is silent: %(what)s", what=words.translate(_TROUBLES.get(name, name))),
        f"{sentence}\n\n{ending}",
        ending,
        sentence,
    )


def describe_login_trouble(words: Words, fault: str, now: datetime) -> Notice:
    """Return the notice that the account refuses followupd's login."""
    sentence = words.translate("Since %(moment)s: %(fault)s", moment=words.format_moment(now), fault=fault)
    return describe_trouble(words, "login", sentence, f"{now:%Y%m%d%H%M}")


def describe_unread_mailbox(words: Words, fault: str, since: datetime) -> Notice:
    """Return the notice that the mailbox could not be read for hours."""
    sentence = words.translate("Since %(moment)s: %(fault)s", moment=words.format_moment(since), fault=fault)
    return describe_trouble(words, "mailbox", sentence, f"{since:%Y%m%d%H%M}")


def describe_restore(
    words: Words, why: str, found_count: int, doubts: Iterable[Uncertain], when: str
) -> Notice:
    """Return the notice that an older store was restored: what was done, and what only the user can know."""
    questions = [
        f"- {words.label_touch(d.touch.step, d.name or d.address)}:"
        f"  followupd resolve {d.touch.interview} {d.touch.step} --contact {d.touch.contact} --sent | --resend"
        for d in doubts
    ]
    reason = explain(words, why)
    lines = [
        words.translate(
            "%(why)s. followupd does not know what happened since that copy was made.",
            why=f"{reason[:1].upper()}{reason[1:]}",
        ),
        words.translate(
            "Mails found in your mailbox and written down again: %(count)s. None of them is sent again.",
            count=found_count,
        ),
        words.translate(
            "Everything is paused."
            " What you paused, closed, skipped or noted since then is forgotten: say it again."
        ),
        "",
    ]
    if questions:
        question = words.translate(
            "These may have gone out meanwhile, and no copy of them was found. Did they?"
        )
        lines += [question, *questions]
    lines += [words.translate("When all is as it should be: %(command)s", command="followupd resume --all")]
    return Notice(
        f"restored/{when}",
        words.translate("The database was restored: everything is paused"),
        "\n".join(lines),
        gist="followupd resume --all",
    )


def describe_hold(words: Words, move: Move, why: str, day: str) -> Notice:
    """Return the notice about a touch that is due, but cannot be written or sent."""
    label = words.label_touch(move.touch.step, move.contact_name, move.touch.interview)
    reason = explain(words, why)
    sentence = words.translate("%(label)s is due and cannot go out: %(why)s", label=label, why=reason)
    ending = words.translate(
        "It is tried again until %(moment)s; after that it will not be sent, and you are told.",
        moment=words.format_moment(move.latest),
    )
    return Notice(
        f"held/{move.touch}/{day}",
        words.translate("Held: %(label)s", label=label),
        f"{sentence}\n\n{ending}",
        words.translate("It is due and cannot go out; the mail to you says why."),
        reason,
    )


def describe_push_fault(words: Words, why: str, day: str) -> Notice:
    """Return the notice, sent by mail, that pushes do not arrive."""
    ending = words.translate(
        "Everything else goes on; what was to be pushed is in your mailbox."
        " To store a new address: %(command)s",
        command="followupd login --push",
    )
    return Notice(
        f"unpushed/{day}", words.translate("Pushes do not get through"), f"{explain(words, why)}.\n{ending}"
    )
