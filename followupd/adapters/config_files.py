"""What the user wants, read from the files whenever they change."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Protocol

from followupd.config.active import LastGood
from followupd.config.model import Loaded

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from followupd.adapters.system.paths import Places
    from followupd.config.active import Orders

LIMIT = 1_000_000  # bytes of one file: nobody writes more by hand


class Load(Protocol):
    """Makes a configuration of texts, each given as (name, text), or every fault in them."""

    def __call__(self, main: tuple[str, str], interviews: Sequence[tuple[str, str]]) -> Loaded:
        """Faults are returned, never raised."""


def here(main: tuple[str, str], interviews: Sequence[tuple[str, str]]) -> Loaded:
    """Load in this process; whoever lives long has it done in another: see `configfile_child`."""
    from followupd.config.loader import load

    return load(main, interviews)


def read(places: Places, load: Load = here) -> Loaded:
    """Read all files of the configuration. Faults are returned, never raised."""
    try:
        main = _text(places.config)
    except (OSError, ValueError) as error:
        how = "; `followupd init` makes one" if isinstance(error, FileNotFoundError) else ""
        return Loaded(None, (f"{places.config}: cannot be read: {_reason(error)}{how}",))
    found, unreadable = [], {}
    try:
        files = _interview_files(places)
    except OSError as error:
        return Loaded(None, (f"{places.interviews}: cannot be read: {_reason(error)}",))
    for path in files:
        name = f"{path.parent.name}/{path.name}"
        if path.suffix != ".yaml":
            unreadable[path.stem] = f"{name}: is not read under this name; call it {path.stem}.yaml"
            continue
        try:
            found.append((name, _text(path)))
        except (OSError, ValueError) as error:
            unreadable[path.stem] = f"{name}: cannot be read: {_reason(error)}"
    loaded = load((places.config.name, main), found)
    faults = (*loaded.faults, *unreadable.values())
    return Loaded(loaded.config, faults, {**loaded.broken, **unreadable})


class OrdersFiles:
    """Gives the orders of the moment; reads the files again only when one has changed."""

    def __init__(self, places: Places, load: Load = here) -> None:
        """Read the files. Raises ConfigError where config.yaml cannot be used at all."""
        self._places, self._load = places, load
        self._marks = self._now()
        self._known = LastGood(read(places, load))

    def __call__(self) -> Orders:
        """Return what is wanted now."""
        marks = self._now()
        if marks != self._marks:
            self._known.take(read(self._places, self._load))
            self._marks = marks  # last: what could not be taken in is not taken for what stands there
        return self._known.orders(self._halted())

    def _halted(self) -> str | None:
        try:
            held = self._places.hold.exists()
        except OSError as error:
            return f"{self._places.hold} cannot be looked at: {error.strerror}"
        return f"the file {self._places.hold} is there; remove it to go on" if held else None

    def _now(self) -> tuple[tuple[str, int, int, int], ...]:
        try:
            files = _interview_files(self._places)
        except OSError as error:
            return ((str(error), 0, 0, 0),)
        return tuple(_mark(path) for path in (self._places.config, *files))


def _interview_files(places: Places) -> list[Path]:
    """Return the files of interviews, and those that are taken for one. Raises OSError: a glob would find none."""
    try:
        names = os.listdir(places.interviews)  # noqa: PTH208 - it raises at once
    except FileNotFoundError:
        return []
    return sorted(
        places.interviews / n for n in names if n.endswith((".yaml", ".yml")) and not n.startswith(".")
    )


def _mark(path: Path) -> tuple[str, int, int, int]:
    try:
        found = path.stat()
    except OSError:
        return str(path), 0, 0, 0
    return str(path), found.st_mtime_ns, found.st_size, found.st_ino


def _text(path: Path) -> str:
    data = path.read_bytes()
    if len(data) > LIMIT:
        raise ValueError(f"it is larger than {LIMIT:,} bytes")
    return data.decode("utf-8-sig")


def _reason(error: OSError | ValueError) -> str:
    return (error.strerror or str(error)) if isinstance(error, OSError) else str(error)
