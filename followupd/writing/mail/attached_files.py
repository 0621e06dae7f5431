"""Checks the files that a mail has as attachments: their real type, by their first bytes, and their size. Pure.

Only documents are allowed. A name that does not fit the type of the bytes, a macro or a program is an error.
"""

from __future__ import annotations

import hashlib
import re
import zipfile
from dataclasses import dataclass
from io import BytesIO
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from followupd.config.attachments import media_type_of
from followupd.errors import FollowupdError

if TYPE_CHECKING:
    from collections.abc import Sequence

MAX_TOTAL_BYTES = 5_000_000  # Of all files of a mail. As attachments they grow by a third.
_LARGEST_MIMETYPE = 200  # bytes of the entry with which OpenDocument names its type
_MAX_PARTS = 5000  # entries of an office file
_SIGNATURES = (
    ("application/pdf", re.compile(rb"%PDF-")),
    ("application/rtf", re.compile(rb"\{\\rtf")),
    ("image/png", re.compile(rb"\x89PNG\r\n\x1a\n")),
    ("image/jpeg", re.compile(rb"\xff\xd8\xff")),
    ("image/gif", re.compile(rb"GIF8")),
    ("image/tiff", re.compile(rb"II\*\x00|MM\x00\*")),
    ("image/webp", re.compile(rb"RIFF.{4}WEBP", re.DOTALL)),
)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # the format of office files before they were ZIP files
# The name of the main stream of such a file.
_OLE_STREAMS = (
    ("application/msword", "WordDocument"),
    ("application/vnd.ms-excel", "Workbook"),
    ("application/vnd.ms-powerpoint", "PowerPoint Document"),
)
_OOXML_FOLDERS = (
    ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", "word/"),
    ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "xl/"),
    ("application/vnd.openxmlformats-officedocument.presentationml.presentation", "ppt/"),
)
_PAGE_MARKS = ("#!", "<!doctype", "<html", "<script", "<?php", "<svg", "<?xml", "@echo")
_TEXT_CONTROLS = frozenset("\t\n\r\f")


class AttachmentFault(FollowupdError):
    """A file cannot be attached. The message names the file and what to do."""

    exit_status = 78


@dataclass(frozen=True, slots=True)
class AttachedFile:
    """An attached file, without its bytes: its name, its media type, its size, and the digest of its content."""

    path: str  # as it is in the configuration
    type: str
    size: int  # bytes
    digest: str  # SHA-256 of its bytes

    @property
    def name(self) -> str:
        """The name that the reader sees."""
        return PurePosixPath(self.path).name

    @property
    def label(self) -> str:
        """Name and size, as they are shown to the candidate."""
        megabytes = self.size / 1e6
        size_text = f"{megabytes:.1f} MB" if megabytes >= 1 else f"{-(-self.size // 1000)} kB"
        return f"{self.name} ({size_text})"


def describe_file(path: str, data: bytes) -> AttachedFile:
    """Return the description of a file. Raises AttachmentFault if the bytes do not fit the name."""
    if not data:
        raise AttachmentFault(f"{path} is empty; save the document again")
    promised_type, actual_type = media_type_of(path), _find_type(path, data)
    if promised_type is None or actual_type is None:
        raise AttachmentFault(f"{path} is no document, image or plain text; export it as PDF")
    if actual_type != promised_type:
        raise AttachmentFault(
            f"{path} is in truth {actual_type}; give it the right ending, or export it as PDF"
        )
    return AttachedFile(path, actual_type, len(data), hashlib.sha256(data).hexdigest())


def check_together(files: Sequence[AttachedFile]) -> None:
    """Check what concerns all files of a mail together. Raises AttachmentFault."""
    total = sum(one.size for one in files)
    if total > MAX_TOTAL_BYTES:
        labels = ", ".join(one.label for one in files)
        raise AttachmentFault(
            f"{labels}: together {total / 1e6:.1f} MB, and many mailboxes refuse more than"
            f" {MAX_TOTAL_BYTES / 1e6:.0f} MB; make them smaller, or leave one out"
        )
    names = [one.name for one in files]
    if twice := next((name for name in names if names.count(name) > 1), None):
        raise AttachmentFault(f"two files are called {twice}; give one of them another name")


def _find_type(path: str, data: bytes) -> str | None:
    """Return the media type of the bytes; None if they are no document. For plain text the name decides."""
    if media_type := next((kind for kind, mark in _SIGNATURES if mark.match(data)), None):
        return media_type
    if data.startswith(b"PK"):
        return _find_type_of_zip(path, data)
    if data.startswith(_OLE):
        return _find_type_of_ole(path, data)
    if not _is_plain_text(data):
        return None
    promised_type = media_type_of(path) or ""
    return promised_type if promised_type.startswith("text/") else "text/plain"


def _find_type_of_zip(path: str, data: bytes) -> str | None:
    """Return the type of an office file that is a ZIP file. Only the entry with the name of the type is unpacked."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            names = archive.namelist()[:_MAX_PARTS]
            if any(name.lower().endswith("vbaproject.bin") for name in names):
                raise AttachmentFault(
                    f"{path} holds a program (macros); save it without, or export it as PDF"
                )
            if "mimetype" in names and archive.getinfo("mimetype").file_size <= _LARGEST_MIMETYPE:
                return archive.read("mimetype").decode("ascii", "replace").strip()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, RuntimeError) as error:
        raise AttachmentFault(f"{path} is damaged ({error}); save the document again") from error
    if "[Content_Types].xml" not in names:
        return "application/zip"
    folders = {name.partition("/")[0] + "/" for name in names}
    return next((kind for kind, folder in _OOXML_FOLDERS if folder in folders), None)


def _find_type_of_ole(path: str, data: bytes) -> str | None:
    if "_VBA_PROJECT".encode("utf-16-le") in data:
        raise AttachmentFault(f"{path} holds a program (macros); save it without, or export it as PDF")
    return next((kind for kind, stream in _OLE_STREAMS if stream.encode("utf-16-le") in data), None)


def _is_plain_text(data: bytes) -> bool:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return False
    if text.lstrip().lower().startswith(_PAGE_MARKS):
        return False
    return not any(character < " " and character not in _TEXT_CONTROLS for character in text)
