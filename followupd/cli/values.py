"""What stands for an option's value in the help and the manual: FILE, DATE, ADDRESS, never a type of Python's."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

import typer
from typer.core import TyperCommand, TyperGroup

if TYPE_CHECKING:
    from collections.abc import Callable

VALUES = {
    "address": "ADDRESS", "at": "TIME", "ca-file": "FILE", "card": "FILE", "config": "FILE", "contact": "PERSON",
    "dir": "FOLDER", "email": "ADDRESS", "helped": "PERSON", "ics": "FILE", "imap": "SERVER", "inject": "EVENT",
    "met": "PERSON", "minutes": "N", "pdf": "FILE", "phone": "NUMBER", "promise": "DATE", "seen": "MARK",
    "smtp": "SERVER", "until": "DATE", "vcf": "FILE", "note": "TEXT", "secret-command": "COMMAND", "push": "NAME",
    "credential": "NAME", "system": "NAME", "client-id": "ID", "id": "NAME",
}  # fmt: skip


CHOICES = ("log_format", "outcome")  # of these the help lists every one
Function = TypeVar("Function", bound="Callable[..., Any]")


def value(option: Any) -> str | None:
    """Return what stands for the value of a command's option: nothing for a flag, None where it has choices to show."""
    if option.is_flag:
        return ""
    if option.name in CHOICES:
        return None
    name = max(option.opts, key=len).lstrip("-")
    return VALUES.get(name) or name.upper()


def _nothing(*_: Any, **__: Any) -> None: ...


def _named(params: list[Any]) -> list[Any]:
    for param in params:
        if param.param_type_name == "option" and param.metavar is None:
            param.metavar = value(param)
        elif param.param_type_name == "argument":
            param.display_type_rich = _nothing  # its name says what it is; `<str>` does not
    return params


def flowed(help_: str) -> str:
    """Return a docstring with each paragraph on one line, for the terminal to break; examples keep their lines."""
    parts = help_.split("\n\n")
    return "\n\n".join(p if p.startswith("Example") else " ".join(p.split()) for p in parts)


class _Command(TyperCommand):
    def __init__(self, *names: Any, **settings: Any) -> None:
        super().__init__(*names, **settings)
        self.help = flowed(self.help or "")

    def get_params(self, ctx: Any) -> list[Any]:
        return _named(super().get_params(ctx))


class _Group(TyperGroup):
    def get_params(self, ctx: Any) -> list[Any]:
        return _named(super().get_params(ctx))


class Program(typer.Typer):
    """A family of commands whose help speaks of values as people do."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(cls=_Group, **settings)

    def command(self, *names: Any, **settings: Any) -> Callable[[Function], Function]:
        """Return the decorator that adds a command, as in typer."""
        return super().command(*names, **{"cls": _Command, **settings})
