"""A name as a directory writes it, in the order in which it is spoken."""

from __future__ import annotations

import pytest

from followupd.setup.importers.records import Name, spoken


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Ruiz, Ana", Name("Ana Ruiz", "Ana", "Ruiz")),
        ("Ruiz, Ana (Acme GmbH)", Name("Ana Ruiz", "Ana", "Ruiz")),
        ("Weiß, Dr. Petra (HR)", Name("Petra Weiß", "Petra", "Weiß", "Dr.")),
        ("Ana Ruiz", Name("Ana Ruiz")),
        ("'Ana Ruiz'", Name("Ana Ruiz")),
        ("Prof. Dr. Ana Ruiz", Name("Ana Ruiz", title="Prof. Dr.")),
        ("Dr.-Ing. Ana Ruiz", Name("Ana Ruiz", title="Dr.-Ing.")),
        ("Prof. Dr. med. Ana Ruiz", Name("Ana Ruiz", title="Prof. Dr. med.")),
        ("Ana Ruiz, PhD", Name("Ana Ruiz")),
        ("Ana Ruiz, M.D., MBA", Name("Ana Ruiz")),
        ("Sam Carter, Jr.", Name("Sam Carter Jr.")),
        ("Ruiz, Ana, Madrid", Name("Ruiz, Ana, Madrid")),
        ("Drew Ingram", Name("Drew Ingram")),
        ("Dr. No", Name("No", title="Dr.")),
        ("Dr", Name("Dr")),
        ("(Acme)", Name("(Acme)")),
        ("", Name("")),
    ],
)
def test_a_name_as_a_directory_writes_it_is_put_into_the_order_it_is_spoken(text: str, name: Name) -> None:
    assert spoken(text) == name
