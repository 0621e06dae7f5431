"""What the pages show of the commands is what the commands print."""

import re
from pathlib import Path

import command_outputs
import pytest
from project_paths import ROOT
from typer.main import get_command
from typer.testing import CliRunner

from followupd.cli.main import app

# They ask questions, or need servers, a browser or systemd.
NOT_SHOWN = {"init", "login", "doctor", "service", "run", "web", "edit", "adopt", "demo"}
EDITS = ROOT / "docs" / "how-to" / "edits.md"
PAGES = sorted((ROOT / "docs").rglob("*.md"))


@pytest.fixture(scope="module")
def page() -> str:
    return command_outputs.make_page()


def test_the_page_of_outputs_is_what_the_commands_print(page: str) -> None:
    assert command_outputs.PAGE.read_text() == page


def test_the_page_shows_every_command_or_names_it() -> None:
    shown = {call.line.split()[1] for call in command_outputs.CALLS if " " in call.line}
    assert shown | NOT_SHOWN == set(get_command(app).commands)  # type: ignore[attr-defined]
    assert all(f"`{name}`" in command_outputs.HEAD for name in NOT_SHOWN)


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_no_other_page_shows_an_output_that_nothing_compares(path: Path) -> None:
    assert path in {command_outputs.PAGE, EDITS} or "```console" not in path.read_text()


def test_the_errors_of_the_page_on_edits_are_what_check_prints(tmp_path: Path) -> None:
    config, interview = re.findall(r"```yaml\n(.*?)```", (ROOT / "README.md").read_text(), re.DOTALL)[:2]
    (tmp_path / "interviews").mkdir()
    (tmp_path / "config.yaml").write_text(config.replace("Europe/Berlin", "Europe/Berln"))
    (tmp_path / "interviews" / "acme.yaml").write_text(interview.replace("email: ana", "emial: ana"))
    result = CliRunner().invoke(app, ["check", "--config", str(tmp_path / "config.yaml")])
    printed = f"followupd: {result.exception}".replace(f"{tmp_path}/", "")
    shown = EDITS.read_text().partition("$ followupd check\n")[2].partition("\n```")[0]
    assert printed == shown
