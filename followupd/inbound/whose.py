"""Whose mail it is: the interviews that it concerns, by thread, person, company, or by what it names."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import IntEnum
from typing import TYPE_CHECKING

from followupd.inbound.addresses import author, bare, display_name, domain_of, ids, is_freemail, organisation, writers
from followupd.inbound.decoding import folded
from followupd.inbound.intent import about_hiring
from followupd.inbound.quoted import quotes
from followupd.inbound.relays import relay_of

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from followupd.inbound.known import Known, KnownContact, KnownInterview
    from followupd.inbound.message import Headers, Mail

_PREFIX = re.compile(r"^\s*(?:\[(?:external|extern|ext|externe?|spam)\]|(?:re|aw|wg|fwd?|sv|vs|tr|rif|res|r|i|rv|enc|antw|odp|pd|ynt|ilt|vl|回复|答复|转发|返信)\s*(?:\[\d{1,3}\]|\^\d{1,3})?\s*[:：])\s*", re.IGNORECASE)
_TOKEN = re.compile(r"^[ \t>]*x-followupd-id:\s*(\S{1,200})", re.IGNORECASE | re.MULTILINE)
_ID_FIELDS = ("in-reply-to", "references", "original-message-id", "x-original-message-id", "x-ms-exchange-parent-message-id", "resent-message-id", "x-in-reply-to", "x-forwarded-message-id")


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


def match(mail: Mail, known: Known, received: datetime, also: Iterable[str] = (), uids: Iterable[str] = ()) -> Match:
    """Match a mail. `also` are further addresses that speak for it, `uids` the events of its calendar."""
    running = tuple(one for one in known.interviews if one.since <= received)
    people = (*writers(mail.headers), *also)
    relay = next((name for address in people if (name := relay_of(address, known.relays))), "")
    for found in (
        _by_thread(mail, known, running, people),
        _by_calendar(running, tuple(uids)),
        _by_person(running, people),
        _by_company(running, people, known),
        _by_relay(mail, running, relay, people),
        _by_words(mail, known, running),
        _by_name(mail, running),
    ):
        if found:
            return found
    return Match(relay=relay)


def _by_thread(mail: Mail, known: Known, running: tuple[KnownInterview, ...], people: tuple[str, ...]) -> Match | None:
    about, where = named(mail, known)
    if not about:
        return None
    sent = known.sent[about[0]]
    concerned = [one for one in running if one.id in {known.sent[key].interview for key in about}]
    if not concerned:
        return None
    why = f"{where} is our mail “{sent.subject[:60]}” of {sent.at.day} {sent.at:%b}"
    own = next((one for one in concerned if one.id == sent.interview), concerned[0])
    writer = next((person for one in concerned for person in one.contacts if _writes(person, people)), None)
    helper = next((person for person in own.contacts if person.id == sent.contact and person.helped), None)
    siblings = [] if helper else [one for one in running if one not in concerned and not one.closed and _same_company(one, own)]
    return Match(Closeness.THREAD, (own, *(one for one in concerned if one is not own), *siblings), writer, about, why, thread_contact=sent.contact)


def named(mail: Mail, known: Known) -> tuple[tuple[str, ...], str]:
    """Return our Message-IDs that a mail names, and where: in its thread headers, or within a mail that it carries."""
    for name in _ID_FIELDS:
        hits = [key for value in mail.headers.every(name) for key in _ours(value, known)]
        if hits:
            return tuple(dict.fromkeys(hits)), "-".join(word.capitalize() for word in name.split("-"))
    carried = mail.everything
    inside = [key for one in ids(carried) if (key := _key(one, known))]
    inside += [known.tokens[token] for token in _TOKEN.findall(carried) if known.tokens.get(token) in known.sent]
    return tuple(dict.fromkeys(inside)), "the mail that it returns or carries"


def _ours(value: str, known: Known) -> list[str]:
    # Seen in practice: ids without brackets, cut by commas, or with a bracket lost.
    loose = [word.strip("<>,;\"'") for word in value.split()]
    return [key for one in (*ids(value), *loose) if (key := _key(one, known))]


def _key(one: str, known: Known) -> str:
    text = one.strip("<>")
    return next((key for key in (f"<{text}>", text) if key in known.sent), "")


def _writes(person: KnownContact, people: Iterable[str]) -> bool:
    return bool({bare(address) for address in person.addresses} & set(people))


def _by_calendar(running: tuple[KnownInterview, ...], uids: tuple[str, ...]) -> Match | None:
    concerned = tuple(one for one in running if set(uids) & set(one.calendar_uids))
    return Match(Closeness.THREAD, concerned, why="it changes the interview's own invitation") if concerned else None


def _by_person(running: tuple[KnownInterview, ...], people: tuple[str, ...]) -> Match | None:
    hits = [(one, person) for one in running for person in one.contacts if _writes(person, people)]
    if not hits:
        return None
    person = hits[0][1]
    return Match(Closeness.PERSON, _unique(one for one, _ in hits), person, why=f"it comes from {person.name or person.addresses[0]}")


def _unique(interviews: Iterable[KnownInterview]) -> tuple[KnownInterview, ...]:
    return tuple({one.id: one for one in interviews}.values())


def company_domains(interview: KnownInterview) -> frozenset[str]:
    """Return the registrable domains that stand for the company: its own, and those of its people's work addresses."""
    work = (domain_of(bare(address)) for person in interview.contacts if not person.helped for address in person.addresses)
    own = [domain for domain in work if not is_freemail(domain) and not relay_of("@" + domain, {})]
    return frozenset(organisation(domain) for domain in (*interview.domains, *own))


