"""Manages the mails of the outbox: crash recovery, mails with unknown outcome and their proof, copies in Sent."""

from __future__ import annotations

import logging
import re
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from followupd.config.account import SaveSent
from followupd.config.cadence import Channel
from followupd.engine.notifying.notifier import notify
from followupd.engine.ports import SentCopy
from followupd.engine.shared_calls import record_companions
from followupd.inbound.senders.own_mail import parse_token
from followupd.journal.facts import Taken, Touch, Uncertain
from followupd.journal.learned_ids import IdLearned
from followupd.journal.states import TouchEvent, TouchState
from followupd.planning.touches import current_touch, find_by_any_id, letter_arrival, locate_touch
from followupd.writing.notices import notices

if TYPE_CHECKING:
    from datetime import datetime

    from followupd.engine.ledger import Ledger
    from followupd.engine.ports import Clock, MailboxSession, OutgoingMail
    from followupd.inbound.verdict import Verdict

log = logging.getLogger("followupd")

_MESSAGE_ID = re.compile(r"<[!-;=?-~]+@[!-;=?-~]+>")

# When to look for a mail with unknown outcome.
PROOF_LOOKS = tuple(timedelta(minutes=m) for m in (1, 5, 15, 60))
FRESH = timedelta(minutes=1)  # for this time a mail that was not tried before keeps its date
# A copy that is due sooner than this after `sent` is looked for the first time.
FIRST_LOOK = timedelta(seconds=60)
# After this time followupd looks again. If the copy is still missing, the provider files none, and followupd does.
COPY_SECOND_LOOK = timedelta(seconds=100)


@dataclass(slots=True)
class Outbox:
    """The jobs that follow a mail. Each may be repeated at any time."""

    ledger: Ledger
    clock: Clock
    look_counts: dict[str, int] = field(default_factory=dict)  # mails with unknown outcome → looks so far

    def recover_mails(self) -> None:
        """At the start of a pass, recover the mails that a crash or a failed store left unfinished.

        Before the commit nothing was delivered. After the commit the outcome is not known.
        """
        store, now = self.ledger.store, self.clock.now()
        for outgoing in store.list_mails(TouchState.TRANSMITTING):
            store.apply_event(outgoing.id, TouchEvent.CRASH, now)
        for outgoing in store.list_mails(TouchState.COMMITTING):
            if outgoing.touch:
                why = "followupd was stopped in that moment"
                record_uncertain(
                    self.ledger, outgoing, why=why, now=now, event=TouchEvent.CRASH, at=outgoing.changed
                )
            else:
                store.apply_event(outgoing.id, TouchEvent.CRASH, now)

    # --- mails of unknown fate

    def needs_scan(self) -> bool:
        """Return whether the mailbox should be read to find a proof, or a copy in Sent."""
        now = self.clock.now()
        return any(
            self.look_counts.get(o.id, 0) < _count_due_looks(o, self.clock) for o in self._list_unknown()
        ) or any(o.copy_due and o.copy_due <= now for o in self._list_copies())

    def look_for_proof(self) -> None:
        """After a scan: count the look, and ask the user after the last one."""
        for outgoing in self._list_unknown():
            self.look_counts[outgoing.id] = _count_due_looks(outgoing, self.clock)
            if self.look_counts[outgoing.id] == len(PROOF_LOOKS):
                self._ask_candidate(outgoing)

    def _ask_candidate(self, outgoing: OutgoingMail) -> None:
        details = self.ledger.find_touch(identify_mail(self.ledger, outgoing)[0])
        if details and isinstance(details.touch_outcome, Uncertain):
            # The file may have another name by now.
            fact = replace(details.touch_outcome, touch=details.touch)
            notify(self.ledger, notices.ask_about_unknown(self.ledger.words, fact), self.clock.now())

    def _list_unknown(self) -> list[OutgoingMail]:
        return [o for o in self.ledger.store.list_mails(TouchState.UNKNOWN) if o.touch]

    # --- the copy in Sent

    def file_copies(self, session: MailboxSession) -> None:
        """After a scan: file the copies that the provider has not filed itself. A failure has no other effect."""
        now = self.clock.now()
        for outgoing in self._list_copies():
            if outgoing.copy_due is None or outgoing.copy_due > now:
                continue
            if self._is_first_look(outgoing):
                self.ledger.store.set_copy_state(outgoing.id, SentCopy.WANTED, now + COPY_SECOND_LOOK)
                continue
            session.append_sent(outgoing.mail.data, now)
            self.ledger.store.set_copy_state(outgoing.id, SentCopy.FILED, None)
            log.info("%s: copy filed in Sent", outgoing.id, extra={"touch": outgoing.id, "kind": "copy"})

    def _is_first_look(self, outgoing: OutgoingMail) -> bool:
        if self.ledger.config.account.save_sent is SaveSent.ALWAYS:
            return False
        return bool(
            outgoing.copy_due and outgoing.changed and outgoing.copy_due - outgoing.changed < FIRST_LOOK
        )

    def _list_copies(self) -> list[OutgoingMail]:
        return self.ledger.store.list_wanted_copies()


