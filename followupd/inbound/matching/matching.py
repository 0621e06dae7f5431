"""Finds the interviews that a mail concerns: by thread, person or company, or by what it names."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from followupd.inbound.actions import Relation
from followupd.inbound.automatic.own_doings import describes_own_call
from followupd.inbound.matching.match import Match, drop_duplicates
from followupd.inbound.matching.match_names import find_named_interviews, match_names
from followupd.inbound.matching.match_thread import match_our_words, match_thread
from followupd.inbound.matching.short_names import short_names
from followupd.inbound.matching.watch_index import index_of
from followupd.inbound.names.mentions import (
    company_domains,
    company_labels,
    has_address,
    is_same_company,
    list_label_forms,
    make_name_slug,
)
from followupd.inbound.names.phones import find_numbers, has_number
from followupd.inbound.names.romanised import has_sound_of, is_joined_name, join_names
from followupd.inbound.parsing.addresses import (
    domain_of,
    is_freemail,
    registrable_domain_of,
    registrable_domains_of,
)
from followupd.inbound.phrases.hiring import CALL_STEMS
from followupd.inbound.senders.applicant_systems import find_relay
from followupd.inbound.senders.spelt_addresses import is_address_spelt, is_domain_spelt

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from followupd.inbound.matching.watchlist import WatchedContact, WatchedInterview
    from followupd.inbound.read_mail import ReadMail

    ContactHit = tuple[WatchedInterview, WatchedContact]

MIN_LABEL = 5  # letters: a shorter label of a domain is too common


def match_mail(read: ReadMail, extra_addresses: Iterable[str] = (), event_uids: Iterable[str] = ()) -> Match:
    """Match a mail. `extra_addresses` count as its senders as well; `event_uids` are the events of its calendar."""
    running_interviews = read.running_interviews
    people = tuple(dict.fromkeys((*read.origins, *extra_addresses)))
    relays = (find_relay(address, read.watchlist.relays) for address in people)
    relay = next(filter(None, relays), "")
    near_interviews = read.keep_running(index_of(read.watchlist).find_by_address(people, read.spelt_origins))
    for result in (
        match_thread(read, running_interviews, people),
        _match_calendar(read, tuple(event_uids)),
        _match_person(read, near_interviews, people),
        _match_caller(read),
        _match_company(read, near_interviews, people),
        _match_relay(read, near_interviews, relay, people),
        match_our_words(read, running_interviews),
        _match_author_name(read),
        match_names(read),
        _match_recipients(read),
    ):
        if result:
            return replace(result, relay=result.relay or relay)
    return Match(relay=relay)


def _match_calendar(read: ReadMail, event_uids: tuple[str, ...]) -> Match | None:
    event_interviews = read.keep_running(index_of(read.watchlist).find_by_event(event_uids))
    why = "it changes the interview's own invitation"
    return Match(Relation.THREAD, event_interviews, why=why) if event_interviews else None


def _match_person(
    read: ReadMail, near_interviews: tuple[WatchedInterview, ...], people: tuple[str, ...]
) -> Match | None:
    hits = _find_contacts(
        near_interviews,
        lambda person: has_address(person, people) or _is_spelt_in(person, read.spelt_origins),
    )
    if not hits:
        return None
    person = hits[0][1]
    interviews = drop_duplicates(
        [interview for interview, _ in hits] + _find_successors(read.running_interviews, hits)
    )
    why = f"it comes from {person.shown_name or person.addresses[0]}"
    return Match(Relation.PERSON, interviews, person, why=why)


def _find_contacts(
    interviews: tuple[WatchedInterview, ...], is_sender: Callable[[WatchedContact], bool]
) -> list[ContactHit]:
    """Return each contact that fulfils the condition, with the interview."""
    return [
        (interview, person) for interview in interviews for person in interview.contacts if is_sender(person)
    ]


def _is_spelt_in(person: WatchedContact, texts: tuple[str, ...]) -> bool:
    return any(is_address_spelt(address, texts) for address in person.addresses)


def _find_successors(
    running_interviews: tuple[WatchedInterview, ...], hits: list[ContactHit]
) -> list[WatchedInterview]:
    """Return the open interviews with the same company, if those of the hits are all closed.

    A contact who wrote for the company before still does.
    """
    own_interview, person = hits[0]
    if person.is_helper or not all(interview.is_closed for interview, _ in hits):
        return []
    open_interviews = [interview for interview in running_interviews if not interview.is_closed]
    return [interview for interview in open_interviews if is_same_company(interview, own_interview)]


def _match_caller(read: ReadMail) -> Match | None:
    """Match a notice of a call, a voicemail or a text message by the caller's number."""
    if not index_of(read.watchlist).has_numbers:
        return None
    numbers = find_numbers(read.head)
    if not numbers and CALL_STEMS.search(read.folded_text):
        numbers = read.numbers
    if not numbers or describes_own_call(read.folded_text):
        return None
    near_interviews = read.keep_running(index_of(read.watchlist).find_by_number(numbers))
    hits = _find_contacts(near_interviews, lambda person: has_number(person.phones, numbers))
    if not hits:
        return None
    why = f"it comes from the telephone number of {hits[0][1].name}"
    return Match(Relation.PERSON, drop_duplicates(interview for interview, _ in hits), hits[0][1], why=why)


