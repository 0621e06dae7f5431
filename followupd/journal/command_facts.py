"""What the user said and took back: facts of the journal, beside those of `facts`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime  # noqa: TC003 - pydantic reads the annotations
from typing import Literal


@dataclass(frozen=True, slots=True)
class Undone:
    """The user took back what they said last. It stands in the place of the facts that it takes back."""

    at: datetime
    interview: str
    what: str  # the command that was taken back: done, skip, close, pause, resume, approve, answer
    positions: tuple[int, ...]  # of its facts in the journal; the first fact is 1
    fact: Literal["undone"] = "undone"


@dataclass(frozen=True, slots=True)
class ContactSteered:
    """The user paused one person of an interview, or resumed them; the others go on."""

    at: datetime
    interview: str
    contact: str  # key
    address: str
    command: Literal["pause", "resume"]
    until: datetime | None = None
    fact: Literal["contact_steered"] = "contact_steered"


@dataclass(frozen=True, slots=True)
class Instructed:
    """The user answered a mail of followupd, and got one answer to that."""

    at: datetime
    interview: str  # empty where the mail was about none, or about several
    mail: str  # digest of their mail's id
    about: str  # the notice that they answered
    verb: str  # what they said, as far as it was understood
    answer: Literal["did", "refused", "asked", "showed"]
    fact: Literal["instructed"] = "instructed"


@dataclass(frozen=True, slots=True)
class Debriefed:
    """What the user said of an interview after it. People are named by their keys."""

    at: datetime
    interview: str
    facts: tuple[tuple[str, str], ...] = ()  # of a person: what they talked about
    present: tuple[str, ...] = ()
    absent: tuple[str, ...] = ()
    others: tuple[str, ...] = ()  # who came as well, by name
    promise: date | None = None  # by then they decide
    fact: Literal["debriefed"] = "debriefed"

    @property
    def people(self) -> frozenset[str]:
        """The keys of all people of whom something was said."""
        return frozenset((*dict(self.facts), *self.present, *self.absent))
