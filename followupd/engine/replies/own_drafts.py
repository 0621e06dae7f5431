"""Keeps the texts that the candidate sent in reply to an approval. They are shown again, and sent only after a yes."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from followupd.errors import UsageError
from followupd.journal.command_facts import Undone
from followupd.journal.draft_record import last_draft, state_of
from followupd.journal.draft_states import DraftState
from followupd.journal.facts import Approved, Settled
from followupd.writing.draft import OwnSource, OwnText
from followupd.writing.own_text import split_subject

if TYPE_CHECKING:
    from datetime import datetime

    from followupd.engine.ledger import Ledger
    from followupd.engine.store_port import Store
    from followupd.journal.facts import Touch
    from followupd.planning.touches import TouchDetails
    from followupd.writing.notices.reply_notices import ReplyThread

_PENDING = "drafts/pending"  # the touches whose text was not shown again yet
# Replaces the digest that was offered, so that a yes to the former text no longer counts.
_NOT_SHOWN = "own-text"


@dataclass(frozen=True, slots=True)
class PendingDraft:
    """A text that must still be shown to the candidate, in reply to their mail."""

    touch: str
    key: str
    message_id: str
    subject: str


def keep_own_draft(
    ledger: Ledger, touch: Touch, text: str, thread: ReplyThread, digest: str, now: datetime
) -> None:
    """Keep a text of the candidate for a touch, in place of the template. Raises UsageError if it comes too late."""
    details = ledger.find_touch(touch)
    if details is None or details.touch_outcome is not None:
        # If the step is reopened, its old text needs a new approval.
        if details and isinstance(details.touch_outcome, Settled):
            withdraw_approval(ledger, details, now)
        raise UsageError(
            f"{touch.step} is not waiting any more: it is sent, skipped, or no longer in the file"
        )
    outgoing = ledger.store.find_mail(str(touch))
    # While the mail is being sent, the last check before the dot does not find the approval, and no dot follows.
    if outgoing and not outgoing.may_be_stopped:
        raise UsageError(
            f"{touch.step} is {outgoing.state} at this moment; its words cannot be changed any more"
        )
    if state_of(last_draft(details.record, details.step.id, details.contact)) is DraftState.EDITED:
        _dispute_edited_draft(ledger, details, now)
        raise UsageError(
            f"you have changed the draft of {touch.step} in your Drafts folder; write your text there"
        )
    withdraw_approval(ledger, details, now)
    subject, body = split_subject(text)
    ledger.store.set_value(f"draft/{touch}", json.dumps({"subject": subject, "body": body, "mail": digest}))
    ledger.store.set_value(f"offered/{touch}", _NOT_SHOWN)
    others = [p for p in read_pending(ledger.store) if p.touch != str(touch)]
    pending = PendingDraft(str(touch), thread.key, thread.message_id, thread.subject)
    _write_pending(ledger.store, [*others, pending])


def _dispute_edited_draft(ledger: Ledger, details: TouchDetails, now: datetime) -> None:
    """Make an edited draft need an approval, since the candidate has sent another text after it."""
    withdraw_approval(ledger, details, now)
    own_text = find_own_draft(ledger.store, details.touch)
    if own_text and own_text.source.is_whole:
        keep_edited_draft(ledger.store, details.touch, replace(own_text, source=OwnSource.DISPUTED))


def withdraw_approval(ledger: Ledger, details: TouchDetails, now: datetime) -> None:
    """Withdraw the approval of a touch, since another text needs a new one."""
    keys = details.record.contact_keys(details.contact)
    positions = tuple(
        position
        for position, fact in enumerate(ledger.history.facts, 1)
        if isinstance(fact, Approved)
        and fact.touch.interview in details.record.ids
        and fact.touch.step == details.step.id
        and fact.touch.contact in keys
    )
    if positions:
        ledger.append(Undone(now, details.interview.id, "approve", positions))


def forget_own_draft(ledger: Ledger, touch: Touch) -> None:
    """Remove the text that the candidate sent for a touch."""
    if ledger.store.get_value(f"draft/{touch}"):
        ledger.store.set_value(f"draft/{touch}", "")
        ledger.store.set_value(f"offered/{touch}", _NOT_SHOWN)
        end_pending(ledger.store, str(touch))


def find_own_draft(store: Store, touch: Touch) -> OwnText | None:
    """Return the candidate's own text for a touch, or None; its subject may be empty."""
    stored = store.get_value(f"draft/{touch}")
    if not stored:
        return None
    fields = json.loads(stored)
    return OwnText(OwnSource(fields.get("source", "mail")), fields["body"], fields["subject"])


def keep_edited_draft(store: Store, touch: Touch, text: OwnText) -> None:
    """Keep the text of an edited draft, in place of the template."""
    fields = {"subject": text.subject, "body": text.body, "mail": "", "source": text.source}
    store.set_value(f"draft/{touch}", json.dumps(fields))


def forget_edited_draft(store: Store, touch: Touch) -> None:
    """Remove the text of an edited draft; a text that was sent by mail stays."""
    if has_edited_draft(store, touch):
        store.set_value(f"draft/{touch}", "")


def has_edited_draft(store: Store, touch: Touch) -> bool:
    """Return whether the text of a touch comes from a draft that the candidate edited."""
    source = _find_source(store, touch)
    return source is not None and source.is_whole


def has_mailed_text(store: Store, touch: Touch) -> bool:
    """Return whether the text of a touch comes from a reply by mail; such a text is sent only after a yes."""
    return _find_source(store, touch) is OwnSource.MAIL


def _find_source(store: Store, touch: Touch) -> OwnSource | None:
    own_text = find_own_draft(store, touch)
    return own_text.source if own_text else None


def awaits_own_text(ledger: Ledger, details: TouchDetails) -> bool:
    """Return whether the candidate sent an own text for a touch by mail, and has not approved it yet."""
    if not has_mailed_text(ledger.store, details.touch):
        return False
    record = ledger.record_of(details.interview)
    return record.approval_of(details.step.id, details.contact) is None


def read_pending(store: Store) -> list[PendingDraft]:
    """Return the texts that must still be shown."""
    return [PendingDraft(**fields) for fields in json.loads(store.get_value(_PENDING) or "[]")]


def find_pending(store: Store, touch: Touch) -> PendingDraft | None:
    """Return the text of a touch that must still be shown, or None."""
    return next((p for p in read_pending(store) if p.touch == str(touch)), None)


def end_pending(store: Store, touch: str) -> None:
    """Remove a text that was shown from the pending ones."""
    _write_pending(store, [p for p in read_pending(store) if p.touch != touch])


def _write_pending(store: Store, pending_drafts: list[PendingDraft]) -> None:
    fields = (
        {"touch": p.touch, "key": p.key, "message_id": p.message_id, "subject": p.subject}
        for p in pending_drafts
    )
    store.set_value(_PENDING, json.dumps(list(fields)))
