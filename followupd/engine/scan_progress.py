"""How far a look at the mailbox has come. Whoever watches it may end it between two batches."""

from __future__ import annotations

from dataclasses import dataclass

STORE_KEY = "scan"  # under which the daemon leaves the sentence for the commands


class ScanStopped(Exception):
    """The look was ended between two batches. What was read is written down, and the next look reads on."""


@dataclass(frozen=True, slots=True)
class ScanProgress:
    """How many messages of a folder have been read, and how many are still to be read."""

    folder: str
    read_count: int
    remaining: int

    @property
    def sentence(self) -> str:
        """It in words."""
        total = self.read_count + self.remaining
        return f"{self.read_count:,} of {total:,} messages of {self.folder} are read"


def ignore_progress(_: ScanProgress) -> None:
    """Watch nothing: most looks are short."""
