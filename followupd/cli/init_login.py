"""`followupd init`, the login: a secret that works, kept where the account says, and what the servers do."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

from followupd.adapters.credentials.credentials import login_source
from followupd.adapters.credentials.secret_stores import State
from followupd.cli.app import talk
from followupd.cli.login import Held, kept, knocked, now, obtained, patient, source, tried
from followupd.cli.prompts import somebody
from followupd.config.account import CommandSecret, CredentialSecret
from followupd.errors import LoginRefused
from followupd.setup import first_files, mailbox_probe

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from followupd.adapters.credentials.credentials import Credentials
    from followupd.config.account import Account
    from followupd.engine.ports import Login

TRIES = 3  # wrong secrets in a row; more might lock the account


def entered(
    account: Account, state: Path, *, stdin: bool, device: bool, browser: bool
) -> Callable[[], Login]:
    """Return logins that work: with the secret that is stored, or with a new one that is then stored.

    Raises Unreachable, LoginRefused, TryAgain, ConfigError, UsageError.
    """
    knocked(account)
    credentials = patient(account)
    stored = None if stdin else _stored(account, state, credentials)
    if stored:
        return stored
    held = _worked(account, credentials, stdin=stdin, device=device, browser=browser)
    if credentials.writable:
        kept(held, credentials, print_=False)
        # From here on a token that is rotated has to reach the keyring.
        return login_source(account, state, now, credentials)
    if isinstance(account.secret, CredentialSecret):
        name = account.secret.credential
        talk(
            "It works. Encrypt it for the unit, which has LoadCredentialEncrypted="
            f"{name}:/etc/followupd/{name}:\n"
            f"  followupd login --print | systemd-creds encrypt --name={name} - /etc/followupd/{name}"
        )
    return source(account, held)


def _stored(account: Account, state: Path, credentials: Credentials) -> Callable[[], Login] | None:
    """Return logins with what is stored already; None where a new secret is wanted and can be kept.

    Raises what keeps a secret from being kept: asking for one would be in vain.
    """
    found = credentials.status().state
    if isinstance(account.secret, CredentialSecret) and found is State.MISSING:
        return None  # systemd gives it to the unit alone
    if found is State.ABSENT and credentials.writable:
        return None
    logins = login_source(account, state, now, credentials)
    if found is not State.UNLOCKED:
        credentials.read()
    try:
        tried(account, logins)
    except LoginRefused as fault:
        if not somebody() or isinstance(account.secret, CommandSecret):
            raise
        talk(f"The stored secret does not work: {fault}")
        return None
    return logins


def _worked(account: Account, credentials: Credentials, *, stdin: bool, device: bool, browser: bool) -> Held:
    """Return a secret with which both servers let us in; a person may try three times."""
    for left in reversed(range(TRIES)):
        held = Held(obtained(account, credentials, stdin=stdin, device=device, browser=browser))
        try:
            tried(account, source(account, held))
        except LoginRefused as fault:
            if not left or stdin or account.oauth is not None or not somebody():
                raise
            talk(f"{fault}")
        else:
            return held
    raise AssertionError  # the last try has returned or raised


def measured(account: Account, logins: Callable[[], Login], *, wanted: bool) -> str | None:
    """Tell what the mailbox offers; with a test mail also what the provider does.

    Returns who signs what is believed of a mail's origin (RFC 8601), where that was seen.
    """
    offer = mailbox_probe.offer(account, logins)
    talk(f"Sent mail: {offer.sent or 'no folder found; name it under account.folders.sent'}")
    talk(f"Push (IDLE): {'yes' if offer.idle else 'no; answers are noticed within five minutes'}")
    return _by_mail(account, logins) if wanted else None


def _by_mail(account: Account, logins: Callable[[], Login]) -> str | None:
    from followupd.adapters.mail.smtp import Submission
    from followupd.engine.outcomes import Accepted

    mark = secrets.token_hex(6)
    message_id = f"<{mark}.{secrets.token_hex(6)}@{account.address.partition('@')[2]}>"
    mail = first_files.test_mail(account, mark, message_id, now())
    outcome = Submission(account.smtp, logins).deliver(mail, lambda: True)
    if not isinstance(outcome, Accepted):
        talk(f"The test mail was not taken: {getattr(outcome, 'text', outcome)}")
        return None
    talk(f"The test mail is on its way; waiting up to {mailbox_probe.PATIENCE} seconds for it …")
    filed = mailbox_probe.filed(account, logins, mark, message_id)
    if not filed.arrived:
        talk("The test mail was sent and has not come yet; `followupd doctor` looks again any time.")
        return None
    talk(f"The provider files sent mail itself: {'yes' if filed.files_sent else 'no; followupd does it'}")
    talk(f"It keeps the Message-ID: {'yes' if filed.keeps_id else 'no; answers are found by other marks'}")
    if filed.authserv_id:
        talk(f"It signs what it checked as {filed.authserv_id}")
    return filed.authserv_id
