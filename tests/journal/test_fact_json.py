"""Facts as JSON: each kind comes back as it was written, and what is no fact is refused."""

from datetime import UTC, datetime
from typing import Annotated, get_args

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import Field, TypeAdapter, ValidationError

from followupd.journal.fact_json import dump_fact, list_fields, parse_fact
from followupd.journal.facts import Fact, Steered

ALL_KINDS: TypeAdapter[Fact] = TypeAdapter(Annotated[Fact, Field(discriminator="fact")])
NOW = datetime(2026, 11, 12, 15, 30, tzinfo=UTC)
TRAP = 'he wrote {"fact":"taken"} and "fact": "done" to us'


@pytest.mark.parametrize("kind", get_args(Fact))
def test_each_kind_comes_back_as_it_was_written(kind: type[Fact]) -> None:
    @settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(st.data())
    def write_and_read(data: st.DataObject) -> None:
        fact = ALL_KINDS.validate_python(data.draw(st.from_type(kind)))
        line = dump_fact(fact)
        assert line == ALL_KINDS.dump_json(fact).decode()
        assert parse_fact(line) == ALL_KINDS.validate_json(line) == fact
        assert list_fields(fact) == ALL_KINDS.dump_python(fact, mode="json")

    write_and_read()


def test_words_that_look_like_the_name_of_a_kind_do_not_count() -> None:
    fact = Steered(NOW, "acme", "pause", why=TRAP)
    assert parse_fact(dump_fact(fact)) == fact


@pytest.mark.parametrize(
    "line", ["", "{}", "[]", '{"fact":"unheard"}', '{"fact":"taken"}', '{"fact":5}', '"fact":"taken"']
)
def test_what_is_no_fact_is_refused(line: str) -> None:
    with pytest.raises(ValidationError):
        parse_fact(line)
