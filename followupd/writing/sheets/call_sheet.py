"""Writes the call sheet, from which the candidate reads during a call, and parses telephone numbers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from followupd.config.cadence import Channel
from followupd.config.interview import ContactRole
from followupd.errors import UsageError
from followupd.writing.language.job_title import name_position
from followupd.writing.language.words import mark_message

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date, datetime, tzinfo
    from zoneinfo import ZoneInfo

    from phonenumbers import PhoneNumber

    from followupd.config.interview import Contact, Interview
    from followupd.writing.draft import SharedRole
    from followupd.writing.language.words import Words

_HEADING_WIDTH = 8  # "Number" and its translations, and a space
_CHANNELS = {
    Channel.EMAIL: mark_message("email"),
    Channel.PHONE: mark_message("phone"),
    Channel.POST: mark_message("post"),
}
OUTCOMES = ("spoke", "voicemail", "no-answer", "wrong-number")


@dataclass(frozen=True, slots=True)
class ContactNumber:
    """A valid telephone number, as it is written and as it is dialled."""

    e164: str  # +4930901820: the form in which numbers are compared (ITU-T E.164)
    international: str  # +49 30 901820
    national: str  # 030 901820: as it is dialled inside `country`
    uri: str  # tel:+49-30-901820 (RFC 3966)
    country: str | None  # two letters, or None for numbers of no country (+800…)


@dataclass(frozen=True, slots=True)
class CallWindow:
    """The time on one day in which the contact is at their desk, as aware datetimes."""

    opens: datetime
    closes: datetime


def parse_number(text: str, country: str) -> ContactNumber:
    """Parse a telephone number as it is written on a card. `country` (DE, DE-BY) applies to one without a +.

    Raises UsageError with a sentence on what is wrong and what would be right. Source: libphonenumber's metadata of the
    world's numbering plans, by `phonenumbers`.
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
    words: Words,
    interview: Interview,
    contact: Contact,
    number: ContactNumber | None,
    step: str,
    window: CallWindow,
    home_country: str,
    sent_items: Sequence[tuple[date, Channel, str]],
    answers: Sequence[tuple[date, str]],
    script: str,
    voicemail: str,
    promise: date | None = None,
    absence: str = "",
    shared_roles: Sequence[SharedRole] = (),
) -> str:
    """Return the call sheet in the candidate's language: plain text, lines ended by a line feed.

    `sent_items` are the touches in the candidate's name (day, channel, subject), calls included; `answers` are the
    answers to them (day, one line). `script` and `voicemail` are rendered already, in the language of the interview.
    `absence` is a sentence that the person may be away. `step` is the name for `followupd done`. `shared_roles` are the
    other interviews for which this one call is made.
    """
    channels = {channel: words.translate(message) for channel, message in _CHANNELS.items()}
    sent_lines = [f"{d:%Y-%m-%d}  {channels[c]:<5}  {s}" for d, c, s in sorted(sent_items)]
    promised = promise and words.translate(
        "They said they would decide by %(day)s.", day=words.format_weekday(promise)
    )
    details = [*_number_lines(words, number, home_country), *_time_lines(words, window, interview.time_zone)]
    blocks = [
        *_shared_blocks(words, shared_roles),
        (words.translate("What went out in your name"), sent_lines),
        (words.translate("What they answered"), [f"{d:%Y-%m-%d}  {line}" for d, line in sorted(answers)]),
        (absence, None),
        (promised, None),
        (words.translate("What to say"), script.strip().splitlines()),
        (words.translate("If nobody picks up, leave this message"), voicemail.strip().splitlines()),
        (words.translate("Afterwards, tell followupd"), _outcome_lines(words, interview.id, step)),
    ]
    parts = [_write_heading(words, interview, contact, shared_roles), "\n".join(details)]
    parts += [_format_block(words, title, lines) for title, lines in blocks if title]
    return "\n\n".join(parts) + "\n"


