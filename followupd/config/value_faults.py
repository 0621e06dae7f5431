"""Puts a fault of one value into a sentence: its type, its size, and what would be right. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pydantic_core import ErrorDetails

_MAX_EXAMPLE_CHARACTERS = 60


def describe_value_fault(details: ErrorDetails, *, is_secret: bool) -> str:
    """Return what is wrong with a value of the wrong type or size."""
    kind, context, shown = details["type"], details.get("ctx", {}), show_value(details, is_secret=is_secret)
    sentence_by_kind = {
        "greater_than_equal": f"must be {context.get('ge')} or more",
        "less_than_equal": f"must be {context.get('le')} or less",
        "too_long": f"holds {context.get('actual_length')} entries, and {context.get('max_length')} are the most",
        "too_short": "is an empty list",
        "bool": "must be true or false",
        "int": "must be a whole number",
        "list": "must be a list",
        "date": "must be a date, written as 2026-11-12",
    }
    sentence = sentence_by_kind.get(kind) or sentence_by_kind.get(kind.partition("_")[0])
    is_counted = kind in {"too_long", "too_short"}
    return f"{sentence or details['msg'][:1].lower() + details['msg'][1:]}{'' if is_counted else shown}"


def show_value(details: ErrorDetails, *, is_secret: bool = False) -> str:
    """Return the value in brackets, as the file has it; nothing if it may be a secret."""
    value = details["input"]
    return "" if is_secret or value is None else f" (it is {write_value(value)})"


def write_value(value: Any) -> str:
    """Return a value as YAML writes it on one line; a text alone is in quotes."""
    match value:
        case bool():
            return str(value).lower()
        case dict():
            return f"{{{write_pairs(value)}}}"
        case list():
            return "[" + ", ".join(map(write_part, value)) + "]"
        case _:
            return repr(value)


def write_pairs(values: Mapping[Any, Any]) -> str:
    """Return keys and values as YAML writes them on one line."""
    return ", ".join(f"{key}: {write_part(part)}" for key, part in values.items())


def write_part(value: Any) -> str:
    """Return a value as YAML writes it within a line."""
    return value if isinstance(value, str) else write_value(value)


def describe_no_text(details: ErrorDetails, *, is_secret: bool) -> str:
    """Return the sentence for a value that is no text, with what to write instead."""
    if is_secret:
        return "must be text"
    value, shown = details["input"], show_value(details)
    match value:
        case None:
            return "is empty; write it, or take the line out"
        case dict():
            return (
                f'must be text, and a colon makes it something else; put it in quotes: "{write_pairs(value)}"'
            )
        case list():
            return f"must be one text, not a list{shown}; write one line without - and []"
        case _:
            return f'must be text{shown}; put it in quotes: "{write_value(value)}"'


def suggest_list(value: Any) -> str:
    """Return how to write a short text as a list; an empty text for any other value."""
    if isinstance(value, str) and value.strip() and len(value) <= _MAX_EXAMPLE_CHARACTERS:
        return f"write [{', '.join(part.strip() for part in value.split(',') if part.strip())}]"
    return ""
