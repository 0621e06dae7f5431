"""`followupd login`: stores the password of the mailbox in the keyring."""

from __future__ import annotations

import re
import sys
import time
import webbrowser
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated

import typer

from followupd.adapters.credentials.credentials import Credentials, make_login_source
from followupd.adapters.credentials.oauth import OAuthLogin, parse_grant
from followupd.adapters.credentials.oauth_consent import consent_by_browser, consent_by_device
from followupd.adapters.credentials.secret_stores import LoginNeeded, SecretState
from followupd.adapters.store.sqlite import SqliteStore
from followupd.adapters.system.memory import keep_out_of_core_dumps
from followupd.adapters.system.paths import find_paths
from followupd.cli.app import ConfigOption, app, message
from followupd.cli.prompts import ask_secret
from followupd.config.account import CommandSecret, KeyringSecret
from followupd.engine.ports import Login
from followupd.errors import FollowupdError, UsageError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from followupd.adapters.system.paths import Paths
    from followupd.config.account import Account, OAuth

UNLOCK_TIMEOUT = 120.0  # seconds that a person may take to unlock the keyring
GOOGLE_APP_PASSWORD = re.compile(r"[a-z]{4}(?:[ \u00a0][a-z]{4}){3}")

StdinOption = Annotated[
    bool, typer.Option("--stdin", help="Read the password from standard input, one line.")
]
DeviceOption = Annotated[
    bool, typer.Option("--device", help="OAuth: by a code typed on any device, no browser here.")
]
BrowserOption = Annotated[bool, typer.Option(help="OAuth: open the browser, or only print the address.")]
TestOption = Annotated[
    bool, typer.Option("--test", help="Log in to IMAP and SMTP first; store only what works.")
]
PrintOption = Annotated[
    bool,
    typer.Option("--print", help="Print the password for `systemd-creds encrypt` instead of storing it."),
]
UnlockOption = Annotated[bool, typer.Option("--unlock", help="Only have the keyring unlocked.")]
PushOption = Annotated[
    str | None,
    typer.Option(
        "--push", help="Store an address for pushes under this name in the keyring.", show_default=False
    ),
]
CalendarOption = Annotated[
    str | None,
    typer.Option(
        "--calendar",
        help="Store the password of your calendar server under this name in the keyring.",
        show_default=False,
    ),
]
DeleteOption = Annotated[bool, typer.Option("--delete", help="Remove the stored password.")]


@app.command()
def login(
    config: ConfigOption = None,
    stdin: StdinOption = False,
    device: DeviceOption = False,
    browser: BrowserOption = True,
    test: TestOption = False,
    print_: PrintOption = False,
    unlock: UnlockOption = False,
    delete: DeleteOption = False,
    push: PushOption = None,
    calendar: CalendarOption = None,
) -> None:
    """Store or renew the password of the mailbox, or with auth: oauth2 your consent.

    Example: followupd login --test
    """
    keep_out_of_core_dumps()
    account = load_account(config)
    if push or calendar:
        from followupd.cli.login_extras import store_named_secrets

        store_named_secrets(account, push, calendar, stdin=stdin, delete=delete, test=test)
        return
    credentials = open_credentials(account)
    if unlock:
        message(unlock_keyring(credentials))
    elif delete:
        message("The password is removed." if credentials.delete_secret() else "There was no password.")
    elif isinstance(account.secret, CommandSecret) or not (credentials.is_writable or print_):
        check_existing_secret(account, credentials, test=test)
    else:
        require_pipe(print_)
        if test:
            check_servers(account)
        secret = MemorySecret(
            obtain_secret(account, credentials, stdin=stdin, device=device, browser=browser)
        )
        if test:
            verify_login(account, make_logins(account, secret))
        store_secret(secret, credentials, print_=print_)
    if not delete:
        wake_daemon(find_paths(config))


class MemorySecret:
    """A secret in memory, which is not stored until it has worked."""

    is_writable = True

    def __init__(self, value: str) -> None:
        self.value = value

    def read_secret(self) -> str:
        """Return the secret."""
        return self.value

    def write_secret(self, secret: str) -> None:
        """Replace the secret with a renewed one."""
        self.value = secret

    def drop_cached(self) -> None:
        """Do nothing, since nothing is cached."""


def open_credentials(account: Account) -> Credentials:
    """Return the store of the password, with time for a person to unlock it. A message asks for that if needed."""
    if (
        isinstance(account.secret, KeyringSecret)
        and Credentials(account).query_status().state is SecretState.LOCKED
    ):
        message(
            f"The keyring is locked. If a window asks for its password, type it there within {UNLOCK_TIMEOUT:.0f} s …"
        )
    return Credentials(account, limit=UNLOCK_TIMEOUT, prompt=True)


def load_account(config: Path | None) -> Account:
    """Return the account of the configuration file. Raises ConfigError with every fault."""
    from followupd.adapters.config_files import ConfigFiles

    return ConfigFiles(find_paths(config))().config.account


def utc_now() -> datetime:
    """Return the present moment in UTC."""
    return datetime.now(UTC)


def unlock_keyring(credentials: Credentials) -> str:
    """Unlock the keyring, and return a message about it. Raises what `read_secret` raises."""
    try:
        credentials.read_secret()
    except LoginNeeded:
        return "The keyring is open; no password is stored yet: `followupd login`."
    return "The keyring is open, and the password is there."


