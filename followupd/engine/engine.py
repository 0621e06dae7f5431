"""One pass: read the mailbox, plan, act, tell. The daemon runs it again and again; a crash at any line is harmless.

No library, no socket, no clock of its own: everything outside comes through the Protocols of `ports`.
"""

from __future__ import annotations

import json
import logging
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING, Literal, TypeVar

from followupd.engine import restore
from followupd.engine.printing import print_next
from followupd.engine.prompting import offer, pass_on, remind
from followupd.engine.scanning import read
from followupd.engine.sending import now_situation
from followupd.engine.troubles import ERRAND, Troubles
from followupd.errors import ConfigError, FollowupdError, LoginRefused, TryAgain
from followupd.journal.facts import Rehearsed, Settled, receipt_text
from followupd.journal.states import TouchEvent
from followupd.planning.context import Rule
from followupd.planning.manual_steps import errands
from followupd.planning.plan_cache import Planned
from followupd.planning.planner import Verb, outlook
from followupd.writing import notices

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from followupd.config.interview import Interview
    from followupd.config.model import Config
    from followupd.engine.ledger import Ledger
    from followupd.engine.outbox import Upkeep
    from followupd.engine.ports import Bell, Clock, Mailbox, MailboxSession, Printer
    from followupd.engine.sending import Sender
    from followupd.journal.facts import Receipt
    from followupd.planning.context import Situation
    from followupd.planning.planner import Move, Outlook

log = logging.getLogger("followupd")
Result = TypeVar("Result")

INSIDE = "failed inside followupd; the log has the details"
TRIPPED_FOR = timedelta(hours=1)  # an interview whose handling failed inside rests so long
PATIENCE = tuple(timedelta(minutes=m) for m in (1, 2, 5, 15))  # between attempts at a mailbox that fails
KEPT_ROWS = (Rule.RETRY, Rule.UNKNOWN, Rule.RECEIPT)  # brakes under which a written mail stays as it is


