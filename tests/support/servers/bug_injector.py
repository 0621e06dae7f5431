"""`python -m bug_injector BUG run …`: followupd with a bug. The exception contains the present mail."""

import sys
from typing import Any

from followupd.adapters.workers.classifier import ClassifierWorker
from followupd.cli.main import main
from followupd.daemon.daemon import Daemon
from followupd.engine.scanning.incoming import IncomingMail

seen: list[str] = []
judge = ClassifierWorker.classify


def remember(self: ClassifierWorker, raw: bytes, *more: Any, **named: Any) -> Any:
    """Judge the mail, and keep it."""
    seen.append(raw.decode(errors="replace"))
    return judge(self, raw, *more, **named)


def stumble(*_: Any, **__: Any) -> Any:
    """Raise an error once a mail was judged."""
    if seen:
        raise KeyError(seen[-1]) from ValueError(seen[-1])


def fail_to_judge(_self: ClassifierWorker, raw: bytes, *_: Any, **__: Any) -> Any:
    """Raise an error for any mail."""
    raise ValueError(raw.decode(errors="replace"))


if __name__ == "__main__":
    ClassifierWorker.classify = remember
    match sys.argv.pop(1):
        case "while judging":
            ClassifierWorker.classify = fail_to_judge
        case "while noting":
            IncomingMail.record = stumble
        case "in the loop":
            Daemon._feed_watchdog = stumble
    main()
