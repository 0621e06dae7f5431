"""The user's approval of a text. It is valid for exactly this text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from followupd.engine.replies.own_drafts import has_mailed_text
from followupd.engine.safety.begun_interviews import awaits_word, release_begun
from followupd.errors import UsageError
from followupd.journal.facts import Approved
from followupd.planning.approval import needs_approval

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from followupd.engine.ledger import Ledger
    from followupd.journal.facts import Touch
    from followupd.planning.context import TextReport
    from followupd.planning.touches import TouchDetails


def check_approval(
    ledger: Ledger,
    details: TouchDetails,
    faults: Sequence[str],
    now: datetime,
    *,
    force: bool,
    report: TextReport | None = None,
) -> None:
    """Raise UsageError for an approval that would change nothing, or for `faults` of the lint without `force`.

    `report`: on the present text; default: on the text that the daemon wrote last.
    """
    if faults and not force:
        raise UsageError(f"{'; '.join(faults)}. Mend it, or say --force to let it pass this once")
    report = report or ledger.store.read_text_reports().get(details.touch)
    is_mailed_text = has_mailed_text(ledger.store, details.touch)
    is_waiting = is_mailed_text or needs_approval(
        ledger.config, details.record, details.step, details.contact, report
    )
    if not (faults or is_waiting or awaits_word(details.record, now)):
        target = f"{details.step.id} to {details.contact.shown_name}"
        raise UsageError(f"{target} needs no approval: it goes out by itself when it is due")


def approve_touch(ledger: Ledger, touch: Touch, digest: str, now: datetime, *, force: bool) -> None:
    """Approve a mail with the text that has this digest, and with no other text."""
    report = ledger.store.read_text_reports().get(touch)
    with ledger.transaction():
        release_begun(ledger, [touch.interview], now)  # a yes to its mail is also a yes to the interview
        ledger.append(Approved(now, touch, digest, force))
        if report and report.digest != digest:  # that report is on a former text
            ledger.store.forget_text_report(touch)
