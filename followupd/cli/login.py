"""`followupd login`: the mailbox secret, from the person to the keyring."""

from __future__ import annotations

import re
import sys
import time
import webbrowser
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated

import typer

from followupd.adapters.credentials.credentials import Credentials, login_source
from followupd.adapters.credentials.oauth import OAuthLogin, parse_grant
from followupd.adapters.credentials.oauth_consent import by_browser, by_device
from followupd.adapters.credentials.secret_stores import LoginNeeded, State
from followupd.adapters.store.sqlite import SqliteStore
from followupd.adapters.system.memory import keep_out_of_core_dumps
from followupd.adapters.system.paths import places
from followupd.cli.app import ConfigOption, app, talk
from followupd.cli.prompts import asked
from followupd.config.account import CommandSecret, KeyringSecret
from followupd.engine.ports import Login
from followupd.errors import FollowupdError, UsageError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from followupd.adapters.system.paths import Places
    from followupd.config.account import Account, OAuth

PATIENCE = 120.0  # seconds that a person may take to unlock the keyring
GOOGLE_APP_PASSWORD = re.compile(r"[a-z]{4}(?:[ \u00a0][a-z]{4}){3}")

Stdin = Annotated[bool, typer.Option("--stdin", help="Read the secret from standard input, one line.")]
Device = Annotated[
    bool, typer.Option("--device", help="OAuth: by a code typed on any device, no browser here.")
]
Browser = Annotated[bool, typer.Option(help="OAuth: open the browser, or only print the address.")]
Test = Annotated[bool, typer.Option("--test", help="Log in to IMAP and SMTP first; store only what works.")]
Print = Annotated[
    bool, typer.Option("--print", help="Print the secret for `systemd-creds encrypt` instead of storing it.")
]
Unlock = Annotated[bool, typer.Option("--unlock", help="Only have the keyring unlocked.")]
Push = Annotated[
    str | None,
    typer.Option(
        "--push", help="Store an address for pushes under this name in the keyring.", show_default=False
    ),
]
Delete = Annotated[bool, typer.Option("--delete", help="Remove the stored secret.")]


@app.command()
def login(
    config: ConfigOption = None,
    stdin: Stdin = False,
    device: Device = False,
    browser: Browser = True,
    test: Test = False,
    print_: Print = False,
    unlock: Unlock = False,
    delete: Delete = False,
    push: Push = None,
) -> None:
    """Store or renew the mailbox secret: a password, or with auth: oauth2 your consent.

    Example: followupd login --test
    """
    keep_out_of_core_dumps()
    account = account_of(config)
    if push is not None:
        from followupd.cli.login_push import push_kept

        push_kept(account, push, stdin=stdin, delete=delete, test=test)
        return
    credentials = patient(account)
    if unlock:
        talk(unlocked(credentials))
    elif delete:
        talk("The secret is gone." if credentials.delete() else "There was no secret.")
    elif isinstance(account.secret, CommandSecret) or not (credentials.writable or print_):
        existing(account, credentials, test=test)
    else:
        require_pipe(print_)
        if test:
            knocked(account)
        held = Held(obtained(account, credentials, stdin=stdin, device=device, browser=browser))
        if test:
            tried(account, source(account, held))
        kept(held, credentials, print_=print_)
    if not delete:
        nudge(places(config))


class Held:
    """A vault in memory, for a secret that is not stored before it has worked."""

    writable = True

    def __init__(self, line: str) -> None:
        self.line = line

    def read(self) -> str:
        """Return it."""
        return self.line

    def store(self, secret: str) -> None:
        """Take a rotated one in its place."""
        self.line = secret

    def forget(self) -> None:
        """Nothing lies elsewhere."""


def patient(account: Account) -> Credentials:
    """Return where the secret lies, with time for a person to unlock it; who has to is told."""
    if isinstance(account.secret, KeyringSecret) and Credentials(account).status().state is State.LOCKED:
        talk(
            f"The keyring is locked. If a window asks for its password, type it there within {PATIENCE:.0f} s …"
        )
    return Credentials(account, limit=PATIENCE, prompt=True)


def account_of(config: Path | None) -> Account:
    """Return the account of the configuration file. Raises ConfigError with every fault."""
    from followupd.adapters.config_files import OrdersFiles

    return OrdersFiles(places(config))().config.account


def now() -> datetime:
    """Return the present instant, UTC."""
    return datetime.now(UTC)


def unlocked(credentials: Credentials) -> str:
    """Have the keyring unlocked, and return what to tell. Raises what `read` raises."""
    try:
        credentials.read()
    except LoginNeeded:
        return "The keyring is open; no secret is stored yet: `followupd login`."
    return "The keyring is open, and the secret is there."


