"""The systemd units: well-formed, explained, confined, and what the daemon relies on."""

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from project_paths import ROOT

UNITS = ROOT / "systemd"
SCOPES = {"followupd.service": "--user", "followupd@.service": "--system", "followupd-web.service": "--user"}
# systemd's own measure, 0 to 10. What is left of it is the network, which a mail program needs.
EXPOSED = {"followupd.service": 1.7, "followupd@.service": 1.1, "followupd-web.service": 1.3}


@pytest.fixture(params=SCOPES)
def unit(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """A unit as it stands once it is installed: with the path of a program that is there."""
    (tmp_path / "bin").mkdir()
    program = tmp_path / "bin" / "followupd"
    program.symlink_to(shutil.which("true") or "/bin/true")
    text = (UNITS / request.param).read_text()
    unit = tmp_path / request.param.replace("@", "@sam")
    shutil.copy(UNITS / "followupd-web.socket", tmp_path)
    unit.write_text(re.sub(r"(?m)^ExecStart=\S+", f"ExecStart={program}", text))
    return unit


def analyze(unit: Path, *words: str) -> subprocess.CompletedProcess[str]:
    (unit.parent / "run").mkdir(mode=0o700)
    home = {**os.environ, "HOME": str(unit.parent), "XDG_RUNTIME_DIR": str(unit.parent / "run")}
    scope = SCOPES[unit.name.replace("@sam", "@")]
    command = ["systemd-analyze", scope, "--man=no", *words, str(unit)]
    return subprocess.run(command, env=home, capture_output=True, text=True, check=False)


def test_each_unit_passes_verify(unit: Path) -> None:
    said = analyze(unit, "verify")
    assert (said.returncode, said.stdout + said.stderr) == (0, "")


def test_each_unit_is_as_little_exposed_as_its_network_allows(unit: Path) -> None:
    said = analyze(unit, "security", "--offline=true", "--no-pager").stdout
    exposure = re.search(r"Overall exposure level for \S+: ([\d.]+)", said)
    assert exposure, said
    assert float(exposure[1]) <= EXPOSED[unit.name.replace("@sam", "@")]


@pytest.mark.parametrize("name", SCOPES)
def test_each_setting_has_its_reason_above_it(name: str) -> None:
    unexplained, explained = [], False
    for line in (UNITS / name).read_text().splitlines():
        if line.startswith("#"):
            explained = True
        elif line.startswith("[") or not line.strip():
            explained = line.startswith(("[Unit]", "[Install]"))
        elif not explained:
            unexplained.append(line)
    assert unexplained == []


@pytest.mark.parametrize("name", ["followupd.service", "followupd@.service"])
@pytest.mark.parametrize(
    "line",
    [
        "Type=notify",
        "NotifyAccess=main",
        "Restart=on-failure",
        "RestartPreventExitStatus=78",
        "WatchdogSec=180",
        "TimeoutStopSec=660",
        "LimitCORE=0",
        "UMask=0077",
    ],
)
def test_the_daemon_finds_what_it_relies_on(name: str, line: str) -> None:
    assert line in (UNITS / name).read_text().splitlines()


def test_the_page_has_no_network_and_its_socket_is_loopback() -> None:
    assert "PrivateNetwork=yes" in (UNITS / "followupd-web.service").read_text().splitlines()
    listens = [
        line
        for line in (UNITS / "followupd-web.socket").read_text().splitlines()
        if line.startswith("Listen")
    ]
    assert listens == ["ListenStream=127.0.0.1:8791"]


def test_the_daemon_does_not_depend_on_the_page() -> None:
    for name in ("followupd.service", "followupd@.service"):
        assert "followupd-web" not in (UNITS / name).read_text()
