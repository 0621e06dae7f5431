"""Makes the keys by which names of people and companies are compared. Pure."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

# Legal forms do not tell companies apart: "Acme GmbH" and "Acme" are one.
_LEGAL_FORM = re.compile(
    r"[\s,]+(?:gmbh(?: & co\.? kg)?|ag|se|kg|ug|e\.?v\.?|ltd\.?|limited|llc|llp|inc\.?|corp\.?|corporation|plc|co\.?"
    r"|company|s\.?a\.?s?\.?|s\.?r\.?l\.?|s\.?l\.?|s\.?p\.?a\.?|b\.?v\.?|n\.?v\.?|oy|ab|as|a/s|k\.?k\.?)$"
)


def make_slug(text: str) -> str:
    """Return `text` as a short lower-case key of ASCII letters, digits and dashes.

    If it has no such characters, return a key of hex digits.
    """
    import unicodedata

    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    key = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:60]
    return key or "x" + text.encode().hex()[:40]


def make_company_key(name: str) -> str:
    """Return a company's name in the form for comparisons: small letters, no legal form, single spaces."""
    plain = " ".join(name.casefold().split())
    return _LEGAL_FORM.sub("", plain) or plain


def find_shared_key(people: Iterable[tuple[str, tuple[str, ...]]]) -> tuple[str, str, str] | None:
    """Return two people, by their names, who share a key, and that key; None if no two do."""
    owners: dict[str, str] = {}
    for name, keys in people:
        for key in keys:
            if key in owners:
                return name, owners[key], key
        owners.update(dict.fromkeys(keys, name))
    return None
