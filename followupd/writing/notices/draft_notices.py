"""The notices of drafts in the candidate's Drafts folder. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from followupd.writing.language.reasons import explain
from followupd.writing.notices.notices import Notice, harmless_line

if TYPE_CHECKING:
    from followupd.journal.facts import Touch
    from followupd.writing.language.words import Words

MAX_REASON = 300  # characters


def describe_deleted_draft(words: Words, touch: Touch, name: str, version: int) -> Notice:
    """Return the notice that a touch is skipped because its draft was deleted."""
    gist = words.translate("You deleted its draft.")
    lines = [
        words.translate(
            "You deleted the draft of this mail, so it is skipped. The rest of the follow-up goes on."
        ),
        words.translate(
            "To take that back, answer this mail: undo. At a terminal: %(command)s",
            command=f"followupd undo {touch.interview}",
        ),
    ]
    subject = words.translate("Skipped: %(label)s", label=_label(words, touch, name))
    return Notice(f"draft-deleted/{touch}/{version}", subject, "\n".join(lines), gist=gist)


def describe_left_draft(words: Words, touch: Touch, name: str, version: int, *, is_sent: bool) -> Notice:
    """Return the notice that a changed draft stays in the folder, since followupd removes only what it wrote."""
    gone = words.translate("Its mail has left, in your words. Do not send the draft as well.")
    fate = gone if is_sent else words.translate("Its mail does not leave.")
    lines = [
        words.translate("The draft of this mail still lies in your Drafts folder."),
        fate,
        words.translate(
            "You changed it, so followupd does not remove it. Delete it, or keep it: nothing is sent from it any more."
        ),
    ]
    subject = words.translate("A draft is left over: %(label)s", label=_label(words, touch, name))
    return Notice(f"draft-left/{touch}/{version}/{is_sent}", subject, "\n".join(lines), gist=fate)


def ask_about_draft(words: Words, touch: Touch, name: str, why: str, mark: str) -> Notice:
    """Return the notice that asks about a draft that cannot be sent as it is."""
    reason = explain(words, harmless_line(why, MAX_REASON))
    lines = [
        words.translate("The draft of this mail is held: %(why)s.", why=reason),
        words.translate(
            "Change it in your Drafts folder, and it goes out at its time. Delete it, and it is skipped."
        ),
        words.translate("Or send it yourself from your mail program: then it counts as sent."),
    ]
    subject = words.translate("Held: the draft of %(label)s", label=_label(words, touch, name))
    return Notice(f"draft-doubt/{touch}/{mark}", subject, "\n".join(lines), short=reason, gist=reason)


def describe_refused_drafts(words: Words, why: str, day: str) -> Notice:
    """Return the notice that mails wait for an approval because no draft can be written."""
    reason = explain(words, harmless_line(why, MAX_REASON))
    lines = [
        words.translate("No draft can be written to your mailbox: %(why)s.", why=reason),
        words.translate(
            "So each mail waits for your approval in place of lying in your Drafts folder. You get it by mail; answer: yes."
        ),
    ]
    subject = words.translate("No drafts: mails wait for your approval")
    return Notice(f"drafts-refused/{day}", subject, "\n".join(lines), gist=reason)


def _label(words: Words, touch: Touch, name: str) -> str:
    return words.label_touch(touch.step, name, touch.interview)
