"""What the servers of the tests live in: nothing of it is left, however the run ends."""

import subprocess
import sys
from pathlib import Path

from loopback import wait_until
from project_paths import SUPPORT
from server_sandbox import alive


def test_nothing_is_left_when_the_test_run_is_killed():
    script = """
import os
from server_sandbox import Premises
premises = Premises("killed")
premises.spawn("sleeper", ["sleep", "600"])
print(premises.path, premises.pid("sleeper"), flush=True)
os.kill(os.getpid(), 9)
"""
    killed = subprocess.run(
        [sys.executable, "-c", script],
        cwd=SUPPORT / "servers",
        capture_output=True,
        text=True,
        check=False,
    )
    path, pid = killed.stdout.split()
    assert killed.returncode == -9
    wait_until(lambda: not Path(path).exists() and not alive(int(pid)), "the guard had swept up")
