"""The short way to `run`: it understands what the command line proper understands, or leaves it to that."""

import subprocess
import sys
from pathlib import Path

import pytest
from builders import BASE
from command_env import Desk
from daemon_stage import Stage
from typer.testing import CliRunner

from followupd.cli.main import app
from followupd.daemon import run as foreground
from followupd.daemon.run import RunOptions, parse_run_arguments

UNDERSTOOD = [
    (["run"], RunOptions()),
    (["run", "-v", "--config", "a.yaml"], RunOptions(Path("a.yaml"), verbose=True)),
    (
        ["run", "-c", "a b", "--log-format", "json", "--verbose"],
        RunOptions(Path("a b"), "json", verbose=True),
    ),
    (["run", "-c", "one", "-c", "two"], RunOptions(Path("two"))),
]


@pytest.mark.parametrize(("words", "wanted"), UNDERSTOOD)
def test_both_ways_understand_the_same(
    words: list[str], wanted: RunOptions, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("FOLLOWUPD_CONFIG", raising=False)
    assert parse_run_arguments(words) == wanted
    seen: list[RunOptions] = []

    def run(config: Path | None, log_format: str, *, verbose: bool) -> int:
        seen.append(RunOptions(config, log_format, verbose))
        return 75

    monkeypatch.setattr(foreground, "run", run)
    assert CliRunner().invoke(app, words).exit_code == 75
    assert seen == [wanted]


@pytest.mark.parametrize(
    "words",
    [
        [],
        ["status"],
        ["-v", "run"],
        ["run", "--help"],
        ["run", "--log-format", "xml"],
        ["run", "--config"],
        ["run", "-c", "-v"],
        ["run", "--config=a.yaml"],
        ["run", "now"],
    ],
)
def test_whatever_else_is_asked_is_left_to_the_command_line_proper(words: list[str]) -> None:
    assert parse_run_arguments(words) is None


def test_the_file_may_be_named_by_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FOLLOWUPD_CONFIG", "there.yaml")
    assert parse_run_arguments(["run"]) == RunOptions(Path("there.yaml"))
    assert parse_run_arguments(["run", "-c", "here.yaml"]) == RunOptions(Path("here.yaml"))
    monkeypatch.setenv("FOLLOWUPD_CONFIG", "")
    assert parse_run_arguments(["run"]) == RunOptions()


def followupd(*words: str, state: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-X", "importtime", "-m", "followupd", *words]
    env = {"FOLLOWUPD_STATE": str(state), "PATH": "/usr/bin:/bin"}
    return subprocess.run(command, env=env, capture_output=True, text=True, timeout=120, check=False)


def test_the_daemon_carries_no_other_command_about(tmp_path: Path) -> None:
    done = followupd("run", "--config", str(tmp_path / "none.yaml"), state=tmp_path)
    assert done.returncode == 78
    assert "none.yaml: cannot be read" in done.stderr
    assert "followupd.daemon.daemon" in done.stderr
    assert not any(f" {name}\n" in done.stderr for name in ("typer", "rich", "followupd.cli", "holidays"))


def test_a_wrong_word_is_a_wrong_call_by_either_way(tmp_path: Path) -> None:
    done = followupd("run", "--log-format", "xml", state=tmp_path)
    assert done.returncode == 64
    assert "xml" in done.stderr


def test_a_second_daemon_is_told_to_try_again(stage: Stage) -> None:
    done = followupd("run", "-c", str(stage.places.config), state=stage.places.state)
    assert done.returncode == 75


def test_the_log_begins_with_whose_mailbox_is_watched(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    desk.write(account=BASE["account"] | {"secret": {"command": ["false"]}})
    env = {"FOLLOWUPD_STATE": str(desk.state), "PATH": "/usr/bin:/bin"}
    command = [sys.executable, "-m", "followupd", "run", "-c", str(desk.config)]
    with subprocess.Popen(command, env=env, stderr=subprocess.PIPE, text=True) as daemon:
        assert daemon.stderr is not None
        first_line = daemon.stderr.readline()
        daemon.kill()
    assert first_line.endswith("watching the mailbox of sam@candidate.example; interviews: 1\n")
