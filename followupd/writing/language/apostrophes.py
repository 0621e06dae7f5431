"""Makes the apostrophes of a mail alike. The templates have the typographic one, most keyboards the straight one."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

_BETWEEN_LETTERS = re.compile(r"(?<=\w)['’](?=\w)")


def match_apostrophes(text: str, values: Mapping[str, object]) -> str:
    """Return a text with the kind of apostrophe that the user typed; typographic ones if they typed none."""
    typed_marks = {mark for typed in _typed_texts(values) for mark in _BETWEEN_LETTERS.findall(typed)}
    if not typed_marks:
        return text
    return _BETWEEN_LETTERS.sub("'" if typed_marks == {"'"} else "’", text)


def _typed_texts(values: Mapping[str, object]) -> Iterator[str]:
    """Yield the texts of a mail that the user typed."""
    for key in ("employer", "position"):
        yield str(values.get(key, ""))
    for key in ("strengths", "keywords"):
        listed = values.get(key)
        yield from map(str, listed if isinstance(listed, list) else [])
    contact = values.get("contact")
    if isinstance(contact, Mapping):
        yield str(contact.get("fact", ""))
