"""Puts addresses into one form for comparisons, also if their domain is not ASCII. Pure."""

from __future__ import annotations

from functools import lru_cache


def normalize_address(address: str) -> str:
    """Return an address (or a domain) in the form for comparisons: small letters, A-labels (RFC 5891)."""
    local_part, at_sign, domain = address.lower().rpartition("@")
    return f"{local_part}{at_sign}{domain if domain.isascii() else _encode_idna(domain)}"


@lru_cache(maxsize=1024)
def _encode_idna(domain: str) -> str:
    import idna

    try:
        return idna.encode(domain, uts46=True).decode()
    except idna.IDNAError:
        return domain
