"""The whole configuration: what the user wants. `loader` reads it from text."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import time, timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal, Self, get_args
from zoneinfo import ZoneInfo

from pydantic import BaseModel, Field, field_validator, model_validator

from followupd.config.account import Account, Secret, Url
from followupd.config.cadence import FAREWELL_STEP, Step, playbook_steps
from followupd.config.day_range import AwayPeriod, Days, find_periods
from followupd.config.fields import Address, Block, ClockTime, Country, Duration, Hours, Language, Line, Zone
from followupd.config.interview import ConfigModel, Interview, PostalAddress
from followupd.config.places import find_zone_of_country, list_zones

if TYPE_CHECKING:
    from collections.abc import Mapping


class Candidate(ConfigModel):
    """You."""

    name: Line = Field(description="Your name, as it stands under your mails", examples=["Sam Carter"])
    zone: Zone = Field(description="Your IANA time zone", examples=["Europe/Berlin"])
    country: Country = Field(description="Your country, for holidays and letters", examples=["DE"])
    also: list[Address] = Field(
        default_factory=list, description="Your other addresses: mail from them is your own"
    )
    language: Language | None = Field(
        None,
        description="Language of what followupd writes to you: de, en, es or fr; default: English, on the page your browser's",
        examples=["de"],
    )
    phone: Line | None = Field(None, description="Number where they reach you")
    post: PostalAddress | None = Field(None, description="Your address on letters")
    hours: Hours = Field(
        (time(7), time(22)),
        description="When you are awake: mails and calls wait for these hours, where they meet the recipient's",
    )
    away: list[Days] = Field(
        default_factory=list,
        description="Days on which you are away: nothing leaves, no call is asked for; leave past ones in",
        examples=["[2026-12-24..2027-01-01, 2027-02-15]"],
    )
    signature: Block | None = Field(
        None,
        description="Lines below your name in mails, instead of the phone number",
        examples=["Sam Carter\nData Engineer\n+49 30 901820\nhttps://samcarter.example"],
    )

    @field_validator("away", mode="before")
    @classmethod
    def _accept_one_range(cls, value: Any) -> Any:
        return [value] if isinstance(value, str) else value

    @cached_property
    def time_zone(self) -> ZoneInfo:
        """Your time zone."""
        return ZoneInfo(self.zone)

    @cached_property
    def away_periods(self) -> tuple[AwayPeriod, ...]:
        """When nothing leaves, since you are away."""
        return find_periods(self.away, self.time_zone)


Weekday = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]


class Sending(ConfigModel):
    """When mail may go out, and how much: always in the recipient's zone."""

    hours: Hours = Field((time(8, 30), time(18, 0)), description="Sending window of a business day")
    call_at: ClockTime | None = Field(
        None,
        description="When to call, in the recipient's zone; default: half an hour after their window opens",
        examples=["10:30"],
    )
    weekend: list[Weekday] | None = Field(
        None, description="Days without business; default: those of the country"
    )
    jitter: Duration = Field(
        timedelta(minutes=25), description="Up to this much later, drawn once for each touch"
    )
    daily_cap: int = Field(
        8, ge=1, le=50, description="No more mails to others than this on one day of yours"
    )
    after_answer: Literal["hold", "send_thanks"] = Field(
        "hold",
        description="hold: nothing goes out after an answer; send_thanks: thank-yous to others still do",
    )
    approve: Literal["none", "unsure", "first", "all"] = Field(
        "unsure",
        description="Which mails to others wait for your word: none, the first to each person where followupd is unsure, the first, or all",
    )
    review: Literal["none", "drafts"] = Field(
        "none",
        description="drafts: a mail to others first lies in your Drafts folder, to be edited or deleted",
    )
    draft_ahead: Duration = Field(timedelta(hours=4), description="How long it lies there, in sending hours")
    quote: bool = Field(True, description="Quote your own last mail below a mail that follows it")
    html: bool = Field(False, description="Add an HTML part to the text")

    @field_validator("weekend")
    @classmethod
    def _require_workday(cls, value: list[Weekday] | None) -> list[Weekday] | None:
        if value is not None and set(value) == set(get_args(Weekday)):
            raise ValueError("leaves no day to send on; leave out those on which people work")
        return value


