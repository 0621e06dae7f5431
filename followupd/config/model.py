"""The whole configuration: what the user wants. `loader` reads it from text."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import time, timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal, Self, get_args

from pydantic import BaseModel, Field, field_validator, model_validator

from followupd.config.account import Account, Secret
from followupd.config.cadence import EXTRA_STEPS, Step, playbook_steps
from followupd.config.candidate import Candidate
from followupd.config.fields import Address, ClockTime, Duration, Hours
from followupd.config.interview import ConfigModel, Interview
from followupd.config.outputs import CalendarOutput, Letters, Monitoring
from followupd.config.places import find_zone_of_country, list_zones

if TYPE_CHECKING:
    from collections.abc import Mapping


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
    gap: Duration = Field(
        timedelta(minutes=10), description="No two mails to one company go out within this time"
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
    weekly: bool = Field(
        False,
        description="A mail each Monday on how every open interview stands, with a picture of it in time",
    )


class Notifications(ConfigModel):
    """How you are notified."""

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
        """Raise ValueError for an address that contains a token.

        The message does not quote the address, since faults are logged.
        """
        if isinstance(value, list) and all(isinstance(entry, dict | BaseModel) for entry in value):
            return value
        raise ValueError(
            "an address for pushes holds its token, so it has no place in a file: write"
            " push: [{keyring: followupd-push}], and store it by followupd login --push followupd-push"
        )


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
        """Give each interview the candidate's zone and country if it names none.

        In another country it gets the zone of that country. If that country has several, none is given, and a hold asks
        for it.
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
        return self.cadences.get(interview.cadence) or playbook_steps(via_agency=interview.via is not None)

    def find_step(self, interview: Interview, name: str) -> Step | None:
        """Return a step of an interview by its id, also one of the extra steps that are in no cadence."""
        return next((s for s in (*self.steps_of(interview), *EXTRA_STEPS) if s.id == name), None)

    def country_of(self, interview: Interview) -> str:
        """Return the recipients' country, or else the candidate's: ISO code, with the region if it is given."""
        return interview.country or self.candidate.country

    @cached_property
    def own_addresses(self) -> frozenset[str]:
        """Every address of the candidate, in lower case."""
        return frozenset(a.lower() for a in (self.account.address, *self.candidate.also))

    @cached_property
    def interview_ids(self) -> frozenset[str]:
        """The ids of all interviews in the configuration."""
        return frozenset(self.interview_by_id)

    @cached_property
    def interview_by_id(self) -> Mapping[str, Interview]:
        """The interviews in the configuration, by their ids."""
        return {interview.id: interview for interview in self.interviews}

    def model_copy(self, *, update: Mapping[str, Any] | None = None, deep: bool = False) -> Self:
        """Return a copy that computes its cached properties from its own fields."""
        copy = super().model_copy(update=update, deep=deep)
        for name in ("own_addresses", "interview_ids", "interview_by_id"):
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
