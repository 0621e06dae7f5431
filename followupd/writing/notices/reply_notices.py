"""The mails that answer the candidate's own: what was understood and done, or what a reply may contain instead. Pure.

The words for what was done come from reply_deeds.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from followupd.writing.language.reasons import explain
from followupd.writing.language.words import mark_message
from followupd.writing.notices.notices import Notice, harmless_line

if TYPE_CHECKING:
    from collections.abc import Sequence

    from followupd.writing.language.words import Words

MAX_SUBJECT = 120
_REPLY_PREFIX = re.compile(r"^(?:\s*(?:re|aw|antw|sv|rv|r|tr|wg|fwd?)\s*:)+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class ReplyThread:
    """The candidate's mail that is answered."""

    key: str  # of the answering notice
    message_id: str
    subject: str


CHOICES = {
    "call": (
        mark_message("spoke, they decide on 4 December"),
        mark_message("left a voicemail"),
        mark_message("nobody picked up"),
        mark_message("wrong number"),
        mark_message("they did not call me"),
        mark_message("snooze 3 days"),
        mark_message("skip"),
    ),
    "letter": (mark_message("posted"), mark_message("posted on Monday"), mark_message("skip")),
    "approval": (
        mark_message("yes"),
        mark_message("no"),
        mark_message("your own text, from the greeting to your name"),
    ),
    "doubt": (mark_message("yes"), mark_message("no")),
    "begun": (mark_message("yes"), mark_message("no")),
    "unknown": (mark_message("yes"), mark_message("send it again")),
    "news": (mark_message("they decide on 4 December"), mark_message("they did not call me")),
}
ALWAYS = (
    mark_message("hold until 4 December"),
    mark_message("resume"),
    mark_message("stop"),
    mark_message("close rejected"),
    mark_message("undo"),
)
_ABOUT = {
    "call": mark_message("the call to %(name)s"),
    "letter": mark_message("the letter to %(name)s"),
    "approval": mark_message("the mail to %(name)s"),
    "unknown": mark_message("the mail to %(name)s"),
}


def name_subject(words: Words, topic: str, name: str, company: str) -> str:
    """Return the subject of a reply, in the candidate's words."""
    label = words.translate(_ABOUT[topic], name=name) if name and topic in _ABOUT else ""
    return f"{label} ({company})" if label and company else label or company or "followupd"


def confirm_command(words: Words, thread: ReplyThread, sentence: str, *, can_undo: bool = True) -> Notice:
    """Return the notice on what was understood and done."""
    body = words.translate("Understood: %(sentence)s.", sentence=sentence)
    undo = words.translate("To take it back, answer: undo.")
    return _reply(thread, f"{body}\n\n{undo}" if can_undo else body)


def confirm_both(words: Words, thread: ReplyThread, sentences: Sequence[str], whys: Sequence[str]) -> Notice:
    """Return the notice about two commands in one mail: what was done, and what could not be done."""
    lines = [words.translate("Understood: %(sentence)s.", sentence=sentence) for sentence in sentences]
    lines += [words.translate("That was not done: %(why)s", why=_end(explain(words, why))) for why in whys]
    undo = words.translate("To take back the last of it, answer: undo. Answer it once more for the other.")
    return _reply(thread, "\n".join([*lines, "", undo]))


def refuse_command(words: Words, thread: ReplyThread, topic: str, why: str) -> Notice:
    """Return the notice on what was understood but could not be done."""
    body = words.translate("That was not done: %(why)s", why=_end(explain(words, why)))
    return _reply(thread, f"{body}\n{_list_choices(words, topic)}")


def ask_again(words: Words, thread: ReplyThread, topic: str, about: str, doubt: str) -> Notice:
    """Return the notice that nothing was understood, with what may be written instead."""
    sentence = words.translate(
        "I did not understand your answer about %(about)s", about=harmless_line(about, 120)
    )
    why = f": {explain(words, doubt)}" if doubt else ""
    return _reply(thread, f"{sentence}{why}.\n{_list_choices(words, topic)}")


def explain_late_draft(words: Words, thread: ReplyThread) -> Notice:
    """Return the notice that an own text of the candidate cannot be sent now."""
    body = words.translate(
        "Your text is kept, but the mail that it is for does not wait for you at this moment: something else"
        " holds it, or it is over. followupd status says how it stands. If it waits again, your text is shown first."
    )
    return _reply(thread, body)


def _list_choices(words: Words, topic: str) -> str:
    unchanged = words.translate("Nothing was changed.")
    choices = [words.translate(choice) for choice in (*CHOICES.get(topic, ()), *ALWAYS)]
    lines = [unchanged, "", words.translate("Answer this mail and write one of:")]
    return "\n".join([*lines, *(f"  {choice}" for choice in choices)])


def _end(sentence: str) -> str:
    return sentence if sentence.endswith((".", "!", "?")) else f"{sentence}."


def _reply(thread: ReplyThread, body: str) -> Notice:
    subject = harmless_line(_REPLY_PREFIX.sub("", thread.subject).strip() or "followupd", MAX_SUBJECT)
    return Notice(thread.key, f"Re: {subject}", body, in_reply_to=thread.message_id)
