"""A provider with OAuth: an authorisation server, and mail servers that ask it about access tokens."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from certificates import Authority
from mailhost import SAM, MailHost
from oauth_server import OAuthServer
from server_sandbox import Premises

from followupd.adapters.credentials.credentials import Credentials, LoginSource, make_login_source
from followupd.adapters.credentials.oauth_consent import consent_by_device
from followupd.config.account import Account


class Provider:
    """One provider, at which Sam has an account. The consent is in the keyring of this process."""

    def __init__(self, premises: Premises, authority: Authority) -> None:
        self.issuer = OAuthServer(authority.good())
        self.issuer.user = SAM.address
        self.mailhost = MailHost(premises, authority, self.issuer.url)

    def fresh(self) -> None:
        """Reset everything."""
        self.mailhost.fresh()
        self.issuer.revoke()
        self.issuer.requests.clear()
        self.issuer.lifetime = 3600

    def close(self) -> None:
        self.mailhost.stop()
        self.issuer.close()

    def settings(self, mechanism: str = "xoauth2") -> dict[str, Any]:
        """Return the content of `account:`."""
        trusted = {"host": "localhost", "ca_file": str(self.mailhost.ca_file)}
        oauth = {
            "provider": "custom",
            "client_id": self.issuer.client_id,
            "token_url": f"{self.issuer.url}/token",
            "device_url": f"{self.issuer.url}/device",
            "scopes": ["mail"],
            "mechanism": mechanism,
            "ca_file": str(self.mailhost.ca_file),
        }
        return {
            "address": SAM.address,
            "imap": {"port": self.mailhost.imaps_port, **trusted},
            "smtp": {"port": self.mailhost.submissions_port, **trusted},
            "auth": "oauth2",
            "oauth": oauth,
        }

    def account(self, mechanism: str = "xoauth2") -> Account:
        return Account.model_validate(self.settings(mechanism))

    def grant(self) -> str:
        """Let Sam consent, and return what followupd stores of the consent."""
        oauth = self.account().oauth
        assert oauth is not None
        return consent_by_device(
            oauth, lambda *_: self.issuer.type_code(), now, lambda _: None
        ).to_json_line()

    def consent(self) -> None:
        """Let Sam consent, and store the consent in the keyring."""
        Credentials(self.account()).write_secret(self.grant())

    def login(self, state: Path, mechanism: str = "xoauth2") -> LoginSource:
        """Return the source of logins that the daemon uses."""
        return make_login_source(self.account(mechanism), state, now)

    def cut(self) -> None:
        """End Sam's connections and tokens, as a provider does when the token has expired."""
        self.issuer.access_tokens.clear()
        self.mailhost.dovecot.kick(SAM.address)


def now() -> datetime:
    return datetime.now(UTC)
