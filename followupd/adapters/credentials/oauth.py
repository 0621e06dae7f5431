"""OAuth 2.0 access tokens for IMAP and SMTP: refreshed before each connect, rotated refresh tokens stored at once.

It uses Authlib (extra `oauth`): of the OAuth clients for Python it is the one with regular releases. It supports RFC
6749, 7636 (PKCE) and 8628 (device codes) for any provider. requests-oauthlib has had no release since 2024; msal and
google-auth-oauthlib each support one provider only.
"""

from __future__ import annotations

import json
import logging
import threading
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from followupd.adapters.credentials.secret_stores import LoginNeeded
from followupd.engine.ports import Login, Mechanism
from followupd.errors import ConfigError, FollowupdError, LoginRefused, TryAgain, Unreachable
from followupd.inbound.verdict import show_safely

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from authlib.integrations.requests_client import OAuth2Session

    from followupd.adapters.credentials.secret_stores import SecretStore
    from followupd.config.account import OAuth

TIMEOUT = 30.0  # seconds
EXPIRY_MARGIN = timedelta(seconds=300)  # a token with less time left is not used for a new connection
LONG_EXPIRED = datetime.min.replace(tzinfo=UTC) + EXPIRY_MARGIN
MAX_LIFETIME = timedelta(days=1)  # a longer lifetime of an access token is not believed
MAX_QUOTED_CHARS = 300  # characters of a provider's text

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Grant:
    """The user's consent as the keyring stores it: one line of JSON. No repr shows its secrets."""

    client_id: str
    granted_at: (
        datetime  # UTC; of the consent, not of the last rotation: Google's testing consents end after 7 days
    )
    refresh_token: str = field(repr=False)
    client_secret: str = field(default="", repr=False)

    def to_json_line(self) -> str:
        """Return the line that is stored."""
        values = {
            "client_id": self.client_id,
            "granted_at": self.granted_at.isoformat(),
            "refresh_token": self.refresh_token,
        }
        return json.dumps({**values, "client_secret": self.client_secret} if self.client_secret else values)


def parse_grant(line: str) -> Grant:
    """Return the grant that `Grant.to_json_line` wrote. Raises LoginNeeded, which does not quote the line."""
    grant = _try_parse_grant(line)
    if grant is None:
        raise LoginNeeded("what is stored is no OAuth login, perhaps a password; run `followupd login`")
    return grant


def _try_parse_grant(line: str) -> Grant | None:
    # The errors are dropped here: the error of `json` holds the whole text.
    try:
        values = json.loads(line)
        granted_at = datetime.fromisoformat(values.pop("granted_at")).astimezone(UTC)
        grant = Grant(granted_at=granted_at, **values)
    except (ValueError, TypeError, KeyError, AttributeError):
        return None
    return grant if grant.refresh_token and isinstance(grant.refresh_token, str) else None


class OAuthLogin:
    """The login of an account by OAuth. Safe to call from any thread.

    `now` returns the present instant, UTC; `timeout` is in seconds, for each exchange with the provider.
    """

    def __init__(
        self,
        user: str,
        settings: OAuth,
        secret_store: SecretStore,
        now: Callable[[], datetime],
        timeout: float = TIMEOUT,
    ) -> None:
        self._user = user
        self._settings = settings
        self._secret_store = secret_store
        self._now = now
        self._timeout = timeout
        self._lock = threading.Lock()
        self._access_token = ""
        self._expires_at = LONG_EXPIRED
        self._unsaved_grant: Grant | None = None  # rotated, but the secret store did not accept it

    def __call__(self) -> Login:
        """Return a login with a token that is valid for five minutes at least; the token is refreshed if necessary.

        Raises LoginNeeded (revoked, expired or never given), Unreachable, TryAgain and what the secret store raises.
        """
        with self._lock:
            self._save_grant()
            if self._now() >= self._expires_at - EXPIRY_MARGIN:
                self._fetch_access_token()
            return Login(
                self._user, self._access_token, Mechanism(self._settings.mechanism), self._usable_seconds()
            )

    def _usable_seconds(self) -> float:
        """Return how long a connection may stay open: Microsoft ends sessions whose token has expired."""
        lifetime = self._expires_at - self._now()
        return max(lifetime - EXPIRY_MARGIN, lifetime / 2).total_seconds()

    def drop_cached(self) -> None:
        """Drop the access token: after a refused login, the next call fetches a new one."""
        with self._lock:
            self._access_token, self._expires_at = "", LONG_EXPIRED
            self._secret_store.drop_cached()

    def granted_at(self) -> datetime:
        """Return when the user consented, UTC. Raises what `SecretStore.read_secret` raises."""
        with self._lock:
            return self._read_grant().granted_at

    def _read_grant(self) -> Grant:
        grant = self._unsaved_grant or parse_grant(self._secret_store.read_secret())
        if grant.client_id != self._settings.client_id:
            raise LoginNeeded("the stored login belongs to another client_id; run `followupd login`")
        return grant

    def _fetch_access_token(self) -> None:
        grant = self._read_grant()
        try:
            answer = refresh_access_token(self._settings, grant, self._timeout)
        except LoginNeeded:
            # Another process may have rotated the token meanwhile: then the stored token is newer than this one.
            self._secret_store.drop_cached()
            if (newer_grant := self._read_grant()) == grant:
                self._secret_store.drop_cached()  # so that the next attempt reads a new login if there is one
                raise
            grant, answer = newer_grant, refresh_access_token(self._settings, newer_grant, self._timeout)
        new_refresh_token = answer.get("refresh_token")
        if (
            isinstance(new_refresh_token, str)
            and new_refresh_token  # an empty token never replaces one that works
            and new_refresh_token != grant.refresh_token
        ):
            self._unsaved_grant = replace(grant, refresh_token=new_refresh_token)
            self._save_grant()
        self._access_token = answer["access_token"]
        self._expires_at = self._now() + read_lifetime(answer)

    def _save_grant(self) -> None:
        """Store a rotated token before its access token is used; if that fails, keep it in memory."""
        if self._unsaved_grant is None:
            return
        try:
            self._secret_store.write_secret(self._unsaved_grant.to_json_line())
        except TryAgain as fault:
            _log.warning("the renewed login could not be stored and is kept in memory: %s", fault)
        else:
            self._unsaved_grant = None


