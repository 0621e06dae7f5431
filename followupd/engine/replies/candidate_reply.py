"""One reply of the candidate to a mail of followupd, and what the reply is about."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import TYPE_CHECKING

from followupd.errors import UsageError
from followupd.inbound.names.legal_forms import strip_legal_form
from followupd.inbound.parsing.text import fold_text
from followupd.inbound.verdict import Action, show_safely
from followupd.journal.approvals import ANSWER_ACTIONS, is_personal_mail
from followupd.writing.language.job_title import name_position

if TYPE_CHECKING:
    from followupd.config.interview import Interview
    from followupd.engine.ledger import Ledger
    from followupd.engine.replies.reply_subject import Subject
    from followupd.inbound.verdict import ReplyCommand
    from followupd.journal.facts import Received, Touch
    from followupd.writing.language.words import Words

MAX_NOTE = 300  # characters of the candidate's own text that are kept as a note


@dataclass(frozen=True, slots=True)
class Reply:
    """One reply of the candidate whose command is being carried out."""

    ledger: Ledger
    subject: Subject
    command: ReplyCommand
    now: datetime
    written_at: datetime

    @property
    def interview(self) -> Interview:
        """The one interview that the reply is about. Raises UsageError if there is none, or more than one."""
        interviews = self.interviews
        chosen = [i for i in interviews if self.names_interview(i)] or interviews
        if len(chosen) == 1:
            return chosen[0]
        if interviews:
            labels = ", ".join(f"{i.id} ({i.company}, {name_position(i.position)})" for i in interviews)
            raise UsageError(
                f"this mail is about several interviews; name one of them beside the command: {labels}"
            )
        raise UsageError(
            "no interview stands behind this mail any more; use the command line: followupd --help"
        )

    @property
    def interviews(self) -> list[Interview]:
        """Every interview that the reply may be about."""
        return [i for i in self.ledger.config.interviews if i.id in self.subject.interviews]

    @property
    def absent_id(self) -> str:
        """The id of the reply's interview, if its file is gone or unreadable at the moment; else empty."""
        ids = self.subject.interviews
        return ids[0] if len(ids) == 1 and not self.interviews else ""

    @property
    def personal_mails(self) -> list[Received]:
        """Every received mail about the interviews after which an earlier permission no longer counts."""
        records = (self.ledger.record_of(i) for i in self.interviews)
        return [m for r in records for m in r.received_mails if is_personal_mail(m)]

    @property
    def brake_mails(self) -> list[Received]:
        """Those of them that stop or pause one of the interviews."""
        return [mail for mail in self.personal_mails if mail.action in ANSWER_ACTIONS]

    @property
    def tells_absence(self) -> bool:
        """Whether the reply answers the notice of an out-of-office note."""
        return self.subject.mail is not None and self.subject.mail.action is Action.HOLD

    def names_interview(self, interview: Interview) -> bool:
        """Return whether the reply names an interview by its id or its company, with or without the legal form."""
        text = f" {_list_plainly(self.command.text)} "
        names = (
            _list_plainly(name)
            for name in (interview.id, interview.company, strip_legal_form(interview.company))
        )
        return any(name and f" {name} " in text for name in names)

    @property
    def touch(self) -> Touch:
        """The step that the reply is about. Raises UsageError if it is about none."""
        if self.subject.touch is None:
            raise UsageError("this mail is about no single step")
        return self.subject.touch

    @property
    def words(self) -> Words:
        """The language in which the candidate reads."""
        return self.ledger.words

    @property
    def name(self) -> str:
        """The name of the person of the step; empty if the reply is about no step."""
        details = (
            self.ledger.find_touch(self.subject.touch, include_removed=True) if self.subject.touch else None
        )
        return details.contact.shown_name if details else ""

    @property
    def company(self) -> str:
        """The company or companies of the interviews, as text."""
        return ", ".join(dict.fromkeys(i.company for i in self.interviews))

    @property
    def note(self) -> str:
        """The candidate's own text, shortened to a note."""
        return " ".join(show_safely(self.command.text).split())[:MAX_NOTE]

    def known_names(self) -> list[str]:
        """Return the names that the reply may contain without any effect on the command."""
        config = self.ledger.config
        companies = [text for i in self.interviews for text in (i.id, i.company)]
        # "resume Ben" names a person of the interview. A yes names only the person whom the mail is for.
        is_resume = "resume" in self.command.verbs
        people = [contact.name for i in self.interviews for contact in i.contacts if is_resume]
        return [config.candidate.name, self.name, *people, *companies, "followupd"]

    def day_start(self, day: date) -> datetime:
        """Return when a day begins in the candidate's time zone."""
        zone = self.ledger.config.candidate.time_zone
        return datetime.combine(day, time.min, tzinfo=zone)


def _list_plainly(text: str) -> str:
    """Return the words of a text without punctuation, capitals and accents."""
    return " ".join(re.findall(r"\w+", fold_text(text)))
