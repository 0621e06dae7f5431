"""One call for several interviews with one company: the interviews of a sheet, and what is recorded for each.

The touches of a sheet are stored before it is sent. After a crash, its text alone would not show them.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from followupd.config.cadence import Channel
from followupd.engine.conditions import gather_conditions, read_last_receipt
from followupd.engine.shared_call_marks import mark_shared_calls
from followupd.journal.facts import Taken, Touch
from followupd.planning.planner import plan
from followupd.planning.shared_calls import find_companions, list_shared_touches
from followupd.planning.touches import current_touch
from followupd.writing.draft import SharedRole
from followupd.writing.mail.message_id import name_shared_call

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from followupd.engine.ledger import Ledger
    from followupd.planning.context import Conditions
    from followupd.planning.touches import TouchDetails


def list_shared_roles(ledger: Ledger, details: TouchDetails, now: datetime) -> tuple[SharedRole, ...]:
    """Return the other interviews that a call is for.

    They are those of its sheet, or those that a sheet written now would name.
    """
    if details.step.channel is not Channel.PHONE:
        return ()
    if isinstance(details.touch_outcome, Taken):
        touches = list_reported_touches(ledger, details)
    else:
        conditions = gather_conditions(ledger, read_last_receipt(ledger.store))
        touches = find_companion_touches(ledger, details, now, conditions)
    others = (ledger.find_touch(touch) for touch in touches)
    return tuple(_make_role(other, details) for other in others if other)


def _make_role(other: TouchDetails, details: TouchDetails) -> SharedRole:
    is_same_person = not set(other.contact.addresses).isdisjoint(details.contact.addresses)
    return SharedRole(
        other.touch, other.interview.position, None if is_same_person else other.contact.shown_name
    )


def find_companion_touches(
    ledger: Ledger, details: TouchDetails, now: datetime, conditions: Conditions
) -> tuple[Touch, ...]:
    """Return the calls of other interviews that would be made together with this one at a moment."""
    config, history = ledger.config, ledger.history
    sibling_ids = details.record.sibling_ids
    if sum(interview.id in sibling_ids for interview in config.interviews) < 2:  # noqa: PLR2004 - itself alone
        return ()
    plans = list(plan(now, config, history, conditions))
    move = next((m for p in plans for m in p.moves if m.touch == details.touch), None)
    return tuple(m.touch for m in find_companions(config, history, move, plans)) if move else ()


def list_reported_touches(ledger: Ledger, details: TouchDetails) -> tuple[Touch, ...]:
    """Return the touches of other interviews that were taken by the same sheet as this one."""
    shared_touches = list_shared_touches(ledger.history, details.touch_outcome)
    touches = (current_touch(ledger.config, ledger.history, touch) for touch in shared_touches)
    return tuple(touch for touch in touches if touch != details.touch)


def store_companions(ledger: Ledger, touch: Touch, touches: tuple[Touch, ...]) -> None:
    """Store the other touches for which a sheet is written."""
    key, text = _key_of(str(touch)), json.dumps([[t.interview, t.step, t.contact] for t in touches])
    if (ledger.store.get_value(key) or "[]") != text:
        ledger.store.set_value(key, text)


def has_other_companions(
    ledger: Ledger, details: TouchDetails, now: datetime, conditions: Conditions
) -> bool:
    """Return whether a sheet before its final dot names other interviews than a sheet written now would."""
    if details.step.channel is not Channel.PHONE:
        return False
    return find_companion_touches(ledger, details, now, conditions) != read_companions(
        ledger, str(details.touch)
    )


def read_companions(ledger: Ledger, mail_id: str) -> tuple[Touch, ...]:
    """Return the other touches for which a sheet was written; `mail_id`: its id in the outbox."""
    return tuple(Touch(*parts) for parts in json.loads(ledger.store.get_value(_key_of(mail_id)) or "[]"))


def name_sheet(ledger: Ledger, touch: Touch) -> str:
    """Return the text from which the mark of a sheet for several touches is made; empty for a mail for one touch."""
    companions = read_companions(ledger, str(touch))
    return name_shared_call((touch, *companions)) if companions else ""


def record_companions(ledger: Ledger, mail_id: str, taken: Taken) -> None:
    """Record a sheet as taken for each of its other interviews, too."""
    if taken.channel is Channel.PHONE:
        _record_touches(ledger, read_companions(ledger, mail_id), taken)


def record_restored_companions(ledger: Ledger, details: TouchDetails, taken: Taken) -> None:
    """Record the same for a sheet that a restored store has found in the mailbox; its mark shows the touches."""
    if taken.channel is Channel.PHONE:
        shared_touches = mark_shared_calls(details.record, ledger.config, ledger.store.key).get(
            taken.token, ()
        )
        _record_touches(ledger, shared_touches[1:], taken)


def _record_touches(ledger: Ledger, touches: Iterable[Touch], taken: Taken) -> None:
    for touch in touches:
        details = ledger.find_touch(current_touch(ledger.config, ledger.history, touch))
        if details and not isinstance(details.touch_outcome, Taken):
            ledger.append(
                details.taken_fact(
                    taken.at, taken.how, subject=taken.subject, message_ids=taken.message_ids,
                    answer=taken.answer, receipt=taken.receipt,
                )
            )  # fmt: skip


def _key_of(mail_id: str) -> str:
    return f"shared-call/{mail_id}"
