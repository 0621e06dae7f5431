"""The options of `followupd add`, and the parsing of their values."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer
from pydantic import AfterValidator, TypeAdapter, ValidationError

from followupd.config.fields import Line, LocalTime, Name
from followupd.errors import UsageError
from followupd.setup.guesses import parse_country, parse_language, parse_zone

LENGTHS, MAX_DIGITS = range(5, 1441), 4  # of an interview, in minutes
Files = list[Path]
Texts = list[str]
PEOPLE, ROLE, FROM_FILE, WRITING = "People", "The role", "Taken from a file", "What becomes of it"


def _make_option(help_: str, *names: str, panel: str | None = None) -> Any:
    return typer.Option(*names, help=help_, show_default=False, rich_help_panel=panel)


def _make_list_option(help_: str, *names: str, panel: str | None = None) -> Any:
    """Return an option that may be given several times; without it, the list is empty."""
    return typer.Option(*names, default_factory=list, help=help_, show_default=False, rich_help_panel=panel)


CompanyOption = Annotated[str, _make_option("The company, in its official spelling.")]
PositionOption = Annotated[str, _make_option("The role you applied for.")]
AtOption = Annotated[str, _make_option("Start, in their local time: 2026-11-12 14:00.")]
MinutesOption = Annotated[str, _make_option("How long it took: 60.", "--minutes")]
ZoneOption = Annotated[str, _make_option("Their time zone, if not yours: Europe/Berlin or Berlin.", "--zone")]
CountryOption = Annotated[str, _make_option("Their country: DE, Germany or DE-BY.", "--country")]
LanguageOption = Annotated[
    str, _make_option("To write in: en, de, fr, es; default: that of the country.", "--language")
]
NameOption = Annotated[
    Texts, _make_list_option("An interviewer's full name; again for the next one.", panel=PEOPLE)
]
EmailOption = Annotated[Texts, _make_list_option("Their address, in the order of the names.", panel=PEOPLE)]
PhoneOption = Annotated[Texts, _make_list_option("Their number, in the order of the names.", panel=PEOPLE)]
FactOption = Annotated[
    Texts, _make_list_option("What you spoke about with them, in the order of the names.", panel=PEOPLE)
]
PostOption = Annotated[
    str,
    _make_option(
        "Postal address of the first, for the letter: 'Street 1, 10115 Berlin'.", "--post", panel=PEOPLE
    ),
]
MetOption = Annotated[
    Texts,
    _make_list_option(
        'Someone you met: "Ana Ruiz <ana@acme.example>"; with --agency the name may do.', panel=PEOPLE
    ),
]
HelpedOption = Annotated[
    Texts, _make_list_option("Someone who helped you get there, likewise.", panel=PEOPLE)
]
AgencyOption = Annotated[
    str,
    _make_option(
        "The agency that arranged it: it is written to in place of the company.", "--agency", panel=PEOPLE
    ),
]
AgencyContactOption = Annotated[
    Texts,
    _make_list_option('Whom you deal with there: "Rita Reck <rita@rocket.example>".', panel=PEOPLE),
]
KeywordsOption = Annotated[
    str, _make_option("The role's words, most important first: 'Kafka, SQL'.", "--keywords", panel=ROLE)
]
StrengthOption = Annotated[
    Texts,
    _make_list_option(
        "A strong point of yours, as a sentence; again for the next.", "--strength", panel=ROLE
    ),
]
RequisitionOption = Annotated[str, _make_option("Their number of the vacancy.", "--requisition", panel=ROLE)]
AdvertOption = Annotated[
    Path | None,
    _make_option("The job advert's text: proposes keywords and number.", "--advert", panel=FROM_FILE),
]
VcfOption = Annotated[Files, _make_list_option("A vCard file; again for the next one.", panel=FROM_FILE)]
CardOption = Annotated[
    Files, _make_list_option("A photo of a card with a QR code.", "--card", panel=FROM_FILE)
]
IcsOption = Annotated[Path | None, _make_option("The calendar invitation.", panel=FROM_FILE)]
EmlOption = Annotated[
    Path | None, _make_option("A saved mail with the invitation in it.", "--eml", panel=FROM_FILE)
]
FormerOption = Annotated[
    str,
    _make_option(
        "An interview before, by its id: people, phone, post, words are taken over.",
        "--from",
        panel=FROM_FILE,
    ),
]
StartedOption = Annotated[
    bool,
    _make_option(
        "The application runs already, and you have thanked them: the plan goes on with the reminders.",
        "--started",
        panel=WRITING,
    ),
]
YesOption = Annotated[
    bool,
    _make_option(
        "Ask for nothing that can be left out; everyone invited was there.", "--yes", "-y", panel=WRITING
    ),
]
IdOption = Annotated[str, _make_option("The file's name; default: company and role.", "--id", panel=WRITING)]
DirectoryOption = Annotated[
    Path | None,
    _make_option(
        "Folder to write to; default: interviews/ beside the configuration.", "--dir", panel=WRITING
    ),
]
DryRunOption = Annotated[
    bool, _make_option("Print the file instead of writing it.", "--dry-run", panel=WRITING)
]


def _parse_minutes(text: str) -> int:
    if not (text.isascii() and text.isdecimal() and len(text) <= MAX_DIGITS and int(text) in LENGTHS):
        raise ValueError(f"{text!r} is no number of minutes, 5 to 1440; for example 60")
    return int(text)


OPTION_TYPES: dict[str, Any] = {
    "company": Name,
    "position": Name,
    "at": LocalTime,
    "minutes": Annotated[str, AfterValidator(_parse_minutes)],
    "zone": Annotated[str, AfterValidator(parse_zone)],
    "country": Annotated[str, AfterValidator(parse_country)],
    "language": Annotated[str, AfterValidator(parse_language)],
}


def parse_options(options: dict[str, str]) -> dict[str, Any]:
    """Return the typed options as values, without empty ones. Raises UsageError that names the option."""
    return {key: parse_option(key, text.strip()) for key, text in options.items() if text.strip()}


def parse_option(key: str, text: str) -> Any:
    """Return one value. Raises UsageError that names the option."""
    try:
        return TypeAdapter(OPTION_TYPES.get(key, Line)).validate_python(text)
    except ValidationError as fault:
        reason = fault.errors(include_url=False)[0]["msg"].removeprefix("Value error, ")
        reason = reason.replace("the zone under `zone:`", "their zone by --zone")
        raise UsageError(f"--{key}: {reason}") from fault


def split_words(text: str) -> tuple[str, ...]:
    """Return the parts of "Kafka, SQL; Airflow"."""
    return tuple(filter(None, (part.strip() for part in text.replace(";", ",").split(","))))
