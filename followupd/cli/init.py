"""`followupd init`: from an e-mail address to a working configuration."""

from __future__ import annotations

from email.utils import parseaddr
from typing import TYPE_CHECKING, Annotated, Any

import typer
from pydantic import AfterValidator, TypeAdapter, ValidationError

from followupd.adapters.system.memory import keep_out_of_core_dumps
from followupd.adapters.system.paths import find_paths
from followupd.cli.app import ConfigOption, app, message
from followupd.cli.init_account import AccountOptions, ask_account
from followupd.cli.init_login import obtain_logins, probe_mailbox
from followupd.cli.login import load_account, wake_daemon
from followupd.cli.prompts import ask_value, confirm
from followupd.config.fields import Address, Country, Line, LocalTime, Zone
from followupd.errors import FollowupdError
from followupd.setup import first_files as setup

if TYPE_CHECKING:
    from followupd.adapters.system.paths import Paths
    from followupd.config.account import Account


def _make_option(help_: str, *names: str) -> Any:
    return typer.Option(*names, help=help_, show_default=False)


OptionalText = str | None
AddressOption = Annotated[OptionalText, _make_option("Your e-mail address.")]
NameOption = Annotated[OptionalText, _make_option("Your name, as it stands under your mails.")]
ZoneOption = Annotated[OptionalText, _make_option("Your IANA time zone, Europe/Berlin.")]
CountryOption = Annotated[OptionalText, _make_option("Your country, DE or DE-BY.")]
ImapOption = Annotated[OptionalText, _make_option("IMAP server: host, host:port or host:port/starttls.")]
SmtpOption = Annotated[OptionalText, _make_option("SMTP server, likewise.")]
UserOption = Annotated[OptionalText, _make_option("Login name, if it is not the address.")]
CaOption = Annotated[OptionalText, _make_option("Certificate of a private authority to trust, a PEM file.")]
ClientOption = Annotated[OptionalText, _make_option("OAuth: your client id with Google or Microsoft.")]
TenantOption = Annotated[
    OptionalText, _make_option("OAuth, Microsoft: common, consumers, organizations, or your tenant's id.")
]
DeviceOption = Annotated[
    bool, _make_option("OAuth: by a code typed on any device, no browser here.", "--device")
]
BrowserOption = Annotated[bool, _make_option("OAuth: open the browser, or only print the address.")]
StdinOption = Annotated[bool, _make_option("Read the secret from standard input, one line.", "--stdin")]
CredentialOption = Annotated[
    OptionalText, _make_option("The secret is a systemd credential of this name, not in the keyring.")
]
CommandOption = Annotated[
    OptionalText, _make_option("A program prints the secret: 'pass show mail'. No shell looks at it.")
]
OfflineOption = Annotated[bool, _make_option("Ask nobody for the servers.", "--offline")]
YesOption = Annotated[bool, _make_option("Take what was found without asking.", "--yes", "-y")]
MailOption = Annotated[bool | None, _make_option("Send one mail to yourself, to see what becomes of it.")]
FirstOption = Annotated[bool | None, _make_option("Write the first interview, or leave it for later.")]
CompanyOption = Annotated[OptionalText, _make_option("First interview: the company.")]
PositionOption = Annotated[OptionalText, _make_option("First interview: the role.")]
AtOption = Annotated[OptionalText, _make_option("First interview: when, 2026-11-12 14:00.")]
ContactOption = Annotated[
    OptionalText, _make_option("First interview: the interviewer, 'Ana Ruiz <ana@acme.example>'.")
]
ServiceOption = Annotated[
    bool | None, _make_option("Install the service that keeps followupd running, or do not.")
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
    paths, first_interview = find_paths(config), _FirstInterview(interview, company, position, at, contact)
    first_interview.check_options()
    options = AccountOptions(
        address, imap, smtp, user, ca_file, client_id, tenant, credential, secret_command, offline, yes
    )
    mail_account, candidate = _collect_answers(paths, options, name, zone, country)
    _set_up_mailbox(paths, mail_account, candidate, test_mail, stdin=stdin, device=device, browser=browser)
    first_interview.write_file(paths)
    _offer_service(paths, service)


def _collect_answers(
    paths: Paths, options: AccountOptions, name: str | None, zone: str | None, country: str | None
) -> tuple[Account, setup.CandidateAnswers | None]:
    """Return the account, and who somebody is; None where config.yaml says it already."""
    setup.require_writable(paths.config)
    if paths.config.exists():
        message(f"{paths.config} is there already and is kept.")
        return load_account(paths.config), None
    mail_account = ask_account(options)
    candidate = _ask_candidate(name, zone, country, take_default=options.yes)
    setup.render_config(mail_account, candidate)  # faults now, not after the login
    return mail_account, candidate


def _ask_candidate(
    name: str | None, zone: str | None, country: str | None, *, take_default: bool
) -> setup.CandidateAnswers:
    return setup.CandidateAnswers(
        ask_value("Your name", "--name", name, Line),
        ask_value("Your time zone", "--zone", zone, Zone, setup.detect_zone(), take_default=take_default),
        ask_value(
            "Your country", "--country", country, Country, setup.detect_country(), take_default=take_default
        ),
    )


def _set_up_mailbox(
    paths: Paths,
    mail_account: Account,
    candidate: setup.CandidateAnswers | None,
    test_mail: bool | None,
    *,
    stdin: bool,
    device: bool,
    browser: bool,
) -> None:
    """Store the secret, try the servers, write config.yaml: the answers outlive a login that fails."""
    login_fault = authserv_id = None
    try:
        logins = obtain_logins(mail_account, paths.state, stdin=stdin, device=device, browser=browser)
        authserv_id = probe_mailbox(
            mail_account, logins, send_test_mail=confirm("Send one test mail to yourself?", test_mail)
        )
    except FollowupdError as fault:
        login_fault = fault
    _save_config(paths, mail_account, candidate, authserv_id)
    if login_fault is not None:
        message(
            f"Nothing is lost: your answers stand in {paths.config}. Mend that, and run `followupd init` again."
        )
        raise login_fault
    wake_daemon(paths)


def _save_config(
    paths: Paths, mail_account: Account, candidate: setup.CandidateAnswers | None, authserv_id: str | None
) -> None:
    """Write config.yaml, or say what was learnt for the one that is there."""
    updated_account = (
        mail_account.model_copy(update={"authserv_id": authserv_id}) if authserv_id else mail_account
    )
    if candidate is None:
        if updated_account != mail_account:
            message(f"Add it to config.yaml, under `account:` -> authserv_id: {authserv_id}")
    elif setup.write_new_file(paths.config, setup.render_config(updated_account, candidate)):
        message(f"Written: {paths.config}")


# --- the first interview


def _validate_person(text: str) -> str:
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
    (
        "Interviewer (Ana Ruiz <ana@acme.example>)",
        "contact",
        Annotated[Line, AfterValidator(_validate_person)],
    ),
)


