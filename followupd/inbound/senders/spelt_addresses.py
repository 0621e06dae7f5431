"""Finds addresses that a relay, a group or a gateway spells differently.

Examples are dana_at_acme_example, dana=acme.example and dana(a)acme.example. No service is listed: with any separators,
the words of the address are in the same order.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from followupd.inbound.parsing.addresses import author_address, bare_address, find_addresses
from followupd.inbound.parsing.text import decode_words

if TYPE_CHECKING:
    from collections.abc import Iterable

    from followupd.inbound.parsing.message import MailHeaders

_AUTHOR_FIELDS = ("from", "sender", "reply-to", "resent-from", "resent-sender")
_ORIGIN_FIELD = re.compile(r"^x-(?:[\w-]*-)?(?:original|envelope|real|forwarded|author)[\w-]*$|^x-[\w-]*(?:-from|-sender)$|^original-(?:from|sender)$")  # fmt: skip
_OWN_FIELD = re.compile(
    r"(?:message-id|recipient|-to$|-for$|date|subject|received|arc|auth|arrival|size|type|flag)"
)
_WORD = re.compile(r"[^\W_]+")
_ANGLE = re.compile(r"<([^<>\s]{3,320}@[^<>\s]{3,255})>")
MAX_VALUE = 2_000  # characters of one field


@lru_cache(maxsize=16)  # it is called several times for one mail
def origin_values(headers: MailHeaders) -> tuple[str, ...]:
    """Return the decoded values of the fields that name the writer, or the one for whom the mail was forwarded."""
    return tuple(decode_words(value[:MAX_VALUE]) for name, value in headers.fields if _is_origin_field(name))


@lru_cache(maxsize=1024)
def _is_origin_field(name: str) -> bool:
    return name in _AUTHOR_FIELDS or bool(_ORIGIN_FIELD.match(name) and not _OWN_FIELD.search(name))


def origin_addresses(headers: MailHeaders) -> tuple[str, ...]:
    """Return every address in those fields: of all authors, and of those for whom the mail was forwarded."""
    values = origin_values(headers)
    hits = [bare_address(hit) for value in values for hit in _ANGLE.findall(value)]
    hits += [address for value in values for address in find_addresses(value)]
    return tuple(dict.fromkeys(filter(None, (author_address(headers), *hits))))


def spell_values(headers: MailHeaders) -> tuple[str, ...]:
    """Return the words of the fields that name the writer, joined by single dashes: "-dana-at-acme-example-"."""
    return tuple(spell_words(value) for value in origin_values(headers))


def spell_words(text: str) -> str:
    """Return the words of a text joined by dashes, so that an address is found in any spelling."""
    return f"-{'-'.join(_WORD.findall(text.lower()))}-"


@lru_cache(maxsize=16384)
def _spell_name(name: str) -> str:
    """Return the words of a part of an address. It is cached, since many mails are searched for it."""
    return spell_words(name)


def is_domain_spelt(domain: str, spelt_values: Iterable[str]) -> bool:
    """Return whether a domain is in one of these values, with any separators."""
    return "." in domain and any(_spell_name(domain) in value for value in spelt_values)


def is_address_spelt(address: str, spelt_values: Iterable[str]) -> bool:
    """Return whether an address is in one of these values, with its domain behind it or, as in SRS, in front."""
    local, _, domain = address.rpartition("@")
    if not local or "." not in domain:
        return False
    local_words, domain_words = _spell_name(local), _spell_name(domain)
    forms = (local_words + domain_words[1:], f"{local_words}at{domain_words}", f"{local_words}a{domain_words}", domain_words + local_words[1:])  # fmt: skip
    return any(form in value for value in spelt_values for form in forms)
