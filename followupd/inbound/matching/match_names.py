"""Matches a mail by names alone: of a contact who writes from elsewhere, the company, the role or the requisition."""

from __future__ import annotations

import re
from operator import attrgetter
from typing import TYPE_CHECKING

from followupd.inbound.actions import Relation
from followupd.inbound.intent import has_decision
from followupd.inbound.invitation import has_event
from followupd.inbound.matching.match import Match, drop_duplicates
from followupd.inbound.matching.short_names import MIN_SHORT_NAME, is_short_name_in, short_names
from followupd.inbound.matching.watchlist import cached_on_item
from followupd.inbound.names.greeting import has_named_greeting
from followupd.inbound.names.mentions import (
    company_domains,
    company_labels,
    company_name_forms,
    make_name_slug,
    plain_role,
)
from followupd.inbound.names.name_forms import (
    compile_name,
    compile_person,
    compile_short_person,
    is_unspaced,
    plain_text,
)
from followupd.inbound.names.phones import has_number
from followupd.inbound.names.romanised import romanise_names
from followupd.inbound.parsing.addresses import domain_of, is_freemail
from followupd.inbound.parsing.phrase_pattern import matches_any
from followupd.inbound.phrases.hiring import DELEGATION_STEMS, FROM_WHOM, HIRING_STEMS
from followupd.inbound.senders.spelt_addresses import is_address_spelt, is_domain_spelt

if TYPE_CHECKING:
    from collections.abc import Iterable

    from followupd.inbound.matching.watchlist import WatchedContact, WatchedInterview
    from followupd.inbound.names.name_pattern import NamePattern
    from followupd.inbound.read_mail import ReadMail

    NamedInterview = tuple[WatchedInterview, str]  # with the part of it that a mail names

MAX_SIGNATURE_LINE = 80  # characters of a line that may be a signature
MIN_REQUISITION = 4  # characters
MIN_FIRST_NAME = 3  # letters
MIN_ROLE = 4  # characters: anything shorter is too common
MIN_ROLE_WORDS = 2  # a role of one word is too common
MIN_RARE_ROLE_WORDS = 3  # a role with so many words is specific enough without other signs
MIN_COMPOUND = 14  # letters of a word that other languages write as two: "Entwicklungsingenieurin"


def match_names(read: ReadMail) -> Match | None:
    """Match a mail by the names in its header, and in its text if the text may name somebody (see `prefilter`)."""
    for text, place in ((read.head, ""), (read.body if read.may_text_name else "", "its text")):
        if text and (contact_match := _match_contact(read, text, place)):
            return contact_match
    hits = find_named_interviews(read)
    if not hits:
        return None
    why = f"it names {hits[0][1]}"
    return Match(Relation.NAMED, drop_duplicates(interview for interview, _ in hits), why=why)


def _match_contact(read: ReadMail, text: str, place: str) -> Match | None:
    """Match by a contact: the full name, an address or number in the text, or "Ms Roe".

    The short form counts in the header, or if the mail is about hiring or a delegation.
    """
    nameable = read.find_nameable(has_body=bool(place))
    if not nameable:  # as in most mails: then there is no need to search for words of hiring
        return None
    is_hiring = bool(HIRING_STEMS.search(read.folded_text) or DELEGATION_STEMS.search(read.folded_text))
    for interview in nameable:
        for person in interview.contacts:
            if _is_contact_in(read, person, text, is_hiring=is_hiring):
                interviews = _interviews_of(person, read.running_interviews)
                why = _describe_contact(read, person, place)
                return Match(Relation.CONTACT_NAMED, interviews or (interview,), person, why=why)
    return None


def _interviews_of(
    person: WatchedContact, running_interviews: tuple[WatchedInterview, ...]
) -> tuple[WatchedInterview, ...]:
    name = person.name
    return tuple(i for i in running_interviews if name in map(attrgetter("name"), i.contacts))


@cached_on_item
def all_names(person: WatchedContact) -> tuple[str, ...]:
    """Return the names by which a person is searched: as in the file, and in Latin letters."""
    return (person.name, *romanise_names(person.name, person.addresses))


