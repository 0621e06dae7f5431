"""Whether the user's own provider vouches for the sender's domain (RFC 8601). Nothing else is believed."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from followupd.inbound.parsing.addresses import domain_of, registrable_domain

if TYPE_CHECKING:
    from followupd.inbound.parsing.message import MailHeaders

_COMMENT = re.compile(r"\([^()]{0,500}\)")
_RESULT = re.compile(r"\b(dmarc|dkim|spf)\s*=\s*(\w+)")
_PROPERTY = re.compile(r"\b(header\.from|header\.d|header\.i|smtp\.mailfrom)\s*=\s*\"?([^\s;\"]{1,320})")
_RECEIVED_BY = re.compile(r"\bby\s+([^\s;()]{1,255})")


def is_sender_verified(headers: MailHeaders, authserv_id: str | None, sender: str) -> bool:
    """Say whether a believed Authentication-Results passes for the domain of `sender` (a bare address)."""
    value = _find_trusted_result(headers, authserv_id)
    if not value or not sender:
        return False
    domain = registrable_domain(domain_of(sender))
    return any(_is_aligned_pass(piece, domain) for piece in _COMMENT.sub(" ", value).lower().split(";")[1:])


def _find_trusted_result(headers: MailHeaders, authserv_id: str | None) -> str:
    """Return the topmost result of our own provider, if no foreign hop stands above it (RFC 8601 §5, §7.1)."""
    if not authserv_id:
        return ""
    own_id = authserv_id.strip().lower()
    for name, value in headers.fields:
        if name == "received" and not _is_internal_hop(value, own_id):
            return ""
        if name == "authentication-results":
            id_words = value.partition(";")[0].split()
            if id_words and id_words[0].lower() == own_id:
                return value
    return ""


def _is_internal_hop(received_value: str, own_id: str) -> bool:
    """Say whether a hop is the provider's own: its domain, or a bare machine address."""
    match = _RECEIVED_BY.search(received_value)
    host = match[1].lower().strip("[].") if match else ""
    is_bare_machine = not re.search(r"[g-z]", host) or "." not in host
    return is_bare_machine or registrable_domain(host) == registrable_domain(own_id)


def _is_aligned_pass(piece: str, domain: str) -> bool:
    """Say whether one method passes for the wanted organisation; alignment as RFC 7489 §3.1 has it, relaxed."""
    result = _RESULT.search(piece)
    if not result or result[2] != "pass":
        return False
    domains = {
        registrable_domain(domain_of(value.lstrip("@")))
        for name, value in _PROPERTY.findall(piece)
        if _is_method_property(result[1], name)
    }
    return domain in domains


def _is_method_property(method: str, name: str) -> bool:
    properties = {"dmarc": ("header.from",), "dkim": ("header.d", "header.i"), "spf": ("smtp.mailfrom",)}
    return name in properties[method]
