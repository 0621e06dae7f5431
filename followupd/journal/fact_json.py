"""Facts and receipts as JSON: one canonical line for each. Pure.

pydantic builds a validator for each kind of fact when the first one of that kind comes. To build all of them takes
longer than a command does.
"""

from __future__ import annotations

import re
from dataclasses import fields
from functools import cache, lru_cache
from typing import Annotated, Any, get_args

from pydantic import Field, TypeAdapter

from followupd.journal.facts import Fact, Receipt

# A quotation mark within a text is written with a backslash, so this is found in the place of the field only.
_KIND_FIELD = re.compile(r'"fact": ?"([a-z_-]+)"')
_CLASS_BY_KIND: dict[str, Any] = {
    str(field.default): fact_class
    for fact_class in get_args(Fact)
    for field in fields(fact_class)
    if field.name == "fact"
}


def dump_fact(fact: Fact) -> str:
    """Return a fact as one line of canonical JSON."""
    return _adapter_of(fact.fact).dump_json(fact, exclude_defaults=False).decode()


def list_fields(fact: Fact) -> dict[str, Any]:
    """Return the fields of a fact, each with a value that JSON knows."""
    values: dict[str, Any] = _adapter_of(fact.fact).dump_python(fact, mode="json")
    return values


def parse_fact(text: str) -> Fact:
    """Return the fact of a journal line. Raises pydantic.ValidationError if it is none."""
    field = _KIND_FIELD.search(text)
    return _adapter_of(field[1] if field else "").validate_json(text)


@cache
def _adapter_of(kind: str) -> TypeAdapter[Fact]:
    """Return what reads and writes one kind of fact; for a name that is none, what reads all of them."""
    every_fact = Annotated[Fact, Field(discriminator="fact")]
    return TypeAdapter(_CLASS_BY_KIND.get(kind, every_fact))


@cache
def _receipt_adapter() -> TypeAdapter[Receipt]:
    return TypeAdapter(Receipt)


@lru_cache(maxsize=16)
def dump_receipt(receipt: Receipt) -> str:
    """Return a receipt as JSON."""
    return _receipt_adapter().dump_json(receipt).decode()


@lru_cache(maxsize=16)
def parse_receipt(text: str) -> Receipt:
    """Return the receipt of a JSON text."""
    return _receipt_adapter().validate_json(text)
