"""`followupd init`, the account: whose servers, who says so, and whether they are the right ones."""

from __future__ import annotations

import re
import shlex
import ssl
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import AfterValidator, ValidationError

from followupd.cli.app import message
from followupd.cli.prompts import ask_value, confirm, is_interactive
from followupd.config.account import Account, Server, Tls
from followupd.config.fields import Address, Line
from followupd.errors import Unreachable, UsageError
from followupd.setup.server_check import check_server

if TYPE_CHECKING:
    from collections.abc import Iterator

    from followupd.setup.discovery import DiscoveredServers

SERVER_PATTERN = re.compile(
    r"(?:\[(?P<v6>[0-9A-Fa-f:.]+)\]|(?P<host>[^\s:/\[\]]+))(?::(?P<port>\d{1,5}))?(?P<tls>/starttls)?"
)
SERVER_NAMES = {"imap": "IMAP server (where mail is read)", "smtp": "SMTP server (where it is handed over)"}
DEFAULT_PORTS = {"imap": 993, "smtp": 465}
STARTTLS_PORTS = (143, 587)  # and are told to go on with TLS


@dataclass(frozen=True, slots=True)
class AccountOptions:
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


def ask_account(options: AccountOptions) -> Account:
    """Return the account as options, discovery and person say. Raises UsageError."""
    secret, ca_file = _read_secret_option(options), _check_ca_file(options.ca_file)
    address = ask_value("Your e-mail address", "--address", options.address, Address)
    discovery = None if options.imap and options.smtp else _discover_account(address, options)
    user = options.user or (discovery.servers.user if discovery else None)
    imap = _choose_server("imap", options, address, discovery, ca_file)
    smtp = _choose_server("smtp", options, address, discovery, ca_file or imap.ca_file)
    fields: dict[str, Any] = {
        "address": address,
        "user": None if user == address else user,
        "imap": imap,
        "smtp": smtp,
        **secret,
        **_read_oauth_options(discovery, options),
    }
    try:
        return Account.model_validate(fields)
    except ValidationError as fault:
        raise UsageError(fault.errors()[0]["msg"].removeprefix("Value error, ")) from None


def _read_secret_option(options: AccountOptions) -> dict[str, Any]:
    """Return where the secret lies, if not in the keyring. Raises UsageError."""
    if options.credential and options.secret_command:
        raise UsageError("the secret lies in one place: --credential or --secret-command, not both")
    if options.credential:
        return {"secret": {"credential": options.credential}}
    if options.secret_command is None:
        return {}
    try:
        argv = shlex.split(options.secret_command)
    except ValueError as fault:
        raise UsageError(f"--secret-command cannot be read: {fault}") from None
    if not argv:
        raise UsageError("--secret-command is empty; for example: --secret-command 'pass show mail'")
    return {"secret": {"command": argv}}


# --- servers


def parse_server(text: str, port: int) -> dict[str, Any]:
    """Read host, host:port or host:port/starttls. Raises ValueError."""
    match = SERVER_PATTERN.fullmatch(text.strip())
    if not match or not 0 < int(match["port"] or port) < 1 << 16:
        raise ValueError(
            f"{text!r} is no server; write host or host:port (65535 at most), with /starttls behind it if need be"
        )
    port_number = int(match["port"] or port)
    tls = Tls.STARTTLS if match["tls"] or port_number in STARTTLS_PORTS else Tls.IMPLICIT
    return {"host": match["v6"] or match["host"], "port": port_number, "tls": tls}


def format_server(server: Server) -> str:
    """Return what `parsed` reads."""
    host = f"[{server.host}]" if ":" in server.host else server.host
    needs_starttls = server.tls is Tls.STARTTLS and server.port not in STARTTLS_PORTS
    return f"{host}:{server.port}" + ("/starttls" if needs_starttls else "")


def _choose_server(
    key: Literal["imap", "smtp"],
    options: AccountOptions,
    address: str,
    discovery: DiscoveredServers | None,
    ca_file: str | None,
) -> Server:
    """Return a server as told, found or typed; at a terminal it is asked for until somebody fit answers there."""
    option_value = options.imap if key == "imap" else options.smtp
    if option_value is None and discovery:
        server = discovery.servers.imap if key == "imap" else discovery.servers.smtp
    else:
        # A guess may be offered to a person; nobody's password is sent to it unasked.
        guess = f"{key}.{address.rpartition('@')[2]}" if is_interactive() else None
        server = Server(**_ask_server(key, SERVER_NAMES[key], option_value, guess))
    if ca_file:
        server = server.model_copy(update={"ca_file": ca_file})
    return _correct_server(server, key, SERVER_NAMES[key]) if is_interactive() else server


def _ask_server(key: str, name: str, option_value: str | None, default: str | None) -> dict[str, Any]:
    kind = Annotated[Line, AfterValidator(lambda text: parse_server(text, DEFAULT_PORTS[key]) and text)]
    return parse_server(ask_value(name, f"--{key}", option_value, kind, default), DEFAULT_PORTS[key])


