"""The keys of an interview in the index: pieces of its names, addresses and numbers that a mail may have.

A mail without any of them cannot concern the interview, since no pattern of its names can match.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from followupd.inbound.matching.match_names import all_names
from followupd.inbound.matching.short_names import short_names
from followupd.inbound.names.mentions import (
    company_domains,
    company_labels,
    company_name_forms,
    make_name_slug,
    plain_role,
)
from followupd.inbound.names.name_forms import compile_name, compile_person, compile_short_person, plain_text
from followupd.inbound.names.name_pattern import MIN_PIECE
from followupd.inbound.names.phones import MIN_DIGITS, normalize_number
from followupd.inbound.parsing.addresses import domain_of, mailbox_key

if TYPE_CHECKING:
    from collections.abc import Iterable

    from followupd.inbound.matching.watchlist import WatchedInterview
    from followupd.inbound.names.name_pattern import NamePattern

_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class WatchKeys:
    """The pieces, listed by the place in which a mail may have them."""

    locals: frozenset[str]  # before the @ of its people's addresses
    domains: frozenset[str]  # the company's registrable domains
    labels: frozenset[str]  # the company's names in the form in which addresses have them
    domain_words: frozenset[str]  # one word of each domain, also of people's domains
    numbers: frozenset[str]  # the last digits of telephone numbers
    # For each name, pieces of its words. All of them are in any text with the name. A short name has none.
    names: frozenset[tuple[str, ...]]
    letters: frozenset[str]  # letters of names in scripts without spaces
    events: frozenset[str]  # the UIDs of its own invitations


@lru_cache(maxsize=4096)
def list_keys(interview: WatchedInterview) -> WatchKeys:
    """Return the keys of an interview. They are cached, since the next watchlist mostly has the same interviews."""
    addresses = [address for person in interview.contacts for address in person.addresses]
    patterns = _list_patterns(interview)
    spaced_names = (pattern.pieces for pattern in patterns if not pattern.letters)
    return WatchKeys(
        locals=frozenset(mailbox_key(address).rpartition("@")[0] for address in addresses),
        domains=company_domains(interview),
        labels=company_labels(interview) | set(map(make_name_slug, short_names(interview))),
        domain_words=_list_domain_words((*company_domains(interview), *map(domain_of, addresses))),
        numbers=_list_numbers(interview),
        names=frozenset((*spaced_names, *_find_requisition(interview))),
        letters=frozenset("".join(pattern.letters for pattern in patterns)),
        events=frozenset(interview.calendar_uids),
    )


def _list_domain_words(domains: Iterable[str]) -> frozenset[str]:
    """Return the longest word of each domain."""
    words = (max(_WORD.findall(domain.lower()), key=len, default="") for domain in domains)
    return frozenset(filter(None, words))


def _list_numbers(interview: WatchedInterview) -> frozenset[str]:
    phones = (normalize_number(phone) for person in interview.contacts for phone in person.phones)
    return frozenset(digits[-MIN_DIGITS:] for digits in phones if len(digits) >= MIN_DIGITS)


def _list_patterns(interview: WatchedInterview) -> list[NamePattern]:
    """Return the patterns of the names of the company, the role and the people."""
    names = (*company_name_forms(interview), *short_names(interview), plain_role(interview.role))
    people = [name for person in interview.contacts for name in all_names(person)]
    patterns = (*map(compile_name, names), *map(compile_person, people), *map(compile_short_person, people))
    return list(filter(None, patterns))


def _find_requisition(interview: WatchedInterview) -> list[tuple[str, ...]]:
    words = _WORD.findall(plain_text(interview.requisition))
    return [tuple(word.lower() for word in words if len(word) >= MIN_PIECE)] if words else []
