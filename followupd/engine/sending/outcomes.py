"""The outcome of the attempt to send one mail: one of five values, none of them an exception."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta

BACKOFF = tuple(timedelta(minutes=m) for m in (5, 15, 30, 60))  # RFC 5321 §4.5.4.1; never past `latest`

# The account has sent too much for today: 5.4.5 (Gmail), 5.7.232 and similar codes (Microsoft), or only text.
_QUOTA_CODE = re.compile(r"5\.4\.5\b|5\.7\.23[0-9]\b")
_QUOTA_WORDS = re.compile(
    r"(?:rate|sending|message|mail|daily|hourly|outgoing|recipient)s?[\s-]+(?:rate[\s-]+|user[\s-]+|sending[\s-]+)*(?:limit|quota)"
    r"|too (?:many|much) (?:mail|message|e-?mail|recipient)s?|quota (?:was |is |has been )?exceeded for sending",
    re.IGNORECASE,
)
_POLICY_CODE = re.compile(r"5\.[47]\.\d+\b")


@dataclass(frozen=True, slots=True)
class Accepted:
    """The server took responsibility: it answered with an exact 2xx after the final dot."""

    code: int
    text: str


@dataclass(frozen=True, slots=True)
class Deferred:
    """Certainly not delivered, but a later attempt may succeed: 4xx, or the connection broke before the dot."""

    code: int  # 0: no reply from the server
    text: str


@dataclass(frozen=True, slots=True)
class Refused:
    """Certainly not delivered, and a later attempt will fail too: 5xx. `is_bad_address`: the recipient was refused."""

    code: int
    text: str
    is_bad_address: bool = False


@dataclass(frozen=True, slots=True)
class Unknown:
    """The dot may have been sent, and no valid answer came. So the outcome is not known."""

    text: str


@dataclass(frozen=True, slots=True)
class Withheld:
    """`may_commit` returned False: the connection was closed without the dot, and nothing was delivered."""


Outcome = Accepted | Deferred | Refused | Unknown | Withheld


def is_quota_refusal(text: str) -> bool:
    """Return whether a 5xx reply is about the account's sending limit.

    Such a limit ends by itself, so the mail is deferred.
    """
    return bool(_QUOTA_CODE.match(text) or (_POLICY_CODE.match(text) and _QUOTA_WORDS.search(text)))