def _is_contact_in(read: ReadMail, person: WatchedContact, text: str, *, is_hiring: bool) -> bool:
    """Return whether a text names a contact.

    "Dr Roe" counts only together with a word of hiring, since many practices have such a name.
    """
    names = all_names(person)
    short_forms = (
        compile_short_person(name, with_doctors=is_hiring) for name in names if is_hiring or text is read.head
    )
    if _is_any_in((*map(compile_person, names), *short_forms), text):
        return True
    if text is not read.body:
        return False
    return any(is_address_spelt(address, (read.spelt_text,)) for address in person.addresses) or has_number(
        person.phones, read.numbers
    )


def _describe_contact(read: ReadMail, person: WatchedContact, place: str) -> str:
    full_name = compile_person(person.name)
    lines = read.body[:6000].split("\n") if place else []
    is_signed = full_name is not None and any(
        0 < len(line) <= len(person.name) + 12 and full_name.search(line) for line in lines
    )
    if is_signed:
        return f"{person.shown_name} signed it, from an unknown address"
    return (
        f"{place} names {person.shown_name}"
        if place
        else f"it names {person.shown_name}, from an unknown address"
    )


def find_named_interviews(read: ReadMail, *, is_short_name_enough: bool = False) -> list[NamedInterview]:
    """Return the interviews whose requisition, company or role a mail names, each with that name.

    `is_short_name_enough`: the first word of the company's name counts, as in a mail from an applicant system.
    """
    body = read.body if is_short_name_enough or read.may_text_name else ""
    nameable = read.find_nameable(has_body=bool(body))
    if not nameable:
        return []
    whole_text = f"{read.head}\n{body}"
    by_full_name = _find_by_full_name(read, nameable, whole_text, body)
    if by_full_name:
        return by_full_name
    if is_short_name_enough or has_event(read.mail) or HIRING_STEMS.search(read.folded_text):
        min_words = 1 if is_short_name_enough else MIN_ROLE_WORDS
        return _find_by_short_name(nameable, whole_text, min_words)
    introduced = _find_introduced(read, nameable, whole_text)
    return introduced or _find_by_role(nameable, whole_text, MIN_RARE_ROLE_WORDS)


def _find_introduced(
    read: ReadMail, interviews: tuple[WatchedInterview, ...], text: str
) -> list[NamedInterview]:
    """Find the company's short name in a mail without a word of hiring.

    It counts with a contact's first or family name ("Ana from Acme"), a decision, or a question to the user by name.
    """
    hits = [(i, i.company) for i in interviews if is_short_name_in(i, text)]
    if hits and (has_decision(read.mail.text) or _is_told_by_name(read, hits) or _is_subject(read, hits)):
        return hits
    return [hit for hit in hits if _is_part_of_name_in(hit[0], text)]


def _is_subject(read: ReadMail, hits: list[NamedInterview]) -> bool:
    """Return whether a mail greets the user by name, and its subject is only the company's short name."""
    subject = plain_text(read.mail.subject).strip()
    names = {plain_text(name) for interview, _ in hits for name in short_names(interview)}
    return subject in names and has_named_greeting(read.mail)


def _is_told_by_name(read: ReadMail, hits: list[NamedInterview]) -> bool:
    """Return whether a mail greets the user by name, asks something, and has words such as "from Acme"."""
    text = plain_text(read.answer_text)
    if not re.search(r"[?？؟]", text) or not has_named_greeting(read.mail):
        return False
    names = "|".join(re.escape(plain_text(name)) for interview, _ in hits for name in short_names(interview))
    return bool(names) and bool(re.search(rf"\b{FROM_WHOM} (?:{names})\b", text))


def _is_part_of_name_in(interview: WatchedInterview, text: str) -> bool:
    """Return whether a contact's first or family name, other than the company's, is in a text with a capital letter."""
    words = (person.name.split() for person in interview.contacts if person.name.strip())
    names = {name for parts in words for name in (parts[0], parts[-1])} - set(short_names(interview))
    return _is_any_in(
        (compile_name(name, is_cased=True) for name in names if len(name) >= MIN_FIRST_NAME), text
    )


