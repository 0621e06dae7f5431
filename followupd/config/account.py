"""The candidate's own mailbox, as the YAML says it: servers, folders, and where the secret comes from."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, BaseModel, Discriminator, Field, Tag, model_validator

from followupd.config.fields import Address, Host, Line
from followupd.config.interview import ConfigModel


def _require_https(url: str) -> str:
    if not url.startswith("https://"):
        raise ValueError(f"{url!r} is not https; tokens never travel in the clear")
    return url


Url = Annotated[Line, AfterValidator(_require_https)]


@dataclass(frozen=True, slots=True)
class Preset:
    """What a provider publishes for mail programs; `{tenant}` in the addresses is filled in."""

    authorize_url: str
    token_url: str
    device_url: str | None  # RFC 8628; None: not for mail
    scopes: tuple[str, ...]
    loopback_host: str  # the host that its redirect rule allows, on any port
    extra_parameters: tuple[tuple[str, str], ...] = ()  # further parameters of the authorization request


PRESETS = {
    # Without access_type=offline there is no refresh token; without prompt=consent there is none the second time. The
    # device flow refuses the mail scope.
    "google": Preset(
        "https://accounts.google.com/o/oauth2/v2/auth",
        "https://oauth2.googleapis.com/token",
        None,
        ("https://mail.google.com/",),
        "127.0.0.1",
        (("access_type", "offline"), ("prompt", "consent")),
    ),
    # The scopes of outlook.office.com, not those of graph.microsoft.com that the portal shows: IMAP and SMTP refuse
    # those.
    "microsoft": Preset(
        "https://login.microsoftonline.com/{tenant}/oauth2/v2.0/authorize",
        "https://login.microsoftonline.com/{tenant}/oauth2/v2.0/token",
        "https://login.microsoftonline.com/{tenant}/oauth2/v2.0/devicecode",
        (
            "https://outlook.office.com/IMAP.AccessAsUser.All",
            "https://outlook.office.com/SMTP.Send",
            "offline_access",
        ),
        "localhost",  # only for this name does the portal's "mobile and desktop" redirect allow any port
    ),
}


class OAuth(ConfigModel):
    """OAuth 2.0 with your own client id; `followupd login` asks for your consent."""

    provider: Literal["google", "microsoft", "custom"] = Field(description="google, microsoft or custom")
    client_id: Line = Field(description="The client (application) id that you registered with the provider")
    tenant: Annotated[str, Field(pattern=r"^[A-Za-z0-9.-]+$")] = Field(
        "common", description="Microsoft only: common, consumers, organizations, or your tenant's id"
    )
    authorize_url: Url | None = Field(None, description="Where consent is given; default: the provider's")
    token_url: Url | None = Field(None, description="Where tokens are issued; default: the provider's")
    device_url: Url | None = Field(None, description="Where device codes are issued; default: the provider's")
    scopes: list[Line] = Field(default_factory=list, description="What to ask for; default: the provider's")
    redirect_port: int = Field(
        0, ge=0, le=65535, description="Port of the loopback redirect, where the provider wants a fixed one"
    )
    mechanism: Literal["xoauth2", "oauthbearer"] = Field(
        "xoauth2", description="How IMAP and SMTP take the token: xoauth2, or oauthbearer (RFC 7628)"
    )
    ca_file: Line | None = Field(None, description="Certificate of a private authority to trust, a PEM file")

    @model_validator(mode="after")
    def _require_endpoints(self) -> Self:
        if self.provider == "custom" and not (
            self.token_url and self.scopes and (self.authorize_url or self.device_url)
        ):
            raise ValueError("provider: custom needs token_url, scopes, and authorize_url or device_url")
        return self

    @property
    def endpoints(self) -> Preset:
        """The provider's addresses and scopes, or those of the configuration instead."""
        preset = PRESETS.get(self.provider, Preset("", "", None, (), "127.0.0.1"))
        return Preset(
            self.authorize_url or preset.authorize_url.format(tenant=self.tenant),
            self.token_url or preset.token_url.format(tenant=self.tenant),
            self.device_url or (preset.device_url and preset.device_url.format(tenant=self.tenant)),
            tuple(self.scopes) or preset.scopes,
            preset.loopback_host,
            preset.extra_parameters,
        )


class Tls(StrEnum):
    """How the connection is protected; `none` is for this machine only."""

    IMPLICIT = "implicit"  # RFC 8314 §3
    STARTTLS = "starttls"  # required: without it, no login
    NONE = "none"


