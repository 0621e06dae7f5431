"""The systemd unit: well-formed, explained, and what the daemon relies on."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

UNIT = Path(__file__).parent.parent / "systemd" / "followupd.service"


@pytest.fixture
def home(tmp_path: Path) -> dict[str, str]:
    """A home in which followupd is installed, and a runtime directory, as a user manager has them."""
    (tmp_path / ".local/bin").mkdir(parents=True)
    (tmp_path / ".local/bin/followupd").symlink_to(shutil.which("true") or "/bin/true")
    (tmp_path / "run").mkdir(mode=0o700)
    return {**os.environ, "HOME": str(tmp_path), "XDG_RUNTIME_DIR": str(tmp_path / "run")}


def analyze(home: dict[str, str], *words: str) -> subprocess.CompletedProcess[str]:
    command = ["systemd-analyze", "--user", *words, str(UNIT)]
    return subprocess.run(command, env=home, capture_output=True, text=True, check=False)


def test_the_unit_passes_verify(home: dict[str, str]) -> None:
    said = analyze(home, "verify")
    assert (said.returncode, said.stdout + said.stderr) == (0, "")


def test_each_setting_has_its_reason_above_it() -> None:
    lines = UNIT.read_text().splitlines()
    unexplained, explained = [], False
    for line in lines:
        if line.startswith("#"):
            explained = True
        elif line.startswith("[") or not line.strip():
            explained = line.startswith(("[Unit]", "[Install]"))
        elif not explained:
            unexplained.append(line)
    assert unexplained == []


@pytest.mark.parametrize(
    "line",
    ["Type=notify", "RestartPreventExitStatus=78", "WatchdogSec=180", "TimeoutStopSec=660", "LimitCORE=0"],
)
def test_the_daemon_finds_what_it_relies_on(line: str) -> None:
    assert line in UNIT.read_text().splitlines()
