"""OAuth against a real authorisation server: consent, refresh, rotation, revocation, and what it says in trouble."""

import logging
import threading
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from authority import Authority
from oauth_server import OAuthServer

from followupd.config import Account
from followupd.errors import ConfigError, LoginRefused, TryAgain, Unreachable, UsageError
from followupd.keys.credentials import Credentials
from followupd.keys.logins import login_source
from followupd.keys.oauth import Grant, OAuthLogin, parse_grant
from followupd.keys.oauth_consent import by_browser, by_device
from followupd.keys.rotated import RotatedCopy
from followupd.keys.vault import Locked, LoginNeeded
from followupd.oauth_settings import OAuth
from followupd.ports import Mechanism

START = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


class Watch:
    """A clock that is set by hand."""

    def __init__(self) -> None:
        self.time = START

    def __call__(self) -> datetime:
        return self.time

    def passes(self, **more: float) -> None:
        self.time += timedelta(**more)


class Memory:
    """A vault that keeps its line in memory, and can be locked. It keeps the contract that Credentials keeps."""

    writable = True

    def __init__(self, line: str) -> None:
        self.line, self.locked, self.order = line, False, list[str]()

    def read(self) -> str:
        return self.line

    def store(self, secret: str) -> None:
        if self.locked:
            message = "the keyring is locked"
            raise Locked(message)
        self.line = secret

    def forget(self) -> None:
        """There is nothing cached."""


