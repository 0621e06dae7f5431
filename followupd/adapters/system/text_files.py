"""Text files that the user writes: read as a whole and checked, saved as a whole or not at all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from followupd.adapters.system.files import read_file, replace_file
from followupd.config.plain_text import UNREADABLE
from followupd.errors import TemplateFault

if TYPE_CHECKING:
    from pathlib import Path

MAX_TEXT_BYTES = 50_000  # bytes of a mail: nobody writes more by hand


def read_text_file(path: Path) -> str:
    """Return the text of a file. Raises TemplateFault if it cannot be read, is empty, or holds no text."""
    try:
        data = read_file(path, MAX_TEXT_BYTES)
        if len(data) > MAX_TEXT_BYTES:  # it was cut, perhaps within a character
            raise TemplateFault(f"{path}: is larger than {MAX_TEXT_BYTES:,} bytes; write less")
        text = data.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        raise TemplateFault(f"{path}: is not UTF-8 at byte {error.start}; save it as UTF-8") from error
    except OSError as error:
        raise TemplateFault(f"{path}: cannot be read ({error.strerror}); check its permissions") from error
    if not text.strip():
        raise TemplateFault(f"{path}: is empty; write the mail, or remove the file")
    _refuse_control(path, text)
    return text


def _refuse_control(path: Path, text: str) -> None:
    if control := UNREADABLE.search(text):
        raise TemplateFault(f"{path}: holds the control character {control[0]!a}; take it out")


def write_text_file(path: Path, text: str, *, like: Path) -> None:
    """Save a file as a whole or not at all; root writes it for the owner of `like`. Raises TemplateFault."""
    _refuse_control(path, text)
    try:
        path.parent.mkdir(mode=0o700, exist_ok=True)
        replace_file(path, text.encode(), mode=0o600, durable=True, like=like)
    except OSError as error:
        raise TemplateFault(f"{path}: cannot be written ({error.strerror}); check its permissions") from error
