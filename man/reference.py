"""The reference in docs/: commands and configuration, from the same sources as the manual pages, in Markdown."""

from __future__ import annotations

import inspect
from typing import TYPE_CHECKING, Any, get_type_hints

import pages
from typer.main import get_command

from followupd.cli.main import app
from followupd.config.interview import Interview
from followupd.config.model import Config
from followupd.setup.provider_table import list_providers

if TYPE_CHECKING:
    from collections.abc import Iterator

REFERENCE = pages.HERE.parent / "docs" / "reference"
NOTE = "Written by `make man` from the help texts and the model; a test compares it."


def format_cell(words: str) -> str:
    """Return words as a cell of a table."""
    return " ".join(words.split()).replace("|", "\\|")


def describe_commands() -> str:
    """Return commands.md."""
    parts = ["# Commands", NOTE]
    for name, command in pages.list_commands(get_command(app), "followupd"):
        parts.extend(_describe_command(name, command))
    return "\n\n".join(parts) + "\n"


def _describe_command(name: str, command: Any) -> Iterator[str]:
    hints = get_type_hints(command.callback)
    arguments = [p for p in command.params if p.param_type_name == "argument"]
    options = [p for p in command.params if p.param_type_name == "option" and p.name != "help"]
    yield f"## {name}"
    for part in inspect.cleandoc(command.help or "").split("\n\n"):
        if part.startswith("Example:"):
            lines = [line.strip() for line in part.removeprefix("Example:").strip().split("\n")]
            yield "\n".join(["```sh", *lines, "```"])
        else:
            yield " ".join(part.split())
    rows = [
        f"| `{argument.name.upper().rstrip('_')}` | {format_cell(argument.help or '')} |"
        for argument in arguments
    ]
    rows += [_describe_option(option, hints) for option in options]
    if rows:
        yield "\n".join(["| argument or option | what it does |", "|---|---|", *rows])


def _describe_option(option: Any, hints: dict[str, Any]) -> str:
    spellings = sorted([*option.opts, *option.secondary_opts], key=len)
    value = "" if option.is_flag else f" {pages.placeholder(hints.get(option.name), spellings[-1])}"
    return f"| `{format_cell(', '.join(spellings) + value)}` | {format_cell(option.help or '')} |"


def describe_configuration() -> str:
    """Return configuration.md."""
    parts = ["# Configuration", NOTE, " ".join(pages.FORMAT.split("\n\n")[-1].split())]
    parts += ["## config.yaml", _describe_keys(Config.model_json_schema())]
    parts += ["## interviews/*.yaml", _describe_keys(Interview.model_json_schema())]
    return "\n\n".join(parts) + "\n"


def _describe_keys(schema: dict[str, Any]) -> str:
    rows = ["| key | value | meaning |", "|---|---|---|"]
    for path, key, required in pages.walk(schema, schema, ""):
        notes = [
            *pages.describe_type(key, schema),
            *(["required"] if required else pages.describe_default(key)),
        ]
        examples = ", ".join(f"`{e}`" for e in key.get("examples", ()) if isinstance(e, str))
        meaning = ". ".join(
            filter(None, [key.get("description", ""), f"Example: {examples}" if examples else ""])
        )
        rows.append(f"| `{path}` | {format_cell(', '.join(notes))} | {format_cell(meaning)} |")
    return "\n".join(rows)


def describe_providers() -> str:
    """Return providers.md: what each mail provider wants, as `init` says it."""
    rows = ["| provider | domains | first | what does not work; instead | as of |", "|---|---|---|---|---|"]
    for provider in list_providers():
        domains = ", ".join(provider.domains[:MAX_DOMAINS]) + (
            " …" if len(provider.domains) > MAX_DOMAINS else ""
        )
        name = f"[{provider.name}]({provider.help})"
        cells = (name, domains or "its customers' domains", provider.advice, provider.warning, provider.as_of)
        rows.append(f"| {' | '.join(format_cell(cell) for cell in cells)} |")
    note = "Written by `make man` from followupd/setup/providers.yaml; a test compares it."
    return "\n\n".join(["# Mail providers", note, "\n".join(rows)]) + "\n"


MAX_DOMAINS = 4
FILES = {
    "commands.md": describe_commands,
    "configuration.md": describe_configuration,
    "providers.md": describe_providers,
}


def main() -> None:
    """Write both pages."""
    for name, describe in FILES.items():
        (REFERENCE / name).write_text(describe())
