"""The second try of a test that failed: it is named, it hides nothing, and only what chance can touch gets one."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from project_paths import ROOT

FAILS = "def test_always():\n    assert 'the first word' == 'the second'\n"
# What stays from one try to the next is a file beside the test.
FAILS_ONCE = """
from pathlib import Path

def test_once():
    file = Path(__file__).with_suffix(".tried")
    tried = file.exists()
    file.touch()
    assert tried, "not yet tried"
"""
PASSES = "def test_well():\n    pass\n"


def run_tests(tree: Path, files: dict[str, str], *words: str) -> subprocess.CompletedProcess[str]:
    """Run the tests of a tree that has these files."""
    (tree / "pytest.ini").write_text("[pytest]\naddopts = --import-mode=importlib\ntestpaths = tests\n")
    for name, text in files.items():
        file = tree / "tests" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
    plugins = {"PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1", "PYTEST_PLUGINS": "xdist.plugin" if words else ""}
    command = [sys.executable, ROOT / "tests" / "tools" / "run_tests.py", *words]
    return subprocess.run(
        command, cwd=tree, env=os.environ | plugins, capture_output=True, text=True, check=False, timeout=250
    )


def test_where_nothing_fails_nothing_is_tried_twice(tmp_path: Path) -> None:
    done = run_tests(tmp_path, {"stories/test_good.py": PASSES})
    assert done.returncode == 0
    assert "second try" not in done.stdout


def test_what_fails_once_is_named_and_what_it_said_first_is_shown(tmp_path: Path) -> None:
    files = {"stories/test_bad.py": FAILS_ONCE, "planning/test_good.py": PASSES}
    done = run_tests(tmp_path, files, "--workers", "2")
    assert done.returncode == 0, done.stdout
    assert "not yet tried" in done.stdout
    assert done.stdout.splitlines()[-1] == "unstable: tests/stories/test_bad.py::test_once, to be mended"


def test_what_fails_twice_fails_the_run(tmp_path: Path) -> None:
    done = run_tests(tmp_path, {"stories/test_a.py": FAILS_ONCE, "web/test_b.py": FAILS})
    assert done.returncode == 1
    assert done.stdout.splitlines()[-2:] == [
        "unstable: tests/stories/test_a.py::test_once, to be mended",
        "failed twice: tests/web/test_b.py::test_always",
    ]
    assert done.stdout.count("'the first word' == 'the second'") >= 2


@pytest.mark.parametrize(
    ("files", "status", "reason"),
    [
        ({"planning/test_a.py": FAILS_ONCE}, 1, "chance has no part in tests/planning/test_a.py::test_once"),
        ({"stories/test_a.py": FAILS_ONCE, "inbound/test_b.py": FAILS}, 1, "chance has no part in tests/inbound"),
        ({f"stories/test_{n}.py": FAILS_ONCE for n in range(4)}, 1, "more than 3 tests failed"),
        ({"stories/test_a.py": "import no_such_module\n"}, 2, "tests could not be collected"),
    ],
    ids=["pure", "one of them pure", "four", "collection"],
)  # fmt: skip
def test_what_chance_has_no_part_in_gets_no_second_try(
    tmp_path: Path, files: dict[str, str], status: int, reason: str
) -> None:
    done = run_tests(tmp_path, files)
    assert done.returncode == status, done.stdout
    assert f"no second try: {reason}" in done.stdout.splitlines()[-1]


def test_a_worker_that_cannot_collect_fails_the_run(tmp_path: Path) -> None:
    files = {"stories/test_a.py": "import no_such_module\n", "stories/test_b.py": PASSES}
    done = run_tests(tmp_path, files, "--workers", "2")
    assert done.returncode != 0
    assert "unstable" not in done.stdout
    assert "could not be collected" in done.stdout
