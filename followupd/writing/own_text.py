"""The candidate's own text for a mail: from a text file beside the interview's, or from `note:` of a person. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from followupd.config.cadence import FAREWELL_STEP, Channel
from followupd.config.name_keys import make_slug
from followupd.writing.draft import OwnSource, OwnText

if TYPE_CHECKING:
    from collections.abc import Iterator

    from followupd.config.cadence import Step
    from followupd.config.interview import Contact, Interview
    from followupd.writing.draft import TemplateSource

_SUBJECTS = ("subject:", "betreff:", "objet:", "asunto:")


def choose_own_text(
    templates: TemplateSource, interview: Interview, step: Step, contact: Contact
) -> OwnText | None:
    """Return the candidate's own text for a mail, from a file or else from a note; None: the template is used.

    Raises FollowupdError if a file cannot be read.
    """
    if step.channel is not Channel.EMAIL:
        return None
    for name in list_text_names(interview, step, contact):
        if text := templates.find_own_text(interview.id, name):
            subject, body = split_subject(text)
            return OwnText(OwnSource.FILE, body, subject)
    if contact.note is None or step.is_reminder or step == FAREWELL_STEP:
        return None
    subject, body = split_subject(contact.note)
    return OwnText(OwnSource.NOTE, body, subject)


def list_text_names(interview: Interview, step: Step, contact: Contact) -> Iterator[str]:
    """Yield the names that a file with the text for a person may have.

    One has the person's key; the other has their first name, if that is unambiguous.
    """
    yield f"{step.id}.{contact.key}.txt"
    first_name = make_slug(contact.given_name)
    others = [c for c in interview.contacts if c is not contact and c.key != contact.key]
    if first_name not in {contact.key, *(c.key for c in others), *(make_slug(c.given_name) for c in others)}:
        yield f"{step.id}.{first_name}.txt"


def split_subject(text: str) -> tuple[str, str]:
    """Return the subject, if the first line names one, and the text."""
    lines = text.strip().splitlines()
    if lines and lines[0].strip().lower().startswith(_SUBJECTS):
        return lines[0].partition(":")[2].strip(), "\n".join(lines[1:]).strip() + "\n"
    return "", text.strip() + "\n"
