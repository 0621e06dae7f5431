"""What a command costs from a cold start, beside an interpreter that imports the five fixed packages."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
from statistics import median
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

ROUNDS = 5
FIVE = (sys.executable, "-c", "import imapclient, jinja2, schedule, keyring, yaml")
PROGRAM = (sys.executable, "-m", "followupd")
COMPLETION = {"_FOLLOWUPD_COMPLETE": "complete_bash", "COMP_WORDS": "followupd st", "COMP_CWORD": "1"}


def measure_commands(tell: Callable[..., None], config: Path, environment: Mapping[str, str]) -> None:
    """Tell the processor time of each command beside the imports, in one interleaved run.

    `environment` names the store of the configuration; else a command reads the store of whoever runs the bench.
    """
    options = ("-c", str(config))
    lines: dict[str, tuple[tuple[str, ...], Mapping[str, str], float]] = {
        "--help": (("--help",), {}, 1.0),
        "completing a command": ((), COMPLETION, 1.0),
        "status": (("status", *options), {}, 1.5),
        "plan": (("plan", *options), {}, 2.0),
    }
    times: dict[str, list[float]] = {name: [] for name in lines}
    for _ in range(ROUNDS):
        five = processor_seconds(FIVE, {})
        for name, (words, more, _) in lines.items():
            times[name].append(processor_seconds((*PROGRAM, *words), {**environment, **more}) / five)
    for name, (_, _, goal) in lines.items():
        ratio = median(times[name])
        tell(f"{name}, from a cold start", f"{ratio:.2f} x", f"goal {goal:g} x the five", good=ratio <= goal)


def processor_seconds(line: tuple[str, ...], environment: Mapping[str, str]) -> float:
    """Run a line to its end; return the seconds that processors worked for it."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(line, env=os.environ | environment, capture_output=True, check=False)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
