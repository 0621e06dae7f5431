"""One touch, from its text to the server's answer. The promise is kept here.

The protocol:

1. The mail is written once: its bytes, with an id made from the touch, go into the outbox (`rendered`).
2. `transmitting` is committed. The connection is opened; MAIL, RCPT, DATA and the body are sent, the final dot is not
   (RFC 5321 §4.1.1.4: without it the server must not deliver). A crash up to here has delivered nothing.
3. The mailbox is read again, on a connection that is open already. The folders are listed again, and each one that has
   changed is opened. After an edit that changes what is looked for, every folder is read from its beginning.
4. In one transaction the journal, the configuration, the HOLD file and `live` are read again and the gate is asked. If
   it forbids the mail, the connection is closed without the dot. Otherwise `committing` is committed.
5. The dot is sent, and the answer is recorded: `sent`, deferred, `refused` — or `unknown`, which is never sent again
   without the user's command.

One gap remains: an answer that reaches the mailbox between 3 and 5, which takes some milliseconds.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from followupd.engine.ledger import build_draft_request
from followupd.engine.notifying.returned_notices import redirect_sheet
from followupd.engine.ports import FrozenMail, OutgoingMail
from followupd.engine.sending import outbox
from followupd.engine.sending.attaching import attach_files, has_same_files
from followupd.engine.sending.attempt import Attempt
from followupd.engine.sending.outcomes import Accepted, Deferred
from followupd.engine.sending.sendable import note_report, write_sendable
from followupd.engine.shared_calls import name_sheet, store_companions
from followupd.errors import FollowupdError
from followupd.journal.returned_mails import count_returns
from followupd.journal.states import TouchEvent, TouchState
from followupd.writing.mail.message_id import build_message_id, name_attempt, touch_token

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from followupd.engine.ledger import Ledger
    from followupd.engine.ports import Clock, MailboxSession, Transport
    from followupd.planning.moves import Move
    from followupd.planning.touches import TouchDetails
    from followupd.writing.draft import Composer, Draft, DraftRequest, DraftResult, TemplateSource, Typesetter

log = logging.getLogger("followupd")


@dataclass(slots=True)
class Sender:
    """Sends one touch. Before the dot, `release_draft` returns whether the mail may be sent as it is."""

    ledger: Ledger
    transport: Transport
    clock: Clock
    composer: Composer
    templates: TemplateSource
    typesetter: Typesetter
    release_draft: Callable[[MailboxSession, TouchDetails, OutgoingMail], bool] | None = None
    # Answers of servers that accepted a mail while the store had no room to record them.
    _unrecorded: list[tuple[Attempt, Accepted]] = field(default_factory=list)

    def record_answers(self) -> None:
        """Record accepted mails that the store could not record before. Raises FollowupdError if it still cannot."""
        while self._unrecorded:
            attempt, outcome = self._unrecorded.pop(0)
            try:
                attempt.record_outcome(outcome)
            except FollowupdError:
                self._unrecorded.insert(0, (attempt, outcome))
                raise

    def send_touch(self, move: Move, session: MailboxSession) -> str | None:
        """Take one touch through the protocol; return why the server deferred it, if it did.

        Raises the faults of the account; then the touch is deferred as well.
        """
        details = self.ledger.find_touch(move.touch)
        if details is None:
            return None
        outgoing = self._prepare_mail(move, details)
        if outgoing is None:
            return None
        start = self.clock.now()
        if self.ledger.store.apply_event(outgoing.id, TouchEvent.TRANSMIT, start) is None:
            return None  # another process has it
        attempt = Attempt(self, details, outgoing, start, self.ledger.config, session)
        try:
            outcome = self.transport.deliver_mail(outgoing.mail, attempt.may_commit)
        except BaseException:
            attempt.give_up()
            raise
        attempt.answered_at = self.clock.now()
        if isinstance(outcome, Accepted):
            self._unrecorded.append((attempt, outcome))
            self.record_answers()
        else:
            attempt.record_outcome(outcome)
        return f"put off: {outcome.code or ''} {outcome.text}" if isinstance(outcome, Deferred) else None

    def _prepare_mail(self, move: Move, details: TouchDetails) -> OutgoingMail | None:
        """Return the touch's mail from the outbox, or write it. A mail with an old text or address is written again.

        Return None if the text turned out to be unsure; then the next plan holds it.
        """
        now, store = self.clock.now(), self.ledger.store
        existing = self._find_written_mail(move)
        request = self.request_draft(details, move.due)
        store_companions(self.ledger, move.touch, tuple(role.touch for role in request.shared_roles))
        draft = write_sendable(self.ledger, self.composer, request, now)
        if draft is None:
            return None
        same_words = existing is not None and _has_words(existing, draft)
        if existing and same_words and not outbox.may_date_again(existing, now):
            return existing
        if existing:
            store.apply_event(existing.id, TouchEvent.WITHHOLD, now)
        self._withhold_former_mails(details, now)
        outgoing = self._build_outgoing(move, details, draft)
        if existing and same_words:
            outgoing = replace(outgoing, attempts=existing.attempts)  # it is not tried more often than before
        if not store.add_mail(outgoing):
            raise FollowupdError(f"{outgoing.id}: this step was written to {outgoing.mail.recipient} before")
        return outgoing

    def _find_written_mail(self, move: Move) -> OutgoingMail | None:
        existing = self.ledger.store.find_mail(str(move.touch))
        if existing and (existing.touch is None or existing.state is not TouchState.RENDERED):
            raise FollowupdError(f"{existing.id} is {existing.state}; it is not written again")
        return existing

    def _withhold_former_mails(self, details: TouchDetails, now: datetime) -> None:
        """Withhold mails that were written for the step under a former name, and never sent.

        The name of the person or of the file may have changed.
        """
        names = details.record.contact_keys(details.contact)
        for outgoing in self.ledger.store.list_mails(TouchState.RENDERED):
            touch = outgoing.touch
            if touch is None or touch == details.touch or touch.step != details.step.id:
                continue
            if touch.interview in details.record.ids and touch.contact in names:
                self.ledger.store.apply_event(outgoing.id, TouchEvent.WITHHOLD, now)

    def request_draft(self, details: TouchDetails, due: datetime) -> DraftRequest:
        """Return what the text of a touch is made from."""
        now = max(due, self.clock.now())
        request = build_draft_request(self.ledger, details, due, self.templates, self.typesetter, now)
        return redirect_sheet(self.ledger, request, self.clock.now)

    def write_again(self, details: TouchDetails, now: datetime) -> Draft:
        """Write a call sheet again, or a mail for the candidate to read."""
        return self.composer.compose_touch(self.request_draft(details, now), None).draft

    def write_checked(self, details: TouchDetails, due: datetime, now: datetime) -> DraftResult:
        """Write a mail for the candidate to read, with the lint's report on it; the planner gets that report, too."""
        request = self.request_draft(details, due)
        result = self.composer.compose_touch(request, now)
        note_report(self.ledger, request, result)
        return result

    def _build_outgoing(self, move: Move, details: TouchDetails, draft: Draft) -> OutgoingMail:
        config, key, id_ = self.ledger.config, self.ledger.store.key, str(move.touch)
        account = config.account
        now = self.clock.now()
        attempt = name_sheet(self.ledger, move.touch) or name_attempt(
            id_, count_returns(details.record, details.step.id, details.contact)
        )
        mail_id, own_token = build_message_id(key, attempt, account.address), touch_token(key, attempt)
        full_draft = attach_files(self.ledger.read_file, draft)
        data = self.composer.render_mime(full_draft, config, now, mail_id)
        envelope = FrozenMail(account.address, draft.address, data)
        return OutgoingMail(
            id_, move.touch, envelope, mail_id, own_token, draft.text.subject, draft.full_text.body, changed=now,
            channel=move.channel,
        )  # fmt: skip


def _has_words(outgoing: OutgoingMail, draft: Draft) -> bool:
    """Return whether a written mail has the text of a draft, its address and its files."""
    words = draft.address, draft.text.subject, draft.full_text.body
    is_same = words == (outgoing.mail.recipient, outgoing.subject, outgoing.text)
    return is_same and has_same_files(draft, outgoing.mail.data)
