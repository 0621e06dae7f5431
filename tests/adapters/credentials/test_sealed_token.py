# ruff: noqa: F811 - naming a fixture is asking for it
"""A refresh token that was rotated beside a read-only credential: a sealed copy in the state directory."""

from collections.abc import Callable
from pathlib import Path

import pytest
from certificates import Authority
from oauth_env import Memory, Watch, browser, ca, grant, server, settings, settings_for, watch  # noqa: F401 - fixtures
from oauth_server import OAuthServer

from followupd.adapters.credentials.credentials import make_login_source
from followupd.adapters.credentials.oauth import Grant
from followupd.adapters.credentials.oauth_consent import consent_by_browser
from followupd.adapters.credentials.sealed_token import SealedToken
from followupd.config.account import Account, OAuth
from followupd.errors import TryAgain


def test_a_read_only_credential_gets_a_sealed_copy_of_what_was_rotated(
    server: OAuthServer,
    ca: Authority,
    grant: Grant,
    watch: Watch,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    account = credential(server, ca, tmp_path, monkeypatch)
    (tmp_path / "mail").write_text(grant.to_json_line())
    state = tmp_path / "state"
    make_login_source(account, state, watch)()

    after_restart = make_login_source(account, state, watch)()

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
    (tmp_path / "mail").write_text(grant.to_json_line())
    make_login_source(account, tmp_path / "state", watch)()
    server.revoke()

    (tmp_path / "mail").write_text(
        consent_by_browser(settings, "alex@candidate.example", browser, watch).to_json_line()
    )

    assert make_login_source(account, tmp_path / "state", watch)().secret in server.access_tokens


def test_a_sealed_copy_that_cannot_be_written_means_try_again(grant: Grant, tmp_path: Path) -> None:
    (tmp_path / "state").write_text("in the way")

    with pytest.raises(TryAgain, match="cannot write"):
        SealedToken(Memory(grant.to_json_line()), tmp_path / "state" / "copy").write_secret("new")


def credential(
    server: OAuthServer, ca: Authority, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Account:
    monkeypatch.setenv("CREDENTIALS_DIRECTORY", str(tmp_path))
    host = {"host": "mail.example.org", "port": 993}
    given = {"address": "alex@candidate.example", "imap": host, "smtp": host, "auth": "oauth2"}
    oauth = settings_for(server, ca).model_dump()
    return Account.model_validate({**given, "oauth": oauth, "secret": {"credential": "mail"}})
