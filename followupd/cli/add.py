"""`followupd add`: the file of a new interview, typed or from card and invitation."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from followupd.adapters import config_files
from followupd.adapters.system.files import create_file
from followupd.adapters.system.paths import find_paths
from followupd.cli.add_answers import build_interviewers, complete_answers, parse_options, parse_people
from followupd.cli.app import ConfigOption, JsonOption, app, message, print_json
from followupd.config.interview import ContactRole
from followupd.errors import UsageError
from followupd.setup.importers import worker
from followupd.setup.importers.attendees import is_own_address
from followupd.setup.importers.interview_file import InterviewFile, build_interview_file
from followupd.setup.importers.interview_sources import CandidateHome, InterviewData, TypedAnswers

if TYPE_CHECKING:
    from followupd.setup.importers.records import Card, Invitation

Files = list[Path] | None
Texts = list[str] | None
CompanyOption = Annotated[str, typer.Option(help="The company, as it writes itself.", show_default=False)]
PositionOption = Annotated[str, typer.Option(help="The role you applied for.", show_default=False)]
AtOption = Annotated[
    str, typer.Option(help="Start, in their local time: 2026-11-12 14:00.", show_default=False)
]
MinutesOption = Annotated[
    int | None, typer.Option(help="How long it took.", min=5, max=1440, show_default=False)
]
ZoneOption = Annotated[
    str, typer.Option("--zone", help="Their IANA time zone, if not yours.", show_default=False)
]
CountryOption = Annotated[
    str, typer.Option("--country", help="Their country: DE, DE-BY.", show_default=False)
]
LanguageOption = Annotated[str, typer.Option("--language", help="To write in: en, de, fr, es.")]
NameOption = Annotated[
    Texts, typer.Option(help="An interviewer's full name; again for the next one.", show_default=False)
]
EmailOption = Annotated[
    Texts, typer.Option(help="Their address, in the order of the names.", show_default=False)
]
PhoneOption = Annotated[
    Texts, typer.Option(help="Their number, in the order of the names.", show_default=False)
]
MetOption = Annotated[
    Texts, typer.Option(help='Someone you met: "Ana Ruiz <ana@acme.example>".', show_default=False)
]
HelpedOption = Annotated[
    Texts, typer.Option(help="Someone who helped you get there, likewise.", show_default=False)
]
VcfOption = Annotated[Files, typer.Option(help="A vCard file; again for the next one.", show_default=False)]
CardOption = Annotated[
    Files, typer.Option("--card", help="A photo of a card with a QR code.", show_default=False)
]
IcsOption = Annotated[Path | None, typer.Option(help="The calendar invitation.", show_default=False)]
IdOption = Annotated[
    str, typer.Option("--id", help="The file's name; default: company and role.", show_default=False)
]
DirectoryOption = Annotated[
    Path | None, typer.Option("--dir", help="Folder to write to; default: interviews/ beside the configuration.",
                              show_default=False),
]  # fmt: skip
DryRunOption = Annotated[bool, typer.Option("--dry-run", help="Print the file instead of writing it.")]


@app.command()
def add(
    config: ConfigOption = None,
    company: CompanyOption = "",
    position: PositionOption = "",
    at: AtOption = "",
    minutes: MinutesOption = None,
    zone: ZoneOption = "",
    country: CountryOption = "",
    language: LanguageOption = "en",
    name: NameOption = None,
    email: EmailOption = None,
    phone: PhoneOption = None,
    met: MetOption = None,
    helped: HelpedOption = None,
    vcf: VcfOption = None,
    card: CardOption = None,
    ics: IcsOption = None,
    id_: IdOption = "",
    directory: DirectoryOption = None,
    dry_run: DryRunOption = False,
    as_json: JsonOption = False,
) -> None:
    """Make the file of a new interview: typed, or from a card (--vcf, --card) and the invitation (--ics).

    What is missing is asked for on a terminal. No file is ever overwritten.

    Example: followupd add --ics invite.ics --vcf ana.vcf --position Analyst
    """
    home, own_addresses = _read_home(config)
    people = build_interviewers(name or [], email or [], phone or [])
    people += parse_people(met or [], ContactRole.MET) + parse_people(helped or [], ContactRole.HELPED)
    options = {
        "company": company, "position": position, "at": at, "zone": zone, "country": country, "language": language,
    }  # fmt: skip
    answers = TypedAnswers(minutes=minutes, people=tuple(people), **parse_options(options))
    data = complete_answers(
        answers, _read_cards(vcf or [], card or []), _read_invitation(ics, own_addresses, home.name), home
    )
    _refuse_own_addresses(data, own_addresses)
    interview_file = build_interview_file(data, id=id_, home=home)
    _write_or_print(
        interview_file, directory or find_paths(config).interviews_folder, dry_run=dry_run, as_json=as_json
    )


def _refuse_own_addresses(data: InterviewData, own_addresses: frozenset[str]) -> None:
    for person in data.people:
        if person.email and is_own_address(person.email, own_addresses):
            raise UsageError(f"{person.email} is your own address; a contact is somebody else")


def _read_cards(files: list[Path], photos: list[Path]) -> list[Card]:
    file_cards = [card for path in files for card in worker.read_cards(path)]
    return file_cards + [worker.read_photo(path) for path in photos]


def _read_invitation(ics: Path | None, own_addresses: frozenset[str], own_name: str) -> Invitation | None:
    if ics is None:
        return None
    invitation = worker.read_invitation(ics, own_addresses, own_name)
    if not own_addresses:
        message("Your own address is not known yet: if you stand among the contacts, take yourself out.")
    return invitation


def _read_home(config: Path | None) -> tuple[CandidateHome, frozenset[str]]:
    """Return what the configuration says of the candidate; without one, an interview can still be added."""
    user_config = config_files.read_config(find_paths(config)).config
    if user_config is None:
        return CandidateHome(), frozenset()
    candidate = user_config.candidate
    return CandidateHome(candidate.zone, candidate.country, candidate.name), user_config.own_addresses


# --- writing


def _write_or_print(interview_file: InterviewFile, directory: Path, *, dry_run: bool, as_json: bool) -> None:
    path = directory / f"{interview_file.id}.yaml"
    if not dry_run:
        _write_file(path, interview_file.text)
    for remark in interview_file.remarks:
        message(f"Look at this: {remark}.")
    if as_json:
        print_json(
            {
                "id": interview_file.id,
                "file": str(path),
                "written": not dry_run,
                "text": interview_file.text,
                "remarks": interview_file.remarks,
            }
        )
    elif dry_run:
        typer.echo(interview_file.text, nl=False)
    else:
        typer.echo(path)
        message(
            "Written. Now say in it what you spoke about with each person (`fact:`) and the role's keywords;"
            f" then `followupd check`, and `followupd preview {interview_file.id}`."
        )


def _write_file(path: Path, text: str) -> None:
    # Names and addresses are nobody else's business; root writes for the user of the machine's service.
    mode = 0o644 if os.geteuid() == 0 else 0o600
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        create_file(path, text.encode(), mode=mode)
    except FileExistsError as fault:
        raise UsageError(
            f"{path} is there already and stays as it is; give the new one a name by --id"
        ) from fault
    except OSError as fault:
        raise UsageError(f"{path}: cannot be written: {fault.strerror}") from fault
