"""Shows the state of many people's followupd from their state directories: counts and times, no names, no mails."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from followupd.adapters.store.inspection import summarize_store
from followupd.adapters.system.lock import find_holder
from followupd.errors import FollowupdError
from followupd.writing.notices.notices import harmless_line

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from datetime import datetime
    from pathlib import Path

STORE_NAME = "followupd.sqlite3"
MAX_SHOWN, MAX_TROUBLES = 80, 10  # characters of a name; number of troubles at one time
STALE_AFTER = timedelta(minutes=30)  # a mailbox that was not read for this long needs attention


@dataclass(frozen=True, slots=True)
class Member:
    """One person's followupd; `why` is empty if all is well."""

    name: str
    is_running: bool = False
    last_read: datetime | None = None
    sent_count: int = 0
    doubt_count: int = 0
    why: str = ""

    @property
    def is_well(self) -> bool:
        """Whether it needs no attention."""
        return not self.why


def inspect_member(directory: Path, now: datetime) -> Member:
    """Return the state of one person's followupd, without changing it.

    What cannot be read is reported in `why`, and never raised.
    """
    name = harmless_line(directory.name, MAX_SHOWN)
    try:
        summary = summarize_store(directory / STORE_NAME)
        is_running = find_holder(directory) is not None
    except FollowupdError as fault:
        return Member(name, why=harmless_line(str(fault)))
    reasons = _list_reasons(now, summary.last_read, summary.doubt_count, is_running=is_running)
    troubles = (
        f"trouble: {harmless_line(trouble, MAX_SHOWN)}" for trouble in summary.troubles[:MAX_TROUBLES]
    )
    return Member(
        name,
        is_running,
        summary.last_read,
        summary.sent_count,
        summary.doubt_count,
        "; ".join([*reasons, *troubles]),
    )


def _list_reasons(
    now: datetime, last_read: datetime | None, doubt_count: int, *, is_running: bool
) -> Iterator[str]:
    if not is_running:
        yield "no daemon runs"
    if last_read is None:
        yield "the mailbox was never read"
    elif now - last_read > STALE_AFTER:
        yield "the mailbox was not read for half an hour"
    if doubt_count:
        yield f"mails in doubt: {doubt_count}"


def format_metrics(members: Iterable[Member]) -> str:
    """Return the numbers of all members, in the text format of Prometheus."""
    gauges: tuple[tuple[str, str, Callable[[Member], float]], ...] = (
        ("running", "Whether the daemon runs.", lambda m: m.is_running),
        ("well", "Whether nobody has to look.", lambda m: m.is_well),
        ("last_scan_timestamp_seconds", "When the mailbox was last read; 0: never.",
         lambda m: m.last_read.timestamp() if m.last_read else 0),
        ("unknown_mails", "Mails that may have been accepted or not.", lambda m: m.doubt_count),
    )  # fmt: skip
    people = list(members)
    lines = []
    for name, help_text, read_value in gauges:
        lines += [f"# HELP followupd_fleet_{name} {help_text}", f"# TYPE followupd_fleet_{name} gauge"]
        lines += [
            f'followupd_fleet_{name}{{person="{_escape(p.name)}"}} {int(read_value(p))}' for p in people
        ]
    return "\n".join(lines) + "\n"


def _escape(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", " ")
