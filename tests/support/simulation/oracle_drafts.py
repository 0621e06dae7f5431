"""The oracle's record of drafts that the candidate edited, deleted or sent, and its check of what may leave."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from mail_writer import message_id_of
from oracle_approvals import NOTE
from oracle_journal import Reached

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from draft_box import StoredDraft
    from oracle import Oracle
    from oracle_journal import Label
    from postoffice import Message
    from rounds import Round

    from followupd.engine.ports import FrozenMail

Touch = tuple[str, str, int]
WRITING_TIME = timedelta(minutes=10)  # after a save, for which the candidate may still be writing
_KNOWN = ("placed", "edited", "unclear", "missing")


class DraftBook:
    """The oracle's own record of drafts."""

    def __init__(self, oracle: Oracle) -> None:
        self.oracle = oracle
        self.deletions: dict[Touch, int] = {}  # moments
        self.edits: dict[Touch, int] = {}
        self.hand_sent: dict[Touch, tuple[int, Round]] = {}
        self.hand_sent_ids: dict[Touch, str] = {}  # ids of drafts without a mark
        self.delivered_at: dict[Touch, int] = {}  # when the server took its last mail

    # --- the candidate's actions

    def edited(self, draft: StoredDraft, one: Round) -> None:
        """They edited a draft: it may only go out in that form."""
        touch = self._touch(draft, one)
        self.edits[touch] = self.oracle.world.seq
        self.oracle.consents.approved.append((self.oracle.world.seq, touch))  # the text is their own

    def deleted(self, draft: StoredDraft, one: Round) -> None:
        """They deleted a draft that the journal knows, so its mail is skipped."""
        touch = self._touch(draft, one)
        # If followupd withdraws all drafts of an interview in the same second, it is unknown who was first.
        is_withdrawn = bool(self.oracle.world.running) and self._last_state(one) == "removing"
        is_known = self._journal_state(draft, one) in _KNOWN and not is_withdrawn
        if is_known and not self._others(touch, one):
            self.deletions[touch] = self.oracle.world.seq

    def sent_by_hand(self, draft: StoredDraft, one: Round, arrived: Message) -> None:
        """They sent a draft, so it counts as taken."""
        oracle, touch = self.oracle, self._touch(draft, one)
        self.deletions.pop(touch, None)
        is_by_hand = touch in oracle.taken  # a left-over draft is a mail by hand
        if not is_by_hand and not draft.is_forgotten:
            self.hand_sent[touch] = oracle.world.seq, one
            if b"\r\nReferences: " not in arrived.header:
                self.hand_sent_ids[touch] = message_id_of(arrived.data)
        step = next((s for s in one.steps() if s.id == touch[1]), None)
        at = arrived.received
        if step is None or not step.everyone or is_by_hand:
            oracle.reached.append(
                Reached(at, at, one.company, one.domain(), "email", None if is_by_hand else touch, arrived.seq, one,
                        "Sent", via=one, address=draft.recipient)
            )  # fmt: skip

    def delivered(self, touch: Touch) -> None:
        """A server has taken the mail of a touch."""
        self.delivered_at[touch] = self.oracle.world.seq

    def restored(self, seq: int) -> None:
        """Forget what an old store does not know about drafts."""
        self.deletions = {t: at for t, at in self.deletions.items() if at <= seq}
        self.hand_sent = {t: (at, one) for t, (at, one) in self.hand_sent.items() if at <= seq}
        self.edits = {}
        for draft in self.oracle.world.office.drafts.drafts:
            draft.is_forgotten = True

    # --- what may leave

    def check_dot(self, label: Label, mail: FrozenMail) -> None:
        """Complain if a mail leaves although the candidate edited it differently, deleted it, or sent it."""
        oracle, box = self.oracle, self.oracle.world.office.drafts
        name, touch = f"{label.step.id} of {label.one.position}", label.touch
        if label.one.mistaken or oracle.world.files.sending.get("review") != "drafts":
            return
        is_drafted = label.step.channel == "email" and label.step is not NOTE and not box.is_refused
        if is_drafted and box.listed < oracle.asked_at:
            oracle.complain(2, f"{name} went out, Drafts not read before the dot")
        if self.deletions.get(touch, box.listed) < box.listed:
            oracle.complain(1, f"{name} went out although its draft was deleted")
        sent_at = self.hand_sent.get(touch, (oracle.world.seq, label.one))[0]
        if sent_at < oracle.seen("Sent"):
            oracle.complain(1, f"{name} went out although its draft was sent by hand")
        # An edited draft stays after its mail has left. If that mail bounced, the draft does not count for the next
        # one.
        last = self.delivered_at.get(touch, -1)
        others = [d for d in self._others(touch, label.one) if not d.is_own and last < d.seq < box.listed]
        if len({d.words for d in others}) > 1:
            oracle.complain(1, f"{name} went out although two edited drafts lie there")
        words = " ".join(mail.data.partition(b"\r\n\r\n")[2].decode().split())
        for draft in others:
            if draft.recipient != mail.recipient:
                oracle.complain(1, f"{name} went out although its draft is to {draft.recipient}")
            elif draft.words != words:
                oracle.complain(1, f"{name} went out in other words than those of its draft")
            if draft.saved_at and timedelta(0) <= self._clock() - draft.saved_at < WRITING_TIME:
                oracle.complain(2, f"{name} went out while its draft was being written")

    def _clock(self) -> datetime:
        clock = self.oracle.world.clock
        return clock.true + clock.offset

    def at_the_end(self) -> None:
        """Complain about drafts left behind, and about a draft sent by hand that does not count."""
        oracle = self.oracle
        facts = [json.loads(b) for (b,) in oracle.world.store._db.execute("SELECT body FROM fact")]
        for touch, (seq, one) in self.hand_sent.items():
            is_read = seq < oracle.world.office.boxes["Sent"].walked and one.legible and not one.mistaken
            names = {
                name for r in oracle.world.rounds if r.position == touch[0] for name in (*r.ids, *one.ids)
            }
            # Without marks, it may count as another mail to that person with the same subject.
            unmarked_id = self.hand_sent_ids.get(touch)
            is_of_other = any(f["fact"] == "taken" and unmarked_id in f["message_ids"] for f in facts)
            is_known = any(_is_taken(f, touch, names) for f in facts) or _is_late(facts, touch, names)
            counts = is_known or is_of_other
            if is_read and not one.counts_as and not counts:
                oracle.complain(1, f"{touch[1]} of {touch[0]} was sent by hand, and does not count as taken")
        for draft in oracle.world.office.drafts.drafts:
            self._check_left(draft)

    def _check_left(self, draft: StoredDraft) -> None:
        world = self.oracle.world
        one = next(r for r in world.rounds if r.position == draft.label[0] and not r.copied_from)
        if (
            draft.is_forgotten
            or not draft.is_own
            or not world.files.allow(one)
            or world.files.ever_dry
            or one.mistaken
        ):
            return
        if (
            world.outlooks
            and self.oracle.silenced_by(one)
            and world.files.sending.get("after_answer") != "send_thanks"
        ):
            self.oracle.complain(2, f"a draft of {draft.label[1]} lies there after they answered")
        if self._touch(draft, one) in self.oracle.taken:
            self.oracle.complain(1, f"a draft of {draft.label[1]} lies there after its mail has left")

    # --- the touch of a draft

    def _touch(self, draft: StoredDraft, one: Round) -> Touch:
        person = self.oracle.people.known(one, draft.label[2])
        return one.position, draft.label[1], -1 if person is None else person

    def _others(self, touch: Touch, one: Round) -> list[StoredDraft]:
        drafts = self.oracle.world.office.drafts.drafts
        same = [d for d in drafts if d.label[0] == one.position]
        return [d for d in same if self._touch(d, one) == touch]

    def _journal_state(self, draft: StoredDraft, one: Round) -> str:
        person = draft.label[2].lower().replace(" ", "-")
        facts = (f for f in self._read_states(one) if (f["step"], f["contact"]) == (draft.label[1], person))
        return next((str(fact["state"]) for fact in facts), "")

    def _last_state(self, one: Round) -> str:
        return next((str(fact["state"]) for fact in self._read_states(one)), "")

    def _read_states(self, one: Round) -> Iterator[dict[str, Any]]:
        """Yield the facts in the journal about the drafts of an interview, the latest first."""
        rows = self.oracle.world.store._db.execute(
            'SELECT body FROM fact WHERE body LIKE \'%"fact":"drafted"%\' ORDER BY seq DESC'
        )
        return (fact for fact in map(json.loads, (body for (body,) in rows)) if fact["interview"] in one.ids)


def _is_taken(fact: dict[str, Any], touch: Touch, names: set[str]) -> bool:
    """Return whether a fact says that a touch is taken, or in doubt. In both cases it is not sent again."""
    is_settled = fact["fact"] in ("taken", "uncertain")
    return is_settled and fact["touch"]["step"] == touch[1] and fact["touch"]["interview"] in names


def _is_late(facts: list[dict[str, Any]], touch: Touch, names: set[str]) -> bool:
    """Return whether a draft was given up before the candidate sent it. Then it counts like any mail by hand."""
    given_up = [
        number
        for number, fact in enumerate(facts)
        if fact["fact"] == "drafted"
        and fact["state"] == "removed"
        and fact["step"] == touch[1]
        and fact["interview"] in names
    ]
    return bool(given_up) and any(fact["fact"] == "hand_sent" for fact in facts[given_up[0] :])
