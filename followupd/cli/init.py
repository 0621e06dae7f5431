"""`followupd init`: from an e-mail address to a working configuration."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, Annotated, Any

import typer
from pydantic import ValidationError

from followupd.cli.app import ConfigOption, app, talk
from followupd.cli.asking import agreed, ask
from followupd.cli.login import PATIENCE, Held, account_of, kept, now, nudge, obtained, source, tried
from followupd.config import Account, Tls
from followupd.errors import FollowupdError, UsageError
from followupd.keys.credentials import Credentials
from followupd.keys.logins import login_source
from followupd.keys.vault import State
from followupd.places import places
from followupd.scalars import Address, Country, Line, Zone
from followupd.setup import first_files as setup

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from followupd.places import Places
    from followupd.ports import Login
    from followupd.setup.discovery import Found


def _option(help_: str, *names: str) -> Any:
    return typer.Option(*names, help=help_, show_default=False)


Text = str | None
AddressOption = Annotated[Text, _option("Your e-mail address.")]
NameOption = Annotated[Text, _option("Your name, as it stands under your mails.")]
ZoneOption = Annotated[Text, _option("Your IANA time zone, Europe/Berlin.")]
CountryOption = Annotated[Text, _option("Your country, DE or DE-BY.")]
ImapOption = Annotated[Text, _option("IMAP server, host or host:port.")]
SmtpOption = Annotated[Text, _option("SMTP server, host or host:port.")]
UserOption = Annotated[Text, _option("Login name, if it is not the address.")]
CaOption = Annotated[Text, _option("Certificate of a private authority to trust, a PEM file.")]
ClientOption = Annotated[Text, _option("OAuth: your client id with Google or Microsoft.")]
StdinOption = Annotated[bool, _option("Read the secret from standard input, one line.", "--stdin")]
OfflineOption = Annotated[bool, _option("Ask nobody for the servers.", "--offline")]
YesOption = Annotated[bool, _option("Take what was found without asking.", "--yes", "-y")]
MailOption = Annotated[bool | None, _option("Send one mail to yourself, to see what becomes of it.")]
CompanyOption = Annotated[Text, _option("First interview: the company.")]
PositionOption = Annotated[Text, _option("First interview: the role.")]
AtOption = Annotated[Text, _option("First interview: when, 2026-11-12 14:00.")]
ContactOption = Annotated[Text, _option("First interview: the interviewer, 'Ana Ruiz <ana@acme.example>'.")]


@app.command()
def init(
    address: AddressOption = None,
    name: NameOption = None,
    zone: ZoneOption = None,
    country: CountryOption = None,
    imap: ImapOption = None,
    smtp: SmtpOption = None,
    user: UserOption = None,
    ca_file: CaOption = None,
    client_id: ClientOption = None,
    stdin: StdinOption = False,
    offline: OfflineOption = False,
    yes: YesOption = False,
    test_mail: MailOption = None,
    company: CompanyOption = None,
    position: PositionOption = None,
    at: AtOption = None,
    contact: ContactOption = None,
    config: ConfigOption = None,
) -> None:
    """Set followupd up: servers, secret, config.yaml, the first interview. Run it again at any time.

    Example: followupd init --address sam@example.org
    """
    where = places(config)
    if where.config.exists():
        account, myself = account_of(config), None
        talk(f"{where.config} is there already and is kept.")
    else:
        account = _account(address, _given(imap, smtp, user, ca_file), client_id, offline=offline, yes=yes)
        myself = _myself(name, zone, country, take=yes)
        setup.config_text(account, myself)  # faults now, not after the login
    _begun(where, account, myself, stdin=stdin, test_mail=test_mail)
    _interview(where, company, position, at, contact)
    talk(_NEXT)


def _myself(name: str | None, zone: str | None, country: str | None, *, take: bool) -> setup.Myself:
    return setup.Myself(
        ask("Your name", "--name", name, Line),
        ask("Your time zone", "--zone", zone, Zone, setup.home_zone(), take=take),
        ask("Your country", "--country", country, Country, setup.home_country(), take=take),
    )


def _begun(
    where: Places, account: Account, myself: setup.Myself | None, *, stdin: bool, test_mail: bool | None
) -> None:
    """Store the secret, try the servers, write config.yaml: the answers outlive a login that fails."""
    trouble = None
    try:
        logins = _secret(account, where.state, stdin=stdin)
        account = _measured(account, logins, wanted=agreed("Send one test mail to yourself?", test_mail))
    except FollowupdError as fault:
        trouble = fault
    if myself and setup.write_new(where.config, setup.config_text(account, myself)):
        talk(f"Written: {where.config}")
    if trouble is not None:
        talk("Nothing is lost: mend that, then run `followupd init` or `followupd login --test` again.")
        raise trouble
    nudge(where)


_NEXT = """
Next:
  followupd check            finds what is missing
  followupd plan             shows what would happen, and when
  followupd service install  keeps it running
