"""Cards as phones and mail programs write them."""

from __future__ import annotations

import contextlib
import tempfile
from pathlib import Path

import pytest
from card_files import VCARD, complaint, written
from hypothesis import given
from hypothesis import strategies as st
from project_paths import DATA

from followupd.config.interview import PostalAddress
from followupd.errors import UsageError
from followupd.setup.importers.records import Card
from followupd.setup.importers.vcard import read_cards

CARDS = DATA / "cards"


def only(name: str) -> Card:
    (card,) = read_cards(CARDS / name)
    return card


def test_a_card_from_an_iphone_with_grouped_properties_and_a_picture() -> None:
    assert only("ios.vcf") == Card(
        name="Ana María Ruíz Fernández",
        given_name="Ana",
        family_name="Ruíz Fernández",
        title="Dr.",
        org="Acme GmbH",
        occupation="Head of Data",
        emails=("ana.ruiz@acme.example", "ana@home.example"),
        phones=("+49 30 901820", "+49 (0)171 1234567"),
        address=PostalAddress(lines=["Karl-Marx-Allee 1", "10178 Berlin"], country="DE"),
    )


def test_a_card_from_an_android_phone_in_quoted_printable() -> None:
    assert only("android.vcf") == Card(
        name="Jürgen Löwe",
        given_name="Jürgen",
        family_name="Löwe",
        org="Beispiel & Söhne",
        occupation="CTO",
        emails=("j.loewe@beispiel.example",),
        phones=("030901820", "+4917112345678"),
        address=PostalAddress(lines=["Hauptstraße 5", "80331 München"], country="DE"),
    )


def test_a_card_from_outlook_in_the_code_page_of_its_machine() -> None:
    assert only("outlook.vcf") == Card(
        name="Jürgen Müller-Lüdenscheidt",
        given_name="Jürgen",
        family_name="Müller-Lüdenscheidt",
        title="Prof.",
        org="Straßenbau AG",
        occupation="Leiter",
        emails=("j.mueller@strassenbau.example",),
        phones=("+49 (89) 123456", "+49 171 7654321"),
        address=PostalAddress(lines=["Bürgerstraße 3", "90402 Nürnberg"], country="DE"),
    )


def test_a_card_from_google_contacts_keeps_apostrophe_and_postcode() -> None:
    card = only("google.vcf")
    assert (card.name, card.emails[0]) == ("Siobhán O’Brien", "s.obrien@lever-arch.example")
    assert card.address == PostalAddress(
        lines=["1 O'Connell Street", "Upper", "Dublin", "D01 F5P2"], country="IE"
    )


def test_a_card_from_exchange_has_its_name_turned_and_its_directory_path_left_out() -> None:
    card = only("exchange.vcf")
    assert (card.name, card.given_name, card.family_name) == ("Zofia Kowalska", "Zofia", "Kowalska")
    assert card.emails == ("Zofia.Kowalska@zubr.example",)
    assert card.org == "Żubr Sp. z o.o."


def test_a_card_of_version_4_with_uris_preferences_and_a_zone() -> None:
    assert only("version4.vcf") == Card(
        name="Minh Nguyễn",
        given_name="Minh",
        family_name="Nguyễn",
        title="Dr. Ing.",
        org="Acme Inc.",
        occupation="Staff Engineer",
        emails=("minh.nguyen@phở.example", "minh@home.example"),
        phones=("+1-212-736-5000;ext=12",),
        address=PostalAddress(lines=["500 Fifth Avenue", "New York, NY 10110"], country="US"),
        zone="America/New_York",
    )


def test_a_file_with_several_cards_gives_them_in_its_order() -> None:
    assert [card.name for card in read_cards(CARDS / "two.vcf")] == ["Ana Ruiz", "Ben Okafor"]


def test_a_card_in_utf_16_is_read(tmp_path: Path) -> None:
    assert read_cards(written(tmp_path, VCARD.encode("utf-16")))[0].name == "Ana Ruíz"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "holds no vCard; it should begin with BEGIN:VCARD"),
        ("Dear Sam,\nhere is my card.\n", "holds no vCard"),
        (
            VCARD.removesuffix("END:VCARD\n"),
            "is no vCard that can be read (Component VCARD was never closed)",
        ),
        (
            "BEGIN:VCARD\nVERSION:3.0\nEMAIL:ana@acme.example\nEND:VCARD\n",
            "(the one with ana@acme.example) has no name",
        ),
        (
            "BEGIN:VCARD\nVERSION:2.1\nFN;ENCODING=QUOTED-PRINTABLE;CHARSET=klingon:=41\nEND:VCARD\n",
            "is no vCard",
        ),
        (VCARD * 31, "holds more than 30 cards; export only the people of this interview"),
        (b"\xff\xd8\xff\xe0 no text at all", "holds no vCard"),
    ],
)
def test_a_broken_card_is_told_in_one_sentence_that_names_the_file(
    text: str | bytes, says: str, tmp_path: Path
) -> None:
    told = complaint(written(tmp_path, text))
    assert told.startswith(f"{tmp_path / 'card.vcf'}: ")
    assert says in told


def test_a_missing_file_a_folder_and_a_film_are_told(tmp_path: Path) -> None:
    assert complaint(tmp_path / "no.vcf").endswith("cannot be read: No such file or directory")
    assert complaint(tmp_path).endswith("is no file")
    film = written(tmp_path, b"")
    with film.open("r+b") as file:
        file.truncate(40_000_000)
    assert complaint(film).endswith("is 40 MB; a vCard file may have 8 MB, make it smaller")


@pytest.mark.timeout(20)
@pytest.mark.parametrize(
    "row",
    [
        "TEL" + ";A=b,c,d" * 45 + "x",
        "TEL;A=" + "b," * 150 + "x",
        'TEL;A="' + "b," * 150 + ":x",
        "TEL" + ";b" * 150,
        "NOTE;A=" + "b," * 100_000 + "x",
        "TEL:1\n" * 500_000,
        "TEL:1\n" + " 1\n" * 500_000,
        "BEGIN:VCARD\n" * 5_000,
    ],
)
def test_a_card_made_to_keep_the_parser_busy_is_soon_done_with(row: str, tmp_path: Path) -> None:
    with contextlib.suppress(UsageError):
        assert read_cards(written(tmp_path, VCARD.replace("EMAIL", row + "\nEMAIL")))[0].name == "Ana Ruíz"


@given(
    st.lists(
        st.sampled_from(
            ["BEGIN:VCARD", "END:VCARD", "VERSION:2.1", "N:a;b", "FN:", "ADR:;;;", "PHOTO;ENCODING=BASE64:@@", "=", " "]
        )
        | st.text(max_size=30)
        | st.builds("{}{}:{}".format, st.sampled_from(["N", "TEL", "EMAIL", "ORG", "ADR", "TZ"]), st.text(max_size=9),
                    st.text(max_size=20)),
        max_size=20,
    )
)  # fmt: skip
def test_no_text_makes_it_crash(rows: list[str]) -> None:
    text = "\r\n".join(["BEGIN:VCARD", "VERSION:3.0", "FN:A", *rows, "END:VCARD"])
    with tempfile.TemporaryDirectory() as folder, contextlib.suppress(UsageError):
        assert all(card.name for card in read_cards(written(Path(folder), text)))
