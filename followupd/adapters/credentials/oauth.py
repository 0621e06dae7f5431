"""OAuth 2.0 access tokens for IMAP and SMTP: refreshed before each connect, rotated refresh tokens kept at once.

By Authlib (extra `oauth`): of the OAuth clients for Python the one with releases all year round; it knows RFC 6749,
7636 (PKCE) and 8628 (device codes) for any provider. requests-oauthlib rests since 2024; msal and
google-auth-oauthlib each know one provider.
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

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from authlib.integrations.requests_client import OAuth2Session

    from followupd.adapters.credentials.secret_stores import Vault
    from followupd.config.account import OAuth

TIMEOUT = 30.0  # seconds
SKEW = timedelta(seconds=300)  # a token this near its end is not used for a new connection
NEVER = datetime.min.replace(tzinfo=UTC) + SKEW
QUOTED = 300  # characters of a provider's words

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Grant:
    """The user's consent, as the keyring keeps it: one line of JSON. No repr shows its secrets."""

    client_id: str
    granted_at: (
        datetime  # UTC; of the consent, not of the last rotation: Google's testing consents die after 7 days
    )
    refresh_token: str = field(repr=False)
    client_secret: str = field(default="", repr=False)

    def line(self) -> str:
        """Return it as it is stored."""
        kept = {
            "client_id": self.client_id,
            "granted_at": self.granted_at.isoformat(),
            "refresh_token": self.refresh_token,
        }
        return json.dumps({**kept, "client_secret": self.client_secret} if self.client_secret else kept)


def parse_grant(line: str) -> Grant:
    """Return what `Grant.line` made. Raises LoginNeeded, which does not quote it."""
    grant = _parsed(line)
    if grant is None:
        raise LoginNeeded("what is stored is no OAuth login, perhaps a password; run `followupd login`")
    return grant


def _parsed(line: str) -> Grant | None:
    # The faults are swallowed here: json's holds the whole text.
    try:
        kept = json.loads(line)
        granted_at = datetime.fromisoformat(kept.pop("granted_at")).astimezone(UTC)
        grant = Grant(granted_at=granted_at, **kept)
    except (ValueError, TypeError, KeyError, AttributeError):
        return None
    return grant if grant.refresh_token and isinstance(grant.refresh_token, str) else None


class OAuthLogin:
    """The login of an account by OAuth. Safe to call from any thread.

    `now` gives the present instant, UTC; `timeout` in seconds, for each exchange with the provider.
    """

    def __init__(
        self, user: str, settings: OAuth, vault: Vault, now: Callable[[], datetime], timeout: float = TIMEOUT
    ) -> None:
        self._user = user
        self._settings = settings
        self._vault = vault
        self._now = now
        self._timeout = timeout
        self._lock = threading.Lock()
        self._access = ""
        self._expires = NEVER
        self._unsaved: Grant | None = None  # rotated, and the vault did not take it

    def __call__(self) -> Login:
        """Return a login whose token lives for five minutes at least, refreshing it if need be.

        Raises LoginNeeded (revoked, expired or never given), Unreachable, TryAgain and what the vault raises.
        """
        with self._lock:
            self._save()
            if self._now() >= self._expires - SKEW:
                self._refresh()
            return Login(self._user, self._access, Mechanism(self._settings.mechanism), self._lasts())

    def _lasts(self) -> float:
        """How long a connection should stay: Microsoft ends sessions whose token has expired."""
        left = self._expires - self._now()
        return max(left - SKEW, left / 2).total_seconds()

    def forget(self) -> None:
        """Drop the access token: after a refused login, the next call fetches a new one."""
        with self._lock:
            self._access, self._expires = "", NEVER
            self._vault.forget()

    def granted_at(self) -> datetime:
        """Return when the user consented, UTC. Raises what `read` of the vault raises."""
        with self._lock:
            return self._grant().granted_at

    def _grant(self) -> Grant:
        grant = self._unsaved or parse_grant(self._vault.read())
        if grant.client_id != self._settings.client_id:
            raise LoginNeeded("the stored login belongs to another client_id; run `followupd login`")
        return grant

    def _refresh(self) -> None:
        grant = self._grant()
        try:
            answer = refresh(self._settings, grant, self._timeout)
        except LoginNeeded:
            # Another process may have rotated the token meanwhile: then what the vault holds is newer than ours.
            self._vault.forget()
            if (newer := self._grant()) == grant:
                self._vault.forget()  # the next attempt may find the new login
                raise
            grant, answer = newer, refresh(self._settings, newer, self._timeout)
        rotated = answer.get("refresh_token")
        if rotated and rotated != grant.refresh_token:  # a blank one never replaces one that works
            self._unsaved = replace(grant, refresh_token=rotated)
            self._save()
        self._access = answer["access_token"]
        self._expires = self._now() + timedelta(seconds=int(answer.get("expires_in") or 0))

    def _save(self) -> None:
        """Write a rotated token back before anything is done with its access token; until then memory holds it."""
        if self._unsaved is None:
            return
        try:
            self._vault.store(self._unsaved.line())
        except TryAgain as fault:
            _log.warning("the renewed login could not be stored and is kept in memory: %s", fault)
        else:
            self._unsaved = None


