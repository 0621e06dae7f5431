"""An authorisation server, a browser, a vault, and a clock that the test sets."""

import threading
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

import pytest
from certificates import Authority
from oauth_server import OAuthServer

from followupd.adapters.credentials.oauth import Grant, OAuthLogin
from followupd.adapters.credentials.oauth_consent import consent_by_browser
from followupd.adapters.credentials.secret_stores import SecretLocked
from followupd.config.account import OAuth

START = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


class Watch:
    """A clock that the test sets."""

    def __init__(self) -> None:
        self.time = START

    def __call__(self) -> datetime:
        return self.time

    def passes(self, **more: float) -> None:
        self.time += timedelta(**more)


class Memory:
    """A vault that keeps its line in memory, and can be locked. It has the same contract as Credentials."""

    is_writable = True

    def __init__(self, line: str) -> None:
        self.line, self.locked, self.order = line, False, list[str]()

    def read_secret(self) -> str:
        return self.line

    def write_secret(self, secret: str) -> None:
        if self.locked:
            message = "the keyring is locked"
            raise SecretLocked(message)
        self.line = secret

    def drop_cached(self) -> None:
        """Do nothing, since nothing is cached."""


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
    """A browser that follows the redirect, in a thread, since a browser is another process."""
    return opener(ca)


def opener(ca: Authority, change: Callable[[str], str] = lambda url: url) -> Callable[[str], None]:
    import ssl

    context = ssl.create_default_context(cafile=str(ca.ca_file))

    class Follow(urllib.request.HTTPRedirectHandler):
        def redirect_request(self, req, fp, code, msg, headers, newurl):
            return super().redirect_request(req, fp, code, msg, headers, change(newurl))

    def visit(url: str) -> None:
        visitor = urllib.request.build_opener(urllib.request.HTTPSHandler(context=context), Follow)
        with visitor.open(url, timeout=120) as page:
            page.read()

    return lambda url: threading.Thread(target=visit, args=(url,), daemon=True).start()


@pytest.fixture
def watch() -> Watch:
    return Watch()


@pytest.fixture
def grant(settings: OAuth, browser: Callable[[str], None], watch: Watch) -> Grant:
    return consent_by_browser(settings, "alex@candidate.example", browser, watch)


@pytest.fixture
def vault(grant: Grant) -> Memory:
    return Memory(grant.to_json_line())


@pytest.fixture
def login(settings: OAuth, vault: Memory, watch: Watch) -> OAuthLogin:
    return OAuthLogin("alex", settings, vault, watch)
