"""Attachments in the configuration: the allowed kinds of files, and the form of their paths. Pure."""

from __future__ import annotations

import re
from pathlib import PurePosixPath
from typing import Annotated

from pydantic import AfterValidator

from followupd.config.fields import Line

MAX_FILES = 10  # of one mail
# The suffix of a file → its media type. Programs, web pages and archives are left out, since no reader should open
# them.
MEDIA_TYPES = {
    "pdf": "application/pdf",
    "doc": "application/msword",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "odt": "application/vnd.oasis.opendocument.text",
    "rtf": "application/rtf",
    "xls": "application/vnd.ms-excel",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "ppt": "application/vnd.ms-powerpoint",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "odp": "application/vnd.oasis.opendocument.presentation",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "png": "image/png",
    "gif": "image/gif",
    "webp": "image/webp",
    "tif": "image/tiff",
    "tiff": "image/tiff",
    "txt": "text/plain",
    "csv": "text/csv",
    "md": "text/markdown",
}
_KINDS = "PDF, JPEG, PNG, DOCX, ODT, XLSX, PPTX and plain text (.txt)"


def media_type_of(name: str) -> str | None:
    """Return the media type for a file's name, or None."""
    return MEDIA_TYPES.get(PurePosixPath(name).suffix.lower().removeprefix("."))


def check_path(text: str) -> str:
    """Return the path of a file that may be attached. Raises ValueError with a sentence on what to write."""
    path = PurePosixPath(text)
    if path.is_absolute() or text.startswith("~") or ".." in path.parts or re.match(r"[A-Za-z]:|\\", text):
        raise ValueError(
            f"{text!r} lies elsewhere; put the file into the folder of config.yaml and write its name: cv.pdf"
        )
    if media_type_of(text) is None:
        raise ValueError(f"{text!r} is no kind of file that can go along; those are {_KINDS}")
    return str(path)


AttachmentPath = Annotated[Line, AfterValidator(check_path)]
