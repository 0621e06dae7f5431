"""Runs one pass: read the mailbox, plan, act, notify. The daemon repeats it; a crash at any line is harmless.

It uses no library, no socket and no clock of its own. It reaches everything outside through the Protocols of `ports`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING

from followupd.engine.conditions import gather_conditions, store_receipt
from followupd.engine.drafts.keeper import DraftKeeper
from followupd.engine.notifying.daily_reminders import list_reminder_actions
from followupd.engine.notifying.debriefing import ask_about_interviews
from followupd.engine.notifying.notifier import deliver_pushes, notify
from followupd.engine.notifying.printing import print_next_letter
from followupd.engine.notifying.prompting import answer_late_drafts, send_prompt
from followupd.engine.notifying.weekly import send_weekly_digest
from followupd.engine.plan_actor import PlanActor
from followupd.engine.reopening import reopen_returned
from followupd.engine.safety import restore
from followupd.engine.safety.begun_interviews import hold_begun_interviews
from followupd.engine.safety.renames import note_interviews
from followupd.engine.safety.troubles import MANUAL_STEP_PREFIX
from followupd.engine.scanning.scan_progress import ignore_progress
from followupd.engine.scanning.scanning import scan
from followupd.engine.scanning.unread_mailbox import UnreadMailbox
from followupd.errors import ConfigError, FollowupdError, LoginRefused, TryAgain
from followupd.planning.context import Rule
from followupd.planning.draft_review import may_be_placed
from followupd.planning.manual_steps import due_prompts
from followupd.planning.moves import Verb, select_moves
from followupd.planning.plan_cache import PlanCache
from followupd.writing.notices import notices

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from followupd.config.interview import Interview
    from followupd.config.model import Config
    from followupd.engine.ledger import Ledger
    from followupd.engine.notifying.daily_reminders import ReminderAction
    from followupd.engine.notifying.notifier import Notifier
    from followupd.engine.notifying.weekly import PictureDrawer
    from followupd.engine.ports import Clock, Mailbox, MailboxSession, Printer, PushService
    from followupd.engine.safety.fault_guard import FaultGuard
    from followupd.engine.scanning.scan_progress import ScanProgress
    from followupd.engine.sending.outbox import Outbox
    from followupd.engine.sending.sending import Sender
    from followupd.journal.facts import Receipt
    from followupd.planning.context import Conditions
    from followupd.planning.moves import InterviewPlan, Move


MAILBOX_DELAYS = tuple(timedelta(minutes=m) for m in (1, 2, 5, 15))  # between attempts that fail


@dataclass(slots=True)
class Engine:
    """The use case that does everything that is due now."""

    ledger: Ledger
    mailbox: Mailbox
    sender: Sender
    clock: Clock
    outbox: Outbox
    notifier: Notifier
    guard: FaultGuard
    push_service: PushService | None = None
    find_push_addresses: Callable[[Config], list[Callable[[], str]]] | None = None  # for pushes
    printer: Printer | None = None
    report_progress: Callable[[ScanProgress], None] = ignore_progress  # of a look at the mailbox
    draw_picture: PictureDrawer | None = None  # for the weekly digest
    receipt: Receipt | None = None
    scan_failures: int = 0  # how many looks at the mailbox have failed in a row
    unread_mailbox: UnreadMailbox = field(default_factory=UnreadMailbox)
    next_scan_at: datetime | None = None  # after a failed look: no attempt before this moment
    _plan_cache: PlanCache = field(default_factory=PlanCache)
    _reminder_actions: tuple[tuple[str, ReminderAction], ...] = field(default_factory=list_reminder_actions)
    _drafts: DraftKeeper = field(init=False)
    _plan_actor: PlanActor = field(init=False)

    def __post_init__(self) -> None:
        self._drafts = DraftKeeper(self.ledger, self.sender, self.clock)
        self._plan_actor = PlanActor(
            self.ledger, self.sender, self.clock, self.outbox, self.guard, self._drafts, self._plan_moves
        )

    def run_pass(self, *, scan: bool) -> Sequence[InterviewPlan]:
        """Do everything that is due now, and return the new plan of every interview.

        `scan`: read the mailbox even if nothing is due.
        """
        self.ledger.refresh_config()
        self.ledger.read_new_facts()
        self.sender.record_answers()
        self.outbox.recover_mails()
        note_interviews(self.ledger, self.clock.now())
        self._report_config_faults()
        self.guard.try_action("returned mails", partial(reopen_returned, self.ledger, self.clock.now()))
        self._check_new_texts()
        if (scan or self._must_scan()) and self._may_scan():
            self._scan_and_act()
        else:
            self._act_on_plans(None)
        self.guard.try_action("debriefs", partial(ask_about_interviews, self.ledger, self.clock.now()))
        due_touches = self._prompt_candidate()
        for name, remind in self._reminder_actions:
            self.guard.try_action(name, partial(remind, self.ledger, self.make_plans, self.clock.now()))
        week = partial(send_weekly_digest, self.ledger, self.make_plans, self.clock.now(), self.draw_picture)
        self.guard.try_action("weekly digest", week)
        self.guard.try_action("own texts", self._answer_late_drafts)
        self._deliver_to_candidate()
        self._send_pushes()
        plans = self.make_plans()
        if self.guard.troubles:
            self.guard.troubles.drop_finished({str(m.touch) for o in plans for m in o.moves}, due_touches)
        store_receipt(self.ledger.store, self.receipt)
        return plans

    @property
    def awaits_first_look(self) -> bool:
        """Whether nothing of the mailbox has been read yet, and no attempt has failed."""
        return not self.scan_failures and not self.ledger.store.read_cursors()

    # --- planning

    def read_conditions(self) -> Conditions:
        """Return what the planner must know now."""
        return gather_conditions(self.ledger, self.receipt, self.guard.list_rests())

    def make_plans(self) -> Sequence[InterviewPlan]:
        """Return the plan of each interview. An interview whose plan fails does not stop the others."""
        now, conditions = self.clock.now(), self.read_conditions()
        config, history = self.ledger.config, self.ledger.history
        return self._plan_cache.plan_all(now, config, history, conditions, self.guard.run_guarded)

    def _plan_moves(self, interview: Interview) -> Sequence[Move]:
        now, conditions = self.clock.now(), self.read_conditions()
        config, history = self.ledger.config, self.ledger.history
        return self._plan_cache.plan_interview(now, config, history, conditions, interview).moves

    def _must_scan(self) -> bool:
        # Nothing counts as missed before the mailbox was read: a restored store may not know what was sent.
        verbs = (Verb.SEND, Verb.MISS)
        plans = self.make_plans()
        is_due = any(m.verb in verbs or m.rule is Rule.RECEIPT for o in plans for m in o.moves)
        return is_due or self.outbox.needs_scan() or self._drafts.needs_session(plans)

    def _may_scan(self) -> bool:
        now = self.clock.now()  # the clock may have been set back, which must not make a wait longer
        return self.next_scan_at is None or not now < self.next_scan_at <= now + MAILBOX_DELAYS[-1]

    # --- acting

    def _scan_and_act(self) -> None:
        try:
            with self.mailbox.open_session() as session:
                self.receipt = scan(
                    self.ledger,
                    session,
                    self.clock.now(),
                    self.report_progress,
                    reads_ahead=not self.scan_failures,
                )
                self.scan_failures, self.next_scan_at = 0, None
                self.guard.clear_trouble("mailbox")
                self.unread_mailbox.end()
                restore.finish_restore(self.ledger, self.clock.now())
                hold_begun_interviews(self.ledger, self.clock.now())
                self._drafts.keep_drafts(session, self.make_plans())
                self._act_on_plans(session)
                self.outbox.look_for_proof()
                self.outbox.file_copies(session)
        except FollowupdError as fault:
            # The login has its own delays, and a locked keyring is tried each minute: see keys/access.
            self.scan_failures = 0 if isinstance(fault, TryAgain | LoginRefused) else self.scan_failures + 1
            number = min(max(self.scan_failures - 1, 0), len(MAILBOX_DELAYS) - 1)
            self.next_scan_at = self.clock.now() + MAILBOX_DELAYS[number]
            self.guard.report_trouble("mailbox", fault)
            self.unread_mailbox.note_failure(self.ledger, fault, self.clock.now())
            self._act_on_plans(None)

    def _act_on_plans(self, session: MailboxSession | None) -> None:
        # Fixed here, since the files may be edited while a mail is being sent.
        interviews = {i.id: i for i in self.ledger.config.interviews}
        for plan in self.make_plans():
            act = partial(self._plan_actor.act_on_plan, plan, session)
            self.guard.run_guarded(interviews[plan.interview], act)

    def _check_new_texts(self) -> None:
        """Check each mail that is due for the first time with the lint. A mail without doubts is sent in this pass.

        A mail is checked again if another text of it was approved, since the text of this moment may be that text
        again.
        """
        reports = self.ledger.store.read_text_reports()
        for move in select_moves(self.make_plans(), Verb.HOLD):
            details = self.ledger.find_touch(move.touch) if move.rule is Rule.APPROVAL else None
            if details is None:
                continue
            approval = details.record.approval_of(details.step.id, details.contact)
            if approval or move.touch not in reports:
                check = partial(self.sender.write_checked, details, move.due, self.clock.now())
                self.guard.try_action(str(move.touch), check, partial(self._plan_actor.tell_hold, move))

    def _answer_late_drafts(self) -> None:
        moves = select_moves(self.make_plans(), Verb.HOLD, Verb.WAIT)
        waiting = {str(m.touch) for m in moves if m.rule is Rule.APPROVAL or may_be_placed(m)}
        answer_late_drafts(self.ledger, self.clock.now(), waiting)

    def _prompt_candidate(self) -> set[str]:
        """Prompt for calls and letters, or report that their time is over. Return the touches that are due.

        A prompt may be repeated.
        """
        ledger, now = self.ledger, self.clock.now()
        due_touches = set()
        for manual_step in due_prompts(now, ledger.config, ledger.history):
            due_touches.add(str(manual_step.touch))
            self.guard.try_action(
                f"{MANUAL_STEP_PREFIX}{manual_step.touch}",
                partial(send_prompt, ledger, self.sender, manual_step, now),
            )
        return due_touches

    def _deliver_to_candidate(self) -> None:
        """Print and mail what waits for the candidate. Do nothing if followupd is halted or not live."""
        if self.ledger.active_config.halt_reason or not self.ledger.config.live:
            return
        if self.printer:
            print_letter = partial(print_next_letter, self.ledger, self.printer, self.clock.now())
            self.guard.try_action("printer", print_letter)
        self.guard.try_action("mail server", self.notifier.deliver_notices)
        self.guard.try_action("notices", self.notifier.report_undelivered)

    def _send_pushes(self) -> None:
        if self.push_service and self.find_push_addresses:
            addresses, now = self.find_push_addresses(self.ledger.config), self.clock.now()
            self.guard.try_action(
                "push", partial(deliver_pushes, self.ledger, self.push_service, addresses, now)
            )

    def _report_config_faults(self) -> None:
        """Report a broken configuration once, and again only if its errors change."""
        faults = self.ledger.active_config.faults
        if not faults:
            self.guard.clear_trouble("configuration")
        elif self.guard.report_trouble("configuration", ConfigError(list(faults))):
            now, words = self.clock.now(), self.ledger.words
            notice = notices.describe_trouble(words, "configuration", "\n".join(faults), f"{now:%Y%m%d%H%M}")
            notify(self.ledger, notice, now)
