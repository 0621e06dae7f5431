"""Cards written to files, as text and as photographs of a QR code."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import zxingcpp
from PIL import Image

from followupd.errors import UsageError
from followupd.setup.importers.card_photo import read_photo
from followupd.setup.importers.vcard import read_cards

if TYPE_CHECKING:
    from pathlib import Path

MECARD = r"MECARD:N:Ruiz,Ana;ORG:Acme\; Sons;TEL:+4930901820;EMAIL:ana@acme.example;ADR:,,Allee 1,Berlin,,10178,DE;;"
VCARD = "BEGIN:VCARD\nVERSION:3.0\nN:Ruíz;Ana;;;\nFN:Ana Ruíz\nEMAIL:ana@acme.example\nEND:VCARD\n"


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
        (read_photo if path.suffix in {".png", ".jpg", ".heic"} else read_cards)(path)
    assert "\n" not in str(refused.value)
    return str(refused.value)
