"""A pattern that is compiled late finds what `re` finds, and is not compiled before."""

import re

import pytest

from followupd.config.lazy_pattern import LazyPattern
from followupd.inbound.phrases import auto_reply, bulk, debrief, return_days

SOURCE, TEXT = r"(\w)at", "a cat, a hat and a bee"


def test_it_finds_what_re_finds() -> None:
    lazy, eager = LazyPattern(SOURCE), re.compile(SOURCE)
    assert lazy.search(TEXT)[0] == eager.search(TEXT)[0] == "cat"
    assert lazy.match(TEXT) is eager.match(TEXT) is None
    assert lazy.match(TEXT, 2)[0] == eager.match(TEXT, 2)[0]
    assert lazy.fullmatch("hat")[0] == "hat"
    assert lazy.fullmatch(TEXT) is None
    assert lazy.findall(TEXT) == eager.findall(TEXT) == ["c", "h"]
    assert [m[0] for m in lazy.finditer(TEXT)] == ["cat", "hat"]
    assert lazy.sub(r"\1og", TEXT) == eager.sub(r"\1og", TEXT)
    assert lazy.split(TEXT) == eager.split(TEXT)


def test_it_is_compiled_when_it_is_first_used() -> None:
    lazy = LazyPattern("(")
    with pytest.raises(re.error):
        lazy.search(TEXT)


@pytest.mark.parametrize("module", [auto_reply, bulk, debrief, return_days])
def test_a_judge_that_starts_compiles_none_of_the_long_lists(module: object) -> None:
    """There are hundreds: to compile them took a quarter of its start, and most mails need a few."""
    assert [name for name, value in vars(module).items() if isinstance(value, re.Pattern)] == []


@pytest.mark.parametrize("module", [auto_reply, bulk, debrief, return_days])
def test_each_of_the_long_lists_can_be_compiled(module: object) -> None:
    patterns = [value for value in vars(module).values() if isinstance(value, LazyPattern)]
    assert patterns
    assert all(re.compile(pattern.pattern, pattern.flags) for pattern in patterns)
