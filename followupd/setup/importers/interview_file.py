"""The file of a new interview: the YAML text, commented, of what was typed, what cards and an invitation say.

Names, titles and spellings stand as they were given. The text is read back and validated before anyone sees it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import yaml
from pydantic import ValidationError

from followupd.config.interview import Interview, company_key, slug
from followupd.errors import UsageError
from followupd.setup.importers.people import Person, differences, from_attendee, from_card, joined, united
from followupd.setup.importers.records import line
from followupd.writing.call_sheet import number

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from followupd.setup.importers.records import Card, Invitation

_SHORTEST, _LONGEST = 5, 1440  # minutes of an interview
_COMMENT_AT = 34  # column


@dataclass(frozen=True, slots=True)
class Typed:
    """What the user said by options or prompts; it goes before cards and invitation."""

    company: str = ""
    position: str = ""
    at: datetime | None = None  # local to `zone`, without a zone of its own
    minutes: int | None = None
    zone: str | None = None
    country: str | None = None
    language: str = "en"
    people: tuple[Person, ...] = ()


@dataclass(frozen=True, slots=True)
class Home:
    """Where the candidate lives, as far as it is known: what an interview falls back to."""

    zone: str | None = None
    country: str | None = None


@dataclass(frozen=True, slots=True)
class Draft:
    """The file of an interview that is not yet written."""

    id: str
    text: str
    remarks: tuple[str, ...] = ()  # what the user should look at, one sentence each


@dataclass(frozen=True, slots=True)
class Facts:
    """All that is known, brought together; what is missing is empty."""

    company: str
    position: str
    at: datetime | None
    minutes: int | None
    zone: str | None
    country: str | None
    language: str
    people: tuple[Person, ...]
    uid: str = ""
    summary: str = ""
    meeting: str = ""
    day: date | None = None  # of an invitation for a whole day
    instant: datetime | None = None  # UTC: when it began, where neither a zone nor a home is known
    remarks: tuple[str, ...] = ()

    @property
    def missing(self) -> tuple[str, ...]:
        """The options whose value nobody has given."""
        wanted = {
            "--company": self.company,
            "--position": self.position,
            # Without a zone the hour of an instant is nobody's hour: better asked for than wrong.
            "--zone" if self.instant else "--at": self.at,
            "--name": self.people and all(p.name for p in self.people),
            "--email": self.people and all(p.email for p in self.people),
        }
        return tuple(option for option, value in wanted.items() if not value)


def gather(
    typed: Typed, cards: Sequence[Card] = (), invitation: Invitation | None = None, home: Home | None = None
) -> Facts:
    """Bring together what is known: typed before card before invitation, and the places where they differ."""
    home = home or Home()
    people = joined(
        united(
            typed.people, map(from_card, cards), map(from_attendee, invitation.people if invitation else ())
        )
    )
    zone = (
        typed.zone
        or (invitation.zone if invitation else None)
        or next((c.zone for c in cards if c.zone), None)
    )
    at, minutes = _when(typed, invitation, zone or home.zone)
    country = typed.country or next((p.post.country for p in people if p.post and p.post.country), None)
    guess = "" if typed.company or not invitation else invitation.company
    company = typed.company or next((c.org for c in cards if c.org), "") or guess
    return Facts(
        company=company,
        position=typed.position,
        at=at,
        minutes=minutes,
        zone=None if zone == home.zone else zone,
        country=country or (_country_of(zone) if zone and zone != home.zone else None),
        language=typed.language,
        day=invitation.start.date() if invitation and invitation.all_day else None,
        people=tuple(people),
        uid=invitation.uid if invitation else "",
        summary=invitation.summary if invitation else "",
        meeting=invitation.meeting_url if invitation else "",
        instant=invitation.start if invitation and invitation.start.tzinfo and not at else None,
        remarks=tuple(_remarks(cards, invitation, company, guess, zone or home.zone)),
    )


def draft(facts: Facts, *, id: str = "", home: Home | None = None) -> Draft:  # noqa: A002 - its name in the file
    """Return the file of an interview. Raises UsageError that names all that is missing, or what is wrong."""
    home = home or Home()
    if facts.missing:
        raise UsageError(_asking_for(facts))
    name = slug(id or f"{company_key(facts.company)} {facts.position}")
    country = facts.country or home.country
    people = tuple(_with_phone_note(person, country) for person in facts.people)
    text = "\n".join(_file(replace(facts, people=people))) + "\n"
    remarks = (*facts.remarks, *(f"{p.name}: {note}" for p in people for note in p.notes))
    _validate(name, text)
    return Draft(name, text, remarks)


def _asking_for(facts: Facts) -> str:
    told = f"still missing: {', '.join(facts.missing)}"
    if nameless := [p.name for p in facts.people if p.name and not p.email]:
        told += f" (of {', '.join(nameless)})"
    if facts.instant:
        told += f"; it begins at {facts.instant.astimezone(UTC):%H:%M} UTC, the invitation names no zone"
    if facts.day and "--at" in facts.missing:
        told += f"; the invitation is for the whole of {facts.day:%-d %B %Y} and names no time"
    if facts.summary and "--position" in facts.missing:
        told += f"; the invitation is called {facts.summary!r}"
    return told


def _validate(name: str, text: str) -> None:
    data = yaml.safe_load(text)
    try:
        Interview.model_validate({**data, "id": name})
    except ValidationError as fault:
        faults = (
            f"{'.'.join(map(str, e['loc']))}: {e['msg'].removeprefix('Value error, ')}"
            for e in fault.errors(include_url=False)
        )
        raise UsageError("; ".join(faults)) from fault


# --- bringing together


def _when(
    typed: Typed, invitation: Invitation | None, zone: str | None
) -> tuple[datetime | None, int | None]:
    if invitation is None:
        return typed.at, typed.minutes
    length = round((invitation.end - invitation.start) / timedelta(minutes=1))
    minutes = typed.minutes or (
        length if _SHORTEST <= length <= _LONGEST and not invitation.all_day else None
    )
    if typed.at or invitation.all_day:
        return typed.at, minutes
    if invitation.start.tzinfo is None:
        return invitation.start, minutes
    return (invitation.start.astimezone(ZoneInfo(zone)).replace(tzinfo=None) if zone else None), minutes


def _country_of(zone: str) -> str | None:
    from babel.core import get_global

    found = get_global("zone_territories").get(zone)
    return str(found) if found and found.isalpha() else None


def _remarks(
    cards: Sequence[Card], invitation: Invitation | None, company: str, guess: str, zone: str | None
) -> Iterator[str]:
    if guess and company == guess:
        yield f"the company {company!r} is guessed from an address; write it as it writes itself"
    if invitation and invitation.all_day:
        yield "the invitation takes a whole day and names no hour"
    elif invitation and invitation.start.tzinfo is None:
        yield f"the invitation names no time zone; {invitation.start:%H:%M} is taken as {zone or 'your own'} time"
    for card in cards:
        yield from differences(card, invitation)


def _with_phone_note(person: Person, country: str | None) -> Person:
    if not person.phone:
        return person
    try:
        number(person.phone, country or "")
    except UsageError as fault:
        return replace(person, notes=(*person.notes, str(fault)))
    return person


# --- the text


def _file(facts: Facts) -> Iterator[str]:
    if facts.summary:
        yield f"# {line(facts.summary)}"
    if facts.meeting:
        yield f"# {line(facts.meeting)}"
    yield "# followupd reads this file and never writes to it; change what you like."
    yield _pair("company", facts.company)
    yield _pair("position", facts.position)
    yield _noted(f"at: {facts.at:%Y-%m-%d %H:%M}", f"local time{f' in {facts.zone}' if facts.zone else ''}")
    yield _noted(f"minutes: {facts.minutes}" if facts.minutes else "# minutes: 60", "how long it took")
    yield _noted(_pair("zone", facts.zone, "Europe/Berlin"), "theirs, if it is not yours")
    yield _noted(_pair("country", facts.country, "DE-BE"), "whose holidays count")
    yield _noted(_pair("language", facts.language), "to write in: de, en, es, fr")
    yield _noted("# tone: formal", "default: warm")
    yield "contacts:"
    for person in facts.people:
        yield from _contact(person)
    yield _noted("keywords: []", "the role's words, the most important first")
    yield _noted("strengths: []", "your strong points for this role, as sentences: they make the letter")
    yield _noted("# promise: 2026-11-27", "the day by which they said they would decide")
    if facts.uid and line(facts.uid):
        yield _noted(_pair("uid", facts.uid), "of the invitation: moved or cancelled, followupd says so")


def _contact(person: Person) -> Iterator[str]:
    yield f"  - {_pair('name', person.name)}"
    for note in person.notes:
        yield f"    # check: {line(note)}"
    if person.job:
        yield f"    # {line(person.job)}"
    yield f"    {_pair('email', person.email)}"
    if person.also:
        yield f"    also: [{', '.join(map(_scalar, person.also))}]"
    yield _noted(f"    role: {person.role or 'interviewer'}", "interviewer, met or helped")
    if person.title:
        yield f"    {_pair('title', person.title)}"
    words = person.name.split()
    if person.first and person.first != words[0]:
        yield f"    {_pair('first_name', person.first)}"
    if person.last and person.last != words[-1]:
        yield f"    {_pair('last_name', person.last)}"
    if person.phone:
        yield f"    {_pair('phone', person.phone)}"
    yield from _post(person)
    yield "    # fact: what you spoke about with this person; the thank-you needs it"


def _post(person: Person) -> Iterator[str]:
    if person.post:
        yield "    post:"
        yield f"      lines: [{', '.join(map(_scalar, person.post.lines))}]"
        if person.post.country:
            yield f"      country: {_scalar(person.post.country)}"


def _pair(key: str, value: str | None, example: str = "") -> str:
    return f"{key}: {_scalar(value)}" if value else f"# {key}: {example}"


def _scalar(value: str) -> str:
    """Return a string as YAML writes it inside a list: quoted where it would be something else ("NO", "[x]")."""
    listed: str = yaml.safe_dump([value], allow_unicode=True, width=10_000, default_flow_style=True)
    return listed.strip()[1:-1]


def _noted(text: str, comment: str) -> str:
    return f"{text:<{_COMMENT_AT}}# {comment}" if len(text) < _COMMENT_AT else f"{text}  # {comment}"
