"""Reads the files that a mail has as attachments: when its text is written, and again when its bytes are.

An approval covers the text and the files as they were shown. So a file that has changed since then stops the mail.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from email import message_from_bytes
from email.policy import default
from typing import TYPE_CHECKING

from followupd.config.cadence import FAREWELL_STEP, Audience, Channel
from followupd.writing.mail.attached_files import AttachmentFault, check_together, describe_file
from followupd.writing.mail.mail_check import list_attached_files
from followupd.writing.mail.mime import Attachment

if TYPE_CHECKING:
    from followupd.config.cadence import Step
    from followupd.config.interview import Contact
    from followupd.writing.draft import Draft
    from followupd.writing.mail.attached_files import AttachedFile

# Returns the bytes of a file beside the configuration; raises AttachmentFault.
FileReader = Callable[[str], bytes]


def refuse_files(path: str) -> bytes:
    """Raise AttachmentFault for every file. For a ledger without a folder of files."""
    raise AttachmentFault(f"{path} is not there")


def list_attachments(step: Step, contact: Contact) -> list[str]:
    """Return the paths of the files for a step's mail to a person; a mail of thanks also has the person's own files."""
    if step.channel is not Channel.EMAIL:
        return []
    is_thanks = step.to is Audience.EVERYONE and step != FAREWELL_STEP
    own_paths = contact.attachments if is_thanks else []
    return list(dict.fromkeys([*step.attachments, *own_paths]))


def read_attachments(read_file: FileReader, step: Step, contact: Contact) -> tuple[AttachedFile, ...]:
    """Return the attached files for a mail, each with its description. Raises AttachmentFault."""
    files = tuple(describe_file(path, read_file(path)) for path in list_attachments(step, contact))
    check_together(files)
    return files


def attach_files(read_file: FileReader, draft: Draft) -> Draft:
    """Return a draft with the bytes of its files. Raises AttachmentFault if a file has changed since the draft."""
    if not draft.files:
        return draft
    attachments = []
    for file in draft.files:
        data = read_file(file.path)
        if describe_file(file.path, data) != file:
            raise AttachmentFault(f"{file.path} has changed at this moment; it is looked at again")
        attachments.append(Attachment(file.name, file.type, data))
    return replace(draft, attachments=tuple(attachments))


def has_same_files(draft: Draft, data: bytes) -> bool:
    """Return whether a mail that was written earlier has the same files as a draft."""
    if draft.to_self:  # a sheet: its attachments are made from its text
        return True
    if not draft.files and b"attachment" not in data:
        return True
    files = list_attached_files(message_from_bytes(data, policy=default))
    return files == [(one.name, one.digest) for one in draft.files]
