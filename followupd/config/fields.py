"""The types of single values in the configuration. Each error also names what to write."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from functools import cache
from typing import Annotated, Any, TypeVar
from unicodedata import category
from unicodedata import name as name_of
from zoneinfo import ZoneInfo, available_timezones

from pydantic import AfterValidator, BeforeValidator, GetPydanticSchema, PlainSerializer
from pydantic_core import core_schema

from followupd.config.plain_text import CONTROL_CATEGORIES, TURNING, is_no_name

# A date far outside of this range would overflow when days are added; no interview has one.
PLAUSIBLE_YEARS = range(2000, 2200)
PHONE_DIGITS = range(7, 16)  # the number of digits in a telephone number; with fewer it is an extension
Moment = TypeVar("Moment", date, datetime)


def _check_line(text: str) -> str:
    text = text.strip()
    if not text:
        raise ValueError("is empty; write it, or leave the key out")
    if any(category(c) in CONTROL_CATEGORIES for c in text):
        raise ValueError("holds a line break or control character; keep it on one line")
    if "=?" in text:
        raise ValueError("holds '=?', which mail programs would decode; write the words themselves")
    return text


def _check_direction(text: str) -> str:
    if turning := TURNING.search(text):
        raise ValueError(
            f"holds an invisible character (U+{ord(turning[0]):04X}) that turns the letters behind it; type it again"
        )
    return text


MAX_BLOCK_LINES = 12


def _check_block(text: str) -> str:
    """Check a few lines. A space at the end of a line is kept, since "-- " is a line with a meaning."""
    lines = text.strip("\n").split("\n")
    if not text.strip():
        raise ValueError("is empty; write it, or leave the key out")
    if len(lines) > MAX_BLOCK_LINES:
        raise ValueError(f"has {len(lines)} lines; keep it to {MAX_BLOCK_LINES}")
    for line in filter(str.strip, lines):
        _check_direction(_check_line(line))
    return "\n".join(lines)


MAX_PROSE_CHARACTERS = 5000  # of a mail that a person writes by hand


def _check_prose(text: str) -> str:
    """Check the text of a whole mail: many lines, and no character that mail programs would misread."""
    if not text.strip():
        raise ValueError("is empty; write it, or leave the key out")
    if len(text) > MAX_PROSE_CHARACTERS:
        raise ValueError(f"has {len(text)} characters; keep it to {MAX_PROSE_CHARACTERS}")
    for line in filter(str.strip, text.split("\n")):
        _check_line(line)
    return text.strip() + "\n"


# Scripts with letters that look alike; no word of an address may mix them.
_ALIKE_SCRIPTS = ("LATIN", "CYRILLIC", "GREEK", "ARMENIAN")


def _find_script(letter: str) -> str:
    """Return the script of a letter, if letters of another script look like those of this one; else an empty text."""
    script = name_of(letter, "").partition(" ")[0]
    return script.title() if script in _ALIKE_SCRIPTS else ""


def _check_scripts(address: str) -> None:
    """Raise ValueError if a word of an address mixes scripts, since it looks like another person's address."""
    for word in re.split(r"[\W_]", address):
        scripts = set(map(_find_script, word)) - {""}
        if len(scripts) > 1:
            names = " and ".join(sorted(scripts))
            raise ValueError(f"{word!r} mixes {names} letters that look alike; type the address again")


def _check_address(text: str) -> str:
    if invisible := next((c for c in text if category(c) == "Cf"), None):
        raise ValueError(
            f"holds an invisible character (U+{ord(invisible):04X}) behind {text.partition(invisible)[0]!r};"
            " type the address again"
        )
    _check_scripts(text)
    # RFC 5321 §4.1.2 without quoted local parts and address literals: no interviewer has one.
    if not re.fullmatch(
        r"[^\s@<>()\[\],;:\\\"]{1,64}@(?:[^\s@<>()\[\],;:\\\"./]+\.)+[^\s@<>()\[\],;:\\\"./]{2,63}", text
    ):
        raise ValueError(f"{text!r} is no e-mail address; it looks like name@company.example")
    return text


@cache
def _zone_names() -> frozenset[str]:
    """Return the names of all zones; the files are read once."""
    return frozenset(available_timezones())


def _check_zone(text: str) -> str:
    if text not in _zone_names():
        import difflib

        suggestions = difflib.get_close_matches(text, _zone_names(), n=1)
        raise ValueError(
            f"unknown time zone {text!r}; "
            + (f"did you mean {suggestions[0]}?" if suggestions else "for example Europe/Berlin")
        )
    ZoneInfo(text)
    return text


def _check_country(text: str) -> str:
    if not re.fullmatch(r"[A-Z]{2}(?:-[A-Z0-9]{1,3})?", text):
        raise ValueError(
            f"{text!r} is no country code; two capital letters, with a region if wanted: DE or DE-BY"
        )
    return text


def _check_name(text: str) -> str:
    """Raise ValueError for a text that stands where a name is missing: it would stand in mails."""
    if is_no_name(text):
        raise ValueError(
            f"{text!r} is no name, and mails would have it; write the name, for example Acme GmbH or Ana Ruiz"
        )
    return text


def _check_host(text: str) -> str:
    """Raise ValueError for a text that is more than the name or the IP address of a server."""
    if re.fullmatch(r"[^\s:/@]+|[0-9a-fA-F:.]*::?[0-9a-fA-F:.]*", text):
        return text
    raise ValueError(
        f"{text!r} is no host name; it looks like imap.example.org, and the port has a key of its own"
    )


