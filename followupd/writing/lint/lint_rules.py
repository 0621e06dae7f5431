"""Checks of the lint on what must never be sent.

Each check returns the remark about the fault, or None. The row in `lint` decides whether it holds the mail or only
advises.
"""

from __future__ import annotations

import re
from collections import defaultdict
from functools import lru_cache
from typing import TYPE_CHECKING

from followupd.config.name_keys import make_company_key
from followupd.writing.language.company_name import speak_company
from followupd.writing.language.greeting import OPENING_WORDS, format_greeting, format_letter_greeting
from followupd.writing.lint import lint_words as words
from followupd.writing.lint.lint_messages import make_remark
from followupd.writing.lint.lint_note import contains_name, first_match
from followupd.writing.lint.similarity import measure_similarity, normalize_text

if TYPE_CHECKING:
    from followupd.config.interview import Contact
    from followupd.writing.lint.lint_messages import Remark
    from followupd.writing.lint.lint_note import Note

# Share of common three-word runs from which two colleagues would take their mails for the same.
SIMILARITY_LIMIT = 0.7
SHORTEST = 20  # words
_LONGEST_GREETING = 8  # words; a longer first line is no greeting
_SHOUTED_LETTERS = 3
_BRACKET = re.compile(r"\([^()]*\)")
_TITLES_ALONE = re.compile(
    r"(?:(?:dr|dra|prof|professor|mr|mrs|ms|miss|herr|frau|madame|monsieur|m|mme|sr|sra|señor|señora|ing|dipl)\b[.-]*\s*)*",
    re.IGNORECASE,
)


def check_empty(note: Note) -> Remark | None:
    """Return a remark if the mail has no subject or no text."""
    if re.search(r"\w", note.text.subject) and re.search(r"\w", note.text.body):
        return None
    return make_remark("empty")


def check_leftover(note: Note) -> Remark | None:
    """Return a remark if the text has marks that a template or a program left there."""
    quote = first_match(words.LEFTOVER, f"{note.text.subject}\n{note.text.body}")
    return make_remark("leftover", quote=repr(quote)) if quote else None


def check_sample(note: Note) -> Remark | None:
    """Return a remark if the text has a sample that was meant to be replaced."""
    quote = first_match(words.SAMPLE, note.full_text)
    return make_remark("sample", quote=repr(quote)) if quote else None


def check_name(note: Note) -> Remark | None:
    """Return a remark if the first two paragraphs have neither the reader's name nor the user's salutation."""
    opening = " ".join(note.text.body.split("\n\n", 2)[:2])
    is_usual = note.is_own_script or _greets_anybody(note)
    if is_usual or _is_named(note.contact, opening):
        return None
    greeting = format_greeting(note.contact, note.language, note.tone)
    return (
        make_remark("name/own", quote=repr(greeting)) if note.has_own_words else make_remark("name/template")
    )


def _is_named(person: Contact, text: str) -> bool:
    names = (person.name, person.spoken_name, person.given_name, person.family_name, person.salutation or "")
    bare_names = [one.rstrip(" ,!:;.") for one in names if one]
    return any(contains_name(normalize_text(text), one) for one in bare_names if one)


def _greets_anybody(note: Note) -> bool:
    """Return whether a letter begins as letters to this person do, without a name: "Madame, Monsieur,"."""
    greeting = format_letter_greeting(note.contact, note.language, note.tone)
    is_usual = note.kind == "letter" and note.text.body.lstrip().startswith(greeting)
    return is_usual and not _is_named(note.contact, greeting)


def check_other_name(note: Note) -> Remark | None:
    """Return a remark if the greeting has the name of another person of this interview."""
    if note.contact.salutation or note.is_own_script:
        return None
    own_names = {normalize_text(one) for one in (*note.contact.spoken_name.split(), *_names_of(note.contact))}
    for other in note.interview.contacts:
        if other.key == note.contact.key:
            continue
        other_names = [one for one in _names_of(other) if normalize_text(one) not in own_names]
        if wrong_name := next((one for one in other_names if contains_name(note.first_line, one)), None):
            return make_remark("other-name", name=wrong_name)
    return None


def _names_of(person: Contact) -> tuple[str, ...]:
    return (person.spoken_name, person.given_name, person.family_name)


def check_greeting(note: Note) -> Remark | None:
    """Return a remark if the greeting is a title, in capitals, faulty, or a family name alone."""
    first_line = note.text.body.strip().split("\n", 1)[0]
    is_long = len(first_line.split()) > _LONGEST_GREETING
    if note.contact.salutation or note.is_own_script or is_long or _greets_anybody(note):
        return None
    name = OPENING_WORDS.sub("", first_line, count=1).rstrip(" ,:;.!")
    person = note.contact.person_name
    is_odd = (
        words.ODD_NAME.search(name) or words.OFFICES.search(f"{name} {person.full_name}") or len(name) == 1
    )
    faults = {
        "commas": re.search(r",\s*,|,[^,]*,", first_line),
        "title": _TITLES_ALONE.fullmatch(name),
        "capitals": _has_shouted_word(name),
        "several": _names_several(note.contact.name, person.family_name),
        "mailbox": _is_role_name(name, person.full_name),
        "odd": is_odd,
        "family": name == person.family_name != person.given_name,
    }
    reason = next((reason for reason, is_fault in faults.items() if is_fault), None)
    return make_remark(f"greeting/{reason}", quote=repr(first_line)) if reason else None


