"""YAML text as data: YAML 1.2 scalars, the line of every key, and what is wrong in the text."""

import re
from typing import Any

import pytest
import yaml

from followupd.config import yaml_source
from followupd.config.yaml_source import KeyPath, format_path, parse_yaml

TEXT = "account:\n  address: sam@candidate.example\ninterviews:\n  - id: acme\n    minutes: 60\n"
SCALARS: dict[str, Any] = {
    "no": "no",
    "on": "on",
    "true": True,
    "12:30": "12:30",
    "2026-11-12": "2026-11-12",
    "010": "010",
    "-7": -7,
    "1.5": 1.5,
    "1e3": "1e3",
    '"7"': "7",
}


@pytest.mark.parametrize(("text", "value"), SCALARS.items(), ids=SCALARS)
def test_only_the_scalars_of_yaml_1_2_are_more_than_text(text: str, value: Any) -> None:
    data = parse_yaml("config.yaml", f"key: {text}\n").data
    assert data == {"key": value}
    assert type(data["key"]) is type(value)


@pytest.mark.parametrize(
    ("path", "line"),
    [
        (("account", "address"), 2),
        (("interviews", 0), 4),
        (("interviews", 0, "minutes"), 5),
        (("interviews", 0, "contacts", 1), 4),  # not there: the nearest one above it
        (("candidate",), 1),
    ],
)
def test_a_path_has_the_line_of_its_key_or_of_the_one_above_it(path: KeyPath, line: int) -> None:
    assert parse_yaml("config.yaml", TEXT).line_of(path) == line


def test_a_fault_names_file_line_and_path() -> None:
    source = parse_yaml("config.yaml", TEXT)
    source.add_fault(("interviews", 0, "minutes"), "is too short")
    source.add_fault((), "is odd")
    assert source.faults == [
        "config.yaml:5: interviews[0].minutes: is too short",
        "config.yaml:1: is odd",
    ]


def test_a_path_is_written_as_people_write_it() -> None:
    assert format_path(("interviews", 0, "contacts", 1, "email")) == "interviews[0].contacts[1].email"
    assert format_path(("live",)) == "live"


def read_in_python(text: str) -> yaml.Node | None:
    """Return the tree as the Python parser makes it."""
    return yaml.compose(text, Loader=yaml_source._YamlLoader)


def describe_node(node: yaml.Node | None) -> Any:
    """Return all of a tree that counts: tags, values, and the lines of the keys."""
    match node:
        case None:
            return None
        case yaml.MappingNode():
            pairs = node.value
            return [
                node.tag,
                *((k.value, k.start_mark.line, describe_node(k), describe_node(v)) for k, v in pairs),
            ]
        case yaml.SequenceNode():
            return [node.tag, *map(describe_node, node.value)]
        case _:
            return [node.tag, node.value]


USUAL_TEXTS = (
    TEXT,
    "",
    "# nothing but a remark\n",
    "---\na: 1\n...\n",
    "a: |\n  two\n   lines\nb: >-\n  one\n  line\n",
    "a: 'it''s'\nb: \"tab\\t, \\u00e9\"\nc: plain: text\n",
    "people: &all\n  - {name: Ana, also: [a@b.example, c@d.example]}\nothers: *all\n",
    "a: great! really?\nb: 12:30\nc: ~\nd: null\ne:\nf: 010\n",
    "a: caf\u00e9 \u4e2d\u6587 \U0001f600\n",
    "a: 1\na: 2\n",
    "- a\n- - b\n  - c\n",
)


@pytest.mark.parametrize("text", USUAL_TEXTS)
def test_libyaml_reads_what_the_python_parser_reads(text: str) -> None:
    assert yaml_source._is_usual(text)
    try:
        expected = describe_node(read_in_python(text))
    except yaml.YAMLError as error:
        with pytest.raises(type(error), match=re.escape(str(error.args[2]))):
            yaml_source._compose_node(text)
    else:
        assert describe_node(yaml_source._compose_node(text)) == expected


# libyaml takes these otherwise, or for good where the Python parser names an error.
UNUSUAL_TEXTS = ("a:\tb", "\ufeffa: b", "a: !t b", "? a\n: b", "a: ># b\n", "a: [b?]", "- !t\n  a: b")


@pytest.mark.parametrize("text", UNUSUAL_TEXTS)
def test_an_unusual_text_is_read_by_the_python_parser(text: str) -> None:
    assert not yaml_source._is_usual(text)


@pytest.mark.parametrize("text", ["[" * 100_000, "- " * 100_000, "{a: " * 100_000, "? " * 100_000])
def test_what_is_nested_without_end_is_an_error_of_the_file(text: str) -> None:
    assert parse_yaml("config.yaml", text).faults


def test_no_level_is_deeper_than_what_the_fast_parser_may_read() -> None:
    stairs = "\n".join(f"{' ' * level}a:" for level in range(999))
    assert yaml_source._is_usual(stairs)
    assert parse_yaml("config.yaml", stairs).faults  # Python itself goes no deeper
    assert not yaml_source._is_usual(f"{' ' * 1001}a: b")
