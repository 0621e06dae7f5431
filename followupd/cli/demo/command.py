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

    from followupd.adapters.system.paths import Paths

NEXT_COMMANDS = (
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
        from followupd.cli.demo.show import play_demo
    except ModuleNotFoundError as error:
        library = str(error.name).partition(".")[0]
        if library == "followupd":
            raise
        from followupd.adapters.system.installation import describe_extra_install

        raise FollowupdError(
            f"the demo brings its own mail server, and {library} is not installed:"
            f" {describe_extra_install('demo')}"
        ) from None
    play_demo(_run_command, list(_list_next_steps()))


def _list_next_steps() -> Iterator[tuple[str, str]]:
    """Return the commands to type after the demo, in the form that works here."""
    program = "followupd" if shutil.which("followupd") else _find_program_name()
    command_names = {c.name or getattr(c.callback, "__name__", "") for c in app.registered_commands}
    return ((f"{program} {name}", purpose) for name, purpose in NEXT_COMMANDS if name in command_names)


def _run_command(line: str, paths: Paths, now: datetime) -> str:
    """Run a command line of the story at its moment; return its output."""
    output = StringIO()
    clock_token = session.current_clock.set(lambda: now)
    try:
        with _set_environment(paths), redirect_stdout(output), redirect_stderr(output):
            app(shlex.split(line)[1:], standalone_mode=False)
    finally:
        session.current_clock.reset(clock_token)
    return output.getvalue()


@contextmanager
def _set_environment(paths: Paths) -> Iterator[None]:
    """Set the environment so that the commands find the story's files.

    Tables are wide; the teller cuts them to the terminal's width.
    """
    original_environment = dict(os.environ)
    os.environ |= {
        "FOLLOWUPD_CONFIG": str(paths.config),
        "FOLLOWUPD_STATE": str(paths.state),
        "COLUMNS": "400",
    }
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(original_environment)


def _find_program_name() -> str:
    """Return the name with which followupd was called, since the same name works again."""
    program = Path(sys.argv[0]).absolute()
    if program.name == "__main__.py":
        return "python -m followupd"
    directory = Path.cwd()
    return str(program.relative_to(directory) if program.is_relative_to(directory) else program)
