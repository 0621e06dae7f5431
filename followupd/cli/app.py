"""The command line as a whole: data to stdout, talk to stderr, one exit status for each kind of fault."""

from __future__ import annotations

import json
import os
import shutil
import sys
import textwrap
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from followupd.cli.values import Program

if TYPE_CHECKING:
    from rich.console import Console

PIPE_WIDTH = 200
CLICK_USAGE = 2

app = Program(
    name="followupd",
    help="Follows up after a job interview, from your own mailbox, and falls silent the moment they answer.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,  # a traceback would print local variables: mail and secrets
    context_settings={"help_option_names": ["-h", "--help"]},
)

ConfigOption = Annotated[
    Path | None,
    typer.Option(
        "--config", "-c", help="The configuration file.", envvar="FOLLOWUPD_CONFIG", show_default=False
    ),
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print data for programs, not for people.")]


def talk(text: str) -> None:
    """Say something to the person at the terminal (stderr); a line that is too long for it is broken at a space."""
    if sys.stderr.isatty():
        text = "\n".join(_broken(line, shutil.get_terminal_size().columns) for line in text.split("\n"))
    typer.echo(text, err=True)


def _broken(line: str, width: int) -> str:
    if len(line) < width:
        return line
    indent = " " * (len(line) - len(line.lstrip()))
    # An address or a path stays whole: it is there to be copied.
    return textwrap.fill(
        line, width - 1, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False
    )


def console() -> Console:
    """Return a console for tables on stdout: colour only on a terminal, and never with NO_COLOR."""
    from rich.console import Console

    # A pipe has no width of its own: a row stays a line there, so that grep finds it whole.
    wide = None if sys.stdout.isatty() or "COLUMNS" in os.environ else PIPE_WIDTH
    return Console(width=wide, highlight=False, markup=False)  # brackets in a name are brackets


def emit(data: Any) -> None:
    """Print data as JSON: one document, UTF-8, dates in ISO 8601."""
    typer.echo(json.dumps(data, ensure_ascii=False, indent=2, default=_said))


def _said(value: object) -> str:
    return value.isoformat() if isinstance(value, date) else str(value)
