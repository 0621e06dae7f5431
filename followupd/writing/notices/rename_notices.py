"""The notices about an interview that may be another one under a new name or date. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from followupd.writing.language.reasons import explain
from followupd.writing.notices.notices import Notice

if TYPE_CHECKING:
    from datetime import datetime

    from followupd.journal.interview_links import LinkReason
    from followupd.writing.language.words import Words


def describe_new_date(words: Words, interview: str, start: datetime) -> Notice:
    """Return the notice that an interview whose steps were taken now has another date; `start`: in its own zone."""
    lines = [
        words.translate(
            "%(interview)s.yaml names %(day)s now, and steps of it were taken before. It counts as the same"
            " interview, so they are not taken again: who was thanked gets no thanks for the new date.",
            interview=interview,
            day=words.format_weekday(start.date()),
        ),
        words.translate("If only the date is another, all is well."),
        words.translate(
            "If it is another round, put the former date and people back, and write the new one into a file"
            " whose name was never used."
        ),
    ]
    return Notice(
        f"put-off/{interview}/{start:%Y%m%d%H%M}",
        words.translate("Is %(interview)s put off, or another round?", interview=interview),
        "\n".join(lines),
        words.translate("Steps that were taken are not taken again."),
    )


def describe_same_name(words: Words, interview: str, name: str, reason: LinkReason) -> Notice:
    """Return the notice that two interviews had the same name."""
    lines = [
        words.translate(
            "%(interview)s was called %(name)s before: %(why)s. %(name)s.yaml is another interview now.",
            interview=interview,
            name=name,
            why=explain(words, reason),
        ),
        words.translate(
            "What was sent, skipped or closed as %(name)s counts for both, so that nobody gets a mail twice:"
            " steps that %(interview)s took are not taken again for %(name)s.",
            interview=interview,
            name=name,
        ),
        words.translate(
            "If the new one shall have thank-yous and reminders of its own, give its file a name that was never used."
        ),
    ]
    subject = words.translate("Two interviews are called %(name)s", name=name)
    return Notice(f"taken-over/{interview}/{name}", subject, "\n".join(lines))


def describe_takeover(words: Words, interview: str, name: str, reason: LinkReason) -> Notice:
    """Return the notice that an interview counts as one that is gone."""
    lines = [
        words.translate(
            "%(name)s.yaml is gone or cannot be read. %(interview)s counts as %(name)s under another name and"
            " date: %(why)s.",
            interview=interview,
            name=name,
            why=explain(words, reason),
        ),
        words.translate(
            "What was sent, skipped, paused or closed as %(name)s counts for %(interview)s too;"
            " a `resume` does not.",
            interview=interview,
            name=name,
        ),
        words.translate(
            "If it is another round, put %(name)s.yaml back as it was; `followupd close %(name)s` keeps that one"
            " silent.",
            name=name,
        ),
    ]
    subject = words.translate("%(interview)s counts as %(name)s", interview=interview, name=name)
    return Notice(f"taken-over/{interview}/{name}", subject, "\n".join(lines))


def ask_about_likeness(words: Words, interview: str, former_id: str) -> Notice:
    """Return the notice that asks whether an interview is another round, or one that is gone."""
    silence = words.translate("Nothing goes out for it until you say which it is.")
    lines = [
        words.translate(
            "The file of %(former)s is gone, and %(interview)s has come: with the same people, at another date.",
            former=former_id,
            interview=interview,
        ),
        silence,
        words.translate("Another round of interviews: %(command)s", command=f"followupd resume {interview}"),
        words.translate(
            "The same interview: call its file %(former)s.yaml again, wait for a minute, and then change one"
            " thing at a time.",
            former=former_id,
        ),
    ]
    subject = words.translate(
        "Is %(interview)s another round, or %(former)s?", interview=interview, former=former_id
    )
    return Notice(f"likeness/{interview}", subject, "\n".join(lines), silence)
