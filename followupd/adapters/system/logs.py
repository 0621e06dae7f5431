"""Log lines for people and for the journal: one line for each event, no secret, no mail body.

In systemd's journal an entry has fields of its own: `journalctl --user -u followupd KIND=sent`, INTERVIEW=, TOUCH=.

A bug is logged with its place and the kind of its exception. The exception's text is left out: it may hold the mail
that was being read. Only the texts of followupd's own faults are logged.
"""

from __future__ import annotations

import json
import logging
import os
import sys
import threading
import traceback
from datetime import UTC, datetime
from typing import TYPE_CHECKING, TextIO

from followupd.errors import FollowupdError
from followupd.inbound.verdict import show_safely

if TYPE_CHECKING:
    from types import TracebackType

    ExcInfo = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]

_EXTRA_FIELDS = ("interview", "touch", "kind")
# sd-daemon(3): the journal reads the priority at the start of a line.
_PRIORITIES = (
    (logging.CRITICAL, 2),
    (logging.ERROR, 3),
    (logging.WARNING, 4),
    (logging.INFO, 6),
    (logging.DEBUG, 7),
)


def syslog_priority(level: int) -> int:
    """Return the syslog(3) priority of a log level."""
    return next((p for at_least, p in _PRIORITIES if level >= at_least), 7)


class _TextFormatter(logging.Formatter):
    """A line for people; under systemd the journal adds the time, and reads the priority."""

    def __init__(self, *, journal: bool) -> None:
        super().__init__("%(message)s" if journal else "%(asctime)s %(message)s", "%Y-%m-%d %H:%M:%S")
        self._journal = journal

    def formatException(self, ei: ExcInfo) -> str:  # noqa: N802 - the name is logging's
        return format_trace(ei[1])

    def format(self, record: logging.LogRecord) -> str:
        prefix = f"<{syslog_priority(record.levelno)}>" if self._journal else ""
        return "\n".join(f"{prefix}{line}" for line in _show_lines(super().format(record)).split("\n"))


class _JsonFormatter(logging.Formatter):
    """One JSON object for each line."""

    def format(self, record: logging.LogRecord) -> str:
        at = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="seconds")
        line = {"at": at, "level": record.levelname.lower(), "message": _show_lines(record.getMessage())}
        line |= _extra_fields(record)
        if record.exc_info:
            line["traceback"] = format_trace(record.exc_info[1])
        return json.dumps(line, ensure_ascii=False)


class JournalHandler(logging.StreamHandler[TextIO]):
    """Sends entries with fields, by journald's own protocol; if that fails, the line goes to stderr."""

    def __init__(self, socket_path: str | None = None) -> None:
        """Open the socket. `socket_path` is for another socket than the journal's."""
        from logging_journald import JournaldTransport

        super().__init__(sys.stderr)
        self.setFormatter(_TextFormatter(journal=True))
        # Not connected: the journal may be restarted while followupd runs.
        self._transport = JournaldTransport(socket_path, connected=False)

    def emit(self, record: logging.LogRecord) -> None:
        """Write one entry."""
        try:
            self._transport.send(_journal_entry(record).items())
        except Exception:  # noqa: BLE001 - a line that was not taken there is said here
            super().emit(record)

    def close(self) -> None:
        """Close the socket."""
        self._transport.socket.close()
        super().close()


def _journal_entry(record: logging.LogRecord) -> dict[str, str]:
    trace = f"\n{format_trace(record.exc_info[1])}" if record.exc_info else ""
    return {
        "MESSAGE": _show_lines(record.getMessage()) + trace,
        "PRIORITY": str(syslog_priority(record.levelno)),
        "SYSLOG_IDENTIFIER": "followupd",
        **{name.upper(): value for name, value in _extra_fields(record).items()},
    }


def _extra_fields(record: logging.LogRecord) -> dict[str, str]:
    return {f: show_safely(str(getattr(record, f))) for f in _EXTRA_FIELDS if getattr(record, f, None)}


def _show_lines(text: str) -> str:
    """Return a message without control characters: names of files and answers of servers may hold any."""
    return "\n".join(map(show_safely, text.split("\n")))


def _is_journal_listening() -> bool:
    """Return whether stderr is the journal; a terminal or a file may only inherit the variable that says so."""
    if "JOURNAL_STREAM" not in os.environ:
        return False
    from logging_journald import check_journal_stream

    try:
        return bool(check_journal_stream())
    except (OSError, ValueError):
        return False


def _make_handler(log_format: str) -> logging.Handler:
    if log_format == "text" and _is_journal_listening():
        return JournalHandler()
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_JsonFormatter() if log_format == "json" else _TextFormatter(journal=False))
    return handler


def format_trace(error: BaseException | None) -> str:
    """Return the traceback of an exception and of its causes, without the texts of foreign exceptions."""
    lines: list[str] = []
    chain: list[BaseException] = []
    while error is not None and error not in chain:
        chain.append(error)
        message = f": {error}" if isinstance(error, FollowupdError) else ""
        trace = "".join(traceback.format_tb(error.__traceback__)).rstrip()
        lines.insert(0, f"{trace}\n{type(error).__module__}.{type(error).__qualname__}{message}".lstrip("\n"))
        error = error.__cause__ or error.__context__
    return "\nthen\n".join(lines)


def _log_uncaught(error: BaseException | None) -> None:
    if error is not None:
        logging.getLogger("followupd").critical(
            "it ends by a bug:\n%s", format_trace(error), extra={"kind": "bug"}
        )


def start_logging(log_format: str, *, verbose: bool = False) -> logging.Logger:
    """Send log lines to stderr as `text` or `json`; text goes to the journal with fields if stderr is the journal.

    Returns followupd's top logger.
    """
    logger = logging.getLogger("followupd")
    logger.handlers[:] = [_make_handler(log_format)]
    logger.setLevel(logging.DEBUG if verbose else logging.INFO)
    logger.propagate = False
    # Python's own hooks would print the exception's text.
    sys.excepthook = lambda _kind, error, _way: _log_uncaught(error)
    threading.excepthook = lambda args: _log_uncaught(args.exc_value)
    sys.unraisablehook = lambda args: _log_uncaught(args.exc_value)
    # Seen in practice: at DEBUG these libraries log tokens and whole mails.
    for logger_name in ("imapclient", "keyring", "schedule", "urllib3", "authlib", "httpx"):
        logging.getLogger(logger_name).setLevel(logging.WARNING)
    return logger
