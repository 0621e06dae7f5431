"""How it stands, in numbers: the text format of Prometheus, for the textfile collector of node_exporter. Pure.

Counts and moments only: no name, no address, no word of anybody's.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from followupd.journal.facts import Settled, Taken, Uncertain
from followupd.planning.planner import Verb

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from followupd.engine.status import Health

_OPEN = {Verb.WAIT: "waiting", Verb.HOLD: "held", Verb.SEND: "due", Verb.REHEARSE: "rehearsed"}
_STATES = (*_OPEN.values(), "taken", "missed", "skipped", "cancelled", "refused", "unknown")


def gauges(health: Health) -> Iterator[str]:
    """Yield the lines, each with its line end, all but the moment of writing: they change when something does."""
    first, scan = health.next, health.receipt
    yield from _gauge("live", "Whether mail is handed over.", health.orders.config.live)
    yield from _gauge("halted", "Whether everything stands still.", bool(health.halted))
    yield from _gauge("last_scan_timestamp_seconds", "When the mailbox was last read; 0: never.",
                      _seconds(scan.at if scan else None))  # fmt: skip
    yield from _gauge("next_due_timestamp_seconds", "When the next touch falls due; 0: none is planned.",
                      _seconds(first.due if first else None))  # fmt: skip
    yield from _gauge("unknown_mails", "Mails that may have been accepted or not.", len(health.unknowns))
    yield from _gauge("waiting_for_user", "Decisions that only the user can take.", len(health.waiting))
    yield from _gauge("troubles", "What fails at this moment.", len(health.troubles))
    yield from _gauge("config_faults", "Faults in the configuration.", len(health.orders.faults))
    yield from _gauge("account_good", "Whether the mailbox lets us in.", health.account == "good")
    yield from _head("account_state", "How the login stands.")
    yield f'followupd_account_state{{state="{health.account or "not tried"}"}} 1\n'
    yield from _head("touches", "Touches, by what became of them.")
    counts = _counts(health)
    yield from (f'followupd_touches{{state="{state}"}} {counts[state]}\n' for state in _STATES)


def written(at: datetime) -> str:
    """Return the lines that tell when the file was written: it is stale when they are."""
    return "".join(_gauge("written_timestamp_seconds", "When this was written.", _seconds(at)))


def _counts(health: Health) -> Counter[str]:
    counts = Counter(_OPEN[m.verb] for o in health.outlooks for m in o.moves if m.verb in _OPEN)
    last = {f.touch: f for f in health.history.facts if isinstance(f, Taken | Settled | Uncertain)}
    for fact in last.values():
        match fact:
            case Taken():
                counts["taken"] += 1
            case Settled():
                counts[fact.outcome] += 1
    counts["unknown"] = len(health.unknowns)
    return counts


def _head(name: str, what: str) -> Iterator[str]:
    yield f"# HELP followupd_{name} {what}\n"
    yield f"# TYPE followupd_{name} gauge\n"


def _gauge(name: str, what: str, value: float) -> Iterator[str]:
    yield from _head(name, what)
    yield f"followupd_{name} {int(value)}\n"


def _seconds(at: datetime | None) -> float:
    return at.timestamp() if at else 0
