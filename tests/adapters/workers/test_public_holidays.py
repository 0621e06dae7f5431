"""Years worked out in a process of its own: the same years, and a daemon without the library."""

import os
import subprocess
import sys
from pathlib import Path

from project_paths import SUPPORT

from followupd.planning import public_holidays

THERE = """
import sys
from followupd.planning import public_holidays
from followupd.adapters.workers import public_holidays as worker
asked = {("DE-BE", 2026), ("DE-BE", 2027), ("ES", 2028), ("XX", 2026)}
worker.look_up_years(asked)
worker.look_up_years(asked)
print({one: tuple(public_holidays.holiday_year(*one)) for one in sorted(asked)})
print("holidays" in sys.modules)
"""
HERE = {
    one: tuple(public_holidays.holiday_year(*one))
    for one in (("DE-BE", 2026), ("DE-BE", 2027), ("ES", 2028), ("XX", 2026))
}


def told(code: str, **environment: str) -> list[str]:
    ended = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, env=os.environ | environment
    )
    return ended.stdout.splitlines()


def test_the_years_of_a_child_are_those_of_the_library_which_is_not_loaded_here() -> None:
    assert told(THERE) == [str(HERE), "False"]


def test_where_no_child_answers_well_the_years_are_worked_out_here(tmp_path: Path) -> None:
    for answer in ("exit 1", "echo nonsense", "echo '[[1]]'", "echo '[]'"):
        odd = tmp_path / "python"
        odd.write_text(f"#!/bin/sh\n{answer}\n")
        odd.chmod(0o755)
        assert told(f"import sys; sys.executable = {str(odd)!r}" + THERE) == [str(HERE), "True"], answer
    assert told(f"import sys; sys.executable = {str(tmp_path / 'none')!r}" + THERE) == [str(HERE), "True"]


PLANNED = """
import sys
from builders import ACME, config, look, utc
from followupd.planning import post
from followupd.adapters.workers import public_holidays as worker
abroad = {"country": "US-CA", "zone": "America/Los_Angeles"}
for day in ("2026-10-01", "2026-11-20", "2026-12-31", "2027-01-04"):
    made = config(ACME | abroad | {"at": f"{day} 14:00"})
    for now in (f"{day} 09:00", "2026-12-31 23:00"):
        worker.look_up_years(post.holiday_years(made, utc(now)))
        assert look(now, None, made).moves
print("holidays" in sys.modules)
"""


def test_a_plan_asks_for_no_other_years_than_those_that_were_looked_up_for_it() -> None:
    assert told(PLANNED, PYTHONPATH=str(SUPPORT)) == ["False"]