def _correct_server(server: Server, key: Literal["imap", "smtp"], name: str) -> Server:
    """Knock; while it is not right, let the person correct it, or keep it and see to it later."""
    while True:
        try:
            check_server(server, key)
        except Unreachable as fault:
            problem = str(fault)
        else:
            return server
        message(problem)
        is_untrusted = "ca_file" in problem and not server.ca_file
        if is_untrusted and (ca_file := _ask_ca_file()):
            server = server.model_copy(update={"ca_file": ca_file})
            continue
        settings = _ask_server(key, f"{name}, Enter keeps it", None, format_server(server))
        new_server = Server(**settings, ca_file=server.ca_file)
        if new_server == server:
            return server
        server = new_server


def _ask_ca_file() -> str | None:
    import typer

    question = "Certificate file of the private authority, Enter for none"
    while answer := typer.prompt(question, default="", show_default=False, err=True).strip():
        try:
            return _check_ca_file(answer)
        except UsageError as fault:
            message(str(fault))
    return None


def _check_ca_file(file_name: str | None) -> str | None:
    """Return the whole path, since the service runs in another directory. Raises UsageError where it is no such file."""
    if file_name is None:
        return None
    path = Path(file_name).expanduser().absolute()
    try:
        ssl.create_default_context().load_verify_locations(path)
    except ssl.SSLError:
        raise UsageError(f"{path} holds no certificate; it has to be a PEM file (--ca-file)") from None
    except OSError as fault:
        raise UsageError(f"{path} cannot be read: {fault.strerror} (--ca-file)") from None
    return str(path)


def _discover_account(address: str, options: AccountOptions) -> DiscoveredServers | None:
    """Return the servers that somebody names and the person confirms. Raises UsageError where nobody can confirm."""
    from followupd.setup.discovery import Lookup, discover_servers
    from followupd.setup.providers import find_by_domain

    domain = address.rpartition("@")[2].lower()
    if not find_by_domain(domain):
        if options.offline:
            return None
        message("Looking for your mail servers: at the domain, in Mozilla's list, in DNS …")
    lookup = Lookup(ca_file=options.ca_file)
    answers = discover_servers(address, lookup)
    choice = next((discovery for discovery in answers if _confirm_servers(discovery, options)), None)
    if choice:
        return choice
    if not answers:
        message(f"Nobody names mail servers for {domain}:")
        message(
            "\n".join(
                f"  {failure}" for failure in sorted(lookup.failures) if not failure.endswith("has none")
            )
        )
    message("Your provider's help pages name them, often under “IMAP” or “mail program”.")
    return None


def _confirm_servers(discovery: DiscoveredServers, options: AccountOptions) -> bool:
    """Show it, and ask. Raises UsageError where there is nobody to ask: a password goes to no unconfirmed server."""
    message("\n".join(describe_servers(discovery)))
    if options.yes and discovery.is_protected:
        return True
    if not is_interactive():
        if options.yes:
            raise UsageError(
                "these servers stand in DNS alone, where others may write too; --yes does not confirm them;"
                " give --imap and --smtp"
            )
        raise UsageError("nobody is there to confirm these servers; give --yes, or --imap and --smtp")
    return confirm("Is that your provider?", None)


def describe_servers(discovery: DiscoveredServers) -> Iterator[str]:
    """Yield what was found, in lines for the person who has to confirm it."""
    imap, smtp = discovery.servers.imap, discovery.servers.smtp
    yield f"Found by {discovery.source}:"
    yield f"  IMAP {imap.host}:{imap.port} ({imap.tls})"
    yield f"  SMTP {smtp.host}:{smtp.port} ({smtp.tls})"
    yield f"  login name {discovery.servers.user}"
    if discovery.provider:
        yield f"  {discovery.provider.name}: {discovery.provider.advice}"
        yield f"  {discovery.provider.help}"
        return
    if discovery.servers.oauth_only:
        yield "  no password works there: see `oauth:` in config.example.yaml, or give --secret-command"
    if discovery.servers.help:
        yield f"  {discovery.servers.help}"


def _read_oauth_options(discovery: DiscoveredServers | None, options: AccountOptions) -> dict[str, Any]:
    """Return the OAuth settings, where the provider takes OAuth and there is a client id or a program for tokens."""
    provider = discovery.provider if discovery else None
    if provider is None or provider.oauth is None:
        return {}
    is_required = provider.login_method == "oauth"
    if options.secret_command:
        return {"auth": "oauth2"} if is_required else {}
    client_id = options.client_id
    if client_id is None and is_required:
        client_id = ask_value("Your OAuth client id", "--client-id", None, Line)
    if client_id is None:
        return {}
    tenant = options.tenant or ("consumers" if provider.name == "Outlook.com" else None)
    settings = {"provider": provider.oauth, "client_id": client_id, **({"tenant": tenant} if tenant else {})}
    return {"auth": "oauth2", "oauth": settings}
