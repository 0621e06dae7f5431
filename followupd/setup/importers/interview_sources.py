"""Merges what is known of an interview: typed answers win over cards, and cards over the invitation."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from followupd.setup.importers.people import (
    Person,
    assign_loose_address,
    find_differences,
    merge_people,
    person_from_attendee,
    person_from_card,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from followupd.setup.importers.records import Card, Invitation

_MIN_MINUTES, _MAX_MINUTES = 5, 1440  # minutes of an interview


@dataclass(frozen=True, slots=True)
class TypedAnswers:
    """What the user typed as options or answers; it wins over cards and invitation."""

    company: str = ""
    position: str = ""
    at: datetime | None = None  # local to `zone`, without a zone of its own
    minutes: int | None = None
    zone: str | None = None
    country: str | None = None
    language: str = "en"
    people: tuple[Person, ...] = ()
    agency: str = ""  # its people get the role of an agency
    met_by_name: tuple[str, ...] = ()  # people whom the agency is to thank
    keywords: tuple[str, ...] = ()
    strengths: tuple[str, ...] = ()
    requisition: str = ""
    absent: frozenset[str] = frozenset()  # addresses in an invitation of people who were not there
    takes_all: bool = False  # everyone who had to come was there
    further: tuple[tuple[str, Any], ...] = ()  # other keys of an earlier interview's file


@dataclass(frozen=True, slots=True)
class CandidateHome:
    """The candidate's zone, country and name, as far as they are known: defaults for an interview."""

    zone: str | None = None
    country: str | None = None
    name: str = ""


@dataclass(frozen=True, slots=True)
class InterviewData:
    """Everything that is known, merged; a value that is missing is empty."""

    company: str
    position: str
    at: datetime | None
    minutes: int | None
    zone: str | None
    country: str | None
    language: str
    people: tuple[Person, ...]
    agency: str = ""
    met_by_name: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    strengths: tuple[str, ...] = ()
    requisition: str = ""
    uid: str = ""
    summary: str = ""
    meeting_url: str = ""
    all_day_date: date | None = None  # of an invitation for a whole day
    zoneless_start: datetime | None = None  # UTC: when it began, if neither a zone nor a home is known
    remarks: tuple[str, ...] = ()
    further: tuple[tuple[str, Any], ...] = ()  # other keys of an earlier interview's file

    @property
    def missing_options(self) -> tuple[str, ...]:
        """The options whose values are still missing."""
        values = {
            "--company": self.company,
            "--position": self.position,
            # Without a zone the local hour of an instant is not known, so the zone is asked for.
            "--zone" if self.zoneless_start else "--at": self.at,
            "--name": self.people and all(p.name for p in self.people),
            "--email": self.people and all(p.email for p in self.people),
        }
        return tuple(option for option, value in values.items() if not value)


def merge_sources(
    answers: TypedAnswers,
    cards: Sequence[Card] = (),
    invitation: Invitation | None = None,
    home: CandidateHome | None = None,
) -> InterviewData:
    """Merge everything that is known: typed answers, then cards, then the invitation; note where they differ."""
    home = home or CandidateHome()
    people = _merge_all_people(answers, cards, invitation)
    zone = _first_known(answers.zone, _find_invitation_zone(invitation, home), *(c.zone for c in cards))
    at, minutes = _merge_times(answers, invitation, zone or home.zone)
    foreign_zone = None if zone == home.zone else zone
    company_guess = invitation.company if invitation and not answers.company else ""
    company = _first_known(answers.company, *(c.org for c in cards), company_guess) or ""
    return InterviewData(
        company=company,
        position=answers.position,
        at=at,
        minutes=minutes,
        zone=foreign_zone,
        country=_find_country_of(answers, people, None if _is_broad_zone(invitation, zone) else foreign_zone),
        language=answers.language,
        people=tuple(people),
        agency=answers.agency,
        met_by_name=answers.met_by_name,
        keywords=answers.keywords,
        strengths=answers.strengths,
        requisition=answers.requisition,
        further=answers.further,
        remarks=tuple(
            _collect_remarks(cards, invitation, company, company_guess, zone or home.zone, home.zone)
        ),
        **_read_invitation_fields(invitation, at),
    )


