"""`followupd login --push` and `--calendar`: further secrets, each under its own name in the keyring."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pydantic import ValidationError

from followupd.cli.app import message
from followupd.cli.prompts import ask_secret
from followupd.config.account import KeyringSecret
from followupd.errors import UsageError

if TYPE_CHECKING:
    from followupd.config.account import Account


def store_named_secrets(
    account: Account, push: str | None, calendar: str | None, *, stdin: bool, delete: bool, test: bool
) -> None:
    """Store or remove the secrets that the options name. Raises UsageError, and what a keyring raises."""
    if push:
        store_push_address(account, push, stdin=stdin, delete=delete, test=test)
    if calendar:
        store_calendar_password(account, calendar, stdin=stdin, delete=delete)


def store_push_address(account: Account, name: str, *, stdin: bool, delete: bool, test: bool) -> None:
    """Store or remove an address for pushes. Raises UsageError, and what a keyring raises."""
    from followupd.adapters.credentials.credentials import push_address_store
    from followupd.adapters.push import ApprisePushService

    keyring_secret = _name_secret(account, name, "--push followupd-push")
    secret_store = push_address_store(account, keyring_secret)
    if delete:
        message("The address is removed." if secret_store.delete_secret() else "There was no address.")
        return
    address = ask_secret(
        "Address for pushes, as apprise writes it (ntfy://…, tgram://…)", stdin=stdin
    ).strip()
    if test:
        push_service = ApprisePushService(pauses=())
        push_service.push([lambda: address], "followupd", "This is how a push from followupd looks.")
        push_service.wait_until_done(60.0)
        if push_service.last_fault:
            raise push_service.last_fault
    secret_store.write_secret(address)
    message(f"The address is stored. In config.yaml: notifications: {{push: [{{keyring: {name}}}]}}")


def store_calendar_password(account: Account, name: str, *, stdin: bool, delete: bool) -> None:
    """Store or remove the password of the calendar server. Raises UsageError, and what a keyring raises."""
    from followupd.adapters.credentials.credentials import caldav_password_store

    keyring_secret = _name_secret(account, name, "--calendar followupd-calendar")
    secret_store = caldav_password_store(account, keyring_secret)
    if delete:
        message("The password is gone." if secret_store.delete_secret() else "There was no password.")
        return
    secret_store.write_secret(ask_secret("Password of your calendar server", stdin=stdin).strip())
    message(
        "The password is stored. In config.yaml: calendar: {caldav: {url: …, user: …,"
        f" secret: {{keyring: {name}}}}}}}"
    )


def _name_secret(account: Account, name: str, example: str) -> KeyringSecret:
    """Return the place of a secret in the keyring.

    Raises UsageError for an invalid name, and for that of the mailbox's password.
    """
    try:
        keyring_secret = KeyringSecret(keyring=name)
    except ValidationError as fault:
        raise UsageError(f"{name!r} is no name for a keyring; for example {example}") from fault
    if account.secret == keyring_secret:
        raise UsageError(f"{name} is where the password of your mailbox lies; for example {example}")
    return keyring_secret
