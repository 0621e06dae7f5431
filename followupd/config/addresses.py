"""Domains that are not ASCII, in the one form in which they are compared. Pure."""

from __future__ import annotations

from functools import lru_cache


def wired(address: str) -> str:
    """Return an address (or a domain) in the one form in which it is compared: small letters, A-labels (RFC 5891)."""
    local, at, domain = address.lower().rpartition("@")
    return f"{local}{at}{domain if domain.isascii() else _a_labels(domain)}"


@lru_cache(maxsize=1024)
def _a_labels(domain: str) -> str:
    import idna

    try:
        return idna.encode(domain, uts46=True).decode()
    except idna.IDNAError:
        return domain
