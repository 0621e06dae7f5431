"""The table of mail providers, from providers.yaml: servers, kind of password, first steps, and limits."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib import resources
from typing import Any, Literal

from followupd.config.account import Server, Tls


class LoginMethod(StrEnum):
    """How a program logs in."""

    APP_PASSWORD = "app password"  # noqa: S105 - made for this program; the web password does not work
    PASSWORD = "password"  # noqa: S105 - the one of the web site, perhaps after IMAP was switched on
    OAUTH = "oauth"  # no password works any more
    BRIDGE = "bridge"  # a program on this machine works as a mail server
    NONE = "none"  # programs may not log in


@dataclass(frozen=True, slots=True)
class Provider:
    """One provider. `domains` are those of its addresses; `mx` has the name endings of its mail exchangers."""

    name: str
    login_method: LoginMethod
    help: str  # the page where access is switched on, or explained
    as_of: str  # the month when the entry was checked
    imap: Server | None = None
    smtp: Server | None = None
    advice: str = ""  # one sentence: what to do before the first login
    limit: str = ""  # what does not work there
    instead: str = ""  # what a person can do instead
    domains: tuple[str, ...] = ()
    mx: tuple[str, ...] = ()
    files_sent: bool = False
    uses_local_part: bool = False  # the login name is the part before the @
    oauth: Literal["google", "microsoft"] | None = None  # the preset of `oauth:`

    @property
    def lets_programs_in(self) -> bool:
        """Whether a program can read and send mail there."""
        return self.imap is not None and self.smtp is not None

    def login_name(self, address: str) -> str:
        """Return the login name for an address."""
        return address.rpartition("@")[0] if self.uses_local_part else address

    @property
    def warning(self) -> str:
        """The limits, and what to do instead; empty if everything works."""
        return "; ".join(filter(None, (self.limit, self.instead)))


@cache
def list_providers() -> tuple[Provider, ...]:
    """Return the table in its order."""
    import yaml

    text = resources.files("followupd.setup").joinpath("providers.yaml").read_text("utf-8")
    return tuple(_build_provider(entry) for entry in yaml.safe_load(text))


def _build_provider(entry: dict[str, Any]) -> Provider:
    return Provider(
        name=entry["name"],
        login_method=LoginMethod(entry["password"]),
        help=entry["page"],
        as_of=entry["as_of"],
        imap=_parse_server(entry.get("imap")),
        smtp=_parse_server(entry.get("smtp")),
        advice=entry.get("first", ""),
        limit=entry.get("limit", ""),
        instead=entry.get("instead", ""),
        domains=tuple(entry.get("domains", ())),
        mx=tuple(entry.get("mx", ())),
        files_sent=entry.get("files_sent", False),
        uses_local_part=entry.get("user") == "local",
        oauth=entry.get("oauth"),
    )


def _parse_server(text: str | None) -> Server | None:
    """Read HOST:PORT or HOST:PORT/starttls."""
    if text is None:
        return None
    place, _, tls = text.partition("/")
    host, _, port = place.rpartition(":")
    return Server(host=host, port=int(port), tls=Tls.STARTTLS if tls else Tls.IMPLICIT)
