"""Records a mail that was judged: once what it means, what it proves, and a notice to the candidate."""

from __future__ import annotations

import logging
from dataclasses import replace
from typing import TYPE_CHECKING

from followupd.config.cadence import Channel
from followupd.config.frozen import frozen_value
from followupd.engine.drafts.hand_sent import take_own_mail
from followupd.engine.notifying.notifier import notify
from followupd.engine.notifying.returned_notices import note_returned_notice
from followupd.engine.ports import FolderRole
from followupd.engine.reopening import CORRECTED, reopen_touch
from followupd.engine.replies import mailed_commands
from followupd.engine.safety import restore
from followupd.engine.scanning.authorship import (
    LOOKALIKE,
    is_written_by_candidate,
    list_answered_interviews,
    names_mail_to,
)
from followupd.engine.scanning.mail_sight import MailSight
from followupd.engine.scanning.own_names import note_own_name
from followupd.engine.scanning.watching import is_next_attempt
from followupd.engine.sending import outbox
from followupd.engine.shared_calls import record_restored_companions
from followupd.inbound.verdict import Action, Kind, Verdict
from followupd.journal.facts import HandSent, Received, Taken
from followupd.journal.states import InterviewState, TouchEvent, TouchState
from followupd.writing.mail.message_id import is_own_token
from followupd.writing.notices import mail_notices

if TYPE_CHECKING:
    from datetime import datetime

    from followupd.engine.ledger import Ledger
    from followupd.engine.ports import MailHeader, OutgoingMail
    from followupd.inbound.verdict import ReplyCommand
    from followupd.journal.facts import Touch
    from followupd.planning.touches import TouchDetails

log = logging.getLogger("followupd")

UNREADABLE = Verdict(Kind.UNREADABLE, Action.PAUSE, "not even the mail server can read it; please look")
_FORGOTTEN = "Sent holds mails of followupd that the store does not know"
UNCLASSIFIED = "followupd failed on this mail; please read it"


