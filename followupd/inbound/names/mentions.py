"""Recognises names and addresses of companies, people and threads in a mail."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from followupd.inbound.matching.watchlist import cached_on_item
from followupd.inbound.names.name_forms import company_forms
from followupd.inbound.parsing.addresses import (
    bare_address,
    domain_of,
    is_freemail,
    mailbox_key,
    registrable_domain,
)
from followupd.inbound.parsing.text import fold_text
from followupd.inbound.senders.applicant_systems import find_relay

if TYPE_CHECKING:
    from collections.abc import Iterable

    from followupd.inbound.matching.watchlist import WatchedContact, WatchedInterview, Watchlist

ID_FIELDS = (
    "in-reply-to",
    "references",
    "original-message-id",
    "x-original-message-id",
    "x-ms-exchange-parent-message-id",
    "resent-message-id",
    "x-in-reply-to",
    "x-forwarded-message-id",
    "x-riferimento-message-id",
)
_SUBJECT_PREFIX = re.compile(
    r"^\s*(?:\[(?:external|extern|ext|externe?|spam)\]|(?:re|aw|wg|fwd?|sv|vs|tr|rif|res|r|i|rv|enc|antw|odp|pd|ynt|ilt|vl|回复|答复|转发|返信)\s*(?:\[\d{1,3}\]|\^\d{1,3})?\s*[:：])\s*",
    re.IGNORECASE,
)
# Words that companies add to their name if the domain with the bare name is taken.
_ADDED_IN_FRONT = re.compile(
    r"get|try|use|join|go|my|hello|hi|team|the|weare|mail|jobs|careers|karriere|workat"
)
_ADDED_BEHIND = re.compile(
    r"(?:hq|app|group|gruppe|groupe|grupo|gruppo|jobs|careers?|karriere|team|mail|online|inc|ltd|llc|gmbh|ag|sas?|bv|oy|ab|plc|spa|srl|corp|"
    r"company|holding|international|global|europe|eu|uk|usa?|de|at|ch|fr|it|es|nl|labs?|tech|io|ai)$"
)
MIN_BARE_LABEL = 8  # letters of a name to which a word was added: a shorter one may be part of any word
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "å": "aa", "ø": "oe"})
_NO_WORD_SIGN = re.compile(r"\W")
_BRACKETS = re.compile(r"\([^()]{0,40}\)|\[[^\[\]]{0,40}\]")


def find_our_id(written_id: str, watchlist: Watchlist) -> str:
    """Return the Message-ID of the sent mail that a written id means, or an empty string."""
    text = written_id.strip("<>")
    return next((key for key in (f"<{text}>", text) if key in watchlist.sent_mails), "")


def subject_core(subject: str) -> str:
    """Return a subject in the form in which threads are compared: folded, without "Re:" and tags of mail gateways."""
    core = fold_text(subject[:500])
    while (prefix := _SUBJECT_PREFIX.match(core)) and prefix.end():
        core = core[prefix.end() :]
    return " ".join(core.split())


@cached_on_item
def company_domains(interview: WatchedInterview) -> frozenset[str]:
    """Return the registrable domains of the company: its own, and those of its people's work addresses."""
    work_domains = (
        domain_of(bare_address(address))
        for person in interview.contacts
        if not person.is_helper
        for address in person.addresses
    )
    own_domains = [
        domain for domain in work_domains if not is_freemail(domain) and not find_relay("@" + domain, {})
    ]
    return frozenset(registrable_domain(domain) for domain in (*interview.domains, *own_domains))


def is_same_company(one: WatchedInterview, other: WatchedInterview) -> bool:
    """Return whether two interviews are with the same employer."""
    common_names = {fold_text(name) for name in company_names(one)} & {
        fold_text(name) for name in company_names(other)
    }
    return bool(common_names or company_domains(one) & company_domains(other))


def has_address(person: WatchedContact, people: Iterable[str]) -> bool:
    """Return whether one of these bare addresses belongs to the person."""
    known_addresses = _mailbox_keys(person)
    sender_addresses = {mailbox_key(address) for address in people}
    return bool(known_addresses & sender_addresses) or any(
        _is_under_host(one, other) for one in known_addresses for other in sender_addresses
    )


@cached_on_item
def _mailbox_keys(person: WatchedContact) -> frozenset[str]:
    return frozenset(mailbox_key(address) for address in person.addresses)


def _is_under_host(one: str, other: str) -> bool:
    """Return whether two addresses differ only in a host: ana@mail.acme.example and ana@acme.example.

    Seen in practice: autoresponders on Unix hosts write from such an address.
    """
    (local, _, domain), (other_local, _, other_domain) = one.rpartition("@"), other.rpartition("@")
    if not local or local != other_local:
        return False
    return domain.endswith("." + other_domain) or other_domain.endswith("." + domain)


@cached_on_item
def company_names(interview: WatchedInterview) -> tuple[str, ...]:
    """Return the names of the company."""
    return tuple(name for name in (interview.company, *interview.aliases) if len(name.strip()) > 1)


@cached_on_item
def company_name_forms(interview: WatchedInterview) -> tuple[str, ...]:
    """Return the company's names, with and without their legal form."""
    return company_forms(company_names(interview))


@cached_on_item
def company_labels(interview: WatchedInterview) -> frozenset[str]:
    """Return the company's names in the form in which addresses have them, and the first labels of its domains."""
    slugs = {form for name in company_name_forms(interview) for form in make_slug_forms(name)}
    domain_labels = {make_name_slug(domain.partition(".")[0]) for domain in company_domains(interview)}
    return frozenset(slug for slug in slugs | domain_labels if slug)


@lru_cache(maxsize=4096)
def list_label_forms(label: str) -> frozenset[str]:
    """Return the names that a domain's label may mean: itself, and itself without a word that companies add."""
    slug = make_name_slug(label)
    front = _ADDED_IN_FRONT.match(slug)
    starts = {slug, slug[front.end() :]} if front else {slug}
    ends = {_ADDED_BEHIND.sub("", start, count=1) for start in starts}
    bare_forms = (form for form in starts | ends if form == slug or len(form) >= MIN_BARE_LABEL)
    return frozenset(bare_forms)


def plain_role(role: str) -> str:
    """Return a role without the parts in brackets: "(m/f/d)"."""
    return " ".join(_BRACKETS.sub(" ", role).split())


def make_slug_forms(text: str) -> frozenset[str]:
    """Return the forms that a name may have in an address: accents dropped, or ä as ae."""
    spelling = text.lower().translate(_UMLAUTS)
    return frozenset({make_name_slug(text), make_name_slug(spelling)})


@lru_cache(maxsize=8192)
def make_name_slug(text: str) -> str:
    """Return the form that a name has in an address: letters and digits only."""
    return _NO_WORD_SIGN.sub("", fold_text(text))
