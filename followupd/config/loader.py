"""Makes a configuration from the texts of the files, or lists every error in them. Pure: others read the files.

A fault has the form `file:line: path: what is wrong; what would be right`.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from pydantic import TypeAdapter, ValidationError

from followupd.config.cadence import Step
from followupd.config.model import Config, LoadResult
from followupd.config.sentences import describe_faults, find_unknown_keys
from followupd.config.validation import cadence_faults, find_faults
from followupd.config.yaml_source import Source, parse_yaml

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from followupd.config.validation import LocatedFault
    from followupd.config.yaml_source import KeyPath

# These keys come from the candidate if an interview does not have them.
_INHERITED_PATHS: tuple[KeyPath, ...] = (("zone",), ("country",))


def load_config(main_file: tuple[str, str], interviews: Sequence[tuple[str, str]] = ()) -> LoadResult:
    """Make a configuration from config.yaml and interviews/*.yaml, each given as (name, text).

    A broken interview file leaves the others usable; a broken config.yaml leaves nothing.
    """
    main_source = parse_yaml(*main_file)
    _add_unknown_keys(main_source)
    files = [_parse_interview_file(main_source, name, text) for name, text in interviews]
    if not isinstance(main_source.data, dict):
        if not main_source.faults:
            main_source.add_fault((), "must hold keys and values; `followupd init` writes such a file")
        return LoadResult(None, _all_faults([main_source, *files]), _first_faults(files))
    if not isinstance(main_source.data.setdefault("interviews", []), list):
        main_source.add_fault(
            ("interviews",), "is no list; write each interview as a file, interviews/acme.yaml"
        )
        main_source.data["interviews"] = []
    main_interviews = main_source.data["interviews"]
    readable_files = [f for f in files if isinstance(f.data, dict)]
    data = {**main_source.data, "interviews": [*main_interviews, *(f.data for f in readable_files)]}
    return _validate_sources(main_source, files, readable_files, data, len(main_interviews))


def _validate_sources(
    main_source: Source, files: list[Source], candidates: list[Source], data: Any, main_count: int
) -> LoadResult:
    """Validate all files together. An interview file with faults is left out, and the rest is validated again."""
    config, located_faults = _validate_data(data)
    for loc, sentence in located_faults:
        source, path = _find_owner(main_source, candidates, loc, main_count)
        is_inherited = source is not main_source and path in _INHERITED_PATHS and path not in source.lines
        if not (is_inherited and main_source.faults):
            source.add_fault(path, sentence)
    if main_source.faults:
        return LoadResult(None, _all_faults([main_source, *files]), _first_faults(files))
    faultless = [f for f in candidates if not f.faults]
    if len(faultless) < len(candidates):
        remaining_data = {
            **data,
            "interviews": [*data["interviews"][:main_count], *(f.data for f in faultless)],
        }
        return _validate_sources(main_source, files, faultless, remaining_data, main_count)
    return LoadResult(config, _all_faults([main_source, *files]), _first_faults(files))


def _validate_data(data: Any) -> tuple[Config | None, list[LocatedFault]]:
    try:
        config = Config.model_validate(data)
    except ValidationError as error:
        return None, [*describe_faults(error.errors(include_url=False)), *_find_cadence_faults(data)]
    return config, list(find_faults(config))


def _find_cadence_faults(data: Any) -> Iterator[LocatedFault]:
    """Yield the faults between the steps of cadences, even if other parts of the files cannot be read."""
    interviews = enumerate(data["interviews"])
    own_cadences = [
        (("interviews", n, "cadence"), i.get("cadence")) for n, i in interviews if isinstance(i, dict)
    ]
    cadences = data.get("cadences")
    named_cadences = (
        [(("cadences", name), steps) for name, steps in cadences.items()]
        if isinstance(cadences, dict)
        else []
    )
    for path, raw_steps in [*named_cadences, *own_cadences]:
        try:
            steps = _steps_adapter().validate_python(raw_steps)
        except ValidationError:
            continue  # this fault is reported already
        yield from cadence_faults(path, steps)


@cache
def _steps_adapter() -> TypeAdapter[list[Step]]:
    """Return the validator of cadence steps. It is slow to make, and not needed for files without faults."""
    return TypeAdapter(list[Step])


def _parse_interview_file(main_source: Source, name: str, text: str) -> Source:
    source = parse_yaml(name, text)
    _add_unknown_keys(source, ("interviews", 0))
    file_id = _id_of_file(name)
    if not isinstance(source.data, dict):
        if not source.faults:
            source.add_fault((), "must hold keys and values; `followupd add` makes such a file")
    elif source.data.setdefault("id", file_id) != file_id:
        source.add_fault(
            ("id",), f"is {source.data['id']!r}, but the file is called {file_id}; leave the key out"
        )
    main_interviews = main_source.data.get("interviews") if isinstance(main_source.data, dict) else None
    if isinstance(main_interviews, list) and any(
        isinstance(i, dict) and i.get("id") == file_id for i in main_interviews
    ):
        source.add_fault((), f"{file_id} stands in {main_source.name} too; keep one of them")
    return source


def _add_unknown_keys(source: Source, prefix: KeyPath = ()) -> None:
    """Report unknown keys without a value: such a key may be the part of a text after a comma."""
    paths = ((*prefix, *path) for path in source.empty_paths)
    for path, sentence in find_unknown_keys(paths):
        source.add_fault(path[len(prefix) :], sentence)


def _find_owner(
    main_source: Source, files: list[Source], loc: tuple[int | str, ...], main_count: int
) -> tuple[Source, KeyPath]:
    """Return the file with a fault, and the path within that file."""
    match loc:
        case ("interviews", int(n), *rest) if n >= main_count:
            return files[n - main_count], tuple(rest)
        case _:
            return main_source, tuple(loc)


def _all_faults(sources: list[Source]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(fault for source in sources for fault in source.faults))


def _first_faults(files: list[Source]) -> dict[str, str]:
    return {_id_of_file(f.name): f.faults[0] for f in files if f.faults}


def _id_of_file(name: str) -> str:
    """Return the id of an interview: the name of its file."""
    return name.rpartition("/")[2].rsplit(".", 1)[0]
