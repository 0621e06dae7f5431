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
from followupd.config.model import Config, Loaded
from followupd.config.validation import cadence_faults, faults

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pydantic_core import ErrorDetails

    from followupd.config.validation import Fault

Path = tuple[str | int, ...]

_STEPS = TypeAdapter(list[Step])
_SCALARS = (
    ("null", re.compile(r"~|null|Null|NULL|"), "~nN"),
    ("bool", re.compile(r"true|True|TRUE|false|False|FALSE"), "tTfF"),
    ("int", re.compile(r"[-+]?(?:0|[1-9][0-9]*)"), "-+0123456789"),
    ("float", re.compile(r"[-+]?[0-9]+\.[0-9]+"), "-+0123456789"),
)
_FROM_HOME: tuple[Path, ...] = (("zone",), ("country",))  # the candidate's, where an interview names none
_SECRET = re.compile(r"^(?:pass(?:word|wd|phrase)?|secret_key|token|api_?key)$", re.IGNORECASE)
_NO_SECRETS = (
    "a secret has no place in a file; run `followupd login`, which puts it into the OS keyring,"
    " or name a systemd credential or a program under `secret:`"
)


class _Loader(yaml.SafeLoader):
    """YAML 1.2 scalars only; dates stay text until a field reads them."""

    yaml_implicit_resolvers: dict[str, Any] = {}  # noqa: RUF012 - as yaml declares it


for _tag, _pattern, _first in _SCALARS:
    _Loader.add_implicit_resolver(
        f"tag:yaml.org,2002:{_tag}",
        re.compile(f"^(?:{_pattern.pattern})$"),
        [*_first, *([""] if _tag == "null" else [])],
    )