def _names_several(written_name: str, family_name: str) -> bool:
    """Return whether a name is that of several people: Ana und Ben; not Ana (she/her), von und zu, Ortega y Gasset."""
    match = re.search(words.SEVERAL_PEOPLE, _BRACKET.sub("", written_name))
    return match is not None and (match[0] not in family_name or not match[0].strip().isalpha())


def _is_role_name(greeted_name: str, written_name: str) -> bool:
    """Return whether a name is that of a mailbox, an office or a role: Talent, Team HR, the hiring manager."""
    written_words = re.findall(r"[\w-]+", written_name.casefold())
    return greeted_name.casefold() in words.ROLE_MAILBOXES or not words.ROLE_WORDS.isdisjoint(written_words)


def _has_shouted_word(name: str) -> bool:
    words_of_name = (
        word for word in re.findall(r"\w+", name) if not re.fullmatch("[IVX]+", word)
    )  # Bob Smith III
    return any(len(word) >= _SHOUTED_LETTERS and word.isupper() for word in words_of_name)


def check_address(note: Note) -> Remark | None:
    """Return a remark if the text uses formal and informal words for one reader: Sie and dein."""
    informal_pattern, polite_pattern = words.FORMS_OF_ADDRESS.get(note.language, (None, None))
    if not informal_pattern or not polite_pattern or note.is_own_script:
        return None
    body = note.text.body.replace("’", "'")
    informal_match, polite_match = re.search(informal_pattern, body), re.search(polite_pattern, body)
    is_plural = note.language == "fr" and note.tone == "informal"  # vous may mean several people
    if not informal_match or not polite_match or is_plural:
        return None
    polite, informal = repr(polite_match[0].strip()), repr(informal_match[0].strip())
    return make_remark("address", polite=polite, informal=informal)


def check_company(note: Note) -> Remark | None:
    """Return a remark if the text names the company neither with nor without its legal form, nor by an alias."""
    if note.is_own_script or any(contains_name(note.full_text, one) for one in note.company_names):
        return None
    name = "company/own" if note.has_own_words else "company/template"
    return make_remark(name, company=note.interview.company)


def check_other_company(note: Note) -> Remark | None:
    """Return a remark if the text names another company of the user, in that company's own spelling."""
    own_keys = {make_company_key(one) for one in note.company_names}
    text = f"{note.text.subject}\n{note.text.body}"
    for one in sorted(note.company_names, key=len, reverse=True):
        text = text.replace(one, "")  # Acme Robotics is not Acme
    companies_by_word = _index_companies(tuple(note.other_companies))
    for word in dict.fromkeys(re.findall(r"\w+", text)):
        for other, spoken_name in companies_by_word.get(word, ()):
            # In the written form: "Target" is a company, "target" is not.
            pattern = rf"(?<!\w){re.escape(spoken_name)}(?!\w)"
            if make_company_key(other) not in own_keys and re.search(pattern, text):
                return make_remark("other-company", other=other, company=note.interview.company)
    return None


@lru_cache(maxsize=4)
def _index_companies(companies: tuple[str, ...]) -> dict[str, list[tuple[str, str]]]:
    """Return companies with their spoken names by the first word.

    A mail has few words, but a job search may have many companies.
    """
    index: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for company in companies:
        spoken_name = speak_company(company)
        if match := re.search(r"\w+", spoken_name):
            index[match[0]].append((company, spoken_name))
    return index


def check_reproach(note: Note) -> Remark | None:
    """Return a remark if a phrase blames the company for its silence."""
    quote = first_match(words.REPROACH, note.full_text)
    return make_remark("reproach", quote=repr(quote)) if quote else None


def check_alike(note: Note) -> Remark | None:
    """Return a remark if the mail is too similar to the one for another person of this interview."""
    shares = [(measure_similarity(note.text.body, text.body), name) for name, text in note.neighbours.items()]
    share, name = max(shares, default=(0.0, ""))
    if share < SIMILARITY_LIMIT or note.is_own_script:
        return None
    message = "alike/own" if note.has_own_words else "alike/template"
    return make_remark(message, share=f"{share:.0%}", name=name, limit=f"{SIMILARITY_LIMIT:.0%}")


def check_short(note: Note) -> Remark | None:
    """Return a remark if the mail has too few words."""
    count = len(note.text.body.split())
    return make_remark("short", count=count, limit=SHORTEST) if count < SHORTEST else None
