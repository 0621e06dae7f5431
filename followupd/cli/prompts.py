"""Questions at the terminal, each of which an option answers as well."""

from __future__ import annotations

import sys
from typing import Any

import typer
from pydantic import TypeAdapter, ValidationError

from followupd.adapters.credentials.credentials import MAX_SECRET_CHARS
from followupd.cli.app import message
from followupd.errors import UsageError


def is_interactive() -> bool:
    """Tell whether there is a person to ask."""
    return sys.stdin.isatty()


def ask_value(
    question: str,
    option: str,
    option_value: str | None,
    kind: Any,
    default: str | None = None,
    *,
    take_default: bool = False,
) -> str:
    """Return a valid answer: the option's, the default where it is to be taken, or the person's, asked until right."""
    while True:
        can_ask = is_interactive()
        answer = option_value or (default if take_default or not can_ask else None)
        if answer is None:
            if not can_ask:
                raise UsageError(f"there is no terminal to ask at; give {option}")
            answer = typer.prompt(question, default=default, err=True)
        try:
            return str(TypeAdapter(kind).validate_python(answer))
        except ValidationError as fault:
            problem = f"{question}: {fault.errors()[0]['msg'].removeprefix('Value error, ')}"
            if option_value or not can_ask:
                raise UsageError(f"{problem} ({option})") from None
            message(problem)


def confirm(question: str, option_value: bool | None) -> bool:
    """Return the option's answer, or the person's; where nobody can be asked, no."""
    if option_value is None:
        return is_interactive() and typer.confirm(question, default=True, err=True)
    return option_value


def ask_secret(question: str, *, stdin: bool) -> str:
    """Return a secret from standard input or from the terminal, unseen. Raises UsageError where there is neither."""
    if stdin:
        return sys.stdin.readline(MAX_SECRET_CHARS).removesuffix("\n").removesuffix("\r")
    if not sys.stdin.isatty():
        raise UsageError("there is no terminal to ask at; give the secret by --stdin")
    answer: str = typer.prompt(question, hide_input=True, err=True, default="", show_default=False)
    return answer
