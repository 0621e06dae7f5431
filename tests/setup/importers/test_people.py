"""The people of an interview: one person from three sources is one contact, and what differs is pointed out."""

from __future__ import annotations

import pytest
from invitation_cases import invited

from followupd.setup.importers.people import Person, find_differences, merge_people
from followupd.setup.importers.records import Attendee, AttendeeKind, Card, Participation


def test_one_person_from_three_sources_is_one_contact() -> None:
    typed = [Person(name="Ana Ruiz")]
    card = [Person(name="Ana Ruíz", email="ana@home.example", phone="1")]
    invitation = [
        Person(name="Ana Ruiz", email="ana.ruiz@acme.example"),
        Person(name="Ben", email="b@acme.example"),
    ]
    assert merge_people(typed, card, invitation) == [
        Person(name="Ana Ruiz", email="ana@home.example", other_emails=("ana.ruiz@acme.example",), phone="1"),
        Person(name="Ben", email="b@acme.example"),
    ]


def test_persons_with_names_alike_stay_two() -> None:
    jan, jana = (
        Person(name="Jan Novak", email="jan@a.example"),
        Person(name="Jana Novak", email="jana@a.example"),
    )
    assert merge_people([jan], [jana]) == [jan, jana]
    twins = [Person(name="Kim Lee", email="kim1@a.example"), Person(name="Kim Lee", email="kim2@a.example")]
    assert merge_people(twins) == twins  # one invitation names both: they are two


CARD = Card(name="Ana Ruíz", emails=("ana.ruiz@acme.example",))


@pytest.mark.parametrize(
    ("card", "attendee", "headers", "sentences"),
    [
        (CARD, Attendee("Ana Ruíz", "Ana.Ruiz@ACME.example"), ["Ana Ruíz <ana.ruiz@acme.example>"], []),
        (CARD, Attendee("Ruíz, Dr. Ana (Acme)", "ana.ruiz@acme.example"), [], []),
        (CARD, Attendee("Anna Ruiz", "ana.ruiz@acme.example"), [],
         ["the card writes 'Ana Ruíz', the invitation 'Anna Ruiz': check the spelling"]),
        (CARD, Attendee("Ana Ruíz", "a.ruiz@acme.example"), [],
         ["the card gives ana.ruiz@acme.example for Ana Ruíz, the invitation a.ruiz@acme.example: check which one they read"]),
        (CARD, Attendee("Anna Ruiz", "anna@acme.example"), [],
         ["the card names 'Ana Ruíz', the invitation 'Anna Ruiz' with another address: one person, or two?"]),
        (CARD, Attendee("Ben Okafor", "ben@acme.example"), ["Ben <b@x.example>"], []),
        (CARD, Attendee("", "ana.ruiz@acme.example"), [], []),
        (CARD, None, ["=?utf-8?q?Ana_Ru=C3=ADs?= <ana.ruiz@acme.example>"],
         ["the card writes 'Ana Ruíz', the From of their mail 'Ana Ruís': check the spelling"]),
        (None, Attendee("Ana Ruiz", "ana.ruiz@acme.example"), ['"Ruíz, Ana" <ana.ruiz@acme.example>'],
         ["the invitation writes 'Ana Ruiz', the From of their mail 'Ana Ruíz': check the spelling"]),
        (None, None, ["Ana Ruiz <ana@acme.example>", "not an address", ""], []),
    ],
)  # fmt: skip
def test_what_card_invitation_and_mail_say_differently_is_pointed_out(
    card: Card | None, attendee: Attendee | None, headers: list[str], sentences: list[str]
) -> None:
    assert find_differences(card, invited(attendee) if attendee else None, headers) == sentences


def test_rooms_and_robots_are_compared_with_nobody() -> None:
    room = Attendee("Ana Ruiz", "ana.ruiz@acme.example", Participation.REQUIRED, AttendeeKind.ROOM)
    assert find_differences(CARD, invited(room)) == []