def _by_company(running: tuple[KnownInterview, ...], people: tuple[str, ...], known: Known) -> Match | None:
    theirs = {organisation(domain_of(address)) for address in people if not relay_of(address, known.relays)}
    theirs = {domain for domain in theirs if not is_freemail(domain)}
    concerned = tuple(one for one in running if company_domains(one) & theirs)
    domain = next(iter(theirs & company_domains(concerned[0]))) if concerned else ""
    return Match(Closeness.COMPANY, concerned, why=f"it comes from {domain}, the domain of {concerned[0].company}") if concerned else None


def _by_relay(mail: Mail, running: tuple[KnownInterview, ...], relay: str, people: tuple[str, ...]) -> Match | None:
    if not relay:
        return None
    text = folded("\n".join((display_name(mail.headers), mail.subject, mail.text[:20_000])))
    slugs = {_slug(label) for address in people for label in re.split(r"[@.+_-]", address)}
    by_name = tuple(one for one in running if _names(one, text) or {_slug(name) for name in _called(one)} & slugs)
    concerned = by_name or tuple(one for one in running if len(one.role) > 3 and _says(one.role, text))
    named_what = f"names {concerned[0].company if by_name else concerned[0].role}" if concerned else ""
    return Match(Closeness.COMPANY, concerned, why=f"it comes through {relay} and {named_what}", relay=relay) if concerned else None


def _slug(text: str) -> str:
    return re.sub(r"\W", "", folded(text))


def _called(interview: KnownInterview) -> tuple[str, ...]:
    return tuple(name for name in (interview.company, *interview.aliases) if len(name.strip()) > 1)


def _names(interview: KnownInterview, text: str) -> bool:
    return any(_says(name, text) for name in _called(interview))


def _says(name: str, text: str) -> bool:
    """Say whether a folded text holds a name as whole words."""
    return bool(re.search(rf"(?<!\w){re.escape(folded(name).strip())}(?!\w)", text))


def _by_words(mail: Mail, known: Known, running: tuple[KnownInterview, ...]) -> Match | None:
    """Match by what we wrote: our sentences quoted, or our subject answered, with the thread headers lost."""
    core = subject_core(mail.subject)
    answered = core != folded(mail.subject).strip() and len(core) >= 8
    topic = folded(mail.headers.text("thread-topic")).strip()
    for key, sent in known.sent.items():
        interview = next((one for one in running if one.id == sent.interview), None)
        if interview and sent.text and quotes(mail.text, sent.text):
            return Match(Closeness.COMPANY, (interview,), about=(key,), why=f"it quotes our mail “{sent.subject[:60]}”", thread_contact=sent.contact)
        if interview and (answered or topic) and subject_core(sent.subject) in (core if answered else topic, topic):
            return Match(Closeness.POSSIBLE, (interview,), about=(key,), why=f"it answers a subject of ours, “{sent.subject[:60]}”")
    return None


def subject_core(subject: str) -> str:
    """Return a subject as threads compare it: folded, without "Re:" and tags of mail gateways."""
    core = folded(subject[:500])
    while (cut := _PREFIX.match(core)) and cut.end():
        core = core[cut.end() :]
    return " ".join(core.split())


def _by_name(mail: Mail, running: tuple[KnownInterview, ...]) -> Match | None:
    """Match by names alone: a contact writing from elsewhere, or a stranger on an interview with the company."""
    shown = folded(display_name(mail.headers)).strip()
    hits = [(one, person) for one in running for person in one.contacts if " " in person.name and folded(person.name).strip() == shown]
    if hits:
        return Match(Closeness.POSSIBLE, _unique(one for one, _ in hits), hits[0][1], why=f"it is signed {hits[0][1].name}, from an unknown address")
    head = f"{shown}\n{folded(mail.subject)}"
    concerned = tuple(one for one in running if _names(one, head))
    hiring = concerned and about_hiring(folded(mail.subject + "\n" + mail.text[:4000]))
    return Match(Closeness.POSSIBLE, concerned, why=f"it names {concerned[0].company} and speaks of hiring") if hiring else None


def _same_company(one: KnownInterview, other: KnownInterview) -> bool:
    names = {folded(name) for name in _called(one)} & {folded(name) for name in _called(other)}
    return bool(names or company_domains(one) & company_domains(other))


def may_concern(headers: Headers, known: Known) -> bool:
    """Say from the header block alone whether a mail may concern an interview; errs towards yes."""
    people = (*writers(headers), *(bare(value) for value in headers.every("return-path")))
    if any(_key(one, known) for name in _ID_FIELDS for value in headers.every(name) for one in (*ids(value), *value.split())):
        return True
    if any(relay_of(address, known.relays) for address in people) or not author(headers):
        return True
    return _may_name(headers, known, people)


def _may_name(headers: Headers, known: Known, people: tuple[str, ...]) -> bool:
    shown = folded("\n".join((headers.text("from"), headers.text("subject"), headers.text("thread-topic"), headers.text("reply-to"))))
    domains = {organisation(domain_of(address)) for address in people}
    core = subject_core(headers.text("subject"))
    if any(core == subject_core(sent.subject) for sent in known.sent.values()):
        return True
    return any(
        _names(one, shown) or company_domains(one) & domains or (len(one.role) > 3 and _says(one.role, shown)) or any(_writes(person, people) or (person.name and _says(person.name, shown)) for person in one.contacts)
        for one in known.interviews
    )
