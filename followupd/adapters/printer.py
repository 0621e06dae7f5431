"""Prints by a program of the user's choice, which runs without a shell and gets the PDF as a temporary file."""

from __future__ import annotations

import os
import signal
import subprocess
from contextlib import suppress
from tempfile import NamedTemporaryFile, TemporaryFile
from typing import IO, TYPE_CHECKING

from followupd.inbound.verdict import show_safely

if TYPE_CHECKING:
    from collections.abc import Sequence

MAX_SECONDS = 60.0  # seconds for the program to end; the daemon waits that long
MAX_QUOTED_CHARS = 200  # characters of the program's last line


class CommandPrinter:
    """Hands PDFs to a program; `limit` in seconds."""

    def __init__(self, limit: float = MAX_SECONDS) -> None:
        self._limit = limit

    def __call__(self, argv: Sequence[str], pdf: bytes) -> str | None:
        """Run the program with `{file}` replaced by the path of the PDF; return why that failed, in one line, or None."""
        try:
            # Made with mode 0600, and removed however this ends.
            with NamedTemporaryFile(prefix="followupd-", suffix=".pdf") as file, TemporaryFile() as output:
                file.write(pdf)
                file.flush()
                return self._run_program([arg.replace("{file}", file.name) for arg in argv], output)
        except OSError as fault:
            return f"cannot run {argv[0]}: {fault.strerror}"

    def _run_program(self, argv: Sequence[str], output: IO[bytes]) -> str | None:
        with subprocess.Popen(  # noqa: S603 - the user's own program
            argv, stdin=subprocess.DEVNULL, stdout=output, stderr=output, start_new_session=True
        ) as process:
            try:
                status = process.wait(self._limit)
            except subprocess.TimeoutExpired:
                return f"{argv[0]} did not end within {self._limit:g} s"
            finally:
                with suppress(ProcessLookupError, PermissionError):
                    os.killpg(process.pid, signal.SIGKILL)
        return f"{argv[0]} ended with status {status}{_quote_last_line(output)}" if status else None


def _quote_last_line(output: IO[bytes]) -> str:
    output.seek(max(0, output.seek(0, os.SEEK_END) - 4 * MAX_QUOTED_CHARS))
    lines = [line for line in output.read().decode(errors="replace").splitlines() if line.strip()]
    return ": " + show_safely(lines[-1].strip())[:MAX_QUOTED_CHARS] if lines else ""
