"""Photographs of a card's QR code, with a vCard or a MeCard in it."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from card_files import MECARD, VCARD, complaint, qr
from PIL import Image

from followupd.config.interview import PostalAddress
from followupd.setup.importers.card_photo import read_photo
from followupd.setup.importers.mecard import parse_mecard
from followupd.setup.importers.records import Card

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize("name", ["card.png", "card.jpg"])
def test_a_photograph_of_a_code_with_a_vcard_gives_the_card(name: str, tmp_path: Path) -> None:
    card = read_photo(qr(tmp_path, VCARD, name))
    assert (card.name, card.emails) == ("Ana Ruíz", ("ana@acme.example",))


def test_a_photograph_of_a_code_with_a_mecard_gives_the_card(tmp_path: Path) -> None:
    assert read_photo(qr(tmp_path, MECARD)) == Card(
        name="Ana Ruiz",
        given_name="Ana",
        family_name="Ruiz",
        org="Acme; Sons",
        emails=("ana@acme.example",),
        phones=("+4930901820",),
        address=PostalAddress(lines=["Allee 1", "10178 Berlin"], country="DE"),
    )


@pytest.mark.parametrize(
    ("text", "card"),
    [
        ("MECARD:N:Ana Ruiz;;", Card(name="Ana Ruiz", given_name="Ana", family_name="Ruiz")),
        (
            "mecard:TEL:1;N:Ruiz\\, Ana;",
            Card(name="Ana Ruiz", given_name="Ana", family_name="Ruiz", phones=("1",)),
        ),
        ("MECARD:TEL:1;;", None),
        ("MECARD:", None),
        ("https://acme.example", None),
    ],
)
def test_a_mecard_is_read_where_it_names_somebody(text: str, card: Card | None) -> None:
    assert parse_mecard(text) == card


def test_a_code_that_holds_no_card_is_told_with_what_it_holds(tmp_path: Path) -> None:
    told = complaint(qr(tmp_path, "https://www.example.org/in/ana-ruiz"))
    assert told.endswith(
        "the QR code holds no card but 'https://www.example.org/in/ana-ruiz'; type the contact in"
    )


def test_a_photograph_without_a_code_or_of_another_kind_is_told(tmp_path: Path) -> None:
    Image.new("RGB", (600, 400), "white").save(tmp_path / "white.png")
    assert "no QR code found; photograph it from nearer" in complaint(tmp_path / "white.png")
    (tmp_path / "card.heic").write_bytes(b"\x00\x00\x00\x24ftypheic" + bytes(100))
    assert "is no picture that can be read; save it as JPEG or PNG" in complaint(tmp_path / "card.heic")
    whole = qr(tmp_path, VCARD).read_bytes()
    (tmp_path / "half.png").write_bytes(whole[: len(whole) // 2])
    assert "is no picture that can be read" in complaint(tmp_path / "half.png")


def test_a_photograph_of_40_megabytes_and_one_of_too_many_pixels_are_refused(tmp_path: Path) -> None:
    with (tmp_path / "huge.jpg").open("wb") as file:
        file.truncate(40_000_000)
    assert complaint(tmp_path / "huge.jpg").endswith("is 40 MB; a photo may have 25 MB, make it smaller")
    for side in (9_000, 15_000):  # above our limit, and above the one at which pillow refuses
        Image.new("1", (side, side)).save(tmp_path / "bomb.png")
        assert (tmp_path / "bomb.png").stat().st_size < 100_000
        assert complaint(tmp_path / "bomb.png").endswith(
            "has more than 64 million pixels; crop it to the QR code"
        )


def test_without_the_extra_a_photograph_is_refused_with_the_way_to_install_it(tmp_path: Path) -> None:
    path = qr(tmp_path, VCARD)
    script = (
        "import sys; sys.modules['zxingcpp'] = None\n"  # as Python marks a module that cannot be imported
        "from pathlib import Path; from followupd.setup.importers.card_photo import read_photo\n"
        "from followupd.errors import UsageError\n"
        f"try: read_photo(Path({str(path)!r}))\nexcept UsageError as told: print(told)"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert "install them with: " in done.stdout
    assert done.stdout.endswith("pillow zxing-cpp\n")
