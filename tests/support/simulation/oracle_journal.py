"""The oracle's records: answers, everything that reached the company, the user's commands, and a mail's touch."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from rounds import FOREVER

from followupd.inbound.senders.own_mail import parse_token

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from rounds import Brief, Round


@dataclass(slots=True)
class Answer:
    """A mail after which nothing more may go out for the company's interviews."""

    seq: int
    at: datetime
    folder: str
    sender: str
    company: str  # if it comes from the company, or answers a mail to it
    name: str  # the contact, if only the name shows them
    message_id: str
    via: Round  # the round whose people wrote it
    thread: str = ""  # Message-ID of the mail that it answers
    asked: datetime | None = None  # when that mail was sent, if by hand
    refusal: bool = False
    known: int | None = None  # moment at which it was in the journal
    rounds: set[int] = field(default_factory=set)  # the rounds that it concerned then
    names: str = ""  # the company that it names, from an unknown address
    phone: str = ""  # the contact's number in it
    is_plain: bool = False  # it neither decides nor invites, so the user's decision about another mail of the sender counts
    fact_seq: int = 0  # its place in the journal
    is_forgotten: bool = False  # it answers the previous round, which a restored store does not know
    denied: set[int] = field(default_factory=set)  # rounds for which the user said that it is no answer

    def concerns(self, one: Round) -> bool:
        if one.copied_from:
            return False  # the round's file does not exist yet
        # An answer to a mail of followupd counts, even if the date was corrected since.
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
        """Return whether only the thread shows the company. If the user calls it another round, that shows nothing."""
        return bool(self.thread) and not self.name and self.sender not in one.people()

    def _links(self, one: Round) -> bool:
        """Return whether the files show that the sender belongs to the round's company."""
        domain = self.via.domain()
        known = domain and self.sender.endswith("@" + domain) and (domain in one.domains() or self.via.noted)
        # An address that was in the file only between two looks was never seen. A mail written by hand before the date
        # that the file has now was never searched.
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
    folder: str = ""  # a mail by hand counts once it can be seen in Sent
    maybe: bool = False  # nobody knows whether it was delivered
    logged: bool = False  # the user logged it; no mail shows it
    via: Round | None = None  # the round to whose people a mail by hand went
    address: str = ""  # the address of a mail by hand

    def links(self, one: Round) -> bool:
        """Return whether the files show that it went to the round's company."""
        if self.via is None or (self.domain and self.domain == one.domain()):
            return True
        # Before the interview, a freemail address belongs to no company. An address that was in the file only between
        # two looks was never seen.
        begun = self.via.known and self.at >= self.via.starts and self.address in self.via.addresses()
        return begun or bool(self.via.noted and self.domain)


@dataclass(frozen=True, slots=True)
class Said:
    """The user's command about one round (None: all)."""

    seq: int
    one: int | None
    command: str
    until: datetime | None
    at: datetime  # by the machine's clock
    is_talk: bool = False  # it only reports a talk with them


@dataclass(frozen=True, slots=True)
class Label:
    """The touch of a mail, as its text says."""

    one: Round
    step: Brief
    name: str
    person: int

    @property
    def touch(self) -> tuple[str, str, int]:
        return self.one.position, self.step.id, self.person


def pause(words: Iterable[Said], number: int | None) -> datetime | None:
    """Return until when the commands pause a round (None: all, where the last command counts); None if they do not."""
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
