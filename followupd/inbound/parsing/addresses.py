"""Finds the writer of a mail, and the organisation to which a domain belongs."""

from __future__ import annotations

import re
from functools import lru_cache
from importlib.resources import files
from io import StringIO
from typing import TYPE_CHECKING

from followupd.config.addresses import normalize_address
from followupd.inbound.parsing.text import decode_words
from followupd.inbound.phrases.freemail import FREEMAIL, GMAIL

if TYPE_CHECKING:
    from collections.abc import Iterable

    from followupd.inbound.parsing.message import MailHeaders

# Bounded repeats: a long run of letters without an @ stays linear.
_ADDRESS = re.compile(
    r"""[^\s<>"'(),:;@\[\]\\：，、；（）【】「」]{1,64}@[^\s<>"'(),:;@\[\]\\：，、；（）【】「」]{1,255}"""
)
_ANGLE_ADDRESS = re.compile(r"""<\s*("[^"<>]{0,64}"@[^\s<>]{1,255}|[^\s<>]{1,320}@[^\s<>]{1,255})\s*>""")
_HELD_LISTS: list[str] = []  # the one list, if it is held
MAX_DOMAIN = 253  # RFC 1035 §2.3.4
_MESSAGE_ID = re.compile(r"<[^<>\s]{1,998}>")


@lru_cache(maxsize=16384)
def bare_address(address: str) -> str:
    """Return an address without its brackets, in lower case, with the domain in ASCII."""
    local, at, domain = address.strip().strip("<>").lower().rpartition("@")
    if not at:
        return domain
    return f"{local}@{_to_ascii(domain.strip('.'))}"


@lru_cache(maxsize=16384)
def mailbox_key(address: str) -> str:
    """Return the same form for every spelling of one mailbox. Gmail ignores dots, and all behind a plus."""
    plain_address = bare_address(address)
    local, _, domain = plain_address.rpartition("@")
    return f"{local.partition('+')[0].replace('.', '')}@gmail.com" if domain in GMAIL else plain_address


@lru_cache(maxsize=4096)
def _to_ascii(domain: str) -> str:
    return domain if len(domain) > MAX_DOMAIN else normalize_address(domain)


@lru_cache(maxsize=256)
def find_addresses(value: str) -> tuple[str, ...]:
    """Return all addresses of a raw header value, bare, in order."""
    matches = _ANGLE_ADDRESS.findall(value) or _ADDRESS.findall(value)
    if "<" in value:
        outside = _ANGLE_ADDRESS.sub(" , ", value)
        hits_by_piece = map(_ADDRESS.findall, outside.split(","))
        matches += [hits[0] for hits in hits_by_piece if len(hits) == 1]
    return tuple(dict.fromkeys(bare_address(address) for address in matches))


def author_address(headers: MailHeaders) -> str:
    """Return the bare address of the author: the last one in angle brackets in From. A display name cannot fake it."""
    return _parse_author(headers.get_first("from"))


def named_authors(headers: MailHeaders) -> tuple[str, ...]:
    """Return every address in angle brackets in the raw From; more than one if several people wrote."""
    return tuple(bare_address(address) for address in _ANGLE_ADDRESS.findall(headers.get_first("from")))


@lru_cache(maxsize=64)
def _parse_author(value: str) -> str:
    angle_addresses = _ANGLE_ADDRESS.findall(value)
    loose_addresses = [] if angle_addresses else _ADDRESS.findall(value)
    return (
        bare_address(angle_addresses[-1] if angle_addresses else loose_addresses[0])
        if angle_addresses or loose_addresses
        else ""
    )


def writer_addresses(headers: MailHeaders) -> tuple[str, ...]:
    """Return every address that a mail names as its writer's: author, Sender and Reply-To."""
    others = find_all_addresses(headers, "sender", "reply-to")
    return tuple(dict.fromkeys(filter(None, (author_address(headers), *others))))


def display_name(headers: MailHeaders) -> str:
    """Return the author's name as it is shown, without the address."""
    value = decode_words(headers.get_first("from"))
    return value.rpartition("<")[0].strip(" \t\"'") if "<" in value else ""


def recipient_addresses(headers: MailHeaders) -> tuple[str, ...]:
    """Return the bare addresses in To, Cc and Bcc."""
    return find_all_addresses(headers, "to", "cc", "bcc")


def find_all_addresses(headers: MailHeaders, *names: str) -> tuple[str, ...]:
    """Return the bare addresses in every field of these names, each once."""
    values = (value for name in names for value in headers.get_all(name))
    return tuple(dict.fromkeys(address for value in values for address in find_addresses(value)))


def find_message_ids(value: str) -> tuple[str, ...]:
    """Return the message ids of a raw header value, with their angle brackets."""
    return tuple(dict.fromkeys(_MESSAGE_ID.findall(value)))


def domain_of(address: str) -> str:
    """Return the domain of a bare address."""
    return address.rpartition("@")[2]


@lru_cache(maxsize=4096)
def registrable_domain(domain: str) -> str:
    """Return the registrable domain ("mail.acme.co.uk" → "acme.co.uk"); the domain itself if it has none."""
    name = domain.strip(".").lower()
    if not name or len(name) > MAX_DOMAIN:
        return name
    return str(_load_suffixes(name.rpartition(".")[2]).privatesuffix(name) or name)


def registrable_domain_of(address: str) -> str:
    """Return the registrable domain of a bare address."""
    return registrable_domain(domain_of(address))


def registrable_domains_of(addresses: Iterable[str]) -> set[str]:
    """Return the registrable domains of bare addresses."""
    return {registrable_domain_of(address) for address in addresses}


@lru_cache(maxsize=256)
def _load_suffixes(top: str) -> PublicSuffixList:
    """Return the public suffixes under one top-level domain. All of them would take more than a megabyte."""
    from publicsuffixlist import PublicSuffixList

    ends = (f".{top}", f".{_to_unicode(top)}")
    with StringIO(_HELD_LISTS[0]) if _HELD_LISTS else _suffix_file().open(encoding="utf-8") as lines:
        return PublicSuffixList(line for line in lines if f".{line}".split(maxsplit=1)[0].endswith(ends))


def load_suffix_file() -> None:
    """Load the list of public suffixes into memory, for a process that cannot open files later."""
    _HELD_LISTS[:] = [_suffix_file().read_text(encoding="utf-8")]
    registrable_domain("www.example")


def _suffix_file() -> Traversable:
    return files("publicsuffixlist").joinpath("public_suffix_list.dat")


def _to_unicode(label: str) -> str:
    try:
        return label.encode("ascii").decode("idna")
    except UnicodeError:
        return label


def is_freemail(domain: str) -> bool:
    """Return whether anybody can have an address in this domain, so that it never belongs to one company."""
    return domain in FREEMAIL or registrable_domain(domain) in FREEMAIL


if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

    from publicsuffixlist import PublicSuffixList
