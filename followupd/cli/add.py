"""`followupd add`: the file of a new interview, typed or from card, invitation, mail and advert."""

from __future__ import annotations

import os
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from followupd.adapters import config_files
from followupd.adapters.system.files import create_file
from followupd.adapters.system.paths import find_paths
from followupd.cli import add_options as options
from followupd.cli.add_answers import InterviewSources, complete_answers
from followupd.cli.add_people import build_interviewers, parse_others
from followupd.cli.app import ConfigOption, JsonOption, app, message, print_json
from followupd.errors import FollowupdError, UsageError
from followupd.setup.check import SHIPPED_LANGUAGES
from followupd.setup.importers import worker
from followupd.setup.importers.attendees import is_own_address
from followupd.setup.importers.interview_file import InterviewFile, build_interview_file
from followupd.setup.importers.interview_sources import CandidateHome, InterviewData, TypedAnswers
from followupd.setup.importers.next_round import find_free_id, take_over

if TYPE_CHECKING:
    from followupd.setup.first_note import FirstNote
    from followupd.setup.importers.job_advert import JobAdvert
    from followupd.setup.importers.records import Card, Invitation


@dataclass(frozen=True, slots=True)
class AddFiles:
    """The files from which an interview is made, and the folder for its own file."""

    cards: tuple[Path, ...] = ()
    photos: tuple[Path, ...] = ()
    ics: Path | None = None
    eml: Path | None = None
    advert: Path | None = None
    directory: Path | None = None
    id: str = ""
    is_started: bool = False  # the candidate has thanked them already


@app.command()
def add(
    *, config: ConfigOption = None, company: options.CompanyOption = "", position: options.PositionOption = "",
    at: options.AtOption = "", minutes: options.MinutesOption = "", zone: options.ZoneOption = "",
    country: options.CountryOption = "", language: options.LanguageOption = "",
    name: options.NameOption, email: options.EmailOption, phone: options.PhoneOption,
    fact: options.FactOption, post: options.PostOption = "", met: options.MetOption,
    helped: options.HelpedOption, agency: options.AgencyOption = "",
    agency_contact: options.AgencyContactOption, keywords: options.KeywordsOption = "",
    strength: options.StrengthOption, requisition: options.RequisitionOption = "",
    vcf: options.VcfOption, card: options.CardOption, ics: options.IcsOption = None,
    eml: options.EmlOption = None, advert: options.AdvertOption = None, former: options.FormerOption = "",
    yes: options.YesOption = False, started: options.StartedOption = False,
    id_: options.IdOption = "", directory: options.DirectoryOption = None,
    dry_run: options.DryRunOption = False, as_json: JsonOption = False,
) -> None:  # fmt: skip
    """Make the file of a new interview: typed, or from a card, the invitation, a mail or the advert.

    At a terminal it asks for what is missing; `<` goes back to an earlier question. Who is only named in an invitation
    gets nothing before you say that they were there. No file is ever overwritten.

    Through an agency: --agency and --agency-contact; it gets the reminders, and is asked to pass your thanks on.
    The next round with the same company: --from acme takes people, phone, post, keywords and strengths along.

    Example: followupd add --ics invite.ics --vcf ana.vcf --position Analyst
    """
    others, met_by_name = parse_others(agency, agency_contact, met, helped)
    interviewers = build_interviewers(name, email, phone, fact, post)
    people = [*others, *interviewers] if agency else [*interviewers, *others]  # the person to phone is first
    typed = {
        "company": company, "position": position, "at": at, "zone": zone, "country": country, "language": language,
        "requisition": requisition, "minutes": minutes,
    }  # fmt: skip
    answers = TypedAnswers(
        people=tuple(people),
        agency=agency.strip(),
        met_by_name=met_by_name,
        keywords=options.split_words(keywords),
        strengths=tuple(text for text in strength if text.strip()),
        takes_all=yes,
        **{"language": "", **options.parse_options(typed)},
    )
    if former:
        answers, id_ = _take_former(config, answers, former, id_)
    files = AddFiles(tuple(vcf), tuple(card), ics, eml, advert, directory, id_, started)
    add_interview(config, answers, files, dry_run=dry_run, as_json=as_json, asks_details=not yes)


def _take_former(
    config: Path | None, answers: TypedAnswers, former: str, interview_id: str
) -> tuple[TypedAnswers, str]:
    """Return the answers completed from a former interview, and the name of the new file. Raises UsageError."""
    user_config = config_files.read_config(find_paths(config)).config
    interviews = user_config.interview_by_id if user_config else {}
    interview = interviews.get(former)
    if interview is None:
        names = ", ".join(interviews) or "none yet"
        raise UsageError(f"--from: no interview is called {former!r}; there is {names}")
    home, _ = _read_home(config)
    free_id = interview_id or find_free_id(former, interviews)
    return take_over(answers, interview, home), free_id


