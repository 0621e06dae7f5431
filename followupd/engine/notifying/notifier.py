"""Sends notices by mail and by push: each is written once, delivered, and tried again after a failure."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING

from followupd.engine.notifying.notice_budget import DAY, FREE_PREFIXES, count_free_mails
from followupd.engine.notifying.returned_notices import choose_notice_address, is_returned
from followupd.engine.ports import FrozenMail, OutgoingMail
from followupd.engine.sending.outcomes import BACKOFF, Accepted, Deferred, Refused, Unknown
from followupd.errors import FollowupdError
from followupd.journal.states import TouchEvent, TouchState
from followupd.planning.manual_steps import may_prompt
from followupd.writing.mail.message_id import MailFault, build_message_id, touch_token
from followupd.writing.mail.mime import MailText, build_notice
from followupd.writing.notices import notices
from followupd.writing.notices.digest import MAX_LINES, describe_digest, rank_notice
from followupd.writing.notices.notices import harmless_line

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from datetime import datetime

    from followupd.engine.ledger import Ledger
    from followupd.engine.ports import Clock, PushService, Transport
    from followupd.engine.sending.outcomes import Outcome
    from followupd.writing.mail.mime import Attachment
    from followupd.writing.notices.inline_picture import InlinePicture
    from followupd.writing.notices.notices import Notice

log = logging.getLogger("followupd")

NOTICE_RETRY = timedelta(minutes=15)
NOTICE_TRIES = 5
UNDELIVERED_FOR = timedelta(days=7)  # for this time `status` shows a notice that could not be delivered


def notify(
    ledger: Ledger,
    notice: Notice,
    now: datetime,
    attachments: tuple[Attachment, ...] = (),
    pictures: tuple[InlinePicture, ...] = (),
) -> None:
    """Put a notice to the candidate into the outbox, only once for each key."""
    if was_notified(ledger, notice.key):
        return
    ledger.store.add_sight(f"notice/{notice.key}")
    log.info("notice: %s", notice.subject, extra={"kind": "notice"})
    if not ledger.config.live:
        return
    queue_push(ledger, notice)
    try:
        ledger.store.add_mail(_build_mail(ledger, notice, now, attachments, pictures))
    except MailFault as fault:  # text from a stranger's mail must not keep followupd from stopping
        log.error("a notice cannot be written: %s", fault, extra={"kind": "bug"})


def was_notified(ledger: Ledger, key: str) -> bool:
    """Return whether a notice was given before; while `live` is false, whether it was logged."""
    return ledger.store.has_sight(f"notice/{key}")


def queue_push(ledger: Ledger, notice: Notice) -> None:
    """Queue the short text of a notice for a push, if it has one."""
    if notice.short:
        ledger.pushes.append(notice)


def deliver_pushes(
    ledger: Ledger, push_service: PushService, addresses: Sequence[Callable[[], str]], now: datetime
) -> None:
    """Push the short texts of the last notices.

    If the last push failed, notify the candidate by mail and raise FollowupdError.
    """
    pushes, ledger.pushes = sorted(ledger.pushes, key=lambda notice: rank_notice(notice.key)), []
    # There are no more pushes than mails, regardless of how many mails strangers send. The mails contain everything.
    for notice in pushes[: count_free_mails(ledger.push_times, now)]:
        ledger.push_times.append(now)
        push_service.push(addresses, notice.subject, notice.short)
    if fault := push_service.last_fault:
        notify(ledger, notices.describe_push_fault(ledger.words, str(fault), f"{now:%Y%m%d}"), now)
        raise fault.with_traceback(None)


def _build_mail(
    ledger: Ledger,
    content: Notice,
    now: datetime,
    attachments: tuple[Attachment, ...] = (),
    pictures: tuple[InlinePicture, ...] = (),
) -> OutgoingMail:
    account, candidate = ledger.config.account, ledger.config.candidate
    recipient = choose_notice_address(ledger, now)
    id_, own_token = f"notice/{content.key}", touch_token(ledger.store.key, f"notice/{content.key}")
    mail_id = build_message_id(ledger.store.key, id_, account.address)
    text = MailText(harmless_line(content.subject), f"{content.body.rstrip()}\n")
    data = build_notice(
        text, sender=account.address, recipient_name=candidate.name, recipient=recipient,
        date=now.astimezone(candidate.time_zone), message_id=mail_id, attachments=attachments,
        in_reply_to=content.in_reply_to or None, pictures=pictures,
    )  # fmt: skip
    mail = FrozenMail(account.address, recipient, data)
    return OutgoingMail(
        id_, None, mail, mail_id, own_token, content.subject, content.line, TouchState.RENDERED, changed=now
    )


def _rank_mail(outgoing: OutgoingMail) -> int:
    return rank_notice(outgoing.id.removeprefix("notice/"))


def _is_digest(outgoing: OutgoingMail) -> bool:
    return outgoing.id.startswith("notice/digest/")


@dataclass(frozen=True, slots=True)
class Notifier:
    """Sends the notices by mail. Each attempt may be repeated at any time."""

    ledger: Ledger
    transport: Transport
    clock: Clock

    def deliver_notices(self) -> None:
        """Send the notices that wait, within their budget. Raises the faults that concern the account."""
        self._reopen_failed_notices()
        for outgoing in self._begin_due_notices():
            try:
                outcome = self.transport.deliver_mail(outgoing.mail, partial(self._commit_notice, outgoing))
            except BaseException:
                self._defer_notice(outgoing)
                raise
            self._record_outcome(outgoing, outcome)

    def report_undelivered(self) -> None:
        """Raise FollowupdError if notices of the last days came back, were refused or were put off."""
        now = self.clock.now()
        if is_returned(self.ledger, now):
            address = self.ledger.config.notifications.to
            raise FollowupdError(
                f"mails to {address} come back, so they go to your mailbox; correct notifications.to"
            )
        since = now - UNDELIVERED_FOR
        mails = self.ledger.store.list_mails(TouchState.REFUSED, TouchState.RENDERED)
        late_mails = (o for o in mails if o.touch is None and o.attempts and o.changed and o.changed > since)
        if subjects := [o.subject for o in late_mails if self._is_still_true(o)]:
            raise FollowupdError(f"could not tell you by mail: {'; '.join(subjects)}")

    def _is_still_true(self, outgoing: OutgoingMail) -> bool:
        """Return whether a notice is still true. A repeated call sheet is not, while nobody should be called."""
        kind, _, touch = outgoing.id.removeprefix("notice/").partition("/")
        if kind != "again":
            return True
        interview_id, _, contact = touch.split("/")[:3]
        return may_prompt(interview_id, contact, self.clock.now(), self.ledger.config, self.ledger.history)

    def _reopen_failed_notices(self) -> None:
        """Try again the notices that were refused or have an unknown outcome.

        For mail to oneself, two copies are better than none.
        """
        store, now = self.ledger.store, self.clock.now()
        for outgoing in store.list_mails(TouchState.UNKNOWN, TouchState.REFUSED):
            may_retry = outgoing.touch is None and outgoing.attempts < NOTICE_TRIES
            if may_retry and outgoing.changed and outgoing.changed + NOTICE_RETRY <= now:
                store.apply_event(outgoing.id, TouchEvent.RESEND, now)

    def _begin_due_notices(self) -> Iterator[OutgoingMail]:
        store, now = self.ledger.store, self.clock.now()
        for outgoing in self._choose_notices(now):
            self.ledger.read_new_facts()  # the user may have paused while the previous mail was being sent
            if self._is_still_true(outgoing) and store.apply_event(outgoing.id, TouchEvent.TRANSMIT, now):
                yield outgoing

    def _choose_notices(self, now: datetime) -> list[OutgoingMail]:
        """Return the mails that may be sent now: call sheets, then notices by urgency, the last of them a digest."""
        sheets, others = self._list_due_notices(now)
        free_count = self._count_free_mails(now)
        if len(others) <= free_count or free_count == 0:
            return [*sheets, *others[:free_count]]
        single_mails, waiting_mails = others[: free_count - 1], others[free_count - 1 :]
        if _is_digest(waiting_mails[0]):  # It was put off. It is sent before another digest is written.
            return [*sheets, *single_mails, waiting_mails[0]]
        members = [o for o in waiting_mails if not _is_digest(o)][:MAX_LINES]
        return [*sheets, *single_mails, *self._write_digest(members, now)]

    def _list_due_notices(self, now: datetime) -> tuple[list[OutgoingMail], list[OutgoingMail]]:
        """Return the call sheets that are due, and the other notices, most urgent first."""
        rendered_mails = self.ledger.store.list_mails(TouchState.RENDERED)
        due_mails = [o for o in rendered_mails if o.touch is None and not (o.next_try and o.next_try > now)]
        sheets = [o for o in due_mails if o.id.startswith(FREE_PREFIXES)]
        return sheets, sorted((o for o in due_mails if o not in sheets), key=_rank_mail)

    def _count_free_mails(self, now: datetime) -> int:
        commits = self.ledger.store.list_commits(now - DAY)
        notice_times = [
            at for id_, at in commits if id_.startswith("notice/") and not id_.startswith(FREE_PREFIXES)
        ]
        return count_free_mails(notice_times, now)

    def _write_digest(self, members: list[OutgoingMail], now: datetime) -> list[OutgoingMail]:
        """Put one digest into the outbox in place of many notices, in one transaction: a crash loses none of them."""
        ledger = self.ledger
        digest = _build_mail(
            ledger,
            describe_digest(ledger.words, [o.text or o.subject for o in members], f"{now:%Y%m%d%H%M%S}"),
            now,
        )
        with ledger.transaction():
            if not ledger.store.add_mail(digest):
                return []
            for outgoing in members:
                ledger.store.apply_event(outgoing.id, TouchEvent.CANCEL, now)
        log.info("%d notices leave as one mail", len(members), extra={"kind": "notice"})
        return [digest]

    def _commit_notice(self, outgoing: OutgoingMail) -> bool:
        fields = {"attempts": outgoing.attempts + 1}
        return (
            self.ledger.store.apply_event(outgoing.id, TouchEvent.COMMIT, self.clock.now(), **fields)
            is not None
        )

    def _defer_notice(self, outgoing: OutgoingMail) -> None:
        now = self.clock.now()
        next_try = now + BACKOFF[min(outgoing.attempts, len(BACKOFF) - 1)]
        fields = {"attempts": outgoing.attempts + 1, "next_try": next_try}
        self.ledger.store.apply_event(outgoing.id, TouchEvent.DEFER, now, **fields)

    def _record_outcome(self, outgoing: OutgoingMail, outcome: Outcome) -> None:
        now, store = self.clock.now(), self.ledger.store
        match outcome:
            case Accepted():
                store.apply_event(outgoing.id, TouchEvent.ACCEPT, now)
            case Deferred():
                self._defer_notice(outgoing)
            case Refused():
                store.apply_event(outgoing.id, TouchEvent.REFUSE, now, attempts=outgoing.attempts + 1)
                log.error("notice refused: %s %s", outcome.code, outcome.text, extra={"kind": "trouble"})
            case Unknown():
                store.apply_event(outgoing.id, TouchEvent.LOSE, now)
