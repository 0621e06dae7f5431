"""Takes over into the next round: company, role, people, keywords and strengths of an earlier interview. Pure.

What was spoken about is left out: the next talk has its own. The date is new as well.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from followupd.setup.importers.people import Person

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from followupd.config.interview import Contact, Interview
    from followupd.setup.importers.interview_sources import CandidateHome, TypedAnswers

_NUMBER = re.compile(r"-(\d{1,2})$")
_INTERVIEW_KEYS = ("called", "tone", "domains", "aliases")  # they are copied into the file unchanged
_CONTACT_KEYS = ("salutation", "address", "phones", "language")


def take_over(answers: TypedAnswers, interview: Interview, home: CandidateHome) -> TypedAnswers:
    """Return the answers, completed from the earlier interview wherever nothing was typed."""
    former_values: dict[str, Any] = {
        "company": interview.company,
        "position": interview.position,
        "minutes": interview.minutes,
        "zone": interview.zone if interview.zone != home.zone else None,
        "country": interview.country if interview.country != home.country else None,
        "language": interview.language,
        "keywords": tuple(interview.keywords),
        "strengths": tuple(interview.strengths),
        "requisition": interview.requisition or "",
        "agency": interview.via.name if interview.via else "",
    }
    untyped_values = {key: value for key, value in former_values.items() if not getattr(answers, key)}
    people = (*answers.people, *map(_take_person, interview.contacts))
    return replace(answers, people=people, further=_dump_keys(interview, _INTERVIEW_KEYS), **untyped_values)


def _take_person(contact: Contact) -> Person:
    return Person(
        name=contact.name,
        email=contact.email,
        role=contact.role,
        other_emails=tuple(contact.also),
        title=contact.title or "",
        given_name=contact.first_name or "",
        family_name=contact.last_name or "",
        phone=contact.phone or "",
        postal_address=contact.post,
        is_lead=contact.lead,
        is_confirmed=contact.confirmed,
        further=_dump_keys(contact, _CONTACT_KEYS),
    )


def _dump_keys(model: Contact | Interview, keys: Iterable[str]) -> tuple[tuple[str, Any], ...]:
    """Return those of the keys that the earlier file sets, with their values."""
    values: Mapping[str, Any] = model.model_dump(include=set(keys), exclude_unset=True)
    return tuple((key, values[key]) for key in keys if values.get(key))


def find_free_id(former_id: str, known_ids: Iterable[str]) -> str:
    """Return the id of the next file: acme-2 after acme, acme-3 after that."""
    taken_ids = set(known_ids)
    match = _NUMBER.search(former_id)
    stem, number = (former_id[: match.start()], int(match[1])) if match else (former_id, 1)
    while f"{stem}-{number + 1}" in taken_ids:
        number += 1
    return f"{stem}-{number + 1}"
