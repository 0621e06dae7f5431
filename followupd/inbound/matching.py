"""Whose mail it is: the interviews that it concerns, by thread, person, company, or by what it names."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import IntEnum
from typing import TYPE_CHECKING

from followupd.inbound.applicant_systems import find_relay
from followupd.inbound.intent import is_about_hiring
from followupd.inbound.mentions import (
    ID_FIELDS,
    company_domains,
    company_names,
    find_our_id,
    has_address,
    is_company_named,
    is_person_named,
    is_role_named,
    is_signed_by,
    make_name_slug,
    make_slug_forms,
    same_company,
    subject_core,
)
from followupd.inbound.parsing.addresses import (
    author_address,
    display_name,
    domain_of,
    find_message_ids,
    is_freemail,
    registrable_domain,
    writer_addresses,
)
from followupd.inbound.parsing.quoting import find_telling_pieces, running_text
from followupd.inbound.parsing.text import fold_text
from followupd.inbound.verdict import quote_words

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from followupd.inbound.parsing.message import ParsedMail
    from followupd.inbound.watchlist import WatchedContact, WatchedInterview, Watchlist

_TOKEN_LINE = re.compile(r"^[ \t>]*x-followupd-id:\s*(\S{1,200})", re.IGNORECASE | re.MULTILINE)


MIN_SUBJECT = 8  # characters: anything shorter is anybody's
MAX_SIGNATURE_LINE = 80  # characters within which somebody signs


class MatchStrength(IntEnum):
    """How surely a mail belongs to an interview."""

    NONE = 0
    POSSIBLE = 1  # it names the company, a contact or a subject of ours
    COMPANY = 2  # it comes from the company, or from its applicant-tracking system
    PERSON = 3  # it comes from a contact
    THREAD = 4  # it names a mail of ours


@dataclass(frozen=True, slots=True)
class Match:
    """The interviews concerned, nearest first, the contact meant, our mails that are named, and the evidence."""

    strength: MatchStrength = MatchStrength.NONE
    interviews: tuple[WatchedInterview, ...] = ()
    contact: WatchedContact | None = None
    our_ids: tuple[str, ...] = ()
    why: str = ""
    relay: str = ""
    thread_contact: str | None = None  # to whom the mail was sent that the thread names

    @property
    def open_interviews(self) -> tuple[WatchedInterview, ...]:
        """Return those that are not closed."""
        return tuple(interview for interview in self.interviews if not interview.is_closed)


def match_mail(
    mail: ParsedMail,
    watchlist: Watchlist,
    received: datetime,
    extra_addresses: Iterable[str] = (),
    event_uids: Iterable[str] = (),
) -> Match:
    """Match a mail. `also` are further addresses that speak for it, `uids` the events of its calendar."""
    running_interviews = watchlist.running_interviews(received)
    people = (*writer_addresses(mail.headers), *extra_addresses)
    relay = next((name for address in people if (name := find_relay(address, watchlist.relays))), "")
    for result in (
        _match_thread(mail, watchlist, running_interviews, people),
        _match_calendar(running_interviews, tuple(event_uids)),
        _match_person(running_interviews, people),
        _match_company(running_interviews, people),
        _match_relay(mail, running_interviews, relay, people),
        _match_words(mail, watchlist, running_interviews),
        _match_name(mail, running_interviews),
    ):
        if result:
            return result
    return Match(relay=relay)


def _match_thread(
    mail: ParsedMail,
    watchlist: Watchlist,
    running_interviews: tuple[WatchedInterview, ...],
    people: tuple[str, ...],
) -> Match | None:
    our_ids, place = ids_mentioned(mail, watchlist)
    if not our_ids:
        return None
    sent_mail = watchlist.sent_mails[our_ids[0]]
    # Whatever the dates say: our clock may have run ahead when we wrote.
    thread_interviews = [
        interview
        for interview in watchlist.interviews
        if interview.id in {watchlist.sent_mails[key].interview for key in our_ids}
    ]
    if not thread_interviews:
        return None
    why = f"{place} is our mail {quote_words(sent_mail.subject)} of {sent_mail.sent_at.day} {sent_mail.sent_at:%b}"
    own_interview = next(
        (interview for interview in thread_interviews if interview.id == sent_mail.interview),
        thread_interviews[0],
    )
    writer = next(
        (
            person
            for interview in thread_interviews
            for person in interview.contacts
            if has_address(person, people)
        ),
        None,
    )
    helper = next(
        (person for person in own_interview.contacts if person.id == sent_mail.contact and person.is_helper),
        None,
    )
    siblings = (
        []
        if helper
        else [
            interview
            for interview in running_interviews
            if interview not in thread_interviews
            and not interview.is_closed
            and same_company(interview, own_interview)
        ]
    )
    return Match(
        MatchStrength.THREAD,
        (
            own_interview,
            *(interview for interview in thread_interviews if interview is not own_interview),
            *siblings,
        ),
        writer,
        our_ids,
        why,
        thread_contact=sent_mail.contact,
    )


def ids_mentioned(mail: ParsedMail, watchlist: Watchlist) -> tuple[tuple[str, ...], str]:
    """Return our Message-IDs that a mail names, and where: in its thread headers, or within a mail that it carries."""
    for name in ID_FIELDS:
        header_ids = [key for value in mail.headers.get_all(name) for key in _find_our_ids(value, watchlist)]
        if header_ids:
            return tuple(dict.fromkeys(header_ids)), "-".join(word.capitalize() for word in name.split("-"))
    carried_text = mail.all_text
    carried_ids = [
        key for written_id in find_message_ids(carried_text) if (key := find_our_id(written_id, watchlist))
    ]
    carried_ids += [
        watchlist.tokens[token]
        for token in _TOKEN_LINE.findall(carried_text)
        if watchlist.tokens.get(token) in watchlist.sent_mails
    ]
    return tuple(dict.fromkeys(carried_ids)), "the mail that it returns or carries"


def _find_our_ids(value: str, watchlist: Watchlist) -> list[str]:
    # Seen in practice: ids without brackets, cut by commas, or with a bracket lost.
    loose_ids = [word.strip("<>,;\"'") for word in value.split()]
    return [
        key
        for written_id in (*find_message_ids(value), *loose_ids)
        if (key := find_our_id(written_id, watchlist))
    ]


def _match_calendar(
    running_interviews: tuple[WatchedInterview, ...], event_uids: tuple[str, ...]
) -> Match | None:
    event_interviews = tuple(
        interview for interview in running_interviews if set(event_uids) & set(interview.calendar_uids)
    )
    return (
        Match(MatchStrength.THREAD, event_interviews, why="it changes the interview's own invitation")
        if event_interviews
        else None
    )


def _match_person(running_interviews: tuple[WatchedInterview, ...], people: tuple[str, ...]) -> Match | None:
    hits = [
        (interview, person)
        for interview in running_interviews
        for person in interview.contacts
        if has_address(person, people)
    ]
    if not hits:
        return None
    own_interview, person = hits[0]
    is_over = all(interview.is_closed for interview, _ in hits) and not person.is_helper
    # Whoever speaks for a company in a round that is over speaks for it in the one that is not.
    siblings = (
        [
            interview
            for interview in running_interviews
            if not interview.is_closed and same_company(interview, own_interview)
        ]
        if is_over
        else []
    )
    return Match(
        MatchStrength.PERSON,
        _drop_duplicates([*(interview for interview, _ in hits), *siblings]),
        person,
        why=f"it comes from {person.name or person.addresses[0]}",
    )


def _drop_duplicates(interviews: Iterable[WatchedInterview]) -> tuple[WatchedInterview, ...]:
    return tuple({interview.id: interview for interview in interviews}.values())


def _match_company(running_interviews: tuple[WatchedInterview, ...], people: tuple[str, ...]) -> Match | None:
    sender_domains = {registrable_domain(domain_of(address)) for address in people}
    sender_domains = {domain for domain in sender_domains if not is_freemail(domain)}
    company_interviews = tuple(
        interview for interview in running_interviews if company_domains(interview) & sender_domains
    )
    if not company_interviews:
        return None
    domain = min(sender_domains & company_domains(company_interviews[0]))
    why = f"it comes from {domain}, the domain of {company_interviews[0].company}"
    return Match(MatchStrength.COMPANY, company_interviews, why=why)


def _match_relay(
    mail: ParsedMail, running_interviews: tuple[WatchedInterview, ...], relay: str, people: tuple[str, ...]
) -> Match | None:
    if not relay:
        return None
    text = fold_text("\n".join((display_name(mail.headers), mail.subject, mail.text[:20_000])))
    labels = {make_name_slug(label) for address in people for label in re.split(r"[@.+_-]", address)}
    company_interviews = tuple(
        interview
        for interview in running_interviews
        if is_company_named(interview, text) or company_slugs(interview) & labels
    )
    relay_interviews = company_interviews or tuple(
        interview for interview in running_interviews if is_role_named(interview.role, text)
    )
    mention = (
        f"names {relay_interviews[0].company if company_interviews else relay_interviews[0].role}"
        if relay_interviews
        else ""
    )
    return (
        Match(
            MatchStrength.COMPANY,
            relay_interviews,
            why=f"it comes through {relay} and {mention}",
            relay=relay,
        )
        if relay_interviews
        else None
    )


def _match_words(
    mail: ParsedMail, watchlist: Watchlist, running_interviews: tuple[WatchedInterview, ...]
) -> Match | None:
    """Match by what we wrote: our sentences quoted, or our subject answered, with the thread headers lost."""
    interviews_by_id = {interview.id: interview for interview in running_interviews}
    sent_mails = [
        (key, sent_mail)
        for key, sent_mail in watchlist.sent_mails.items()
        if sent_mail.interview in interviews_by_id
    ]
    answer_text = running_text(mail.text) if sent_mails else ""
    for key, sent_mail in sent_mails:
        if any(sentence in answer_text for sentence in find_telling_pieces(sent_mail.text)):
            why = f"it quotes our mail {quote_words(sent_mail.subject)}"
            return Match(
                MatchStrength.COMPANY,
                (interviews_by_id[sent_mail.interview],),
                None,
                (key,),
                why,
                thread_contact=sent_mail.contact,
            )
    subjects = _find_answered_subjects(mail)
    for key, sent_mail in sent_mails:
        if subject_core(sent_mail.subject) in subjects:
            why = f"it answers a subject of ours, {quote_words(sent_mail.subject)}"
            return Match(MatchStrength.POSSIBLE, (interviews_by_id[sent_mail.interview],), None, (key,), why)
    return None


def _find_answered_subjects(mail: ParsedMail) -> set[str]:
    """Return the subjects, folded, to which the mail says it is an answer: "Re: …", and Exchange's Thread-Topic."""
    core = subject_core(mail.subject)
    own_subjects = {core} if core != fold_text(mail.subject).strip() else set()
    return {
        core
        for core in own_subjects | {subject_core(mail.headers.get_decoded("thread-topic"))}
        if len(core) >= MIN_SUBJECT
    }


