"""Which mail of the thread a new one answers, and under which subject. Pure.

The newest mail between the two is answered, theirs or ours, as a person would. Only our own words can be quoted below:
what they wrote is kept nowhere, and a preview has no mailbox to read it from.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from followupd.config.cadence import FAREWELL_STEP, Channel
from followupd.inbound.verdict import Kind
from followupd.journal.facts import Received
from followupd.journal.returned_mails import list_arrived_facts

if TYPE_CHECKING:
    from datetime import datetime

    from followupd.config.cadence import Step
    from followupd.config.interview import Contact
    from followupd.journal.facts import Taken
    from followupd.journal.record import InterviewRecord

_MESSAGE_ID = re.compile(r"<[!-;=?-~]+@[!-;=?-~]+>")
# What no header line may hold: a subject of theirs that does is not taken over.
_UNFIT_SUBJECT = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]|=\\?")


@dataclass(frozen=True, slots=True)
class MailThread:
    """The thread that a mail continues."""

    ids: tuple[str, ...]  # oldest first; the last is that of the mail that is answered
    subject: str
    own_mail: Taken | None  # the mail that is answered, if it is ours

    @property
    def in_reply_to(self) -> str:
        """The id of the mail that is answered."""
        return self.ids[-1]


def choose_thread(record: InterviewRecord, step: Step, contact: Contact) -> MailThread | None:
    """Return the thread that a step's mail to a person continues; None: it begins one."""
    rejection = record.rejection if step == FAREWELL_STEP else None
    end = (
        rejection.received if isinstance(rejection, Received) and _is_written_by(contact, rejection) else None
    )
    thread: MailThread | None = None
    for mail in _list_mails(record, step, contact):
        if end is not None and _moment_of(mail) > end:
            break
        thread = _continue_thread(thread, mail)
    return thread


def _list_mails(record: InterviewRecord, step: Step, contact: Contact) -> list[Taken | Received]:
    """Return the mails to the person that arrived, and theirs, oldest first; a first note begins a thread."""
    own_mails: list[Taken | Received] = [
        t
        for t in list_arrived_facts(record)
        if t.channel is Channel.EMAIL and t.message_ids and _is_to(contact, t)
    ]
    is_answering = step.is_reminder or step == FAREWELL_STEP
    their_mails = (r for r in record.received_mails if is_answering and _is_written_by(contact, r))
    return sorted([*own_mails, *their_mails], key=_moment_of)


def _continue_thread(thread: MailThread | None, mail: Taken | Received) -> MailThread:
    known_ids = thread.ids if thread else ()
    if isinstance(mail, Received):
        # Their mail may stand outside of our thread; who answers it then does not name ours.
        ids = (*known_ids, mail.message_id) if mail.about else (mail.message_id,)
        fallback = thread.subject if thread else ""
        is_fit = mail.subject.strip() and not _UNFIT_SUBJECT.search(mail.subject)
        return MailThread(ids, mail.subject if is_fit else fallback, None)
    # Where the provider gave it another id, that is the one which the reader has; the own copy may have ours.
    return MailThread((*known_ids, *mail.message_ids), thread.subject if thread else mail.subject, mail)


def _moment_of(mail: Taken | Received) -> datetime:
    return mail.received if isinstance(mail, Received) else mail.at


def _is_to(contact: Contact, taken: Taken) -> bool:
    return taken.touch.contact == contact.key or taken.address.lower() in contact.addresses


def _is_written_by(contact: Contact, mail: Received) -> bool:
    is_answerable = mail.kind is Kind.REPLY and bool(_MESSAGE_ID.fullmatch(mail.message_id))
    return is_answerable and mail.sender in contact.addresses
