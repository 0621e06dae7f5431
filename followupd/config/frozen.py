"""Makes value classes, of which each pass creates thousands: frozen for the type checker, and quick to create.

A frozen dataclass of the standard library sets each field through `object.__setattr__`. That took a tenth of the time
of a pass. mypy still refuses an assignment to a field of these classes.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypeVar, dataclass_transform

Value = TypeVar("Value")


@dataclass_transform(frozen_default=True, field_specifiers=(field,))
def frozen_value(cls: type[Value]) -> type[Value]:
    """Make a dataclass with slots that is compared by its fields; mypy refuses assignments to them."""
    return dataclass(slots=True, unsafe_hash=True)(cls)
