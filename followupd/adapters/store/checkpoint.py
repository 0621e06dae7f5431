"""Records how far the store has come, in a small file beside it; a restored copy does not match that file.

The mark is written after the commit that it records, and before the dot of the committed mail leaves. An acceptance of
a mail is the exception: it is marked with the next dot, or at the end of the pass. So the store is never behind its
mark, unless it is another store than the one that was left here.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from followupd.adapters.system import files

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """The last entry of the journal, its link in the chain, and how many dots have been allowed to leave."""

    seq: int
    digest: str
    dots: int


UNREADABLE = Checkpoint(-1, "", 0)  # for a mark that cannot be read: it matches no store


def checkpoint_path(store: Path) -> Path:
    """Return the path of a store's mark."""
    return store.with_name(f"{store.name}.mark")


def read_checkpoint(store: Path) -> Checkpoint | None:
    """Return the mark of a store; None if it has none, UNREADABLE if it cannot be read."""
    try:
        return Checkpoint(**json.loads(checkpoint_path(store).read_bytes()))
    except FileNotFoundError:
        return None
    except (OSError, ValueError, TypeError):
        return UNREADABLE


def write_checkpoint(store: Path, checkpoint: Checkpoint) -> None:
    """Write the mark, for its owner alone; it survives a power cut. Raises OSError."""
    files.replace_file(
        checkpoint_path(store), json.dumps(asdict(checkpoint)).encode(), mode=0o600, durable=True, like=store
    )
