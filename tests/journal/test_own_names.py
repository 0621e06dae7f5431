"""Two spellings of one name: what counts as another one, and what does not."""

import pytest

from followupd.journal.own_names import is_other_spelling


@pytest.mark.parametrize(
    ("written", "signed"),
    [
        ("Jon Smith", "John Smith"), ("Jon Smith", "John"), ("Anna Alvares", "Ana Álvarez"), ("Ana Alvarez", "Ana Álvarez"),
        ("Catherine Dubois", "Katherine Dubois"), ("Petra Meier", "Petra Meyer"), ("Petra Meier", "Meyer, Petra"), ("Anna Schmidt", "Anna Vogel"),
        ("Dr. Jon Smith", "Smith, John (Acme)"),
    ],
)  # fmt: skip
def test_another_spelling_is_seen(written: str, signed: str) -> None:
    assert is_other_spelling(written, signed, "Acme GmbH")


@pytest.mark.parametrize(
    ("written", "signed"),
    [
        ("Ana Ruiz", ""), ("Ana Ruiz", "Ana Ruiz"), ("Ana Ruiz", "Ruiz, Ana"), ("Ana Ruiz", "RUIZ Ana"), ("Ana Ruiz", "A. Ruiz"),
        ("Ana Ruiz", "Ana"), ("Ana Ruiz", "Ana María Ruiz"), ("Ana María Ruiz", "Ana Ruiz"), ("Ana Ruiz", "Dr. Ana Ruiz"),
        ("Jürgen Müller", "Juergen Mueller"), ("Jürgen Müller", "Jurgen Muller"), ("Ana Ruiz", "Ana from Acme"), ("Ana Ruiz", "Ana Ruiz (Acme GmbH)"),
        ("Ana Ruiz", "Acme GmbH"), ("Ana Ruiz", "Acme Recruiting Team"), ("Pat O'Brien", "Pat OBrien"), ("Ana-Maria Ruiz", "Ana Maria Ruiz"),
        ("Ana Ruiz", "no-reply"),
    ],
)  # fmt: skip
def test_what_only_one_of_them_has_is_no_other_spelling(written: str, signed: str) -> None:
    assert not is_other_spelling(written, signed, "Acme GmbH")
