"""`followupd init`: from an e-mail address to a working configuration."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Annotated

from pydantic import AfterValidator

from followupd.adapters import desktop
from followupd.adapters.system.memory import keep_out_of_core_dumps
from followupd.adapters.system.paths import find_paths
from followupd.cli import init_options as options
from followupd.cli.add_options import OPTION_TYPES
from followupd.cli.add_people import check_post, split_post
from followupd.cli.app import ConfigOption, app, message
from followupd.cli.init_account import AccountOptions, ask_account
from followupd.cli.init_interview import FirstInterview, offer_service
from followupd.cli.init_login import obtain_logins, probe_mailbox
from followupd.cli.login import load_account, wake_daemon
from followupd.cli.prompts import BackRequested, Question, ask_in_turn, confirm, is_interactive
from followupd.config.fields import Line, PhoneNumber
from followupd.errors import ConfigError, FollowupdError, LoginRefused, Unreachable
from followupd.setup import first_files as setup
from followupd.setup.check import SHIPPED_LANGUAGES
from followupd.setup.guesses import detect_language, guess_country, guess_zone
from followupd.setup.providers import find_by_address
from followupd.setup.remedies import find_remedy

if TYPE_CHECKING:
    from followupd.adapters.system.paths import Paths
    from followupd.config.account import Account


@dataclass(frozen=True, slots=True)
class SecretOptions:
    """How the password, or the consent, is obtained."""

    stdin: bool
    device: bool
    browser: bool
    test_mail: bool | None


@app.command()
def init(
    address: options.AddressOption = None, name: options.NameOption = None,
    country: options.CountryOption = None, zone: options.ZoneOption = None,
    phone: options.OwnPhoneOption = None, post: options.OwnPostOption = None, signature: options.SignatureOption = None,
    imap: options.ImapOption = None, smtp: options.SmtpOption = None, user: options.UserOption = None,
    ca_file: options.CaOption = None, offline: options.OfflineOption = False,
    stdin: options.StdinOption = False, credential: options.CredentialOption = None,
    secret_command: options.CommandOption = None, client_id: options.ClientOption = None,
    tenant: options.TenantOption = None, device: options.DeviceOption = False,
    browser: options.BrowserOption = True, interview: options.FirstOption = None,
    company: options.CompanyOption = None, position: options.PositionOption = None,
    at: options.AtOption = None, contact: options.ContactOption = None, yes: options.YesOption = False,
    test_mail: options.MailOption = None, desktop_: options.DesktopOption = None,
    service: options.ServiceOption = None,
    config: ConfigOption = None,
) -> None:  # fmt: skip
    """Set followupd up: servers, password, config.yaml, the first interview. Nothing is overwritten; run it any time.

    `<` goes back to the question before. Each question has an option, so that a script can do it too.

    Example: followupd init --address sam@example.org
    """
    keep_out_of_core_dumps()
    paths = find_paths(config)
    first_interview = FirstInterview(interview, company, position, at, contact)
    first_interview.check_options()
    account_options = AccountOptions(
        address, imap, smtp, user, ca_file, client_id, tenant, credential, secret_command, offline, yes
    )
    about_you = {
        "name": name,
        "country": country,
        "zone": zone,
        "phone": phone,
        "post": post,
        "signature": signature,
    }
    secret_options = SecretOptions(stdin, device, browser, test_mail)
    _set_up_account(paths, account_options, about_you, secret_options, wants_desktop=desktop_)
    first_interview.write_file(paths)
    offer_service(paths, service)


def _set_up_account(
    paths: Paths,
    account_options: AccountOptions,
    about_you: dict[str, str | None],
    secret_options: SecretOptions,
    *,
    wants_desktop: bool | None,
) -> None:
    """Ask, log in and write config.yaml, until it works or the user gives up."""
    setup.require_writable(paths.config)
    if paths.config.exists():
        message(f"{paths.config} is there already and is kept.")
        account, candidate = load_account(paths.config), setup.read_untouched_candidate(paths.config)
        is_new = False
    else:
        account, candidate = _collect_answers(account_options, about_you)
        candidate = replace(candidate, desktop=_offer_desktop(wants_desktop))
        is_new = True
    while True:
        try:
            _log_in_and_save(paths, account, candidate, secret_options, is_new=is_new)
        except (LoginRefused, Unreachable) as fault:
            if candidate is None or not _wants_new_answers(fault):
                raise
            account = ask_account(account_options.without_servers(), account.address)
            is_new = True
        else:
            return


def _offer_desktop(wants_desktop: bool | None) -> bool:
    """Ask whether notifications may be shown, if there is a desktop that can show them."""
    if wants_desktop is None and not desktop.has_desktop():
        return False
    return confirm("Show a notification on this desktop when something is to do?", wants_desktop)


def _wants_new_answers(fault: FollowupdError) -> bool:
    """Ask whether address and servers are right, if there is a person to ask."""
    if not is_interactive():
        return False
    message(str(fault))
    return confirm("Is the address or a server wrong? Answer those questions again?", None, default=False)


# --- questions


def _collect_answers(
    account_options: AccountOptions, about_you: dict[str, str | None]
) -> tuple[Account, setup.CandidateAnswers]:
    """Return the account, and the answers about the candidate."""
    previous_address, memory = None, dict[str, str]()
    while True:
        account = ask_account(account_options, previous_address)
        try:
            candidate = _ask_candidate(about_you, memory, take_default=account_options.yes)
        except BackRequested:
            previous_address = account.address
            account_options = replace(account_options, address=None)
            continue
        setup.render_config(account, candidate)  # a fault must appear now, not after the login
        return account, candidate


def _ask_candidate(
    about_you: dict[str, str | None], memory: dict[str, str], *, take_default: bool
) -> setup.CandidateAnswers:
    answers = ask_in_turn(
        [
            Question("name", "Your name", "--name", Line, about_you["name"]),
            Question(
                "country", "Your country (Germany, or DE)", "--country", OPTION_TYPES["country"],
                about_you["country"], lambda _: guess_country(),
            ),
            Question(
                "zone", "Your time zone (Europe/Berlin, or Berlin)", "--zone", OPTION_TYPES["zone"],
                about_you["zone"], lambda typed: guess_zone(typed["country"]),
            ),
            Question(
                "phone", "Your phone number, for letters and voicemail, Enter for none", "--phone", PhoneNumber,
                about_you["phone"], is_optional=True,
            ),
            Question(
                "post", "Your postal address for letters (Musterweg 1, 10115 Berlin), Enter for none", "--post",
                Annotated[Line, AfterValidator(check_post)], about_you["post"], is_optional=True,
            ),
            Question(
                "signature", "Lines below your name in mails (Data Engineer, linkedin.com/in/sam), Enter for your number",
                "--signature", Line, about_you["signature"], is_optional=True,
            ),
        ],
        take_default=take_default,
        memory=memory,
    )  # fmt: skip
    return setup.CandidateAnswers(
        answers["name"],
        answers["zone"],
        answers["country"],
        answers["phone"],
        split_post(answers["post"]),
        "\n".join(split_post(answers["signature"])),
        detect_language(SHIPPED_LANGUAGES),
    )


# --- the mailbox


def _log_in_and_save(
    paths: Paths,
    account: Account,
    candidate: setup.CandidateAnswers | None,
    secret_options: SecretOptions,
    *,
    is_new: bool,
) -> None:
    """Store the password, try the servers, write config.yaml. The answers are saved even if the login fails."""
    login_fault = authserv_id = None
    try:
        logins = obtain_logins(
            account, paths.state, stdin=secret_options.stdin, device=secret_options.device,
            browser=secret_options.browser,
        )  # fmt: skip
        wants_mail = confirm("Send one test mail to yourself?", secret_options.test_mail)
        authserv_id = probe_mailbox(account, logins, send_test_mail=wants_mail)
    except FollowupdError as fault:
        login_fault = fault
    _save_config(paths, account, candidate if is_new else None, authserv_id)
    if login_fault is not None:
        message(
            f"Your answers are saved in {paths.config}. Fix the problem below and run `followupd init` again;"
            " it continues where it stopped."
        )
        if remedy := _find_remedy(login_fault, account):
            message(f"What helps: {remedy}")
        raise login_fault
    wake_daemon(paths)


def _find_remedy(fault: FollowupdError, account: Account) -> str:
    """Return what to do about a refused login, by the server's message, else the way of the provider."""
    if not isinstance(fault, LoginRefused):
        return ""
    names_command = "`followupd " in str(fault)  # the message already says what to do
    return "" if names_command else find_remedy(str(fault), find_by_address(account.address))


def _save_config(
    paths: Paths, account: Account, candidate: setup.CandidateAnswers | None, authserv_id: str | None
) -> None:
    """Write config.yaml, or report what was learnt if there is one already. Raises ConfigError."""
    updated_account = account.model_copy(update={"authserv_id": authserv_id}) if authserv_id else account
    if candidate is None:
        if updated_account != account:
            message(f"Add it to config.yaml, under `account:` -> authserv_id: {authserv_id}")
        return
    text = setup.render_config(updated_account, candidate)
    if paths.config.exists() and paths.config.read_text(encoding="utf-8") != text:
        message(f"The former answers are kept as {setup.keep_old_file(paths.config).name}.")
    if setup.write_new_file(paths.config, text):
        message(f"Written: {paths.config}")
    elif not paths.config.exists():
        raise ConfigError([f"{paths.config} cannot be written"])
