"""The facts: one frozen record for each line of the append-only journal.

A fact is never changed or deleted; `history` computes what all facts together mean now. Instants are aware, UTC.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

from followupd.config.cadence import Channel
from followupd.config.frozen import frozen_value
from followupd.inbound.verdict import Action, Intent, Kind
from followupd.journal.command_facts import ContactSteered, Debriefed, Instructed, Started, Undone
from followupd.journal.draft_states import Drafted
from followupd.journal.learned_ids import IdLearned
from followupd.journal.signed_names import NameSeen


@frozen_value
class Touch:
    """One step of one interview for one contact; it is taken once at most."""

    interview: str
    step: str
    contact: str

    def __str__(self) -> str:
        return f"{self.interview}/{self.step}/{self.contact}"

    def log_fields(self, kind: str) -> dict[str, str]:
        """Return the fields of a log line of this kind."""
        return {"interview": self.interview, "touch": str(self), "kind": kind}


@frozen_value
class Range:
    """The UIDs of one folder that a scan has seen."""

    folder: str
    uidvalidity: int
    uid: int  # every message up to this UID


@dataclass(frozen=True, slots=True)
class Receipt:
    """Proof that the mailbox was read: each sending needs a receipt that was made after the sending began."""

    at: datetime  # when the scan began
    watched: str  # digest of the addresses and ids that the scan looked for
    folders: tuple[Range, ...]


@dataclass(frozen=True, slots=True)
class Noted:
    """An interview appeared in the configuration, or changed there; this shows later that a file was renamed."""

    at: datetime
    interview: str
    company: str
    starts: datetime
    addresses: tuple[str, ...]
    domains: tuple[str, ...]
    people: tuple[tuple[str, ...], ...] = ()  # of each contact: key, name, addresses
    speakers: tuple[str, ...] = ()  # addresses of the people who speak for the company
    fact: Literal["noted"] = "noted"


@dataclass(frozen=True, slots=True)
class Taken:
    """A touch was taken. `how`: smtp (2xx), proof (found sent), user (by command), sheet (sent to the candidate)."""

    at: datetime
    touch: Touch
    channel: Channel
    reminder: bool
    company: str
    domains: tuple[str, ...]
    address: str
    name: str
    how: Literal["smtp", "proof", "user", "sheet"]
    subject: str = ""
    message_ids: tuple[str, ...] = ()
    token: str = ""
    answer: str = ""  # the mail server's answer
    receipt: Receipt | None = None
    # For a letter: when it should reach the company.
    arrives: datetime | None = None
    fact: Literal["taken"] = "taken"


@dataclass(frozen=True, slots=True)
class Settled:
    """A touch will not be taken, with the reason."""

    at: datetime
    touch: Touch
    outcome: Literal["missed", "skipped", "cancelled", "refused"]
    why: str
    due: datetime | None = None
    address: str = ""
    fact: Literal["settled"] = "settled"


@dataclass(frozen=True, slots=True)
class Uncertain:
    """The dot may have left, but no answer came: it is not known whether the mail was accepted."""

    at: datetime
    touch: Touch
    message_id: str
    address: str
    why: str
    channel: Channel = Channel.EMAIL
    reminder: bool = False
    company: str = ""
    domains: tuple[str, ...] = ()
    name: str = ""
    arrives: datetime | None = None  # for a letter, as in Taken
    fact: Literal["uncertain"] = "uncertain"


@dataclass(frozen=True, slots=True)
class Reopened:
    """A touch is open again. `why` is empty if the user asked to send a mail of unknown fate again."""

    at: datetime
    touch: Touch
    why: str = ""
    returned: str = ""  # Message-ID of the mail that came back: only this mail may be followed by another one
    fact: Literal["reopened"] = "reopened"


@dataclass(frozen=True, slots=True)
class Rehearsed:
    """A touch was due while `live` was false: otherwise it would have been sent."""

    at: datetime
    touch: Touch
    fact: Literal["rehearsed"] = "rehearsed"


@dataclass(frozen=True, slots=True)
class Received:
    """A mail came in that concerns an interview."""

    at: datetime  # when followupd read it
    received: datetime  # INTERNALDATE
    kind: Kind
    action: Action
    why: str
    interviews: tuple[str, ...]
    sender: str
    subject: str
    folder: str
    uidvalidity: int
    uid: int
    message_id: str = ""
    contact: str | None = None
    about: tuple[str, ...] = ()
    return_date: date | None = None
    left: bool = False
    intent: Intent | None = None
    promise: date | None = None
    failed_address: str | None = None
    status: str | None = None
    authenticated: bool = False
    answers: str = ""  # the interview of the followupd mail that it answers; empty if none
    deputy: str = ""  # the deputy in an absence note; nobody writes to them unless the user asks for it
    fact: Literal["received"] = "received"

    @property
    def location(self) -> str:
        """The mail's place when it was read; a notice and the user's answer identify the mail by it."""
        return f"{self.folder}/{self.uidvalidity}/{self.uid}/{self.received:%Y%m%d%H%M%S}"


@dataclass(frozen=True, slots=True)
class HandSent:
    """The candidate wrote to the company themself; this counts as a touch."""

    at: datetime
    received: datetime
    interviews: tuple[str, ...]
    addresses: tuple[str, ...]
    message_id: str
    subject: str
    folder: str
    fact: Literal["hand_sent"] = "hand_sent"


@dataclass(frozen=True, slots=True)
class Steered:
    """A command of the user, or of the daemon with a reason: pause, resume or close."""

    at: datetime
    interview: str  # or EVERY
    command: Literal["pause", "resume", "close"]
    until: datetime | None = None
    why: str = ""
    promise: date | None = None  # for a resume: the day by which the company said it would decide
    fact: Literal["steered"] = "steered"


@dataclass(frozen=True, slots=True)
class Clarified:
    """The user's decision whether a mail in doubt is the company's answer. It also counts for later mail."""

    at: datetime
    interview: str
    is_answer: bool
    location: str  # of the mail, as in Received
    sender: str = ""
    subject: str = ""
    why: str = ""  # why the mail was in doubt
    kind: Kind = Kind.REPLY
    company: str = ""
    domains: tuple[str, ...] = ()
    confirmed_domain: str = ""  # the sender's domain, if it belongs to the company alone
    fact: Literal["clarified"] = "clarified"


@dataclass(frozen=True, slots=True)
class Done:
    """The outcome of a phone or post step, as the user reported it."""

    at: datetime
    touch: Touch
    outcome: str
    note: str = ""
    promise: date | None = None
    channel: Channel | None = None
    company: str = ""
    domains: tuple[str, ...] = ()
    arrives: datetime | None = None  # of a letter that was posted
    fact: Literal["done"] = "done"


@dataclass(frozen=True, slots=True)
class Approved:
    """The user has read the text of a touch and approved it. With `force` it ignores the lint, once."""

    at: datetime
    touch: Touch
    digest: str  # of the text and the address that the user read
    force: bool = False
    fact: Literal["approved"] = "approved"


@dataclass(frozen=True, slots=True)
class Printed:
    """A letter was handed to the print command: one fact before it starts, and one with the result."""

    at: datetime
    touch: Touch
    outcome: Literal["begun", "printed", "failed"]
    name: str  # the recipient of the letter
    why: str = ""
    fact: Literal["printed"] = "printed"


Fact = (
    Noted | Taken | Settled | Uncertain | Reopened | Rehearsed | Received | HandSent | Steered | Clarified | Done
    | Approved | Undone | Instructed | Debriefed | Printed | IdLearned | Drafted | ContactSteered | NameSeen
    | Started
)  # fmt: skip


@frozen_value
class Entry:
    """A fact in the journal, with its place and its link in the hash chain."""

    seq: int
    fact: Fact = field(repr=False)
    digest: str = ""
