"""Interviews and the people met there, as the YAML has them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from enum import StrEnum
from functools import cached_property
from typing import Annotated, Any, Self
from zoneinfo import ZoneInfo

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    ValidationInfo,
    field_validator,
    model_validator,
)

from followupd.config.addresses import normalize_address
from followupd.config.attachments import MAX_FILES, AttachmentPath
from followupd.config.cadence import Step
from followupd.config.fields import Address, Country, Day, Language, Line, LocalTime, PhoneNumber, Prose, Zone
from followupd.config.name_keys import find_shared_key, make_company_key, make_slug
from followupd.config.person_name import PersonName, join_titles, parse_person_name
from followupd.config.plain_text import is_placeholder

EVERY = "*"  # instead of an interview's id: all of them

Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9._-]{0,63}$")]


class ContactRole(StrEnum):
    """What a person was in the interview: each has a thank-you of its own."""

    INTERVIEWER = "interviewer"
    MET = "met"
    HELPED = "helped"
    AGENCY = "agency"  # only of the people under `via:`


class ConfigModel(BaseModel):
    """A part of the configuration: read-only, no unknown keys."""

    # Validators are built only when something is checked; the daemon lets a worker do that.
    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)


class PostalAddress(ConfigModel):
    """Where a letter goes: the lines below the name, in the order of the country."""

    lines: list[Line] = Field(
        min_length=1, max_length=6, description="Street, postcode and town, as on an envelope"
    )
    country: Country | None = Field(None, description="Two-letter country code, if it is not the candidate's")


class Contact(ConfigModel):
    """A person met, or who helped."""

    name: Line = Field(description="Full name, spelt as on their card", examples=["Ana Ruiz"])
    email: Address = Field(description="Their address", examples=["ana.ruiz@acme.example"])
    role: ContactRole = Field(ContactRole.INTERVIEWER, description="interviewer, met or helped")
    lead: bool = Field(False, description="This one gets the reminders; default: the first interviewer")
    id: Slug | None = Field(None, description="Stable key of the person; default: made from the name")
    also: list[Address] = Field(default_factory=list, description="Other addresses they write from")
    title: Line | None = Field(
        None,
        description="How one addresses them: Ms, Frau, Dr.; default: what stands in the name",
        examples=["Frau Dr."],
    )
    first_name: Line | None = Field(None, description="Given name; default: read from the name")
    last_name: Line | None = Field(None, description="Family name; default: read from the name")
    salutation: Line | None = Field(None, description='Whole greeting, if not by first name: "Dear Ms Ruiz"')
    address: str | None = Field(
        None,
        pattern="^(informal|polite)$",
        description="informal: du, tu, tú; polite: Sie, vous, usted; default: informal for who helped, unless the tone is formal",
    )
    phone: Line | None = Field(None, description="Number to call on day five", examples=["+49 30 901820"])
    phones: list[PhoneNumber] = Field(
        default_factory=list,
        description="Other numbers they call or text from; a notice of such a call counts as theirs",
        examples=["[+49 170 1234567]"],
    )
    post: PostalAddress | None = Field(None, description="Where the letter goes")
    language: Language | None = Field(None, description="Language to write in; default: the interview's")
    fact: Line | None = Field(
        None, description="What you spoke about with this person; goes into their thank-you"
    )
    attachments: list[AttachmentPath] = Field(
        default_factory=list, max_length=MAX_FILES, examples=["[certificates.pdf]"],
        description="Files in the folder of config.yaml that go along with the thank-you to this person",
    )  # fmt: skip
    note: Prose | None = Field(
        None,
        description="Your own words for their thank-you: the whole mail, with greeting and name. Its first line may be `Subject: …`",
    )
    confirmed: bool = Field(
        True,
        description="false: taken from an invitation, nobody has said that they were there; they get nothing",
    )

    @field_validator("fact")
    @classmethod
    def _drop_placeholder(cls, fact: str | None) -> str | None:
        """Return no fact for "n/a" and similar texts."""
        return None if fact and is_placeholder(fact) else fact

    @cached_property
    def key(self) -> str:
        """The person's stable id within the interview."""
        return self.id or make_slug(self.name)

    @cached_property
    def addresses(self) -> tuple[str, ...]:
        """All their addresses in lower case, the main one first.

        A domain that is not ASCII is there in both of its forms.
        """
        pairs = ((a.lower(), normalize_address(a)) for a in (self.email, *self.also))
        return tuple(dict.fromkeys(address for pair in pairs for address in pair))

    @cached_property
    def person_name(self) -> PersonName:
        """The name as it is spoken. Parts that the file names replace those that are read from the full name."""
        parsed_name = parse_person_name(self.name)
        return PersonName(
            parsed_name.full_name,
            self.first_name or parsed_name.given_name,
            self.last_name or parsed_name.family_name,
            join_titles(self.title or "", parsed_name.title),
        )

    @property
    def spoken_name(self) -> str:
        """Their name in spoken order, without titles."""
        return self.person_name.full_name

    @property
    def shown_name(self) -> str:
        """Their name in every text that the user reads."""
        return self.person_name.shown_name

    @property
    def phone_numbers(self) -> tuple[str, ...]:
        """All their telephone numbers, the one to call first."""
        return tuple(dict.fromkeys((*([self.phone] if self.phone else []), *self.phones)))

    @property
    def given_name(self) -> str:
        """Their first name; the whole name if the order of its words is not known."""
        return self.person_name.given_name or self.spoken_name

    @property
    def family_name(self) -> str:
        """Their last name; the whole name if the order of its words is not known."""
        return self.person_name.family_name or self.spoken_name


