"""`followupd init`, the account: whose servers, who says so, and whether they are the right ones."""

from __future__ import annotations

import re
import shlex
import ssl
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import AfterValidator, ValidationError

from followupd.cli.app import talk
from followupd.cli.prompts import agreed, ask, somebody
from followupd.config.account import Account, Server, Tls
from followupd.config.fields import Address, Line
from followupd.errors import Unreachable, UsageError
from followupd.setup.server_check import knock

if TYPE_CHECKING:
    from collections.abc import Iterator

    from followupd.setup.discovery import Found

SERVER = re.compile(
    r"(?:\[(?P<v6>[0-9A-Fa-f:.]+)\]|(?P<host>[^\s:/\[\]]+))(?::(?P<port>\d{1,5}))?(?P<tls>/starttls)?"
)
NAMES = {"imap": "IMAP server (where mail is read)", "smtp": "SMTP server (where it is handed over)"}
USUAL = {"imap": 993, "smtp": 465}
BEGIN_IN_THE_CLEAR = (143, 587)  # and are told to go on with TLS


@dataclass(frozen=True, slots=True)
class Said:
    """What the options say of the account."""

    address: str | None
    imap: str | None
    smtp: str | None
    user: str | None
    ca_file: str | None
    client_id: str | None
    tenant: str | None
    credential: str | None
    secret_command: str | None
    offline: bool
    yes: bool


def account(said: Said) -> Account:
    """Return the account as options, discovery and person say. Raises UsageError."""
    secret, trusted = _secret(said), _authority_file(said.ca_file)
    own = ask("Your e-mail address", "--address", said.address, Address)
    found = None if said.imap and said.smtp else _found(own, said)
    user = said.user or (found.servers.user if found else None)
    imap = _server("imap", said, own, found, trusted)
    smtp = _server("smtp", said, own, found, trusted or imap.ca_file)
    whole: dict[str, Any] = {
        "address": own,
        "user": None if user == own else user,
        "imap": imap,
        "smtp": smtp,
        **secret,
        **_oauth(found, said),
    }
    try:
        return Account.model_validate(whole)
    except ValidationError as fault:
        raise UsageError(fault.errors()[0]["msg"].removeprefix("Value error, ")) from None


def _secret(said: Said) -> dict[str, Any]:
    """Return where the secret lies, if not in the keyring. Raises UsageError."""
    if said.credential and said.secret_command:
        raise UsageError("the secret lies in one place: --credential or --secret-command, not both")
    if said.credential:
        return {"secret": {"credential": said.credential}}
    if said.secret_command is None:
        return {}
    try:
        argv = shlex.split(said.secret_command)
    except ValueError as fault:
        raise UsageError(f"--secret-command cannot be read: {fault}") from None
    if not argv:
        raise UsageError("--secret-command is empty; for example: --secret-command 'pass show mail'")
    return {"secret": {"command": argv}}


# --- servers


def parsed(text: str, port: int) -> dict[str, Any]:
    """Read host, host:port or host:port/starttls. Raises ValueError."""
    found = SERVER.fullmatch(text.strip())
    if not found or not 0 < int(found["port"] or port) < 1 << 16:
        raise ValueError(
            f"{text!r} is no server; write host or host:port (65535 at most), with /starttls behind it if need be"
        )
    number = int(found["port"] or port)
    tls = Tls.STARTTLS if found["tls"] or number in BEGIN_IN_THE_CLEAR else Tls.IMPLICIT
    return {"host": found["v6"] or found["host"], "port": number, "tls": tls}


def written(server: Server) -> str:
    """Return what `parsed` reads."""
    host = f"[{server.host}]" if ":" in server.host else server.host
    apart = server.tls is Tls.STARTTLS and server.port not in BEGIN_IN_THE_CLEAR
    return f"{host}:{server.port}" + ("/starttls" if apart else "")


def _server(
    key: Literal["imap", "smtp"], said: Said, own: str, found: Found | None, ca_file: str | None
) -> Server:
    """Return a server as told, found or typed; at a terminal it is asked for until somebody fit answers there."""
    given = said.imap if key == "imap" else said.smtp
    if given is None and found:
        server = found.servers.imap if key == "imap" else found.servers.smtp
    else:
        # A guess may be offered to a person; nobody's password is sent to it unasked.
        guess = f"{key}.{own.rpartition('@')[2]}" if somebody() else None
        server = Server(**_asked(key, NAMES[key], given, guess))
    if ca_file:
        server = server.model_copy(update={"ca_file": ca_file})
    return _fit(server, key, NAMES[key]) if somebody() else server


