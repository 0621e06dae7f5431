"""Facts and receipts as JSON: one canonical line for each. Pure."""

from __future__ import annotations

from functools import lru_cache
from typing import Annotated

from pydantic import Field, TypeAdapter

from followupd.journal.facts import Fact, Receipt

FACT_ADAPTER: TypeAdapter[Fact] = TypeAdapter(Annotated[Fact, Field(discriminator="fact")])
RECEIPT_ADAPTER: TypeAdapter[Receipt] = TypeAdapter(Receipt)


def dump_fact(fact: Fact) -> str:
    """Return a fact as one line of canonical JSON."""
    return FACT_ADAPTER.dump_json(fact, exclude_defaults=False).decode()


def parse_fact(text: str) -> Fact:
    """Return the fact of a journal line. Raises pydantic.ValidationError if it is none."""
    return FACT_ADAPTER.validate_json(text)


@lru_cache(maxsize=16)
def dump_receipt(receipt: Receipt) -> str:
    """Return a receipt as JSON."""
    return RECEIPT_ADAPTER.dump_json(receipt).decode()


@lru_cache(maxsize=16)
def parse_receipt(text: str) -> Receipt:
    """Return the receipt of a JSON text."""
    return RECEIPT_ADAPTER.validate_json(text)
