"""Adds a new interview, typed or from dropped files: the invitation, cards, the photograph of a card."""

from __future__ import annotations

import tempfile
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pydantic import TypeAdapter, ValidationError

from followupd.adapters.system.files import create_file
from followupd.config.fields import LocalTime
from followupd.config.interview import ContactRole
from followupd.engine.safety.begun_interviews import note_typed_interview
from followupd.errors import UsageError
from followupd.setup.importers import worker
from followupd.setup.importers.attendees import is_own_address
from followupd.setup.importers.interview_file import build_interview_file
from followupd.setup.importers.interview_sources import CandidateHome, TypedAnswers, merge_sources
from followupd.setup.importers.people import Person
from followupd.setup.importers.records import clean_line, parse_address
from followupd.web.labels import mark_message

if TYPE_CHECKING:
    from collections.abc import Iterator

    from starlette.responses import Response

    from followupd.setup.importers.interview_file import InterviewFile
    from followupd.setup.importers.interview_sources import InterviewData
    from followupd.setup.importers.records import Card, Invitation
    from followupd.web.visit import Upload, Visit

_FIELDS = ("company", "position", "at", "name", "email", "phone", "agency", "agent", "agent_email")
# The address of a person from an invitation; nobody has confirmed yet that they were there.
_INVITED = "invited"
_CARD_SUFFIXES = (".vcf", ".vcard")
_INVITATION_SUFFIXES = (".ics", ".ical")
_PHOTO_SUFFIXES = (".jpg", ".jpeg", ".png", ".webp", ".gif", ".bmp")


@dataclass(frozen=True, slots=True)
class _Sources:
    cards: tuple[Card, ...] = ()
    invitation: Invitation | None = None


def show_addition(visit: Visit) -> Response:
    """Return the form of a new interview."""
    return _show_form(visit)


def _show_form(visit: Visit, status: int = 200, fault: str = "", **known: str) -> Response:
    values = {name: known.get(name) or visit.field_text(name) for name in (*_FIELDS, _INVITED)}
    return visit.show_page("add.html", status, values=values, fault=fault)


def add_interview(visit: Visit) -> Response:
    """Write the file of a new interview; if something is missing, show the form with what is known."""
    try:
        sources = _read_uploads(visit)
        data = merge_sources(_read_answers(visit), sources.cards, sources.invitation, _read_home(visit))
        _refuse_own_addresses(visit, data)
    except UsageError as fault:
        return _show_form(visit, 422, str(fault))
    try:
        file = build_interview_file(data, home=_read_home(visit))
        _write_file(visit, file)
        note_typed_interview(visit.desk.ledger.store, file.id)
    except UsageError as fault:
        return _show_form(visit, 422, _name_fields(str(fault)), **_known_values(data))
    visit.desk.refresh()
    visit.desk.messages.extend(f"{remark}." for remark in file.remarks)
    return visit.move_on(f"/interview/{file.id}", visit.words.translate("The interview is added."))


def _name_fields(sentence: str) -> str:
    """Return a sentence of the command with the form's field names in place of its options."""
    for name in _FIELDS:
        sentence = sentence.replace(f"--{name}", name)
    return sentence


def _known_values(data: InterviewData) -> dict[str, str]:
    person = next((p for p in data.people if p.role is not ContactRole.AGENCY), Person())
    agent = next((p for p in data.people if p.role is ContactRole.AGENCY), Person())
    return {
        "company": data.company,
        "position": data.position,
        "at": f"{data.at:%Y-%m-%dT%H:%M}" if data.at else "",
        "name": person.name or ", ".join(data.met_by_name),
        "email": person.email,
        "phone": person.phone,
        "agency": data.agency,
        "agent": agent.name,
        "agent_email": agent.email,
        _INVITED: "" if person.is_confirmed else person.email,
    }