@dataclass(slots=True)
class Source:
    """One file: its name, its data, and the line of every key."""

    name: str
    data: Any = None
    lines: dict[Path, int] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)

    def line(self, path: Path) -> int:
        """Return the line of a path, or of the nearest one above it."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)

    def fault(self, path: Path, what: str) -> None:
        """Note a fault at its place."""
        where = f"{dotted(path)}: " if path else ""
        self.faults.append(f"{self.name}:{self.line(path)}: {where}{what}")


def dotted(path: Path) -> str:
    """Return a path as people write it: interviews[0].contacts[1].email."""
    text = "".join(f"[{p}]" if isinstance(p, int) else f".{p}" for p in path)
    return text.removeprefix(".")


def parse(name: str, text: str) -> Source:
    """Read one YAML text; what is wrong with it stands in `faults`."""
    source = Source(name)
    try:
        node = yaml.compose(text, Loader=_Loader)
        source.data = {} if node is None else _value(source, node, ())
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        where = f":{mark.line + 1}" if mark else ""
        source.faults.append(
            f"{name}{where}: {error.problem or error.context}; check indentation, quotes and colons"
        )
    except (yaml.YAMLError, RecursionError) as error:
        source.faults.append(f"{name}: {error}; the file must be UTF-8 text in YAML")
    return source


def _value(source: Source, node: yaml.Node, path: Path) -> Any:
    source.lines.setdefault(path, node.start_mark.line + 1)
    match node:
        case yaml.MappingNode():
            return _mapping(source, node, path)
        case yaml.SequenceNode():
            return [_value(source, item, (*path, n)) for n, item in enumerate(node.value)]
        case _:
            return _scalar(source, node, path)


def _scalar(source: Source, node: yaml.Node, path: Path) -> Any:
    try:
        return _Loader("").construct_object(node, deep=True)
    except yaml.MarkedYAMLError:
        raise
    except Exception:  # noqa: BLE001 - over a value that its tag does not fit, the library raises whatever comes
        source.fault(
            path,
            f"{str(node.value)[:80]!r} cannot be read as {node.tag.rpartition(':')[2]}; write it in quotes",
        )
        return node.value


def _mapping(source: Source, node: yaml.MappingNode, path: Path) -> dict[str, Any]:
    made: dict[str, Any] = {}
    for key_node, value_node in node.value:
        key = str(key_node.value)
        here = (*path, key)
        if key in made:
            source.lines[here] = key_node.start_mark.line + 1
            source.fault(here, "stands here twice; keep one of them")
        source.lines[here] = key_node.start_mark.line + 1
        if _SECRET.match(key):
            source.fault(here, _NO_SECRETS)
            continue
        made[key] = _value(source, value_node, here)
        if made[key] is None:  # `notifications:` with everything under it commented out says nothing
            del made[key]
    return made


def load(main: tuple[str, str], interviews: Sequence[tuple[str, str]] = ()) -> Loaded:
    """Make a configuration of config.yaml and interviews/*.yaml, each given as (name, text).

    A broken interview file leaves the others usable; a broken config.yaml leaves nothing.
    """
    top = parse(*main)
    files = [_interview_file(top, name, text) for name, text in interviews]
    if not isinstance(top.data, dict):
        top.fault((), "must hold keys and values; see config.example.yaml")
        return Loaded(None, _all([top, *files]), _broken(files))
    if not isinstance(top.data.setdefault("interviews", []), list):
        top.fault(("interviews",), "is no list; write each interview as a file, interviews/acme.yaml")
        top.data["interviews"] = []
    listed = top.data["interviews"]
    readable = [f for f in files if isinstance(f.data, dict)]
    data = {**top.data, "interviews": [*listed, *(f.data for f in readable)]}
    return _validated(top, files, readable, data, len(listed))


def _validated(top: Source, files: list[Source], good: list[Source], data: Any, listed: int) -> Loaded:
    """Validate the whole; an interview file with faults is left out, and the rest validated again."""
    config, found = None, []
    try:
        config = Config.model_validate(data)
        found = list(faults(config))
    except ValidationError as error:
        found = [(e["loc"], _sentence(e)) for e in error.errors(include_url=False)]
        found += _of_cadences(data)
    for loc, sentence in found:
        source, path = _owner(top, good, loc, listed)
        if source is top or path in source.lines or path not in _FROM_HOME or not top.faults:
            source.fault(path, sentence)
    if top.faults:
        return Loaded(None, _all([top, *files]), _broken(files))
    kept = [f for f in good if not f.faults]
    if len(kept) < len(good):
        rest = {**data, "interviews": [*data["interviews"][:listed], *(f.data for f in kept)]}
        return _validated(top, files, kept, rest, listed)
    return Loaded(config, _all([top, *files]), _broken(files))


def _of_cadences(data: Any) -> Iterator[Fault]:
    """Yield what is wrong between the steps of cadences, though other parts cannot be read yet: every fault at once."""
    interviews = enumerate(data["interviews"])
    own = [(("interviews", n, "cadence"), i.get("cadence")) for n, i in interviews if isinstance(i, dict)]
    named = data.get("cadences")
    listed = [(("cadences", name), steps) for name, steps in named.items()] if isinstance(named, dict) else []
    for path, written in [*listed, *own]:
        try:
            steps = _STEPS.validate_python(written)
        except ValidationError:
            continue  # told already
        yield from cadence_faults(path, steps)


def _interview_file(top: Source, name: str, text: str) -> Source:
    source = parse(name, text)
    stem = _stem(name)
    if not isinstance(source.data, dict):
        if not source.faults:
            source.fault((), "must hold keys and values; `followupd add` makes such a file")
    elif source.data.setdefault("id", stem) != stem:
        source.fault(("id",), f"is {source.data['id']!r}, but the file is called {stem}; leave the key out")
    listed = top.data.get("interviews") if isinstance(top.data, dict) else None
    if isinstance(listed, list) and any(isinstance(i, dict) and i.get("id") == stem for i in listed):
        source.fault((), f"{stem} stands in {top.name} too; keep one of them")
    return source


def _owner(top: Source, files: list[Source], loc: tuple[int | str, ...], listed: int) -> tuple[Source, Path]:
    """Return the file that a fault is in, and the path within it."""
    match loc:
        case ("interviews", int(n), *rest) if n >= listed:
            return files[n - listed], tuple(rest)
        case _:
            return top, tuple(loc)


def _all(sources: list[Source]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(fault for source in sources for fault in source.faults))


def _broken(files: list[Source]) -> dict[str, str]:
    return {_stem(f.name): f.faults[0] for f in files if f.faults}


def _stem(name: str) -> str:
    """Return the id of an interview: the name of its file."""
    return name.rpartition("/")[2].rsplit(".", 1)[0]


# --- sentences


def _sentence(details: ErrorDetails) -> str:
    kind, context = details["type"], details.get("ctx", {})
    # Faults are logged, and mailed: where a secret may stand by mistake, it is not quoted.
    hidden = not {"secret", "auth"}.isdisjoint(details["loc"])
    match kind:
        case "extra_forbidden":
            return _unknown_key(details["loc"])
        case "missing":
            return f"is missing; {_expected(details['loc'])}"
        case "value_error":
            return str(context.get("error", details["msg"]))
        case "enum" | "literal_error":
            return f"{'it' if hidden else repr(details['input'])} is not one of {context.get('expected')}"
        case _:
            message = details["msg"][:1].lower() + details["msg"][1:]
            quoted = "" if hidden else f" (it is {details['input']!r})"
            return f"{message}{quoted}; {_expected(details['loc'])}"


def _unknown_key(loc: tuple[int | str, ...]) -> str:
    import difflib

    known = sorted(fields(loc[:-1]))
    near = difflib.get_close_matches(str(loc[-1]), known, n=1)
    return "is no known key; " + (f"did you mean {near[0]}?" if near else f"known are {', '.join(known)}")


def _expected(loc: tuple[int | str, ...]) -> str:
    info = fields(loc[:-1]).get(str(loc[-1])) if loc else None
    if info is None:
        return "see config.example.yaml"
    example = f", for example {info.examples[0]}" if info.examples else ""
    return f"{(info.description or 'a value').rstrip('.')}{example}"


def fields(loc: Sequence[int | str]) -> dict[str, Any]:
    """Return the fields of the model at a path, by name."""
    models: list[type[BaseModel]] = [Config]
    for part in loc:
        if isinstance(part, int):
            continue
        infos = [m.model_fields[part] for m in models if part in m.model_fields]
        found = [model for info in infos for model in _models(info.annotation)]
        models = found or [m for m in models if m.__name__ == part] or models
    return {name: info for model in models for name, info in model.model_fields.items()}


def _models(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for inner in getattr(annotation, "__args__", ()):
        yield from _models(inner)
