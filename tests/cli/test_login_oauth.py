"""`followupd login` with OAuth: a real process, a browser that consents, an authorisation server."""

import json
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from certificates import Authority
from login_env import Desk
from oauth_server import OAuthServer
from secretservice import SecretService


@pytest.fixture
def desk(keyring_session: SecretService, tmp_path: Path) -> Desk:
    return Desk(keyring_session, tmp_path)


@pytest.fixture
def issuer(authority: Authority) -> Iterator[OAuthServer]:
    server = OAuthServer(authority.good())
    yield server
    server.close()


def oauth(issuer: OAuthServer, authority: Authority) -> dict[str, object]:
    block = {
        "provider": "custom",
        "client_id": issuer.client_id,
        "authorize_url": f"{issuer.url}/authorize",
        "token_url": f"{issuer.url}/token",
        "device_url": f"{issuer.url}/device",
        "scopes": ["mail"],
        "ca_file": str(authority.ca_file),
    }
    return {"auth": "oauth2", "oauth": block}


@pytest.fixture
def browser(desk: Desk, authority: Authority) -> None:
    """The browser of this desk: it consents at once."""
    program = desk.directory / "browser"
    program.write_text(
        f"#!{sys.executable}\nimport ssl, sys, urllib.request\n"
        f"context = ssl.create_default_context(cafile={str(authority.ca_file)!r})\n"
        "urllib.request.urlopen(sys.argv[1], context=context).read()\n"
    )
    program.chmod(0o700)
    desk.env["BROWSER"] = str(program)


@pytest.mark.usefixtures("browser")
def test_consent_in_the_browser_ends_in_the_keyring(
    desk: Desk, issuer: OAuthServer, authority: Authority
) -> None:
    desk.configure(**oauth(issuer, authority))

    done = desk.login()

    assert done.returncode == 0, done.stderr
    assert {json.loads(desk.stored())["refresh_token"]} == issuer.refresh_tokens
    assert f"{issuer.url}/authorize?" in done.stderr
    assert "refresh-" not in done.stderr


@pytest.mark.usefixtures("browser")
def test_a_client_secret_is_asked_once_and_used_again(
    desk: Desk, issuer: OAuthServer, authority: Authority
) -> None:
    desk.configure(**oauth(issuer, authority))
    issuer.client_secret = "of the client"

    first = desk.login("--stdin", given="of the client\n")
    again = desk.login()

    assert (first.returncode, again.returncode) == (0, 0), again.stderr
    assert json.loads(desk.stored())["client_secret"] == "of the client"


def test_a_device_code_needs_no_browser(desk: Desk, issuer: OAuthServer, authority: Authority) -> None:
    desk.configure(**oauth(issuer, authority))
    when_asked(issuer, issuer.type_code)

    done = desk.login("--device")

    assert done.returncode == 0, done.stderr
    assert f"open {issuer.url}/device and type the code WDJB-MJHT" in done.stderr
    assert {json.loads(desk.stored())["refresh_token"]} == issuer.refresh_tokens


def when_asked(issuer: OAuthServer, then: Callable[[], None]) -> None:
    def watch() -> None:
        while not issuer.codes:
            time.sleep(0.02)
        for code in issuer.codes.values():
            code.polls.clear()
        then()

    threading.Thread(target=watch, daemon=True).start()


def test_declining_is_a_refused_login(desk: Desk, issuer: OAuthServer, authority: Authority) -> None:
    desk.configure(**oauth(issuer, authority))
    when_asked(issuer, lambda: issuer.type_code(approved=False))

    done = desk.login("--device")

    assert done.returncode == 77
    assert "no consent was given" in done.stderr
    assert desk.stored() == "None"