def _asked(key: str, name: str, given: str | None, default: str | None) -> dict[str, Any]:
    kind = Annotated[Line, AfterValidator(lambda text: parsed(text, USUAL[key]) and text)]
    return parsed(ask(name, f"--{key}", given, kind, default), USUAL[key])


def _fit(server: Server, key: Literal["imap", "smtp"], name: str) -> Server:
    """Knock; while it is not right, let the person correct it, or keep it and see to it later."""
    while True:
        try:
            knock(server, key)
        except Unreachable as fault:
            said = str(fault)
        else:
            return server
        talk(said)
        untrusted = "ca_file" in said and not server.ca_file
        if untrusted and (ca_file := _authority()):
            server = server.model_copy(update={"ca_file": ca_file})
            continue
        typed = _asked(key, f"{name}, Enter keeps it", None, written(server))
        changed = Server(**typed, ca_file=server.ca_file)
        if changed == server:
            return server
        server = changed


def _authority() -> str | None:
    import typer

    question = "Certificate file of the private authority, Enter for none"
    while answer := typer.prompt(question, default="", show_default=False, err=True).strip():
        try:
            return _authority_file(answer)
        except UsageError as fault:
            talk(str(fault))
    return None


def _authority_file(named: str | None) -> str | None:
    """Return the whole path, since the service runs in another directory. Raises UsageError where it is no such file."""
    if named is None:
        return None
    path = Path(named).expanduser().absolute()
    try:
        ssl.create_default_context().load_verify_locations(path)
    except ssl.SSLError:
        raise UsageError(f"{path} holds no certificate; it has to be a PEM file (--ca-file)") from None
    except OSError as fault:
        raise UsageError(f"{path} cannot be read: {fault.strerror} (--ca-file)") from None
    return str(path)


def _found(address: str, said: Said) -> Found | None:
    """Return the servers that somebody names and the person confirms. Raises UsageError where nobody can confirm."""
    from followupd.setup.discovery import Lookup, discover
    from followupd.setup.providers import by_domain

    domain = address.rpartition("@")[2].lower()
    if not by_domain(domain):
        if said.offline:
            return None
        talk("Looking for your mail servers: at the domain, in Mozilla's list, in DNS …")
    lookup = Lookup(ca_file=said.ca_file)
    answers = discover(address, lookup)
    confirmed = next((found for found in answers if _confirmed(found, said)), None)
    if confirmed:
        return confirmed
    if not answers:
        talk(f"Nobody names mail servers for {domain}:")
        talk("\n".join(f"  {why}" for why in sorted(lookup.refused) if not why.endswith("has none")))
    talk("Your provider's help pages name them, often under “IMAP” or “mail program”.")
    return None


def _confirmed(found: Found, said: Said) -> bool:
    """Show it, and ask. Raises UsageError where there is nobody to ask: a password goes to no unconfirmed server."""
    talk("\n".join(described(found)))
    if not said.yes and not somebody():
        raise UsageError("nobody is there to confirm these servers; give --yes, or --imap and --smtp")
    return said.yes or agreed("Is that your provider?", None)


def described(found: Found) -> Iterator[str]:
    """Yield what was found, in lines for the person who has to confirm it."""
    imap, smtp = found.servers.imap, found.servers.smtp
    yield f"Found by {found.source}:"
    yield f"  IMAP {imap.host}:{imap.port} ({imap.tls})"
    yield f"  SMTP {smtp.host}:{smtp.port} ({smtp.tls})"
    yield f"  login name {found.servers.user}"
    if found.provider:
        yield f"  {found.provider.name}: {found.provider.advice}"
        yield f"  {found.provider.help}"
        return
    if found.servers.oauth_only:
        yield "  no password works there: see `oauth:` in config.example.yaml, or give --secret-command"
    if found.servers.help:
        yield f"  {found.servers.help}"


def _oauth(found: Found | None, said: Said) -> dict[str, Any]:
    """Return the OAuth settings, where the provider takes OAuth and there is a client id or a program for tokens."""
    provider = found.provider if found else None
    if provider is None or provider.oauth is None:
        return {}
    needed = provider.needs == "oauth"
    if said.secret_command:
        return {"auth": "oauth2"} if needed else {}
    client_id = said.client_id
    if client_id is None and needed:
        client_id = ask("Your OAuth client id", "--client-id", None, Line)
    if client_id is None:
        return {}
    tenant = said.tenant or ("consumers" if provider.name == "Outlook.com" else None)
    block = {"provider": provider.oauth, "client_id": client_id, **({"tenant": tenant} if tenant else {})}
    return {"auth": "oauth2", "oauth": block}
