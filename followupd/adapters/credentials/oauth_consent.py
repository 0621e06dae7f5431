"""The user's first consent: in a browser with a loopback redirect (RFC 8252, PKCE), or by a device code (RFC 8628)."""

from __future__ import annotations

import hmac
import queue
import secrets
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

from followupd.adapters.credentials.oauth import Grant, client, in_words, meaning, terms, with_access_token
from followupd.errors import ConfigError, TryAgain, UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import datetime

    from authlib.integrations.requests_client import OAuth2Session

    from followupd.config.account import OAuth

PATIENCE = 300.0  # seconds for the browser
DEVICE_CODE = "urn:ietf:params:oauth:grant-type:device_code"
_SHORT_LIVED = (
    "the provider gave no refresh token, so the login would end within the hour; add its scope for offline access"
    " (often offline_access) to account.oauth.scopes"
)
THANKS = b"<!doctype html><title>followupd</title><p>followupd has its answer. You can close this page."


def by_browser(
    settings: OAuth,
    address: str,
    show: Callable[[str], object],
    now: Callable[[], datetime],
    *,
    client_secret: str = "",
    patience: float = PATIENCE,
) -> Grant:
    """Have `show` open a page in the browser, wait for its redirect to this machine, and return the consent.

    `patience` in seconds. Raises LoginRefused (declined), TryAgain (nobody answered), Unreachable, ConfigError.
    """
    endpoints = settings.endpoints
    if not endpoints.authorize_url:
        raise UsageError("this provider has no authorize_url; use `followupd login --device`")
    with _redirect_target(settings.redirect_port) as (port, answers):
        session_for = client(
            settings,
            client_secret,
            redirect_uri=f"http://{endpoints.loopback}:{port}/",
            code_challenge_method="S256",
        )
        with session_for as session, in_words(endpoints.token_url):
            verifier, state = secrets.token_urlsafe(64), secrets.token_urlsafe(32)
            url, _ = session.create_authorization_url(
                endpoints.authorize_url, state, verifier, login_hint=address, **dict(endpoints.extra)
            )
            show(url)
            code = _code(answers, state, patience, urlsplit(endpoints.authorize_url).netloc)
            answer = session.fetch_token(
                endpoints.token_url,
                grant_type="authorization_code",
                code=code,
                code_verifier=verifier,
                **terms(settings),
            )
            return _granted(settings, with_access_token(dict(answer)), now(), client_secret)


def by_device(
    settings: OAuth,
    show: Callable[[str, str], object],
    now: Callable[[], datetime],
    sleep: Callable[[float], object],
    *,
    client_secret: str = "",
) -> Grant:
    """Have `show` tell the page and the code to type there, ask until it has been typed, and return the consent.

    Raises LoginRefused (declined or too late), Unreachable, TryAgain, UsageError where the provider has no such way.
    """
    endpoints = settings.endpoints
    if not endpoints.device_url:
        raise UsageError(f"{settings.provider} gives no mail access by device code; use the browser")
    with client(settings, client_secret) as session, in_words(endpoints.device_url):
        body = {"scope": " ".join(endpoints.scopes)}
        auth: Any = session.client_auth(session.token_endpoint_auth_method)
        response = session.post(endpoints.device_url, data=body, auth=auth, **terms(settings))
        asked = response.json()
        if "error" in asked:
            raise meaning(
                str(asked["error"]),
                str(asked.get("error_description", "")),
                urlsplit(endpoints.device_url).netloc,
            )
        show(_text(asked, "verification_uri", "verification_url"), _text(asked, "user_code"))
        return _granted(settings, _poll(session, settings, asked, sleep), now(), client_secret)


def _text(answer: Any, *names: str) -> str:
    """Return the first of these parameters. Raises ValueError where there is none: not an OAuth provider."""
    for name in names:
        if isinstance(answer, dict) and isinstance(found := answer.get(name), str) and found.isprintable():
            return found
    raise ValueError(f"no {names[0]} in the answer")


def _poll(
    session: OAuth2Session, settings: OAuth, asked: dict[str, Any], sleep: Callable[[float], object]
) -> dict[str, Any]:
    """Ask at the provider's pace (RFC 8628 §3.5) until there is a token. Raises LoginRefused and what comes."""
    from authlib.integrations.base_client import OAuthError

    code = _text(asked, "device_code")
    interval, left = int(asked.get("interval", 5)), int(asked.get("expires_in", 900))
    while left > 0:
        sleep(interval)
        left -= interval
        try:
            answer = session.fetch_token(
                settings.endpoints.token_url,
                grant_type=DEVICE_CODE,
                device_code=code,
                **terms(settings),
            )
            return with_access_token(dict(answer))
        except OAuthError as fault:
            if fault.error == "slow_down":
                interval += 5
            elif fault.error != "authorization_pending":
                raise
    raise meaning(
        "expired_token", "nobody typed the code in time", urlsplit(settings.endpoints.token_url).netloc
    )


def _granted(settings: OAuth, answer: dict[str, Any], at: datetime, client_secret: str) -> Grant:
    token = answer.get("refresh_token")
    if not token or not isinstance(token, str):
        raise ConfigError([_SHORT_LIVED])
    return Grant(settings.client_id, at, token, client_secret)


@contextmanager
def _redirect_target(port: int) -> Iterator[tuple[int, queue.Queue[dict[str, str]]]]:
    """Listen on loopback, and yield the port and what browsers bring there."""
    answers: queue.Queue[dict[str, str]] = queue.Queue()

    class Handler(BaseHTTPRequestHandler):
        timeout = 10

        def do_GET(self) -> None:
            """Take the redirect; anything else that knocks is not it."""
            url = urlsplit(self.path)
            brought = {name: values[0] for name, values in parse_qs(url.query).items()}
            fits = url.path == "/" and "state" in brought
            self.send_response(200 if fits else 404)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Cache-Control", "no-store")
            self.end_headers()
            if fits:
                self.wfile.write(THANKS)
                answers.put(brought)

        def log_message(self, *_: Any) -> None:
            """Say nothing: the request line holds the code."""

    try:
        server = ThreadingHTTPServer(("127.0.0.1", port), Handler)
    except OSError as fault:
        raise TryAgain(
            f"port {port} of this machine cannot be had ({fault.strerror}); close what uses it"
        ) from None
    server.daemon_threads = True
    listener = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    listener.start()
    try:
        yield server.server_port, answers
    finally:
        server.shutdown()
        listener.join()
        server.server_close()


def _code(answers: queue.Queue[dict[str, str]], state: str, patience: float, host: str) -> str:
    """Wait for the redirect that carries our state; others are somebody else's (RFC 6749 §10.12)."""
    while True:
        try:
            brought = answers.get(timeout=patience)
        except queue.Empty:
            raise TryAgain(f"no consent came within {patience:.0f} s; run `followupd login` again") from None
        if not hmac.compare_digest(brought["state"].encode(), state.encode()):
            continue
        if "code" in brought:
            return brought["code"]
        raise meaning(brought.get("error", "no code"), brought.get("error_description", ""), host)