class Digest(ConfigModel):
    """What is to do, in one mail."""

    morning: bool = Field(
        False, description="A mail in the morning with what is to do today; none where there is nothing"
    )


class Notifications(ConfigModel):
    """How you are told."""

    digest: Digest = Field(default_factory=Digest, description="What is to do, in one mail")
    to: Address | None = Field(None, description="Where notices go; default: your own mailbox")
    debrief: bool = Field(
        True, description="Ask after each interview who was there and what was spoken about"
    )
    desktop: bool = Field(False, description="Also show the short of it on the desktop of this machine")
    push: list[Secret] = Field(
        default_factory=list,
        description="Where the short of it is pushed to: apprise addresses, each kept like `account.secret`",
    )

    @field_validator("push", mode="before")
    @classmethod
    def _refuse_plain_addresses(cls, value: Any) -> Any:
        """Refuse what holds a token, and quote none of it: faults are logged."""
        if isinstance(value, list) and all(isinstance(entry, dict | BaseModel) for entry in value):
            return value
        raise ValueError(
            "an address for pushes holds its token, so it has no place in a file: write"
            " push: [{keyring: followupd-push}], and store it by followupd login --push followupd-push"
        )


class Letters(ConfigModel):
    """What becomes of a letter beside the mail with its PDF."""

    print_command: list[str] | None = Field(
        None,
        min_length=1,
        description="A program that prints the PDF, {file} in its arguments; never a shell",
        examples=[["lp", "-o", "media=A4", "{file}"]],
    )

    @field_validator("print_command")
    @classmethod
    def _require_file_placeholder(cls, value: list[str] | None) -> list[str] | None:
        if value is not None and not any("{file}" in arg for arg in value[1:]):
            raise ValueError('does not say where the PDF goes; write [lp, "{file}"]')
        return value


class Monitoring(ConfigModel):
    """How your monitoring learns how it stands."""

    textfile: Line | None = Field(
        None,
        description="A file of numbers for node_exporter's textfile collector",
        examples=["/var/lib/prometheus/node-exporter/followupd.prom"],
    )

    @field_validator("textfile")
    @classmethod
    def _require_absolute_path(cls, value: str | None) -> str | None:
        if value is not None and not (value.startswith("/") and value.endswith(".prom")):
            raise ValueError("must be a whole path that ends in .prom, as the collector wants it")
        return value


class CalDav(ConfigModel):
    """A collection on a CalDAV server (RFC 4791) that followupd keeps up to date."""

    url: Url = Field(
        description="Address of your calendars on the server", examples=["https://dav.example.com/nina/"]
    )
    user: Line = Field(description="User name on that server")
    secret: Secret = Field(description="Where its password lies, as in `account.secret`")
    name: Line = Field("followupd", description="Name of the calendar; it is made, and holds nothing else")
    ca_file: Line | None = Field(None, description="Certificate of a private authority, as a whole path")


class CalendarOutput(ConfigModel):
    """Calls, letters, mails, holds and promised dates as a calendar: a file, or on a CalDAV server, or both."""

    file: Line | None = Field(
        None,
        description="A private .ics file, as a whole path; ~ is your home",
        examples=["~/followupd.ics"],
    )
    caldav: CalDav | None = Field(None, description="A calendar on a CalDAV server")

    @field_validator("file")
    @classmethod
    def _require_calendar_path(cls, value: str | None) -> str | None:
        if value is not None and not (value.startswith(("/", "~/")) and value.endswith(".ics")):
            raise ValueError("must be a whole path that ends in .ics, for example ~/followupd.ics")
        return value


