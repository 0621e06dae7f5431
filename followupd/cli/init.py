"""`followupd init`: from an e-mail address to a working configuration."""

from __future__ import annotations

from email.utils import parseaddr
from typing import TYPE_CHECKING, Annotated, Any

import typer
from pydantic import AfterValidator, TypeAdapter, ValidationError

from followupd.adapters.system.memory import keep_out_of_core_dumps
from followupd.adapters.system.paths import places
from followupd.cli.app import ConfigOption, app, talk
from followupd.cli.init_account import Said, account
from followupd.cli.init_login import entered, measured
from followupd.cli.login import account_of, nudge
from followupd.cli.prompts import agreed, ask
from followupd.config.fields import Address, Country, Line, LocalTime, Zone
from followupd.errors import FollowupdError
from followupd.setup import first_files as setup

if TYPE_CHECKING:
    from followupd.adapters.system.paths import Places
    from followupd.config.account import Account


def _option(help_: str, *names: str) -> Any:
    return typer.Option(*names, help=help_, show_default=False)


Text = str | None
AddressOption = Annotated[Text, _option("Your e-mail address.")]
NameOption = Annotated[Text, _option("Your name, as it stands under your mails.")]
ZoneOption = Annotated[Text, _option("Your IANA time zone, Europe/Berlin.")]
CountryOption = Annotated[Text, _option("Your country, DE or DE-BY.")]
ImapOption = Annotated[Text, _option("IMAP server: host, host:port or host:port/starttls.")]
SmtpOption = Annotated[Text, _option("SMTP server, likewise.")]
UserOption = Annotated[Text, _option("Login name, if it is not the address.")]
CaOption = Annotated[Text, _option("Certificate of a private authority to trust, a PEM file.")]
ClientOption = Annotated[Text, _option("OAuth: your client id with Google or Microsoft.")]
TenantOption = Annotated[
    Text, _option("OAuth, Microsoft: common, consumers, organizations, or your tenant's id.")
]
DeviceOption = Annotated[bool, _option("OAuth: by a code typed on any device, no browser here.", "--device")]
BrowserOption = Annotated[bool, _option("OAuth: open the browser, or only print the address.")]
StdinOption = Annotated[bool, _option("Read the secret from standard input, one line.", "--stdin")]
CredentialOption = Annotated[
    Text, _option("The secret is a systemd credential of this name, not in the keyring.")
]
CommandOption = Annotated[
    Text, _option("A program prints the secret: 'pass show mail'. No shell looks at it.")
]
OfflineOption = Annotated[bool, _option("Ask nobody for the servers.", "--offline")]
YesOption = Annotated[bool, _option("Take what was found without asking.", "--yes", "-y")]
MailOption = Annotated[bool | None, _option("Send one mail to yourself, to see what becomes of it.")]
FirstOption = Annotated[bool | None, _option("Write the first interview, or leave it for later.")]
CompanyOption = Annotated[Text, _option("First interview: the company.")]
PositionOption = Annotated[Text, _option("First interview: the role.")]
AtOption = Annotated[Text, _option("First interview: when, 2026-11-12 14:00.")]
ContactOption = Annotated[Text, _option("First interview: the interviewer, 'Ana Ruiz <ana@acme.example>'.")]
ServiceOption = Annotated[
    bool | None, _option("Install the service that keeps followupd running, or do not.")
]


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
    tenant: TenantOption = None,
    device: DeviceOption = False,
    browser: BrowserOption = True,
    stdin: StdinOption = False,
    credential: CredentialOption = None,
    secret_command: CommandOption = None,
    offline: OfflineOption = False,
    yes: YesOption = False,
    test_mail: MailOption = None,
    interview: FirstOption = None,
    company: CompanyOption = None,
    position: PositionOption = None,
    at: AtOption = None,
    contact: ContactOption = None,
    service: ServiceOption = None,
    config: ConfigOption = None,
) -> None:
    """Set followupd up: servers, secret, config.yaml, the first interview. Nothing is overwritten; run it any time.

    Example: followupd init --address sam@example.org
    """
    keep_out_of_core_dumps()
    where, first = places(config), _First(interview, company, position, at, contact)
    first.check()
    said = Said(
        address, imap, smtp, user, ca_file, client_id, tenant, credential, secret_command, offline, yes
    )
    mailbox, myself = _wanted(where, said, name, zone, country)
    _begun(where, mailbox, myself, test_mail, stdin=stdin, device=device, browser=browser)
    first.write(where)
    _service(where, service)


