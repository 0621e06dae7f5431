"""A command loads itself alone: what the others import would take longer than most of them do."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from typer.main import get_command

from followupd.__main__ import COMMAND_GARBAGE
from followupd.cli import program
from followupd.cli.main import app
from followupd.cli.summaries import GROUP_SUMMARIES, SUMMARIES

LOADED = "import sys; from followupd.cli.program import load_commands; load_commands({words!r}); print(*sys.modules)"


def loaded(*words: str) -> set[str]:
    """The modules that are loaded for a line."""
    code = LOADED.format(words=list(words))
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return set(done.stdout.split())


def test_every_command_has_its_module() -> None:
    assert set(program.MODULE_BY_COMMAND) == set(get_command(app).commands)  # type: ignore[attr-defined]


@pytest.mark.parametrize("command", ["status", "plan", "log"])
def test_a_command_loads_no_other_one(command: str) -> None:
    modules = loaded(command)
    assert f"followupd.cli.{program.MODULE_BY_COMMAND[command]}" in modules
    assert not modules & {
        "followupd.cli.init",
        "followupd.cli.add",
        "followupd.cli.main",
        "markdown_it",
        "rich",
    }


@pytest.mark.parametrize("line", [("--help",), ("-h",), ("st",), ("stauts",)])
def test_to_list_the_commands_loads_none(line: tuple[str, ...]) -> None:
    assert not loaded(*line) & {
        "followupd.cli.main",
        "followupd.cli.init",
        "followupd.cli.status",
        "pydantic",
    }


def test_a_line_that_begins_with_another_option_loads_all() -> None:
    assert "followupd.cli.main" in loaded("--show-completion")


def test_the_summaries_are_those_of_the_commands() -> None:
    commands = get_command(app).commands  # type: ignore[attr-defined]
    summaries = SUMMARIES | GROUP_SUMMARIES
    assert {name: str(command.help).split("\n\n")[0] for name, command in commands.items()} == summaries


@pytest.mark.parametrize("width", ["60", "120"])
def test_the_help_is_that_of_all_commands(width: str) -> None:
    """Byte for byte what it would be with everything loaded."""
    code = "import sys; sys.argv = ['followupd', '--help']; from followupd.cli.{} import {}; {}()"
    said = [
        subprocess.run(
            [sys.executable, "-c", code.format(module, name, name)],
            capture_output=True, text=True, check=True, env=os.environ | {"COLUMNS": width},
        ).stdout
        for module, name in (("program", "main"), ("main", "app"))
    ]  # fmt: skip
    assert said[0] == said[1]


def test_a_line_without_a_command_loads_what_is_to_do_today() -> None:
    modules = loaded()
    assert "followupd.cli.today" in modules
    assert not modules & {"followupd.cli.main", "followupd.cli.init", "rich"}


def test_without_a_configuration_a_line_without_a_command_prints_the_whole_help(tmp_path: Path) -> None:
    code = "import sys; sys.argv = ['followupd']; from followupd.cli.program import main; main()"
    environment = os.environ | {"FOLLOWUPD_CONFIG": str(tmp_path / "none.yaml")}
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, env=environment
    )
    assert "doctor" in done.stdout
    assert "init" in done.stdout
    assert "followupd init" in done.stderr


def test_a_command_that_is_loaded_alone_keeps_its_name() -> None:
    code = "import sys; sys.argv = ['followupd', 'status', '--help']; from followupd.cli.program import main; main()"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "followupd status" in done.stdout


@pytest.mark.parametrize(
    ("line", "example"),
    [
        (("add", "acme"), "Example: followupd add --ics invite.ics"),
        (("why",), "Example: followupd why acme"),
        (("done", "acme", "call", "--outcome", "spok"), "Example: followupd done acme call"),
        (("fleet", "stats"), "Example: followupd fleet status"),
    ],
)
def test_a_wrong_call_ends_with_an_example_of_the_command(line: tuple[str, ...], example: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "followupd", *line], capture_output=True, text=True, check=False
    )
    assert done.returncode == 64
    assert example in done.stderr
    assert "Value error" not in done.stderr


RUN = """
import gc, sys
from followupd.__main__ import main
sys.argv = ["followupd", "--version"]
try:
    main()
finally:
    print(gc.get_threshold()[0], gc.get_freeze_count() > 0)
"""


def test_the_garbage_collector_leaves_a_command_alone_until_its_end() -> None:
    done = subprocess.run([sys.executable, "-c", RUN], capture_output=True, text=True, check=True)
    assert done.stdout.split()[-2:] == [str(COMMAND_GARBAGE), "True"]
