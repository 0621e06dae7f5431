"""Builds the file of a new interview: YAML with comments, from typed answers, cards and an invitation.

Names, titles and spellings stay as they were given. The text is read back and checked before anyone sees it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC
from typing import TYPE_CHECKING, Any

import yaml
from pydantic import ValidationError

from followupd.config.interview import ContactRole, Interview
from followupd.config.name_keys import make_company_key, make_slug
from followupd.config.person_name import parse_person_name
from followupd.config.role_mailboxes import is_role_mailbox
from followupd.errors import UsageError
from followupd.setup.importers.interview_sources import CandidateHome
from followupd.setup.importers.records import clean_line
from followupd.writing.sheets.call_sheet import parse_number

if TYPE_CHECKING:
    from collections.abc import Iterator

    from followupd.setup.importers.interview_sources import InterviewData
    from followupd.setup.importers.people import Person

_EXAMPLES = {
    "--company": '--company "Acme GmbH"',
    "--position": '--position "Data Engineer"',
    "--at": '--at "2026-11-12 14:00"',
    "--zone": "--zone Europe/Berlin",
    "--name": '--name "Ana Ruiz"',
    "--email": "--email ana@acme.example",
}
_COMMENT_COLUMN = 34  # column


@dataclass(frozen=True, slots=True)
class InterviewFile:
    """The file of an interview that is not yet written."""

    id: str
    text: str
    remarks: tuple[str, ...] = ()  # what the user should check, one sentence each


def build_interview_file(
    data: InterviewData,
    *,
    id: str = "",  # noqa: A002 - its name in the file
    home: CandidateHome | None = None,
) -> InterviewFile:
    """Return the file of an interview. Raises UsageError, which names everything that is missing or wrong."""
    home = home or CandidateHome()
    if data.missing_options:
        raise UsageError(_describe_missing(data))
    interview_id = make_slug(id or f"{make_company_key(data.company)} {data.position}")
    country = data.country or home.country
    people = tuple(_add_phone_note(person, country) for person in data.people)
    text = "\n".join(_format_file(replace(data, people=people))) + "\n"
    remarks = (*data.remarks, *(f"{p.name}: {note}" for p in people for note in p.notes))
    _validate_text(interview_id, text)
    return InterviewFile(interview_id, text, remarks)


def _describe_missing(data: InterviewData) -> str:
    sentence = f"still missing: {', '.join(data.missing_options)}"
    if names := [p.name for p in data.people if p.name and not p.email]:
        sentence += f" (of {', '.join(names)})"
    if data.zoneless_start:
        sentence += (
            f"; it begins at {data.zoneless_start.astimezone(UTC):%H:%M} UTC, the invitation names no zone"
        )
    if data.all_day_date and "--at" in data.missing_options:
        sentence += f"; the invitation is for the whole of {data.all_day_date:%-d %B %Y} and names no time"
    if data.summary and "--position" in data.missing_options:
        sentence += f"; the invitation is called {data.summary!r}"
    return f"{sentence}; for example {_EXAMPLES[data.missing_options[0]]}"


def _validate_text(interview_id: str, text: str) -> None:
    data = yaml.safe_load(text)
    try:
        Interview.model_validate({**data, "id": interview_id})
    except ValidationError as fault:
        faults = (
            f"{'.'.join(map(str, e['loc']))}: {e['msg'].removeprefix('Value error, ')}".removeprefix(": ")
            for e in fault.errors(include_url=False)
        )
        raise UsageError("; ".join(faults)) from fault


def _add_phone_note(person: Person, country: str | None) -> Person:
    if not person.phone:
        return person
    try:
        parse_number(person.phone, country or "")
    except UsageError as fault:
        return replace(person, notes=(*person.notes, str(fault)))
    return person


def _format_file(data: InterviewData) -> Iterator[str]:
    if data.summary:
        yield f"# {clean_line(data.summary)}"
    if data.meeting_url:
        yield f"# {clean_line(data.meeting_url)}"
    yield "# followupd reads this file and never writes to it; change what you like."
    yield _format_pair("company", data.company)
    yield _format_pair("position", data.position)
    yield _add_comment(
        f"at: {data.at:%Y-%m-%d %H:%M}", f"local time{f' in {data.zone}' if data.zone else ''}"
    )
    yield _add_comment(f"minutes: {data.minutes}" if data.minutes else "# minutes: 60", "how long it took")
    yield _add_comment(_format_pair("zone", data.zone, "Europe/Berlin"), "theirs, if it is not yours")
    yield _add_comment(_format_pair("country", data.country, "DE-BE"), "whose holidays count")
    yield _add_comment(_format_pair("language", data.language), "to write in: de, en, es, fr")
    further = dict(data.further)
    yield (
        _add_comment("# tone: formal", "default: warm")
        if "tone" not in further
        else f"tone: {further.pop('tone')}"
    )
    yield from (f"{key}: {_quote_value(value)}" for key, value in further.items())
    yield from _format_agency(data)
    yield from _format_people(data)
    yield from _format_role_words(data)
    yield _add_comment("# promise: 2026-11-27", "the day by which they said they would decide")
    if data.uid and clean_line(data.uid):
        yield _add_comment(
            _format_pair("uid", data.uid), "of the invitation: moved or cancelled, followupd says so"
        )


def _format_people(data: InterviewData) -> Iterator[str]:
    people = [person for person in data.people if person.role is not ContactRole.AGENCY]
    yield "contacts:" if people else "contacts: []"
    for person in people:
        yield from _format_contact(person)


def _format_agency(data: InterviewData) -> Iterator[str]:
    """Yield the agency with its people, and the people whom it is to thank."""
    agents = [person for person in data.people if person.role is ContactRole.AGENCY]
    if not agents:
        return
    yield "via:"
    yield f"  {_format_pair('name', data.agency)}"
    yield "  contacts:"
    for person in agents:
        yield from (f"  {line}" for line in _format_contact(person))
    met = ", ".join(map(_quote_scalar, data.met_by_name))
    yield _add_comment(f"  met: [{met}]", "met without getting an address: the agency passes your thanks on")


def _format_contact(person: Person) -> Iterator[str]:
    yield f"  - {_format_pair('name', person.name)}"
    for note in person.notes:
        yield f"    # check: {clean_line(note)}"
    if person.occupation:
        yield f"    # {clean_line(person.occupation)}"
    yield f"    {_format_pair('email', person.email)}"
    if person.other_emails:
        yield f"    also: [{', '.join(map(_quote_scalar, person.other_emails))}]"
    is_agent = person.role is ContactRole.AGENCY
    if not is_agent:
        yield _add_comment(f"    role: {person.role or 'interviewer'}", "interviewer, met or helped")
    if person.title:
        yield f"    {_format_pair('title', person.title)}"
    yield from _format_name_parts(person)
    yield from (f"    {key}: {_quote_value(value)}" for key, value in person.further)
    if person.is_lead:
        yield _add_comment("    lead: true", "this one gets the reminders")
    yield from _format_presence(person)
    yield f"    {_format_pair('phone', person.phone, '+49 30 901820')}"
    if not is_agent:
        yield from _format_postal_address(person)
        yield _format_fact(person)


def _format_fact(person: Person) -> str:
    if person.fact:
        return f"    {_format_pair('fact', person.fact)}"
    return "    # fact: what you spoke about with this person; the thank-you needs it"


def _format_presence(person: Person) -> Iterator[str]:
    """Yield the line `confirmed` if only an invitation names the person, or if several people may read the address."""
    if not person.is_confirmed:
        yield _add_comment("    confirmed: false", "were they there? true lets mails to them go")
    elif is_role_mailbox(person.email):
        value, comment = ("true", "you said that it is theirs") if person.is_vouched else ("false", _SHARED)
        yield _add_comment(f"    confirmed: {value}", comment)


_SHARED = "several people may read this address; true lets mails to it go"


def _format_name_parts(person: Person) -> Iterator[str]:
    """Yield first and last name if they cannot be read correctly from the whole name."""
    read_name = parse_person_name(person.name)
    if person.given_name and person.given_name != read_name.given_name:
        yield f"    {_format_pair('first_name', person.given_name)}"
    if person.family_name and person.family_name != read_name.family_name:
        yield f"    {_format_pair('last_name', person.family_name)}"


def _format_postal_address(person: Person) -> Iterator[str]:
    if person.postal_address:
        yield "    post:"
        yield f"      lines: [{', '.join(map(_quote_scalar, person.postal_address.lines))}]"
        if person.postal_address.country:
            yield f"      country: {_quote_scalar(person.postal_address.country)}"
    else:
        yield "    # post: {lines: [Street 1, 10115 Town]}   # where the letter goes"


def _format_role_words(data: InterviewData) -> Iterator[str]:
    """Yield keywords, strengths and the vacancy's number; a value that is missing becomes a comment."""
    if data.keywords:
        yield f"keywords: [{', '.join(map(_quote_scalar, data.keywords))}]"
    else:
        yield _add_comment("keywords: []", "the role's words, the most important first")
    if data.strengths:
        yield "strengths:"
        yield from (f"  - {_quote_scalar(strength)}" for strength in data.strengths)
    else:
        yield _add_comment(
            "strengths: []", "your strong points for this role, as sentences: they make the letter"
        )
    yield _add_comment(_format_pair("requisition", data.requisition, "R-7001"), "their number of the vacancy")


def _format_pair(key: str, value: str | None, example: str = "") -> str:
    return f"{key}: {_quote_scalar(value)}" if value else f"# {key}: {example}"


def _quote_scalar(value: str) -> str:
    """Return a string for a YAML list: quoted if YAML would read it as something else ("NO", "[x]")."""
    yaml_list: str = yaml.safe_dump([value], allow_unicode=True, width=10_000, default_flow_style=True)
    return yaml_list.strip()[1:-1]


def _quote_value(value: Any) -> str:
    """Return a text, or a list of texts, as YAML on one line."""
    return f"[{', '.join(map(_quote_scalar, value))}]" if isinstance(value, list) else _quote_scalar(value)


def _add_comment(text: str, comment: str) -> str:
    return f"{text:<{_COMMENT_COLUMN}}# {comment}" if len(text) < _COMMENT_COLUMN else f"{text}  # {comment}"
