"""Telephone numbers, and what the candidate holds in their hand when they ring: the call sheet."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from followupd.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime
    from zoneinfo import ZoneInfo

    from phonenumbers import PhoneNumber

    from followupd.config.cadence import Channel
    from followupd.config.interview import Contact, Interview

OUTCOMES = ("spoke", "voicemail", "no-answer", "wrong-number")


@dataclass(frozen=True, slots=True)
class ContactNumber:
    """A valid telephone number, as it is written and as it is dialled."""

    e164: str  # +4930901820: how two numbers are compared (ITU-T E.164)
    international: str  # +49 30 901820
    national: str  # 030 901820: how it is dialled inside `country`
    uri: str  # tel:+49-30-901820 (RFC 3966)
    country: str | None  # two letters, or None for numbers of no country (+800…)


@dataclass(frozen=True, slots=True)
class CallWindow:
    """The stretch of one day in which the contact is at their desk: aware instants."""

    opens: datetime
    closes: datetime


def parse_number(text: str, country: str) -> ContactNumber:
    """Read a telephone number as it stands on a card; `country` (DE, DE-BY) reads those without a +.

    Raises UsageError with a sentence that says what is wrong and what would be right.
    Source: libphonenumber's metadata of the world's numbering plans, by `phonenumbers`.
    """
    import phonenumbers as lib

    region = country.partition("-")[0].upper()
    phone_number = _parse_digits(text, region)
    if not lib.is_valid_number(phone_number):
        raise UsageError(f"{text!r} is no valid telephone number{_why_invalid(phone_number, region)}")

    def format_number(form: int) -> str:
        return str(lib.format_number(phone_number, form))

    forms = lib.PhoneNumberFormat
    home_region = lib.region_code_for_number(phone_number)
    return ContactNumber(
        e164=format_number(forms.E164),
        international=format_number(forms.INTERNATIONAL),
        national=format_number(forms.NATIONAL),
        uri=format_number(forms.RFC3966),
        country=home_region if home_region and home_region.isalpha() else None,
    )


def _parse_digits(text: str, region: str) -> PhoneNumber:
    import phonenumbers as lib

    # Seen in practice: "tel:" from vCards, and "+49 (0)30 …", whose (0) is only for callers at home.
    bare_text = text.strip().removeprefix("tel:").replace("(0)", "")
    try:
        return lib.parse(bare_text, region)
    except lib.NumberParseException as fault:
        raise UsageError(
            f"{text!r} is no telephone number; write it with its country: {_example_number(region)}"
        ) from fault


def _why_invalid(phone_number: PhoneNumber, region: str) -> str:
    import phonenumbers as lib

    reasons = {
        lib.ValidationResult.TOO_SHORT: "it is too short",
        lib.ValidationResult.TOO_LONG: "it is too long",
        lib.ValidationResult.INVALID_COUNTRY_CODE: "no country has that code",
        lib.ValidationResult.IS_POSSIBLE_LOCAL_ONLY: "the area code is missing",
    }
    why = reasons.get(lib.is_possible_number_with_reason(phone_number), "nobody can have it")
    example = _example_number(lib.region_code_for_country_code(phone_number.country_code or 0), region)
    return f" of +{phone_number.country_code}: {why}; a right one looks like {example}"


def _example_number(*regions: str) -> str:
    import phonenumbers as lib

    samples = (lib.example_number(region) for region in (*regions, "DE"))
    sample = next(s for s in samples if s is not None)
    return str(lib.format_number(sample, lib.PhoneNumberFormat.INTERNATIONAL))


def build_call_sheet(
    *,
    interview: Interview,
    contact: Contact,
    number: ContactNumber | None,
    step: str,
    window: CallWindow,
    home_zone: ZoneInfo,
    home_country: str,
    sent_items: Sequence[tuple[date, Channel, str]],
    answers: Sequence[tuple[date, str]],
    script: str,
    voicemail: str,
    promise: date | None = None,
) -> str:
    """Return the call sheet: plain text, lines ended by a line feed.

    `sent` is what went out in the candidate's name (day, channel, subject), calls included; `answered` what
    came back (day, one line). `script` and `voicemail` are rendered already. `step` is what `done` is told.
    """
    title = f"{contact.title} " if contact.title else ""
    parts = [
        f"Call {title}{contact.name}, {interview.company}, about: {interview.position}",
        "\n".join(
            [*_number_lines(number, home_country), *_time_lines(window, interview.time_zone, home_zone)]
        ),
        _format_block(
            "What went out in your name", [f"{d:%Y-%m-%d}  {c:<5}  {s}" for d, c, s in sorted(sent_items)]
        ),
        _format_block("What they answered", [f"{d:%Y-%m-%d}  {line}" for d, line in sorted(answers)]),
        *([f"They said they would decide by {promise:%A, %-d %B %Y}."] if promise else []),
        _format_block("What to say", script.strip().splitlines()),
        _format_block("If nobody picks up, leave this message", voicemail.strip().splitlines()),
        _format_block("Afterwards, tell followupd", _outcome_lines(interview.id, step)),
    ]
    return "\n\n".join(parts) + "\n"


def _number_lines(number: ContactNumber | None, home_country: str) -> list[str]:
    if number is None:
        return ["Number  none is known; it stands on their card, or the switchboard puts you through"]
    is_domestic = number.country == home_country.partition("-")[0]
    national_form = f" (from your country: {number.national})" if is_domestic else ""
    return [f"Number  {number.international}{national_form}", f"Dial    {number.uri}"]


def _time_lines(window: CallWindow, zone: ZoneInfo, home_zone: ZoneInfo) -> list[str]:
    their_time = _format_span(window, zone)
    if window.opens.astimezone(zone).utcoffset() == window.opens.astimezone(home_zone).utcoffset():
        return [f"When    {their_time}"]
    return [
        f"When    {their_time}, their time ({zone.key})",
        f"        {_format_span(window, home_zone)}, your time",
    ]


def _format_span(window: CallWindow, zone: ZoneInfo) -> str:
    opens, closes = window.opens.astimezone(zone), window.closes.astimezone(zone)
    closing_time = f"{closes:%H:%M}" if closes.date() == opens.date() else f"{closes:%A %H:%M}"
    return f"{opens:%A, %-d %B %Y, %H:%M} to {closing_time}"


def _format_block(heading: str, lines: Sequence[str]) -> str:
    return "\n".join([heading, *(f"  {line}".rstrip() for line in lines or ["Nothing so far."])])


def _outcome_lines(interview: str, step: str) -> list[str]:
    return [
        f"followupd done {interview} {step} --outcome {'|'.join(OUTCOMES)}",
        "or answer this mail with one word: done, voicemail, no-answer, snooze 3d, stop",
    ]
