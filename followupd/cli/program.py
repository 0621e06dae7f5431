"""The program: loads the command that is called, and turns a user's error into a sentence and an exit status."""

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

# Modules of this package, by the command that each adds. To load all of them takes longer than most commands do.
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
    "demo": "main",  # the story types other commands
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
# The line of which the shell wants the last word completed: zsh and fish name it so, bash the other way.
_COMPLETION_VARIABLE = "_FOLLOWUPD_COMPLETE"
HELP_OPTIONS = ("-h", "--help")
_LINE_VARIABLES = ("_TYPER_COMPLETE_ARGS", "COMP_WORDS")


def load_commands(words: Sequence[str]) -> None:
    """Load the command that the line begins with; only the summaries of all, where they are listed or the word is none."""
    if list(words) == ["--version"]:
        return
    first_word = words[0] if words else ""
    module = MODULE_BY_COMMAND.get(first_word) if words else "today"
    if module is None and (first_word in HELP_OPTIONS or not first_word.startswith("-")):
        add_summaries(app)
        return
    import_module(f"followupd.cli.{module or 'main'}")


def _read_words() -> list[str]:
    """Return the words after the program's name, from the line that the shell completes where it asks for that."""
    if _COMPLETION_VARIABLE not in os.environ:
        return sys.argv[1:]
    line = next(filter(None, map(os.environ.get, _LINE_VARIABLES)), "")
    return line.split()[1:] or ["--help"]


def main() -> None:
    """Run the command line; a user's error ends in a sentence and its exit status, never in a traceback."""
    load_commands(_read_words())
    try:
        app()
    except FollowupdError as fault:
        message(f"followupd: {fault}")
        sys.exit(fault.exit_status)
    except KeyboardInterrupt:
        sys.exit(130)
    except SystemExit as end:
        # click ends a wrong call with a status of its own; sysexits(3) has another.
        if end.code != CLICK_USAGE_STATUS:
            raise
        _show_example(sys.argv[1:])
        sys.exit(UsageError.exit_status)


def _show_example(words: Sequence[str]) -> None:
    """Say how the command is called that was called wrongly: with the example of its help."""
    command = get_command(app)
    for word in words:
        command = getattr(command, "commands", {}).get(word, command)
    _, _, example = (command.help or "").partition("Example:")
    if example:
        message(f"Example: {example.strip().splitlines()[0]}")