def check_existing_secret(account: Account, credentials: Credentials, *, test: bool) -> None:
    """Try a secret that followupd does not store itself. Raises UsageError if no test was wanted."""
    if not test:
        raise UsageError(
            "the password is kept elsewhere (`account.secret`); `followupd login --test` tries it,"
            " `followupd login --print` makes one for `systemd-creds encrypt`"
        )
    check_servers(account)
    verify_login(account, make_login_source(account, find_paths().state, utc_now, credentials))


def require_pipe(print_: bool) -> None:
    """Raise UsageError before a secret would be shown on a terminal."""
    if print_ and sys.stdout.isatty():
        raise UsageError("--print would show the password here; pipe it: ... | systemd-creds encrypt - FILE")


def obtain_secret(
    account: Account, credentials: Credentials, *, stdin: bool, device: bool, browser: bool
) -> str:
    """Return a new password, or the line of an OAuth grant. Raises LoginRefused, UsageError, Unreachable."""
    if account.oauth is None:
        return normalize_password(ask_secret(_phrase_question(account), stdin=stdin))
    secret = ask_client_secret(account.oauth, credentials, stdin=stdin)
    if device:
        grant = consent_by_device(account.oauth, show_code, utc_now, time.sleep, client_secret=secret)
    else:
        show_url = show_page if browser else show_address
        grant = consent_by_browser(account.oauth, account.address, show_url, utc_now, client_secret=secret)
    if account.oauth.provider == "google":
        message(
            "If your client is still in 'Testing', Google ends this login after 7 days; publish it to keep it."
        )
    return grant.to_json_line()


def _phrase_question(account: Account) -> str:
    """Return the question for the password. It names an app password if the usual password does not work."""
    from followupd.setup.provider_table import LoginMethod
    from followupd.setup.providers import find_by_domain

    provider = find_by_domain(account.address.rpartition("@")[2].lower())
    if provider and provider.login_method is LoginMethod.APP_PASSWORD:
        return f"App password for {account.login_name} (made at {provider.help})"
    return f"Password (or app password) for {account.login_name}"


def normalize_password(secret: str) -> str:
    """Return a password in the form for the server. Raises UsageError if it is empty.

    Google shows its app passwords in four groups; the spaces are not part of them.
    """
    if not secret:
        raise UsageError("no password was given; nothing was stored")
    return re.sub(r"\s", "", secret) if GOOGLE_APP_PASSWORD.fullmatch(secret) else secret


def ask_client_secret(settings: OAuth, credentials: Credentials, *, stdin: bool) -> str:
    """Return the secret of the user's client: that of the last login, or a typed one; "" if there is none."""
    try:
        previous_grant = parse_grant(credentials.read_secret())
    except FollowupdError:  # there was no login before, or it cannot be read
        previous_grant = None
    if previous_grant and previous_grant.client_id == settings.client_id and not stdin:
        return previous_grant.client_secret
    if not stdin and not sys.stdin.isatty():
        return ""
    return ask_secret("Client secret of your OAuth client (Google has one; Enter for none)", stdin=stdin)


def show_page(url: str) -> None:
    """Open the page in the browser, and print its address in case none opens."""
    show_address(url)
    webbrowser.open(url)


def show_address(url: str) -> None:
    """Print the address of the page."""
    message(f"Give your consent in a browser on this machine:\n\n  {url}\n")


def show_code(page: str, code: str) -> None:
    """Print the page and the code to type there."""
    message(f"On any device open {page} and type the code {code}")


def make_logins(account: Account, secret: MemorySecret) -> Callable[[], Login]:
    """Return a function that gives logins from a secret in memory."""
    if account.oauth is not None:
        return OAuthLogin(account.login_name, account.oauth, secret, utc_now)
    return lambda: Login(account.login_name, secret.value)


def check_servers(account: Account) -> None:
    """Check that the right servers answer, before a secret is asked for. Raises Unreachable with the remedy."""
    from followupd.setup.server_check import check_server

    check_server(account.imap, "imap")
    check_server(account.smtp, "smtp")


def verify_login(account: Account, logins: Callable[[], Login]) -> None:
    """Log in to IMAP and SMTP and print what was found. Raises LoginRefused, Unreachable, TryAgain."""
    from followupd.adapters.mail.imap import ImapMailbox
    from followupd.adapters.mail.smtp import Submission
    from followupd.adapters.mail.tls import server_address
    from followupd.setup.mailbox_probe import describe_folders

    with ImapMailbox(account, logins).open_session() as session:
        folders = describe_folders(session.find_folders())
    message(f"IMAP {server_address(account.imap)}: logged in; will be read: {folders}")
    capabilities = Submission(account.smtp, logins).check_login()
    message(f"SMTP {server_address(account.smtp)}: logged in; {capabilities.tls or 'plain, on this machine'}")


def wake_daemon(paths: Paths) -> None:
    """Store the mark that tells a running daemon that it need not wait any longer."""
    if paths.store_file.exists():
        store = SqliteStore(paths.store_file)
        store.set_value("login", utc_now().isoformat())
        store.close()


def store_secret(secret: MemorySecret, credentials: Credentials, *, print_: bool) -> None:
    """Store the secret, or print it for systemd. Raises what `write_secret` raises."""
    if print_:
        typer.echo(secret.value)
        return
    credentials.write_secret(secret.value)
    message(
        f"The password is stored ({credentials.query_status().backend}); a running daemon takes it up by itself."
    )
