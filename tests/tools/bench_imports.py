"""What each library of a default install costs: megabytes on disk, and the time that its import takes."""

from __future__ import annotations

import re
import subprocess
import sys
from importlib.metadata import PackageNotFoundError, distribution, packages_distributions
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

LOCK = Path(__file__).resolve().parents[2] / "requirements" / "default.txt"
TIMED = "import time; began = time.perf_counter(); import {}; print(time.perf_counter() - began)"
LARGE = 2.0  # MB: smaller ones are summed up


def locked_names() -> Iterator[str]:
    """Yield the packages of a default install that are installed here."""
    for name in re.findall(r"(?m)^([A-Za-z0-9._-]+)==", LOCK.read_text()):
        try:
            distribution(name)
        except PackageNotFoundError:  # for another system or another Python
            continue
        yield name


def size_of(name: str) -> float:
    """Return the megabytes of a package on disk."""
    files = (Path(str(f.locate())) for f in distribution(name).files or ())
    return sum(f.stat().st_size for f in files if f.is_file()) / 1e6


def import_seconds(module: str) -> float:
    """Return how long a fresh interpreter takes to import a module."""
    done = subprocess.run(
        [sys.executable, "-c", TIMED.format(module)], capture_output=True, text=True, check=False
    )
    return float(done.stdout) if done.returncode == 0 else 0.0


def measure_imports(tell: Callable[[str, str], None]) -> None:
    """Tell each large package, and the sum of all."""
    sizes = {name: size_of(name) for name in locked_names()}
    modules = {
        d.lower(): m for m, found in packages_distributions().items() for d in found if m.isidentifier()
    }
    for name, size in sorted(sizes.items(), key=lambda pair: -pair[1]):
        module = modules.get(name.lower())
        if size >= LARGE and module:
            tell(f"import {name}", f"{import_seconds(module) * 1000:.0f} ms, {size:.1f} MB")
    tell("packages of a default install", f"{len(sizes)}, {sum(sizes.values()):.0f} MB")