def _match_author_name(read: ReadMail) -> Match | None:
    """Match an author with an unknown address by their name in another script.

    "Lei Li" is 李雷 with the address lilei@…, and "Ана Роу" is Ana Roe.
    """
    near_interviews = read.keep_running(index_of(read.watchlist).find_by_local(join_names(read.shown_name)))
    hits = _find_contacts(
        near_interviews, lambda person: is_joined_name(read.shown_name, person.name, person.addresses)
    )
    if not hits and not read.shown_name.isascii():
        near_interviews = read.keep_running(index_of(read.watchlist).find_by_sound(read.shown_name))
        hits = _find_contacts(near_interviews, lambda person: has_sound_of(read.shown_name, person.name))
    if not hits:
        return None
    why = f"it names {hits[0][1].name}, from an unknown address"
    interviews = drop_duplicates(interview for interview, _ in hits)
    return Match(Relation.CONTACT_NAMED, interviews, hits[0][1], why=why)


def _match_recipients(read: ReadMail) -> Match | None:
    """Match a stranger's mail that was also sent to somebody at the company."""
    others = read.recipients
    if not others:
        return None
    for interview in read.keep_running(index_of(read.watchlist).find_by_address(others)):
        domains = company_domains(interview)
        hits = [address for address in others if registrable_domain_of(address) in domains]
        if hits:
            return Match(Relation.NAMED, (interview,), why=f"it went to {hits[0]} as well")
    return None


def _match_company(
    read: ReadMail, near_interviews: tuple[WatchedInterview, ...], people: tuple[str, ...]
) -> Match | None:
    """Match by the company's domain, in any spelling, or by a domain that contains its name."""
    domain_match = _match_known_domain(read, near_interviews, people)
    return domain_match or _match_named_domain(near_interviews, people)


def _match_known_domain(
    read: ReadMail, near_interviews: tuple[WatchedInterview, ...], people: tuple[str, ...]
) -> Match | None:
    domains = registrable_domains_of(people)
    sender_domains = {domain for domain in domains if not is_freemail(domain)}
    for interview in near_interviews:
        known_domains = company_domains(interview)
        hits = sorted(known_domains & sender_domains) or sorted(
            domain for domain in known_domains if is_domain_spelt(domain, read.spelt_origins)
        )
        if hits:
            why = f"it comes from {hits[0]}, the domain of {interview.company}"
            others = tuple(i for i in near_interviews if set(hits) & company_domains(i))
            return Match(Relation.COMPANY, others, why=why)
    return None


def _match_named_domain(
    near_interviews: tuple[WatchedInterview, ...], people: tuple[str, ...]
) -> Match | None:
    interviews = tuple(i for i in near_interviews if _find_named_domain(i, people))
    if not interviews:
        return None
    domain = _find_named_domain(interviews[0], people)
    why = f"it comes from {domain}, a domain with the name of {interviews[0].company}"
    return Match(Relation.COMPANY, interviews, why=why)


def _find_named_domain(interview: WatchedInterview, people: Iterable[str]) -> str:
    """Return the one of these domains that contains the company's name: acme.zendesk.com, acme.de beside acme.com."""
    labels = company_labels(interview)
    for address in people:
        domain = domain_of(address)
        if is_freemail(domain) or find_relay(address, {}):
            continue
        own_labels = {form for label in domain.split(".")[:-1] for form in list_label_forms(label)}
        if any(len(label) >= MIN_LABEL for label in labels & own_labels):
            return domain
    return ""


def _name_slugs(interview: WatchedInterview) -> frozenset[str]:
    """Return the company's names in the form in which addresses have them."""
    return company_labels(interview) | set(map(make_name_slug, short_names(interview)))


def _match_relay(
    read: ReadMail, near_interviews: tuple[WatchedInterview, ...], relay: str, people: tuple[str, ...]
) -> Match | None:
    if not relay:
        return None
    labels = {make_name_slug(label) for address in people for label in re.split(r"[@.+_-]", address)}
    hits = find_named_interviews(read, is_short_name_enough=True) or [
        (interview, interview.company)
        for interview in near_interviews
        if not labels.isdisjoint(_name_slugs(interview))
    ]
    if not hits:
        return None
    why = f"it comes through {relay} and names {hits[0][1]}"
    return Match(Relation.COMPANY, drop_duplicates(interview for interview, _ in hits), why=why, relay=relay)
