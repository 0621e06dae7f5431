"""Who wrote, and which organisation a domain belongs to."""

from __future__ import annotations

import re
from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING

from followupd.config.addresses import wired
from followupd.inbound.parsing.text import words
from followupd.inbound.phrases.freemail import FREEMAIL, GMAIL

if TYPE_CHECKING:
    from followupd.inbound.parsing.message import Headers

# Bounded repeats: a long run of letters without an @ stays linear.
_ADDRESS = re.compile(
    r"""[^\s<>"'(),:;@\[\]\\：，、；（）【】「」]{1,64}@[^\s<>"'(),:;@\[\]\\：，、；（）【】「」]{1,255}"""
)
_ANGLED = re.compile(r"""<\s*("[^"<>]{0,64}"@[^\s<>]{1,255}|[^\s<>]{1,320}@[^\s<>]{1,255})\s*>""")
MAX_DOMAIN = 253  # RFC 1035 §2.3.4
_ID = re.compile(r"<[^<>\s]{1,998}>")


def bare(address: str) -> str:
    """Return an address without its trimmings: lower case, the domain in ASCII."""
    local, at, domain = address.strip().strip("<>").lower().rpartition("@")
    if not at:
        return domain
    return f"{local}@{_ascii(domain.strip('.'))}"


def same(address: str) -> str:
    """Return the form in which two spellings of one mailbox are equal: Gmail ignores dots and what follows a plus."""
    plain = bare(address)
    local, _, domain = plain.rpartition("@")
    return f"{local.partition('+')[0].replace('.', '')}@gmail.com" if domain in GMAIL else plain


@lru_cache(maxsize=4096)
def _ascii(domain: str) -> str:
    return domain if len(domain) > MAX_DOMAIN else wired(domain)


@lru_cache(maxsize=256)
def addresses(value: str) -> tuple[str, ...]:
    """Return all addresses of a raw header value, bare, in order."""
    found = _ANGLED.findall(value) or _ADDRESS.findall(value)
    if "<" in value:
        outside = _ANGLED.sub(" , ", value)
        found += [
            hit for piece in outside.split(",") if len(hits := _ADDRESS.findall(piece)) == 1 for hit in hits
        ]
    return tuple(dict.fromkeys(bare(address) for address in found))


def author(headers: Headers) -> str:
    """Return the bare address of the author: the last angle-addr of the raw From, which a display name cannot fake."""
    return _author(headers.first("from"))


@lru_cache(maxsize=64)
def _author(value: str) -> str:
    angled = _ANGLED.findall(value)
    loose = [] if angled else _ADDRESS.findall(value)
    return bare(angled[-1] if angled else loose[0]) if angled or loose else ""


def writers(headers: Headers) -> tuple[str, ...]:
    """Return every address that speaks for the mail: author, Sender, Reply-To."""
    others = (
        address
        for name in ("sender", "reply-to")
        for value in headers.every(name)
        for address in addresses(value)
    )
    return tuple(dict.fromkeys(address for address in (author(headers), *others) if address))


def display_name(headers: Headers) -> str:
    """Return the author's name as shown, without the address."""
    value = words(headers.first("from"))
    return value.rpartition("<")[0].strip(" \t\"'") if "<" in value else ""


def recipients(headers: Headers) -> tuple[str, ...]:
    """Return the bare addresses in To, Cc and Bcc."""
    values = (value for name in ("to", "cc", "bcc") for value in headers.every(name))
    return tuple(dict.fromkeys(address for value in values for address in addresses(value)))


def ids(value: str) -> tuple[str, ...]:
    """Return the message ids of a raw header value, with their angle brackets."""
    return tuple(dict.fromkeys(_ID.findall(value)))


def domain_of(address: str) -> str:
    """Return the domain of a bare address."""
    return address.rpartition("@")[2]


@lru_cache(maxsize=4096)
def organisation(domain: str) -> str:
    """Return the registrable domain ("mail.acme.co.uk" → "acme.co.uk"); the domain itself where there is none."""
    name = domain.strip(".").lower()
    if not name or len(name) > MAX_DOMAIN:
        return name
    return str(_suffixes(name.rpartition(".")[2]).privatesuffix(name) or name)


@lru_cache(maxsize=256)
def _suffixes(top: str) -> PublicSuffixList:
    """Return the public suffixes under one top-level domain: those of the whole world take more than a megabyte."""
    from publicsuffixlist import PublicSuffixList

    ends = (f".{top}", f".{_unicode(top)}")
    with files("publicsuffixlist").joinpath("public_suffix_list.dat").open(encoding="utf-8") as lines:
        return PublicSuffixList(line for line in lines if f".{line}".split(maxsplit=1)[0].endswith(ends))


def _unicode(label: str) -> str:
    try:
        return label.encode("ascii").decode("idna")
    except UnicodeError:
        return label


def is_freemail(domain: str) -> bool:
    """Say whether anybody can have an address there, so that it never stands for a company."""
    return domain in FREEMAIL or organisation(domain) in FREEMAIL


if TYPE_CHECKING:
    from publicsuffixlist import PublicSuffixList
