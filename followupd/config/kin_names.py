"""Splits names with a word before them, and given names of several words: Tante Gerda, Big Mike, María del Carmen."""

from __future__ import annotations

import re

from followupd.config.lazy_pattern import LazyPattern
from followupd.config.name_order import NameParts

# A relative, a nickname, a priest or a nurse. "Hallo Tante" would greet nobody.
_KIN = LazyPattern(
    r"(?:uncle|aunt(?:ie|y)?|granny|grandma|grandpa|cousine?|onkel|tante|oma|opa|tonton|tatie|mamie|papi|oncle|tía|tío|abuel[oa]"
    r"|prim[oa]|padre|père|pater|pfarrer(?:in)?|schwester|hermana|big|little|lil)\s+(?=[^\W\d_]{2})",
    re.IGNORECASE,
)
_DEVOTED = LazyPattern(
    r"(?:mar[ií]a|jos[eé]|ana)\s+(?:del?|de\s+l[ao]s?)\s+(?:carmen|pilar|mar|rosario|luz|[aá]ngeles|dolores|mercedes|roc[ií]o"
    r"|consuelo|jes[uú]s|cruz|paz|valle|nieves|pino|sagrario|milagros|lourdes|f[aá]tima|coro|puerto|amparo|remedios)\b",
    re.IGNORECASE,
)


def split_kin(text: str) -> tuple[str, str]:
    """Return the word before a name, and the name: "Tante" and "Gerda"; an empty word if there is none."""
    match = _KIN.match(text)
    return (match[0].strip(), text[match.end() :].strip()) if match else ("", text)


def split_devoted(text: str) -> NameParts | None:
    """Return the parts of a name with a given name such as "María del Carmen"; None for any other name."""
    match = _DEVOTED.match(text)
    return NameParts(match[0], text[match.end() :].strip()) if match else None
