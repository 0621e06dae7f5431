"""The user's first consent: in a browser with a loopback redirect (RFC 8252, PKCE), or by a device code (RFC 8628)."""

from __future__ import annotations

import errno
import hmac
import queue
import secrets
import socket
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

from followupd.adapters.credentials.oauth import (
    Grant,
    explain_oauth_error,
    open_oauth_session,
    request_options,
    require_access_token,
    translate_errors,
)
from followupd.errors import ConfigError, TryAgain, UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import datetime

    from authlib.integrations.requests_client import OAuth2Session

    from followupd.config.account import OAuth

BROWSER_SECONDS = 300.0  # to wait for the browser
DEVICE_CODE = "urn:ietf:params:oauth:grant-type:device_code"
_NO_OFFLINE_ACCESS = (
    "the provider gave no refresh token, so the login would end within the hour; add its scope for offline access"
    " (often offline_access) to account.oauth.scopes"
)
_PORT_TRIES = 10  # if any port will do: a free port may be in use on the other address
_NO_IPV6 = (errno.EADDRNOTAVAIL, errno.EAFNOSUPPORT)
THANKS_PAGE = b"<!doctype html><title>followupd</title><p>followupd has its answer. You can close this page."


def consent_by_browser(
    settings: OAuth,
    address: str,
    show: Callable[[str], object],
    now: Callable[[], datetime],
    *,
    client_secret: str = "",
    max_seconds: float = BROWSER_SECONDS,
) -> Grant:
    """Make `show` open a page in the browser, wait for its redirect to this machine, and return the consent.

    It waits for `max_seconds`. Raises LoginRefused (declined), TryAgain (nobody answered), Unreachable, ConfigError.
    """
    endpoints = settings.endpoints
    if not endpoints.authorize_url:
        raise UsageError("this provider has no authorize_url; use `followupd login --device`")
    with _listen_for_redirect(settings.redirect_port) as (port, answers):
        session_context = open_oauth_session(
            settings,
            client_secret,
            redirect_uri=f"http://{endpoints.loopback_host}:{port}/",
            code_challenge_method="S256",
        )
        with session_context as session, translate_errors(endpoints.token_url):
            verifier, state = secrets.token_urlsafe(64), secrets.token_urlsafe(32)
            url, _ = session.create_authorization_url(
                endpoints.authorize_url,
                state,
                verifier,
                login_hint=address,
                **dict(endpoints.extra_parameters),
            )
            show(url)
            code = _wait_for_code(answers, state, max_seconds, urlsplit(endpoints.authorize_url).netloc)
            answer = session.fetch_token(
                endpoints.token_url,
                grant_type="authorization_code",
                code=code,
                code_verifier=verifier,
                **request_options(settings),
            )
            return _build_grant(settings, require_access_token(dict(answer)), now(), client_secret)


def consent_by_device(
    settings: OAuth,
    show: Callable[[str, str], object],
    now: Callable[[], datetime],
    sleep: Callable[[float], object],
    *,
    client_secret: str = "",
) -> Grant:
    """Make `show` display the page and the code to type there, wait until it was typed, and return the consent.

    Raises LoginRefused (declined or too late), Unreachable, TryAgain, UsageError if the provider offers no device
    codes.
    """
    endpoints = settings.endpoints
    if not endpoints.device_url:
        raise UsageError(f"{settings.provider} gives no mail access by device code; use the browser")
    with open_oauth_session(settings, client_secret) as session, translate_errors(endpoints.device_url):
        body = {"scope": " ".join(endpoints.scopes)}
        auth: Any = session.client_auth(session.token_endpoint_auth_method)
        response = session.post(endpoints.device_url, data=body, auth=auth, **request_options(settings))
        device_answer = response.json()
        if "error" in device_answer:
            raise explain_oauth_error(
                str(device_answer["error"]),
                str(device_answer.get("error_description", "")),
                urlsplit(endpoints.device_url).netloc,
            )
        show(
            _require_text(device_answer, "verification_uri", "verification_url"),
            _require_text(device_answer, "user_code"),
        )
        return _build_grant(
            settings, _poll_for_token(session, settings, device_answer, sleep), now(), client_secret
        )


def _require_text(answer: Any, *names: str) -> str:
    """Return the first of these parameters that is there. Raises ValueError if none is: not an OAuth provider."""
    for name in names:
        if isinstance(answer, dict) and isinstance(value := answer.get(name), str) and value.isprintable():
            return value
    raise ValueError(f"no {names[0]} in the answer")


