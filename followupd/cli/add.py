"""`followupd add`: the file of a new interview, typed or from card and invitation."""

from __future__ import annotations

import os
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from pydantic import TypeAdapter, ValidationError

from followupd.adapters import config_files
from followupd.adapters.system.paths import places
from followupd.cli.app import ConfigOption, JsonOption, app, emit, talk
from followupd.config.fields import Country, Language, Line, LocalTime, Zone
from followupd.config.interview import ContactRole
from followupd.errors import UsageError
from followupd.setup.importers import invitation as invitations
from followupd.setup.importers import vcard as cards
from followupd.setup.importers.interview_file import Draft, Facts, Home, Typed, draft, gather
from followupd.setup.importers.people import Person
from followupd.setup.importers.records import address, line, spoken

if TYPE_CHECKING:
    from collections.abc import Iterable

    from followupd.setup.importers.records import Card, Invitation

Files = list[Path] | None
Texts = list[str] | None
Company = Annotated[str, typer.Option(help="The company, as it writes itself.", show_default=False)]
Position = Annotated[str, typer.Option(help="The role you applied for.", show_default=False)]
At = Annotated[str, typer.Option(help="Start, in their local time: 2026-11-12 14:00.", show_default=False)]
Minutes = Annotated[int | None, typer.Option(help="How long it took.", min=5, max=1440, show_default=False)]
ZoneOption = Annotated[
    str, typer.Option("--zone", help="Their IANA time zone, if not yours.", show_default=False)
]
CountryOption = Annotated[
    str, typer.Option("--country", help="Their country: DE, DE-BY.", show_default=False)
]
LanguageOption = Annotated[str, typer.Option("--language", help="To write in: en, de, fr, es.")]
Name = Annotated[
    Texts, typer.Option(help="An interviewer's full name; again for the next one.", show_default=False)
]
Email = Annotated[Texts, typer.Option(help="Their address, in the order of the names.", show_default=False)]
Phone = Annotated[Texts, typer.Option(help="Their number, in the order of the names.", show_default=False)]
Met = Annotated[
    Texts, typer.Option(help='Someone you met: "Ana Ruiz <ana@acme.example>".', show_default=False)
]
Helped = Annotated[
    Texts, typer.Option(help="Someone who helped you get there, likewise.", show_default=False)
]
Vcf = Annotated[Files, typer.Option(help="A vCard file; again for the next one.", show_default=False)]
Card_ = Annotated[Files, typer.Option("--card", help="A photo of a card with a QR code.", show_default=False)]
Ics = Annotated[Path | None, typer.Option(help="The calendar invitation.", show_default=False)]
Id = Annotated[
    str, typer.Option("--id", help="The file's name; default: company and role.", show_default=False)
]
Dir = Annotated[
    Path | None, typer.Option("--dir", help="Folder to write to; default: interviews/ beside the configuration.",
                              show_default=False),
]  # fmt: skip
DryRun = Annotated[bool, typer.Option("--dry-run", help="Print the file instead of writing it.")]


@app.command()
def add(
    config: ConfigOption = None,
    company: Company = "",
    position: Position = "",
    at: At = "",
    minutes: Minutes = None,
    zone: ZoneOption = "",
    country: CountryOption = "",
    language: LanguageOption = "en",
    name: Name = None,
    email: Email = None,
    phone: Phone = None,
    met: Met = None,
    helped: Helped = None,
    vcf: Vcf = None,
    card: Card_ = None,
    ics: Ics = None,
    id_: Id = "",
    directory: Dir = None,
    dry_run: DryRun = False,
    as_json: JsonOption = False,
) -> None:
    """Make the file of a new interview: typed, or from a card (--vcf, --card) and the invitation (--ics).

    What is missing is asked for on a terminal. No file is ever overwritten.

    Example: followupd add --ics invite.ics --vcf ana.vcf --position Analyst
    """
    home, own = _home(config)
    people = _interviewers(name or [], email or [], phone or [])
    people += _others(met or [], ContactRole.MET) + _others(helped or [], ContactRole.HELPED)
    said = {
        "company": company,
        "position": position,
        "at": at,
        "zone": zone,
        "country": country,
        "language": language,
    }
    typed = Typed(minutes=minutes, people=tuple(people), **_checked(said))
    facts = _complete(typed, _cards(vcf or [], card or []), _invitation(ics, own), home)
    _others_only(facts, own)
    made = draft(facts, id=id_, home=home)
    _hand_over(made, directory or places(config).interviews, dry_run=dry_run, as_json=as_json)


def _others_only(facts: Facts, own: frozenset[str]) -> None:
    for person in facts.people:
        if person.email and invitations.mine(person.email, own):
            raise UsageError(f"{person.email} is your own address; a contact is somebody else")


def _cards(files: list[Path], photos: list[Path]) -> list[Card]:
    found = [card for path in files for card in cards.read_file(path)]
    return found + [cards.read_photo(path) for path in photos]


def _invitation(ics: Path | None, own: frozenset[str]) -> Invitation | None:
    if ics is None:
        return None
    found = invitations.usable(invitations.read_file(ics, own))
    if not own:
        talk("Your own address is not known yet: if you stand among the contacts, take yourself out.")
    return found


def _home(config: Path | None) -> tuple[Home, frozenset[str]]:
    """Return what the configuration says of the candidate; without one, an interview can still be added."""
    told = config_files.read(places(config)).config
    if told is None:
        return Home(), frozenset()
    return Home(told.candidate.zone, told.candidate.country), told.own_addresses