Nothing is sent before you write `live: true` into config.yaml."""


# --- the account


def _given(imap: str | None, smtp: str | None, user: str | None, ca_file: str | None) -> dict[str, Any]:
    """Return what the options say of the servers."""
    said: dict[str, Any] = {"user": user, "ca_file": ca_file}
    said["imap"] = _server(imap, 993) if imap else None
    said["smtp"] = _server(smtp, 465) if smtp else None
    return said


def _server(text: str, port: int) -> dict[str, Any]:
    """Read host or host:port. 143 and 587 begin in the clear and are told to go on with TLS."""
    host, _, number = text.strip().rpartition(":") if ":" in text else (text.strip(), "", str(port))
    if not number.isdecimal():
        raise UsageError(f"{text!r} is no server; write host or host:port")
    tls = Tls.STARTTLS if int(number) in (143, 587) else Tls.IMPLICIT
    return {"host": host, "port": int(number), "tls": tls}


def _account(
    address: str | None, given: dict[str, Any], client_id: str | None, *, offline: bool, yes: bool
) -> Account:
    """Return the account as options, discovery and person say. Raises UsageError."""
    own = ask("Your e-mail address", "--address", address, Address)
    found = None if given["imap"] and given["smtp"] else _found(own, offline=offline, yes=yes)
    servers = {}
    for key, name in (
        ("imap", "IMAP server (where mail is read)"),
        ("smtp", "SMTP server (where it is sent)"),
    ):
        known = getattr(found.servers, key).model_dump() if found else None
        typed = given[key] or known
        if typed is None:
            text = ask(name, f"--{key}", None, Line, f"{key}.{own.partition('@')[2]}")
            typed = _server(text, 993 if key == "imap" else 465)
        servers[key] = {**typed, "ca_file": given["ca_file"] or typed.get("ca_file")}
    whole = {
        "address": own,
        "user": given["user"] or _user(own, found),
        **servers,
        **_oauth(found, client_id),
    }
    try:
        return Account.model_validate(whole)
    except ValidationError as fault:
        raise UsageError(fault.errors()[0]["msg"].removeprefix("Value error, ")) from None


def _user(own: str, found: Found | None) -> str | None:
    return found.servers.user if found and found.servers.user != own else None


def _found(address: str, *, offline: bool, yes: bool) -> Found | None:
    """Return the servers that somebody names and the person confirms."""
    from followupd.setup.discovery import Lookup, discover
    from followupd.setup.providers import by_domain

    if offline and not by_domain(address.partition("@")[2].lower()):
        return None
    for found in discover(address, Lookup()):
        imap, smtp = found.servers.imap, found.servers.smtp
        talk(f"Found by {found.source}:")
        talk(f"  IMAP {imap.host}:{imap.port} ({imap.tls}), SMTP {smtp.host}:{smtp.port} ({smtp.tls})")
        talk(f"  login name {found.servers.user}")
        if found.provider:
            talk(f"  {found.provider.name}: {found.provider.advice}\n  {found.provider.help}")
        elif found.servers.help:
            talk(f"  {found.servers.help}")
        if yes or agreed("Is that your provider?", None):
            return found
    return None


def _oauth(found: Found | None, client_id: str | None) -> dict[str, Any]:
    """Return the OAuth block, where the provider takes OAuth and there is a client id."""
    provider = found.provider if found else None
    if provider is None or provider.oauth is None:
        return {}
    needed = provider.needs == "oauth"
    if client_id is None and needed:
        client_id = ask("Your OAuth client id", "--client-id", None, Line)
    if client_id is None:
        return {}
    tenant = {"tenant": "consumers"} if provider.name == "Outlook.com" else {}
    return {"auth": "oauth2", "oauth": {"provider": provider.oauth, "client_id": client_id, **tenant}}


# --- the secret, and what the servers do


def _secret(account: Account, state: Path, *, stdin: bool) -> Callable[[], Login]:
    """Return logins that work: with the secret that is stored, or with a new one that is then stored."""
    credentials = Credentials(account, limit=PATIENCE, prompt=True)
    if credentials.status().state is State.UNLOCKED and not stdin:
        stored = login_source(account, state, now, credentials)
        tried(account, stored)
        return stored
    held = Held(obtained(account, credentials, stdin=stdin, device=False, browser=True))
    logins = source(account, held)
    tried(account, logins)
    kept(held, credentials, print_=False)
    return logins


def _measured(account: Account, logins: Callable[[], Login], *, wanted: bool) -> Account:
    """Tell what the mailbox offers; with a test mail also what the provider does. Returns what was learnt."""
    from followupd.mail.smtp import Submission
    from followupd.ports import Accepted
    from followupd.setup import probe

    offer = probe.offer(account, logins)
    talk(f"Sent mail: {offer.sent or 'no folder found; name it under account.folders.sent'}")
    talk(f"Push (IDLE): {'yes' if offer.idle else 'no; answers are noticed within four minutes'}")
    if not wanted:
        return account
    mark = secrets.token_hex(6)
    message_id = f"<{mark}.{secrets.token_hex(6)}@{account.address.partition('@')[2]}>"
    mail = setup.test_mail(account, mark, message_id, now())
    outcome = Submission(account.smtp, logins).deliver(mail, lambda: True)
    if not isinstance(outcome, Accepted):
        talk(f"The test mail was not taken: {getattr(outcome, 'text', outcome)}")
        return account
    return _told(account, probe.filed(account, logins, mark, message_id))


def _told(account: Account, filed: Any) -> Account:
    """Tell what became of the test mail, and keep whose word on a mail's origin is to be believed."""
    if not filed.arrived:
        talk("The test mail was sent and has not come yet; `followupd doctor` looks again any time.")
        return account
    talk(f"The provider files sent mail itself: {'yes' if filed.files_sent else 'no; followupd does it'}")
    talk(f"It keeps the Message-ID: {'yes' if filed.keeps_id else 'no; answers are found by other marks'}")
    if filed.authserv_id is None:
        return account
    talk(f"It signs what it checked as {filed.authserv_id}")
    return account.model_copy(update={"authserv_id": filed.authserv_id})


# --- the first interview


def _interview(
    where: Places, company: str | None, position: str | None, at: str | None, contact: str | None
) -> None:
    """Write the first interview, if the person wants to and there is none."""
    from email.utils import parseaddr

    if any(where.interviews.glob("*.yaml")):
        return
    if company is None and not agreed("Write your first interview now?", None):
        talk("Add your interviews with `followupd add`.")
        return
    company = ask("Company", "--company", company, Line)
    position = ask("Role", "--position", position, Line)
    at = ask("When (2026-11-12 14:00)", "--at", at, Line)
    name, email = parseaddr(ask("Interviewer (Ana Ruiz <ana@acme.example>)", "--contact", contact, Line))
    if not name or not email:
        raise UsageError("the interviewer needs a name and an address: 'Ana Ruiz <ana@acme.example>'")
    first = setup.First(company, position, at, name, email)
    file = setup.interview_file(where.interviews, first)
    if setup.write_new(file, setup.interview_text(first)):
        talk(f"Written: {file}")
