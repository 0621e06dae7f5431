"""Questions at the terminal, each of which an option can answer too; `<` goes back to the last question."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

import typer
from pydantic import TypeAdapter, ValidationError

from followupd.adapters.credentials.credentials import MAX_SECRET_CHARS
from followupd.cli.app import message
from followupd.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

BACK_WORDS = frozenset({"<", "back"})


class BackRequested(UsageError):
    """The user wants to answer the question before this one again."""

    def __init__(self) -> None:
        super().__init__("there is no question before this one")


def is_interactive() -> bool:
    """Return whether there is a person to ask."""
    return sys.stdin.isatty()


def ask_line(question: str, default: str | None = None, *, is_optional: bool = False) -> str:
    """Return what the user types; empty only if the question is optional. Raises BackRequested."""
    if is_optional and default is None:
        answer = typer.prompt(question, default="", show_default=False, err=True)
    else:
        answer = typer.prompt(question, default=default, err=True)
    text = str(answer).strip()
    if text.lower() in BACK_WORDS:
        raise BackRequested
    return text


def ask_value(
    question: str,
    option: str,
    option_value: str | None,
    kind: Any,
    default: str | None = None,
    *,
    take_default: bool = False,
    is_optional: bool = False,
) -> str:
    """Return a valid answer: the option's, the default if it is to be taken, or the user's.

    The user is asked until the answer is valid. An optional question may be left empty; without a terminal it is.
    Raises UsageError, BackRequested.
    """
    can_ask = is_interactive()
    must_not_ask = take_default or not can_ask
    answer = option_value or (default if must_not_ask else None)
    if answer is not None:
        try:
            return _format_valid(answer, kind)
        except ValidationError as error:
            problem = _describe_problem(error).removesuffix(f" ({option})")
            raise UsageError(f"{question}: {problem} ({option})") from None
    if is_optional and must_not_ask:
        return ""
    if not can_ask:
        raise UsageError(f"there is no terminal to ask at; give {option}: {question}")
    return _ask_until_valid(question, kind, default, is_optional=is_optional)


def _ask_until_valid(question: str, kind: Any, default: str | None, *, is_optional: bool) -> str:
    while True:
        answer = ask_line(question, default, is_optional=is_optional)
        if is_optional and not answer:
            return ""
        try:
            return _format_valid(answer, kind)
        except ValidationError as error:
            problem = _describe_problem(error)
            message(f"{problem[:1].upper()}{problem[1:]}")


def _format_valid(answer: str, kind: Any) -> str:
    """Return an answer in the form of its type. Raises ValidationError."""
    value = TypeAdapter(kind).validate_python(answer)
    return f"{value:%Y-%m-%d %H:%M}" if isinstance(value, datetime) else str(value)


def _describe_problem(error: ValidationError) -> str:
    return error.errors()[0]["msg"].removeprefix("Value error, ")


def confirm(question: str, option_value: bool | None, *, default: bool = True) -> bool:
    """Return the option's answer, or the user's; if nobody can be asked, return False. Raises BackRequested."""
    if option_value is not None:
        return option_value
    if not is_interactive():
        return False
    suffix = "[Y/n]" if default else "[y/N]"
    while True:
        answer = ask_line(f"{question} {suffix}", is_optional=True).lower()
        if answer in {"", "y", "yes", "n", "no"}:
            return default if not answer else answer.startswith("y")
        message("Please answer y or n.")


def ask_secret(question: str, *, stdin: bool) -> str:
    """Return a secret from standard input, or typed on the terminal without echo.

    Raises UsageError if there is neither.
    """
    if stdin:
        return sys.stdin.readline(MAX_SECRET_CHARS).removesuffix("\n").removesuffix("\r")
    if not sys.stdin.isatty():
        raise UsageError("there is no terminal to ask at; give the password by --stdin")
    answer: str = typer.prompt(question, hide_input=True, err=True, default="", show_default=False)
    return answer


@dataclass(frozen=True, slots=True)
class Question:
    """One question of a row. `default` is made from the answers before it."""

    key: str
    text: str
    option: str
    kind: Any
    option_value: str | None = None
    default: Callable[[Mapping[str, str]], str | None] = lambda _: None
    is_optional: bool = False
    is_wanted: Callable[[Mapping[str, str]], bool] = lambda _: True


def ask_in_turn(
    questions: Sequence[Question], *, take_default: bool = False, memory: dict[str, str] | None = None
) -> dict[str, str]:
    """Return the answers to a row of questions; `<` goes back to the last one that was asked.

    `memory` has the answers from before the user went back to an earlier row; they are proposed again. Raises
    UsageError; raises BackRequested if `<` is the answer to the first question.
    """
    memory = {} if memory is None else memory
    answers: dict[str, str] = {}
    position, asked_positions = 0, list[int]()
    while position < len(questions):
        question = questions[position]
        if not question.is_wanted(answers):
            position += 1
            continue
        default = memory.get(question.key) or question.default(answers)
        try:
            answers[question.key] = ask_value(
                question.text, question.option, question.option_value, question.kind, default,
                take_default=take_default, is_optional=question.is_optional,
            )  # fmt: skip
        except BackRequested:
            if not asked_positions:
                raise
            position = asked_positions.pop()
            continue
        memory[question.key] = answers[question.key]
        if not question.option_value:
            asked_positions.append(position)
        position += 1
    return answers
