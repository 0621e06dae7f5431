"""The whole configuration: what the user wants. Text and line numbers are the affair of `configfile`."""

from __future__ import annotations

from datetime import time, timedelta
from enum import StrEnum
from functools import cached_property
from typing import Annotated, Any, Literal, Self, get_args
from zoneinfo import ZoneInfo

from pydantic import BaseModel, Discriminator, Field, Tag, field_validator, model_validator

from followupd.cadence import FAREWELL, Step, playbook
from followupd.interview import Interview, Model, PostalAddress
from followupd.oauth_settings import OAuth
from followupd.scalars import Address, Country, Duration, Hours, Line, Zone


class Tls(StrEnum):
    """How the connection is protected; `none` is for this machine only."""

    IMPLICIT = "implicit"  # RFC 8314 §3
    STARTTLS = "starttls"  # mandatory: without it, no login
    NONE = "none"


LOOPBACK = ("localhost", "127.0.0.1", "::1")


class Server(Model):
    """Where a server listens."""

    host: Line = Field(description="Host name; the certificate must carry it", examples=["imap.example.org"])
    port: int = Field(ge=1, le=65535, description="993 for IMAP, 465 for SMTP; 143 and 587 with starttls")
    tls: Tls = Field(Tls.IMPLICIT, description="implicit, starttls, or none (loopback only)")
    ca_file: Line | None = Field(None, description="Certificate of a private authority to trust, a PEM file")

    @model_validator(mode="after")
    def _plain_only_at_home(self) -> Self:
        if self.tls is Tls.NONE and self.host not in LOOPBACK:
            raise ValueError(
                f"tls: none would send your password to {self.host} in the clear; use implicit or starttls"
            )
        return self


class KeyringSecret(Model):
    """The secret lies in the OS keyring; `followupd login` puts it there."""

    keyring: Line = Field("followupd", description="Service name in the keyring")


class CredentialSecret(Model):
    """The secret is a systemd credential (LoadCredential=, LoadCredentialEncrypted=)."""

    credential: Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]*$")] = Field(
        description="Name of the credential"
    )


class CommandSecret(Model):
    """A program prints the secret, or a fresh access token: never a shell."""

    command: list[str] = Field(
        min_length=1, description="The program and its arguments", examples=[["pass", "show", "mail"]]
    )


def _kind_of_secret(value: Any) -> str | None:
    kinds = ("keyring", "credential", "command")
    if isinstance(value, BaseModel):
        return next(k for k in kinds if k in type(value).model_fields)
    return next((k for k in kinds if isinstance(value, dict) and k in value), "keyring")


Secret = Annotated[
    Annotated[KeyringSecret, Tag("keyring")]
    | Annotated[CredentialSecret, Tag("credential")]
    | Annotated[CommandSecret, Tag("command")],
    Discriminator(_kind_of_secret),
]


class SaveSent(StrEnum):
    """Who files the copy in the Sent folder."""

    AUTO = "auto"  # look first; file it where the provider did not
    ALWAYS = "always"
    NEVER = "never"


class Folders(Model):
    """Folders that the server does not announce by RFC 6154."""

    sent: Line | None = Field(None, description="Default: the folder marked \\Sent")
    junk: Line | None = Field(None, description="Default: the folder marked \\Junk")
    archive: Line | None = Field(None, description="Default: the folder marked \\Archive")
    trash: Line | None = Field(None, description="Default: the folder marked \\Trash")
    also: list[Line] = Field(default_factory=list, description="Further folders where an answer may land")


class Account(Model):
    """The candidate's own mailbox."""

    address: Address = Field(description="Your address: mails come from it", examples=["sam@example.org"])
    user: Line | None = Field(None, description="Login name; default: the address")
    auth: Literal["password", "oauth2"] = Field(
        "password", description="password (an app password counts) or oauth2"
    )
    secret: Secret = Field(
        default_factory=KeyringSecret, description="Where the secret comes from; never the secret itself"
    )
    oauth: OAuth | None = Field(None, description="With auth: oauth2, who gives the access tokens")
    imap: Server = Field(description="Where mail is read")
    smtp: Server = Field(description="Where mail is submitted")
    save_sent: SaveSent = Field(SaveSent.AUTO, description="auto, always or never")
    folders: Folders = Field(default_factory=Folders, description="Folder names, where they cannot be found")
    authserv_id: Line | None = Field(
        None, description="Whose Authentication-Results to believe (your provider's)"
    )

    @model_validator(mode="after")
    def _oauth_has_an_issuer(self) -> Self:
        tokens = self.oauth is not None or isinstance(self.secret, CommandSecret)
        if self.auth == "oauth2" and not tokens:
            raise ValueError(
                "auth: oauth2 needs oauth: with your client id, or a secret: {command: [...]} that prints a token"
            )
        if self.auth == "password" and self.oauth is not None:
            raise ValueError("oauth: stands here, but auth is password; write auth: oauth2, or remove oauth:")
        return self

    @property
    def login_name(self) -> str:
        """The name to log in with."""
        return self.user or self.address


