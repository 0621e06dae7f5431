"""What mail providers want: servers, kind of password, what to do first, what cannot work. Read from providers.yaml."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib import resources
from typing import Any, Literal

from followupd.config.account import Server, Tls


class LoginMethod(StrEnum):
    """What a program logs in with."""

    APP_PASSWORD = "app password"  # noqa: S105 - made for this program; the web password does not work
    PASSWORD = "password"  # noqa: S105 - the one of the web site, perhaps after IMAP was switched on
    OAUTH = "oauth"  # no password works any more
    BRIDGE = "bridge"  # a program on this machine stands between
    NONE = "none"  # no program is let in


@dataclass(frozen=True, slots=True)
class Provider:
    """One provider. `domains`: of its addresses; `mx`: ends of the mail exchangers of domains it hosts."""

    name: str
    login_method: LoginMethod
    help: str  # where access is switched on, or explained
    as_of: str  # the month that the entry rests on
    imap: Server | None = None
    smtp: Server | None = None
    advice: str = ""  # one sentence: what to do before the first login
    limit: str = ""  # what does not work there
    instead: str = ""  # what a person can do about it
    domains: tuple[str, ...] = ()
    mx: tuple[str, ...] = ()
    files_sent: bool = False
    uses_local_part: bool = False  # the login name is what stands before the @
    oauth: Literal["google", "microsoft"] | None = None  # the preset of `oauth:`

    @property
    def lets_programs_in(self) -> bool:
        """Whether any program can read and send there."""
        return self.imap is not None and self.smtp is not None

    def login_name(self, address: str) -> str:
        """Return the name to log in with."""
        return address.rpartition("@")[0] if self.uses_local_part else address

    @property
    def warning(self) -> str:
        """What does not work, and what to do instead; empty where all works."""
        return "; ".join(filter(None, (self.limit, self.instead)))


@cache
def list_providers() -> tuple[Provider, ...]:
    """Return the table, in its order."""
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