def _find_by_full_name(
    read: ReadMail, interviews: tuple[WatchedInterview, ...], whole_text: str, body: str
) -> list[NamedInterview]:
    by_requisition = [(i, i.requisition) for i in interviews if is_requisition_in(i.requisition, whole_text)]
    return by_requisition or [(i, i.company) for i in interviews if is_company_in(read, i, body)]


def _find_by_short_name(
    interviews: tuple[WatchedInterview, ...], whole_text: str, min_words: int
) -> list[NamedInterview]:
    by_company = [(i, i.company) for i in interviews if is_short_name_in(i, whole_text)]
    return by_company or _find_by_role(interviews, whole_text, min_words)


def _find_by_role(
    interviews: tuple[WatchedInterview, ...], whole_text: str, min_words: int
) -> list[NamedInterview]:
    return [(i, i.role) for i in interviews if is_role_in(i.role, whole_text, min_words)]


def is_requisition_in(requisition: str, text: str) -> bool:
    """Return whether a text holds the number of a vacancy, regardless of its separators."""
    words = re.findall(r"[^\W_]+", plain_text(requisition))
    number = "".join(words)
    if len(number) < MIN_REQUISITION or not re.search(r"\d", number):
        return False
    divided_number = r"[\W_]{0,3}".join(map(re.escape, words))
    return bool(re.search(rf"(?<![^\W_]){divided_number}(?![^\W_])", text, re.IGNORECASE))


def is_company_in(read: ReadMail, interview: WatchedInterview, body: str) -> bool:
    """Return whether the header or the text names the company, or holds its domain.

    In the text, a name of one word must begin with the same letter case as in the file.
    """
    names = company_name_forms(interview)
    if _is_any_in(map(compile_name, names), read.head):
        return True
    if _is_in_local_part(interview, read.origins):
        return True
    if not body:
        return False
    if _is_any_in(map(_compile_as_written, names), body):
        return True
    return any(is_domain_spelt(domain, (read.spelt_text,)) for domain in company_domains(interview))


def _compile_as_written(name: str) -> NamePattern | None:
    """Return the pattern of a company's name; for one word, its first letter must have the same case as in the file."""
    return compile_name(name, is_cased=" " not in name.strip() and not is_unspaced(name))


def _is_any_in(patterns: Iterable[NamePattern | None], text: str) -> bool:
    return matches_any(filter(None, patterns), text)


@cached_on_item
def _long_labels(interview: WatchedInterview) -> frozenset[str]:
    return frozenset(label for label in company_labels(interview) if len(label) >= MIN_SHORT_NAME)


def _is_in_local_part(interview: WatchedInterview, addresses: Iterable[str]) -> bool:
    """Return whether a private address contains the company's name: acme.jobs@gmail.com."""
    labels = _long_labels(interview)
    return any(
        make_name_slug(piece) in labels
        for address in addresses
        if is_freemail(domain_of(address))
        for piece in (address.partition("@")[0], *re.split(r"[.+_-]", address.partition("@")[0]))
    )


def _count_role_words(name: str) -> int:
    """Return the number of words of a role.

    A long word counts as two. In a script without spaces, two letters count as one word.
    """
    if is_unspaced(name):
        return len(re.sub(r"\s", "", name)) // 2
    return sum(2 if len(word) >= MIN_COMPOUND else 1 for word in name.split())


def is_role_in(role: str, text: str, min_words: int = MIN_ROLE_WORDS) -> bool:
    """Return whether a text names a role, if the role has enough words."""
    name = plain_role(role)
    if len(name) < MIN_ROLE or _count_role_words(name) < min_words:
        return False
    pattern = compile_name(name, is_cased=min_words >= MIN_RARE_ROLE_WORDS)
    return bool(pattern and pattern.search(text))
