# ruff: noqa: F811 - naming a fixture is asking for it
"""The consent, in the browser or by a device code, against a real authorisation server."""

import socket
import urllib.error
import urllib.request
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler
from urllib.parse import parse_qs, urlsplit

import pytest
from certificates import Authority
from oauth_env import START, Memory, Watch, browser, ca, grant, opener, server, settings, watch  # noqa: F401 - fixtures
from oauth_server import OAuthServer

from followupd.adapters.credentials.oauth import Grant, OAuthLogin, parse_grant
from followupd.adapters.credentials.oauth_consent import _bind_loopback, consent_by_browser, consent_by_device
from followupd.config.account import OAuth
from followupd.errors import ConfigError, LoginRefused, TryAgain, UsageError


def test_consent_in_the_browser_gives_a_refresh_token(server: OAuthServer, grant: Grant) -> None:
    assert {grant.refresh_token} == server.refresh_tokens
    assert (grant.client_id, grant.granted_at) == (server.client_id, START)


def test_the_browser_is_asked_with_pkce_state_and_the_address(server: OAuthServer, grant: Grant) -> None:
    assert grant
    [asked] = [asked for path, asked in server.requests if path == "/authorize"]

    assert asked["code_challenge_method"] == "S256"
    assert len(asked["state"]) > 30
    assert asked["login_hint"] == "alex@candidate.example"
    assert asked["redirect_uri"].startswith("http://127.0.0.1:")


def test_a_redirect_with_another_state_is_not_ours(settings: OAuth, ca: Authority, watch: Watch) -> None:
    forging = opener(ca, lambda url: url.replace("state=", "state=x"))

    with pytest.raises(TryAgain, match=r"no consent came within 1 s"):
        consent_by_browser(settings, "alex@candidate.example", forging, watch, max_seconds=1)


def test_whoever_else_knocks_at_the_redirect_port_is_turned_away(
    settings: OAuth, browser: Callable[[str], None], watch: Watch
) -> None:
    turned_away = []

    def knock_first(url: str) -> None:
        ours = parse_qs(urlsplit(url).query)["redirect_uri"][0]
        for path in ("favicon.ico", "?code=stolen"):
            with pytest.raises(urllib.error.HTTPError) as refused:
                urllib.request.urlopen(ours + path, timeout=5)
            refused.value.close()
            turned_away.append(refused.value.code)
        browser(url)

    assert consent_by_browser(settings, "alex@candidate.example", knock_first, watch).refresh_token
    assert turned_away == [404, 404]


def test_declining_in_the_browser_is_a_refused_login(
    server: OAuthServer, settings: OAuth, browser: Callable[[str], None], watch: Watch
) -> None:
    server.says_no = True

    with pytest.raises(LoginRefused, match=r"no consent was given, localhost:\d+: access_denied") as told:
        consent_by_browser(settings, "alex@candidate.example", browser, watch)
    assert told.value.exit_status == 77


def test_a_device_code_waits_at_the_pace_of_the_provider(
    server: OAuthServer, settings: OAuth, watch: Watch
) -> None:
    shown, slept = [], []

    def show(page: str, code: str) -> None:
        shown.append((page, code))
        server.type_code()

    grant = consent_by_device(settings, show, watch, slept.append)

    assert shown == [(f"{server.url}/device", "WDJB-MJHT")]
    assert slept == [1, 1, 6]  # pending, then slow_down: five seconds more
    assert {grant.refresh_token} == server.refresh_tokens


def test_a_device_code_that_nobody_types_ends(settings: OAuth, watch: Watch) -> None:
    with pytest.raises(LoginRefused, match="nobody typed the code in time"):
        consent_by_device(settings, lambda *_: None, watch, lambda _: None)


def test_declining_a_device_code_is_a_refused_login(
    server: OAuthServer, settings: OAuth, watch: Watch
) -> None:
    with pytest.raises(LoginRefused, match="access_denied"):
        consent_by_device(settings, lambda *_: server.type_code(approved=False), watch, lambda _: None)


def test_google_gives_no_mail_access_by_device_code(watch: Watch) -> None:
    google = OAuth(provider="google", client_id="mine")

    with pytest.raises(UsageError, match="google gives no mail access by device code; use the browser"):
        consent_by_device(google, lambda *_: None, watch, lambda _: None)


def test_a_client_secret_is_kept_beside_the_token(
    server: OAuthServer, settings: OAuth, browser: Callable[[str], None], watch: Watch
) -> None:
    server.client_secret = "client:s3cret"

    grant = consent_by_browser(
        settings, "alex@candidate.example", browser, watch, client_secret="client:s3cret"
    )

    assert parse_grant(grant.to_json_line()).client_secret == "client:s3cret"
    assert OAuthLogin("alex", settings, Memory(grant.to_json_line()), watch)().secret in server.access_tokens


def test_a_provider_without_a_refresh_token_is_refused_with_the_scope_to_add(
    server: OAuthServer, settings: OAuth, browser: Callable[[str], None], watch: Watch
) -> None:
    server.extra = {"refresh_token": ""}

    with pytest.raises(ConfigError, match="offline_access"):
        consent_by_browser(settings, "alex@candidate.example", browser, watch)


class Silent(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_error(404)


def test_both_addresses_that_localhost_may_mean_are_ours_while_a_code_may_come() -> None:
    servers = _bind_loopback(0, Silent)
    try:
        assert [s.server_address[0] for s in servers] == ["127.0.0.1", "::1"]
        assert len({s.server_port for s in servers}) == 1
    finally:
        for bound in servers:
            bound.server_close()


def test_where_another_user_holds_the_other_address_nobody_is_sent_there() -> None:
    with socket.socket(socket.AF_INET6) as other:
        other.bind(("::1", 0))
        other.listen()
        with pytest.raises(TryAgain, match="cannot be had"):
            _bind_loopback(other.getsockname()[1], Silent)
        with socket.socket() as free:  # the first address is given back
            free.bind(("127.0.0.1", other.getsockname()[1]))
