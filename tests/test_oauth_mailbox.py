"""OAuth from end to end: consent at the authorisation server, then IMAP at a Dovecot that asks that server."""

import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from authority import Authority
from dovecot_oauth import TokenDovecot
from loopback import wait_until
from oauth_server import OAuthServer
from premises import Premises

from followupd.config import Account
from followupd.errors import LoginRefused
from followupd.keys.credentials import Credentials
from followupd.keys.logins import LoginSource, login_source
from followupd.keys.oauth_consent import by_device
from followupd.keys.vault import LoginNeeded
from followupd.mail.idle import Rhythm, Watcher
from followupd.mail.imap import ImapMailbox
from followupd.ports import Login, Mechanism

ALEX = "alex@candidate.example"


class House:
    """The provider: its authorisation server, its mail server, and Alex's account there."""

    def __init__(self, premises: Premises, ca: Authority, state: Path) -> None:
        self.issuer = OAuthServer(ca.good())
        self.dovecot = TokenDovecot(premises, ca.good(), ca.ca_file, self.issuer)
        self._ca, self._state = ca, state

    def account(self, mechanism: str = "xoauth2") -> Account:
        server = {"host": "localhost", "port": self.dovecot.port, "ca_file": str(self._ca.ca_file)}
        oauth = {
            "provider": "custom",
            "client_id": self.issuer.client_id,
            "token_url": f"{self.issuer.url}/token",
            "device_url": f"{self.issuer.url}/device",
            "scopes": ["mail"],
            "mechanism": mechanism,
            "ca_file": str(self._ca.ca_file),
        }
        given = {"address": ALEX, "imap": server, "smtp": server, "auth": "oauth2", "oauth": oauth}
        return Account.model_validate(given)

    def consent(self, account: Account) -> None:
        assert account.oauth is not None
        grant = by_device(account.oauth, lambda *_: self.issuer.type_code(), now, lambda _: None)
        Credentials(account).store(grant.line())

    def login(self, account: Account) -> LoginSource:
        return login_source(account, self._state, now)


def now() -> datetime:
    return datetime.now(UTC)


@pytest.fixture
def house(keyring_session, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[House]:
    for name, value in keyring_session.env.items():
        monkeypatch.setenv(name, value)
    premises = Premises("oauth")
    # In the premises, where the unprivileged processes of Dovecot may read it.
    house = House(premises, Authority(premises.directory("authority")), tmp_path)
    yield house
    premises.close()
    house.issuer.close()


@pytest.mark.parametrize("mechanism", ["xoauth2", "oauthbearer"])
def test_a_consent_opens_the_mailbox(house: House, mechanism: str) -> None:
    account = house.account(mechanism)
    house.consent(account)

    with ImapMailbox(account, house.login(account)).session() as session:
        assert [folder.name for folder in session.folders()] == ["INBOX", "Sent"]
    assert any(path == "/introspect" for path, _ in house.issuer.requests), house.dovecot.log()


@pytest.mark.parametrize("mechanism", ["xoauth2", "oauthbearer"])
def test_a_token_that_the_server_refuses_is_a_refused_login_and_is_not_shown(
    house: House, mechanism: str
) -> None:
    account = house.account(mechanism)
    wrong = Login(ALEX, "access-nobody", Mechanism(mechanism))

    with (
        pytest.raises(LoginRefused, match="localhost") as told,
        ImapMailbox(account, lambda: wrong).session(),
    ):
        pass
    assert "access-nobody" not in str(told.value)


def test_after_a_refusal_a_forgotten_token_is_renewed(house: House) -> None:
    account = house.account()
    house.consent(account)
    login = house.login(account)
    login()
    house.issuer.access_tokens.clear()  # the provider ended it before its time
    mailbox = ImapMailbox(account, login)
    with pytest.raises(LoginRefused), mailbox.session():
        pass

    login.forget()

    with mailbox.session() as session:
        assert session.folders()


def test_a_revoked_consent_needs_a_new_login_and_then_all_goes_on(house: House) -> None:
    account = house.account()
    house.consent(account)
    login = house.login(account)
    mailbox = ImapMailbox(account, login)
    with mailbox.session():
        pass
    house.issuer.revoke()
    with pytest.raises(LoginRefused), mailbox.session():
        pass
    login.forget()
    with pytest.raises(LoginNeeded), mailbox.session():
        pass

    house.consent(account)

    with mailbox.session() as session:
        assert session.folders()


def test_a_token_that_runs_out_while_watching_is_renewed_for_the_next_connection(house: House) -> None:
    house.issuer.lifetime = 60  # below the margin: every connection gets a token of its own
    account = house.account()
    house.consent(account)
    hinted = threading.Event()
    watcher = Watcher(account, house.login(account), hinted.set, rhythm=Rhythm(breath=0.1, first_wait=0.1))
    watcher.start()
    assert hinted.wait(10)
    before = set(house.issuer.access_tokens)
    house.issuer.access_tokens.clear()

    house.dovecot.kick(ALEX)

    wait_until(lambda: house.issuer.access_tokens and watcher.trouble is None, "it watched again")
    watcher.stop()
    assert not before & house.issuer.access_tokens
