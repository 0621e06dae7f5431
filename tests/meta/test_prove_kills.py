"""`prove_kills.py` that is interrupted ends with all that it has started."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from loopback import wait_until
from project_paths import ROOT

TOOL = ROOT / "tests" / "tools" / "prove_kills.py"


@pytest.fixture
def directory() -> Iterator[Path]:
    """A directory with a short name: the name of a socket has no room for a long one."""
    made = Path(tempfile.mkdtemp(prefix="pk-"))
    made.chmod(0o755)
    yield made
    shutil.rmtree(made, ignore_errors=True)


def processes_of(directory: Path) -> list[str]:
    """Return the processes whose arguments or environment name a directory."""
    word, named = os.fsencode(directory), []
    for place in Path("/proc").glob("[0-9]*"):
        try:
            shown = (place / "cmdline").read_bytes() + (place / "environ").read_bytes()
        except OSError:  # it has ended
            continue
        if word in shown:
            named.append(f"{place.name} {shown[:80]!r}")
    return named


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_interrupted_it_leaves_no_process_and_no_file(directory: Path, number: signal.Signals) -> None:
    command = [sys.executable, TOOL, "--kills", "100000", "--lives-at-once", "1"]
    environment = os.environ | {"TMPDIR": str(directory)}
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as tool:
        assert tool.stdout
        assert any("1 lives at once" in line for line in iter(tool.stdout.readline, ""))
        wait_until(lambda: any(directory.glob("followupd-lives-*/*")), "a life has begun")
        assert len(processes_of(directory)) > 3
        tool.send_signal(number)
        assert tool.wait(120) == 128 + number
    wait_until(lambda: not processes_of(directory), "all processes have ended")
    assert list(directory.glob("followupd-*")) == []
