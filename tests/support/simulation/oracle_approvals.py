"""Mails that need the candidate's approval: those that are to be read first, and the note after a rejection."""

from __future__ import annotations

from typing import TYPE_CHECKING

from no_show_events import NO_SHOW
from rounds import Brief
from spelling_events import is_spelt_otherwise

if TYPE_CHECKING:
    from oracle import Oracle
    from oracle_journal import Label
    from rounds import Round

NOTE = Brief("rejected", "email", True, 0, "hours", True, (5, "business days"))


class Consents:
    """The oracle's record of rejections and approvals."""

    def __init__(self, oracle: Oracle) -> None:
        self.oracle = oracle
        self.closed: list[tuple[int, int]] = []  # moment and round of each close with the reason "rejected"
        self.approved: list[tuple[int, tuple[str, str, int]]] = []  # moment, touch

    def restored(self, seq: int) -> None:
        """Forget what an old store does not know."""
        self.closed = [c for c in self.closed if c[0] <= seq]
        self.approved = [a for a in self.approved if a[0] <= seq]

    def check(self, label: Label, name: str) -> int:
        """Complain if a mail that needs an approval has no valid one; return its moment."""
        typed = (seq for seq, touch in self.approved if touch == label.touch)
        mailed = (seq for seq, _ in self.oracle.replies.consents(label.touch))
        yes = max((*typed, *mailed), default=None)
        if yes is None:
            self.oracle.complain(2, f"{name} went out, and nobody approved it")
            return -1
        for answer in self.oracle.answers_since(label.one, yes):
            self.oracle.complain(2, f"{name} went out after {answer.sender} had written again")
        if self._is_paused_since(label, yes):
            self.oracle.complain(6, f"{name} went out on a yes from before a pause")
        return yes

    def _is_paused_since(self, label: Label, yes: int) -> bool:
        """Return whether the user paused everything, the interview or the person after their approval."""
        of_all = (s for s in self.oracle.said if s.one in (None, label.one.number))
        return any(said.command == "pause" and said.seq > yes for said in of_all) or (
            self.oracle.person_words.was_paused(label, yes)
        )

    def asked(self, label: Label) -> bool:
        """Return whether the files demand that the candidate reads a mail first."""
        mode = self.oracle.world.files.sending.get("approve", "none")
        if label.step.channel != "email" or mode == "none":
            return False
        one, mails = label.one, {s.id for s in (*label.one.steps(), NOTE, NO_SHOW) if s.channel == "email"}
        before = {(one.position, s, label.person) for s in mails}
        # A mail whose fate was found out later, or that the user decided about, may have been the first.
        known = any((one.number, s) in self.oracle.settled for s in mails)
        if mode == "unsure" and self._is_sure(label):
            return False
        return mode == "all" or not (known or before & self.oracle.taken.keys())

    def _is_sure(self, label: Label) -> bool:
        """Return whether the files have a fact about the person, and the person's mails spell no other name."""
        one = label.one
        people = [c for c in one.contacts if self.oracle.people.person(one, c) == label.person]
        is_spelt = any(is_spelt_otherwise(self.oracle, c["email"], c["name"]) for c in people)
        return any(c.get("fact") for c in people) and not is_spelt

    def check_note(self, label: Label) -> None:
        """Complain if the note after a rejection must not go out now."""
        one, name = label.one, f"the note after a refusal, for {label.one.position},"
        yes = self.check(label, name)
        said = [s for s in self.oracle.said if s.one == one.number]
        if self.oracle.paused(None) or self.oracle.paused(one, [s for s in said if s.seq > yes]):
            self.oracle.complain(2, f"{name} went out during a pause")
        if any(s.command == "close" and s.seq > yes for s in said) or self.oracle.sheets.stopped(one, yes):
            self.oracle.complain(7, f"{name} went out after the close")
        if any(s.command == "resume" and s.seq > yes for s in said):
            self.oracle.complain(9, f"{name} went out, and the user goes on")
        if not self._refused(one) and one.company not in self.oracle.excused:
            self.oracle.complain(9, f"{name} went out, and nobody has refused")
        panel = {self.oracle.people.person(one, c) for c in one.contacts}
        before = (t for t in self.oracle.taken if t[:2] == label.touch[:2] and t[2] in panel)
        if any(t not in self.oracle.pardoned for t in before):
            self.oracle.complain(1, f"{name} went out a second time")

    def _refused(self, one: Round) -> bool:
        """Return whether they rejected the candidate, or the candidate said so."""
        # A rejection from before the date in the file also counts.
        mails = any(a.refusal and (a.via is one or a.concerns(one)) for a in self.oracle.answers)
        return mails or any(number == one.number for _, number in self.closed)
