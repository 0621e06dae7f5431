"""A picture within the text of a mail. Pure."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class InlinePicture:
    """A PNG below a paragraph of the text. Paragraphs are separated by an empty line, and the first one is 0."""

    paragraph: int
    label: str  # what a program shows if it shows no picture
    data: bytes = field(repr=False)

    @property
    def content_id(self) -> str:
        """The id by which the HTML part refers to it (RFC 2392)."""
        return f"{self.paragraph}.{self.digest[:24]}@picture.invalid"

    @property
    def digest(self) -> str:
        """SHA-256 of its bytes."""
        return hashlib.sha256(self.data).hexdigest()
