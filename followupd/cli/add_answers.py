"""What `followupd add` was told by options, and what it asks for at the terminal."""

from __future__ import annotations

import sys
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import typer
from pydantic import TypeAdapter, ValidationError

from followupd.cli.app import message
from followupd.config.fields import Country, Language, Line, LocalTime, Zone
from followupd.config.person_name import parse_person_name
from followupd.errors import UsageError
from followupd.setup.importers.interview_sources import merge_sources
from followupd.setup.importers.people import Person
from followupd.setup.importers.records import clean_line, parse_address

if TYPE_CHECKING:
    from collections.abc import Iterable

    from followupd.config.interview import ContactRole
    from followupd.setup.importers.interview_sources import CandidateHome, InterviewData, TypedAnswers
    from followupd.setup.importers.records import Card, Invitation

_OPTION_TYPES: dict[str, Any] = {"at": LocalTime, "zone": Zone, "country": Country, "language": Language}


def parse_options(options: dict[str, str]) -> dict[str, Any]:
    """Return what was typed as values; what is empty is left out. Raises UsageError that names the option."""
    return {key: _parse_value(key, text.strip()) for key, text in options.items() if text.strip()}


def _parse_value(key: str, text: str) -> Any:
    try:
        return TypeAdapter(_OPTION_TYPES.get(key, Line)).validate_python(text)
    except ValidationError as fault:
        reason = fault.errors(include_url=False)[0]["msg"].removeprefix("Value error, ")
        raise UsageError(f"--{key}: {reason}") from fault


# --- people


def build_interviewers(names: list[str], emails: list[str], phones: list[str]) -> list[Person]:
    """Return the interviewers that the options name, in their order. Raises UsageError."""
    if len(phones) > len(names) or (names and len(emails) > len(names)):
        raise UsageError("more --email or --phone than --name; give them in the order of the names")
    count = max(len(names), len(emails))
    rows = zip(*(column + [""] * (count - len(column)) for column in (names, emails, phones)), strict=True)
    return [
        _build_person(row_name, _parse_email(row_email), row_phone) for row_name, row_email, row_phone in rows
    ]


def _build_person(text: str, email: str, phone: str = "", role: ContactRole | None = None) -> Person:
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


def _parse_email(text: str) -> str:
    email = parse_address(text)
    if text.strip() and not email:
        raise UsageError(f"--email: {text!r} is no e-mail address; it looks like name@company.example")
    return email


def parse_people(texts: Iterable[str], role: ContactRole) -> list[Person]:
    """Return the people of `--met` and `--helped`, each "Ana Ruiz <ana@acme.example>". Raises UsageError."""
    people = []
    for text in texts:
        name, _, raw_address = text.rpartition("<")
        if not name.strip() or not parse_address(raw_address.removesuffix(">")):
            raise UsageError(f'--{role}: {text!r} is no person; write "Ana Ruiz <ana@acme.example>"')
        people.append(_build_person(name, parse_address(raw_address.removesuffix(">")), role=role))
    return people


# --- asking for what is missing


def complete_answers(
    answers: TypedAnswers, card_list: list[Card], invitation: Invitation | None, home: CandidateHome
) -> InterviewData:
    """Bring together what is known; at a terminal, ask for what is missing."""
    data = merge_sources(answers, card_list, invitation, home)
    while data.missing_options and sys.stdin.isatty():
        answers = _ask_missing(answers, data, invitation)
        data = merge_sources(answers, card_list, invitation, home)
    return data


def _ask_missing(answers: TypedAnswers, data: InterviewData, invitation: Invitation | None) -> TypedAnswers:
    """Ask for the first thing that is missing."""
    if invitation and "--position" in data.missing_options:
        message(f"The invitation is called {data.summary!r}.")
    questions = {
        "--company": "Company, as it writes itself",
        "--position": "Role you applied for",
        "--at": "When it began, in their local time (2026-11-12 14:00)",
        "--zone": "Their time zone (Europe/Berlin)",
    }
    option = data.missing_options[0]
    if option in questions:
        key = option.removeprefix("--")
        return replace(answers, **{key: _ask_value(key, questions[option])})
    return replace(answers, people=(*answers.people, *_ask_people(data.people)))


def _ask_value(key: str, question: str) -> Any:
    while True:
        try:
            return _parse_value(key, _ask_line(question))
        except UsageError as fault:
            message(str(fault).removeprefix(f"--{key}: "))


def _ask_people(people: Iterable[Person]) -> list[Person]:
    without_email = [person for person in people if person.name and not person.email]
    if without_email:
        return [Person(name=without_email[0].name, email=_ask_email(without_email[0].name))]
    name = _ask_line("Interviewer's full name, as on the card")
    return [_build_person(name, _ask_email(name))]


def _ask_email(name: str) -> str:
    while True:
        if email := parse_address(_ask_line(f"E-mail address of {name}")):
            return email
        message("That is no e-mail address; it looks like name@company.example.")


def _ask_line(text: str) -> str:
    return str(typer.prompt(text, err=True)).strip()
