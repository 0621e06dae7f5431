"""Whether the user's own provider vouches for the sender's domain (RFC 8601). Nothing else is believed."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from followupd.inbound.parsing.addresses import domain_of, organisation

if TYPE_CHECKING:
    from followupd.inbound.parsing.message import Headers

_COMMENT = re.compile(r"\([^()]{0,500}\)")
_RESULT = re.compile(r"\b(dmarc|dkim|spf)\s*=\s*(\w+)")
_PROPERTY = re.compile(r"\b(header\.from|header\.d|header\.i|smtp\.mailfrom)\s*=\s*\"?([^\s;\"]{1,320})")
_BY = re.compile(r"\bby\s+([^\s;()]{1,255})")


def vouched(headers: Headers, authserv_id: str | None, sender: str) -> bool:
    """Say whether a believed Authentication-Results passes for the domain of `sender` (a bare address)."""
    value = _believed(headers, authserv_id)
    if not value or not sender:
        return False
    wanted = organisation(domain_of(sender))
    return any(_passes(piece, wanted) for piece in _COMMENT.sub(" ", value).lower().split(";")[1:])


def _believed(headers: Headers, authserv_id: str | None) -> str:
    """Return the topmost result of our own provider, if no foreign hop stands above it (RFC 8601 §5, §7.1)."""
    if not authserv_id:
        return ""
    ours = authserv_id.strip().lower()
    for name, value in headers.fields:
        if name == "received" and not _internal(value, ours):
            return ""
        if name == "authentication-results":
            written = value.partition(";")[0].split()
            if written and written[0].lower() == ours:
                return value
    return ""


def _internal(received: str, ours: str) -> bool:
    """Say whether a hop is the provider's own: its domain, or a bare machine address."""
    match = _BY.search(received)
    host = match[1].lower().strip("[].") if match else ""
    bare = not re.search(r"[g-z]", host) or "." not in host
    return bare or organisation(host) == organisation(ours)


def _passes(piece: str, wanted: str) -> bool:
    """Say whether one method passes for the wanted organisation; alignment as RFC 7489 §3.1 has it, relaxed."""
    result = _RESULT.search(piece)
    if not result or result[2] != "pass":
        return False
    domains = {
        organisation(domain_of(value.lstrip("@")))
        for name, value in _PROPERTY.findall(piece)
        if _speaks(result[1], name)
    }
    return wanted in domains


def _speaks(method: str, name: str) -> bool:
    wanted = {"dmarc": ("header.from",), "dkim": ("header.d", "header.i"), "spf": ("smtp.mailfrom",)}
    return name in wanted[method]