def _read_answers(visit: Visit) -> TypedAnswers:
    email = _read_address(visit, "email")
    agency, agents = _read_agency(visit)
    person = Person(
        clean_line(visit.field_text("name")),
        email,
        phone=clean_line(visit.field_text("phone")),
        is_confirmed=not email or email != visit.field_text(_INVITED),
    )
    # A person without an address is thanked through the agency.
    met_by_name = (person.name,) if agency and person.name and not email else ()
    people = (person,) if (person.name or email) and not met_by_name else ()
    at_text = visit.field_text("at").replace("T", " ")
    return TypedAnswers(
        company=clean_line(visit.field_text("company")),
        position=clean_line(visit.field_text("position")),
        at=_parse_start(at_text) if at_text else None,
        people=(*agents, *people),
        agency=agency,
        met_by_name=met_by_name,
    )


def _read_address(visit: Visit, field: str) -> str:
    """Return the address in a field, or an empty string. Raises UsageError."""
    text = visit.field_text(field).strip()
    if text and not parse_address(text):
        raise UsageError(visit.words.translate("%(text)s is no e-mail address.", text=text))
    return parse_address(text)


def _read_agency(visit: Visit) -> tuple[str, tuple[Person, ...]]:
    """Return the agency and the contact person there; both are empty if there is none. Raises UsageError."""
    agency, agent = clean_line(visit.field_text("agency")), clean_line(visit.field_text("agent"))
    email = _read_address(visit, "agent_email")
    if not (agency or agent or email):
        return "", ()
    if not (agency and agent and email):
        sentence = mark_message("An agency has a name, and somebody there with a name and an e-mail address.")
        raise UsageError(visit.words.translate(sentence))
    return agency, (Person(agent, email, ContactRole.AGENCY),)


def _parse_start(text: str) -> Any:
    try:
        return TypeAdapter(LocalTime).validate_python(text)
    except ValidationError as fault:
        raise UsageError(fault.errors(include_url=False)[0]["msg"].removeprefix("Value error, ")) from fault


def _read_home(visit: Visit) -> CandidateHome:
    candidate = visit.desk.config.candidate
    return CandidateHome(candidate.zone, candidate.country, candidate.name)


def _refuse_own_addresses(visit: Visit, data: InterviewData) -> None:
    own_addresses = visit.desk.config.own_addresses
    for person in data.people:
        if person.email and is_own_address(person.email, own_addresses):
            sentence = mark_message("%(email)s is your own address; a contact is somebody else.")
            raise UsageError(visit.words.translate(sentence, email=person.email))


# --- files


def _read_uploads(visit: Visit) -> _Sources:
    """Read the dropped files in the worker for strangers' files. Raises UsageError."""
    cards: list[Card] = []
    invitation = None
    config = visit.desk.config
    for upload in visit.uploads.values():
        suffix = Path(upload.name).suffix.lower()
        with _store_upload(upload, suffix) as path:
            if suffix in _INVITATION_SUFFIXES:
                invitation = worker.read_invitation(path, config.own_addresses, config.candidate.name)
            elif suffix in _CARD_SUFFIXES:
                cards += worker.read_cards(path)
            elif suffix in _PHOTO_SUFFIXES:
                cards.append(worker.read_photo(path))
            else:
                sentence = mark_message("%(file)s is no invitation (.ics), no card (.vcf) and no photograph.")
                raise UsageError(visit.words.translate(sentence, file=upload.name))
    return _Sources(tuple(cards), invitation)


@contextmanager
def _store_upload(upload: Upload, suffix: str) -> Iterator[Path]:
    """Keep a dropped file while it is read, under a name of our own: the sender's name could do harm."""
    with tempfile.TemporaryDirectory(prefix="followupd-") as folder:
        path = Path(folder) / f"file{suffix}"
        path.write_bytes(upload.data)
        try:
            yield path
        except UsageError as fault:
            raise UsageError(str(fault).replace(str(path), upload.name)) from fault


def _write_file(visit: Visit, file: InterviewFile) -> None:
    path = visit.desk.paths.interviews_folder / f"{file.id}.yaml"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        create_file(path, file.text.encode(), mode=0o600)
    except FileExistsError as fault:
        sentence = mark_message("There is an interview %(id)s already; it stays as it is.")
        raise UsageError(visit.words.translate(sentence, id=file.id)) from fault
    except OSError as fault:
        sentence = mark_message("The file cannot be written: %(reason)s")
        raise UsageError(visit.words.translate(sentence, reason=fault.strerror)) from fault
