"""Text in a calendar file, so that it is read as it was written."""

from __future__ import annotations

from icalendar import vText

ESCAPES = str.maketrans({"\\": "\\\\", ";": r"\;", ",": r"\,", "\n": r"\n"})


class PlainText(vText):
    r"""A TEXT value (RFC 5545 §3.3.11) that keeps each character.

    icalendar's own writer takes the two characters `\N` for a line break.
    """

    def to_ical(self) -> bytes:
        """Return the escaped text in UTF-8; each kind of line end becomes a line break."""
        text = str(self).replace("\r\n", "\n").replace("\r", "\n")
        return text.translate(ESCAPES).encode()
