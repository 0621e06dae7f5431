"""A test that hangs costs its own time, not that of the run."""

import os
import subprocess
import sys
from pathlib import Path

from project_paths import SUPPORT_PATHS
from started_processes import started_in_test

HANGING = """
import subprocess

def test_one_that_waits_for_its_process_without_end():
    with subprocess.Popen(["sleep", "600"], stdout=subprocess.PIPE) as process:
        process.stdout.readline()

def test_the_next_one():
    pass
"""


def test_a_test_whose_time_is_over_does_not_wait_for_its_processes(tmp_path: Path) -> None:
    (tmp_path / "test_hanging.py").write_text(HANGING)
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "pytest",
            "-p",
            "started_processes",
            "--timeout",
            "3",
            "-c",
            os.devnull,
            tmp_path,
        ],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(map(str, SUPPORT_PATHS))},
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
        timeout=250,  # its process would sleep for longer
    )
    assert "1 failed, 1 passed" in done.stdout, done.stdout + done.stderr
    assert "Timeout" in done.stdout


def test_processes_of_earlier_tests_are_not_counted() -> None:
    assert started_in_test() == set()
    with subprocess.Popen(["sleep", "600"]) as process:
        assert started_in_test() == {process.pid}
        process.kill()
