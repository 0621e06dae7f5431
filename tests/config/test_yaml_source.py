"""YAML text as data: YAML 1.2 scalars, the line of every key, and what is wrong in the text."""

from typing import Any

import pytest

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
