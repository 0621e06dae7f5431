"""Whether two mails to one company leave in the same ten minutes, by the oracle's own records."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import oracle_deadlines
from mail_writer import SAM
from no_show_events import NO_SHOW
from oracle_approvals import NOTE

if TYPE_CHECKING:
    from oracle import Oracle
    from oracle_journal import Label
    from postoffice import Delivery
    from rounds import Round

LEAST_GAP = timedelta(minutes=10)
LONGEST_GAP = timedelta(minutes=13)  # a wait is longer by up to three minutes


@dataclass(frozen=True, slots=True)
class SentMail:
    """A delivered mail, and the company that it went to."""

    company: str
    domain: str
    touch: tuple[str, str, int]
    wall: datetime  # by the machine's clock
    at: datetime

    def is_to(self, one: Round) -> bool:
        """Return whether a round is with that company."""
        return self.company == one.company or (self.domain != "" and self.domain == one.domain())


class MailGaps:
    """The mails to each company, and the time between them."""

    def __init__(self, oracle: Oracle) -> None:
        self._oracle = oracle
        self._mails: list[SentMail] = []

    def restored(self) -> None:
        """Forget all: the old store may not know the last mails yet."""
        self._mails = []

    def delivered(self, label: Label, delivery: Delivery) -> None:
        one = label.one
        if delivery.recipient != SAM:
            mail = SentMail(one.company, one.domain(), label.touch, delivery.wall, delivery.at)
            self._mails.append(mail)

    def check(self, label: Label, recipient: str) -> None:
        """Complain about a mail that should have waited for the one before it."""
        clock = self._oracle.world.clock
        others = [m for m in self._mails if m.is_to(label.one) and m.touch != label.touch]
        near = [
            m for m in others if abs(clock.now() - m.wall) < LEAST_GAP and abs(clock.true - m.at) < LEAST_GAP
        ]
        if recipient != SAM and near and self._may_wait(label, near[-1].wall + LONGEST_GAP):
            name = f"{label.step.id} of {label.one.position}"
            self._oracle.complain(5, f"{name} went out within ten minutes of {near[-1].touch}")

    def _may_wait(self, label: Label, until: datetime) -> bool:
        """Return whether a touch is surely not too late at a moment. Only its first due time is looked at."""
        step, almanac = label.step, self._oracle.world.files.almanac(label.one)
        if step in (NOTE, NO_SHOW):
            return False
        due = oracle_deadlines.first_due(self._oracle, label)
        return almanac.next_open(until) <= almanac.ends(due, *step.latest)
