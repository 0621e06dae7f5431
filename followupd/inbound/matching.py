"""Whose mail it is: the interviews that it concerns, by thread, person, company, or by what it names."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import IntEnum
from typing import TYPE_CHECKING

from followupd.inbound.applicant_systems import relay_of
from followupd.inbound.intent import about_hiring
from followupd.inbound.mentions import (
    ID_FIELDS,
    called,
    closes,
    company_domains,
    key_of,
    names,
    same_company,
    says_role,
    signs,
    slug,
    slugs,
    subject_core,
    writes,
)
from followupd.inbound.parsing.addresses import (
    author,
    display_name,
    domain_of,
    ids,
    is_freemail,
    organisation,
    writers,
)
from followupd.inbound.parsing.quoting import running_text, telling
from followupd.inbound.parsing.text import folded
from followupd.inbound.verdict import in_quotes

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from followupd.inbound.parsing.message import Mail
    from followupd.inbound.watchlist import Known, KnownContact, KnownInterview

_TOKEN = re.compile(r"^[ \t>]*x-followupd-id:\s*(\S{1,200})", re.IGNORECASE | re.MULTILINE)


A_SUBJECT = 8  # characters: anything shorter is anybody's
A_LINE = 80  # characters within which somebody signs


class Closeness(IntEnum):
    """How surely a mail belongs to an interview."""

    NONE = 0
    POSSIBLE = 1  # it names the company, a contact or a subject of ours
    COMPANY = 2  # it comes from the company, or from its applicant-tracking system
    PERSON = 3  # it comes from a contact
    THREAD = 4  # it names a mail of ours


@dataclass(frozen=True, slots=True)
class Match:
    """The interviews concerned, nearest first, the contact meant, our mails that are named, and the evidence."""

    closeness: Closeness = Closeness.NONE
    interviews: tuple[KnownInterview, ...] = ()
    contact: KnownContact | None = None
    about: tuple[str, ...] = ()
    why: str = ""
    relay: str = ""
    thread_contact: str | None = None  # to whom the mail was sent that the thread names

    @property
    def open(self) -> tuple[KnownInterview, ...]:
        """Return those that are not closed."""
        return tuple(one for one in self.interviews if not one.closed)


def match(
    mail: Mail, known: Known, received: datetime, also: Iterable[str] = (), uids: Iterable[str] = ()
) -> Match:
    """Match a mail. `also` are further addresses that speak for it, `uids` the events of its calendar."""
    running = known.running(received)
    people = (*writers(mail.headers), *also)
    relay = next((name for address in people if (name := relay_of(address, known.relays))), "")
    for found in (
        _by_thread(mail, known, running, people),
        _by_calendar(running, tuple(uids)),
        _by_person(running, people),
        _by_company(running, people),
        _by_relay(mail, running, relay, people),
        _by_words(mail, known, running),
        _by_name(mail, running),
    ):
        if found:
            return found
    return Match(relay=relay)


def _by_thread(
    mail: Mail, known: Known, running: tuple[KnownInterview, ...], people: tuple[str, ...]
) -> Match | None:
    about, where = named(mail, known)
    if not about:
        return None
    sent = known.sent[about[0]]
    # Whatever the dates say: our clock may have run ahead when we wrote.
    concerned = [one for one in known.interviews if one.id in {known.sent[key].interview for key in about}]
    if not concerned:
        return None
    why = f"{where} is our mail {in_quotes(sent.subject)} of {sent.at.day} {sent.at:%b}"
    own = next((one for one in concerned if one.id == sent.interview), concerned[0])
    writer = next((person for one in concerned for person in one.contacts if writes(person, people)), None)
    helper = next((person for person in own.contacts if person.id == sent.contact and person.helped), None)
    siblings = (
        []
        if helper
        else [one for one in running if one not in concerned and not one.closed and same_company(one, own)]
    )
    return Match(
        Closeness.THREAD,
        (own, *(one for one in concerned if one is not own), *siblings),
        writer,
        about,
        why,
        thread_contact=sent.contact,
    )


def named(mail: Mail, known: Known) -> tuple[tuple[str, ...], str]:
    """Return our Message-IDs that a mail names, and where: in its thread headers, or within a mail that it carries."""
    for name in ID_FIELDS:
        hits = [key for value in mail.headers.every(name) for key in _ours(value, known)]
        if hits:
            return tuple(dict.fromkeys(hits)), "-".join(word.capitalize() for word in name.split("-"))
    carried = mail.everything
    inside = [key for one in ids(carried) if (key := key_of(one, known))]
    inside += [
        known.tokens[token] for token in _TOKEN.findall(carried) if known.tokens.get(token) in known.sent
    ]
    return tuple(dict.fromkeys(inside)), "the mail that it returns or carries"


def _ours(value: str, known: Known) -> list[str]:
    # Seen in practice: ids without brackets, cut by commas, or with a bracket lost.
    loose = [word.strip("<>,;\"'") for word in value.split()]
    return [key for one in (*ids(value), *loose) if (key := key_of(one, known))]


def _by_calendar(running: tuple[KnownInterview, ...], uids: tuple[str, ...]) -> Match | None:
    concerned = tuple(one for one in running if set(uids) & set(one.calendar_uids))
    return (
        Match(Closeness.THREAD, concerned, why="it changes the interview's own invitation")
        if concerned
        else None
    )


def _by_person(running: tuple[KnownInterview, ...], people: tuple[str, ...]) -> Match | None:
    hits = [(one, person) for one in running for person in one.contacts if writes(person, people)]
    if not hits:
        return None
    own, person = hits[0]
    over = all(one.closed for one, _ in hits) and not person.helped
    # Whoever speaks for a company in a round that is over speaks for it in the one that is not.
    siblings = [one for one in running if not one.closed and same_company(one, own)] if over else []
    return Match(
        Closeness.PERSON,
        _unique([*(one for one, _ in hits), *siblings]),
        person,
        why=f"it comes from {person.name or person.addresses[0]}",
    )


def _unique(interviews: Iterable[KnownInterview]) -> tuple[KnownInterview, ...]:
    return tuple({one.id: one for one in interviews}.values())


def _by_company(running: tuple[KnownInterview, ...], people: tuple[str, ...]) -> Match | None:
    theirs = {organisation(domain_of(address)) for address in people}
    theirs = {domain for domain in theirs if not is_freemail(domain)}
    concerned = tuple(one for one in running if company_domains(one) & theirs)
    if not concerned:
        return None
    domain = min(theirs & company_domains(concerned[0]))
    why = f"it comes from {domain}, the domain of {concerned[0].company}"
    return Match(Closeness.COMPANY, concerned, why=why)


def _by_relay(
    mail: Mail, running: tuple[KnownInterview, ...], relay: str, people: tuple[str, ...]
) -> Match | None:
    if not relay:
        return None
    text = folded("\n".join((display_name(mail.headers), mail.subject, mail.text[:20_000])))
    labels = {slug(label) for address in people for label in re.split(r"[@.+_-]", address)}
    by_name = tuple(one for one in running if names(one, text) or addressed_as(one) & labels)
    concerned = by_name or tuple(one for one in running if says_role(one.role, text))
    named_what = f"names {concerned[0].company if by_name else concerned[0].role}" if concerned else ""
    return (
        Match(Closeness.COMPANY, concerned, why=f"it comes through {relay} and {named_what}", relay=relay)
        if concerned
        else None
    )


def _by_words(mail: Mail, known: Known, running: tuple[KnownInterview, ...]) -> Match | None:
    """Match by what we wrote: our sentences quoted, or our subject answered, with the thread headers lost."""
    interviews = {one.id: one for one in running}
    sent_mails = [(key, sent) for key, sent in known.sent.items() if sent.interview in interviews]
    said = running_text(mail.text) if sent_mails else ""
    for key, sent in sent_mails:
        if any(sentence in said for sentence in telling(sent.text)):
            why = f"it quotes our mail {in_quotes(sent.subject)}"
            return Match(
                Closeness.COMPANY,
                (interviews[sent.interview],),
                None,
                (key,),
                why,
                thread_contact=sent.contact,
            )
    subjects = _answered_subjects(mail)
    for key, sent in sent_mails:
        if subject_core(sent.subject) in subjects:
            why = f"it answers a subject of ours, {in_quotes(sent.subject)}"
            return Match(Closeness.POSSIBLE, (interviews[sent.interview],), None, (key,), why)
    return None


def _answered_subjects(mail: Mail) -> set[str]:
    """Return the subjects, folded, to which the mail says it is an answer: "Re: …", and Exchange's Thread-Topic."""
    core = subject_core(mail.subject)
    answered = {core} if core != folded(mail.subject).strip() else set()
    return {
        core
        for core in answered | {subject_core(mail.headers.text("thread-topic"))}
        if len(core) >= A_SUBJECT
    }


