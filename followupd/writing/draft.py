"""The inputs from which the text of a touch is made, and the result. `composer` writes the text."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import TYPE_CHECKING, Protocol

from followupd.writing.language.words import Words
from followupd.writing.mail.attached_files import AttachedFile  # noqa: TC001 - who reads a draft from JSON asks for them
from followupd.writing.mail.mime import Attachment, MailText  # noqa: TC001

if TYPE_CHECKING:
    from datetime import date, datetime

    from followupd.config.cadence import Step
    from followupd.config.interview import Contact, Interview
    from followupd.config.model import Config
    from followupd.journal.facts import Touch
    from followupd.journal.record import InterviewRecord
    from followupd.writing.letters.letter_pdf import Layout, Letter

DIGEST_LENGTH = 10  # characters: enough that no edited text has the digest of another


class Template(Protocol):
    """A template's text, its file, and the language it is written in."""

    @property
    def source(self) -> str: ...  # noqa: D102 - said above
    @property
    def path(self) -> object: ...  # noqa: D102
    @property
    def language(self) -> str: ...  # noqa: D102


class TemplateSource(Protocol):
    """Returns the texts of templates."""

    def find_template(self, name: str, language: str, tone: str, variant: str | None = None) -> Template:
        """Return the nearest template. Raises FollowupdError if there is none."""

    def find_own_text(self, interview: str, name: str) -> str | None:
        """Return the user's own text in a file of an interview, or None if there is no such file.

        Raises FollowupdError.
        """


class Typesetter(Protocol):
    """Makes a PDF of a letter."""

    def __call__(self, letter: Letter, layout: Layout) -> bytes:
        """Typeset one page. Raises FollowupdError with the fault."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A text that is to be sent, its recipient, and the thread that it continues."""

    text: MailText
    name: str
    address: str
    in_reply_to: str | None = None
    references: tuple[str, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    to_self: bool = False  # a call sheet or a letter to print: it is sent to the candidate
    signature: str = ""  # the block below the name
    quotation: str = ""  # the last mail of the thread
    files: tuple[AttachedFile, ...] = ()  # the candidate's files that are attached to a mail to a contact

    @property
    def full_text(self) -> MailText:
        """The complete text of the mail: the text, the signature, and the quotation below."""
        if not self.signature and not self.quotation:
            return self.text
        body = _sign_words(self.text.body.rstrip("\n"), self.signature)
        return replace(self.text, body="\n\n".join(filter(None, (body, self.quotation))) + "\n")

    @property
    def digest(self) -> str:
        """The digest of the text, its recipient and its files. An approval is valid for exactly this.

        The quotation below is not part of it.
        """
        files = "".join(f"\n{one.name} {one.digest}" for one in self.files)
        message = f"{self.address}\n{self.text.subject}\n{self.text.body}{self.signature}{files}"
        return hashlib.sha256(message.encode()).hexdigest()[:DIGEST_LENGTH]


def _sign_words(body: str, signature: str) -> str:
    """Return the text with the signature below.

    If the text ends with the signature's first line, that line is there only once.
    """
    if not signature:
        return body
    name, _, rest = signature.partition("\n")
    if body.rpartition("\n")[2].strip() == name.strip():
        return f"{body}\n{rest}" if rest else body
    return f"{body}\n\n{signature}"


class OwnSource(StrEnum):
    """The source of the candidate's own text for a mail."""

    MAIL = "mail"  # a reply to the mail that showed the draft
    FILE = "file"  # interviews/acme/thank-you.ana-ruiz.txt
    NOTE = "note"  # `note:` of the person
    DRAFT = "draft"  # the draft that they edited in their Drafts folder
    SAVED = "saved"  # a draft that their program saved without a change: the text is followupd's
    DISPUTED = "disputed"  # an edited draft, beside which they sent another text by mail

    @property
    def is_whole(self) -> bool:
        """Return whether it is the whole mail, with signature and quotation."""
        return self in (OwnSource.DRAFT, OwnSource.SAVED, OwnSource.DISPUTED)


@dataclass(frozen=True, slots=True)
class OwnText:
    """The candidate's own text for one mail to one person."""

    source: OwnSource
    body: str
    subject: str = ""  # empty: the template's


@dataclass(frozen=True, slots=True)
class SharedRole:
    """Another interview with the company for which a call is made as well."""

    touch: Touch
    position: str
    spoke_with: str | None  # its lead; None: the person who is called


@dataclass(frozen=True, slots=True)
class DraftRequest:
    """All inputs of one draft."""

    config: Config
    record: InterviewRecord
    contact: Contact
    step: Step
    due: datetime  # UTC
    templates: TemplateSource
    typesetter: Typesetter
    quoted_text: str = ""  # the text of followupd's mail that this one answers, to be quoted below
    own_text: OwnText | None = None  # the candidate's own text for this mail
    words: Words = field(default_factory=Words)  # the candidate's language, for sheets
    told_interview: Interview | None = None  # with what the candidate told after it; None: as in the file
    files: tuple[AttachedFile, ...] = ()  # the attachments of a mail
    shared_roles: tuple[SharedRole, ...] = ()  # the other interviews of a call

    @property
    def own_source(self) -> OwnSource | None:
        """The source of the candidate's own text; None if the text is the template's."""
        return self.own_text.source if self.own_text else None

    @property
    def has_own_words(self) -> bool:
        """Return whether the candidate wrote the text."""
        return self.own_source not in (None, OwnSource.SAVED)

    @property
    def interview(self) -> Interview:
        """The interview that the draft is about."""
        return self.told_interview or self.record.interview

    @property
    def promise_date(self) -> date | None:
        """The date by which the company said it would decide."""
        return self.record.promised_date or self.interview.promise


@dataclass(frozen=True, slots=True)
class DraftResult:
    """The text of a touch when it was due, the text as it would be sent now, and the lint's faults."""

    draft: Draft
    current_draft: Draft
    blocking_faults: tuple[str, ...] = ()  # faults with which it must not be sent
    advice: tuple[str, ...] = ()  # remarks on what would be better


class Composer(Protocol):
    """Writes what is sent. It may run in a separate process."""

    def compose_touch(self, request: DraftRequest, now: datetime | None) -> DraftResult:
        """Return the text of a touch, the text that would be sent `now`, and the faults that hold it.

        If `now` is None, only the text is written. Raises FollowupdError with one sentence on what is missing.
        """

    def render_mime(self, draft: Draft, config: Config, now: datetime, message_id: str) -> bytes:
        """Return the bytes of a draft's mail. Raises FollowupdError."""
