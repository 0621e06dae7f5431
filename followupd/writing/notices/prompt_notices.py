"""The notices about calls to make and letters to post. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from followupd.writing.language.reasons import explain
from followupd.writing.notices.notices import Notice

if TYPE_CHECKING:
    from followupd.journal.facts import Touch
    from followupd.writing.language.words import Words


def repeat_call_sheet(words: Words, touch_id: str, subject: str, body: str, number: int) -> Notice:
    """Return the notice that repeats a call sheet."""
    title = words.translate("Once more: %(subject)s", subject=subject)
    return Notice(f"again/{touch_id}/{number}", title, body, _summarize_sheet(words, body))


def describe_sheet(words: Words, subject: str, body: str) -> Notice:
    """Return the notice for the push beside a call sheet or letter."""
    return Notice(f"sheet/{subject}", subject, body, _summarize_sheet(words, body))


def _summarize_sheet(words: Words, body: str) -> str:
    """Return number and hours, from below the heading of a call sheet; of a letter, what to do."""
    parts = [part for part in body.split("\n\n") if part.strip()]
    heading = words.translate("Number") + " "
    return next((part for part in parts if part.startswith(heading)), parts[0] if parts else "")


def describe_missed_call(words: Words, touch: Touch, name: str, number: int) -> Notice:
    """Return the notice about a call that was not made in time.

    `number`: how many times the candidate has reported on it.
    """
    sentence = words.translate(
        "You have not said how the call to %(name)s went, and it is now too late to call."
        " The follow-up continues as planned.",
        name=name,
    )
    command = words.translate(
        "If you did call: %(command)s",
        command=f"followupd done {touch.interview} {touch.step} --outcome voicemail|spoke|no-answer",
    )
    return Notice(
        _name_round("not-called", touch, number),
        words.translate(
            "Not made: the call to %(name)s (%(interview)s)", name=name, interview=touch.interview
        ),
        f"{sentence}\n{command}",
        words.translate("It is too late to call; the follow-up continues as planned."),
        command,
    )


def _name_round(kind: str, touch: Touch, number: int) -> str:
    """Return the key of a notice that is sent again each time that the candidate put the step off."""
    return f"{kind}/{touch}/{number}" if number else f"{kind}/{touch}"


def ask_about_letter(words: Words, touch: Touch, name: str, number: int) -> Notice:
    """Return the notice that asks whether a letter was posted.

    `number`: how many times the candidate has reported on it, since the question is asked again after a snooze.
    """
    lines = [
        words.translate("The letter to %(name)s should be in the post by now. Was it posted?", name=name),
        words.translate(
            "Answer this mail with one word: posted. Or at a terminal: %(command)s",
            command=f"followupd done {touch.interview} {touch.step} --outcome posted",
        ),
    ]
    return Notice(
        _name_round("not-posted", touch, number),
        words.translate(
            "Posted? The letter to %(name)s (%(interview)s)", name=name, interview=touch.interview
        ),
        "\n".join(lines),
        words.translate("Answer the mail with one word: posted"),
    )


def describe_failed_print(words: Words, touch: Touch, name: str, why: str) -> Notice:
    """Return the notice about a letter that could not be printed."""
    lines = [
        words.translate(
            "The letter to %(name)s (%(interview)s) went to your print command, and that failed: %(why)s.",
            name=name,
            interview=touch.interview,
            why=explain(words, why),
        ),
        words.translate(
            "It is not printed again by itself."
            " Its PDF is attached to the mail about it: print that one, if none came out."
        ),
    ]
    subject = words.translate(
        "Not printed: the letter to %(name)s (%(interview)s)", name=name, interview=touch.interview
    )
    return Notice(f"unprinted/{touch}", subject, "\n".join(lines), explain(words, why))
