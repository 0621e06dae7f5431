"""Where the addresses for pushes lie: in the same places as the secret of the mailbox, each under a name of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from followupd.adapters.credentials.credentials import Credentials
from followupd.adapters.credentials.vault import LoginNeeded
from followupd.errors import FollowupdError

if TYPE_CHECKING:
    from collections.abc import Callable

    from followupd.config.account import Account, Secret
    from followupd.config.model import Config


def vault(account: Account, place: Secret) -> Credentials:
    """Return what keeps one address for pushes."""
    return Credentials(account.model_copy(update={"secret": place, "auth": "password", "oauth": None}))


def push_addresses(config: Config) -> list[Callable[[], str]]:
    """Return what gives each address when it is called; that may take as long as a keyring takes."""
    return [_Address(vault(config.account, place)) for place in config.notifications.push]


class _Address:
    def __init__(self, kept: Credentials) -> None:
        self._kept = kept

    def __call__(self) -> str:
        """Return the address. Raises FollowupdError that says what to do."""
        try:
            return self._kept.read()
        except LoginNeeded:
            raise FollowupdError("nothing is stored there; store it: followupd login --push NAME") from None