def _match_name(mail: ParsedMail, running_interviews: tuple[WatchedInterview, ...]) -> Match | None:
    """Match by names alone: a contact writing from elsewhere, or a stranger on an interview with the company."""
    head = f"{fold_text(display_name(mail.headers)).strip()}\n{fold_text(mail.subject)}"
    hits = [
        (interview, person)
        for interview in running_interviews
        for person in interview.contacts
        if is_person_named(person, head)
    ]
    if hits:
        why = f"it names {hits[0][1].name}, from an unknown address"
        return Match(
            MatchStrength.POSSIBLE, _drop_duplicates(interview for interview, _ in hits), hits[0][1], why=why
        )
    # Seen in practice: from a private address without any name, when the company's mail is down.
    is_private = is_freemail(domain_of(author_address(mail.headers)))
    text = fold_text(mail.text[:6000]) if is_private else ""
    lines = [line for line in text.split("\n") if 0 < len(line) < MAX_SIGNATURE_LINE]
    hits = [
        (interview, person)
        for interview in running_interviews
        for person in interview.contacts
        if is_signed_by(person, lines)
    ]
    if hits:
        why = f"{hits[0][1].name} signed it, from an unknown address"
        return Match(
            MatchStrength.POSSIBLE, _drop_duplicates(interview for interview, _ in hits), hits[0][1], why=why
        )
    people = writer_addresses(mail.headers)
    company_interviews = tuple(
        interview
        for interview in running_interviews
        if is_company_named(interview, head) or domain_bears_name(interview, people)
    )
    if not company_interviews or not is_about_hiring(fold_text(mail.subject + "\n" + mail.text[:4000])):
        return None
    return Match(
        MatchStrength.POSSIBLE,
        company_interviews,
        why=f"it names {company_interviews[0].company} and speaks of hiring",
    )


def domain_bears_name(interview: WatchedInterview, people: Iterable[str]) -> bool:
    """Say whether an address lies in a domain that bears the company's name: bluewhale.example for Blue Whale."""
    domains = {registrable_domain(domain_of(address)) for address in people}
    labels = {make_name_slug(domain.partition(".")[0]) for domain in domains if not is_freemail(domain)}
    return bool(labels & company_slugs(interview))


def company_slugs(interview: WatchedInterview) -> frozenset[str]:
    """Return the company's names as they stand in addresses."""
    return frozenset(form for name in company_names(interview) for form in make_slug_forms(name))