def refresh(settings: OAuth, grant: Grant, timeout: float) -> dict[str, Any]:
    """Exchange the refresh token for an access token (RFC 6749 §6).

    Returns the provider's answer; `access_token` is in it. Raises LoginNeeded, LoginRefused, Unreachable, TryAgain.
    """
    with client(settings, grant.client_secret) as session, in_words(settings.endpoints.token_url):
        answer = session.refresh_token(
            settings.endpoints.token_url,
            refresh_token=grant.refresh_token,
            **terms(settings, timeout),
        )
        return with_access_token(dict(answer))


def with_access_token(answer: dict[str, Any]) -> dict[str, Any]:
    """Return the answer if an access token that may stand in a login is in it. Raises ValueError."""
    token = answer.get("access_token")
    if not isinstance(token, str) or not token.isascii() or not token.isprintable() or not token:
        raise ValueError("no access token in the answer")
    return answer


@contextmanager
def client(settings: OAuth, client_secret: str = "", **more: Any) -> Iterator[OAuth2Session]:
    """Yield an OAuth session. Raises ConfigError without the extra."""
    try:
        from authlib.integrations.requests_client import OAuth2Session
    except ImportError:
        raise ConfigError(
            ["auth: oauth2 needs a part that is not installed: pip install 'followupd[oauth]'"]
        ) from None
    scope = " ".join(settings.endpoints.scopes)
    with OAuth2Session(settings.client_id, client_secret or None, scope=scope, **more) as session:
        yield session


def terms(settings: OAuth, timeout: float = TIMEOUT) -> dict[str, Any]:
    """Return the terms of each request; `timeout` in seconds.

    A redirect would hand the secret to somebody else. The authority is named for each request: requests lets
    $REQUESTS_CA_BUNDLE overrule what its session was told.
    """
    return {"timeout": timeout, "allow_redirects": False, "verify": settings.ca_file or True}


@contextmanager
def in_words(url: str) -> Iterator[None]:
    """Turn what goes wrong with a provider into a sentence with its remedy."""
    import requests
    from authlib.integrations.base_client import OAuthError

    host = url.split("/")[2]
    try:
        yield
    except OAuthError as fault:
        raise meaning(str(fault.error), str(fault.description or ""), host) from None
    except requests.exceptions.SSLError:
        raise Unreachable(
            f"the certificate of {host} is not trusted; for a private authority set account.oauth.ca_file"
        ) from None
    except ValueError:  # requests' JSONDecodeError is one of both kinds
        raise Unreachable(
            f"{host} answered, but not as an OAuth provider; a captive portal, or a wrong token_url?"
        ) from None
    except requests.exceptions.RequestException as fault:
        raise Unreachable(f"{host} did not answer ({type(fault).__name__}); try again later") from None


# RFC 6749 §4.1.2.1 and §5.2, RFC 8628 §3.5, OpenID Connect Core §3.1.2.6 (Microsoft sends these too).
_REVOKED = {"invalid_grant", "interaction_required", "consent_required", "login_required"}
_DECLINED = {"access_denied", "authorization_declined", "expired_token", "bad_verification_code"}
_MISCONFIGURED = {
    "invalid_client": "client_id or its client secret is wrong, or the secret has expired",
    "unauthorized_client": "the provider does not let this client_id do that; check its registration",
    "invalid_scope": "the provider does not know the scopes",
    "unsupported_grant_type": "the provider does not offer this way to log in",
}


def meaning(error: str, description: str, host: str) -> FollowupdError:
    """Return what an OAuth error code means for the user, the provider's own words included."""
    words = "".join(c if c.isprintable() else " " for c in description)[:QUOTED].strip().rstrip(".")
    said = f"{host}: {error}" + (f" ({words})" if words else "")
    if error in _REVOKED:
        return LoginNeeded(f"the consent no longer holds, {said}; give it again: `followupd login`")
    if error in _DECLINED:
        return LoginRefused(f"no consent was given, {said}; try again: `followupd login`")
    if error in _MISCONFIGURED:
        return LoginNeeded(f"{_MISCONFIGURED[error]}, {said}; correct it, then `followupd login`")
    return TryAgain(f"the provider could not help just now, {said}")
