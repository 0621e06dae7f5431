"""Whose mail it is: the interviews that it concerns, by thread, person, company, or by what it names."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from followupd.inbound.actions import Relation
from followupd.inbound.applicant_systems import find_relay
from followupd.inbound.match import Match, drop_duplicates
from followupd.inbound.match_names import find_named_interviews, match_names, short_names
from followupd.inbound.match_thread import match_our_words, match_thread
from followupd.inbound.mentions import (
    company_domains,
    company_labels,
    has_address,
    make_name_slug,
    same_company,
)
from followupd.inbound.own_doings import describes_own_call
from followupd.inbound.parsing.addresses import domain_of, is_freemail, registrable_domain
from followupd.inbound.phones import find_numbers, has_number
from followupd.inbound.phrases.hiring import CALL_STEMS
from followupd.inbound.spelt_addresses import is_address_spelt, is_domain_spelt

if TYPE_CHECKING:
    from collections.abc import Iterable

    from followupd.inbound.read_mail import ReadMail
    from followupd.inbound.watchlist import WatchedInterview

MIN_LABEL = 5  # letters: a shorter label of a domain may be anybody's


def match_mail(read: ReadMail, extra_addresses: Iterable[str] = (), event_uids: Iterable[str] = ()) -> Match:
    """Match a mail. `extra_addresses` speak for it as well, `event_uids` are the events of its calendar."""
    running_interviews = read.watchlist.running_interviews(read.received)
    people = tuple(dict.fromkeys((*read.origins, *extra_addresses)))
    relay = next((name for address in people if (name := find_relay(address, read.watchlist.relays))), "")
    for result in (
        match_thread(read, running_interviews, people),
        _match_calendar(running_interviews, tuple(event_uids)),
        _match_person(read, running_interviews, people),
        _match_caller(read, running_interviews),
        _match_company(read, running_interviews, people),
        _match_relay(read, running_interviews, relay, people),
        match_our_words(read, running_interviews),
        match_names(read, running_interviews),
    ):
        if result:
            return replace(result, relay=result.relay or relay)
    return Match(relay=relay)


def _match_calendar(
    running_interviews: tuple[WatchedInterview, ...], event_uids: tuple[str, ...]
) -> Match | None:
    event_interviews = tuple(
        interview for interview in running_interviews if set(event_uids) & set(interview.calendar_uids)
    )
    why = "it changes the interview's own invitation"
    return Match(Relation.THREAD, event_interviews, why=why) if event_interviews else None


def _match_person(
    read: ReadMail, running_interviews: tuple[WatchedInterview, ...], people: tuple[str, ...]
) -> Match | None:
    hits = [
        (interview, person)
        for interview in running_interviews
        for person in interview.contacts
        if has_address(person, people)
        or any(is_address_spelt(address, read.spelt_origins) for address in person.addresses)
    ]
    if not hits:
        return None
    own_interview, person = hits[0]
    is_over = all(interview.is_closed for interview, _ in hits) and not person.is_helper
    # Whoever speaks for a company in a round that is over speaks for it in the one that is not.
    siblings = [
        interview
        for interview in running_interviews
        if is_over and not interview.is_closed and same_company(interview, own_interview)
    ]
    interviews = drop_duplicates([*(interview for interview, _ in hits), *siblings])
    return Match(
        Relation.PERSON, interviews, person, why=f"it comes from {person.name or person.addresses[0]}"
    )


def _match_caller(read: ReadMail, running_interviews: tuple[WatchedInterview, ...]) -> Match | None:
    """Match a notice of a call, a voicemail or a text message by the number it came from."""
    numbers = find_numbers(read.head)
    if not numbers and CALL_STEMS.search(read.folded_text):
        numbers = read.numbers
    if not numbers or describes_own_call(read.folded_text):
        return None
    hits = [
        (interview, person)
        for interview in running_interviews
        for person in interview.contacts
        if has_number(person.phones, numbers)
    ]
    if not hits:
        return None
    why = f"it comes from the telephone number of {hits[0][1].name}"
    return Match(Relation.PERSON, drop_duplicates(interview for interview, _ in hits), hits[0][1], why=why)


def _match_company(
    read: ReadMail, running_interviews: tuple[WatchedInterview, ...], people: tuple[str, ...]
) -> Match | None:
    """Match by the company's domain, however it is spelt, or by a domain that bears its name."""
    sender_domains = {registrable_domain(domain_of(address)) for address in people}
    sender_domains = {domain for domain in sender_domains if not is_freemail(domain)}
    for interview in running_interviews:
        known_domains = company_domains(interview)
        hits = sorted(known_domains & sender_domains) or sorted(
            domain for domain in known_domains if is_domain_spelt(domain, read.spelt_origins)
        )
        if hits:
            why = f"it comes from {hits[0]}, the domain of {interview.company}"
            others = tuple(i for i in running_interviews if set(hits) & company_domains(i))
            return Match(Relation.COMPANY, others, why=why)
    named = tuple(i for i in running_interviews if _find_named_domain(i, people))
    if not named:
        return None
    why = (
        f"it comes from {_find_named_domain(named[0], people)}, a domain with the name of {named[0].company}"
    )
    return Match(Relation.COMPANY, named, why=why)


def _find_named_domain(interview: WatchedInterview, people: Iterable[str]) -> str:
    """Return a domain of these that bears the company's name: acme.zendesk.com, acme.de beside acme.com."""
    labels = company_labels(interview)
    for address in people:
        domain = domain_of(address)
        if is_freemail(domain) or find_relay(address, {}):
            continue
        own_labels = {make_name_slug(label) for label in domain.split(".")[:-1]}
        if any(len(label) >= MIN_LABEL for label in labels & own_labels):
            return domain
    return ""


def _match_relay(
    read: ReadMail, running_interviews: tuple[WatchedInterview, ...], relay: str, people: tuple[str, ...]
) -> Match | None:
    if not relay:
        return None
    labels = {make_name_slug(label) for address in people for label in re.split(r"[@.+_-]", address)}
    hits = find_named_interviews(read, running_interviews, is_short_name_enough=True)
    label_hits = [
        (interview, interview.company)
        for interview in running_interviews
        if labels & (company_labels(interview) | {make_name_slug(name) for name in short_names(interview)})
    ]
    hits = hits or label_hits
    if not hits:
        return None
    why = f"it comes through {relay} and names {hits[0][1]}"
    return Match(Relation.COMPANY, drop_duplicates(interview for interview, _ in hits), why=why, relay=relay)
