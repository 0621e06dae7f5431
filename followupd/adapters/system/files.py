"""Writes a file as a whole or not at all: a reader sees the old content or the new one, never half of it.

Reads only regular files, not a pipe or a device in their place: reading those may never end.

The content is first written to a file of a random name in the same folder. Another user of that folder cannot prepare a
link or a pipe there.
"""

from __future__ import annotations

import errno
import fcntl
import os
import secrets
import stat
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_NEW_FILE_FLAGS = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC


def read_file(path: Path, limit: int) -> bytes:
    """Return the bytes of a file, `limit` + 1 bytes of a larger one. Raises OSError, never waits."""
    file_fd = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    try:
        mode = os.fstat(file_fd).st_mode
        if stat.S_ISDIR(mode):
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(path))
        if not stat.S_ISREG(mode):
            raise OSError(errno.EINVAL, "it is a pipe or a device, and no file", str(path))
        with os.fdopen(file_fd, "rb", closefd=False) as file:
            return file.read(limit + 1)
    finally:
        os.close(file_fd)


def replace_file(path: Path, data: bytes, *, mode: int, durable: bool, like: Path | None = None) -> None:
    """Write the file beside its place and move it there. Raises OSError.

    With `durable` it survives a power cut. With `like`, root writes it for the owner of that file.
    """
    with _written_beside(path, data, mode=mode, durable=durable, like=like) as part_path:
        part_path.replace(path)
    if durable:
        _sync_folder(path)


def create_file(path: Path, data: bytes, *, mode: int) -> None:
    """Write a new file that survives a power cut. Raises FileExistsError, OSError; then nothing was changed."""
    with _written_beside(path, data, mode=mode, durable=True) as part_path:
        try:
            path.hardlink_to(part_path)  # renaming would overwrite
        except FileExistsError:
            raise
        except OSError:  # a file system without hard links
            if path.exists() or path.is_symlink():
                raise FileExistsError from None
            part_path.rename(path)
    _sync_folder(path)


@contextmanager
def _written_beside(
    path: Path, data: bytes, *, mode: int, durable: bool, like: Path | None = None
) -> Iterator[Path]:
    """Write to a new file with a random name in the same folder; remove it afterwards unless it was moved."""
    part_path = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    file_fd = os.open(part_path, _NEW_FILE_FLAGS, mode)
    try:
        with os.fdopen(file_fd, "wb") as out:
            out.write(data)
            out.flush()
            if like and os.geteuid() == 0:
                owner = like.stat()
                os.fchown(out.fileno(), owner.st_uid, owner.st_gid)
            if durable:
                os.fsync(out.fileno())
        yield part_path
    finally:
        with suppress(OSError):
            part_path.unlink()


def _sync_folder(path: Path) -> None:
    with open_directory(path.parent) as folder_fd:
        os.fsync(folder_fd)


@contextmanager
def open_directory(path: Path) -> Iterator[int]:
    """Open a directory, to lock it or to make changes in it durable. Raises OSError."""
    folder_fd = os.open(path, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        yield folder_fd
    finally:
        os.close(folder_fd)


@contextmanager
def directory_lock(path: Path) -> Iterator[None]:
    """Hold the lock of a directory; others who want it wait. Raises OSError."""
    with open_directory(path) as folder_fd:
        with suppress(OSError):  # some network file systems cannot lock a directory
            fcntl.flock(folder_fd, fcntl.LOCK_EX)
        yield
