"""Questions at the terminal, each of which an option answers as well."""

from __future__ import annotations

import sys
from typing import Any

import typer
from pydantic import TypeAdapter, ValidationError

from followupd.adapters.credentials.credentials import LARGEST
from followupd.cli.app import talk
from followupd.errors import UsageError


def somebody() -> bool:
    """Tell whether there is a person to ask."""
    return sys.stdin.isatty()


def ask(
    question: str,
    option: str,
    given: str | None,
    kind: Any,
    default: str | None = None,
    *,
    take: bool = False,
) -> str:
    """Return a valid answer: the option's, the default where it is to be taken, or the person's, asked until right."""
    while True:
        interactive = somebody()
        answer = given or (default if take or not interactive else None)
        if answer is None:
            if not interactive:
                raise UsageError(f"there is no terminal to ask at; give {option}")
            answer = typer.prompt(question, default=default, err=True)
        try:
            return str(TypeAdapter(kind).validate_python(answer))
        except ValidationError as fault:
            said = f"{question}: {fault.errors()[0]['msg'].removeprefix('Value error, ')}"
            if given or not interactive:
                raise UsageError(f"{said} ({option})") from None
            talk(said)


def agreed(question: str, given: bool | None) -> bool:
    """Return the option's answer, or the person's; where nobody can be asked, no."""
    if given is None:
        return somebody() and typer.confirm(question, default=True, err=True)
    return given


def asked(question: str, *, stdin: bool) -> str:
    """Return a secret from standard input or from the terminal, unseen. Raises UsageError where there is neither."""
    if stdin:
        return sys.stdin.readline(LARGEST).removesuffix("\n").removesuffix("\r")
    if not sys.stdin.isatty():
        raise UsageError("there is no terminal to ask at; give the secret by --stdin")
    answer: str = typer.prompt(question, hide_input=True, err=True, default="", show_default=False)
    return answer
