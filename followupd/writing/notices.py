"""What the candidate is told, in words: one notice for each thing that happened. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from followupd.journal.facts import Settled, Touch, Uncertain
    from followupd.planning.planner import Move


@dataclass(frozen=True, slots=True)
class Notice:
    """One thing to tell: `key` makes sure that it is told once."""

    key: str
    subject: str
    body: str
    short: str = ""  # what a push says beside the subject; without it, nothing is pushed
    gist: str = ""  # what a digest says beside the subject
    in_reply_to: str = ""  # the candidate's mail that it answers

    @property
    def line(self) -> str:
        """The line of a digest."""
        return f"{self.subject}. {self.gist}" if self.gist else self.subject


def harmless_line(text: str, limit: int = 160) -> str:
    """Return a stranger's words as one harmless line: no control characters, no encoded words, not too long."""
    line = " ".join("".join(c if c.isprintable() else " " for c in text).replace("=?", "= ?").split())
    return line if len(line) <= limit else line[: limit - 1] + "…"


def describe_missed_touches(moves: Sequence[Move]) -> Notice:
    """Tell of touches of one interview whose moments have passed, all in one notice."""
    first = moves[0]
    labels = [f"{m.touch.step} to {m.contact_name}" for m in moves]
    lines = [
        f"- {label}: {m.why}. It was due {m.due:%-d %B %Y, %H:%M} UTC."
        for label, m in zip(labels, moves, strict=True)
    ]
    body = (
        "\n".join(["This was not sent, and will not be:", *lines])
        + "\nNothing was sent in its place; the rest of the follow-up plan goes on.\n"
        "If it still matters, write to them yourself: followupd sees it and counts it."
    )
    title = labels[0] if len(moves) == 1 else f"{len(moves)} steps"
    return Notice(
        f"missed/{first.touch}/{first.due:%Y%m%d}",
        f"Not sent: {title} ({first.touch.interview})",
        body,
        gist=first.why if len(moves) == 1 else ", ".join(labels),
    )


def describe_refused_mail(fact: Settled, name: str) -> Notice:
    """Tell of a mail that the server refused for good."""
    label = f"{fact.touch.step} to {name} ({fact.touch.interview})"
    advice = f"Check the address {fact.address}." if fact.address else "The address is not what it refused."
    body = f"The mail server refused {label}: {fact.why}.\nIt was not delivered. {advice}"
    return Notice(
        f"refused/{fact.touch}/{fact.at:%Y%m%d%H%M}",
        f"Refused: {label}",
        body,
        f"It was not delivered. {advice}",
        advice,
    )


def ask_about_unknown(fact: Uncertain) -> Notice:
    """Ask about a mail of which nobody can say whether it was accepted."""
    touch = fact.touch
    body = (
        f"Nobody can say whether {touch.step} to {fact.name or fact.address} was accepted: {fact.why}.\n"
        "It was looked for and not found, which proves nothing. It will not be sent again unless you say so.\n"
        "If it arrived (ask, or look in Sent):  "
        f"followupd resolve {touch.interview} {touch.step} --sent\n"
        f"If you are sure that it did not:      followupd resolve {touch.interview} {touch.step} --resend"
    )
    return Notice(
        f"unknown/{touch}/{fact.at:%Y%m%d%H%M%S}",  # sent again by the user's word, it may be lost again
        f"Sent or not? {touch.step} to {fact.name} ({touch.interview})",
        body,
        "Only you can say: followupd resolve",
        f"followupd resolve {touch.interview} {touch.step} --sent or --resend",
    )


def describe_dropped_touches(interview: str, moves: Iterable[Move]) -> Notice:
    """Tell what a close took along."""
    lines = [f"- {m.touch.step} to {m.contact_name}, due {m.due:%-d %B %Y}" for m in moves]
    body = "\n".join([f"The follow-up for {interview} is closed. What will not go out:", *lines])
    return Notice(f"closed/{interview}", f"Closed: {interview}", body)


def describe_trouble(name: str, sentence: str, day: str) -> Notice:
    """Tell of something that keeps followupd silent: once a day."""
    body = f"{sentence}\n\nNothing is sent while this is so. followupd status says how it stands."
    return Notice(
        f"trouble/{name}/{day}",
        f"followupd is silent: {name}",
        body,
        "Nothing is sent while this is so: followupd status",
        sentence,
    )


