"""Mails that bounced, by the servers' own records, and steps that were opened again."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from mail_writer import SAM, message_id_of

from followupd.config.name_keys import make_slug

if TYPE_CHECKING:
    from oracle import Oracle
    from oracle_journal import Label
    from postoffice import Delivery
    from rounds import Round

    from followupd.engine.ports import FrozenMail

Touch = tuple[str, str, int]
WORTH_SENDING = timedelta(days=7, minutes=1)


class Returns:
    """The oracle's record of mails that bounced."""

    def __init__(self, oracle: Oracle) -> None:
        self.oracle = oracle
        self.sent: dict[Touch, list[tuple[str, str, datetime]]] = {}  # Message-ID, recipient, wall
        self.returned: set[tuple[str, str]] = set()  # Message-ID and address in a bounce
        self.openings: dict[Touch, list[datetime]] = {}
        self.words: set[Touch] = set()  # touches that the user opened

    def delivered(self, label: Label, delivery: Delivery) -> None:
        if delivery.recipient != SAM:
            mails = self.sent.setdefault(label.touch, [])
            mails.append((message_id_of(delivery.data), delivery.recipient, delivery.wall))

    def have_returned(self, touch: Touch) -> bool:
        """Return whether every mail of a touch bounced."""
        return all(
            (id_, address) in self.returned for id_, address, _ in self.sent.get(touch, [("", "", None)])
        )

    def opened(self, one: Round, step: str, name: str) -> None:
        """The user opened a step again."""
        touch = (one.position, step, self.oracle.people.by_name(one, name))
        self.oracle.skips.pop(touch, None)
        self.oracle.drafts.deletions.pop(touch, None)  # the deletion was a skip
        self.words.add(touch)

    def check(self, label: Label, mail: FrozenMail) -> None:
        """Complain if a mail after a bounce has the same id, or goes to the same dead address."""
        earlier = self.sent.get(label.touch, [])
        name = f"{label.step.id} of {label.one.position}"
        if label.touch in self.oracle.pardoned:
            return
        if any(id_ == message_id_of(mail.data) for id_, _, _ in earlier):
            self.oracle.complain(1, f"{name} went out again under the id of the mail that came back")
        if label.touch not in self.words and any(address == mail.recipient for _, address, _ in earlier):
            self.oracle.complain(6, f"{name} went out again to the address from which it came back")

    def read(self, one: Round, fact: dict[str, Any]) -> None:
        """Note a step that the journal says was opened again."""
        touch = self._touch_of(one, fact)
        if touch is None or not fact["why"]:
            return
        at = datetime.fromisoformat(fact["at"])
        self.openings.setdefault(touch, []).append(at)
        mails = self.sent.get(touch, [])
        if not mails or not self.have_returned(touch):
            return
        self.oracle.reached = [r for r in self.oracle.reached if r.touch != touch]
        if touch not in self.words and at - mails[-1][2] > WORTH_SENDING:
            self.oracle.complain(6, f"{touch[1]} of {touch[0]} was opened again after more than a week")

    def _touch_of(self, one: Round, fact: dict[str, Any]) -> Touch | None:
        key = fact["touch"]["contact"]
        for contact in one.contacts:
            if key in {make_slug(mark) for mark in self.oracle.people.marks(one, contact)}:
                return one.position, fact["touch"]["step"], self.oracle.people.person(one, contact)
        return None