def _wanted(
    where: Places, said: Said, name: str | None, zone: str | None, country: str | None
) -> tuple[Account, setup.Myself | None]:
    """Return the account, and who somebody is; None where config.yaml says it already."""
    setup.require_room(where.config)
    if where.config.exists():
        talk(f"{where.config} is there already and is kept.")
        return account_of(where.config), None
    mailbox = account(said)
    myself = _myself(name, zone, country, take=said.yes)
    setup.config_text(mailbox, myself)  # faults now, not after the login
    return mailbox, myself


def _myself(name: str | None, zone: str | None, country: str | None, *, take: bool) -> setup.Myself:
    return setup.Myself(
        ask("Your name", "--name", name, Line),
        ask("Your time zone", "--zone", zone, Zone, setup.home_zone(), take=take),
        ask("Your country", "--country", country, Country, setup.home_country(), take=take),
    )


def _begun(
    where: Places,
    mailbox: Account,
    myself: setup.Myself | None,
    test_mail: bool | None,
    *,
    stdin: bool,
    device: bool,
    browser: bool,
) -> None:
    """Store the secret, try the servers, write config.yaml: the answers outlive a login that fails."""
    trouble = signer = None
    try:
        logins = entered(mailbox, where.state, stdin=stdin, device=device, browser=browser)
        signer = measured(mailbox, logins, wanted=agreed("Send one test mail to yourself?", test_mail))
    except FollowupdError as fault:
        trouble = fault
    _keep(where, mailbox, myself, signer)
    if trouble is not None:
        talk(
            f"Nothing is lost: your answers stand in {where.config}. Mend that, and run `followupd init` again."
        )
        raise trouble
    nudge(where)


def _keep(where: Places, mailbox: Account, myself: setup.Myself | None, signer: str | None) -> None:
    """Write config.yaml, or say what was learnt for the one that is there."""
    learnt = mailbox.model_copy(update={"authserv_id": signer}) if signer else mailbox
    if myself is None:
        if learnt != mailbox:
            talk(f"Add it to config.yaml, under `account:` -> authserv_id: {signer}")
    elif setup.write_new(where.config, setup.config_text(learnt, myself)):
        talk(f"Written: {where.config}")


# --- the first interview


def _person(text: str) -> str:
    name, email = parseaddr(text)
    try:
        TypeAdapter(Address).validate_python(email)
    except ValidationError:
        email = ""
    if not name or not email:
        raise ValueError("the interviewer needs a name and an address: Ana Ruiz <ana@acme.example>")
    return text


_QUESTIONS = (
    ("Company", "company", Line),
    ("Role", "position", Line),
    ("When, in your own time zone (2026-11-12 14:00)", "at", LocalTime),
    ("Interviewer (Ana Ruiz <ana@acme.example>)", "contact", Annotated[Line, AfterValidator(_person)]),
)


class _First:
    """What the options say of the first interview; `wanted` is None where the person is to be asked."""

    def __init__(self, wanted: bool | None, *given: str | None) -> None:
        self._wanted = True if wanted is None and any(given) else wanted
        self._given = dict(zip((key for _, key, _ in _QUESTIONS), given, strict=True))

    def check(self) -> None:
        """Raise UsageError for an option that cannot be, before anything is done."""
        for question, key, kind in _QUESTIONS:
            if self._given[key]:
                ask(question, f"--{key}", self._given[key], kind)

    def write(self, where: Places) -> None:
        """Write it, if the person wants to and there is none. Raises UsageError, ConfigError."""
        if any(where.interviews.glob("*.yaml")):
            return
        if not agreed("Write your first interview now?", self._wanted):
            talk("Add your interviews with `followupd add`.")
            return
        company, position, at, contact = (
            ask(question, f"--{key}", self._given[key], kind) for question, key, kind in _QUESTIONS
        )
        first = setup.First(company, position, at.removesuffix(":00"), *parseaddr(contact))
        file = setup.interview_file(where.interviews, first)
        if setup.write_new(file, setup.interview_text(first)):
            talk(f"Written: {file}")


# --- the service


def _service(where: Places, wanted: bool | None) -> None:
    """Have the service installed, if the person wants to; say what comes next."""
    from typer.main import get_command

    # The service reads the usual place; with another file nobody would know what it follows.
    offered = "service" in getattr(get_command(app), "commands", {}) and where.config == places().config
    installed = False
    if offered and agreed("Install the service that keeps followupd running?", wanted):
        try:
            installed = not app(["service", "install"], standalone_mode=False)
        except FollowupdError as fault:  # all else stands; it is one command to do it again
            talk(f"The service is not installed: {fault}")
    talk(_NEXT + ("" if installed or not offered else _INSTALL))
    talk("Nothing is sent before you write `live: true` into config.yaml.")


_NEXT = """
Next:
  followupd check            finds what is missing
  followupd plan             shows what would happen, and when"""
_INSTALL = "\n  followupd service install  keeps it running"