def refresh_access_token(settings: OAuth, grant: Grant, timeout: float) -> dict[str, Any]:
    """Exchange the refresh token for an access token (RFC 6749 §6).

    Returns the provider's answer, which contains `access_token`. Raises LoginNeeded, LoginRefused, Unreachable,
    TryAgain.
    """
    with (
        open_oauth_session(settings, grant.client_secret) as session,
        translate_errors(settings.endpoints.token_url),
    ):
        answer = session.refresh_token(
            settings.endpoints.token_url,
            refresh_token=grant.refresh_token,
            **request_options(settings, timeout),
        )
        return require_access_token(dict(answer))


def require_access_token(answer: dict[str, Any]) -> dict[str, Any]:
    """Return the answer if its access token can be used in a login, else raise ValueError."""
    token = answer.get("access_token")
    if not isinstance(token, str) or not token.isascii() or not token.isprintable() or not token:
        raise ValueError("no access token in the answer")
    return answer


def read_lifetime(answer: dict[str, Any]) -> timedelta:
    """Return how long an access token is valid, between zero and a day; an impossible value counts as zero."""
    value = answer.get("expires_in")
    try:
        seconds = float(value) if isinstance(value, int | float | str) else 0.0
    except (ValueError, OverflowError):
        seconds = 0.0
    return timedelta(seconds=min(max(0.0, seconds), MAX_LIFETIME.total_seconds()))  # NaN counts as 0.0


@contextmanager
def open_oauth_session(settings: OAuth, client_secret: str = "", **options: Any) -> Iterator[OAuth2Session]:
    """Yield an OAuth session. Raises ConfigError if the extra `oauth` is not installed."""
    try:
        from authlib.integrations.requests_client import OAuth2Session
    except ImportError:
        from followupd.adapters.system.installation import describe_extra_install

        raise ConfigError(
            [f"auth: oauth2 needs a part that is not installed: {describe_extra_install('oauth')}"]
        ) from None
    scope = " ".join(settings.endpoints.scopes)
    with OAuth2Session(settings.client_id, client_secret or None, scope=scope, **options) as session:
        yield session


def request_options(settings: OAuth, timeout: float = TIMEOUT) -> dict[str, Any]:
    """Return the options of each request; `timeout` is in seconds.

    No redirect is followed: it would send the secret to somebody else. The certificate authority is set for each
    request, since in requests $REQUESTS_CA_BUNDLE overrules the settings of a session.
    """
    return {"timeout": timeout, "allow_redirects": False, "verify": settings.ca_file or True}


@contextmanager
def translate_errors(url: str) -> Iterator[None]:
    """Turn an error of a provider into one of followupd's errors, with a sentence that says what to do."""
    import requests
    from authlib.integrations.base_client import OAuthError

    host = url.split("/")[2]
    try:
        yield
    except OAuthError as fault:
        raise explain_oauth_error(str(fault.error), str(fault.description or ""), host) from None
    except requests.exceptions.SSLError:
        raise Unreachable(
            f"the certificate of {host} is not trusted; for a private authority set account.oauth.ca_file"
        ) from None
    except (ValueError, TypeError, OverflowError, AttributeError):  # ValueError: the answer is no JSON
        raise Unreachable(
            f"{host} answered, but not as an OAuth provider; a captive portal, or a wrong token_url?"
        ) from None
    except requests.exceptions.RequestException as fault:
        raise Unreachable(f"{host} did not answer ({type(fault).__name__}); try again later") from None


# RFC 6749 §4.1.2.1 and §5.2, RFC 8628 §3.5, OpenID Connect Core §3.1.2.6 (Microsoft sends these too).
_REVOKED_ERRORS = {"invalid_grant", "interaction_required", "consent_required", "login_required"}
_DECLINED_ERRORS = {"access_denied", "authorization_declined", "expired_token", "bad_verification_code"}
_CONFIG_ERRORS = {
    "invalid_client": "client_id or its client secret is wrong, or the secret has expired",
    "unauthorized_client": "the provider does not let this client_id do that; check its registration",
    "invalid_scope": "the provider does not know the scopes",
    "unsupported_grant_type": "the provider does not offer this way to log in",
}


def explain_oauth_error(error: str, description: str, host: str) -> FollowupdError:
    """Return the error that explains an OAuth error code to the user and quotes the provider's own words."""
    words = show_safely(description)[:MAX_QUOTED_CHARS].strip().rstrip(".")
    quotation = f"{host}: {error}" + (f" ({words})" if words else "")
    if error in _REVOKED_ERRORS:
        return LoginNeeded(f"the consent no longer holds, {quotation}; give it again: `followupd login`")
    if error in _DECLINED_ERRORS:
        return LoginRefused(f"no consent was given, {quotation}; try again: `followupd login`")
    if error in _CONFIG_ERRORS:
        return LoginNeeded(f"{_CONFIG_ERRORS[error]}, {quotation}; correct it, then `followupd login`")
    return TryAgain(f"the provider could not help just now, {quotation}")
