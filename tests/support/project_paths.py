"""The paths of the project's files."""

from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
TESTS = ROOT / "tests"
DATA = TESTS / "data"
SUPPORT = TESTS / "support"
# What pytest adds to its path, for other processes.
SUPPORT_PATHS = (SUPPORT, SUPPORT / "servers", SUPPORT / "simulation")
