"""Cards as telephones write them: forgotten backslashes, base64, odd addresses, companies, pictures that are none."""

from __future__ import annotations

import os
import warnings
from base64 import b64encode
from typing import TYPE_CHECKING

import pytest
from card_files import complaint, written
from PIL import Image

from followupd.config.interview import PostalAddress
from followupd.errors import UsageError
from followupd.setup.importers import worker
from followupd.setup.importers.people import person_from_card
from followupd.setup.importers.vcard import read_cards

if TYPE_CHECKING:
    from pathlib import Path

    from followupd.setup.importers.records import Card


def card_of(folder: Path, *rows: str, version: str = "3.0") -> Card:
    text = "\r\n".join(["BEGIN:VCARD", f"VERSION:{version}", *rows, "END:VCARD", ""])
    (card,) = read_cards(written(folder, text))
    return card


@pytest.mark.parametrize("version", ["2.1", "3.0", "4.0"])
@pytest.mark.parametrize("comma", [",", "\\,"])
def test_a_comma_without_its_backslash_parts_nothing(tmp_path: Path, version: str, comma: str) -> None:
    card = card_of(
        tmp_path,
        f"FN:Lindqvist{comma} Marta",
        "N:Lindqvist;Marta",
        f"ORG:Halden Optics{comma} Inc.;Research{comma} Development",
        f"TITLE:Head of Optics{comma} Berlin",
        "ADR;WORK:;;Speicherstr. 7, Haus 3;Berlin;;10245;Germany",
        version=version,
    )
    assert (card.name, card.org, card.occupation) == (
        "Marta Lindqvist",
        "Halden Optics, Inc.",
        "Head of Optics, Berlin",
    )
    assert card.address == PostalAddress(lines=["Speicherstr. 7", "Haus 3", "10245 Berlin"], country="DE")


def test_a_name_with_comma_and_company_in_brackets(tmp_path: Path) -> None:
    assert (
        card_of(tmp_path, "FN:Lindqvist, Marta (Halden Optics)", "N:Lindqvist;Marta;;;").name
        == "Marta Lindqvist"
    )


@pytest.mark.parametrize("encoding", ["ENCODING=BASE64", "ENCODING=b", "BASE64"])
def test_base64_is_decoded(tmp_path: Path, encoding: str) -> None:
    name = b64encode("Märta Lindqvist".encode()).decode()
    parts = b64encode("Lindqvist;Märta;;;".encode()).decode()
    card = card_of(
        tmp_path, f"FN;{encoding};CHARSET=UTF-8:{name}", f"N;{encoding};CHARSET=UTF-8:{parts}", version="2.1"
    )
    assert (card.name, card.given_name, card.family_name) == ("Märta Lindqvist", "Märta", "Lindqvist")


def test_an_address_with_a_name_before_it_is_read(tmp_path: Path) -> None:
    card = card_of(tmp_path, "FN:Ana Ruiz", 'EMAIL;TYPE=WORK:"Ana Ruiz" <ana@acme.example>')
    assert (card.emails, card.notes) == (("ana@acme.example",), ())


def test_an_address_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    card = card_of(tmp_path, "FN:Ana Ruiz", "EMAIL:ana at acme.example")
    assert card.emails == ()
    assert person_from_card(card).notes == (
        "the card's e-mail 'ana at acme.example' cannot be read; write the address yourself",
    )


@pytest.mark.parametrize("rows", [["X-ABShowAs:COMPANY", "ORG:Halden;"], ["KIND:org"], ["ORG:Halden GmbH;"]])
def test_the_card_of_a_company_is_told_apart_from_a_persons(tmp_path: Path, rows: list[str]) -> None:
    card = card_of(tmp_path, "FN:Halden GmbH", "EMAIL:info@halden.example", *rows)
    assert "a company is no person" in card.notes[0]


def test_a_garbled_name_is_told(tmp_path: Path) -> None:
    card = card_of(tmp_path, "FN:MÃ¤rta Lindqvist", "EMAIL:m@halden.example")
    assert "look garbled" in card.notes[0]


def test_a_picture_that_another_program_would_read_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Pillow hands EPS to Ghostscript, whatever the file is called."""
    ran = tmp_path / "ran"
    program = tmp_path / "gs"
    program.write_text(f"#!/bin/sh\ntouch {ran}\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    photo = tmp_path / "card.jpg"
    photo.write_bytes(b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 10 10\n%%EndComments\nshowpage\n%%EOF\n")
    assert complaint(photo).endswith("is no picture that can be read; save it as JPEG or PNG")
    assert not ran.exists()


def test_a_picture_with_broken_fields_is_read_without_a_word(tmp_path: Path) -> None:
    photo = tmp_path / "card.png"
    Image.new("L", (90, 90), "white").save(photo, "TIFF")
    data = bytearray(photo.read_bytes())
    first_entry = int.from_bytes(data[4:8], "little") + 2
    data[first_entry + 4 : first_entry + 8] = (2**31 - 1).to_bytes(4, "little")  # so many values
    photo.write_bytes(data)
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        complaint(photo)
    assert not caught


@pytest.mark.parametrize("size", [(60_000_000, 1), (1, 40_000)])
def test_a_picture_that_is_but_a_line_is_refused_in_words(tmp_path: Path, size: tuple[int, int]) -> None:
    photo = tmp_path / "card.png"
    Image.new("L", size).save(photo)
    assert "more than" in complaint(photo)


def test_the_worker_says_what_the_readers_say(tmp_path: Path) -> None:
    path = written(tmp_path, "BEGIN:VCARD\nVERSION:3.0\nFN:Ana Ruiz\nEND:VCARD\n")
    assert worker.read_cards(path) == read_cards(path)
    path.write_bytes(b"nothing")
    with pytest.raises(UsageError, match="holds no vCard"):
        worker.read_cards(path)
    with pytest.raises(UsageError, match="no picture that can be read"):
        worker.read_photo(path)
    with pytest.raises(UsageError, match="holds no appointment"):
        worker.read_invitation(path, (), "")


def test_the_card_of_a_mailbox_that_several_people_read_is_no_persons(tmp_path: Path) -> None:
    card = card_of(tmp_path, "FN:HR Team", "N:Team;HR;;;", "EMAIL:hr@haldenoptics.example")
    assert card.notes == ("several people read this address, and the name is no person's; write who it was",)


def test_an_invisible_character_in_a_cards_address_is_dropped(tmp_path: Path) -> None:
    card = card_of(tmp_path, "FN:Marta\u200b Lindqvist", "EMAIL:marta\u200b@haldenoptics.example")
    assert (card.name, card.emails) == ("Marta Lindqvist", ("marta@haldenoptics.example",))
