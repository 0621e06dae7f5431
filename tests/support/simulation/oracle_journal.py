"""What the oracle writes down: answers, what reached the company, the user's words, and what a mail says it is."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from rounds import FOREVER

from followupd.inbound.own_mail import parse_token

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from rounds import Brief, Round


@dataclass(slots=True)
class Answer:
    """A mail after which the company's interviews must fall silent."""

    seq: int
    at: datetime
    folder: str
    sender: str
    company: str  # if it comes from there, or answers a mail to it
    name: str  # the contact whose name alone it carries
    message_id: str
    via: Round  # whose people wrote it
    thread: str = ""  # the Message-ID of the mail to them that it answers
    asked: datetime | None = None  # when that mail was sent by hand
    refusal: bool = False
    known: int | None = None  # moment at which the journal had it
    rounds: set[int] = field(default_factory=set)  # whom it concerned then
    names: str = ""  # the company that it names, from elsewhere
    phone: str = ""  # the contact's number that it names
    is_plain: bool = (
        False  # it neither decides nor invites: a word on another mail of the sender counts for it
    )
    fact_seq: int = 0  # where in the journal it stands
    is_forgotten: bool = False  # it answers the round before, of which a restored store knows nothing
    denied: set[int] = field(default_factory=set)  # rounds of which the user said: no, that is no answer

    def concerns(self, one: Round) -> bool:
        if one.copied_from:
            return False  # it is not there yet
        # What answers a mail of followupd's counts, whatever the date was corrected to since.
        is_to_us = parse_token(self.thread) and one is self.via and not self.is_forgotten
        if self.at < one.starts and not is_to_us:
            return False
        by_name = self.name and any(c["name"] == self.name for c in one.contacts)
        named = self.names == one.company or any(
            self.phone and c.get("phone") == self.phone for c in one.contacts
        )
        there = (self.company == one.company and self._links(one)) or self.sender in one.people()
        return bool(there or by_name or named or one.number in self.rounds)

    def by_thread_alone(self, one: Round) -> bool:
        """Tell whether nothing else shows whose it is: of another round, as the user says it is, that says nothing."""
        return bool(self.thread) and not self.name and self.sender not in one.people()

    def _links(self, one: Round) -> bool:
        """Tell whether the files let anybody see that the sender is of the round's company."""
        domain = self.via.domain()
        known = domain and self.sender.endswith("@" + domain) and (domain in one.domains() or self.via.noted)
        # An address that stood in the file between two looks alone, nobody has seen.
        # What was written by hand before the date that the file names now, nobody has looked for.
        ours = self.thread and (self.asked is None or self.asked >= one.starts)
        seen = bool(ours) or self.sender in self.via.seen | self.via.addresses()
        return bool(known or (seen and self.via.known) or self.via.number in self.rounds)


@dataclass(slots=True)
class Reached:
    """Something that reached the company and was no thank-you."""

    at: datetime
    wall: datetime
    company: str
    domain: str
    channel: str
    touch: tuple[str, str, int] | None
    seq: int
    one: Round
    folder: str = ""  # a hand-sent mail counts once Sent can be seen to hold it
    maybe: bool = False  # nobody can say whether it was delivered
    logged: bool = False  # the user wrote it down; no mail shows it
    via: Round | None = None  # to whose people a mail by hand went
    address: str = ""  # and to which address

    def links(self, one: Round) -> bool:
        """Tell whether the files let anybody see that it went to the round's company."""
        if self.via is None or (self.domain and self.domain == one.domain()):
            return True
        # Before their own interview, one with a freemail address is nobody's yet.
        # An address that stood in the file between two looks alone, nobody has seen.
        begun = self.via.known and self.at >= self.via.starts and self.address in self.via.addresses()
        return begun or bool(self.via.noted and self.domain)


@dataclass(frozen=True, slots=True)
class Said:
    """The user's word about one round (None: all)."""

    seq: int
    one: int | None
    command: str
    until: datetime | None
    at: datetime  # by the machine's clock
    is_talk: bool = False  # they only said that they spoke with them


@dataclass(frozen=True, slots=True)
class Label:
    """The touch that a mail says it is."""

    one: Round
    step: Brief
    name: str
    person: int

    @property
    def touch(self) -> tuple[str, str, int]:
        return self.one.position, self.step.id, self.person


def pause(words: Iterable[Said], number: int | None) -> datetime | None:
    """Return until when the user's words pause a round (None: all, where the last word counts); None if they don't."""
    until: datetime | None = None
    for said in words:
        if said.one != number:
            continue
        if until and until <= said.at:
            until = None
        if said.command == "resume":
            until = None
        elif said.command == "pause":
            asked = said.until or FOREVER
            until = asked if number is None or until is None else max(until, asked)
    return until
