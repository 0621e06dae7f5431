"""A value that is made when it is first asked for."""

from dataclasses import dataclass

from followupd.config.lazy_value import LazyValue

calls: list[int] = []


@dataclass(frozen=True)
class Square:
    side: int

    @LazyValue
    def area(self) -> int:
        """The side by the side."""
        calls.append(self.side)
        return self.side**2


def test_it_is_made_once_for_each_object():
    calls.clear()
    one, other = Square(2), Square(3)
    assert (one.area, one.area, other.area) == (4, 4, 9)
    assert calls == [2, 3]


def test_the_class_has_its_description():
    assert Square.area.__doc__ == "The side by the side."
