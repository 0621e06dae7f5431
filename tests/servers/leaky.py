"""`python -m leaky BUG run …`: followupd with a bug inside. The exception holds the mail that was in hand."""

import sys
from typing import Any

from followupd import daemon, reading
from followupd.cli import main

seen: list[str] = []
judge = reading.judge


def remember(raw: bytes, *more: Any, **named: Any) -> Any:
    """Judge, and keep the mail in hand."""
    seen.append(raw.decode(errors="replace"))
    return judge(raw, *more, **named)


def stumble(*_: Any, **__: Any) -> Any:
    """Fail as soon as there is a mail in hand."""
    if seen:
        raise KeyError(seen[-1]) from ValueError(seen[-1])


def fail_to_judge(raw: bytes, *_: Any, **__: Any) -> Any:
    """Fail over any mail."""
    raise ValueError(raw.decode(errors="replace"))


if __name__ == "__main__":
    reading.judge = remember
    match sys.argv.pop(1):
        case "while judging":
            reading.judge = fail_to_judge
        case "while noting":
            reading.Arrival.record = stumble
        case "in the loop":
            daemon.Daemon._alive = stumble
    main()
