"""`followupd demo`: a story of six weeks, played by the real daemon in some seconds."""

from __future__ import annotations

import os
import shlex
import shutil
import sys
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from datetime import datetime
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING

from followupd.cli import session
from followupd.cli.app import app
from followupd.errors import FollowupdError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from followupd.adapters.system.paths import Places

NEXT = (
    ("init", "set it up: some questions about your mailbox"),
    ("add", "write down an interview, or read an invitation"),
    ("check", "see whether the configuration is good"),
    ("doctor", "see whether everything it needs is in place"),
    ("plan", "see what it would do, and when"),
    ("run", "let it run; nothing leaves before live: true"),
)


@app.command()
def demo() -> None:
    """Watch followupd follow up: an interview, and what comes after it, on a mail server of its own.

    Nothing to type, nothing of yours is touched, nothing stays behind.

    Example: followupd demo
    """
    try:
        from followupd.cli.demo.show import show
    except ModuleNotFoundError as missing:
        library = str(missing.name).partition(".")[0]
        if library == "followupd":
            raise
        raise FollowupdError(
            f"the demo brings its own mail server, and {library} is not installed:"
            " pip install 'followupd[demo]'"
        ) from None
    show(_run, list(_next_steps()))


def _next_steps() -> Iterator[tuple[str, str]]:
    """Return what to type after the demo, as it can be typed here."""
    program = "followupd" if shutil.which("followupd") else _called()
    known = {c.name or getattr(c.callback, "__name__", "") for c in app.registered_commands}
    return ((f"{program} {name}", what) for name, what in NEXT if name in known)


def _run(line: str, places: Places, now: datetime) -> str:
    """Run a command line of the story at its moment; return what it prints."""
    said = StringIO()
    told = session.clock.set(lambda: now)
    try:
        with _environment(places), redirect_stdout(said), redirect_stderr(said):
            app(shlex.split(line)[1:], standalone_mode=False)
    finally:
        session.clock.reset(told)
    return said.getvalue()


@contextmanager
def _environment(places: Places) -> Iterator[None]:
    """Let the commands find the story's files; the teller cuts their tables to what the terminal holds."""
    before = dict(os.environ)
    os.environ |= {
        "FOLLOWUPD_CONFIG": str(places.config),
        "FOLLOWUPD_STATE": str(places.state),
        "COLUMNS": "400",
    }
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)


def _called() -> str:
    """Return how followupd was called: what works once works again."""
    program = Path(sys.argv[0]).absolute()
    if program.name == "__main__.py":
        return "python -m followupd"
    here = Path.cwd()
    return str(program.relative_to(here) if program.is_relative_to(here) else program)