def describe_restore(why: str, found_count: int, doubts: Iterable[Uncertain], when: str) -> Notice:
    """Tell that the store is not the one that was left, what became of that, and ask what nobody can know."""
    questions = [
        f"- {d.touch.step} to {d.name or d.address}:"
        f"  followupd resolve {d.touch.interview} {d.touch.step} --contact {d.touch.contact} --sent, or --resend"
        for d in doubts
    ]
    lines = [
        f"{why[:1].upper()}{why[1:]}. What happened since that copy was made, it does not know.",
        f"Mails found in your mailbox and written down again: {found_count}. None of them goes out once more.",
        "Everything is paused. What you paused, closed, skipped or noted since then is forgotten: say it again.",
        "",
        *(
            ["These may have gone out meanwhile, and no copy of them was found. Did they?", *questions]
            if questions
            else []
        ),
        "When all is as it should be:  followupd resume --all",
    ]
    return Notice(
        f"restored/{when}",
        "The store was restored: everything is paused",
        "\n".join(lines),
        gist="followupd resume --all",
    )


def describe_hold(move: Move, why: str, day: str) -> Notice:
    """Tell of a touch that is due and cannot be written or handed over."""
    label = f"{move.touch.step} to {move.contact_name} ({move.touch.interview})"
    body = (
        f"{label} is due and cannot go out: {why}\n\nIt is tried again until {move.latest:%-d %B %Y, %H:%M} UTC;"
        " after that it is missed, and you are told."
    )
    return Notice(
        f"held/{move.touch}/{day}",
        f"Held: {label}",
        body,
        "It is due and cannot go out; the mail to you says why.",
        why,
    )


def ask_for_approval(move: Move, subject: str, body: str, digest: str, faults: str = "") -> Notice:
    """Show a note that goes out only with the candidate's approval; `faults`: what the lint holds against it."""
    label = f"{move.touch.step} to {move.contact_name} ({move.touch.interview})"
    command = f"{move.touch.interview} {move.touch.step}"
    quoted_text = "\n".join(
        f"    {line}".rstrip() for line in (f"Subject: {subject}", "", *body.rstrip().splitlines())
    )
    check = f"The check holds these words: {faults}. Answer with a corrected text.\n\n" if faults else ""
    force = " --force" if faults else ""
    message = (
        f"This goes to {move.contact_name} <{move.address}> only if you approve it, and only in these words:\n\n{quoted_text}\n\n{check}"
        "Answer this mail:\n"
        "  yes   it is sent\n"
        "  no    it is left out\n"
        "  or your own text, from the greeting to your name: it is shown to you once more before it is sent\n\n"
        "Or at a terminal:\n"
        f"To send it:       followupd approve {command} --contact {move.touch.contact}{force} --seen {digest}\n"
        f"To leave it out:  followupd skip {command} --contact {move.touch.contact}\n"
        f"Without a word from you it is not sent; after {move.latest:%-d %B %Y, %H:%M} UTC it is too late."
    )
    return Notice(
        f"approve/{move.touch}/{digest}",
        f"Your approval? {label}",
        message,
        "It goes out only with your word; the mail to you has its text.",
    )


def repeat_call_sheet(touch_id: str, subject: str, body: str, number: int) -> Notice:
    """The call sheet once more."""
    return Notice(f"again/{touch_id}/{number}", f"Once more: {subject}", body, _summarize_sheet(body))


def describe_sheet(subject: str, body: str) -> Notice:
    """The short of a call sheet or letter, for the push beside it."""
    return Notice(f"sheet/{subject}", subject, body, _summarize_sheet(body))


def _summarize_sheet(body: str) -> str:
    """Return number and hours, as they stand below the heading of a call sheet; of a letter, what to do."""
    parts = [part for part in body.split("\n\n") if part.strip()]
    return next((part for part in parts if part.startswith("Number ")), parts[0] if parts else "")


def describe_push_fault(why: str, day: str) -> Notice:
    """Tell that pushes do not get through: by mail, which does."""
    body = f"{why}.\nEverything else goes on; what was to be pushed lies in your mailbox. followupd login --push stores an address anew."
    return Notice(f"unpushed/{day}", "Pushes do not get through", body)


def describe_missed_call(touch: Touch, name: str) -> Notice:
    """Tell of a call that was not made in time."""
    body = (
        f"Nobody told followupd what came of the call to {name}, and its time is over. The cadence goes on.\n"
        f"If you did call:  followupd done {touch.interview} {touch.step} --outcome voicemail|spoke|no-answer"
    )
    return Notice(
        f"not-called/{touch}",
        f"Not made: the call to {name} ({touch.interview})",
        body,
        "Its time is over; the cadence goes on.",
        f"If you did call: followupd done {touch.interview} {touch.step} --outcome voicemail|spoke|no-answer",
    )


def ask_about_letter(touch: Touch, name: str) -> Notice:
    """Ask whether a letter was posted."""
    body = (
        f"The letter to {name} should be in the post by now. Was it posted?\n"
        f"Answer this mail with one word, posted, or say  followupd done {touch.interview} {touch.step} --outcome posted"
    )
    return Notice(
        f"not-posted/{touch}",
        f"Posted? The letter to {name} ({touch.interview})",
        body,
        "Answer the mail with one word: posted",
    )
