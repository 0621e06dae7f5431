"""The help of every command: values as people name them, at most eighty columns, an example."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from typer.main import get_command
from typer.testing import CliRunner

from followupd import __version__
from followupd.cli.app import join_paragraph_lines
from followupd.cli.main import app
from followupd.cli.panels import PANELS


def commands(group: Any, *path: str) -> Iterator[tuple[str, ...]]:
    for name, command in group.commands.items():
        yield (*path, name)
        if getattr(command, "commands", None):
            yield from commands(command, *path, name)


@pytest.mark.parametrize("words", list(commands(get_command(app))), ids=" ".join)
def test_help_names_no_type_of_python_and_gives_an_example(words: tuple[str, ...]) -> None:
    shown = CliRunner().invoke(app, [*words, "--help"], env={"COLUMNS": "80", "NO_COLOR": "1"}).stdout
    assert not re.search(r"<(?:str|bool|int|list|path|File)", shown)
    assert max(map(len, shown.splitlines())) <= 80
    assert f"Example: followupd {' '.join(words)}" in shown


def test_a_paragraph_is_one_line_and_examples_keep_theirs() -> None:
    assert (
        join_paragraph_lines("One.\n\nTwo\nlines.\n\nExample: a\n  b")
        == "One.\n\nTwo lines.\n\nExample: a\n  b"
    )


def test_the_version_is_told() -> None:
    assert CliRunner().invoke(app, ["--version"]).stdout == f"followupd {__version__}\n"


def test_the_commands_stand_in_groups_and_the_exit_statuses_below_them() -> None:
    shown = CliRunner().invoke(app, ["--help"], env={"COLUMNS": "80", "NO_COLOR": "1"}).stdout
    titles = re.findall(r"╭─ ([\w ]+?) ─", shown)
    assert titles == ["Options", *PANELS]  # each command has its place; a new one is given one
    assert "77 login refused" in " ".join(shown.split())


def test_the_options_of_init_stand_in_panels() -> None:
    shown = CliRunner().invoke(app, ["init", "--help"], env={"COLUMNS": "80", "NO_COLOR": "1"}).stdout
    titles = re.findall(r"╭─ ([\w ]+?) ─", shown)
    assert {"You", "Mail servers", "Password", "First interview", "How it is done"} <= set(titles)
