"""`followupd login --push`: an address for pushes, stored like the secret that it holds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pydantic import ValidationError

from followupd.cli.app import talk
from followupd.cli.prompts import asked
from followupd.config.account import KeyringSecret
from followupd.errors import UsageError

if TYPE_CHECKING:
    from followupd.config.account import Account


def push_kept(account: Account, name: str, *, stdin: bool, delete: bool, test: bool) -> None:
    """Store or remove an address for pushes. Raises UsageError, and what a keyring raises."""
    from followupd.adapters.credentials.credentials import vault
    from followupd.adapters.push import Pusher

    try:
        place = KeyringSecret(keyring=name)
    except ValidationError as fault:
        raise UsageError(f"{name!r} is no name for a keyring; for example --push followupd-push") from fault
    if account.secret == place:
        raise UsageError(
            f"{name} is where the secret of your mailbox lies; for example --push followupd-push"
        )
    kept = vault(account, place)
    if delete:
        talk("The address is gone." if kept.delete() else "There was no address.")
        return
    address = asked("Address for pushes, as apprise writes it (ntfy://…, tgram://…)", stdin=stdin).strip()
    if test:
        bell = Pusher(pauses=())
        bell.ring([lambda: address], "followupd", "This is how a push from followupd looks.")
        bell.settle(60.0)
        if bell.trouble:
            raise bell.trouble
    kept.store(address)
    talk(f"The address is stored. In config.yaml: notifications: {{push: [{{keyring: {name}}}]}}")
