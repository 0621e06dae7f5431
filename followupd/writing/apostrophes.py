"""One kind of apostrophe in a mail: the templates have the typographic one, most keyboards the straight one."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

_BETWEEN_LETTERS = re.compile(r"(?<=\w)['’](?=\w)")


def match_apostrophes(text: str, values: Mapping[str, object]) -> str:
    """Return a text whose apostrophes are those of the words that the user typed; typographic ones where these have none."""
    typed_marks = {mark for typed in _typed_texts(values) for mark in _BETWEEN_LETTERS.findall(typed)}
    if not typed_marks:
        return text
    return _BETWEEN_LETTERS.sub("'" if typed_marks == {"'"} else "’", text)


def _typed_texts(values: Mapping[str, object]) -> Iterator[str]:
    """Yield what stands in a mail as the user typed it."""
    for key in ("employer", "position"):
        yield str(values.get(key, ""))
    for key in ("strengths", "keywords"):
        listed = values.get(key)
        yield from map(str, listed if isinstance(listed, list) else [])
    contact = values.get("contact")
    if isinstance(contact, Mapping):
        yield str(contact.get("fact", ""))