@dataclass(slots=True)
class Engine:
    """The use case: what is to be done now, done."""

    ledger: Ledger
    mailbox: Mailbox
    sender: Sender
    clock: Clock
    upkeep: Upkeep
    forget_login: Callable[[], None]  # the server refused the secret: ask for it anew
    bell: Bell | None = None
    addresses: Callable[[Config], list[Callable[[], str]]] | None = None  # for pushes
    printer: Printer | None = None
    receipt: Receipt | None = None
    tripped: dict[str, datetime] = field(default_factory=dict)
    troubles: Troubles = field(default_factory=Troubles)
    failures: int = 0  # of the mailbox, in a row
    not_before: datetime | None = None  # the mailbox failed: no attempt before this moment
    _planned: Planned | None = None

    def run_pass(self, *, look: bool) -> list[Outlook]:
        """Do everything that is due now; `look`: read the mailbox even if nothing is due.

        Returns the outlook of every interview afterwards.
        """
        self.ledger.orders = self.sender.orders()
        self.ledger.sync()
        self.upkeep.recover()
        self.ledger.note_interviews(self.clock.now())
        self._tell_faults()
        if (look or self._must_look()) and self._may_look():
            self._with_mailbox()
        else:
            self._act(None)
        asked = self._remind_candidate()
        if not self.ledger.orders.halted and self.ledger.config.live:
            if self.printer:
                self._try("printer", partial(print_next, self.ledger, self.printer, self.clock.now()))
            self._try("mail server", self.upkeep.deliver_notices)
            self._try("notices", self.upkeep.name_untold)
        self._push()
        outlooks = self.plan()
        if self.troubles:
            self.troubles.forget({str(m.touch) for o in outlooks for m in o.moves}, asked)
        self._remember()
        return outlooks

    # --- planning

    def situation(self) -> Situation:
        """Return what the planner must know now."""
        now = self.clock.now()
        self.tripped = {i: until for i, until in self.tripped.items() if until > now}
        return now_situation(self.ledger, self.receipt, dict(self.tripped))

    def plan(self) -> list[Outlook]:
        """Return the outlook of each interview; one that fails must not silence the others."""
        now, situation = self.clock.now(), self.situation()
        config, history, before = self.ledger.config, self.ledger.history, self._planned
        kept = before.still(now, config, history, situation) if before else {}

        def ask(i: Interview) -> Outlook:
            return kept.get(i.id) or outlook(now, config, history, situation, i)

        found = (self._guarded(i, ask) for i in config.interviews)
        outlooks = tuple(o for o in found if o is not None)
        self._planned = Planned(now, config, history, len(history.facts), situation, outlooks)
        return list(outlooks)

    def _must_look(self) -> bool:
        # Nothing counts as missed before the mailbox was asked: a restored store may have forgotten what went out.
        verbs = (Verb.SEND, Verb.MISS)
        due = any(m.verb in verbs or m.rule is Rule.RECEIPT for o in self.plan() for m in o.moves)
        return due or self.upkeep.needs_a_look()

    def _may_look(self) -> bool:
        now = self.clock.now()  # which may have been set back: that makes no wait longer
        return self.not_before is None or not now < self.not_before <= now + PATIENCE[-1]

    # --- acting

    def _with_mailbox(self) -> None:
        try:
            with self.mailbox.session() as session:
                self.receipt = read(self.ledger, session, self.clock.now())
                self.failures, self.not_before = 0, None
                self.well("mailbox")
                restore.settle(self.ledger, self.clock.now())
                self._act(session)
                self.upkeep.look_for_proof()
                self.upkeep.file_copies(session)
        except FollowupdError as fault:
            # The login has its own pace, and a locked keyring is asked each minute: see keys/access.
            self.failures = 0 if isinstance(fault, TryAgain | LoginRefused) else self.failures + 1
            self.not_before = self.clock.now() + PATIENCE[min(max(self.failures - 1, 0), len(PATIENCE) - 1)]
            self.ill("mailbox", fault)
            self._act(None)

    def _act(self, session: MailboxSession | None) -> None:
        # Fixed here: the files may be edited while a mail is on its way.
        interviews = {i.id: i for i in self.ledger.config.interviews}
        for planned in self.plan():
            self._guarded(interviews[planned.interview], partial(self._act_on, planned, session))

    def _act_on(self, planned: Outlook, session: MailboxSession | None, _: Interview) -> None:
        self._drop([m for m in planned.moves if m.verb is Verb.DROP])
        for move in planned.moves:
            match move.verb:
                case Verb.MISS:
                    self._miss(move)
                case Verb.REHEARSE:
                    self._rehearse(move)
                case Verb.HOLD:
                    self._withdraw(move)
                case Verb.SEND if session is not None:
                    self._send(move, session)

    def _send(self, move: Move, session: MailboxSession) -> None:
        place = str(move.touch)
        try:
            put_off = self.sender.send(move, session)
        except FollowupdError as fault:
            # If it was the store that failed, a dot may have left: that counts before the next mail is thought of.
            self.upkeep.recover()
            if self.ill(place, fault):
                note = notices.held(move, str(fault), f"{self.clock.now():%Y%m%d}")
                self.ledger.tell(note, self.clock.now())
        else:
            if put_off:
                self.troubles[place] = put_off  # the sender has logged it
            else:
                self.well(place)

    def _miss(self, move: Move) -> None:
        now = self.clock.now()
        with self.ledger.transaction():
            self.ledger.append(_settled(move, "missed", now))
            self.ledger.store.change(str(move.touch), TouchEvent.MISS, now)
            self.ledger.tell(notices.missed(move), now)
        log.warning("%s missed: %s", move.touch, move.why, extra=move.touch.named("missed"))

    def _drop(self, dropped: list[Move]) -> None:
        if not dropped:
            return
        now = self.clock.now()
        with self.ledger.transaction():
            for move in dropped:
                self.ledger.append(_settled(move, "cancelled", now))
                self.ledger.store.change(str(move.touch), TouchEvent.CANCEL, now)
            self.ledger.tell(notices.dropped(dropped[0].touch.interview, dropped), now)
        log.info(
            "%d touches dropped: %s", len(dropped), dropped[0].why, extra=dropped[0].touch.named("cancelled")
        )

    def _rehearse(self, move: Move) -> None:
        if self.ledger.history.rehearsed(move.touch):
            return
        self.ledger.append(Rehearsed(self.clock.now(), move.touch))
        log.info(
            "would send %s to %s now, but live is false",
            move.touch,
            move.address,
            extra=move.touch.named("rehearsed"),
        )

    def _withdraw(self, move: Move) -> None:
        """A written mail that is held now is forgotten; when its time comes it is written anew."""
        if move.rule not in KEPT_ROWS:
            self.ledger.store.change(str(move.touch), TouchEvent.WITHHOLD, self.clock.now())
            if move.rule is Rule.APPROVAL:
                self._try(str(move.touch), partial(offer, self.ledger, self.sender, move, self.clock.now()))
            else:
                self.well(str(move.touch))

    def _remind_candidate(self) -> set[str]:
        """Calls to make and letters to post: told again, or told that their time is over. Returns whose turn it is."""
        ledger, now = self.ledger, self.clock.now()
        asked = set()
        for errand in errands(now, ledger.config, ledger.history, ledger.config.interview_ids):
            asked.add(str(errand.touch))
            self._try(f"{ERRAND}{errand.touch}", partial(remind, ledger, self.sender, errand, now))
        return asked

    def _push(self) -> None:
        if self.bell and self.addresses:
            where, now = self.addresses(self.ledger.config), self.clock.now()
            self._try("push", partial(pass_on, self.ledger, self.bell, where, now))

    def _tell_faults(self) -> None:
        """A broken configuration is told once, and again only when its faults change."""
        faults = self.ledger.orders.faults
        if not faults:
            self.well("configuration")
        elif self.ill("configuration", ConfigError(list(faults))):
            now = self.clock.now()
            self.ledger.tell(notices.trouble("configuration", "\n".join(faults), f"{now:%Y%m%d%H%M}"), now)

    # --- when something fails

    def _guarded(self, interview: Interview, act: Callable[[Interview], Result]) -> Result | None:
        """Do something for one interview; a bug in it makes that interview rest for an hour, and only that one."""
        try:
            result = act(interview)
        except FollowupdError:
            raise
        except Exception:
            self.tripped[interview.id] = self.clock.now() + TRIPPED_FOR
            log.exception(
                "%s rests for an hour", interview.id, extra={"interview": interview.id, "kind": "bug"}
            )
            self.ill(interview.id, FollowupdError(INSIDE))
            return None
        if interview.id not in self.tripped:
            self.well(interview.id)
        return result

    def _try(self, what: str, act: Callable[[], None]) -> None:
        try:
            act()
            self.well(what)
        except FollowupdError as fault:
            self.ill(what, fault)
        except Exception:
            if self.ill(what, FollowupdError(INSIDE)):
                log.exception("%s", what, extra={"kind": "bug"})

    def ill(self, what: str, fault: FollowupdError) -> bool:
        """Remember what fails; a refused secret is asked for anew. Returns whether it is news."""
        if isinstance(fault, LoginRefused):
            self.forget_login()
        return self.troubles.ill(what, fault)

    def well(self, what: str) -> None:
        """Forget a trouble that is over."""
        self.troubles.well(what)

    def _remember(self) -> None:
        """Leave what `status` shows, when it has changed."""
        seen = receipt_text(self.receipt) if self.receipt else ""
        for name, value in (("receipt", seen), ("troubles", json.dumps(self.troubles, ensure_ascii=False))):
            if self.ledger.store.get(name) != value:
                self.ledger.store.set(name, value)


def _settled(move: Move, outcome: Literal["missed", "cancelled"], now: datetime) -> Settled:
    return Settled(now, move.touch, outcome, move.why, due=move.due, address=move.address)
