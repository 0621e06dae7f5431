"""Log lines for people and for the journal: one line an event, no secret, no body.

A bug is shown by where it happened and by the kind of its exception. What an exception says is left out: it may hold
the mail that was in hand. Only the sentences of our own faults are shown.
"""

from __future__ import annotations

import json
import logging
import os
import sys
import threading
import traceback
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from followupd.errors import FollowupdError

if TYPE_CHECKING:
    from types import TracebackType

    ExcInfo = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]

_FIELDS = ("interview", "touch", "kind")
# sd-daemon(3): the journal reads the priority from the beginning of a line.
_PRIORITY = (
    (logging.CRITICAL, 2),
    (logging.ERROR, 3),
    (logging.WARNING, 4),
    (logging.INFO, 6),
    (logging.DEBUG, 7),
)


class _Text(logging.Formatter):
    """A line for people; under systemd the journal adds the time, and reads the priority."""

    def __init__(self, *, journal: bool) -> None:
        super().__init__("%(message)s" if journal else "%(asctime)s %(message)s", "%Y-%m-%d %H:%M:%S")
        self._journal = journal

    def formatException(self, ei: ExcInfo) -> str:  # noqa: N802 - the name is logging's
        return where(ei[1])

    def format(self, record: logging.LogRecord) -> str:
        text = super().format(record)
        if self._journal:
            priority = next(p for level, p in _PRIORITY if record.levelno >= level)
            text = "\n".join(f"<{priority}>{line}" for line in text.splitlines())
        return text


class _Json(logging.Formatter):
    """One JSON object a line."""

    def format(self, record: logging.LogRecord) -> str:
        at = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="seconds")
        line = {"at": at, "level": record.levelname.lower(), "message": record.getMessage()}
        line |= {f: str(getattr(record, f)) for f in _FIELDS if getattr(record, f, None)}
        if record.exc_info:
            line["traceback"] = where(record.exc_info[1])
        return json.dumps(line, ensure_ascii=False)


def where(error: BaseException | None) -> str:
    """Return the way that an exception came, and that of those before it, without their words."""
    lines: list[str] = []
    seen: list[BaseException] = []
    while error is not None and error not in seen:
        seen.append(error)
        said = f": {error}" if isinstance(error, FollowupdError) else ""
        way = "".join(traceback.format_tb(error.__traceback__)).rstrip()
        lines.insert(0, f"{way}\n{type(error).__module__}.{type(error).__qualname__}{said}".lstrip("\n"))
        error = error.__cause__ or error.__context__
    return "\nthen\n".join(lines)


def _uncaught(error: BaseException | None) -> None:
    if error is not None:
        logging.getLogger("followupd").critical("it ends by a bug:\n%s", where(error), extra={"kind": "bug"})


def start(form: str, *, verbose: bool = False) -> None:
    """Send log lines to stderr as `text` or `json`."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_Json() if form == "json" else _Text(journal="JOURNAL_STREAM" in os.environ))
    logger = logging.getLogger("followupd")
    logger.handlers[:] = [handler]
    logger.setLevel(logging.DEBUG if verbose else logging.INFO)
    logger.propagate = False
    # Python's own hooks would print what the exception says.
    sys.excepthook = lambda _kind, error, _way: _uncaught(error)
    threading.excepthook = lambda args: _uncaught(args.exc_value)
    sys.unraisablehook = lambda args: _uncaught(args.exc_value)
    # Seen in practice: at DEBUG these print tokens and whole mails.
    for noisy in ("imapclient", "keyring", "schedule", "urllib3", "authlib", "httpx"):
        logging.getLogger(noisy).setLevel(logging.WARNING)
