"""Keeps the content of memory out of files: no core dump, wherever the system would put it."""

from __future__ import annotations

import resource
from contextlib import suppress
from functools import cache
from typing import Any

PR_SET_DUMPABLE = 4  # prctl(2)


def keep_out_of_core_dumps() -> None:
    """Prevent core dumps of this process, and let only root read its memory.

    The limit alone is not enough: the kernel ignores it if core dumps are piped to a program (core(5)).
    """
    with suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    set_process_option(PR_SET_DUMPABLE, 0)


def set_process_option(option: int, value: int) -> None:
    """Set an option of this process by prctl(2); do nothing if ctypes is not available."""
    with suppress(ImportError, OSError, AttributeError, MemoryError):
        import ctypes

        ctypes.CDLL(None).prctl(option, value, 0, 0, 0)


M_ARENA_MAX = -8  # malloc.h


@cache
def _load_libc() -> Any:
    # Without ctypes no memory is given back.
    with suppress(ImportError, OSError, AttributeError, MemoryError):
        import ctypes

        library = ctypes.CDLL(None)
        if library.gnu_get_libc_version and library.malloc_trim and library.mallopt:
            return library
    return None


def use_single_heap() -> None:
    """Make all threads use one heap: there are few, and they do not wait for one another."""
    if library := _load_libc():
        library.mallopt(M_ARENA_MAX, 1)


def trim_memory() -> None:
    """Return the memory to the system that a pass needed and no longer needs."""
    if library := _load_libc():
        library.malloc_trim(0)
