"""What came of handing over one mail: one of five values, none of them an exception."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta

BACKOFF = tuple(timedelta(minutes=m) for m in (5, 15, 30, 60))  # RFC 5321 §4.5.4.1, and never past `latest`

# The account has sent too much for today: 5.4.5 (Gmail), 5.7.232 and the like (Microsoft), or only words.
_QUOTA_CODE = re.compile(r"5\.4\.5\b|5\.7\.23[0-9]\b")
_QUOTA_WORDS = re.compile(
    r"(?:rate|sending|message|mail|daily|hourly|outgoing|recipient)s?[\s-]+(?:rate[\s-]+|user[\s-]+|sending[\s-]+)*(?:limit|quota)"
    r"|too (?:many|much) (?:mail|message|e-?mail|recipient)s?|quota (?:was |is |has been )?exceeded for sending",
    re.IGNORECASE,
)
_POLICY_CODE = re.compile(r"5\.[47]\.\d+\b")


@dataclass(frozen=True, slots=True)
class Accepted:
    """The server took responsibility: an exact 2xx after the final dot."""

    code: int
    text: str


@dataclass(frozen=True, slots=True)
class Deferred:
    """Definitely not delivered, may work later: 4xx, or the connection broke before the dot."""

    code: int  # 0: no reply of the server's
    text: str


@dataclass(frozen=True, slots=True)
class Refused:
    """Definitely not delivered, and will not be: 5xx. `is_bad_address`: it was the recipient that was refused."""

    code: int
    text: str
    is_bad_address: bool = False


@dataclass(frozen=True, slots=True)
class Unknown:
    """The dot may have left and no valid answer came: nobody can say."""

    text: str


@dataclass(frozen=True, slots=True)
class Withheld:
    """`may_commit` said no: the connection was closed without the dot, nothing was delivered."""


Outcome = Accepted | Deferred | Refused | Unknown | Withheld


def is_quota_refusal(text: str) -> bool:
    """Return whether a 5xx reply is about how much the account may send: that ends by itself, so the mail is deferred."""
    return bool(_QUOTA_CODE.match(text) or (_POLICY_CODE.match(text) and _QUOTA_WORDS.search(text)))