_KINDS: dict[str, Any] = {"at": LocalTime, "zone": Zone, "country": Country, "language": Language}


def _checked(said: dict[str, str]) -> dict[str, Any]:
    """Return what was typed as values; what is empty is left out. Raises UsageError that names the option."""
    return {key: _value(key, text.strip()) for key, text in said.items() if text.strip()}


def _value(key: str, text: str) -> Any:
    try:
        return TypeAdapter(_KINDS.get(key, Line)).validate_python(text)
    except ValidationError as fault:
        why = fault.errors(include_url=False)[0]["msg"].removeprefix("Value error, ")
        raise UsageError(f"--{key}: {why}") from fault


# --- people


def _interviewers(names: list[str], emails: list[str], phones: list[str]) -> list[Person]:
    if len(phones) > len(names) or (names and len(emails) > len(names)):
        raise UsageError("more --email or --phone than --name; give them in the order of the names")
    count = max(len(names), len(emails))
    rows = zip(*(column + [""] * (count - len(column)) for column in (names, emails, phones)), strict=True)
    return [_person(row_name, _email(row_email), row_phone) for row_name, row_email, row_phone in rows]


def _person(text: str, email: str, phone: str = "", role: ContactRole | None = None) -> Person:
    name = spoken(line(text))
    return Person(
        name=name.full,
        email=email,
        role=role,
        title=name.title,
        first=name.first,
        last=name.last,
        phone=line(phone),
    )


def _email(text: str) -> str:
    found = address(text)
    if text.strip() and not found:
        raise UsageError(f"--email: {text!r} is no e-mail address; it looks like name@company.example")
    return found


def _others(texts: Iterable[str], role: ContactRole) -> list[Person]:
    found = []
    for text in texts:
        name, _, at = text.rpartition("<")
        if not name.strip() or not address(at.removesuffix(">")):
            raise UsageError(f'--{role}: {text!r} is no person; write "Ana Ruiz <ana@acme.example>"')
        found.append(_person(name, address(at.removesuffix(">")), role=role))
    return found


# --- asking for what is missing


def _complete(typed: Typed, read: list[Card], invitation: Invitation | None, home: Home) -> Facts:
    facts = gather(typed, read, invitation, home)
    while facts.missing and sys.stdin.isatty():
        typed = _asked(typed, facts, invitation)
        facts = gather(typed, read, invitation, home)
    return facts


def _asked(typed: Typed, facts: Facts, invitation: Invitation | None) -> Typed:
    """Ask for the first thing that is missing."""
    if invitation and "--position" in facts.missing:
        talk(f"The invitation is called {facts.summary!r}.")
    questions = {
        "--company": "Company, as it writes itself",
        "--position": "Role you applied for",
        "--at": "When it began, in their local time (2026-11-12 14:00)",
        "--zone": "Their time zone (Europe/Berlin)",
    }
    missing = facts.missing[0]
    if missing in questions:
        key = missing.removeprefix("--")
        return replace(typed, **{key: _asked_value(key, questions[missing])})
    return replace(typed, people=(*typed.people, *_asked_people(facts.people)))


def _asked_value(key: str, question: str) -> Any:
    while True:
        try:
            return _value(key, _prompt(question))
        except UsageError as fault:
            talk(str(fault).removeprefix(f"--{key}: "))


def _asked_people(known: Iterable[Person]) -> list[Person]:
    without = [person for person in known if person.name and not person.email]
    if without:
        return [Person(name=without[0].name, email=_asked_email(without[0].name))]
    name = _prompt("Interviewer's full name, as on the card")
    return [_person(name, _asked_email(name))]


def _asked_email(name: str) -> str:
    while True:
        if found := address(_prompt(f"E-mail address of {name}")):
            return found
        talk("That is no e-mail address; it looks like name@company.example.")


def _prompt(text: str) -> str:
    return str(typer.prompt(text, err=True)).strip()


# --- writing


def _hand_over(made: Draft, directory: Path, *, dry_run: bool, as_json: bool) -> None:
    path = directory / f"{made.id}.yaml"
    if not dry_run:
        _write(path, made.text)
    for remark in made.remarks:
        talk(f"Look at this: {remark}.")
    if as_json:
        emit(
            {
                "id": made.id,
                "file": str(path),
                "written": not dry_run,
                "text": made.text,
                "remarks": made.remarks,
            }
        )
    elif dry_run:
        typer.echo(made.text, nl=False)
    else:
        typer.echo(path)
        talk(
            "Written. Now say in it what you spoke about with each person (`fact:`) and the role's keywords;"
            f" then `followupd check`, and `followupd preview {made.id}`."
        )


def _write(path: Path, text: str) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        # Names and addresses are nobody else's business; root writes for the user of the machine's service.
        mode = 0o644 if os.geteuid() == 0 else 0o600
        how = os.O_WRONLY | os.O_CREAT | os.O_EXCL
        with os.fdopen(os.open(path, how, mode), "w", encoding="utf-8") as file:
            file.write(text)
    except FileExistsError as fault:
        raise UsageError(
            f"{path} is there already and stays as it is; give the new one a name by --id"
        ) from fault
    except OSError as fault:
        raise UsageError(f"{path}: cannot be written: {fault.strerror}") from fault
