"""Log lines for people and for the journal: one line an event, no secret, no body."""

from __future__ import annotations

import json
import logging
import os
import sys
from datetime import UTC, datetime

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
            line["traceback"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False)


def start(form: str, *, verbose: bool = False) -> None:
    """Send log lines to stderr as `text` or `json`."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_Json() if form == "json" else _Text(journal="JOURNAL_STREAM" in os.environ))
    logger = logging.getLogger("followupd")
    logger.handlers[:] = [handler]
    logger.setLevel(logging.DEBUG if verbose else logging.INFO)
    logger.propagate = False
    # Seen in practice: at DEBUG these print tokens and whole mails.
    for noisy in ("imapclient", "keyring", "schedule", "urllib3", "authlib", "httpx"):
        logging.getLogger(noisy).setLevel(logging.WARNING)
