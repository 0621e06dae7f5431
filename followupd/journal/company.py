"""A company: its name without the legal form, and its mail domains. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from followupd.config.addresses import normalize_address
from followupd.config.interview import ContactRole
from followupd.inbound.parsing.addresses import is_freemail, registrable_domain

if TYPE_CHECKING:
    from collections.abc import Iterable

    from followupd.config.interview import Interview


@dataclass(frozen=True, slots=True)
class Company:
    """A company in a form for comparisons: two are the same if they share a name or a domain."""

    key: str
    domains: frozenset[str]

    def is_same(self, key: str, domains: Iterable[str]) -> bool:
        """Return whether a name and domains mean this company."""
        return key == self.key or not self.domains.isdisjoint(domains)

    def owns_address(self, address: str) -> bool:
        """Return whether an address is in one of the company's domains, or in a subdomain."""
        domain = address.rpartition("@")[2].lower()
        return any(domain == d or domain.endswith("." + d) for d in self.domains)


def company_of(interview: Interview) -> Company:
    """Return the company of an interview, with the domains that it names, else those of the people met there.

    An agency's domains are always included, since it speaks for the company. A helper's domain is left out, since a
    helper may be from anywhere. So is a freemail domain, which belongs to no company.
    """
    agency_addresses = tuple(c.email for c in interview.contacts if c.role is ContactRole.AGENCY)
    met_addresses = tuple(c.email for c in interview.met_people if c.role is not ContactRole.AGENCY)
    return _build_company(interview.company_key, tuple(interview.domains), met_addresses, agency_addresses)


@lru_cache(maxsize=1024)
def _build_company(
    key: str, domains: tuple[str, ...], met_addresses: tuple[str, ...], agency_addresses: tuple[str, ...]
) -> Company:
    configured_domains = [normalize_address(d.removeprefix("@")) for d in domains]
    all_domains = [
        *(configured_domains or map(_domain_of, met_addresses)),
        *map(_domain_of, agency_addresses),
    ]
    return Company(key, frozenset(d for d in all_domains if not is_freemail(d)))


def _domain_of(address: str) -> str:
    return registrable_domain(normalize_address(address).rpartition("@")[2])
