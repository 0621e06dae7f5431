"""What the words of a touch are made from, and what came of it. `composer` writes them."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import TYPE_CHECKING, Protocol

from followupd.writing.attached_files import AttachedFile  # noqa: TC001 - who reads a draft from JSON asks for them
from followupd.writing.mime import Attachment, MailText  # noqa: TC001
from followupd.writing.words import Words

if TYPE_CHECKING:
    from datetime import date, datetime

    from followupd.config.cadence import Step
    from followupd.config.interview import Contact, Interview
    from followupd.config.model import Config
    from followupd.journal.facts import Touch
    from followupd.journal.record import InterviewRecord
    from followupd.writing.letter_pdf import Layout, Letter

DIGEST_LENGTH = 10  # characters: enough that no edit has the mark of another text


class Template(Protocol):
    """A template's text, its file, and the language it is written in."""

    @property
    def source(self) -> str: ...  # noqa: D102 - said above
    @property
    def path(self) -> object: ...  # noqa: D102
    @property
    def language(self) -> str: ...  # noqa: D102


class TemplateSource(Protocol):
    """Where the texts of templates stand."""

    def find_template(self, name: str, language: str, tone: str, variant: str | None = None) -> Template:
        """Return the nearest template. Raises FollowupdError where there is none."""

    def find_own_text(self, interview: str, name: str) -> str | None:
        """Return the user's own words in a file of an interview; None where there is no such file. Raises FollowupdError."""


class Typesetter(Protocol):
    """What makes a PDF of a letter."""

    def __call__(self, letter: Letter, layout: Layout) -> bytes:
        """Typeset one page. Raises FollowupdError with what is wrong with it."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A text on its way: whom it goes to, and the thread it continues."""

    text: MailText
    name: str
    address: str
    in_reply_to: str | None = None
    references: tuple[str, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    to_self: bool = False  # a call sheet or a letter to print: it goes to the candidate
    signature: str = ""  # the block below the name
    quotation: str = ""  # the last mail of the thread
    files: tuple[AttachedFile, ...] = ()  # of the candidate's, that go along with a mail to a contact

    @property
    def full_text(self) -> MailText:
        """What the mail says in the end: the words, the signature, and the quotation below."""
        if not self.signature and not self.quotation:
            return self.text
        body = _sign_words(self.text.body.rstrip("\n"), self.signature)
        return replace(self.text, body="\n\n".join(filter(None, (body, self.quotation))) + "\n")

    @property
    def digest(self) -> str:
        """The mark of what is said to whom, and of the files with it: an approval is for this, and for nothing else.

        What is quoted below is no word of this mail.
        """
        files = "".join(f"\n{one.name} {one.digest}" for one in self.files)
        message = f"{self.address}\n{self.text.subject}\n{self.text.body}{self.signature}{files}"
        return hashlib.sha256(message.encode()).hexdigest()[:DIGEST_LENGTH]


def _sign_words(body: str, signature: str) -> str:
    """Return the words with the signature below; a name that ends the one and begins the other stands once."""
    if not signature:
        return body
    name, _, rest = signature.partition("\n")
    if body.rpartition("\n")[2].strip() == name.strip():
        return f"{body}\n{rest}" if rest else body
    return f"{body}\n\n{signature}"


class OwnSource(StrEnum):
    """Where the candidate's own words for a mail come from."""

    MAIL = "mail"  # an answer to the mail that showed the draft
    FILE = "file"  # interviews/acme/thank-you.ana-ruiz.txt
    NOTE = "note"  # `note:` of the person
    DRAFT = "draft"  # the draft that they edited in their Drafts folder
    SAVED = "saved"  # a draft that their program saved without another word: the words are ours
    DISPUTED = "disputed"  # an edited draft, beside which they sent other words by mail

    @property
    def is_whole(self) -> bool:
        """Return whether it is the whole mail, with signature and quotation."""
        return self in (OwnSource.DRAFT, OwnSource.SAVED, OwnSource.DISPUTED)


@dataclass(frozen=True, slots=True)
class OwnText:
    """The candidate's own words for one mail to one person."""

    source: OwnSource
    body: str
    subject: str = ""  # empty: the template's


@dataclass(frozen=True, slots=True)
class SharedRole:
    """Another interview with the company that a call is for as well."""

    touch: Touch
    position: str
    spoke_with: str | None  # its lead; None: the person who is called


@dataclass(frozen=True, slots=True)
class DraftRequest:
    """Everything one draft is made from."""

    config: Config
    record: InterviewRecord
    contact: Contact
    step: Step
    due: datetime  # UTC
    templates: TemplateSource
    typesetter: Typesetter
    quoted_text: str = ""  # the words of our own mail that this one answers, to be quoted below
    own_text: OwnText | None = None  # the candidate's own words for this mail
    words: Words = field(default_factory=Words)  # in which the candidate reads: for sheets
    told_interview: Interview | None = None  # with what the candidate said after it; None: as the file says
    files: tuple[AttachedFile, ...] = ()  # that go along with a mail
    shared_roles: tuple[SharedRole, ...] = ()  # the other interviews that a call is for

    @property
    def own_source(self) -> OwnSource | None:
        """Where the candidate's own words come from; None where the words are the template's."""
        return self.own_text.source if self.own_text else None

    @property
    def has_own_words(self) -> bool:
        """Return whether the candidate wrote the words."""
        return self.own_source not in (None, OwnSource.SAVED)

    @property
    def interview(self) -> Interview:
        """The interview that the draft is about."""
        return self.told_interview or self.record.interview

    @property
    def promise_date(self) -> date | None:
        """The date by which they said they would decide."""
        return self.record.promised_date or self.interview.promise


@dataclass(frozen=True, slots=True)
class DraftResult:
    """The words of a touch as it fell due, as they would leave now, and what the lint has against them."""

    draft: Draft
    current_draft: Draft
    blocking_faults: tuple[str, ...] = ()  # it must not leave like this
    advice: tuple[str, ...] = ()  # it would be better otherwise


class Composer(Protocol):
    """Writes what is sent; it may sit in a process of its own."""

    def compose_touch(self, request: DraftRequest, now: datetime | None) -> DraftResult:
        """Return the words of a touch, those that would leave `now`, and what keeps them from it; None: the words alone.

        Raises FollowupdError with the one sentence that says what is missing.
        """

    def render_mime(self, draft: Draft, config: Config, now: datetime, message_id: str) -> bytes:
        """Return the bytes of its mail. Raises FollowupdError."""
