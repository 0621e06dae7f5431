"""Finds the provider of an address, by its domain or by the domain's mail exchanger."""

from __future__ import annotations

from typing import TYPE_CHECKING

from followupd.setup.provider_table import list_providers

if TYPE_CHECKING:
    from followupd.setup.provider_table import Provider


def find_by_domain(domain: str) -> Provider | None:
    """Return the provider of this domain of addresses (lower case)."""
    return next((p for p in list_providers() if domain in p.domains), None)


def find_by_exchanger(host: str) -> Provider | None:
    """Return the provider that runs this mail exchanger (lower case, no final dot); the longest match wins."""
    matches = [(len(end), p) for p in list_providers() for end in p.mx if f".{host}".endswith(f".{end}")]
    return max(matches, key=lambda fit: fit[0])[1] if matches else None


def find_by_address(address: str) -> Provider | None:
    """Return the provider of an e-mail address."""
    return find_by_domain(address.rpartition("@")[2].lower())
