"""The candidate's own mailbox, as the YAML says it: servers, folders, and where the secret comes from."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, Discriminator, Field, Tag, model_validator

from followupd.config.fields import Address, Line
from followupd.config.interview import Model
from followupd.config.oauth_settings import OAuth


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
