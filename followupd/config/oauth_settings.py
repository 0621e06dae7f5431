"""What the configuration says of OAuth 2.0, and what is known of Google and Microsoft: addresses and scopes.

Sources: developers.google.com/identity/protocols/oauth2/native-app, learn.microsoft.com/exchange/client-developer/
legacy-protocols/how-to-authenticate-an-imap-pop-smtp-application-by-using-oauth, RFC 8252 (native apps), RFC 8628.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, Field, model_validator

from followupd.config.fields import Line
from followupd.config.interview import Model


def _https(url: str) -> str:
    if not url.startswith("https://"):
        raise ValueError(f"{url!r} is not https; tokens never travel in the clear")
    return url


Url = Annotated[Line, AfterValidator(_https)]


@dataclass(frozen=True, slots=True)
class Preset:
    """What a provider publishes for mail programs; `{tenant}` in the addresses is filled in."""

    authorize_url: str
    token_url: str
    device_url: str | None  # RFC 8628; None: not for mail
    scopes: tuple[str, ...]
    loopback: str  # the host that its redirect rule knows, on any port
    extra: tuple[tuple[str, str], ...] = ()  # further parameters of the authorization request


PRESETS = {
    # Without access_type=offline there is no refresh token, without prompt=consent none the second time. The device
    # flow refuses the mail scope.
    "google": Preset(
        "https://accounts.google.com/o/oauth2/v2/auth",
        "https://oauth2.googleapis.com/token",
        None,
        ("https://mail.google.com/",),
        "127.0.0.1",
        (("access_type", "offline"), ("prompt", "consent")),
    ),
    # outlook.office.com, not the graph.microsoft.com scopes that the portal shows: IMAP and SMTP refuse those.
    "microsoft": Preset(
        "https://login.microsoftonline.com/{tenant}/oauth2/v2.0/authorize",
        "https://login.microsoftonline.com/{tenant}/oauth2/v2.0/token",
        "https://login.microsoftonline.com/{tenant}/oauth2/v2.0/devicecode",
        (
            "https://outlook.office.com/IMAP.AccessAsUser.All",
            "https://outlook.office.com/SMTP.Send",
            "offline_access",
        ),
        "localhost",  # the only name whose port the portal's "mobile and desktop" redirect leaves open
    ),
}


class OAuth(Model):
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
    def _complete(self) -> Self:
        if self.provider == "custom" and not (
            self.token_url and self.scopes and (self.authorize_url or self.device_url)
        ):
            raise ValueError("provider: custom needs token_url, scopes, and authorize_url or device_url")
        return self

    @property
    def endpoints(self) -> Preset:
        """The provider's addresses and scopes, with those of the configuration in their place."""
        known = PRESETS.get(self.provider, Preset("", "", None, (), "127.0.0.1"))
        return Preset(
            self.authorize_url or known.authorize_url.format(tenant=self.tenant),
            self.token_url or known.token_url.format(tenant=self.tenant),
            self.device_url or (known.device_url and known.device_url.format(tenant=self.tenant)),
            tuple(self.scopes) or known.scopes,
            known.loopback,
            known.extra,
        )
