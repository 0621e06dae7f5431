"""The mails that answer the candidate's own: what was understood and done, or what may be said instead. Pure.

Every text that the candidate reads in such an answer stands here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from followupd.writing.notices import Notice, harmless_line

MAX_SUBJECT = 120
_REPLY_PREFIX = re.compile(r"^(?:\s*(?:re|aw|antw|sv|rv|r|tr|wg|fwd?)\s*:)+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class ReplyThread:
    """The candidate's mail that is answered."""

    key: str  # of the answering notice
    message_id: str
    subject: str


_CHOICES = {
    "call": (
        "spoke, they decide on 4 December",
        "left a voicemail",
        "nobody picked up",
        "wrong number",
        "snooze 3 days",
        "skip",
    ),
    "letter": ("posted", "posted on Monday", "skip"),
    "approval": ("yes", "no", "your own text, from the greeting to your name"),
    "doubt": ("yes, it is their answer", "no, it is not"),
    "unknown": ("yes, it arrived", "send it again"),
    "news": ("they decide on 4 December",),
}
_ALWAYS = ("hold until 4 December", "resume", "stop", "close rejected", "undo")
_UNDO = "To take it back, answer: undo"
_ABOUT = {
    "call": "the call to {name}",
    "letter": "the letter to {name}",
    "approval": "the mail to {name}",
    "unknown": "the mail to {name}",
}


def name_subject(topic: str, name: str, company: str) -> str:
    """Return what an answer is about, as the candidate calls it."""
    label = _ABOUT.get(topic, "").format(name=name) if name else ""
    return f"{label} ({company})" if label and company else label or company or "followupd"


def confirm_command(thread: ReplyThread, sentence: str, *, can_undo: bool = True) -> Notice:
    """Tell what was understood and done."""
    body = f"Understood: {sentence}." + (f"\n\n{_UNDO}." if can_undo else "")
    return _reply(thread, body)


def refuse_command(thread: ReplyThread, topic: str, why: str) -> Notice:
    """Tell that something was understood, and could not be done."""
    body = f"That was not done: {_end(why)}\nNothing was changed.\n\n{_list_choices(topic)}"
    return _reply(thread, body)


def ask_again(thread: ReplyThread, topic: str, about: str, doubt: str) -> Notice:
    """Tell that an answer was not understood, and what may be written instead."""
    why = f": {doubt}" if doubt else ""
    body = f"I did not understand your answer about {harmless_line(about, 120)}{why}.\nNothing was changed.\n\n{_list_choices(topic)}"
    return _reply(thread, body)


def explain_late_draft(thread: ReplyThread) -> Notice:
    """Tell that a text of the candidate's own cannot be sent now."""
    body = (
        "Your text is kept, but the mail that it is for does not wait for you at this moment: something else holds it,"
        " or it is over. followupd status says how it stands. If it waits again, your text is shown first."
    )
    return _reply(thread, body)


def _list_choices(topic: str) -> str:
    lines = [f"  {choice}" for choice in (*_CHOICES.get(topic, ()), *_ALWAYS)]
    return "\n".join(["Answer this mail and write one of:", *lines])


def _end(sentence: str) -> str:
    return sentence if sentence.endswith((".", "!", "?")) else f"{sentence}."


def _reply(thread: ReplyThread, body: str) -> Notice:
    subject = harmless_line(_REPLY_PREFIX.sub("", thread.subject).strip() or "followupd", MAX_SUBJECT)
    return Notice(thread.key, f"Re: {subject}", body, in_reply_to=thread.message_id)


# --- what was done, in words


def tell_pause(company: str, until: str) -> str:
    """Say that an interview is paused."""
    return f"the follow-up for {company} is paused " + (
        f"until {until}" if until else "until you answer resume"
    )


def tell_resume(company: str, promise: str) -> str:
    """Say that an interview goes on."""
    return f"the follow-up for {company} goes on" + (
        f"; nothing reminds them before {promise}" if promise else ""
    )


def tell_close(company: str, outcome: str) -> str:
    """Say that an interview is closed."""
    return f"the follow-up for {company} is closed{f' ({outcome})' if outcome else ''}; nothing more goes out"


def tell_skip(step: str, name: str, company: str) -> str:
    """Say that a step is left out."""
    return f"{step} to {name} ({company}) is left out"


def tell_approval(step: str, name: str, company: str) -> str:
    """Say that a text goes out."""
    return f"{step} to {name} ({company}) goes out in these words, if nothing else holds it"


_OUTCOMES = {
    "spoke": "you spoke with {name}",
    "voicemail": "you left {name} a message",
    "no-answer": "{name} did not pick up; the sheet comes again on the next working day",
    "wrong-number": "the number of {name} is wrong; correct it in the interview's file",
    "posted": "the letter to {name} is in the post",
    "done": "it is done ({name})",
    "skipped": "nothing more is asked about this step ({name})",
}


def tell_outcome(outcome: str, name: str, company: str, promise: str) -> str:
    """Say what came of a call or a letter."""
    sentence = f"{_OUTCOMES[outcome].format(name=name)}, {company}"
    if outcome != "spoke":
        return sentence
    if promise:
        return f"{sentence}; they decide by {promise}, and nothing reminds them before"
    return f"{sentence}. When do they decide? Answer with the day, or resume, or close. Until then nothing goes out"


def tell_snooze(name: str, days: int) -> str:
    """Say when a sheet comes again."""
    return f"you are asked about {name} again in {days} day{'s' if days != 1 else ''}"


def tell_doubt(company: str, why_held: str, *, is_answer: bool) -> str:
    """Say what became of a mail in doubt."""
    if is_answer:
        return f"it is an answer of {company}; nothing goes out until you resume"
    if why_held:
        return f"that mail does not hold {company} any more; something else does: {why_held}"
    return f"it is no answer of {company}; the follow-up goes on"


def tell_resolved(name: str, *, resend: bool) -> str:
    """Say what became of a mail of unknown fate."""
    return (
        f"the mail to {name} is sent again when its window opens"
        if resend
        else f"the mail to {name} counts as sent"
    )


_COMMANDS = {
    "done": "what you reported", "skip": "the skip", "close": "the close", "pause": "the pause", "resume": "the resume",
    "approve": "the approval", "answer": "your word about that mail",
}  # fmt: skip


def tell_undo(what: str, company: str) -> str:
    """Say what was taken back."""
    return f"{_COMMANDS.get(what, what)} for {company} is taken back"
