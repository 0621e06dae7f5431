"""Facts about the user's commands and their undoing, beside those of `facts`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime  # noqa: TC003 - pydantic reads the annotations
from typing import Literal


@dataclass(frozen=True, slots=True)
class Undone:
    """The user undid their last command. This fact takes the place of the facts that it undoes."""

    at: datetime
    interview: str
    what: str  # the command that was undone: done, skip, close, pause, resume, approve, answer, debrief, started
    positions: tuple[int, ...]  # of the command's facts in the journal; the first fact is 1
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
    """The user answered a mail of followupd, and got exactly one reply."""

    at: datetime
    interview: str  # empty if the mail was about no interview, or about several
    mail: str  # digest of the id of the user's mail
    about: str  # the notice that they answered
    verb: str  # the command in their mail, as far as it was understood
    answer: Literal["did", "refused", "asked", "showed"]
    fact: Literal["instructed"] = "instructed"


@dataclass(frozen=True, slots=True)
class Started:
    """The user said that they had thanked everybody before followupd knew the interview."""

    at: datetime
    interview: str
    contacts: tuple[str, ...]  # keys of the people whom they had thanked
    fact: Literal["started"] = "started"


@dataclass(frozen=True, slots=True)
class Debriefed:
    """What the user told about an interview after it. People are named by their keys."""

    at: datetime
    interview: str
    facts: tuple[tuple[str, str], ...] = ()  # for each person: what they talked about
    present: tuple[str, ...] = ()
    absent: tuple[str, ...] = ()
    others: tuple[str, ...] = ()  # names of others who came as well
    promise: date | None = None  # the day by which they decide
    fact: Literal["debriefed"] = "debriefed"

    @property
    def people(self) -> frozenset[str]:
        """The keys of all people about whom the user told something."""
        return frozenset((*dict(self.facts), *self.present, *self.absent))
