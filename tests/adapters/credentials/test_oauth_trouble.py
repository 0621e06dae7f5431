# ruff: noqa: F811 - naming a fixture is asking for it
"""OAuth where it no longer holds: a revoked consent, a wrong client, a provider in trouble; nothing is lost."""

from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta

import pytest
from certificates import Authority
from oauth_env import Memory, Watch, browser, ca, grant, login, server, settings, settings_for, vault, watch  # noqa: F401 - fixtures
from oauth_server import OAuthServer

from followupd.adapters.credentials.oauth import OAuthLogin, read_lifetime
from followupd.adapters.credentials.oauth_consent import consent_by_browser
from followupd.adapters.credentials.secret_stores import LoginNeeded
from followupd.config.account import OAuth
from followupd.errors import TryAgain, Unreachable


def test_a_revoked_consent_means_that_a_login_is_needed(
    server: OAuthServer, login: OAuthLogin, vault: Memory, watch: Watch
) -> None:
    login()
    before = vault.line
    server.revoke()
    watch.passes(hours=2)

    with pytest.raises(
        LoginNeeded, match=r"invalid_grant \(Token has been expired or revoked\); .*`followupd login`"
    ):
        login()
    assert vault.line == before


def test_after_a_new_login_the_running_daemon_goes_on(
    server: OAuthServer,
    settings: OAuth,
    login: OAuthLogin,
    vault: Memory,
    browser: Callable[[str], None],
    watch: Watch,
) -> None:
    server.revoke()
    with pytest.raises(LoginNeeded):
        login()

    vault.line = consent_by_browser(settings, "alex@candidate.example", browser, watch).to_json_line()

    assert login().secret in server.access_tokens


def test_another_client_id_in_the_configuration_means_that_a_login_is_needed(
    server: OAuthServer, ca: Authority, vault: Memory, watch: Watch
) -> None:
    with pytest.raises(LoginNeeded, match="another client_id"):
        OAuthLogin("alex", settings_for(server, ca, client_id="other"), vault, watch)()


@pytest.mark.parametrize(
    "line", ["hunter2", "{}", "[]", '{"granted_at": "then"}', '{"refresh_token": "r-4711"}']
)
def test_a_password_where_a_token_should_be_is_not_quoted(settings: OAuth, watch: Watch, line: str) -> None:
    with pytest.raises(LoginNeeded, match="no OAuth login") as told:
        OAuthLogin("alex", settings, Memory(line), watch)()
    assert line not in str(told.value)


@pytest.mark.parametrize(
    ("broken", "said"),
    [
        ((500, b"oops"), "did not answer"),
        ((302, b""), "captive portal"),
        ((200, b"<html>Welcome to the hotel"), "captive portal"),
        ((200, b'{"token_type": "Bearer"}'), "not as an OAuth provider"),
        ((200, b'{"access_token": "two\\nlines"}'), "not as an OAuth provider"),
        ((200, b"[1]"), "captive portal"),
    ],
)
def test_a_provider_in_trouble_is_unreachable_and_nothing_is_lost(
    server: OAuthServer, login: OAuthLogin, vault: Memory, broken: tuple[int, bytes], said: str
) -> None:
    before = vault.line
    server.broken = broken
    with pytest.raises(Unreachable, match=said) as told:
        login()
    server.broken = None

    assert told.value.exit_status == 69
    assert vault.line == before
    assert login().secret in server.access_tokens


def test_a_provider_that_is_busy_means_try_again(server: OAuthServer, login: OAuthLogin) -> None:
    server.broken = (
        400,
        b'{"error": "temporarily_unavailable", "error_description": "later,\\u0007 please"}',
    )

    with pytest.raises(TryAgain, match=r"temporarily_unavailable \(later,  please\)"):
        login()


def test_a_wrong_client_secret_is_named(server: OAuthServer, login: OAuthLogin) -> None:
    server.client_secret = "something else"

    with pytest.raises(LoginNeeded, match=r"client secret is wrong.*invalid_client \(who are you\?\)"):
        login()


def test_a_provider_that_is_gone_is_unreachable(server: OAuthServer, login: OAuthLogin) -> None:
    server.close()

    with pytest.raises(Unreachable, match=r"localhost:\d+ did not answer"):
        login()


def test_an_untrusted_certificate_says_how_to_trust_it(
    server: OAuthServer, ca: Authority, vault: Memory, watch: Watch
) -> None:
    with pytest.raises(Unreachable, match=r"not trusted; .*account\.oauth\.ca_file"):
        OAuthLogin("alex", settings_for(server, ca, ca_file=None), vault, watch)()


@pytest.mark.parametrize(
    "odd", ["100000000000000000000", '"x"', "[1]", "null", "-5", "1e400", '{"a": 1}', "true", '"3600"']
)
def test_an_odd_lifetime_of_a_token_ends_no_login(server: OAuthServer, login: OAuthLogin, odd: str) -> None:
    server.broken = (200, f'{{"access_token": "t-1", "token_type": "Bearer", "expires_in": {odd}}}'.encode())
    with suppress(
        Unreachable, TryAgain
    ):  # the library itself may refuse it: then in words, and asked again later
        assert login().secret == "t-1"


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        (3600, 3600),
        ("3600", 3600),
        (10**20, 86400),
        ("x", 0),
        ([1], 0),
        (None, 0),
        (-5, 0),
        (float("nan"), 0),
        ("1e999", 86400),
    ],
)
def test_a_lifetime_is_a_number_of_seconds_of_at_most_a_day(value: object, seconds: int) -> None:
    assert read_lifetime({"expires_in": value}) == timedelta(seconds=seconds)
