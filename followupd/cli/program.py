"""The program: loads the called command, and turns a user's error into a sentence and an exit status."""

from __future__ import annotations

import os
import sys
from importlib import import_module
from typing import TYPE_CHECKING

from typer.main import get_command

from followupd.cli.app import CLICK_USAGE_STATUS, app, message
from followupd.cli.summaries import add_summaries
from followupd.errors import FollowupdError, UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

# The modules of this package, by their commands. To load all of them takes longer than most commands do.
MODULE_BY_COMMAND = {
    "add": "add",
    "adopt": "backup",
    "again": "again",
    "answer": "last_word",
    "approve": "approve",
    "backup": "backup",
    "check": "check",
    "classify": "classify",
    "close": "control",
    "debrief": "debrief",
    "demo": "main",  # the story uses other commands
    "doctor": "doctor",
    "edit": "edit",
    "done": "record",
    "fleet": "fleet",
    "import": "import_",
    "init": "init",
    "list": "today",
    "log": "log",
    "login": "login",
    "pause": "control",
    "plan": "plan",
    "preview": "preview",
    "resolve": "record",
    "resume": "control",
    "run": "run",
    "service": "service",
    "simulate": "simulate",
    "skip": "control",
    "status": "status",
    "undo": "last_word",
    "web": "web",
    "why": "plan",
}
# The line whose last word the shell completes: zsh and fish use the first name, bash the second.
_COMPLETION_VARIABLE = "_FOLLOWUPD_COMPLETE"
HELP_OPTIONS = ("-h", "--help")
_LINE_VARIABLES = ("_TYPER_COMPLETE_ARGS", "COMP_WORDS")


def load_commands(words: Sequence[str]) -> None:
    """Load the command of the line; only the summaries of all, if they are listed or there is no such command."""
    if list(words) == ["--version"]:
        return
    first_word = words[0] if words else ""
    module = MODULE_BY_COMMAND.get(first_word) if words else "today"
    if module is None and (first_word in HELP_OPTIONS or not first_word.startswith("-")):
        add_summaries(app)
        return
    import_module(f"followupd.cli.{module or 'main'}")


def _read_words() -> list[str]:
    """Return the words after the program's name; for a completion, from the line that the shell completes."""
    if _COMPLETION_VARIABLE not in os.environ:
        return sys.argv[1:]
    line = next(filter(None, map(os.environ.get, _LINE_VARIABLES)), "")
    return line.split()[1:] or ["--help"]


def main() -> None:
    """Run the command line. A user's error ends with a sentence and its exit status, never with a traceback."""
    load_commands(_read_words())
    try:
        app()
    except FollowupdError as fault:
        message(f"followupd: {fault}")
        sys.exit(fault.exit_status)
    except KeyboardInterrupt:
        sys.exit(130)
    except SystemExit as end:
        # click ends a wrong call with its own status; sysexits(3) has another.
        if end.code != CLICK_USAGE_STATUS:
            raise
        _show_example(sys.argv[1:])
        sys.exit(UsageError.exit_status)


def _show_example(words: Sequence[str]) -> None:
    """Print the example from the help of a command that was called wrongly."""
    command = get_command(app)
    for word in words:
        command = getattr(command, "commands", {}).get(word, command)
    _, _, example = (command.help or "").partition("Example:")
    if example:
        message(f"Example: {example.strip().splitlines()[0]}")