def _check_language(text: str) -> str:
    if not re.fullmatch(r"[a-z]{2}", text):
        raise ValueError(f"{text!r} is no language code; two small letters: en")
    return text


def _check_phone_number(text: str) -> str:
    """Raise ValueError for a number with too few or too many digits (ITU-T E.164): no notice could match it."""
    if len([c for c in text if c.isdecimal()]) not in PHONE_DIGITS or re.search(r"[^\W\d_]{4}", text):
        raise ValueError(f"{text!r} is no telephone number; write it with its country, as +49 30 901820")
    return text


def check_year(day: Moment) -> Moment:
    """Return a date whose year is plausible. Raises ValueError for any other."""
    if day.year not in PLAUSIBLE_YEARS:
        raise ValueError(f"{day.isoformat()[:10]} is far away; is the year right?")
    return day


def _parse_local_time(value: Any) -> datetime:
    if isinstance(value, datetime) and value.tzinfo is None:
        return value
    for form in ("%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M"):
        try:
            return datetime.strptime(str(value), form)  # noqa: DTZ007 - the zone is a key of its own
        except ValueError:
            continue
    if re.fullmatch(r"\d{4}-\d\d-\d\d[ T]\d\d:\d\d", str(value)):
        raise ValueError(f"{value!r} is not in the calendar; is the month, the day or the hour right?")
    raise ValueError(f"{value!r} is no date and time; write it as 2026-11-12 14:00, the zone under `zone:`")


_UNIT_MINUTES = {"minute": 1, "hour": 60, "day": 1440, "week": 10080}


def _parse_duration(value: Any) -> timedelta:
    if isinstance(value, timedelta):
        return value
    match = re.fullmatch(r"(\d{1,4}) (minute|hour|day|week)s?", str(value).strip())
    if not match:
        raise ValueError(f"{value!r} is no duration; for example: 20 minutes, 24 hours, 3 days")
    return timedelta(minutes=int(match[1]) * _UNIT_MINUTES[match[2]])


def _parse_hours(value: Any) -> tuple[time, time]:
    if isinstance(value, tuple):
        return value
    match = re.fullmatch(r"([01]\d|2[0-3]):([0-5]\d)\s*-\s*([01]\d|2[0-3]):([0-5]\d)", str(value).strip())
    if not match:
        raise ValueError(f"{value!r} are no hours; write 09:00-17:30")
    opening, closing = time(int(match[1]), int(match[2])), time(int(match[3]), int(match[4]))
    if opening >= closing:
        raise ValueError(f"{value!r} ends before it begins; write the earlier time first")
    return opening, closing


def _parse_clock_time(value: Any) -> time:
    if isinstance(value, time):
        return value
    match = re.fullmatch(r"([01]\d|2[0-3]):([0-5]\d)", str(value).strip())
    if not match:
        raise ValueError(f"{value!r} is no time of the day; write it as 09:30, with two digits each")
    return time(int(match[1]), int(match[2]))


def _string_schema(pattern: str) -> Any:
    """Return a schema that accepts the validator's value; in the JSON schema it is a string of `pattern`."""
    validator = core_schema.no_info_plain_validator_function(lambda v: v)
    return GetPydanticSchema(
        get_pydantic_json_schema=lambda _s, _h: {"type": "string", "pattern": pattern},
        get_pydantic_core_schema=lambda _s, _h: validator,
    )


Line = Annotated[str, AfterValidator(_check_line), AfterValidator(_check_direction)]
Name = Annotated[Line, AfterValidator(_check_name)]  # of a person, a company or a role: it stands in mails
Address = Annotated[str, AfterValidator(_check_line), AfterValidator(_check_address)]
PhoneNumber = Annotated[str, AfterValidator(_check_line), AfterValidator(_check_phone_number)]
Block = Annotated[str, AfterValidator(_check_block)]  # a few lines
Prose = Annotated[str, AfterValidator(_check_prose)]  # the text of a whole mail
Host = Annotated[str, AfterValidator(_check_line), AfterValidator(_check_host)]
Zone = Annotated[str, AfterValidator(_check_zone)]
Country = Annotated[str, AfterValidator(_check_country)]
Language = Annotated[str, AfterValidator(_check_language)]
LocalTime = Annotated[
    datetime, _string_schema(r"^\d{4}-\d{2}-\d{2}[ T]\d{2}:\d{2}$"), BeforeValidator(_parse_local_time), AfterValidator(check_year),
    PlainSerializer(lambda v: f"{v:%Y-%m-%d %H:%M}"),
]  # fmt: skip
Day = Annotated[date, AfterValidator(check_year)]
Duration = Annotated[
    timedelta, _string_schema(r"^\d{1,4} (minute|hour|day|week)s?$"), BeforeValidator(_parse_duration)
]
ClockTime = Annotated[
    time, _string_schema(r"^\d{2}:\d{2}$"), BeforeValidator(_parse_clock_time), PlainSerializer(lambda v: f"{v:%H:%M}"),
]  # fmt: skip
Hours = Annotated[
    tuple[time, time], _string_schema(r"^\d{2}:\d{2}-\d{2}:\d{2}$"), BeforeValidator(_parse_hours),
    PlainSerializer(lambda v: f"{v[0]:%H:%M}-{v[1]:%H:%M}"),
]  # fmt: skip
