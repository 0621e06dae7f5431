"""Acts on the plan of one interview: sends what is due, reports what was missed, withdraws what is held."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from followupd.engine.notifying.notifier import notify
from followupd.engine.notifying.prompting import offer_draft
from followupd.engine.sending.settling import drop_touches, miss_touches, rehearse_touch
from followupd.errors import FollowupdError
from followupd.journal.states import TouchEvent
from followupd.planning.context import Rule
from followupd.planning.moves import Verb
from followupd.writing.notices import notices

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from followupd.config.interview import Interview
    from followupd.engine.drafts.keeper import DraftKeeper
    from followupd.engine.ledger import Ledger
    from followupd.engine.ports import Clock, MailboxSession
    from followupd.engine.safety.fault_guard import FaultGuard
    from followupd.engine.sending.outbox import Outbox
    from followupd.engine.sending.sending import Sender
    from followupd.planning.moves import InterviewPlan, Move


KEEP_MAIL_RULES = (
    Rule.RETRY,
    Rule.UNKNOWN,
    Rule.RECEIPT,
    Rule.GAP,
)  # holds that keep a written mail as it is


@dataclass(slots=True)
class PlanActor:
    """Does what the plan of an interview says. `plan_moves` returns its moves of the present moment."""

    ledger: Ledger
    sender: Sender
    clock: Clock
    outbox: Outbox
    guard: FaultGuard
    drafts: DraftKeeper
    plan_moves: Callable[[Interview], Sequence[Move]]

    def act_on_plan(self, plan: InterviewPlan, session: MailboxSession | None, interview: Interview) -> None:
        """Act on each move of a plan. `session`: the open mailbox; without one, nothing is sent."""
        drop_touches(self.ledger, [m for m in plan.moves if m.verb is Verb.DROP], self.clock.now())
        missed_moves = [m for m in plan.moves if m.verb is Verb.MISS]
        miss_touches(self.ledger, missed_moves, partial(self.plan_moves, interview), self.clock.now())
        for move in plan.moves:
            match move.verb:
                case Verb.REHEARSE:
                    rehearse_touch(self.ledger, move, self.clock.now())
                case Verb.HOLD:
                    self._withdraw_mail(move)
                case Verb.SEND if session is not None and self._is_still_due(move, interview):
                    self._send_touch(move, session)

    def _is_still_due(self, move: Move, interview: Interview) -> bool:
        """Return whether a mail is still to be sent now: the one before it may hold it."""
        return (move.touch, Verb.SEND) in ((m.touch, m.verb) for m in self.plan_moves(interview))

    def _send_touch(self, move: Move, session: MailboxSession) -> None:
        touch_id = str(move.touch)
        self.sender.release_draft = self.drafts.release_draft
        try:
            deferral = self.sender.send_touch(move, session)
        except FollowupdError as fault:
            # If the store failed, a dot may have been sent. That must be known before the next mail is considered.
            self.sender.record_answers()
            self.outbox.recover_mails()
            self.tell_hold(move, fault)
        else:
            if deferral:
                self.guard.troubles[touch_id] = deferral  # the sender has logged it
            else:
                self.guard.clear_trouble(touch_id)

    def tell_hold(self, move: Move, fault: FollowupdError) -> None:
        """Notify the candidate, once, why a mail cannot be written or sent."""
        if self.guard.report_trouble(str(move.touch), fault):
            now = self.clock.now()
            notify(
                self.ledger, notices.describe_hold(self.ledger.words, move, str(fault), f"{now:%Y%m%d}"), now
            )

    def _withdraw_mail(self, move: Move) -> None:
        """Withdraw a written mail that is now held. When it is due it is written again."""
        if move.rule not in KEEP_MAIL_RULES:
            self.ledger.store.apply_event(str(move.touch), TouchEvent.WITHHOLD, self.clock.now())
            if move.rule is Rule.APPROVAL:
                offer = partial(offer_draft, self.ledger, self.sender, move, self.clock.now())
                self.guard.try_action(str(move.touch), offer, partial(self.tell_hold, move))
            else:
                self.guard.clear_trouble(str(move.touch))