def _by_name(mail: Mail, running: tuple[KnownInterview, ...]) -> Match | None:
    """Match by names alone: a contact writing from elsewhere, or a stranger on an interview with the company."""
    head = f"{folded(display_name(mail.headers)).strip()}\n{folded(mail.subject)}"
    hits = [(one, person) for one in running for person in one.contacts if signs(person, head)]
    if hits:
        why = f"it names {hits[0][1].name}, from an unknown address"
        return Match(Closeness.POSSIBLE, _unique(one for one, _ in hits), hits[0][1], why=why)
    # Seen in practice: from a private address without any name, when the company's mail is down.
    private = is_freemail(domain_of(author(mail.headers)))
    text = folded(mail.text[:6000]) if private else ""
    lines = [line for line in text.split("\n") if 0 < len(line) < A_LINE]
    hits = [(one, person) for one in running for person in one.contacts if closes(person, lines)]
    if hits:
        why = f"{hits[0][1].name} signed it, from an unknown address"
        return Match(Closeness.POSSIBLE, _unique(one for one, _ in hits), hits[0][1], why=why)
    people = writers(mail.headers)
    concerned = tuple(one for one in running if names(one, head) or lives_at(one, people))
    if not concerned or not about_hiring(folded(mail.subject + "\n" + mail.text[:4000])):
        return None
    return Match(Closeness.POSSIBLE, concerned, why=f"it names {concerned[0].company} and speaks of hiring")


def lives_at(interview: KnownInterview, people: Iterable[str]) -> bool:
    """Say whether an address lies in a domain that bears the company's name: bluewhale.example for Blue Whale."""
    domains = {organisation(domain_of(address)) for address in people}
    labels = {slug(domain.partition(".")[0]) for domain in domains if not is_freemail(domain)}
    return bool(labels & addressed_as(interview))


def addressed_as(interview: KnownInterview) -> frozenset[str]:
    """Return the company's names as they stand in addresses."""
    return frozenset(form for name in called(interview) for form in slugs(name))
