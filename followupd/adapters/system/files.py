"""Write a file whole or not at all: whoever reads it sees the old words or the new ones, never half of them."""

from __future__ import annotations

import fcntl
import os
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


def replace(path: Path, data: bytes, *, mode: int, durable: bool, like: Path | None = None) -> None:
    """Write the file beside its place and put it there. Raises OSError.

    `durable`: it survives a power cut; `like`: root writes it for the owner of that file.
    """
    fresh = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, mode), "wb") as out:
            out.write(data)
            out.flush()
            if like and os.geteuid() == 0:
                owner = like.stat()
                os.fchown(out.fileno(), owner.st_uid, owner.st_gid)
            if durable:
                os.fsync(out.fileno())
        fresh.replace(path)
    except OSError:
        with suppress(OSError):
            fresh.unlink()
        raise
    if durable:
        with directory(path.parent) as number:
            os.fsync(number)


@contextmanager
def directory(path: Path) -> Iterator[int]:
    """Open a directory, to lock it or to make durable what happened in it. Raises OSError."""
    number = os.open(path, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        yield number
    finally:
        os.close(number)


@contextmanager
def alone(path: Path) -> Iterator[None]:
    """Keep others who ask for it out of a directory meanwhile. Raises OSError."""
    with directory(path) as number:
        with suppress(OSError):  # some network file systems cannot lock a directory
            fcntl.flock(number, fcntl.LOCK_EX)
        yield
