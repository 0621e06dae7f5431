"""Gathers what the planner must know at a moment from ledger and outbox, and makes the plan from it."""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType
from typing import TYPE_CHECKING

from followupd.engine.safety import restore
from followupd.engine.scanning import watching
from followupd.journal.fact_json import dump_receipt, parse_receipt
from followupd.journal.history import History
from followupd.journal.states import TouchState
from followupd.planning.context import Conditions
from followupd.planning.forecast import apply_fates
from followupd.planning.forecast_cache import ForecastCache
from followupd.planning.planner import plan

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from followupd.engine.ledger import Ledger
    from followupd.engine.store_port import Store
    from followupd.journal.facts import Receipt
    from followupd.planning.moves import InterviewPlan, Move

NO_RESTS: Mapping[str, datetime] = MappingProxyType({})


def gather_conditions(
    ledger: Ledger, receipt: Receipt | None, rest_ends: Mapping[str, datetime] = NO_RESTS
) -> Conditions:
    """Return what the planner must know at this moment. `rest_ends`: the interviews that rest after a bug."""
    outbox = ledger.store.list_mails(TouchState.RENDERED)
    return Conditions(
        jitter_key=ledger.store.key,
        receipt=receipt,
        watchlist_digest=watching.make_watch_digest(ledger.config),
        fault_by_interview=ledger.active_config.fault_by_interview,
        halt_reason=ledger.active_config.halt_reason or restore.why_halted(ledger.store),
        text_reports=ledger.store.read_text_reports(),
        retry_times={o.touch: o.next_try for o in outbox if o.touch and o.next_try},
        failed_until=rest_ends,
    )


def plan_now(ledger: Ledger, now: datetime) -> list[InterviewPlan]:
    """Return what the daemon would do now, with the result of its last look at the mailbox."""
    conditions = gather_conditions(ledger, read_last_receipt(ledger.store))
    return list(plan(now, ledger.config, foresee_history(ledger, now), conditions))


def list_moves_now(ledger: Ledger, interview_id: str, now: datetime) -> list[Move]:
    """Return the moves of an interview, as the daemon would make them now."""
    return [move for plan in plan_now(ledger, now) if plan.interview == interview_id for move in plan.moves]


def forecast_now(
    ledger: Ledger, now: datetime, forecasts: ForecastCache | None = None
) -> list[InterviewPlan]:
    """Return the plan to show: the plan of now, each move with its forecast if nothing more comes in.

    `forecasts`: the forecasts of the last call; each that is still valid is used again.
    """
    conditions = gather_conditions(ledger, read_last_receipt(ledger.store))
    history = foresee_history(ledger, now)
    plans = list(plan(now, ledger.config, history, conditions))
    fates = (forecasts or ForecastCache()).find_fates(now, ledger.config, history, conditions)
    return apply_fates(plans, fates, now)


def foresee_history(ledger: Ledger, now: datetime) -> History:
    """Return the journal together with each new interview, as the daemon will record it before it plans.

    From the moment of that record, an interview that was entered late counts, and so does the mail of thanks to a
    person who was added.
    """
    records = (ledger.record_of(interview) for interview in ledger.config.interviews)
    new_snapshots = filter(None, (record.new_snapshot for record in records))
    snapshots = [replace(snapshot, at=now) for snapshot in new_snapshots]
    return History((*ledger.history.facts, *snapshots)) if snapshots else ledger.history


def store_receipt(store: Store, receipt: Receipt | None) -> None:
    """Store the receipt for the commands, if it has changed."""
    receipt_json = dump_receipt(receipt) if receipt else ""
    if store.get_value("receipt") != receipt_json:
        store.set_value("receipt", receipt_json)


def read_last_receipt(store: Store) -> Receipt | None:
    """Return the receipt of the daemon's last look at the mailbox."""
    text = store.get_value("receipt")
    return parse_receipt(text) if text else None
