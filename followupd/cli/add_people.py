"""`followupd add`, the people: from the options, and asked for at the terminal."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from pydantic import ValidationError

from followupd.cli.app import message
from followupd.cli.prompts import ask_line, confirm
from followupd.config.interview import ContactRole, PostalAddress
from followupd.config.person_name import parse_person_name
from followupd.config.plain_text import is_no_name
from followupd.errors import UsageError
from followupd.setup.importers.attendees import is_shared_address
from followupd.setup.importers.people import Person
from followupd.setup.importers.records import clean_line, explain_bad_address, parse_address

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

PERSON_EXAMPLE = "Ana Ruiz <ana@acme.example>"
_MORE_PEOPLE = (
    (ContactRole.INTERVIEWER, "Another interviewer"),
    (ContactRole.MET, "Somebody else you met there"),
    (ContactRole.HELPED, "Somebody who helped you get there"),
)


def build_interviewers(
    names: list[str], emails: list[str], phones: list[str], facts: list[str] | None = None, post: str = ""
) -> list[Person]:
    """Return the interviewers from the options, in their order. Raises UsageError."""
    names, emails = _split_addresses(names, emails)
    facts = facts or []
    if len(phones) > len(names) or (names and len(emails) > len(names)):
        raise UsageError("more --email or --phone than --name; give them in the order of the names")
    count = max(len(names), len(emails))
    if len(facts) > count:
        raise UsageError("more --fact than --name; give them in the order of the names")
    columns = [column + [""] * (count - len(column)) for column in (names, emails, phones, facts)]
    people = [
        replace(build_person(name, _parse_email(email), phone), fact=clean_line(fact))
        for name, email, phone, fact in zip(*columns, strict=True)
    ]
    if post and people:
        people[0] = replace(people[0], postal_address=parse_post(post))
    return people


def _split_addresses(names: list[str], emails: list[str]) -> tuple[list[str], list[str]]:
    """Take the addresses out of the names, if no others are given: "Ana Ruiz <ana@acme.example>"."""
    if emails or not any("<" in name for name in names):
        return names, emails
    people = [_parse_person(name, None, "--name: ") if "<" in name else Person(name=name) for name in names]
    return [person.name for person in people], [person.email for person in people]


def build_person(text: str, email: str, phone: str = "", role: ContactRole | None = None) -> Person:
    """Return a person from the typed values."""
    if text.strip() and is_no_name(text):
        raise UsageError(f"{text!r} is no name of a person; write it as on their card, for example Ana Ruiz")
    name = parse_person_name(clean_line(text))
    return Person(
        name=name.full_name,
        email=email,
        role=role,
        title=name.title,
        given_name=name.given_name,
        family_name=name.family_name,
        phone=clean_line(phone),
    )


def split_post(text: str) -> tuple[str, ...]:
    """Return the lines of "Street 1, 10115 Berlin"."""
    return tuple(line.strip() for line in text.replace(";", ",").split(",") if line.strip())


def check_post(text: str) -> str:
    """Return a postal address as typed. Raises ValueError, as pydantic requires."""
    try:
        parse_post(text)
    except UsageError as fault:
        raise ValueError(str(fault)) from fault
    return text


def parse_post(text: str) -> PostalAddress:
    """Parse "Street 1, 10115 Berlin". Raises UsageError."""
    try:
        return PostalAddress(lines=list(split_post(text)), country=None)
    except ValidationError:
        raise UsageError(
            f"{text!r} is no postal address; write its lines with commas: Street 1, 10115 Berlin (--post)"
        ) from None


def _parse_email(text: str) -> str:
    email = parse_address(text)
    if text.strip() and not email:
        raise UsageError(f"--email: {explain_bad_address(text)}")
    return email


def parse_people(texts: Iterable[str], role: ContactRole, option: str = "") -> list[Person]:
    """Return the people of an option, each typed as "Ana Ruiz <ana@acme.example>". Raises UsageError.

    `option`: the option's name; default: `--met` or `--helped`.
    """
    return [_parse_person(text, role, f"{option or f'--{role}'}: ") for text in texts]


def parse_others(
    agency: str, agents: list[str] | None, met: list[str] | None, helped: list[str] | None
) -> tuple[list[Person], tuple[str, ...]]:
    """Return everyone except the interviewers, the agency first, and the names that are thanked through the agency.

    Raises UsageError.
    """
    if bool(agency.strip()) != bool(agents):
        raise UsageError(
            'an agency has a name and somebody you deal with: --agency "Rocket Recruiting" --agency-contact'
            ' "Rita Reck <rita@rocket.example>"'
        )
    people = parse_people(agents or [], ContactRole.AGENCY, "--agency-contact")
    names = [text for text in met or [] if agents and "@" not in text]
    people += parse_people((text for text in met or [] if text not in names), ContactRole.MET)
    people += parse_people(helped or [], ContactRole.HELPED)
    return people, tuple(map(clean_line, names))


def _parse_person(text: str, role: ContactRole | None, prefix: str = "") -> Person:
    name, _, raw_address = text.rpartition("<")  # names contain commas: "Ruiz, Dr. Ana <ana@acme.example>"
    address = parse_address(raw_address.strip().removesuffix(">"))
    if not name.strip() or not address:
        raise UsageError(f'{prefix}{text!r} is no person; write "{PERSON_EXAMPLE}"')
    return build_person(name, address, role=role)


# --- asked for


def ask_attendance(people: Sequence[Person]) -> tuple[list[Person], frozenset[str]]:
    """Ask which people of an invitation were there; return them as confirmed, and the addresses of the others.

    Raises BackRequested.
    """
    present, absent = [], set[str]()
    invited = [person for person in people if not person.is_confirmed]
    if invited:
        message("The invitation names these people. Mails go only to those who were there.")
    for person in invited:
        is_doubtful = is_shared_address(person.email, person.name) or bool(person.notes)
        if confirm(f"Was {person.name} <{person.email}> there?", None, default=not is_doubtful):
            present.append(Person(name=person.name, email=person.email, is_confirmed=True, is_vouched=True))
        else:
            absent.add(person.email)
    return present, frozenset(absent)


def ask_lead(people: Sequence[Person]) -> Person | None:
    """Ask who gets the reminders, if several interviewers were there. Raises BackRequested."""
    interviewers = [p for p in people if (p.role or ContactRole.INTERVIEWER) is ContactRole.INTERVIEWER]
    if len(interviewers) < 2 or any(p.is_lead for p in interviewers):  # noqa: PLR2004 - a choice
        return None
    for number, person in enumerate(interviewers, 1):
        message(f"  {number}  {person.name}")
    while True:
        answer = ask_line("Who decides, and gets the reminders? Its number", "1")
        if answer.isdecimal() and 0 < int(answer) <= len(interviewers):
            return replace(interviewers[int(answer) - 1], is_lead=True)
        message(f"Please answer with a number from 1 to {len(interviewers)}.")


def ask_first_interviewer() -> Person:
    """Ask for a name and an address. Raises BackRequested."""
    while is_no_name(name := ask_line("Interviewer's full name, as on the card (Dr. Ana Ruiz)")):
        message("Please write a name, for example Ana Ruiz.")
    if "<" in name:
        try:
            return _parse_person(name, None)
        except UsageError:
            name = name.partition("<")[0].strip()
    return ask_shared(build_person(name, ask_email(name)))


def ask_email(name: str) -> str:
    """Ask for a person's address until a valid one is typed. Raises BackRequested."""
    while True:
        text = ask_line(f"E-mail address of {name}")
        if email := parse_address(text):
            return email
        message(f"{explain_bad_address(text)}.")


def ask_shared(person: Person) -> Person:
    """Return a person; if the address looks shared by several people, ask about it. Raises BackRequested."""
    if not is_shared_address(person.email, ""):
        return person
    question = f"{person.email} looks like an address that several people read. Is it {person.name}'s own?"
    is_own = confirm(question, None, default=False)
    return replace(person, is_confirmed=is_own, is_vouched=is_own)


def ask_more_people() -> list[Person]:
    """Ask who else was there, and who helped; Enter ends each list. Raises BackRequested."""
    people: list[Person] = []
    for role, question in _MORE_PEOPLE:
        while text := ask_line(f"{question} ({PERSON_EXAMPLE}), Enter for nobody", is_optional=True):
            try:
                people.append(ask_shared(_parse_person(text, role)))
            except UsageError as fault:
                message(f"{fault}.")
    return people
