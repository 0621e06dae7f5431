"""Parses YAML text into data, with the line of every key and every fault in the text. Pure.

YAML 1.2 scalars: `no` is Norway, `12:30` is a time.
"""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

import yaml
from yaml.constructor import SafeConstructor

from followupd.config.plain_text import show_invisible
from followupd.config.yaml_problems import explain_yaml_error

KeyPath = tuple[str | int, ...]

_SCALARS = (
    ("null", re.compile(r"~|null|Null|NULL|"), "~nN"),
    ("bool", re.compile(r"true|True|TRUE|false|False|FALSE"), "tTfF"),
    ("int", re.compile(r"[-+]?(?:0|[1-9][0-9]*)"), "-+0123456789"),
    ("float", re.compile(r"[-+]?[0-9]+\.[0-9]+"), "-+0123456789"),
)
_SECRET_KEY = re.compile(r"^(?:pass(?:word|wd|phrase)?|secret_key|token|api_?key)$", re.IGNORECASE)
_MISPLACED_KEYS_SENTENCE = (
    "a secret has no place in a file; run `followupd login`, which puts it into the OS keyring,"
    " or name a systemd credential or a program under `secret:`"
)


# An alias (*name) repeats everything below its anchor: nine levels of them make a billion values.
_MAX_VALUES = 50_000
_MAX_SENTENCE = 600  # characters of an error, which is shown, logged and mailed


class _YamlLoader(yaml.SafeLoader):
    """Reads only YAML 1.2 scalars; dates stay text until a field reads them."""

    yaml_implicit_resolvers: dict[str, Any] = {}  # noqa: RUF012 - as yaml declares it


for _tag, _pattern, _first in _SCALARS:
    _YamlLoader.add_implicit_resolver(
        f"tag:yaml.org,2002:{_tag}",
        re.compile(f"^(?:{_pattern.pattern})$"),
        [*_first, *([""] if _tag == "null" else [])],
    )


class _FastLoader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    """The same with libyaml, if PyYAML was built with it: ten times as fast."""

    yaml_implicit_resolvers = _YamlLoader.yaml_implicit_resolvers


# The binding of libyaml recurses for each level without a limit. A level needs one bracket or one column.
_MAX_BRACKETS, _MAX_COLUMNS = 100, 1000
# Texts that libyaml reads differently from the Python parser: tabs, byte order marks, tags, long keys, "># text".
_UNUSUAL = re.compile(r"[\t\ufeff]|(?:^|[\s\[{,:?-])[!?]|[|>][-+0-9]*#", re.MULTILINE)
_TEXT_TAG = "tag:yaml.org,2002:str"


@dataclass(slots=True)
class Source:
    """One file: its name, its data, and the line of every key."""

    name: str
    data: Any = None
    lines: dict[KeyPath, int] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)
    empty_paths: list[KeyPath] = field(default_factory=list)  # of keys without a value, which are left out
    value_count: int = 0

    def line_of(self, path: KeyPath) -> int:
        """Return the line of a path, or of the nearest one above it."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)

    def add_fault(self, path: KeyPath, sentence: str) -> None:
        """Add a fault at its place."""
        prefix = f"{_shorten(format_path(path))}: " if path else ""
        self.faults.append(show_invisible(f"{self.name}:{self.line_of(path)}: {prefix}{_shorten(sentence)}"))


def _shorten(text: str) -> str:
    """Return a text without its middle if it is too long, since it may quote a value that fills pages."""
    if len(text) <= _MAX_SENTENCE:
        return text
    half = _MAX_SENTENCE // 2
    return f"{text[:half]} … {text[-half:]}"


def format_path(path: KeyPath) -> str:
    """Return a path in its usual form: interviews[0].contacts[1].email."""
    text = "".join(f"[{p}]" if isinstance(p, int) else f".{p}" for p in path)
    return text.removeprefix(".")


def parse_yaml(name: str, text: str) -> Source:
    """Parse one YAML text; its faults are in `faults`."""
    source = Source(name)
    try:
        node = _compose_node(text)
        source.data = {} if node is None else _build_value(source, node, ())
    except (yaml.YAMLError, RecursionError) as error:
        problem = explain_yaml_error(error, text)
        place = f"{name}:{problem.line}" if problem.line else name
        source.faults.append(f"{place}: {problem.sentence}")
    return source


def _compose_node(text: str) -> yaml.Node | None:
    """Return the text as a tree. The Python parser reads unusual texts, and its errors are shown."""
    if _is_usual(text):
        with suppress(yaml.YAMLError):
            return yaml.compose(text, Loader=_FastLoader)
    return yaml.compose(text, Loader=_YamlLoader)


def _is_usual(text: str) -> bool:
    """Return whether a text is so simple that both parsers read it the same."""
    brackets = text.count("[") + text.count("{")
    if brackets > _MAX_BRACKETS or (brackets and "?" in text) or _UNUSUAL.search(text):
        return False
    return all(len(line) <= _MAX_COLUMNS for line in text.splitlines())


def _build_value(source: Source, node: yaml.Node, path: KeyPath) -> Any:
    source.lines.setdefault(path, node.start_mark.line + 1)
    source.value_count += 1
    if source.value_count > _MAX_VALUES:
        sentence = f"holds more than {_MAX_VALUES:,} values, those behind aliases (*) counted"
        raise yaml.MarkedYAMLError(problem=sentence, problem_mark=node.start_mark)
    match node:
        case yaml.MappingNode():
            return _build_mapping(source, node, path)
        case yaml.SequenceNode():
            return [_build_value(source, item, (*path, n)) for n, item in enumerate(node.value)]
        case _:
            return _build_scalar(source, node, path)


def _build_scalar(source: Source, node: yaml.Node, path: KeyPath) -> Any:
    if node.tag == _TEXT_TAG:
        return node.value
    try:
        return SafeConstructor().construct_object(node, deep=True)
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
        if not isinstance(key_node, yaml.ScalarNode):
            problem = 'a key is one word and a colon; a text that begins with [ or { needs quotes: "[x]"'
            source.faults.append(f"{source.name}:{key_node.start_mark.line + 1}: {problem}")
            continue
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
        if data[key] is None:  # `notifications:` with only comments below it has no value
            del data[key]
            source.empty_paths.append(key_path)
    return data
