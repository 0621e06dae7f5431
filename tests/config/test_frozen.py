"""A frozen value behaves as a frozen dataclass does, and mypy keeps it frozen."""

from dataclasses import asdict, replace

from followupd.config.frozen import frozen_value


@frozen_value
class Point:
    """A value."""

    x: int
    y: int = 0


def test_it_is_made_compared_hashed_and_replaced_as_a_dataclass() -> None:
    assert Point(1) == Point(1, 0) != Point(1, 2)
    assert len({Point(1), Point(1, 0), Point(2)}) == 2
    assert replace(Point(1), y=3) == Point(1, 3)
    assert asdict(Point(1)) == {"x": 1, "y": 0}
    assert not hasattr(Point(1), "__dict__")


def test_type_checkers_take_it_for_frozen() -> None:
    marks = vars(frozen_value)["__dataclass_transform__"]
    assert (marks | marks["kwargs"])["frozen_default"] is True  # Python 3.11 has it among the others