class Config(ConfigModel):
    """The whole configuration, without errors."""

    live: bool = Field(False, description="false: do everything but hand over mail, and say so")
    account: Account = Field(description="Your mailbox")
    candidate: Candidate = Field(description="You")
    sending: Sending = Field(default_factory=Sending, description="Sending windows and limits")
    notifications: Notifications = Field(default_factory=Notifications, description="How you are told")
    letters: Letters = Field(default_factory=Letters, description="Letters on paper")
    monitoring: Monitoring = Field(
        default_factory=Monitoring, description="How your monitoring learns how it stands"
    )
    calendar: CalendarOutput = Field(
        default_factory=CalendarOutput, description="What is planned, as a calendar; a path alone is its file"
    )
    cadences: dict[str, list[Step]] = Field(
        default_factory=dict, description="Cadences by name; default is the playbook"
    )
    interviews: list[Interview] = Field(
        default_factory=list, description="Interviews; most stand in interviews/*.yaml"
    )

    @field_validator("calendar", mode="before")
    @classmethod
    def _accept_path(cls, value: Any) -> Any:
        return {"file": value} if isinstance(value, str) else value

    @model_validator(mode="after")
    def _refuse_account_secret(self) -> Self:
        if self.calendar.caldav and self.calendar.caldav.secret == self.account.secret:
            raise ValueError(
                "calendar.caldav names the secret of your mailbox; keep its password under another name, for"
                " example secret: {keyring: followupd-calendar}"
            )
        if self.account.secret in self.notifications.push:
            raise ValueError(
                "notifications.push names the secret of your mailbox; keep the address for pushes under"
                " another name, for example push: [{keyring: followupd-push}]"
            )
        return self

    @model_validator(mode="before")
    @classmethod
    def _fill_home_defaults(cls, data: Any) -> Any:
        """Give each interview the candidate's zone and country where it names none.

        Abroad it is the zone of that country. Where that has several, none is given, and a hold asks for it.
        """
        match data:
            case {"candidate": {"zone": str(zone), "country": str(country)}, "interviews": list(interviews)}:
                full_interviews = [
                    _fill_place(i, zone, country) if isinstance(i, dict) else i for i in interviews
                ]
                return {**data, "interviews": full_interviews}
            case _:
                return data

    def steps_of(self, interview: Interview) -> list[Step]:
        """Return the steps that an interview follows."""
        if isinstance(interview.cadence, list):
            return interview.cadence
        return self.cadences.get(interview.cadence) or playbook_steps()

    def find_step(self, interview: Interview, name: str) -> Step | None:
        """Return a step of an interview by its id; the note after a refusal has its own."""
        return next((s for s in (*self.steps_of(interview), FAREWELL_STEP) if s.id == name), None)

    @cached_property
    def own_addresses(self) -> frozenset[str]:
        """Every address that is the candidate's, lower case."""
        return frozenset(a.lower() for a in (self.account.address, *self.candidate.also))

    @cached_property
    def interview_ids(self) -> frozenset[str]:
        """The ids of all interviews in the configuration."""
        return frozenset(i.id for i in self.interviews)

    def model_copy(self, *, update: Mapping[str, Any] | None = None, deep: bool = False) -> Self:
        """Return a copy that computes its cached properties from its own fields."""
        copy = super().model_copy(update=update, deep=deep)
        for name in ("own_addresses", "interview_ids"):
            copy.__dict__.pop(name, None)
        return copy


def _fill_place(interview: dict[str, Any], zone: str, country: str) -> dict[str, Any]:
    """Return an interview's data with zone and country."""
    own_country = interview.get("country")
    if "zone" in interview or not isinstance(own_country, str) or own_country[:2] == country[:2]:
        return {"zone": zone, "country": country, **interview}
    return {
        "zone": zone if zone in list_zones(own_country) else find_zone_of_country(own_country),
        **interview,
    }


@dataclass(frozen=True, slots=True)
class LoadResult:
    """The configuration, if the files make one, and every error in them."""

    config: Config | None
    faults: tuple[str, ...] = ()
    fault_by_interview: Mapping[str, str] = field(default_factory=dict)  # interview → its first fault
