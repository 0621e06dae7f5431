"""Run the tests; those few that touch the machine and failed get a second try, alone. `run_tests.py [--workers N] [PATH…]`

A test that passes at its second try is named at the end: it has a race, and is to be mended. What fails twice fails the
run. At once fails: a test that touches nothing outside its own process, more than three failures, and tests that
cannot be collected.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

PYTEST = (sys.executable, "-m", "pytest")
MAX_SECOND_TRIES = 3
# Their tests start no process, open no socket and lock no file: chance has no part in what they say.
PURE_FOLDERS = {"config", "inbound", "journal", "planning", "properties", "writing"}
TESTS_FAILED = 1  # pytest's exit status
IS_SECOND_TRY = "FOLLOWUPD_SECOND_TRY"  # a variable: what tests left in pytest's cache is of the first try


def run_pytest(cache: str, *words: str, **variables: str) -> tuple[int, list[str]]:
    """Run pytest; return its exit status, and the tests (or files) that failed."""
    command = [*PYTEST, "-o", f"cache_dir={cache}", *words]
    status = subprocess.run(command, env=os.environ | variables, check=False).returncode
    file = Path(cache, "v", "cache", "lastfailed")
    return status, sorted(json.loads(file.read_text())) if file.exists() else []


def is_pure(test: str) -> bool:
    """Return whether a test touches nothing outside its own process: its folder says so."""
    parts = Path(test.partition("::")[0]).parts
    return len(parts) > 1 and parts[:1] == ("tests",) and parts[1] in PURE_FOLDERS


def why_no_second_try(status: int, failures: list[str]) -> str | None:
    """Return why what failed stays failed; None if chance may have had a part in it."""
    if status != TESTS_FAILED or not failures or not all("::" in test for test in failures):
        return "tests could not be collected or run"
    if len(failures) > MAX_SECOND_TRIES:
        return f"more than {MAX_SECOND_TRIES} tests failed"
    if pure_tests := [test for test in failures if is_pure(test)]:
        return f"chance has no part in {', '.join(pure_tests)}"
    return None


def say(line: str) -> None:
    """Print a line at once: what pytest prints follows it."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def main() -> int:
    """Read the arguments and run the tests; return the exit status."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--workers", help="processes that share the tests")
    parser.add_argument("paths", nargs="*")
    given = parser.parse_args()
    sharing = ("-n", given.workers, "--dist", "worksteal") if given.workers else ()
    # A cache of its own: that of the tree names the failures of earlier runs as well.
    with tempfile.TemporaryDirectory() as cache:
        return try_twice(cache, *sharing, *given.paths)


def try_twice(cache: str, *words: str) -> int:
    """Run the tests once, and a few of them once more; return the exit status."""
    status, failures = run_pytest(cache, *words)
    if status == 0:
        return 0
    if reason := why_no_second_try(status, failures):
        say(f"no second try: {reason}")
        return status
    say(f"\na second try, alone: {', '.join(failures)}")
    status, failed_twice = run_pytest(cache, *failures, **{IS_SECOND_TRY: "yes"})
    for test in failures:
        is_unstable = status in (0, TESTS_FAILED) and test not in failed_twice
        say(f"unstable: {test}, to be mended" if is_unstable else f"failed twice: {test}")
    return status


if __name__ == "__main__":
    sys.exit(main())
