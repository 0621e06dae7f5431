"""What the C library keeps of memory that nobody uses any more; glibc alone knows these calls."""

from __future__ import annotations

from contextlib import suppress
from functools import cache
from typing import Any

M_ARENA_MAX = -8  # malloc.h


@cache
def _library() -> Any:
    # Where ctypes cannot be had, nothing is given back.
    with suppress(ImportError, OSError, AttributeError, MemoryError):
        import ctypes

        library = ctypes.CDLL(None)
        if library.gnu_get_libc_version and library.malloc_trim and library.mallopt:
            return library
    return None


def keep_together() -> None:
    """Have every thread use the one heap: the few that there are never wait for one another."""
    if library := _library():
        library.mallopt(M_ARENA_MAX, 1)


def give_back() -> None:
    """Return to the system what a pass needed and no longer needs."""
    if library := _library():
        library.malloc_trim(0)
