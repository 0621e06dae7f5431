"""Chooses which mail of the thread a new one answers, and with which subject. Pure.

The newest mail between the two is answered, from either side, as a person would do. Only followupd's own text can be
quoted below. The company's text is not stored, and a preview has no mailbox to read it from.
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
# Characters that no header line may contain. A subject of theirs that has one is not used.
_UNFIT_SUBJECT = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]|=\\?")


@dataclass(frozen=True, slots=True)
class MailThread:
    """The thread that a mail continues."""

    ids: tuple[str, ...]  # oldest first; the last is the id of the answered mail
    subject: str
    own_mail: Taken | None  # the answered mail, if followupd sent it

    @property
    def in_reply_to(self) -> str:
        """The id of the answered mail."""
        return self.ids[-1]


def choose_thread(record: InterviewRecord, step: Step, contact: Contact) -> MailThread | None:
    """Return the thread that a step's mail to a person continues; None if the mail begins one."""
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
    """Return the mails to the person that arrived, and the person's own mails, oldest first.

    Their mails are left out for a first mail, which begins a thread.
    """
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
        # Their mail may be outside followupd's thread. Then an answer to it does not name followupd's ids.
        ids = (*known_ids, mail.message_id) if mail.about else (mail.message_id,)
        fallback = thread.subject if thread else ""
        is_fit = mail.subject.strip() and not _UNFIT_SUBJECT.search(mail.subject)
        return MailThread(ids, mail.subject if is_fit else fallback, None)
    # If the provider gave it another id, the reader has that one; the own copy may have the original id.
    return MailThread((*known_ids, *mail.message_ids), thread.subject if thread else mail.subject, mail)


def _moment_of(mail: Taken | Received) -> datetime:
    return mail.received if isinstance(mail, Received) else mail.at


def _is_to(contact: Contact, taken: Taken) -> bool:
    return taken.touch.contact == contact.key or taken.address.lower() in contact.addresses


def _is_written_by(contact: Contact, mail: Received) -> bool:
    is_answerable = mail.kind is Kind.REPLY and bool(_MESSAGE_ID.fullmatch(mail.message_id))
    return is_answerable and mail.sender in contact.addresses
