"""A name as a directory writes it, in the order in which it is spoken."""

from __future__ import annotations

import pytest

from followupd.setup.importers.records import PersonName, parse_name


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Ruiz, Ana", PersonName("Ana Ruiz", "Ana", "Ruiz")),
        ("Ruiz, Ana (Acme GmbH)", PersonName("Ana Ruiz", "Ana", "Ruiz")),
        ("Weiß, Dr. Petra (HR)", PersonName("Petra Weiß", "Petra", "Weiß", "Dr.")),
        ("Ana Ruiz", PersonName("Ana Ruiz")),
        ("'Ana Ruiz'", PersonName("Ana Ruiz")),
        ("Prof. Dr. Ana Ruiz", PersonName("Ana Ruiz", title="Prof. Dr.")),
        ("Dr.-Ing. Ana Ruiz", PersonName("Ana Ruiz", title="Dr.-Ing.")),
        ("Prof. Dr. med. Ana Ruiz", PersonName("Ana Ruiz", title="Prof. Dr. med.")),
        ("Ana Ruiz, PhD", PersonName("Ana Ruiz")),
        ("Ana Ruiz, M.D., MBA", PersonName("Ana Ruiz")),
        ("Sam Carter, Jr.", PersonName("Sam Carter Jr.")),
        ("Ruiz, Ana, Madrid", PersonName("Ruiz, Ana, Madrid")),
        ("Drew Ingram", PersonName("Drew Ingram")),
        ("Dr. No", PersonName("No", title="Dr.")),
        ("Dr", PersonName("Dr")),
        ("(Acme)", PersonName("(Acme)")),
        ("", PersonName("")),
    ],
)
def test_a_name_as_a_directory_writes_it_is_put_into_the_order_it_is_spoken(
    text: str, name: PersonName
) -> None:
    assert parse_name(text) == name
