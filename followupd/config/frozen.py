"""Values that are made by the thousand in each pass: frozen for the type checker, and cheap to make.

A frozen dataclass of the standard library sets each field through `object.__setattr__`. That made up a tenth of all
the time of a pass. mypy refuses an assignment to a field of these classes just the same.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypeVar, dataclass_transform

Value = TypeVar("Value")


@dataclass_transform(frozen_default=True, field_specifiers=(field,))
def frozen_value(cls: type[Value]) -> type[Value]:
    """Make a dataclass with slots, compared by its fields, to which mypy lets nobody assign."""
    return dataclass(slots=True, unsafe_hash=True)(cls)
