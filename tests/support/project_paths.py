"""Where the files of the project lie."""

from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
TESTS = ROOT / "tests"
DATA = TESTS / "data"
SUPPORT = TESTS / "support"
SUPPORT_PATHS = (
    SUPPORT,
    SUPPORT / "servers",
    SUPPORT / "simulation",
)  # what pytest puts on its path, for other processes