# --- one mail of the outbox


def may_date_again(outgoing: OutgoingMail, now: datetime) -> bool:
    """Return whether a mail that waited gets the date of this attempt. With the old date it could be overlooked.

    That is allowed only if its dot can never have been sent. A mail that may have been accepted must not change by a
    byte.
    """
    is_fresh = outgoing.changed is not None and now - outgoing.changed < FRESH and not outgoing.attempts
    return outgoing.receipt is None and not is_fresh


def find_in_outbox(ledger: Ledger, ids: set[str], token: str | None) -> list[OutgoingMail]:
    """Return the mails of the outbox that have one of the Message-IDs, or the mark."""
    if not ids and not token:
        return []
    return ledger.store.find_mails(ids, token or None)


def find_manual_touch(ledger: Ledger, ids: tuple[str, ...]) -> Touch | None:
    """Return the call or letter that a mail to the candidate was about, found by that mail's Message-ID.

    The interview's file and the person in it may have other names now.
    """
    for outgoing in find_in_outbox(ledger, set(ids), None):
        parts = outgoing.id.removeprefix("notice/").split("/")
        if outgoing.touch and _is_to_candidate(ledger, outgoing):
            return current_touch(ledger.config, ledger.history, outgoing.touch)
        if parts[0] in ("again", "not-called", "not-posted"):
            return current_touch(ledger.config, ledger.history, Touch(*parts[1:4]))
    # A restored store has found the sheet in the mailbox again, or asks about it.
    topics = [("message-id", id_) for id_ in ids]
    index = ledger.history.index
    sendings: list[Taken | Uncertain] = [*index.select_facts(Taken, *topics)]
    sendings += index.select_facts(Uncertain, *topics)
    sheet = next((sending for sending in sendings if sending.channel is not Channel.EMAIL), None)
    if sheet is None:
        return _find_marked_sheet(ledger, ids)
    return current_touch(ledger.config, ledger.history, sheet.touch)


def _find_marked_sheet(ledger: Ledger, ids: tuple[str, ...]) -> Touch | None:
    """Return the call or letter whose mark is in one of these ids. A restored store may not know it otherwise."""
    touches = filter(None, (ledger.find_by_token(parse_token(id_)) for id_ in ids))
    details = (ledger.find_touch(touch, include_removed=True) for touch in touches)
    return next((d.touch for d in details if d and d.step.channel is not Channel.EMAIL), None)


def _is_to_candidate(ledger: Ledger, outgoing: OutgoingMail) -> bool:
    """Return whether a mail is a call sheet or a letter. A mail of an older store has no channel."""
    if outgoing.channel is None:
        return outgoing.mail.recipient.lower() in ledger.config.own_addresses
    return outgoing.channel is not Channel.EMAIL


def identify_mail(ledger: Ledger, outgoing: OutgoingMail) -> tuple[Touch, dict[str, Any]]:
    """Return the touch of a written mail, under its present name, and the fields that the journal keeps for it."""
    config, history, touch = ledger.config, ledger.history, outgoing.touch
    assert touch is not None
    for record in find_by_any_id(config, history, touch.interview):
        interview = record.interview
        by_address = (c.key for c in interview.contacts if outgoing.mail.recipient.lower() in c.addresses)
        for contact in (touch.contact, *by_address):
            if details := locate_touch(config, history, Touch(interview.id, touch.step, contact)):
                return details.touch, details.journal_fields()
    return _identify_removed(ledger, outgoing, touch)


def _identify_removed(ledger: Ledger, outgoing: OutgoingMail, touch: Touch) -> tuple[Touch, dict[str, Any]]:
    """Return the same for a touch that was removed from the configuration.

    If nothing is known about it, it counts as a reminder.
    """
    if uncertain := _find_uncertain(ledger, outgoing):
        return uncertain.touch, {
            "channel": uncertain.channel, "reminder": uncertain.reminder, "company": uncertain.company, "domains": uncertain.domains,
            "address": uncertain.address, "name": uncertain.name,
        }  # fmt: skip
    snapshot = ledger.history.identities.last_snapshot(touch.interview)
    company_key, domains = (snapshot.company, snapshot.domains) if snapshot else ("", ())
    return touch, {
        "channel": outgoing.channel or Channel.EMAIL, "reminder": True, "company": company_key, "domains": domains,
        "address": outgoing.mail.recipient, "name": "",
    }  # fmt: skip


