"""The state in numbers: Prometheus' text format, for the textfile collector of node_exporter. Pure.

It holds only counts and times: no name, no address, no text that a person wrote.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from followupd.planning.moves import Verb

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from followupd.engine.overview.status import Health

_STATE_OF_VERB = {Verb.WAIT: "waiting", Verb.HOLD: "held", Verb.SEND: "due", Verb.REHEARSE: "rehearsed"}
_TOUCH_STATES = (*_STATE_OF_VERB.values(), "taken", "missed", "skipped", "cancelled", "refused", "unknown")


def render_metrics(health: Health) -> Iterator[str]:
    """Yield the lines with their line ends, without the time of writing: so they change only if a number does."""
    next_move, scan = health.next_move, health.receipt
    yield from _render_gauge("live", "Whether mail is handed over.", health.active_config.config.live)
    yield from _render_gauge("halted", "Whether everything stands still.", bool(health.halted))
    yield from _render_gauge("last_scan_timestamp_seconds", "When the mailbox was last read; 0: never.",
                      _to_seconds(scan.at if scan else None))  # fmt: skip
    yield from _render_gauge("next_due_timestamp_seconds", "When the next touch falls due; 0: none is planned.",
                      _to_seconds(next_move.due if next_move else None))  # fmt: skip
    yield from _render_gauge(
        "unknown_mails", "Mails that may have been accepted or not.", len(health.unknown_mails)
    )
    yield from _render_gauge(
        "waiting_for_user", "Decisions that only the user can take.", len(health.open_questions)
    )
    yield from _render_gauge("troubles", "What fails at this moment.", len(health.troubles))
    yield from _render_gauge(
        "config_faults", "Faults in the configuration.", len(health.active_config.faults)
    )
    yield from _render_gauge("account_good", "Whether the mailbox lets us in.", health.login_state == "good")
    yield from _render_head("account_state", "How the login stands.")
    yield f'followupd_account_state{{state="{health.login_state or "not tried"}"}} 1\n'
    yield from _render_head("touches", "Touches, by what became of them.")
    counts = _count_touches(health)
    yield from (f'followupd_touches{{state="{state}"}} {counts[state]}\n' for state in _TOUCH_STATES)


def render_write_time(at: datetime) -> str:
    """Return the lines with the time when the file was written, which shows whether it is stale."""
    return "".join(_render_gauge("written_timestamp_seconds", "When this was written.", _to_seconds(at)))


def _count_touches(health: Health) -> Counter[str]:
    counts = Counter(
        _STATE_OF_VERB[m.verb] for o in health.plans for m in o.moves if m.verb in _STATE_OF_VERB
    )
    counts.update(health.history.touch_results.outcome_counts)
    counts["unknown"] = len(health.unknown_mails)
    return counts


def _render_head(name: str, help_text: str) -> Iterator[str]:
    yield f"# HELP followupd_{name} {help_text}\n"
    yield f"# TYPE followupd_{name} gauge\n"


def _render_gauge(name: str, help_text: str, value: float) -> Iterator[str]:
    yield from _render_head(name, help_text)
    yield f"followupd_{name} {int(value)}\n"


def _to_seconds(at: datetime | None) -> float:
    return at.timestamp() if at else 0
