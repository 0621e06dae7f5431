"""What README shows is what the commands print, for the two files that stand above it."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from project_paths import ROOT
from typer.testing import CliRunner

from followupd.cli.main import app
from followupd.cli.session import current_clock

README = (ROOT / "README.md").read_text()
SHOWN = README.partition("```console\n")[2].partition("```")[0]


@pytest.fixture
def config(tmp_path: Path) -> Iterator[Path]:
    files = re.findall(r"```yaml\n(.*?)```", README, re.DOTALL)
    (tmp_path / "interviews").mkdir()
    (tmp_path / "config.yaml").write_text(files[0])
    (tmp_path / "interviews" / "acme.yaml").write_text(files[1])
    token = current_clock.set(lambda: datetime(2026, 11, 24, 14, 30, tzinfo=UTC))  # just after the interview
    yield tmp_path / "config.yaml"
    current_clock.reset(token)


def printed(config: Path, *words: str) -> str:
    env = {"FOLLOWUPD_STATE": str(config.parent / "state"), "NO_COLOR": "1"}
    result = CliRunner().invoke(app, [*words, "--config", str(config)], env=env)
    assert result.exit_code == 0, result.output
    return result.output


def without_minutes(text: str) -> list[str]:
    """The rows without the minutes, which each store draws for itself, in an order of their own."""
    return sorted(
        re.sub(r"\d\d:\d\d", "hh:mm", " ".join(line.split())) for line in text.splitlines() if line.strip()
    )


def test_the_plan_of_the_readme_is_what_plan_prints(config: Path) -> None:
    shown = SHOWN.partition("$ followupd plan\n")[2].partition("$ followupd preview")[0]
    assert without_minutes(printed(config, "plan")) == without_minutes(shown)


def test_the_mail_of_the_readme_is_what_preview_prints(config: Path) -> None:
    shown = SHOWN.partition("$ followupd preview acme thank-you\n")[2].partition("…")[0]
    given = re.sub(r"\d\d:\d\d", "hh:mm", " ".join(printed(config, "preview", "acme", "thank-you").split()))
    assert re.sub(r"\d\d:\d\d", "hh:mm", " ".join(shown.split())) in given