def record_uncertain(
    ledger: Ledger,
    outgoing: OutgoingMail,
    *,
    why: str,
    now: datetime,
    event: TouchEvent,
    at: datetime | None = None,
) -> None:
    """Record that it is not known whether a mail was accepted.

    `at`: when the dot may have been sent, if not now.
    """
    touch, journal_fields = identify_mail(ledger, outgoing)
    moment = min(at or now, now)
    arrives = letter_arrival(ledger.config, touch, journal_fields["channel"], moment)
    fact = Uncertain(
        at=moment,
        touch=touch,
        message_id=outgoing.message_id,
        why=why[:500],
        arrives=arrives,
        **journal_fields,
    )
    with ledger.transaction():
        ledger.store.apply_event(outgoing.id, event, now)
        ledger.append(fact)
    log.error(
        "%s: accepted or not, nobody can say (%s); it is not sent again unless you say so",
        outgoing.id, why, extra=touch.log_fields("unknown"),
    )  # fmt: skip


def uncertain_since(ledger: Ledger, outgoing: OutgoingMail) -> datetime | None:
    """Return when the dot of a mail with unknown outcome may have been sent."""
    fact = _find_uncertain(ledger, outgoing)
    return fact.at if fact else None


def _find_uncertain(ledger: Ledger, outgoing: OutgoingMail) -> Uncertain | None:
    facts = ledger.history.index.select_facts(Uncertain, ("message-id", outgoing.message_id))
    return facts[-1] if facts else None


def record_copy_filed(ledger: Ledger, outgoing: OutgoingMail) -> None:
    """Record that the copy is in Sent, filed by the provider or by followupd."""
    if outgoing.copy is SentCopy.WANTED:
        ledger.store.set_copy_state(outgoing.id, SentCopy.FILED, None)


def record_learned_id(ledger: Ledger, outgoing: OutgoingMail, verdict: Verdict, now: datetime) -> None:
    """Record the id under which the provider filed a sent mail, since answers and bounces name that id.

    The text proves that it is this mail. The recipient proves that it is not another one, sent by hand.
    """
    learned_id = verdict.message_id
    is_this_mail = verdict.is_copy and outgoing.mail.recipient.lower() in verdict.recipients
    if not (outgoing.state is TouchState.SENT and is_this_mail and _MESSAGE_ID.fullmatch(learned_id)):
        return
    if learned_id == outgoing.message_id or ledger.history.index.read(("message-id", learned_id)):
        return
    touch, _ = identify_mail(ledger, outgoing)
    recipient = outgoing.mail.recipient
    ledger.append(IdLearned(now, touch.interview, outgoing.message_id, learned_id, recipient))
    log.info("%s: filed as %s", outgoing.id, learned_id, extra={"touch": outgoing.id, "kind": "id_learned"})


def record_accepted(
    ledger: Ledger, outgoing: OutgoingMail, now: datetime, at: datetime, proof: str, ids: tuple[str, ...]
) -> None:
    """Record that a mail was accepted after all, regardless of its state in the outbox.

    `at`: when it was accepted, `ids`: its Message-IDs.
    """
    with ledger.transaction():
        if ledger.store.apply_event(outgoing.id, TouchEvent.PROVE, now) is None:
            return
        touch, journal_fields = identify_mail(ledger, outgoing)
        fact = Taken(
            at=at, touch=touch, how="proof", subject=outgoing.subject, message_ids=ids,
            token=outgoing.token, answer=proof, receipt=outgoing.receipt,
            arrives=letter_arrival(ledger.config, touch, journal_fields["channel"], at), **journal_fields,
        )  # fmt: skip
        ledger.append(fact)
        record_companions(ledger, outgoing.id, fact)
    log.info("%s was accepted: %s", outgoing.id, proof, extra={"touch": outgoing.id, "kind": "confirmed"})


def _count_due_looks(outgoing: OutgoingMail, clock: Clock) -> int:
    """Return how many of the looks for proof are due by now."""
    age = clock.now() - outgoing.changed if outgoing.changed else PROOF_LOOKS[-1]
    return sum(due <= age for due in PROOF_LOOKS)
