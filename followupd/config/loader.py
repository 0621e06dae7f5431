"""From YAML text to a configuration, or to every fault in it: `file:line: path: what is wrong; what would be right`.

Pure: texts come in, the files are read elsewhere. YAML 1.2 scalars: `no` is Norway, `12:30` is a time.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import yaml
from pydantic import BaseModel, TypeAdapter, ValidationError

from followupd.config.cadence import Step
from followupd.config.model import Config, LoadResult
from followupd.config.validation import cadence_faults, find_faults

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pydantic_core import ErrorDetails

    from followupd.config.validation import LocatedFault

KeyPath = tuple[str | int, ...]

_STEPS_ADAPTER = TypeAdapter(list[Step])
_SCALARS = (
    ("null", re.compile(r"~|null|Null|NULL|"), "~nN"),
    ("bool", re.compile(r"true|True|TRUE|false|False|FALSE"), "tTfF"),
    ("int", re.compile(r"[-+]?(?:0|[1-9][0-9]*)"), "-+0123456789"),
    ("float", re.compile(r"[-+]?[0-9]+\.[0-9]+"), "-+0123456789"),
)
_INHERITED_PATHS: tuple[KeyPath, ...] = (
    ("zone",),
    ("country",),
)  # the candidate's, where an interview names none
_SECRET_KEY = re.compile(r"^(?:pass(?:word|wd|phrase)?|secret_key|token|api_?key)$", re.IGNORECASE)
_MISPLACED_KEYS_SENTENCE = (
    "a secret has no place in a file; run `followupd login`, which puts it into the OS keyring,"
    " or name a systemd credential or a program under `secret:`"
)


class _YamlLoader(yaml.SafeLoader):
    """YAML 1.2 scalars only; dates stay text until a field reads them."""

    yaml_implicit_resolvers: dict[str, Any] = {}  # noqa: RUF012 - as yaml declares it


for _tag, _pattern, _first in _SCALARS:
    _YamlLoader.add_implicit_resolver(
        f"tag:yaml.org,2002:{_tag}",
        re.compile(f"^(?:{_pattern.pattern})$"),
        [*_first, *([""] if _tag == "null" else [])],
    )


@dataclass(slots=True)
class Source:
    """One file: its name, its data, and the line of every key."""

    name: str
    data: Any = None
    lines: dict[KeyPath, int] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)

    def line_of(self, path: KeyPath) -> int:
        """Return the line of a path, or of the nearest one above it."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)

    def add_fault(self, path: KeyPath, sentence: str) -> None:
        """Note a fault at its place."""
        prefix = f"{format_path(path)}: " if path else ""
        self.faults.append(f"{self.name}:{self.line_of(path)}: {prefix}{sentence}")


def format_path(path: KeyPath) -> str:
    """Return a path as people write it: interviews[0].contacts[1].email."""
    text = "".join(f"[{p}]" if isinstance(p, int) else f".{p}" for p in path)
    return text.removeprefix(".")


def parse_yaml(name: str, text: str) -> Source:
    """Read one YAML text; what is wrong with it stands in `faults`."""
    source = Source(name)
    try:
        node = yaml.compose(text, Loader=_YamlLoader)
        source.data = {} if node is None else _build_value(source, node, ())
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line_suffix = f":{mark.line + 1}" if mark else ""
        source.faults.append(
            f"{name}{line_suffix}: {error.problem or error.context}; check indentation, quotes and colons"
        )
    except (yaml.YAMLError, RecursionError) as error:
        source.faults.append(f"{name}: {error}; the file must be UTF-8 text in YAML")
    return source


def _build_value(source: Source, node: yaml.Node, path: KeyPath) -> Any:
    source.lines.setdefault(path, node.start_mark.line + 1)
    match node:
        case yaml.MappingNode():
            return _build_mapping(source, node, path)
        case yaml.SequenceNode():
            return [_build_value(source, item, (*path, n)) for n, item in enumerate(node.value)]
        case _:
            return _build_scalar(source, node, path)


def _build_scalar(source: Source, node: yaml.Node, path: KeyPath) -> Any:
    try:
        return _YamlLoader("").construct_object(node, deep=True)
    except yaml.MarkedYAMLError:
        raise
    except Exception:  # noqa: BLE001 - over a value that its tag does not fit, the library raises whatever comes
        source.add_fault(
            path,
            f"{str(node.value)[:80]!r} cannot be read as {node.tag.rpartition(':')[2]}; write it in quotes",
        )
        return node.value


