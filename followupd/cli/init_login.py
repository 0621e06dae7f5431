"""`followupd init`, the login: gets a secret that works, stores it where the account says, and tests the servers."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

from followupd.adapters.credentials.credentials import make_login_source
from followupd.adapters.credentials.secret_stores import SecretState
from followupd.cli.app import message
from followupd.cli.login import (
    MemorySecret,
    check_servers,
    make_logins,
    obtain_secret,
    open_credentials,
    store_secret,
    utc_now,
    verify_login,
)
from followupd.cli.prompts import is_interactive
from followupd.config.account import CommandSecret, CredentialSecret
from followupd.errors import LoginRefused
from followupd.setup import first_files, mailbox_probe
from followupd.setup.providers import find_by_address
from followupd.setup.remedies import find_remedy

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from followupd.adapters.credentials.credentials import Credentials
    from followupd.config.account import Account
    from followupd.engine.ports import Login

MAX_TRIES = 3  # wrong secrets in a row; more might lock the account


def obtain_logins(
    account: Account, state: Path, *, stdin: bool, device: bool, browser: bool
) -> Callable[[], Login]:
    """Return logins that work, with the stored secret, or with a new one that is then stored.

    Raises Unreachable, LoginRefused, TryAgain, ConfigError, UsageError.
    """
    check_servers(account)
    credentials = open_credentials(account)
    stored_logins = None if stdin else _try_stored_secret(account, state, credentials)
    if stored_logins:
        return stored_logins
    secret = _obtain_working_secret(account, credentials, stdin=stdin, device=device, browser=browser)
    if credentials.is_writable:
        store_secret(secret, credentials, print_=False)
        # From here on, a token that is renewed must be written to the keyring.
        return make_login_source(account, state, utc_now, credentials)
    if isinstance(account.secret, CredentialSecret):
        name = account.secret.credential
        message(
            "It works. Encrypt it for the unit, which has LoadCredentialEncrypted="
            f"{name}:/etc/followupd/{name}:\n"
            f"  followupd login --print | systemd-creds encrypt --name={name} - /etc/followupd/{name}"
        )
    return make_logins(account, secret)


def _try_stored_secret(account: Account, state: Path, credentials: Credentials) -> Callable[[], Login] | None:
    """Return logins with the stored secret; None if a new secret is wanted and can be stored.

    Raises the fault that prevents storing a secret, since asking for one would be useless.
    """
    secret_state = credentials.query_status().state
    if isinstance(account.secret, CredentialSecret) and secret_state is SecretState.MISSING:
        return None  # systemd gives it only to the unit
    if secret_state is SecretState.ABSENT and credentials.is_writable:
        return None
    logins = make_login_source(account, state, utc_now, credentials)
    if secret_state is not SecretState.UNLOCKED:
        credentials.read_secret()
    try:
        verify_login(account, logins)
    except LoginRefused as fault:
        if not is_interactive() or isinstance(account.secret, CommandSecret):
            raise
        message(f"The stored password does not work: {fault}")
        return None
    return logins


def _obtain_working_secret(
    account: Account, credentials: Credentials, *, stdin: bool, device: bool, browser: bool
) -> MemorySecret:
    """Return a secret that both servers accept; a person may try three times."""
    for tries_left in reversed(range(MAX_TRIES)):
        secret = MemorySecret(
            obtain_secret(account, credentials, stdin=stdin, device=device, browser=browser)
        )
        try:
            verify_login(account, make_logins(account, secret))
        except LoginRefused as fault:
            if not tries_left or stdin or account.oauth is not None or not is_interactive():
                raise
            message(f"Login refused. {fault}")
            message(f"What helps: {find_remedy(str(fault), find_by_address(account.address))}")
        else:
            return secret
    raise AssertionError  # the last try has returned or raised


def probe_mailbox(account: Account, logins: Callable[[], Login], *, send_test_mail: bool) -> str | None:
    """Print what the mailbox offers; with a test mail also what the provider does.

    Return the authserv-id whose results are trusted (RFC 8601), or None if it was not seen.
    """
    mailbox = mailbox_probe.inspect_mailbox(account, logins)
    message(f"Sent mail: {mailbox.sent_folder or 'no folder found; name it under account.folders.sent'}")
    message(f"Push (IDLE): {'yes' if mailbox.has_idle else 'no; answers are noticed within five minutes'}")
    return _probe_by_mail(account, logins) if send_test_mail else None


def _probe_by_mail(account: Account, logins: Callable[[], Login]) -> str | None:
    from followupd.adapters.mail.smtp import Submission
    from followupd.engine.sending.outcomes import Accepted

    marker = secrets.token_hex(6)
    message_id = f"<{marker}.{secrets.token_hex(6)}@{account.address.partition('@')[2]}>"
    mail = first_files.build_test_mail(account, marker, message_id, utc_now())
    outcome = Submission(account.smtp, logins).deliver_mail(mail, lambda: True)
    if not isinstance(outcome, Accepted):
        message(f"The test mail was not taken: {getattr(outcome, 'text', outcome)}")
        return None
    message(f"The test mail is on its way; waiting up to {mailbox_probe.WAIT_SECONDS} seconds for it …")
    result = mailbox_probe.await_test_mail(account, logins, marker, message_id)
    if not result.has_arrived:
        message("The test mail was sent and has not come yet; `followupd doctor` looks again any time.")
        return None
    message(f"The provider files sent mail itself: {'yes' if result.files_sent else 'no; followupd does it'}")
    message(
        f"It keeps the Message-ID: {'yes' if result.keeps_id else 'no; answers are found by other marks'}"
    )
    if result.authserv_id:
        message(f"It signs what it checked as {result.authserv_id}")
    return result.authserv_id