def _write_heading(
    words: Words, interview: Interview, contact: Contact, shared_roles: Sequence[SharedRole]
) -> str:
    positions = "; ".join(map(name_position, (interview.position, *(role.position for role in shared_roles))))
    is_agency = contact.role is ContactRole.AGENCY
    return words.translate(
        "Call %(name)s, %(company)s, about: %(position)s",
        name=f"{contact.person_name.title} {contact.spoken_name}".strip(),
        company=name_workplace(interview, contact),
        position=f"{positions} ({interview.company})" if is_agency else positions,
    )


def name_workplace(interview: Interview, contact: Contact) -> str:
    """Return the employer of a person: the company, or the agency that arranged the interview."""
    agency = interview.via if contact.role is ContactRole.AGENCY else None
    return agency.name if agency else interview.company


def _shared_blocks(
    words: Words, shared_roles: Sequence[SharedRole]
) -> Iterator[tuple[str, Sequence[str] | None]]:
    """Yield the block that names the other interviews of the call; nothing if the call is for one alone."""
    if not shared_roles:
        return
    heading = words.translate(
        "One call for several interviews, since a company gets one reminder a week. What you say came of it counts for each"
    )
    yield (
        heading,
        [
            words.translate(
                "%(interview)s: %(position)s, you spoke with %(name)s",
                interview=role.touch.interview,
                position=name_position(role.position),
                name=role.spoke_with,
            )
            if role.spoke_with
            else f"{role.touch.interview}: {name_position(role.position)}"
            for role in shared_roles
        ],
    )


def _number_lines(words: Words, number: ContactNumber | None, home_country: str) -> list[str]:
    if number is None:
        unknown = words.translate("not known. See their card, or ask the switchboard.")
        return _align([(words.translate("Number"), unknown)])
    is_domestic = number.country == home_country.partition("-")[0]
    national_form = words.translate(" (from your country: %(number)s)", number=number.national)
    shown_number = f"{number.international}{national_form if is_domestic else ''}"
    return _align(
        [
            (words.translate("Number"), shown_number),
            (words.translate("Dial"), number.uri),
        ]
    )


def _time_lines(words: Words, window: CallWindow, zone: ZoneInfo) -> list[str]:
    """Return the lines on when to call. If the zones differ, they have both times with the names of the zones."""
    their_time = _format_span(words, window, zone)
    heading = words.translate("When")
    if window.opens.astimezone(zone).utcoffset() == window.opens.astimezone(words.zone).utcoffset():
        return _align([(heading, their_time)])
    own_time = _format_span(words, window, words.zone)
    return _align(
        [
            (heading, words.translate("%(span)s, their time (%(zone)s)", span=their_time, zone=zone.key)),
            ("", words.translate("%(span)s, your time (%(zone)s)", span=own_time, zone=words.zone)),
        ]
    )


def _align(lines: Sequence[tuple[str, str]]) -> list[str]:
    return [f"{heading:<{_HEADING_WIDTH}}{text}" for heading, text in lines]


def _format_span(words: Words, window: CallWindow, zone: tzinfo) -> str:
    opens, closes = window.opens.astimezone(zone), window.closes.astimezone(zone)
    closing_day = "" if closes.date() == opens.date() else f"{words.format_weekday_name(closes.date())} "
    return words.translate(
        "%(day)s, %(opens)s to %(closes)s",
        day=words.format_weekday(opens.date()),
        opens=f"{opens:%H:%M}",
        closes=f"{closing_day}{closes:%H:%M}",
    )


def _format_block(words: Words, heading: str, lines: Sequence[str] | None) -> str:
    """Return a block with its heading; `lines` None: the block is only the heading."""
    if lines is None:
        return heading
    shown_lines = lines or [words.translate("Nothing so far.")]
    return "\n".join([heading, *(f"  {line}".rstrip() for line in shown_lines)])


def _outcome_lines(words: Words, interview: str, step: str) -> list[str]:
    return [
        f"followupd done {interview} {step} --outcome {'|'.join(OUTCOMES)}",
        words.translate("or answer this mail with one word: done, voicemail, no-answer, snooze 3d, stop"),
    ]