def _build_mapping(source: Source, node: yaml.MappingNode, path: KeyPath) -> dict[str, Any]:
    data: dict[str, Any] = {}
    for key_node, value_node in node.value:
        key = str(key_node.value)
        key_path = (*path, key)
        if key in data:
            source.lines[key_path] = key_node.start_mark.line + 1
            source.add_fault(key_path, "stands here twice; keep one of them")
        source.lines[key_path] = key_node.start_mark.line + 1
        if _SECRET_KEY.match(key):
            source.add_fault(key_path, _MISPLACED_KEYS_SENTENCE)
            continue
        data[key] = _build_value(source, value_node, key_path)
        if data[key] is None:  # `notifications:` with everything under it commented out says nothing
            del data[key]
    return data


def load_config(main_file: tuple[str, str], interviews: Sequence[tuple[str, str]] = ()) -> LoadResult:
    """Make a configuration of config.yaml and interviews/*.yaml, each given as (name, text).

    A broken interview file leaves the others usable; a broken config.yaml leaves nothing.
    """
    main_source = parse_yaml(*main_file)
    files = [_parse_interview_file(main_source, name, text) for name, text in interviews]
    if not isinstance(main_source.data, dict):
        main_source.add_fault((), "must hold keys and values; see config.example.yaml")
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
    """Validate the whole; an interview file with faults is left out, and the rest validated again."""
    config, located_faults = None, []
    try:
        config = Config.model_validate(data)
        located_faults = list(find_faults(config))
    except ValidationError as error:
        located_faults = [(e["loc"], _fault_sentence(e)) for e in error.errors(include_url=False)]
        located_faults += _find_cadence_faults(data)
    for loc, sentence in located_faults:
        source, path = _find_owner(main_source, candidates, loc, main_count)
        if (
            source is main_source
            or path in source.lines
            or path not in _INHERITED_PATHS
            or not main_source.faults
        ):
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


def _find_cadence_faults(data: Any) -> Iterator[LocatedFault]:
    """Yield what is wrong between the steps of cadences, though other parts cannot be read yet: every fault at once."""
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
            steps = _STEPS_ADAPTER.validate_python(raw_steps)
        except ValidationError:
            continue  # told already
        yield from cadence_faults(path, steps)


def _parse_interview_file(main_source: Source, name: str, text: str) -> Source:
    source = parse_yaml(name, text)
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


def _find_owner(
    main_source: Source, files: list[Source], loc: tuple[int | str, ...], main_count: int
) -> tuple[Source, KeyPath]:
    """Return the file that a fault is in, and the path within it."""
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


# --- sentences


def _fault_sentence(details: ErrorDetails) -> str:
    kind, context = details["type"], details.get("ctx", {})
    # Faults are logged, and mailed: where a secret may stand by mistake, it is not quoted.
    is_secret = not {"secret", "auth"}.isdisjoint(details["loc"])
    match kind:
        case "extra_forbidden":
            return _unknown_key_sentence(details["loc"])
        case "missing":
            return f"is missing; {_describe_expected(details['loc'])}"
        case "value_error":
            return str(context.get("error", details["msg"]))
        case "enum" | "literal_error":
            return f"{'it' if is_secret else repr(details['input'])} is not one of {context.get('expected')}"
        case _:
            message = details["msg"][:1].lower() + details["msg"][1:]
            quote = "" if is_secret else f" (it is {details['input']!r})"
            return f"{message}{quote}; {_describe_expected(details['loc'])}"


def _unknown_key_sentence(loc: tuple[int | str, ...]) -> str:
    import difflib

    key_names = sorted(fields_at(loc[:-1]))
    suggestions = difflib.get_close_matches(str(loc[-1]), key_names, n=1)
    return "is no known key; " + (
        f"did you mean {suggestions[0]}?" if suggestions else f"known are {', '.join(key_names)}"
    )


def _describe_expected(loc: tuple[int | str, ...]) -> str:
    info = fields_at(loc[:-1]).get(str(loc[-1])) if loc else None
    if info is None:
        return "see config.example.yaml"
    example = f", for example {info.examples[0]}" if info.examples else ""
    return f"{(info.description or 'a value').rstrip('.')}{example}"


def fields_at(loc: Sequence[int | str]) -> dict[str, Any]:
    """Return the fields of the model at a path, by name."""
    models: list[type[BaseModel]] = [Config]
    for part in loc:
        if isinstance(part, int):
            continue
        infos = [m.model_fields[part] for m in models if part in m.model_fields]
        inner_models = [model for info in infos for model in _nested_models(info.annotation)]
        models = inner_models or [m for m in models if m.__name__ == part] or models
    return {name: info for model in models for name, info in model.model_fields.items()}


def _nested_models(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for inner in getattr(annotation, "__args__", ()):
        yield from _nested_models(inner)
