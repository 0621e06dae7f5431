"""Keeps what is in memory out of files: no core dump, whatever the system does with those."""

from __future__ import annotations

import resource
from contextlib import suppress
from functools import cache
from typing import Any

PR_SET_DUMPABLE = 4  # prctl(2)


def keep_out_of_core_dumps() -> None:
    """From now on this process leaves no core dump, and only root may look into its memory.

    The limit alone does not do: the kernel ignores it where core dumps are piped to a program (core(5)).
    """
    with suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    set_process_option(PR_SET_DUMPABLE, 0)


def set_process_option(option: int, value: int) -> None:
    """Ask the kernel to treat this process otherwise; where ctypes cannot be had, things stay as they are."""
    with suppress(ImportError, OSError, AttributeError, MemoryError):
        import ctypes

        ctypes.CDLL(None).prctl(option, value, 0, 0, 0)


M_ARENA_MAX = -8  # malloc.h


@cache
def _load_libc() -> Any:
    # Where ctypes cannot be had, nothing is given back.
    with suppress(ImportError, OSError, AttributeError, MemoryError):
        import ctypes

        library = ctypes.CDLL(None)
        if library.gnu_get_libc_version and library.malloc_trim and library.mallopt:
            return library
    return None


def use_single_heap() -> None:
    """Have every thread use the one heap: the few that there are never wait for one another."""
    if library := _load_libc():
        library.mallopt(M_ARENA_MAX, 1)


def trim_memory() -> None:
    """Return to the system what a pass needed and no longer needs."""
    if library := _load_libc():
        library.malloc_trim(0)