def add_interview(
    config: Path | None,
    answers: TypedAnswers,
    files: AddFiles,
    *,
    dry_run: bool = False,
    as_json: bool = False,
    asks_details: bool = True,
) -> None:
    """Ask for what is missing, and write the file. Raises UsageError."""
    if files.is_started and (files.directory or dry_run):
        raise UsageError("--started records what you did; leave out --dir and --dry-run")
    home, own_addresses = _read_home(config)
    sources = InterviewSources(
        tuple(_read_cards(files)),
        _read_invitation(files, own_addresses, home.name),
        home,
        _read_advert(files),
        asks_details,
    )
    data = complete_answers(answers, sources)
    _refuse_own_addresses(data, own_addresses)
    if data.language not in SHIPPED_LANGUAGES:
        message(
            f"Please check: no texts come with followupd in {data.language!r}; write en, de, fr or es, or your own texts."
        )
    interview_file = build_interview_file(data, id=files.id, home=home)
    directory = files.directory or find_paths(config).interviews_folder
    _write_or_print(interview_file, directory, dry_run=dry_run, as_json=as_json)
    _tell_missing_config(config)
    if not dry_run and files.directory is None:
        _note_typed(config, interview_file.id)
        if files.is_started:
            _record_thanks(config, interview_file.id)
        elif not as_json:
            _show_first_note(config, interview_file.id)


def _refuse_own_addresses(data: InterviewData, own_addresses: frozenset[str]) -> None:
    for person in data.people:
        if person.email and is_own_address(person.email, own_addresses):
            raise UsageError(f"{person.email} is your own address; a contact is somebody else")


def _read_cards(files: AddFiles) -> list[Card]:
    file_cards = [card for path in files.cards for card in worker.read_cards(path)]
    return file_cards + [worker.read_photo(path) for path in files.photos]


def _read_invitation(files: AddFiles, own_addresses: frozenset[str], own_name: str) -> Invitation | None:
    if files.ics and files.eml:
        raise UsageError("one invitation is enough; give --ics or --eml, not both")
    if files.eml:
        invitation = worker.read_invitation_mail(files.eml, own_addresses, own_name)
    elif files.ics:
        invitation = worker.read_invitation(files.ics, own_addresses, own_name)
    else:
        return None
    if not own_addresses:
        message("Your own address is not known yet: if you are among the contacts, take yourself out.")
    return invitation


def _read_advert(files: AddFiles) -> JobAdvert | None:
    from followupd.setup.importers.job_advert import read_advert

    return read_advert(files.advert) if files.advert else None


def _tell_missing_config(config: Path | None) -> None:
    path = find_paths(config).config
    if not path.exists():
        message(f"Please check: {path} is not there; `followupd init` makes it, and nothing happens before.")


def _read_home(config: Path | None) -> tuple[CandidateHome, frozenset[str]]:
    """Return what the configuration knows about the candidate.

    Without a configuration, an interview can still be added.
    """
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
        message(f"Please check: {remark}.")
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
        message("Written.")


def _note_typed(config: Path | None, interview_id: str) -> None:
    """Note that the candidate has just typed in this interview.

    So a new store does not ask about it as an interview that began before the store was made.
    """
    from followupd.cli.session import open_store
    from followupd.engine.safety.begun_interviews import note_typed_interview

    if os.geteuid() == 0 and not find_paths(config).store_file.exists():
        return  # the service has another user, and a store that belongs to root would block it
    with suppress(FollowupdError), open_store(config) as (_, _, store):
        note_typed_interview(store, interview_id)


def _record_thanks(config: Path | None, interview_id: str) -> None:
    """Record that the candidate has thanked everybody. If that fails, the file stays, and the message says so."""
    from followupd.cli.session import open_context
    from followupd.engine import commands

    try:
        with open_context(config) as context:
            interview = context.ledger.config.interview_by_id[interview_id]
            names = commands.record_own_thanks(context.ledger, interview, context.now)
    except (FollowupdError, KeyError) as error:
        reason = str(error) if isinstance(error, FollowupdError) else "its file has an error"
        raise UsageError(
            f"the file is written, but the thank-yous stay planned: {reason}; see followupd check and followupd plan"
        ) from error
    message(
        f"Noted: you have thanked {', '.join(names)}. What comes next: followupd plan\n"
        f"Is that wrong? followupd undo {interview_id}"
    )


def _show_first_note(config: Path | None, interview_id: str) -> None:
    """Show the first mail, as it would be sent, and what comes next."""
    from followupd.cli.session import current_clock
    from followupd.setup.first_note import write_first_note

    note = write_first_note(find_paths(config), interview_id, current_clock.get()())
    if note and note.text:
        message(f"\n{_announce_first_note(note)}\n")
        message("\n".join(f"  {line}" if line else "" for line in note.text.splitlines()))
    message(
        "\nWhat is missing stands in the file as comments. `followupd check` finds what could be better,"
        f"\n`followupd plan` shows what happens when, and `followupd preview {interview_id}` every text."
    )


def _announce_first_note(note: FirstNote) -> str:
    if note.is_thank_you:
        return "This is the thank-you, as it would leave:"
    return (
        "The interview was too long ago for a thank-you."
        f" This is the first mail, as it would leave on {note.due:%a %-d %B %H:%M %Z}:"
    )


def _write_file(path: Path, text: str) -> None:
    # Names and addresses are private. But root writes the file for the user of the machine's service.
    mode = 0o644 if os.geteuid() == 0 else 0o600
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        create_file(path, text.encode(), mode=mode)
    except FileExistsError as fault:
        if not path.parent.is_dir():
            raise UsageError(f"{path.parent}: is a file; name a folder by --dir") from fault
        raise UsageError(
            f"{path} is there already and stays as it is; give the new one a name by --id"
        ) from fault
    except OSError as fault:
        raise UsageError(f"{path}: cannot be written: {fault.strerror}") from fault
