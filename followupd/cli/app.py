"""The frame of the command line: data to stdout, messages to stderr, one exit status for each kind of error."""

from __future__ import annotations

import json
import os
import shutil
import sys
import textwrap
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, TypeVar

import typer
from typer.core import TyperCommand, TyperGroup

from followupd import __version__
from followupd.cli.panels import EPILOG

if TYPE_CHECKING:
    from collections.abc import Callable

    from rich.console import Console


METAVARS = {
    "address": "ADDRESS", "at": "TIME", "ca-file": "FILE", "card": "FILE", "config": "FILE", "contact": "PERSON",
    "dir": "FOLDER", "email": "ADDRESS", "helped": "PERSON", "ics": "FILE", "imap": "SERVER", "inject": "EVENT",
    "met": "PERSON", "minutes": "N", "pdf": "FILE", "phone": "NUMBER", "promise": "DATE", "seen": "MARK",
    "smtp": "SERVER", "until": "DATE", "vcf": "FILE", "note": "TEXT", "secret-command": "COMMAND", "push": "NAME",
    "eml": "FILE", "advert": "FILE", "fact": "TEXT", "strength": "TEXT", "keywords": "WORDS", "post": "LINES",
    "requisition": "NUMBER", "signature": "TEXT", "credential": "NAME", "idle": "N", "port": "N", "system": "NAME",
    "client-id": "ID", "id": "NAME",
}  # fmt: skip


CHOICE_OPTIONS = ("log_format", "outcome")  # for these, the help lists every choice
Function = TypeVar("Function", bound="Callable[..., Any]")


def find_metavar(option: Any) -> str | None:
    """Return the placeholder for an option's value: empty for a flag, None if the help shows its choices."""
    if option.is_flag:
        return ""
    if option.name in CHOICE_OPTIONS:
        return None
    name = max(option.opts, key=len).lstrip("-")
    return METAVARS.get(name) or name.upper()


def _show_nothing(*_: Any, **__: Any) -> None: ...


def _set_metavars(params: list[Any]) -> list[Any]:
    for param in params:
        if param.param_type_name == "option" and param.metavar is None:
            param.metavar = find_metavar(param)
        elif param.param_type_name == "argument":
            param.display_type_rich = _show_nothing  # its name is enough; `<str>` adds nothing
    return params


def join_paragraph_lines(help_: str) -> str:
    """Return a docstring with each paragraph on one line, so that the terminal wraps it; examples keep their lines."""
    paragraphs = help_.split("\n\n")
    return "\n\n".join(p if p.startswith("Example") else " ".join(p.split()) for p in paragraphs)


class _Command(TyperCommand):
    def __init__(self, *names: Any, **settings: Any) -> None:
        super().__init__(*names, **settings)
        self.help = join_paragraph_lines(self.help or "")

    def make_context(self, *words: Any, **settings: Any) -> Any:
        """Read the words of the call; an error says what is wrong without the name of its class."""
        try:
            return super().make_context(*words, **settings)
        except typer.BadParameter as fault:
            fault.message = fault.message.removeprefix("Value error, ")
            raise

    def get_params(self, ctx: Any) -> list[Any]:
        return _set_metavars(super().get_params(ctx))


class _Group(TyperGroup):
    def get_params(self, ctx: Any) -> list[Any]:
        return _set_metavars(super().get_params(ctx))


class CommandGroup(typer.Typer):
    """A group of commands whose help names values in plain words."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(cls=_Group, **settings)

    def command(self, *names: Any, **settings: Any) -> Callable[[Function], Function]:
        """Return the decorator that adds a command, as in typer."""
        return super().command(*names, **{"cls": _Command, **settings})


PIPE_WIDTH = 200
WIDEST_TEXT = 88  # columns; longer lines of a mail are hard to read
CLICK_USAGE_STATUS = 2

app = CommandGroup(
    name="followupd",
    help="Follows up after a job interview, from your own mailbox, and falls silent the moment they answer.",
    pretty_exceptions_enable=False,  # a traceback would print local variables, with mail and secrets
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _print_version(is_wanted: bool) -> None:
    if is_wanted:
        typer.echo(f"followupd {__version__}")
        raise typer.Exit


ACTIONS_ALONE: list[Callable[[typer.Context], None]] = []  # run by `followupd` without a command


# With this callback, a command that is loaded alone keeps its name. Typer drops the name if there is only one.
@app.callback(epilog=EPILOG, invoke_without_command=True)
def start(
    ctx: typer.Context,
    _version: Annotated[
        bool,
        typer.Option("--version", help="Print the version.", callback=_print_version, is_eager=True),
    ] = False,
) -> None:
    """Follows up after a job interview, from your own mailbox, and falls silent the moment they answer.

    Without a command it says what is to do today.
    """
    if ctx.invoked_subcommand is None:
        for action in ACTIONS_ALONE:
            action(ctx)


CONFIG_VARIABLE = "FOLLOWUPD_CONFIG"
ConfigOption = Annotated[
    Path | None,
    typer.Option(
        "--config", "-c", help="The configuration file.", envvar=CONFIG_VARIABLE, show_default=False
    ),
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print data for programs, not for people.")]


def message(text: str) -> None:
    """Print a message for the person at the terminal (stderr); a line that is too long is broken at a space."""
    text = "".join(
        c if c.isprintable() or c in "\n\t" else " " for c in text
    )  # a stranger may have chosen the name of a file
    if sys.stderr.isatty():
        text = "\n".join(_wrap_line(line, shutil.get_terminal_size().columns) for line in text.split("\n"))
    typer.echo(text, err=True)


def _wrap_line(line: str, width: int) -> str:
    if len(line) < width:
        return line
    indent = " " * (len(line) - len(line.lstrip()))
    # An address or a path is not broken, so that it can be copied.
    return textwrap.fill(
        line, width - 1, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False
    )


def wrap_mail(body: str) -> str:
    """Break long lines on a terminal. The mail itself leaves that to the reader's program."""
    if not sys.stdout.isatty():
        return body
    width = min(WIDEST_TEXT, shutil.get_terminal_size().columns - 1)
    return "\n".join(_wrap_quoted(line, width) for line in body.split("\n"))


def _wrap_quoted(line: str, width: int) -> str:
    quote_mark = line[: len(line) - len(line.lstrip("> "))]
    if not line.strip():
        return line
    return textwrap.fill(line, width, subsequent_indent=quote_mark, break_long_words=False)


def make_console() -> Console:
    """Return a console for tables on stdout, with colour only on a terminal and without NO_COLOR."""
    from rich.console import Console

    # A pipe has no width of its own. A row stays on one line there, so that grep finds all of it.
    width = None if sys.stdout.isatty() or "COLUMNS" in os.environ else PIPE_WIDTH
    return Console(width=width, highlight=False, markup=False)  # brackets in a name are no markup


def print_json(data: Any) -> None:
    """Print data as JSON: one document, UTF-8, dates in ISO 8601."""
    typer.echo(format_json(data, indent=2))


def format_json(data: Any, indent: int | None = None) -> str:
    """Return data as JSON without terminal commands: characters that do not print are escaped, as JSON allows."""
    text = json.dumps(data, ensure_ascii=False, indent=indent, default=_format_value)
    return "".join(c if c.isprintable() or c == "\n" else json.dumps(c)[1:-1] for c in text)


def _format_value(value: object) -> str:
    return value.isoformat() if isinstance(value, date) else str(value)
