"""How far a look at the mailbox has come. An observer may end the look between two batches."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from followupd.engine.store_port import Store

STORE_KEY = "scan"  # under this key the daemon stores it for the commands and the page


class ScanStopped(Exception):
    """The look was ended between two batches. What was read is stored, and the next look continues there."""


@dataclass(frozen=True, slots=True)
class ScanProgress:
    """How many messages of a folder have been read, and how many are still to be read."""

    folder: str
    read_count: int
    remaining: int

    @property
    def sentence(self) -> str:
        """The progress as a sentence."""
        return f"{self.read_count:,} of {self.total:,} messages of {self.folder} are read"

    @property
    def total(self) -> int:
        """How many messages of the folder this look reads in all."""
        return self.read_count + self.remaining


def store_progress(store: Store, progress: ScanProgress | None) -> None:
    """Store for commands and page how far a look has come; None: no look is running."""
    store.set_value(STORE_KEY, json.dumps(asdict(progress)) if progress else "")


def read_progress(store: Store) -> ScanProgress | None:
    """Return how far the daemon's look has come.

    Return None if no look is running, or an older daemon wrote the value.
    """
    text = store.get_value(STORE_KEY) or ""
    return ScanProgress(**json.loads(text)) if text.startswith("{") else None


def ignore_progress(_: ScanProgress) -> None:
    """Ignore the progress, since most looks are short."""
