"""Finds where a mail came in from outside: the hop that the user's provider wrote about a stranger's connection.

No stranger can have written what is above that hop. What is below it came with the mail.
"""

from __future__ import annotations

import re
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_FROM = re.compile(r"\s*from\s+\S+", re.IGNORECASE)
_BY = re.compile(r"\bby\s+([^\s;()]{1,255})", re.IGNORECASE)
_WITH_LMTP = re.compile(r"\bwith\s+(?:UTF8)?LMTPS?A?\b", re.IGNORECASE)
# Addresses within a machine or a site (RFC 1918, RFC 4193). Python counts more as private: addresses for examples, and
# mapped ones.
_INNER_NETWORKS = tuple(
    ip_network(network)
    for network in (
        "127.0.0.0/8",
        "10.0.0.0/8",
        "172.16.0.0/12",
        "192.168.0.0/16",
        "::1/128",
        "fc00::/7",
        "fe80::/10",
    )
)
_ADDRESS_END = re.compile(r"[\s\[\](){}<>;,=@\"]+")


def is_border_hop(received_value: str) -> bool:
    """Return whether a Received field may describe a stranger's connection. The sender writes parts of the field.

    It describes none in three cases: it names no client; beside the client's own name it has only addresses of private
    networks; the mail was delivered to a mailbox (LMTP, RFC 2033). An odd field counts as a border.
    """
    client_name = _FROM.match(received_value)
    if client_name is None:
        return False
    hosts = _BY.findall(received_value)
    if len(hosts) != 1:
        return True
    text = _BY.sub(" ", received_value[client_name.end() :])
    addresses = [*_find_addresses(text)]
    if not all(map(_is_inner, (*addresses, *_find_addresses(client_name[0])))):
        return True
    return not addresses and not _WITH_LMTP.search(text)


def _is_inner(address: IPv4Address | IPv6Address) -> bool:
    mapped = address.ipv4_mapped if isinstance(address, IPv6Address) else None
    return any((mapped or address) in network for network in _INNER_NETWORKS)


def _find_addresses(text: str) -> Iterator[IPv4Address | IPv6Address]:
    for word in _ADDRESS_END.split(text):
        try:
            yield ip_address(word.lower().removeprefix("ipv6:"))
        except ValueError:
            continue