def _poll_for_token(
    session: OAuth2Session, settings: OAuth, device_answer: dict[str, Any], sleep: Callable[[float], object]
) -> dict[str, Any]:
    """Ask at the provider's pace (RFC 8628 §3.5) until there is a token. Raises what the provider's answer means."""
    from authlib.integrations.base_client import OAuthError

    code = _require_text(device_answer, "device_code")
    interval, seconds_left = int(device_answer.get("interval", 5)), int(device_answer.get("expires_in", 900))
    while seconds_left > 0:
        sleep(interval)
        seconds_left -= interval
        try:
            answer = session.fetch_token(
                settings.endpoints.token_url,
                grant_type=DEVICE_CODE,
                device_code=code,
                **request_options(settings),
            )
            return require_access_token(dict(answer))
        except OAuthError as fault:
            if fault.error == "slow_down":
                interval += 5
            elif fault.error != "authorization_pending":
                raise
    raise explain_oauth_error(
        "expired_token", "nobody typed the code in time", urlsplit(settings.endpoints.token_url).netloc
    )


def _build_grant(settings: OAuth, answer: dict[str, Any], at: datetime, client_secret: str) -> Grant:
    token = answer.get("refresh_token")
    if not token or not isinstance(token, str):
        raise ConfigError([_NO_OFFLINE_ACCESS])
    return Grant(settings.client_id, at, token, client_secret)


@contextmanager
def _listen_for_redirect(port: int) -> Iterator[tuple[int, queue.Queue[dict[str, str]]]]:
    """Listen on loopback; yield the port and the queue of the parameters that browsers bring."""
    answers: queue.Queue[dict[str, str]] = queue.Queue()

    class Handler(BaseHTTPRequestHandler):
        timeout = 10

        def do_GET(self) -> None:
            """Accept the redirect; answer any other request with 404."""
            url = urlsplit(self.path)
            parameters = {name: values[0] for name, values in parse_qs(url.query).items()}
            is_redirect = url.path == "/" and "state" in parameters
            self.send_response(200 if is_redirect else 404)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Cache-Control", "no-store")
            self.end_headers()
            if is_redirect:
                self.wfile.write(THANKS_PAGE)
                answers.put(parameters)

        def log_message(self, *_: Any) -> None:
            """Log nothing: the request line holds the code."""

    servers = _bind_loopback(port, Handler)
    listeners = [
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        for server in servers
    ]
    for listener in listeners:
        listener.start()
    try:
        yield servers[0].server_port, answers
    finally:
        for server, listener in zip(servers, listeners, strict=True):
            server.shutdown()
            listener.join()
            server.server_close()


class _LoopbackServer(ThreadingHTTPServer):
    """A server that listens on 127.0.0.1 or on ::1."""

    daemon_threads = True

    def __init__(self, address: str, port: int, handler: type[BaseHTTPRequestHandler]) -> None:
        self.address_family = socket.AF_INET6 if ":" in address else socket.AF_INET
        super().__init__((address, port), handler)


def _bind_loopback(port: int, handler: type[BaseHTTPRequestHandler]) -> list[_LoopbackServer]:
    """Listen on both addresses that localhost may mean, or another user could listen on the second one.

    Raises TryAgain.
    """
    for _ in range(1 if port else _PORT_TRIES):
        server = None
        try:
            server = _LoopbackServer("127.0.0.1", port, handler)
            return [server, _LoopbackServer("::1", server.server_port, handler)]
        except OSError as error:
            fault = error
        if server and fault.errno in _NO_IPV6:
            return [server]
        if server:
            server.server_close()
    raise TryAgain(f"port {port} of this machine cannot be had ({fault.strerror}); close what uses it")


def _wait_for_code(answers: queue.Queue[dict[str, str]], state: str, max_seconds: float, host: str) -> str:
    """Wait for the redirect that carries our state and return its code; ignore others (RFC 6749 §10.12)."""
    while True:
        try:
            parameters = answers.get(timeout=max_seconds)
        except queue.Empty:
            raise TryAgain(
                f"no consent came within {max_seconds:.0f} s; run `followupd login` again"
            ) from None
        if not hmac.compare_digest(parameters["state"].encode(), state.encode()):
            continue
        if "code" in parameters:
            return parameters["code"]
        raise explain_oauth_error(
            parameters.get("error", "no code"), parameters.get("error_description", ""), host
        )
