# ruff: noqa: F811 - naming a fixture is asking for it
"""The OAuth login: refreshed in time, each rotation kept, and no token shown."""

import logging
from collections.abc import Callable

import pytest
from certificates import Authority
from oauth_env import (  # noqa: F401 - fixtures
    START,
    Memory,
    Watch,
    browser,
    ca,
    grant,
    login,
    server,
    settings,
    settings_for,
    vault,
    watch,
)
from oauth_server import OAuthServer

from followupd.adapters.credentials.credentials import Credentials
from followupd.adapters.credentials.oauth import Grant, OAuthLogin, parse_grant
from followupd.adapters.credentials.secret_stores import LoginNeeded
from followupd.config.account import Account, OAuth
from followupd.engine.ports import Mechanism


def token_requests(server: OAuthServer) -> int:
    return sum(path == "/token" for path, _ in server.requests)


# --- refreshing


def test_a_login_carries_a_fresh_access_token(server: OAuthServer, login: OAuthLogin) -> None:
    made = login()

    assert made.secret in server.access_tokens
    assert (made.user, made.mechanism) == ("alex", Mechanism.XOAUTH2)


def test_oauthbearer_is_taken_from_the_configuration(
    server: OAuthServer, ca: Authority, vault: Memory, watch: Watch
) -> None:
    settings = settings_for(server, ca, mechanism="oauthbearer")

    assert OAuthLogin("alex", settings, vault, watch)().mechanism is Mechanism.OAUTHBEARER


def test_a_token_is_used_again_until_five_minutes_before_its_end(
    server: OAuthServer, login: OAuthLogin, watch: Watch
) -> None:
    first = login()
    watch.passes(minutes=54, seconds=59)
    still = login()
    watch.passes(seconds=1)
    new = login()

    assert first.secret == still.secret != new.secret
    assert (first.lifetime, still.lifetime, new.lifetime) == (55 * 60, 150.5, 55 * 60)
    assert new.secret in server.access_tokens


def test_a_token_without_a_lifetime_serves_one_connection(server: OAuthServer, login: OAuthLogin) -> None:
    server.extra = {"expires_in": None}

    assert login().secret != login().secret


def test_a_forgotten_token_is_fetched_anew(login: OAuthLogin) -> None:
    before = login().secret
    login.drop_cached()

    assert login().secret != before


# --- rotation


def test_a_rotated_refresh_token_is_written_back_with_the_time_of_the_consent(
    server: OAuthServer, login: OAuthLogin, vault: Memory, watch: Watch
) -> None:
    watch.passes(days=3)
    login()

    kept = parse_grant(vault.line)
    assert {kept.refresh_token} == server.refresh_tokens
    assert kept.granted_at == login.granted_at() == START


def test_many_rotations_in_a_row_never_use_an_old_token(
    server: OAuthServer, login: OAuthLogin, watch: Watch
) -> None:
    for _ in range(5):
        login()
        watch.passes(hours=2)

    assert len(server.spent) == 5
    assert login().secret in server.access_tokens


@pytest.mark.parametrize("blank", ["", None])
def test_a_blank_refresh_token_never_replaces_one_that_works(
    server: OAuthServer, login: OAuthLogin, vault: Memory, grant: Grant, watch: Watch, blank: object
) -> None:
    server.rotates, server.extra = False, {"refresh_token": blank}

    login()
    watch.passes(hours=2)
    login()

    assert parse_grant(vault.line) == grant


def test_a_locked_keyring_keeps_the_rotated_token_in_memory_until_it_opens(
    server: OAuthServer, login: OAuthLogin, vault: Memory, watch: Watch, caplog: pytest.LogCaptureFixture
) -> None:
    vault.locked = True
    login()
    watch.passes(hours=2)
    login()  # with the token that only memory holds

    vault.locked = False
    login()

    assert {parse_grant(vault.line).refresh_token} == server.refresh_tokens
    assert "kept in memory: the keyring is locked" in caplog.text
    assert "refresh-" not in caplog.text


def test_a_token_that_another_process_rotated_is_read_again(
    server: OAuthServer, settings: OAuth, grant: Grant, watch: Watch, service: Callable[[], Credentials]
) -> None:
    service().write_secret(grant.to_json_line())
    daemon = OAuthLogin("alex", settings, service(), watch)
    daemon()
    watch.passes(hours=2)
    OAuthLogin("alex", settings, service(), watch)()  # `followupd doctor`, say
    server.spent.clear()  # an old token is refused, but revokes nothing here

    assert daemon().secret in server.access_tokens


@pytest.fixture
def service(keyring_session, monkeypatch: pytest.MonkeyPatch) -> Callable[[], Credentials]:
    """Credentials in a live keyring, each with a memory of its own."""
    for name, value in keyring_session.env.items():
        monkeypatch.setenv(name, value)
    server = {"host": "mail.example.org", "port": 993}
    account = Account.model_validate({"address": "alex@candidate.example", "imap": server, "smtp": server})
    return lambda: Credentials(account)


# --- where it is kept


def test_the_keyring_holds_one_line_and_no_access_token(grant: Grant) -> None:
    assert grant.to_json_line().splitlines() == [grant.to_json_line()]
    assert "access" not in grant.to_json_line()
    assert parse_grant(grant.to_json_line()) == grant


def test_no_repr_and_no_log_shows_a_token(
    server: OAuthServer, grant: Grant, login: OAuthLogin, watch: Watch, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    made = login()
    server.revoke()
    watch.passes(hours=2)
    with pytest.raises(LoginNeeded) as told:
        login()

    shown = repr(grant) + repr(made) + repr(login) + str(told.value) + caplog.text
    assert "refresh-" not in shown
    assert "access-" not in shown