@frozen_value
class IncomingMail:
    """One mail that was judged and is being recorded in the journal."""

    ledger: Ledger
    header: MailHeader
    verdict: Verdict
    uidvalidity: int
    now: datetime
    command: ReplyCommand | None = None  # the candidate's command, if they wrote the mail

    def record(self) -> None:
        """Record what the mail means, once."""
        if self.verdict.is_own:
            verdict = take_own_mail(self.ledger, self.header, self.verdict, self.now)
            if verdict is not None:
                replace(self, verdict=verdict)._record_mail()  # noqa: SLF001 - the same mail
            return
        self._record_mail()

    def _record_mail(self) -> None:
        if self.verdict is UNREADABLE:
            self.record_quarantine()
        elif not self.verdict.is_own:
            is_proven = self.verdict.authenticated
            note_own_name(self.ledger, self.header.raw_header, self.now, is_proven=is_proven)
            note_returned_notice(self.ledger, self.verdict, self.header.received)
            self.record_proof()
            self._record_foreign()
        elif is_written_by_candidate(self.verdict, self.header.folder):
            self.record_proof()
            self._record_own_mail()
        else:
            self._record_lookalike()

    def _record_foreign(self) -> None:
        address = self.verdict.failed_address
        if address and not names_mail_to(self.ledger.history, self.verdict.about, address):
            why = f"{self.verdict.why}; but it names no mail that went to that address"
            doubt = replace(self.verdict, failed_address=None, action=self._doubtful_action, why=why)
            replace(self, verdict=doubt)._record_foreign()  # noqa: SLF001 - the same mail, in doubt
            return
        verdict = self.verdict
        # Without an interview, nothing in the mailbox is an answer, and private mail stays private.
        has_interview = bool(self.ledger.config.interviews)
        is_concerning = bool(verdict.interviews) or (has_interview and verdict.action is not Action.NONE)
        if is_concerning and (new_ids := self._sight.list_unseen_interviews(verdict)) is not None:
            self._record_received(new_ids)
            self._record_doubtful()

    def _record_own_mail(self) -> None:
        """Record a mail of the candidate: an answer to followupd, a mail that followupd made, or one sent by hand."""
        verdict = self.verdict
        if self.command and (
            subject := mailed_commands.find_answered(self.ledger, verdict, self.command, self.now)
        ):
            # Found by its id, so that the copy in another folder is not a second command.
            if self.ledger.store.add_sight(f"word/{self._sight.hash_id(verdict)}"):
                written_at = min(self.header.received, self.now)
                mailed_commands.apply_reply(self.ledger, subject, self.command, verdict, self.now, written_at)
            return
        if touch := self.ledger.find_by_token(verdict.token):
            self._record_restored(touch)
            return
        if verdict.token:
            self._note_unknown_token(verdict.token)
        if verdict.interviews and (new_ids := self._sight.list_unseen_interviews(verdict)):
            self._record_own(new_ids)
        # It may be to another person, or from before the interview.
        self._sight.note_own_mail(verdict)

    def _record_lookalike(self) -> None:
        """Pause and notify if a mail only looks like the candidate's own: it may be real, but anyone may have made it.

        A call sheet or a notice is recognised by its mark, which only the candidate has received.
        """
        token, touch = self.verdict.token, self.ledger.find_by_token(self.verdict.token)
        details = self.ledger.find_touch(touch, include_removed=True) if touch else None
        if touch and details and details.step.channel is not Channel.EMAIL:
            self.record_proof()
            self._record_restored(touch)
        elif token and not touch and is_own_token(self.ledger.store.key, token):
            self.record_proof()
            self._note_unknown_token(token)
        elif not self._sight.is_known_copy(self.verdict) and (open_ids := self._list_open_interviews()):
            doubt = replace(self.verdict, action=Action.PAUSE, why=LOOKALIKE, interviews=open_ids)
            replace(self, verdict=doubt)._record_foreign()  # noqa: SLF001 - the same mail, in doubt

    def _list_answered(self) -> set[str]:
        """Return the interviews about which a person got the mail that this one answers."""
        ledger = self.ledger
        return list_answered_interviews(ledger.history, self.header.raw_header, ledger.config.own_addresses)

    @property
    def _sight(self) -> MailSight:
        return MailSight(self.ledger, self.header, self.uidvalidity)

    @property
    def _doubtful_action(self) -> Action:
        return Action.PAUSE if self.verdict.action is Action.STOP else self.verdict.action

    def _list_open_interviews(self) -> tuple[str, ...]:
        ledger = self.ledger
        concerned_ids = {*self.verdict.interviews, *self._list_answered()}
        return tuple(
            i.id
            for i in ledger.config.interviews
            if i.id in concerned_ids
            and ledger.record_of(i).status_at(self.now).state is not InterviewState.CLOSED
        )

    def record_quarantine(self) -> None:
        """Rule 8: pause the interviews that a mail without a verdict concerns; the cursor moves on.

        If the server shows nothing of the mail, its interviews are not known. Then all are paused.
        """
        if not self._sight.is_first_time_here():
            return
        is_unseen = self.verdict is UNREADABLE
        ids = tuple(i.id for i in self.ledger.config.interviews) if is_unseen else self.verdict.interviews
        fact = Received(
            at=self.now, received=self.header.received, kind=Kind.UNREADABLE,
            action=Action.PAUSE if ids else Action.ALERT, why=UNREADABLE.why if is_unseen else UNCLASSIFIED, interviews=ids,
            sender="", subject="", folder=self.header.folder.name, uidvalidity=self.uidvalidity, uid=self.header.uid,
        )  # fmt: skip
        self.ledger.append(fact)
        if notice := mail_notices.describe_received_mail(self.ledger.words, fact, ""):
            notify(self.ledger, notice, self.now)

    def record_proof(self) -> None:
        """Record the proof that a mail was accepted: the own mail was found, or another mail names its id."""
        verdict = self.verdict
        ids = {*verdict.about, *([verdict.message_id] if verdict.is_own else [])}
        for outgoing in outbox.find_in_outbox(self.ledger, ids, verdict.token if verdict.is_own else None):
            if verdict.is_own and self.header.folder.role is FolderRole.SENT:
                outbox.record_copy_filed(self.ledger, outgoing)
                outbox.record_learned_id(self.ledger, outgoing, verdict, self.now)
            if outgoing.touch:
                self._record_accepted(outgoing)
            elif outgoing.state is TouchState.UNKNOWN:
                self.ledger.store.apply_event(outgoing.id, TouchEvent.PROVE, self.now)

    def _record_accepted(self, outgoing: OutgoingMail) -> None:
        verdict = self.verdict
        at = min(self.header.received, self.now)  # the server's clock may be ahead
        is_unknown = outgoing.state is TouchState.UNKNOWN
        if is_unknown and (since := outbox.uncertain_since(self.ledger, outgoing)):
            # An answer is newer than the mail that it answers. The mail itself may have been sent again by hand, and
            # then forgotten.
            at = max(since, at) if verdict.is_own else since
        # Seen in practice: a provider files the mail under another id, which an answer will name.
        own_id = verdict.message_id if verdict.is_own else ""
        names = tuple(dict.fromkeys(filter(None, (outgoing.message_id, own_id))))
        outbox.record_accepted(
            self.ledger, outgoing, self.now, at, f"found in {self.header.folder.name}", names
        )

    def _record_own(self, interviews: tuple[str, ...]) -> None:
        verdict = self.verdict
        fact = HandSent(
            self.now, self.header.received, interviews, verdict.recipients, verdict.message_id,
            verdict.subject, self.header.folder.name,
        )  # fmt: skip
        self.ledger.append(fact)
        log.info("you wrote to %s yourself: it counts as a touch", ", ".join(verdict.recipients),
                 extra={"interview": interviews[0], "kind": "hand_sent"})  # fmt: skip

    def _record_restored(self, touch: Touch) -> None:
        """Record a mail of followupd that is in the mailbox and not in the journal: then the store is the older one."""
        details = self.ledger.find_touch(touch, include_removed=True)
        if details is None or self._is_known_attempt(details):
            return
        if isinstance(details.touch_outcome, Taken):  # that mail came back, and this one was sent after it
            restore.note_restore(self.ledger.store, _FORGOTTEN)
            # It was reopened before this mail was sent, and not today.
            reopened_at = min(self.header.received, self.now)
            reopen_touch(self.ledger, details.touch, details.touch_outcome, CORRECTED, reopened_at)
        fact = details.taken_fact(
            self.header.received, "proof", subject=self.verdict.subject, message_ids=(self.verdict.message_id,),
            token=self.verdict.token or "", answer=restore.PROOF_TEXT,
        )  # fmt: skip
        # A touch with an outcome was asked about, or counts as missed. So the restore is known already.
        if details.touch_outcome is None:
            restore.note_restore(self.ledger.store, _FORGOTTEN)
        self.ledger.append(fact)
        record_restored_companions(self.ledger, details, fact)
        log.warning(
            "%s was sent before; the store is older than the mailbox",
            touch,
            extra=touch.log_fields("restored"),
        )

    def _is_known_attempt(self, details: TouchDetails) -> bool:
        """Return whether this mail is in the journal or the outbox.

        A mail whose touch counts as missed is recorded all the same.
        """
        token, index = self.verdict.token or "", self.ledger.history.index
        if index.select_facts(Taken, ("token", token), ("message-id", self.verdict.message_id)):
            return True
        is_taken = isinstance(details.touch_outcome, Taken) or self.ledger.store.find_mail(str(details.touch))
        return bool(is_taken) and not is_next_attempt(details, self.ledger.store.key, token)

    def _note_unknown_token(self, token: str) -> None:
        """Note a restore if a mail was made with this store's key, but is neither in the outbox nor in the journal."""
        store = self.ledger.store
        if not is_own_token(store.key, token) or outbox.find_in_outbox(self.ledger, set(), token):
            return
        if store.add_sight(f"mark/{token}"):  # the mail is read again at every edit of the files
            restore.note_restore(store, "the mailbox holds mails of followupd that the store does not know")
            log.warning("a mail that followupd made is unknown; the store is older than the mailbox",
                        extra={"kind": "restored"})  # fmt: skip

    def _record_doubtful(self) -> None:
        """Pause the other interviews with the company and ask about them, if the mail names another role."""
        if not self.verdict.doubtful:
            return
        why = f"{self.verdict.why}; it names another role, and may concern this one"
        verdict = replace(
            self.verdict, action=Action.PAUSE, why=why, interviews=self.verdict.doubtful, doubtful=(), about=(),
            intent=None, promise=None,
        )  # fmt: skip
        if new_ids := self._sight.list_unseen_interviews(verdict):
            replace(self, verdict=verdict)._record_received(new_ids)  # noqa: SLF001 - the same mail, in doubt

    def _record_received(self, interviews: tuple[str, ...]) -> None:
        verdict, header = self.verdict, self.header
        fact = Received(
            at=self.now, received=header.received, kind=verdict.kind, action=verdict.action, why=verdict.why,
            interviews=interviews, sender=verdict.sender, subject=verdict.subject, folder=header.folder.name,
            uidvalidity=self.uidvalidity, uid=header.uid, message_id=verdict.message_id, contact=verdict.contact,
            about=verdict.about, return_date=verdict.return_date, left=verdict.left, intent=verdict.intent,
            promise=verdict.promise, failed_address=verdict.failed_address, status=verdict.status,
            authenticated=verdict.authenticated, answers=next(iter(verdict.interviews), "") if verdict.about else "", deputy=verdict.deputy,
        )  # fmt: skip
        self.ledger.append(fact)
        names = [i.company for i in self.ledger.config.interviews if i.id in interviews]
        if notice := mail_notices.describe_received_mail(
            self.ledger.words, fact, names[0] if names else "", self.ledger.list_unposted_names(interviews)
        ):
            notify(self.ledger, notice, self.now)
        log.info("%s from %s: %s (%s)", verdict.kind, verdict.sender, verdict.action, verdict.why,
                 extra={"interview": " ".join(verdict.interviews), "kind": verdict.kind.value})  # fmt: skip