@pytest.fixture(scope="module")
def ca(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return Authority(tmp_path_factory.mktemp("authority"))


@pytest.fixture
def server(ca: Authority) -> Iterator[OAuthServer]:
    server = OAuthServer(ca.good())
    yield server
    server.close()


@pytest.fixture
def settings(server: OAuthServer, ca: Authority) -> OAuth:
    return settings_for(server, ca)


def settings_for(server: OAuthServer, ca: Authority, **more: object) -> OAuth:
    given = {
        "provider": "custom",
        "client_id": server.client_id,
        "authorize_url": f"{server.url}/authorize",
        "token_url": f"{server.url}/token",
        "device_url": f"{server.url}/device",
        "scopes": ["mail", "offline_access"],
        "ca_file": str(ca.ca_file),
    }
    return OAuth.model_validate({**given, **more})


@pytest.fixture
def browser(ca: Authority) -> Callable[[str], None]:
    """A browser that follows the redirect, in a thread as a browser is another process."""
    return opener(ca)


def opener(ca: Authority, change: Callable[[str], str] = lambda url: url) -> Callable[[str], None]:
    import ssl

    context = ssl.create_default_context(cafile=str(ca.ca_file))

    class Follow(urllib.request.HTTPRedirectHandler):
        def redirect_request(self, req, fp, code, msg, headers, newurl):
            return super().redirect_request(req, fp, code, msg, headers, change(newurl))

    def visit(url: str) -> None:
        visitor = urllib.request.build_opener(urllib.request.HTTPSHandler(context=context), Follow)
        with visitor.open(url, timeout=10) as page:
            page.read()

    return lambda url: threading.Thread(target=visit, args=(url,), daemon=True).start()


@pytest.fixture
def watch() -> Watch:
    return Watch()


@pytest.fixture
def grant(settings: OAuth, browser: Callable[[str], None], watch: Watch) -> Grant:
    return by_browser(settings, "alex@candidate.example", browser, watch)


@pytest.fixture
def vault(grant: Grant) -> Memory:
    return Memory(grant.line())


@pytest.fixture
def login(settings: OAuth, vault: Memory, watch: Watch) -> OAuthLogin:
    return OAuthLogin("alex", settings, vault, watch)


def token_requests(server: OAuthServer) -> int:
    return sum(path == "/token" for path, _ in server.requests)


# --- the first consent


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
        by_browser(settings, "alex@candidate.example", forging, watch, patience=1)


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

    assert by_browser(settings, "alex@candidate.example", knock_first, watch).refresh_token
    assert turned_away == [404, 404]


def test_declining_in_the_browser_is_a_refused_login(
    server: OAuthServer, settings: OAuth, browser: Callable[[str], None], watch: Watch
) -> None:
    server.says_no = True

    with pytest.raises(LoginRefused, match=r"no consent was given, localhost:\d+: access_denied") as told:
        by_browser(settings, "alex@candidate.example", browser, watch)
    assert told.value.exit_status == 77


def test_a_device_code_waits_at_the_pace_of_the_provider(
    server: OAuthServer, settings: OAuth, watch: Watch
) -> None:
    shown, slept = [], []

    def show(page: str, code: str) -> None:
        shown.append((page, code))
        server.type_code()

    grant = by_device(settings, show, watch, slept.append)

    assert shown == [(f"{server.url}/device", "WDJB-MJHT")]
    assert slept == [1, 1, 6]  # pending, then slow_down: five seconds more
    assert {grant.refresh_token} == server.refresh_tokens


def test_a_device_code_that_nobody_types_ends(settings: OAuth, watch: Watch) -> None:
    with pytest.raises(LoginRefused, match="nobody typed the code in time"):
        by_device(settings, lambda *_: None, watch, lambda _: None)


def test_declining_a_device_code_is_a_refused_login(
    server: OAuthServer, settings: OAuth, watch: Watch
) -> None:
    with pytest.raises(LoginRefused, match="access_denied"):
        by_device(settings, lambda *_: server.type_code(approved=False), watch, lambda _: None)


def test_google_gives_no_mail_access_by_device_code(watch: Watch) -> None:
    google = OAuth(provider="google", client_id="mine")

    with pytest.raises(UsageError, match="google gives no mail access by device code; use the browser"):
        by_device(google, lambda *_: None, watch, lambda _: None)


def test_a_client_secret_is_kept_beside_the_token(
    server: OAuthServer, settings: OAuth, browser: Callable[[str], None], watch: Watch
) -> None:
    server.client_secret = "client:s3cret"

    grant = by_browser(settings, "alex@candidate.example", browser, watch, client_secret="client:s3cret")

    assert parse_grant(grant.line()).client_secret == "client:s3cret"
    assert OAuthLogin("alex", settings, Memory(grant.line()), watch)().secret in server.access_tokens


def test_a_provider_without_a_refresh_token_is_refused_with_the_scope_to_add(
    server: OAuthServer, settings: OAuth, browser: Callable[[str], None], watch: Watch
) -> None:
    server.extra = {"refresh_token": ""}

    with pytest.raises(ConfigError, match="offline_access"):
        by_browser(settings, "alex@candidate.example", browser, watch)


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
    assert (first.lasts, still.lasts, new.lasts) == (55 * 60, 150.5, 55 * 60)
    assert new.secret in server.access_tokens


def test_a_token_without_a_lifetime_serves_one_connection(server: OAuthServer, login: OAuthLogin) -> None:
    server.extra = {"expires_in": None}

    assert login().secret != login().secret


def test_a_forgotten_token_is_fetched_anew(login: OAuthLogin) -> None:
    before = login().secret
    login.forget()

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
    service().store(grant.line())
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


# --- when it no longer holds


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

    vault.line = by_browser(settings, "alex@candidate.example", browser, watch).line()

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


# --- where it is kept


def test_the_keyring_holds_one_line_and_no_access_token(grant: Grant) -> None:
    assert grant.line().splitlines() == [grant.line()]
    assert "access" not in grant.line()
    assert parse_grant(grant.line()) == grant


def test_a_read_only_credential_gets_a_sealed_copy_of_what_was_rotated(
    server: OAuthServer,
    ca: Authority,
    grant: Grant,
    watch: Watch,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    account = credential(server, ca, tmp_path, monkeypatch)
    (tmp_path / "mail").write_text(grant.line())
    state = tmp_path / "state"
    login_source(account, state, watch)()

    after_restart = login_source(account, state, watch)()

    [copy] = state.iterdir()
    assert after_restart.secret in server.access_tokens
    assert copy.stat().st_mode & 0o777 == 0o600
    assert b"refresh" not in copy.read_bytes()


def test_a_new_credential_makes_the_sealed_copy_void(
    server: OAuthServer,
    ca: Authority,
    grant: Grant,
    watch: Watch,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    settings: OAuth,
    browser: Callable[[str], None],
) -> None:
    account = credential(server, ca, tmp_path, monkeypatch)
    (tmp_path / "mail").write_text(grant.line())
    login_source(account, tmp_path / "state", watch)()
    server.revoke()

    (tmp_path / "mail").write_text(by_browser(settings, "alex@candidate.example", browser, watch).line())

    assert login_source(account, tmp_path / "state", watch)().secret in server.access_tokens


def test_a_sealed_copy_that_cannot_be_written_means_try_again(grant: Grant, tmp_path: Path) -> None:
    (tmp_path / "state").write_text("in the way")

    with pytest.raises(TryAgain, match="cannot write"):
        RotatedCopy(Memory(grant.line()), tmp_path / "state" / "copy").store("new")


def credential(
    server: OAuthServer, ca: Authority, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Account:
    monkeypatch.setenv("CREDENTIALS_DIRECTORY", str(tmp_path))
    host = {"host": "mail.example.org", "port": 993}
    given = {"address": "alex@candidate.example", "imap": host, "smtp": host, "auth": "oauth2"}
    oauth = settings_for(server, ca).model_dump()
    return Account.model_validate({**given, "oauth": oauth, "secret": {"credential": "mail"}})


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


# --- the configuration


def test_microsofts_addresses_carry_the_tenant_and_outlooks_scopes() -> None:
    endpoints = OAuth(provider="microsoft", client_id="mine", tenant="consumers").endpoints

    assert endpoints.token_url == "https://login.microsoftonline.com/consumers/oauth2/v2.0/token"
    assert "https://outlook.office.com/SMTP.Send" in endpoints.scopes
    assert "offline_access" in endpoints.scopes


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"provider": "custom", "client_id": "a"}, "custom needs token_url"),
        ({"provider": "google", "client_id": "a", "token_url": "http://plain.example"}, "not https"),
    ],
)
def test_half_a_provider_is_a_fault(given: dict[str, str], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        OAuth.model_validate(given)
