"""Cards as phones and mail programs write them, and as they are photographed."""

from __future__ import annotations

import contextlib
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
import zxingcpp
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from followupd.cards.gathered import Card, Name, spoken
from followupd.cards.mecard import mecard
from followupd.cards.postal import country_code, postal
from followupd.cards.vcards import read_file, read_photo
from followupd.errors import UsageError
from followupd.interview import PostalAddress

CARDS = Path(__file__).parent / "cards"
MECARD = r"MECARD:N:Ruiz,Ana;ORG:Acme\; Sons;TEL:+4930901820;EMAIL:ana@acme.example;ADR:,,Allee 1,Berlin,,10178,DE;;"
VCARD = "BEGIN:VCARD\nVERSION:3.0\nN:Ruíz;Ana;;;\nFN:Ana Ruíz\nEMAIL:ana@acme.example\nEND:VCARD\n"


def only(name: str) -> Card:
    (card,) = read_file(CARDS / name)
    return card


def written(folder: Path, text: str | bytes) -> Path:
    path = folder / "card.vcf"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def qr(folder: Path, text: str, name: str = "card.png") -> Path:
    """Return a photograph: the code small, turned by seven degrees, on a grey table."""
    drawn = zxingcpp.write_barcode_to_image(
        zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.QRCode), scale=6
    )
    code = Image.fromarray(drawn)
    table = Image.new("L", (code.width * 3, code.height * 2), 170)
    table.paste(code.rotate(7, expand=True, fillcolor=255), (code.width, code.height // 3))
    table.save(folder / name)
    return folder / name


def complaint(path: Path) -> str:
    with pytest.raises(UsageError) as refused:
        (read_photo if path.suffix in {".png", ".jpg", ".heic"} else read_file)(path)
    assert "\n" not in str(refused.value)
    return str(refused.value)


def test_a_card_from_an_iphone_with_grouped_properties_and_a_picture() -> None:
    assert only("ios.vcf") == Card(
        name="Ana María Ruíz Fernández",
        first="Ana",
        last="Ruíz Fernández",
        title="Dr.",
        org="Acme GmbH",
        job="Head of Data",
        emails=("ana.ruiz@acme.example", "ana@home.example"),
        phones=("+49 30 901820", "+49 (0)171 1234567"),
        address=PostalAddress(lines=["Karl-Marx-Allee 1", "10178 Berlin"], country="DE"),
    )


def test_a_card_from_an_android_phone_in_quoted_printable() -> None:
    assert only("android.vcf") == Card(
        name="Jürgen Löwe",
        first="Jürgen",
        last="Löwe",
        org="Beispiel & Söhne",
        job="CTO",
        emails=("j.loewe@beispiel.example",),
        phones=("030901820", "+4917112345678"),
        address=PostalAddress(lines=["Hauptstraße 5", "80331 München"], country="DE"),
    )


def test_a_card_from_outlook_in_the_code_page_of_its_machine() -> None:
    assert only("outlook.vcf") == Card(
        name="Jürgen Müller-Lüdenscheidt",
        first="Jürgen",
        last="Müller-Lüdenscheidt",
        title="Prof.",
        org="Straßenbau AG",
        job="Leiter",
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
    assert (card.name, card.first, card.last) == ("Zofia Kowalska", "Zofia", "Kowalska")
    assert card.emails == ("Zofia.Kowalska@zubr.example",)
    assert card.org == "Żubr Sp. z o.o."


def test_a_card_of_version_4_with_uris_preferences_and_a_zone() -> None:
    assert only("version4.vcf") == Card(
        name="Minh Nguyễn",
        first="Minh",
        last="Nguyễn",
        title="Dr. Ing.",
        org="Acme Inc.",
        job="Staff Engineer",
        emails=("minh.nguyen@phở.example", "minh@home.example"),
        phones=("+1-212-736-5000;ext=12",),
        address=PostalAddress(lines=["500 Fifth Avenue", "New York, NY 10110"], country="US"),
        zone="America/New_York",
    )


def test_a_file_with_several_cards_gives_them_in_its_order() -> None:
    assert [card.name for card in read_file(CARDS / "two.vcf")] == ["Ana Ruiz", "Ben Okafor"]


def test_a_card_in_utf_16_is_read(tmp_path: Path) -> None:
    assert read_file(written(tmp_path, VCARD.encode("utf-16")))[0].name == "Ana Ruíz"


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
        assert read_file(written(tmp_path, VCARD.replace("EMAIL", row + "\nEMAIL")))[0].name == "Ana Ruíz"


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
        assert all(card.name for card in read_file(written(Path(folder), text)))


@pytest.mark.parametrize("name", ["card.png", "card.jpg"])
def test_a_photograph_of_a_code_with_a_vcard_gives_the_card(name: str, tmp_path: Path) -> None:
    card = read_photo(qr(tmp_path, VCARD, name))
    assert (card.name, card.emails) == ("Ana Ruíz", ("ana@acme.example",))


def test_a_photograph_of_a_code_with_a_mecard_gives_the_card(tmp_path: Path) -> None:
    assert read_photo(qr(tmp_path, MECARD)) == Card(
        name="Ana Ruiz",
        first="Ana",
        last="Ruiz",
        org="Acme; Sons",
        emails=("ana@acme.example",),
        phones=("+4930901820",),
        address=PostalAddress(lines=["Allee 1", "10178 Berlin"], country="DE"),
    )


@pytest.mark.parametrize(
    ("text", "card"),
    [
        ("MECARD:N:Ana Ruiz;;", Card(name="Ana Ruiz")),
        ("mecard:TEL:1;N:Ruiz\\, Ana;", Card(name="Ana Ruiz", first="Ana", last="Ruiz", phones=("1",))),
        ("MECARD:TEL:1;;", None),
        ("MECARD:", None),
        ("https://acme.example", None),
    ],
)
def test_a_mecard_is_read_where_it_names_somebody(text: str, card: Card | None) -> None:
    assert mecard(text) == card


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
        "from pathlib import Path; from followupd.cards.vcards import read_photo\n"
        "from followupd.errors import UsageError\n"
        f"try: read_photo(Path({str(path)!r}))\nexcept UsageError as told: print(told)"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.endswith("install them with: pip install 'followupd[cards]'\n")


@pytest.mark.parametrize(
    ("name", "code"),
    [("Deutschland", "DE"), ("Allemagne", "DE"), ("USA", "US"), ("de", "DE"), ("Polska", "PL"), ("日本", "JP"),
     ("Nowhere", None), ("", None)],
)  # fmt: skip
def test_a_country_is_known_by_its_name_in_many_languages(name: str, code: str | None) -> None:
    assert country_code(name) == code


def test_an_address_is_written_in_the_order_of_its_country() -> None:
    british = postal(street="1 High Street", town="London", code="SW1A 1AA", country="UK")
    assert british == PostalAddress(lines=["1 High Street", "London", "SW1A 1AA"], country="GB")
    unknown = postal(street="1 Road", town="Town", code="123", country="Nowhere")
    assert unknown == PostalAddress(lines=["1 Road", "123 Town", "Nowhere"])
    assert postal(street="") is None


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
