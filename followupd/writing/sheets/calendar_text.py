"""Text in a calendar file that is read exactly as it was written."""

from __future__ import annotations

from icalendar import vText

ESCAPES = str.maketrans({"\\": "\\\\", ";": r"\;", ",": r"\,", "\n": r"\n"})


class PlainText(vText):
    r"""A TEXT value (RFC 5545 §3.3.11) that keeps each character.

    icalendar's own writer changes the two characters `\N` into a line break.
    """

    def to_ical(self) -> bytes:
        """Return the escaped text in UTF-8; each kind of line end becomes a line break."""
        text = str(self).replace("\r\n", "\n").replace("\r", "\n")
        return text.translate(ESCAPES).encode()
