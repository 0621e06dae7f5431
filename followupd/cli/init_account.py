"""`followupd init`, the account: which servers, who named them, and whether they are the right ones."""

from __future__ import annotations

import re
import shlex
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from followupd.cli.app import message
from followupd.cli.init_servers import check_ca_file, choose_server
from followupd.cli.prompts import BackRequested, ask_line, ask_value, confirm, is_interactive
from followupd.config.account import Account
from followupd.config.fields import Address
from followupd.errors import UsageError
from followupd.setup.providers import find_by_address

if TYPE_CHECKING:
    from collections.abc import Iterator

    from followupd.setup.discovery import DiscoveredServers
    from followupd.setup.provider_table import Provider


@dataclass(frozen=True, slots=True)
class AccountOptions:
    """The options for the account."""

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

    def without_servers(self) -> AccountOptions:
        """Return the options without address and servers, so that those questions are asked again."""
        return replace(self, address=None, imap=None, smtp=None, user=None)


def ask_account(options: AccountOptions, previous_address: str | None = None) -> Account:
    """Return the account from options, discovery and answers; `<` at a server goes back to the address.

    Raises UsageError.
    """
    secret, ca_file = _read_secret_option(options), check_ca_file(options.ca_file)
    while True:
        try:
            address = ask_value(
                "Your e-mail address", "--address", options.address, Address, previous_address
            )
        except BackRequested:
            message("This is the first question.")
            continue
        try:
            return _ask_servers(address, options, secret, ca_file)
        except BackRequested:
            options, previous_address = replace(options, address=None), address


def _ask_servers(
    address: str, options: AccountOptions, secret: dict[str, Any], ca_file: str | None
) -> Account:
    """Return the account of an address. Raises UsageError, BackRequested."""
    has_servers = options.imap and options.smtp
    if not has_servers:
        _refuse_closed_provider(address)
    discovery = None if has_servers else _discover_account(address, options)
    oauth = _read_oauth_options(discovery, options)
    user = options.user or (discovery.servers.user if discovery else None)
    imap = choose_server("imap", options.imap, address, discovery, ca_file)
    smtp = choose_server("smtp", options.smtp, address, discovery, ca_file or imap.ca_file)
    fields: dict[str, Any] = {
        "address": address,
        "user": None if user == address else user,
        "imap": imap,
        "smtp": smtp,
        **secret,
        **oauth,
    }
    try:
        return Account.model_validate(fields)
    except ValidationError as fault:
        raise UsageError(fault.errors()[0]["msg"].removeprefix("Value error, ")) from None


def _refuse_closed_provider(address: str) -> None:
    """Refuse at once a provider that allows no programs; at a terminal, ask for another address.

    Raises UsageError, BackRequested.
    """
    provider = find_by_address(address)
    if provider is None or provider.lets_programs_in:
        return
    if not is_interactive():
        raise UsageError(f"{provider.name}: {provider.warning}")
    message(f"{provider.name}: {provider.warning}.")
    raise BackRequested


def _read_secret_option(options: AccountOptions) -> dict[str, Any]:
    """Return where the password is, if it is not in the keyring. Raises UsageError."""
    if options.credential and options.secret_command:
        raise UsageError("the password is in one place: --credential or --secret-command, not both")
    if options.credential:
        if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._-]*", options.credential):
            raise UsageError(
                f"{options.credential!r} is no name of a credential: letters, digits, dots and dashes; for example"
                " --credential followupd"
            )
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


def _discover_account(address: str, options: AccountOptions) -> DiscoveredServers | None:
    """Return the servers that were found and that the user confirms. Raises UsageError if nobody can confirm."""
    from followupd.setup.discovery import Lookup, discover_servers

    domain = address.rpartition("@")[2].lower()
    if not find_by_address(address):
        if options.offline:
            return None
        message("Looking for your mail servers: at the domain, in Mozilla's list, in DNS …")
    lookup = Lookup(ca_file=options.ca_file)
    answers = discover_servers(address, lookup)
    choice = next((discovery for discovery in answers if _confirm_servers(discovery, options)), None)
    if choice:
        return choice
    if not answers:
        message(f"No mail servers found for {domain}:")
        message(
            "\n".join(
                f"  {failure}" for failure in sorted(lookup.failures) if not failure.endswith("has none")
            )
        )
    message('Look for "IMAP settings" in the help pages of your provider.')
    return None


def _confirm_servers(discovery: DiscoveredServers, options: AccountOptions) -> bool:
    """Show the servers, and ask. Raises UsageError if there is nobody to ask.

    A password is never sent to an unconfirmed server.
    """
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
    """Yield the lines on what was found, for the person who has to confirm it."""
    imap, smtp = discovery.servers.imap, discovery.servers.smtp
    yield f"Found by {discovery.source}:"
    yield f"  IMAP {imap.host}:{imap.port} ({imap.tls})"
    yield f"  SMTP {smtp.host}:{smtp.port} ({smtp.tls})"
    yield f"  login name {discovery.servers.user}"
    if discovery.provider:
        yield f"  {discovery.provider.name}: {discovery.provider.advice}."
        yield f"  {discovery.provider.help} (as of {discovery.provider.as_of})"
        if discovery.provider.limit:
            yield f"  Note: {discovery.provider.limit}."
        if discovery.provider.instead:
            yield f"  Instead: {discovery.provider.instead}."
        return
    if discovery.servers.oauth_only:
        yield "  no password works there: see `oauth:` in config.example.yaml, or give --secret-command"
    if discovery.servers.help:
        yield f"  {discovery.servers.help}"


def _ask_client_id(provider: Provider) -> str:
    """Ask for the client id. A user without one is asked for another address. Raises UsageError, BackRequested."""
    if not is_interactive():
        raise UsageError(f"{provider.name}: {provider.advice}; give --client-id, or {provider.instead}")
    client_id = ask_line("Your OAuth client id, Enter to give another address", is_optional=True)
    if not client_id:
        raise BackRequested
    return client_id


def _read_oauth_options(discovery: DiscoveredServers | None, options: AccountOptions) -> dict[str, Any]:
    """Return the OAuth settings, if the provider supports OAuth and there is a client id or a program for tokens."""
    provider = discovery.provider if discovery else None
    if provider is None or provider.oauth is None:
        return {}
    is_required = provider.login_method == "oauth"
    if options.secret_command:
        return {"auth": "oauth2"} if is_required else {}
    client_id = options.client_id
    if client_id is None and is_required:
        client_id = _ask_client_id(provider)
    if client_id is None:
        return {}
    tenant = options.tenant or ("consumers" if provider.name == "Outlook.com" else None)
    settings = {"provider": provider.oauth, "client_id": client_id, **({"tenant": tenant} if tenant else {})}
    return {"auth": "oauth2", "oauth": settings}
