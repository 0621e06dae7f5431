"""Reads the files of the configuration, and reads them again when they change."""

from __future__ import annotations

import os
import re
from contextlib import suppress
from typing import TYPE_CHECKING, Protocol

from followupd.adapters.system.files import read_file
from followupd.config.active import LastGoodConfig
from followupd.config.model import LoadResult
from followupd.inbound.verdict import show_safely

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from followupd.adapters.system.paths import Paths
    from followupd.config.active import ActiveConfig
    from followupd.config.yaml_source import Source

# Names that some editors write, and that people expect to be read: acme.yaml.txt, acme.YAML, acme.yml.
_MISNAMED = re.compile(r"(?:\.ya?ml\.txt|(?!(?-i:\.yaml)$)\.ya?ml)$", re.IGNORECASE)
_UTF_16_MARKS = (b"\xff\xfe", b"\xfe\xff")  # how Windows begins a file that it calls Unicode
MAX_FILE_BYTES = 1_000_000  # bytes of one file: nobody writes more by hand


class ConfigLoader(Protocol):
    """Makes a configuration from texts, each given as (name, text), or returns every fault in them."""

    def __call__(self, main: tuple[str, str], interviews: Sequence[tuple[str, str]]) -> LoadResult:
        """Return the configuration. Faults are returned, never raised."""


def load_in_process(main: tuple[str, str], interviews: Sequence[tuple[str, str]]) -> LoadResult:
    """Load in this process. The daemon uses a worker process instead: see `workers.config_loader`."""
    from followupd.config.loader import load_config

    return load_config(main, interviews)


def read_config(paths: Paths, load: ConfigLoader = load_in_process) -> LoadResult:
    """Read all files of the configuration. Faults are returned, never raised."""
    try:
        main = _read_text(paths.config)
    except (OSError, ValueError) as error:
        advice = "; `followupd init` makes one" if isinstance(error, FileNotFoundError) else ""
        return LoadResult(None, (f"{paths.config}: cannot be read: {_explain_error(error)}{advice}",))
    texts, unreadable = [], {}
    try:
        files = _list_interview_files(paths)
    except OSError as error:
        return LoadResult(None, (f"{paths.interviews_folder}: cannot be read: {_explain_error(error)}",))
    for path in files:
        name = _name_file(path)
        if path.suffix != ".yaml":
            interview_id = _MISNAMED.sub("", path.name)
            right_name = show_safely(interview_id)
            unreadable[interview_id] = f"{name}: is not read under this name; call it {right_name}.yaml"
            continue
        try:
            texts.append((name, _read_text(path)))
        except (OSError, ValueError) as error:
            unreadable[path.stem] = f"{name}: cannot be read: {_explain_error(error)}"
    result = load((paths.config.name, main), texts)
    faults = (*result.faults, *unreadable.values())
    return LoadResult(result.config, faults, {**result.fault_by_interview, **unreadable})


def read_sources(paths: Paths) -> list[Source]:
    """Return the files that can be read, with the line of each key, for checks that report a line."""
    from followupd.config.yaml_source import parse_yaml

    sources = []
    with suppress(OSError):
        for path in (paths.config, *_list_interview_files(paths)):
            with suppress(OSError, ValueError):
                name = path.name if path == paths.config else _name_file(path)
                sources.append(parse_yaml(name, _read_text(path)))
    return sources


def check_interview_file(paths: Paths, name: str, text: str) -> list[str]:
    """Return what would be wrong with the file of an interview if it held this text."""
    full_name = f"{paths.interviews_folder.name}/{name}"

    def load_changed(main: tuple[str, str], interviews: Sequence[tuple[str, str]]) -> LoadResult:
        others = [(file, old_text) for file, old_text in interviews if file != full_name]
        return load_in_process(main, [*others, (full_name, text)])

    return [fault for fault in read_config(paths, load_changed).faults if fault.startswith(full_name)]


class ConfigFiles:
    """Returns the configuration that is in force now; reads the files again only if one has changed."""

    def __init__(self, paths: Paths, load: ConfigLoader = load_in_process) -> None:
        """Read the files. Raises ConfigError if config.yaml cannot be used at all."""
        self._paths, self._load = paths, load
        self._file_stamps = self._read_stamps()
        self._had_interviews = False
        self._last_good = LastGoodConfig(self._read_result())

    def __call__(self) -> ActiveConfig:
        """Return the configuration that is in force now."""
        stamps = self._read_stamps()
        if stamps != self._file_stamps:
            self._last_good.apply_result(self._read_result())
            self._file_stamps = stamps  # last: if applying fails, the next call tries again
        return self._last_good.active_config(self._hold_reason())

    def _read_result(self) -> LoadResult:
        """Read the files. If the folder vanished with all its interviews, return a fault: this may be a mistake."""
        folder = self._paths.interviews_folder
        if self._had_interviews and not os.path.lexists(folder):
            sentence = f"{folder}: is gone; put it back, or make an empty folder if you want no interviews"
            return LoadResult(None, (sentence,))
        self._had_interviews = folder.is_dir() and bool(_list_interview_files(self._paths))
        return read_config(self._paths, self._load)

    def _hold_reason(self) -> str | None:
        try:
            hold_exists = self._paths.hold_file.exists()
        except OSError as error:
            return f"{self._paths.hold_file} cannot be looked at: {error.strerror}"
        return f"the file {self._paths.hold_file} is there; remove it to go on" if hold_exists else None

    def _read_stamps(self) -> tuple[tuple[str, int, int, int, int], ...]:
        try:
            files = _list_interview_files(self._paths)
        except OSError as error:
            return ((str(error), 0, 0, 0, 0),)
        return tuple(_read_stamp(path) for path in (self._paths.config, *files))


def _list_interview_files(paths: Paths) -> list[Path]:
    """Return the interview files, and files with a similar wrong name. Raises OSError, which a glob would hide."""
    try:
        names = os.listdir(paths.interviews_folder)  # noqa: PTH208 - it raises at once
    except FileNotFoundError:
        return []
    return sorted(
        paths.interviews_folder / n
        for n in names
        if (n.endswith(".yaml") or _MISNAMED.search(n)) and not n.startswith(".")
    )


def _read_stamp(path: Path) -> tuple[str, int, int, int, int]:
    try:
        stat = path.stat()
    except OSError:
        return str(path), 0, 0, 0, 0
    # st_ctime_ns changes with the permissions: a file that becomes readable is then read.
    return str(path), stat.st_mtime_ns, stat.st_size, stat.st_ino, stat.st_ctime_ns


def _read_text(path: Path) -> str:
    data = read_file(path, MAX_FILE_BYTES)
    if len(data) > MAX_FILE_BYTES:
        raise ValueError(f"it is larger than {MAX_FILE_BYTES:,} bytes")
    return data.decode("utf-8-sig")


def _name_file(path: Path) -> str:
    """Return the name of an interview file for error messages, without control characters for the terminal."""
    return show_safely(f"{path.parent.name}/{path.name}")


def _explain_error(error: OSError | ValueError) -> str:
    if isinstance(error, UnicodeDecodeError):
        encoding = "utf-16" if error.object.startswith(_UTF_16_MARKS) else "latin1"
        return (
            f"it is not UTF-8 text (byte {error.start}); save it as UTF-8 in your editor, or:"
            f" iconv -f {encoding} -t utf-8 OLD > NEW"
        )
    return (error.strerror or str(error)) if isinstance(error, OSError) else str(error)
