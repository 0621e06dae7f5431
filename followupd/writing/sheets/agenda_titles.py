"""The titles of entries in the candidate's calendar, in their language. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from followupd.writing.language.words import Words


def title_call(words: Words, name: str, company: str) -> str:
    """Return the title of a call to make."""
    return words.translate("Call %(name)s (%(company)s)", name=name, company=company)


def title_letter(words: Words, name: str, company: str) -> str:
    """Return the title of a letter to post."""
    return words.translate("Post the letter to %(name)s (%(company)s)", name=name, company=company)


def title_mail(words: Words, step: str, name: str, company: str) -> str:
    """Return the title of a mail that followupd sends."""
    label = words.name_step(step)
    return words.translate(
        "followupd writes to %(name)s (%(company)s): %(step)s", name=name, company=company, step=label
    )


def title_hold(words: Words, step: str, name: str, company: str) -> str:
    """Return the title of a step that is held."""
    return words.translate("Held: %(label)s", label=words.label_touch(step, name, company))


def title_promise(words: Words, company: str) -> str:
    """Return the title of the day by which the company wants to decide."""
    return words.translate("%(company)s said that they decide by today", company=company)


def advise_report(words: Words) -> str:
    """Return a note on how to report a call or a letter."""
    return words.translate(
        "Tell followupd what came of it: answer its mail, or run `%(command)s`.", command="followupd done"
    )
