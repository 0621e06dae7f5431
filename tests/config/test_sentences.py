"""Which fields the model has at a path: what an unknown key may have meant, and what a value should be."""

import pytest

from followupd.config.account import Account
from followupd.config.interview import Contact, Interview, PostalAddress
from followupd.config.model import Config
from followupd.config.sentences import fields_at


@pytest.mark.parametrize(
    ("path", "model"),
    [
        ((), Config),
        (("account",), Account),
        (("interviews",), Interview),
        (("interviews", 3), Interview),
        (("interviews", 3, "contacts", 0), Contact),
        (("interviews", 3, "contacts", 0, "post"), PostalAddress),
    ],
)
def test_the_fields_at_a_path_are_those_of_its_model(
    path: tuple[str | int, ...], model: type[Config]
) -> None:
    assert set(fields_at(path)) == set(model.model_fields)


def test_a_path_that_no_model_has_keeps_the_fields_above_it() -> None:
    assert set(fields_at(("account", "nobody-knows-this"))) == set(Account.model_fields)