LOOPBACK_HOSTS = ("localhost", "127.0.0.1", "::1")


class Server(ConfigModel):
    """Where a server listens."""

    host: Host = Field(description="Host name; the certificate must carry it", examples=["imap.example.org"])
    port: int = Field(
        ge=1, le=65535, description="993 for IMAP, 465 for SMTP; 143 and 587 with starttls", examples=[993]
    )
    tls: Tls = Field(Tls.IMPLICIT, description="implicit, starttls, or none (loopback only)")
    ca_file: Line | None = Field(None, description="Certificate of a private authority to trust, a PEM file")

    @model_validator(mode="after")
    def _require_tls(self) -> Self:
        if self.tls is Tls.NONE and self.host not in LOOPBACK_HOSTS:
            raise ValueError(
                f"tls: none would send your password to {self.host} in the clear; use implicit or starttls"
            )
        return self


class KeyringSecret(ConfigModel):
    """The secret lies in the OS keyring; `followupd login` puts it there."""

    keyring: Line = Field("followupd", description="Service name in the keyring")


class CredentialSecret(ConfigModel):
    """The secret is a systemd credential (LoadCredential=, LoadCredentialEncrypted=)."""

    credential: Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]*$")] = Field(
        description="Name of the credential"
    )


class CommandSecret(ConfigModel):
    """A program prints the secret, or a fresh access token: never a shell."""

    command: list[str] = Field(
        min_length=1, description="The program and its arguments", examples=[["pass", "show", "mail"]]
    )


def _secret_kind(value: Any) -> str | None:
    kinds = ("keyring", "credential", "command")
    if isinstance(value, BaseModel):
        return next(kind for kind in kinds if kind in type(value).model_fields)
    return next((kind for kind in kinds if isinstance(value, dict) and kind in value), "keyring")


Secret = Annotated[
    Annotated[KeyringSecret, Tag("keyring")]
    | Annotated[CredentialSecret, Tag("credential")]
    | Annotated[CommandSecret, Tag("command")],
    Discriminator(_secret_kind),
]


class SaveSent(StrEnum):
    """Who files the copy in the Sent folder."""

    AUTO = "auto"  # look first; file it if the provider did not
    ALWAYS = "always"
    NEVER = "never"


class Folders(ConfigModel):
    """Special folders that the server does not mark (RFC 6154), and folders that are not read."""

    sent: Line | None = Field(None, description="Default: the folder marked \\Sent")
    junk: Line | None = Field(None, description="Default: the folder marked \\Junk")
    archive: Line | None = Field(None, description="Default: the folder marked \\Archive")
    trash: Line | None = Field(None, description="Default: the folder marked \\Trash")
    drafts: Line | None = Field(None, description="Default: the folder marked \\Drafts")
    also: list[Line] = Field(
        default_factory=list, description="Folders that are read in any case, also shared ones or drafts"
    )
    exclude: list[Line] = Field(
        default_factory=list,
        description="Folders that are not read; a * at the end stands for any rest of the name",
        examples=[["Newsletters", "Lists/*"]],
    )

    @model_validator(mode="after")
    def _require_consistent_exclude(self) -> Self:
        if self.is_excluded("INBOX"):
            raise ValueError("exclude names the INBOX; it is always read")
        wanted_names = filter(None, (self.sent, self.junk, self.archive, self.trash, *self.also))
        for name in wanted_names:
            if self.is_excluded(name):
                raise ValueError(f"exclude names {name!r}, which stands beside it as a folder that is read")
        return self

    def is_excluded(self, name: str) -> bool:
        """Return whether `exclude` names this folder. The name of the INBOX has any case (RFC 3501 §5.1)."""
        folder_name = "INBOX" if name.casefold() == "inbox" else name
        return any(
            folder_name.startswith(pattern[:-1])
            if pattern.endswith("*")
            else folder_name == ("INBOX" if pattern.casefold() == "inbox" else pattern)
            for pattern in self.exclude
        )


class Account(ConfigModel):
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
        None,
        description="Whose Authentication-Results to believe (your provider's), while every foreign mail has them",
    )

    @model_validator(mode="after")
    def _require_token_source(self) -> Self:
        has_token_source = self.oauth is not None or isinstance(self.secret, CommandSecret)
        if self.auth == "oauth2" and not has_token_source:
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