def existing(account: Account, credentials: Credentials, *, test: bool) -> None:
    """Try a secret that is not ours to store. Raises UsageError where nothing was to be tried."""
    if not test:
        raise UsageError(
            "the secret is kept elsewhere (`account.secret`); `followupd login --test` tries it,"
            " `followupd login --print` makes one for `systemd-creds encrypt`"
        )
    knocked(account)
    tried(account, login_source(account, places().state, now, credentials))


def require_pipe(print_: bool) -> None:
    """Refuse to show a secret on a terminal. Raises UsageError."""
    if print_ and sys.stdout.isatty():
        raise UsageError("--print would show the secret here; pipe it: ... | systemd-creds encrypt - FILE")


def obtained(account: Account, credentials: Credentials, *, stdin: bool, device: bool, browser: bool) -> str:
    """Return the new secret: a password, or the line of an OAuth grant. Raises LoginRefused, UsageError, Unreachable."""
    if account.oauth is None:
        return tidy(asked(_question(account), stdin=stdin))
    secret = client_secret(account.oauth, credentials, stdin=stdin)
    if device:
        grant = by_device(account.oauth, show_code, now, time.sleep, client_secret=secret)
    else:
        show = show_page if browser else show_address
        grant = by_browser(account.oauth, account.address, show, now, client_secret=secret)
    if account.oauth.provider == "google":
        talk(
            "If your client is still in 'Testing', Google ends this login after 7 days; publish it to keep it."
        )
    return grant.line()


def _question(account: Account) -> str:
    """Return what is asked for: where the web password does not work, the newcomer is told before they type it."""
    from followupd.setup.providers import Needs, by_domain

    known = by_domain(account.address.rpartition("@")[2].lower())
    if known and known.needs is Needs.APP_PASSWORD:
        return f"App password for {account.login_name} (made at {known.help})"
    return f"Password for {account.login_name} (an app password counts)"


def tidy(secret: str) -> str:
    """Return a password as the server wants it. Raises UsageError for none.

    Google shows its app passwords in four groups; the spaces are not part of them.
    """
    if not secret:
        raise UsageError("no secret was given; nothing was stored")
    return re.sub(r"\s", "", secret) if GOOGLE_APP_PASSWORD.fullmatch(secret) else secret


def client_secret(settings: OAuth, credentials: Credentials, *, stdin: bool) -> str:
    """Return the secret of the user's client: the one of the last login, or as given; "" for none."""
    try:
        before = parse_grant(credentials.read())
    except FollowupdError:  # no login before, or none that can be read: ask
        before = None
    if before and before.client_id == settings.client_id and not stdin:
        return before.client_secret
    if not stdin and not sys.stdin.isatty():
        return ""
    return asked("Client secret of your OAuth client (Google has one; Enter for none)", stdin=stdin)


def show_page(url: str) -> None:
    """Open the page in the browser, and print its address for where none opens."""
    show_address(url)
    webbrowser.open(url)


def show_address(url: str) -> None:
    """Print the address of the page."""
    talk(f"Give your consent in a browser on this machine:\n\n  {url}\n")


def show_code(page: str, code: str) -> None:
    """Print the page and the code to type there."""
    talk(f"On any device open {page} and type the code {code}")


def source(account: Account, held: Held) -> Callable[[], Login]:
    """Return what gives logins from a secret in memory."""
    if account.oauth is not None:
        return OAuthLogin(account.login_name, account.oauth, held, now)
    return lambda: Login(account.login_name, held.line)


def knocked(account: Account) -> None:
    """See that the right servers answer, before a secret is asked for. Raises Unreachable with the remedy."""
    from followupd.setup.server_check import knock

    knock(account.imap, "imap")
    knock(account.smtp, "smtp")


def tried(account: Account, logins: Callable[[], Login]) -> None:
    """Log in to IMAP and SMTP and tell what is there. Raises LoginRefused, Unreachable, TryAgain."""
    from followupd.adapters.mail.imap import ImapMailbox
    from followupd.adapters.mail.smtp import Submission
    from followupd.adapters.mail.tls import place
    from followupd.setup.mailbox_probe import named

    with ImapMailbox(account, logins).session() as session:
        folders = named(session.folders())
    talk(f"IMAP {place(account.imap)}: logged in; will be read: {folders}")
    found = Submission(account.smtp, logins).check()
    talk(f"SMTP {place(account.smtp)}: logged in; {found.tls or 'plain, on this machine'}")


def nudge(where: Places) -> None:
    """Leave the mark by which a running daemon knows that it need not wait any longer."""
    if where.store.exists():
        store = SqliteStore(where.store)
        store.set("login", now().isoformat())
        store.close()


def kept(held: Held, credentials: Credentials, *, print_: bool) -> None:
    """Store the secret, or print it for systemd. Raises what `store` raises."""
    if print_:
        typer.echo(held.line)
        return
    credentials.store(held.line)
    talk(f"The secret is stored ({credentials.status().backend}); a running daemon takes it up by itself.")