class _FirstInterview:
    """What the options say of the first interview; `wanted` is None where the person is to be asked."""

    def __init__(self, is_wanted: bool | None, *answers: str | None) -> None:
        self._is_wanted = True if is_wanted is None and any(answers) else is_wanted
        self._answers = dict(zip((key for _, key, _ in _QUESTIONS), answers, strict=True))

    def check_options(self) -> None:
        """Raise UsageError for an option that cannot be, before anything is done."""
        for question, key, kind in _QUESTIONS:
            if self._answers[key]:
                ask_value(question, f"--{key}", self._answers[key], kind)

    def write_file(self, paths: Paths) -> None:
        """Write it, if the person wants to and there is none. Raises UsageError, ConfigError."""
        if any(paths.interviews_folder.glob("*.yaml")):
            return
        if not confirm("Write your first interview now?", self._is_wanted):
            message("Add your interviews with `followupd add`.")
            return
        company, position, at, contact = (
            ask_value(question, f"--{key}", self._answers[key], kind) for question, key, kind in _QUESTIONS
        )
        answers = setup.InterviewAnswers(company, position, at.removesuffix(":00"), *parseaddr(contact))
        path = setup.interview_path(paths.interviews_folder, answers)
        if setup.write_new_file(path, setup.render_interview(answers)):
            message(f"Written: {path}")


# --- the service


def _offer_service(paths: Paths, is_wanted: bool | None) -> None:
    """Have the service installed, if the person wants to; say what comes next."""
    from typer.main import get_command

    # The service reads the usual place; with another file nobody would know what it follows.
    is_offered = (
        "service" in getattr(get_command(app), "commands", {}) and paths.config == find_paths().config
    )
    is_installed = False
    if is_offered and confirm("Install the service that keeps followupd running?", is_wanted):
        try:
            is_installed = not app(["service", "install"], standalone_mode=False)
        except FollowupdError as fault:  # all else stands; it is one command to do it again
            message(f"The service is not installed: {fault}")
    message(_NEXT_STEPS + ("" if is_installed or not is_offered else _INSTALL_STEP))
    message("Nothing is sent before you write `live: true` into config.yaml.")


_NEXT_STEPS = """
Next:
  followupd check            finds what is missing
  followupd plan             shows what would happen, and when"""
_INSTALL_STEP = "\n  followupd service install  keeps it running"