MAX_PEOPLE = 50  # of one interview, since each mail is compared with all others


class Agency(ConfigModel):
    """The agency that arranged the interview: it is written to in place of the company."""

    name: Line = Field(description="The agency, as it writes itself", examples=["Rocket Recruiting Ltd"])
    contacts: list[Contact] = Field(
        min_length=1,
        max_length=MAX_PEOPLE,
        description="Whom you deal with at the agency; the first gets the reminders",
    )
    met: list[Line] = Field(
        default_factory=list, description="Whom you met without getting an address: it passes your thanks on"
    )


class Interview(ConfigModel):
    """One round with one company for one role."""

    id: Slug = Field(description="Short name; default: the name of the file")
    company: Line = Field(description="The company, as it writes itself", examples=["Acme GmbH"])
    called: Line | None = Field(
        None,
        description="The company's name as people say it; default: without its legal form",
        examples=["Acme"],
    )
    position: Line = Field(description="The role you applied for", examples=["Data Engineer"])
    at: LocalTime = Field(description="Start, in the interview's zone", examples=["2026-11-12 14:00"])
    minutes: int = Field(60, ge=5, le=1440, description="How long it took, in minutes", examples=[60])
    zone: Zone | None = Field(None, description="IANA zone of the company; default: the candidate's")
    country: Country | None = Field(
        None, description="Whose holidays count, e.g. DE or DE-BY; default: the candidate's"
    )
    via: Agency | None = Field(
        None, description="The agency that arranged it: its people get the reminders, and their answers count"
    )
    contacts: list[Contact] = Field(
        max_length=MAX_PEOPLE,
        description="Everyone you met, and who helped you get there; with via: only those whose address you have",
    )
    domains: list[Line] = Field(default_factory=list, description="The company's mail domains; default: the contacts'")  # fmt: skip
    aliases: list[Line] = Field(default_factory=list, description="Other names of the company")
    language: Language = Field("en", description="Language to write in")
    tone: str = Field("warm", pattern="^(warm|formal)$", description="warm or formal")
    cadence: Slug | list[Step] = Field("default", description="Name of a cadence, or its steps")
    keywords: list[Line] = Field(default_factory=list, description="The role's keywords, most important first", examples=["[Kafka, dbt]"])  # fmt: skip
    strengths: list[Line] = Field(
        default_factory=list, description="Your strong points for this role, as sentences"
    )
    promise: Day | None = Field(None, description="The date by which they said they would decide")
    requisition: Line | None = Field(None, description="Their number of the vacancy")
    uid: Line | None = Field(None, description="UID of the calendar invitation")

    @model_validator(mode="before")
    @classmethod
    def _allow_agency_alone(cls, data: Any) -> Any:
        """Allow no contacts at the company if an agency arranged the interview."""
        return {"contacts": [], **data} if isinstance(data, dict) and data.get("via") else data

    @field_validator("contacts")
    @classmethod
    def _merge_people(cls, contacts: list[Contact], info: ValidationInfo) -> list[Contact]:
        """Return all people, those of the agency first."""
        if "via" not in info.data:
            return contacts  # it has an error itself
        agents: list[Contact] = info.data["via"].contacts if info.data["via"] else []
        if any(contact.role is ContactRole.AGENCY for contact in contacts):
            raise ValueError("role: agency is of the people below via:; move them there")
        if agents and any(contact.lead for contact in contacts):
            raise ValueError("with via:, the agency gets the reminders; take lead: true out")
        people = [*(agent.model_copy(update={"role": ContactRole.AGENCY}) for agent in agents), *contacts]
        if not people:
            raise ValueError("names nobody; list everyone you met, and who helped you get there")
        if shared := find_shared_key((one.name, (one.key, *one.addresses)) for one in people):
            name, other_name, key = shared
            raise ValueError(
                f"{name} and {other_name} share {key!r}; list each person once, or give them an id"
            )
        return people

    @model_validator(mode="after")
    def _require_one_lead(self) -> Self:
        if sum(c.lead for c in self.contacts) > 1:
            raise ValueError("more than one contact is lead; mark one, the others are interviewers")
        if not self.via and not any(c.role is ContactRole.INTERVIEWER for c in self.contacts):
            raise ValueError("no contact is an interviewer; give one of them role: interviewer")
        return self

    @cached_property
    def lead(self) -> Contact:
        """The contact who gets the reminders.

        It is the one who is marked as lead, else the first of the agency, or the first interviewer.
        """
        lead_role = ContactRole.AGENCY if self.via else ContactRole.INTERVIEWER
        interviewers = [c for c in self.contacts if c.role is lead_role]
        confirmed = [c for c in interviewers if c.confirmed]
        return next(iter([*(c for c in self.contacts if c.lead), *confirmed, *interviewers]))

    @cached_property
    def met_people(self) -> tuple[Contact, ...]:
        """The people who speak for the company: everybody except those who only helped. An agency speaks for it too."""
        return tuple(contact for contact in self.contacts if contact.role is not ContactRole.HELPED)

    @cached_property
    def met_addresses(self) -> frozenset[str]:
        """Every address of the people of the company, in lower case."""
        return frozenset(address for contact in self.met_people for address in contact.addresses)

    @cached_property
    def contact_by_key(self) -> dict[str, Contact]:
        """The contacts by their keys."""
        return {contact.key: contact for contact in self.contacts}

    @cached_property
    def time_zone(self) -> ZoneInfo:
        """The recipients' time zone."""
        return ZoneInfo(self.zone or "UTC")

    @cached_property
    def start_time(self) -> datetime:
        """When the interview began, in UTC."""
        return self.at.replace(tzinfo=self.time_zone).astimezone(UTC)

    @cached_property
    def end_time(self) -> datetime:
        """When the interview ended, in UTC; the cadence counts from then."""
        return self.start_time + timedelta(minutes=self.minutes)

    @property
    def people_without_agency(self) -> list[Contact]:
        """Everyone who was in the interview, or helped, except the agency."""
        return [c for c in self.contacts if c.role is not ContactRole.AGENCY]

    @cached_property
    def company_key(self) -> str:
        """The company's name in small letters and without its legal form."""
        return make_company_key(self.company)