def _merge_all_people(
    answers: TypedAnswers, cards: Sequence[Card], invitation: Invitation | None
) -> list[Person]:
    attendees = [
        a for a in (invitation.people_to_thank if invitation else ()) if a.address not in answers.absent
    ]
    invited_people = [
        replace(person_from_attendee(a), is_confirmed=answers.takes_all and a.had_to_come) for a in attendees
    ]
    return assign_loose_address(merge_people(answers.people, map(person_from_card, cards), invited_people))


def _find_invitation_zone(invitation: Invitation | None, home: CandidateHome) -> str | None:
    """Return the invitation's zone, or the candidate's own if a Windows name may mean that zone as well."""
    if invitation is None or not invitation.windows_zone or not invitation.zone or not home.zone:
        return invitation.zone if invitation else None
    moments = [invitation.start.replace(tzinfo=None) + timedelta(days=days) for days in (0, 91, 182, 273)]
    invited, own = ZoneInfo(invitation.zone), ZoneInfo(home.zone)
    is_same_clock = all(
        moment.replace(tzinfo=invited).utcoffset() == moment.replace(tzinfo=own).utcoffset()
        for moment in moments
    )
    return home.zone if is_same_clock else invitation.zone


def _find_country_of(answers: TypedAnswers, people: Sequence[Person], zone: str | None) -> str | None:
    postal_addresses = (person.postal_address for person in people)
    country = _first_known(answers.country, *(a.country for a in postal_addresses if a))
    return country or (_find_country(zone) if zone else None)


def _first_known(*values: str | None) -> str | None:
    return next(filter(None, values), None)


def _read_invitation_fields(invitation: Invitation | None, at: datetime | None) -> dict[str, Any]:
    """Return the fields that only an invitation has."""
    if invitation is None:
        return {}
    return {
        "uid": invitation.uid,
        "summary": invitation.summary,
        "meeting_url": invitation.meeting_url,
        "all_day_date": invitation.start.date() if invitation.all_day else None,
        "zoneless_start": invitation.start if invitation.start.tzinfo and not at else None,
    }


def _merge_times(
    answers: TypedAnswers, invitation: Invitation | None, zone: str | None
) -> tuple[datetime | None, int | None]:
    if invitation is None:
        return answers.at, answers.minutes
    invitation_minutes = round((invitation.end - invitation.start) / timedelta(minutes=1))
    minutes = answers.minutes or (
        invitation_minutes
        if _MIN_MINUTES <= invitation_minutes <= _MAX_MINUTES and not invitation.all_day
        else None
    )
    if answers.at or invitation.all_day:
        return answers.at, minutes
    if invitation.start.tzinfo is None:
        return invitation.start, minutes
    return (invitation.start.astimezone(ZoneInfo(zone)).replace(tzinfo=None) if zone else None), minutes


def _find_country(zone: str) -> str | None:
    from babel.core import get_global

    country = get_global("zone_territories").get(zone)
    return str(country) if country and country.isalpha() else None


def _is_broad_zone(invitation: Invitation | None, zone: str | None) -> bool:
    """Return whether only the Windows name of a zone is known, which many countries share."""
    return bool(invitation and invitation.windows_zone and zone == invitation.zone)


def _collect_remarks(
    cards: Sequence[Card],
    invitation: Invitation | None,
    company: str,
    company_guess: str,
    zone: str | None,
    home_zone: str | None,
) -> Iterator[str]:
    if company_guess and company == company_guess:
        yield f"the company {company!r} is guessed from an address; write it as it writes itself"
    if invitation:
        yield from _collect_invitation_remarks(invitation, zone, home_zone)
    for card in cards:
        yield from find_differences(card, invitation)


def _collect_invitation_remarks(
    invitation: Invitation, zone: str | None, home_zone: str | None
) -> Iterator[str]:
    if invitation.all_day:
        yield "the invitation takes a whole day and names no hour"
    elif invitation.start.tzinfo is None:
        which = (
            f"its time zone {invitation.unknown_zone!r} is of the sender's making"
            if invitation.unknown_zone
            else "the invitation names no time zone"
        )
        yield f"{which}; {invitation.start:%H:%M} is taken as {zone or 'your own'} time"
    yield from invitation.left_out
    if _is_broad_zone(invitation, zone) and zone != home_zone:
        yield f"{invitation.windows_zone!r} is the zone of several countries; {zone} is taken, and no country"
