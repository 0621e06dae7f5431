"""`followupd login --push`: an address for pushes, stored like the secret that it holds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pydantic import ValidationError

from followupd.cli.app import message
from followupd.cli.prompts import ask_secret
from followupd.config.account import KeyringSecret
from followupd.errors import UsageError

if TYPE_CHECKING:
    from followupd.config.account import Account


def store_push_address(account: Account, name: str, *, stdin: bool, delete: bool, test: bool) -> None:
    """Store or remove an address for pushes. Raises UsageError, and what a keyring raises."""
    from followupd.adapters.credentials.credentials import push_address_store
    from followupd.adapters.push import ApprisePushService

    try:
        keyring_secret = KeyringSecret(keyring=name)
    except ValidationError as fault:
        raise UsageError(f"{name!r} is no name for a keyring; for example --push followupd-push") from fault
    if account.secret == keyring_secret:
        raise UsageError(
            f"{name} is where the secret of your mailbox lies; for example --push followupd-push"
        )
    secret_store = push_address_store(account, keyring_secret)
    if delete:
        message("The address is gone." if secret_store.delete_secret() else "There was no address.")
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
