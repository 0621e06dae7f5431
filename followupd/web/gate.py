"""Checks each request: who sends it, from where, and how large it is. A refusal gives the reason."""

from __future__ import annotations

import ipaddress
import re
from typing import TYPE_CHECKING

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse

from followupd.web.sessions import folder_of

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from starlette.types import ASGIApp, Message, Receive, Scope, Send

COOKIE = "followupd"
FOLDER_PREFIX = "/p/"
OPEN_PATHS = ("/style.css", "/icon.svg")  # files without anything personal
ENTRY_PREFIX = "/enter/"
MAX_BODY_BYTES = 12_000_000  # a photograph of a card, and its form
MAX_FORM_BYTES = 200_000  # every other form
UPLOAD_SUFFIX = "/add"
_METHODS = ("GET", "HEAD", "POST")
_FOLDER = re.compile(r"/p/([0-9a-f]{32})(/.*)")

PAGE_POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self'; frame-src 'self'; form-action 'self';"
    " base-uri 'none'; frame-ancestors 'none'"
)
MAIL_POLICY = (
    "sandbox; default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none';"
    " frame-ancestors 'self'"
)
_SAFE_HEADERS = {
    "Cache-Control": "no-store",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Referrer-Policy": "same-origin",  # with no-referrer, browsers would hide the Origin of our forms
    "X-Content-Type-Options": "nosniff",
}


class Refusal(Exception):
    """A request that is refused: the status and the reason."""

    def __init__(self, status: int, sentence: str) -> None:
        super().__init__(sentence)
        self.status = status


class Gate:
    """Passes on the requests of the user's own browser, and no others."""

    def __init__(
        self, app: ASGIApp, is_session_open: Callable[[str], Awaitable[bool]], on_visit: Callable[[], None]
    ) -> None:
        self._app, self._is_session_open, self._on_visit = app, is_session_open, on_visit

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            return  # only HTTP is supported

        async def send_safely(message: Message) -> None:
            if message["type"] == "http.response.start":
                _add_headers(MutableHeaders(scope=message))
            await send(message)

        try:
            await self._admit(scope)
            self._on_visit()
            await self._app(scope, _limit_body(scope, receive), send_safely)
        except Refusal as refusal:
            response = PlainTextResponse(f"{refusal}\n", refusal.status, {"Connection": "close"})
            await response(scope, receive, send_safely)

    async def _admit(self, scope: Scope) -> None:
        """Raise Refusal unless the request is the user's own; store its session in the scope."""
        headers = Headers(scope=scope)
        _check_origin(scope, headers)
        path = scope["path"]
        if path in OPEN_PATHS or path.startswith(ENTRY_PREFIX):
            return
        match = _FOLDER.fullmatch(path)
        folder = match[1] if match else ""
        cookie = next((c for c in _read_cookies(headers) if folder_of(c) == folder), None)
        if cookie is None or not await self._is_session_open(cookie):
            raise Refusal(401, "This page is not open here. Type: followupd web")
        scope["root_path"] = f"{FOLDER_PREFIX}{folder}"
        scope["followupd.cookie"] = cookie


def _check_origin(scope: Scope, headers: Headers) -> None:
    """Refuse what our pages never send: another host's name, or a form of another page."""
    client, server = scope.get("client") or ("",), scope.get("server") or ("", 0)
    hosts = headers.getlist("host")
    own_hosts = ([f"127.0.0.1:{server[1]}"], [f"localhost:{server[1]}"])
    is_same_site = headers.get("sec-fetch-site", "none") in ("same-origin", "none")
    is_own_form = headers.getlist("origin") == [f"http://{host}" for host in hosts]
    conditions = (
        (is_loopback(client[0]), 403, "Only this machine may look."),
        (scope["method"] in _METHODS, 405, "That is not done here."),
        (hosts in own_hosts, 421, "This name is not ours. Type: followupd web"),
        (is_same_site or _is_open(scope), 403, "Another page sent this."),
        (is_own_form or scope["method"] != "POST", 403, "Another page sent this form."),
    )
    for is_met, status, reason in conditions:
        if not is_met:
            raise Refusal(status, reason)


def _is_open(scope: Scope) -> bool:
    """Return whether a request needs no session: for the style (a framed mail needs it too) and for the entry."""
    return scope["method"] != "POST" and (
        scope["path"] in OPEN_PATHS or scope["path"].startswith(ENTRY_PREFIX)
    )


def is_loopback(address: str) -> bool:
    """Return whether an address is a loopback address."""
    try:
        return ipaddress.ip_address(address).is_loopback
    except ValueError:
        return False


def _read_cookies(headers: Headers) -> list[str]:
    """Return all values of our cookie: a page on another port may have set one for the whole host."""
    pairs = (part.strip().partition("=") for part in headers.get("cookie", "").split(";"))
    return [value for name, _, value in pairs if name == COOKIE]


def _limit_body(scope: Scope, receive: Receive) -> Receive:
    """Return a function that reads the body; refuse one that is too large by its header or while it is read."""
    limit = MAX_BODY_BYTES if scope["path"].endswith(UPLOAD_SUFFIX) else MAX_FORM_BYTES
    refusal = Refusal(413, f"That is too large; {limit:,} bytes are enough.")
    length = Headers(scope=scope).get("content-length", "0")
    if not length.isdecimal() or int(length) > limit:
        raise refusal
    size = 0

    async def receive_limited() -> Message:
        nonlocal size
        message = await receive()
        size += len(message.get("body", b""))
        if size > limit:
            raise refusal
        return message

    return receive_limited


def _add_headers(headers: MutableHeaders) -> None:
    for name, value in _SAFE_HEADERS.items():
        headers[name] = value
    headers.setdefault("Content-Security-Policy", PAGE_POLICY)