class Candidate(Model):
    """You."""

    name: Line = Field(description="Your name, as it stands under your mails", examples=["Sam Carter"])
    zone: Zone = Field(description="Your IANA time zone", examples=["Europe/Berlin"])
    country: Country = Field(description="Your country, for holidays and letters", examples=["DE"])
    also: list[Address] = Field(
        default_factory=list, description="Your other addresses: mail from them is your own"
    )
    phone: Line | None = Field(None, description="Number where they reach you")
    post: PostalAddress | None = Field(None, description="Your address on letters")

    @cached_property
    def tz(self) -> ZoneInfo:
        """Your time zone."""
        return ZoneInfo(self.zone)


Weekday = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]


class Sending(Model):
    """When mail may go out, and how much: always in the recipient's zone."""

    hours: Hours = Field((time(8, 30), time(18, 0)), description="Sending window of a business day")
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
    approve: Literal["none", "first", "all"] = Field(
        "none",
        description="Which mails to others wait for `followupd approve`: none, the first to each person, or all",
    )
    html: bool = Field(False, description="Add an HTML part to the text")

    @field_validator("weekend")
    @classmethod
    def _leaves_a_day(cls, value: list[Weekday] | None) -> list[Weekday] | None:
        if value is not None and set(value) == set(get_args(Weekday)):
            raise ValueError("leaves no day to send on; leave out those on which people work")
        return value


class Notifications(Model):
    """How you are told."""

    to: Address | None = Field(None, description="Where notices go; default: your own mailbox")
    push: list[Secret] = Field(
        default_factory=list,
        description="Where the short of it is pushed to: apprise addresses, each kept like `account.secret`",
    )

    @field_validator("push", mode="before")
    @classmethod
    def _no_address_in_the_clear(cls, value: Any) -> Any:
        """Refuse what holds a token, and quote none of it: faults are logged."""
        if isinstance(value, list) and all(isinstance(one, dict | BaseModel) for one in value):
            return value
        raise ValueError(
            "an address for pushes holds its token, so it has no place in a file: write"
            " push: [{keyring: followupd-push}], and store it by followupd login --push followupd-push"
        )


class Letters(Model):
    """What becomes of a letter beside the mail with its PDF."""

    print_command: list[str] | None = Field(
        None,
        min_length=1,
        description="A program that prints the PDF, {file} in its arguments; never a shell",
        examples=[["lp", "-o", "media=A4", "{file}"]],
    )

    @field_validator("print_command")
    @classmethod
    def _knows_the_file(cls, value: list[str] | None) -> list[str] | None:
        if value is not None and not any("{file}" in arg for arg in value[1:]):
            raise ValueError('does not say where the PDF goes; write [lp, "{file}"]')
        return value


class Monitoring(Model):
    """How your monitoring learns how it stands."""

    textfile: Line | None = Field(
        None,
        description="A file of numbers for node_exporter's textfile collector",
        examples=["/var/lib/prometheus/node-exporter/followupd.prom"],
    )

    @field_validator("textfile")
    @classmethod
    def _whole_path(cls, value: str | None) -> str | None:
        if value is not None and not (value.startswith("/") and value.endswith(".prom")):
            raise ValueError("must be a whole path that ends in .prom, as the collector wants it")
        return value


class Config(Model):
    """All that the user wants, faults excluded."""

    live: bool = Field(False, description="false: do everything but hand over mail, and say so")
    account: Account = Field(description="Your mailbox")
    candidate: Candidate = Field(description="You")
    sending: Sending = Field(default_factory=Sending, description="Sending windows and limits")
    notifications: Notifications = Field(default_factory=Notifications, description="How you are told")
    letters: Letters = Field(default_factory=Letters, description="Letters on paper")
    monitoring: Monitoring = Field(
        default_factory=Monitoring, description="How your monitoring learns how it stands"
    )
    cadences: dict[str, list[Step]] = Field(
        default_factory=dict, description="Cadences by name; default is the playbook"
    )
    interviews: list[Interview] = Field(
        default_factory=list, description="Interviews; most stand in interviews/*.yaml"
    )

    @model_validator(mode="after")
    def _pushes_no_password(self) -> Self:
        if self.account.secret in self.notifications.push:
            raise ValueError(
                "notifications.push names the secret of your mailbox; keep the address for pushes under"
                " another name, for example push: [{keyring: followupd-push}]"
            )
        return self

    @model_validator(mode="before")
    @classmethod
    def _at_home_unless_said(cls, data: Any) -> Any:
        """Give each interview the candidate's zone and country where it names none."""
        match data:
            case {"candidate": {"zone": str(zone), "country": str(country)}, "interviews": list(interviews)}:
                home = {"zone": zone, "country": country}
                filled = [{**home, **i} if isinstance(i, dict) else i for i in interviews]
                return {**data, "interviews": filled}
            case _:
                return data

    def steps(self, interview: Interview) -> list[Step]:
        """Return the steps that an interview follows."""
        if isinstance(interview.cadence, list):
            return interview.cadence
        return self.cadences.get(interview.cadence) or playbook()

    def step(self, interview: Interview, name: str) -> Step | None:
        """Return a step of an interview by its id; the note after a refusal has its own."""
        return next((s for s in (*self.steps(interview), FAREWELL) if s.id == name), None)

    @cached_property
    def own_addresses(self) -> frozenset[str]:
        """Every address that is the candidate's, lower case."""
        return frozenset(a.lower() for a in (self.account.address, *self.candidate.also))
