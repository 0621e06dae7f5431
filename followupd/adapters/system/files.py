"""Write a file whole or not at all: whoever reads it sees the old words or the new ones, never half of them."""

from __future__ import annotations

import fcntl
import os
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


def replace_file(path: Path, data: bytes, *, mode: int, durable: bool, like: Path | None = None) -> None:
    """Write the file beside its place and put it there. Raises OSError.

    `durable`: it survives a power cut; `like`: root writes it for the owner of that file.
    """
    part_path = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with os.fdopen(os.open(part_path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, mode), "wb") as out:
            out.write(data)
            out.flush()
            if like and os.geteuid() == 0:
                owner = like.stat()
                os.fchown(out.fileno(), owner.st_uid, owner.st_gid)
            if durable:
                os.fsync(out.fileno())
        part_path.replace(path)
    except OSError:
        with suppress(OSError):
            part_path.unlink()
        raise
    if durable:
        with open_directory(path.parent) as folder_fd:
            os.fsync(folder_fd)


@contextmanager
def open_directory(path: Path) -> Iterator[int]:
    """Open a directory, to lock it or to make durable what happened in it. Raises OSError."""
    folder_fd = os.open(path, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        yield folder_fd
    finally:
        os.close(folder_fd)


@contextmanager
def directory_lock(path: Path) -> Iterator[None]:
    """Keep others who ask for it out of a directory meanwhile. Raises OSError."""
    with open_directory(path) as folder_fd:
        with suppress(OSError):  # some network file systems cannot lock a directory
            fcntl.flock(folder_fd, fcntl.LOCK_EX)
        yield
