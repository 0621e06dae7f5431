"""Keeps the drafts of mails that will be sent soon: writes them, reads what happened to them, and removes them.

It removes or replaces only a message that followupd wrote and nobody has changed, at the same UID at which it was
written. A fact is stored before each change, so that after a crash every draft is known. The folder is read again
before the final dot (`release_draft`): the mail is sent with the text in the folder, or not at all.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING

from followupd.engine.drafts import copies, reading, writing
from followupd.engine.drafts.case import DraftCase, hash_outgoing, leave_out_others, list_cases
from followupd.engine.drafts.folder_port import DraftsRefused, Removal
from followupd.engine.drafts.late_looks import LateLooks, list_returned
from followupd.engine.drafts.recognition import Sight, read_listing
from followupd.engine.notifying.notifier import notify
from followupd.engine.notifying.prompting import offer_draft
from followupd.engine.safety import restore
from followupd.errors import FollowupdError, Unreachable
from followupd.journal.draft_states import DraftEvent, DraftState
from followupd.journal.facts import Settled, Taken
from followupd.journal.states import TouchEvent
from followupd.planning.approval import needs_approval
from followupd.planning.draft_review import MISSING_FOR, DraftAction, choose_action, is_reviewed
from followupd.writing.notices import draft_notices, notices

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from followupd.engine.drafts.recognition import DraftView, SeenDraft
    from followupd.engine.ledger import Ledger
    from followupd.engine.ports import Clock, MailboxSession, OutgoingMail
    from followupd.engine.sending.sending import Sender
    from followupd.planning.moves import InterviewPlan, Move
    from followupd.planning.touches import TouchDetails

log = logging.getLogger("followupd")

RETRY_AFTER = timedelta(minutes=15)  # for a draft that could not be written
_UNFINISHED = (DraftState.PLACING, DraftState.LEAVING, DraftState.REMOVING)
# What the folder must show before the dot.
_SIGHTS = {
    DraftState.PLACED: (Sight.OWN,),
    DraftState.EDITED: (Sight.TOUCHED, Sight.LOOKALIKE),
}
_FINISHED = (
    DraftState.NONE,
    DraftState.REMOVED,
    DraftState.DELETED,
    DraftState.LEFT,
    DraftState.SENT_BY_HAND,
    DraftState.REFUSED,
)


@dataclass(slots=True)
class DraftKeeper:
    """The use case that writes, reads and removes drafts."""

    ledger: Ledger
    sender: Sender
    clock: Clock
    retry_at: dict[str, datetime] = field(default_factory=dict)  # for drafts that could not be written
    word_cache: writing.WordCache = field(default_factory=dict)
    late_looks: LateLooks = field(default_factory=LateLooks)
    cleaned_touches: set[str] = field(default_factory=set)  # since this process began

    def needs_session(self, plans: Iterable[InterviewPlan]) -> bool:
        """Return whether a draft must be written, removed or looked for now."""
        if not self._may_change_anything():
            return False
        now = self.clock.now()
        cases = list_cases(self.ledger, _moves_of(plans), now)
        return any(
            self._is_unfinished(case, now) or self._choose(case, now) is not DraftAction.NOTHING
            for case in cases
        )

    def keep_drafts(self, session: MailboxSession, plans: Iterable[InterviewPlan]) -> None:
        """Read what happened to the drafts, then write and remove drafts as needed. Raises Unreachable."""
        now = self.clock.now()
        all_cases = list_cases(self.ledger, _moves_of(plans), now)
        cases = [case for case in all_cases if self._is_worth_a_look(case, now)]
        if not cases or not self._may_change_anything():
            return
        try:
            seen_drafts = read_listing(session.list_drafts())
        except DraftsRefused as refusal:
            self._note_refusal(cases, refusal, now)
            return
        for case in (*cases, *list_returned(all_cases, cases, seen_drafts)):
            self._keep_one(case, session, leave_out_others(case, all_cases, seen_drafts))

    def _note_refusal(self, cases: Iterable[DraftCase], refusal: DraftsRefused, now: datetime) -> None:
        """Record that no draft can be read, so that it is not tried again in every pass."""
        for case in cases:
            if self._choose(case, now) is DraftAction.PLACE:
                self._refuse_draft(case, refusal)
            elif case.state is DraftState.SENT_BY_HAND:
                case.record(DraftEvent.SEE_NOTHING, now)
            self.late_looks.note(case, now)

    def _may_change_anything(self) -> bool:
        is_halted = self.ledger.active_config.halt_reason or restore.why_halted(self.ledger.store)
        return self.ledger.config.live and not is_halted

    def release_draft(self, session: MailboxSession, details: TouchDetails, outgoing: OutgoingMail) -> bool:
        """Before the final dot: take the draft out of the folder, and return whether the mail may be sent now.

        The mail is sent with the text of the draft in the folder. A draft that the candidate changed stays in the
        folder.
        """
        reason = self._take_draft(session, details, outgoing)
        if reason:
            log.info("%s withheld: %s", outgoing.id, reason, extra=details.touch.log_fields("withheld"))
        return reason is None

    def _take_draft(
        self, session: MailboxSession, details: TouchDetails, outgoing: OutgoingMail
    ) -> str | None:
        case = self._find_case(details)
        if not is_reviewed(self.ledger.config, details.step) or case.state is DraftState.REFUSED:
            return None
        if case.last is None or case.last.digest != hash_outgoing(outgoing):
            return "its words are not those of its draft"
        try:
            all_cases = list_cases(self.ledger, (), self.clock.now())
            seen_drafts = leave_out_others(case, all_cases, read_listing(session.list_drafts()))
            view = copies.find_copies(case, session, seen_drafts, reading.view_draft(case, seen_drafts))
        except DraftsRefused as refusal:
            return str(refusal)
        if (
            case.place is None
            or view.uids != (case.place.uid,)
            or view.sight not in _SIGHTS.get(case.state, ())
        ):
            return "its draft is not what it was when the mail was written"
        if case.state is DraftState.PLACED:
            case.record(DraftEvent.LEAVE, self.clock.now())
            session.remove_draft(case.place)
        return None

    # --- one draft

    def _keep_one(self, case: DraftCase, session: MailboxSession, seen_drafts: Sequence[SeenDraft]) -> None:
        now = self.clock.now()
        self.late_looks.note(case, now)
        view = reading.read_draft(case, session, self.sender, seen_drafts, now)
        writing.remove_stale(case, session, view)
        # If the daemon was killed while it removed a draft, the draft may still be there.
        if str(case.touch) not in self.cleaned_touches:
            self.cleaned_touches.add(str(case.touch))
            writing.remove_former(case, session)
        match self._choose_with_words(case, now):
            case DraftAction.PLACE:
                self._place_draft(case, session, view)
            case DraftAction.REMOVE:
                self._withdraw_draft(case, session, view)
            case DraftAction.SKIP:
                self._skip_touch(case)

    def _choose(self, case: DraftCase, now: datetime) -> DraftAction:
        retry_at = self.retry_at.get(str(case.touch))
        action = choose_action(
            case.last, case.rule, case.move.draft_at if case.move else None, now, has_other_words=False
        )
        if action is DraftAction.PLACE and retry_at and now < retry_at:
            return DraftAction.NOTHING
        return action

    def _choose_with_words(self, case: DraftCase, now: datetime) -> DraftAction:
        """Return what to do with a draft. A draft is replaced if the mail would now have another text."""
        action, retry_at = self._choose(case, now), self.retry_at.get(str(case.touch))
        if action is not DraftAction.NOTHING or case.state is not DraftState.PLACED or case.rule is None:
            return action
        if retry_at and now < retry_at:
            return action
        try:
            is_other = writing.has_other_words(case, self.sender, self.word_cache)
        except FollowupdError:  # the fault is reported when the mail is due
            is_other = False
        placing_at = case.move.draft_at if case.move else None
        return choose_action(case.last, case.rule, placing_at, now, has_other_words=is_other)

    def _is_worth_a_look(self, case: DraftCase, now: datetime) -> bool:
        is_open = case.state not in _FINISHED or self._is_unfinished(case, now)
        return is_open or self._choose(case, now) is DraftAction.PLACE

    def _is_unfinished(self, case: DraftCase, now: datetime) -> bool:
        """Return whether the folder must be read, regardless of the state of the mail.

        A program that sends a draft removes it within minutes. A draft that is still there after that is a second copy.
        """
        if case.state is DraftState.SENT_BY_HAND and case.last:
            return now - case.last.at >= MISSING_FOR
        return case.state in _UNFINISHED or self.late_looks.is_due(case, now)

    def _find_case(self, details: TouchDetails) -> DraftCase:
        cases = list_cases(self.ledger, (), self.clock.now())
        fresh = DraftCase(self.ledger, details.touch, [], details, None)
        return next((c for c in cases if c.touch == details.touch), fresh)

    # --- what is done

    def _place_draft(self, case: DraftCase, session: MailboxSession, view: DraftView) -> None:
        move = case.move
        is_replaced = case.state is DraftState.PLACED and view.sight is Sight.OWN
        if move is None or case.details is None or not (is_replaced or view.sight is Sight.NONE):
            return
        now = self.clock.now()
        try:
            writing.place_draft(case, session, self.sender, self.word_cache, now)
            self.retry_at.pop(str(case.touch), None)
            self._ask_if_unsure(case, move, is_replaced=is_replaced)
        except DraftsRefused as refusal:
            self._refuse_draft(case, refusal)
        except Unreachable:
            raise
        except FollowupdError as fault:
            self.retry_at[str(case.touch)] = now + RETRY_AFTER
            log.warning("%s: its draft cannot be written: %s", case.touch, fault, extra={"kind": "draft"})
            notify(
                self.ledger, notices.describe_hold(self.ledger.words, move, str(fault), f"{now:%Y%m%d}"), now
            )

    def _ask_if_unsure(self, case: DraftCase, move: Move, *, is_replaced: bool) -> None:
        """Ask about a mail that needs the candidate's approval, as soon as its draft can be read."""
        details = self.ledger.find_touch(case.touch)
        if details is None:
            return
        step, contact = details.step, details.contact
        has_word = details.record.approval_of(step.id, contact) is not None and not is_replaced
        if not has_word and needs_approval(self.ledger.config, details.record, step, contact):
            offer_draft(self.ledger, self.sender, move, self.clock.now())

    def _refuse_draft(self, case: DraftCase, refusal: DraftsRefused) -> None:
        now = self.clock.now()
        with self.ledger.transaction():
            case.record(DraftEvent.REFUSE, now, why=str(refusal)[:300])
            notify(
                self.ledger,
                draft_notices.describe_refused_drafts(self.ledger.words, str(refusal), f"{now:%Y%m%d}"),
                now,
            )
        log.warning("no draft of %s: %s", case.touch, refusal, extra=case.touch.log_fields("draft"))

    def _withdraw_draft(self, case: DraftCase, session: MailboxSession, view: DraftView) -> None:
        """Remove a draft whose mail is not sent. If the candidate changed it, leave it there and notify them."""
        now, place = self.clock.now(), case.place
        if case.state in (DraftState.EDITED, DraftState.UNCLEAR):
            self._leave_draft(case)
            if view.own_place:
                session.remove_draft(view.own_place)
            return
        if case.state is not DraftState.REMOVING:
            case.record(DraftEvent.WITHDRAW, now)
        if case.state is DraftState.REMOVING:
            is_there = view.sight is Sight.OWN and place is not None
            if is_there and place and session.remove_draft(place) is Removal.REFUSED:
                self._leave_draft(case)
            else:
                case.record(DraftEvent.SEE_NOTHING, now)
        log.info("the draft of %s is removed", case.touch, extra=case.touch.log_fields("draft"))

    def _leave_draft(self, case: DraftCase) -> None:
        now, outcome = self.clock.now(), case.details.touch_outcome if case.details else None
        is_sent = isinstance(outcome, Taken)
        with self.ledger.transaction():
            case.record(DraftEvent.WITHDRAW, now)
            notice = draft_notices.describe_left_draft(
                self.ledger.words, case.touch, case.name, case.version, is_sent=is_sent
            )
            notify(self.ledger, notice, now)

    def _skip_touch(self, case: DraftCase) -> None:
        """Skip the touch, since the candidate deleted its draft, and notify them how to undo that."""
        now, move = self.clock.now(), case.move
        if move is None:
            return
        fact = Settled(
            now, case.touch, "skipped", "you deleted its draft", due=move.due, address=move.address
        )
        with self.ledger.transaction():
            case.record(DraftEvent.DELETE, now)
            self.ledger.append(fact)
            self.ledger.store.apply_event(str(case.touch), TouchEvent.CANCEL, now)
            notice = draft_notices.describe_deleted_draft(
                self.ledger.words, case.touch, case.name, len(case.facts)
            )
            notify(self.ledger, notice, now)
        log.info("%s skipped: its draft was deleted", case.touch, extra=case.touch.log_fields("skipped"))


def _moves_of(plans: Iterable[InterviewPlan]) -> Iterable[Move]:
    return (m for plan in plans for m in plan.moves)
