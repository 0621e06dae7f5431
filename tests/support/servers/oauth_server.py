"""A real authorisation server on loopback, over TLS: RFC 6749 with PKCE (7636), device codes (8628), rotation.

It enforces the rules: a code works once, and only with its verifier and redirect. A rotated refresh token works once,
and the use of an old one revokes the whole grant (RFC 9700 §4.14.2).
"""

import base64
import hashlib
import json
import secrets
import ssl
import threading
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlencode, urlsplit

DEVICE_CODE = "urn:ietf:params:oauth:grant-type:device_code"
Answer = tuple[int, dict[str, object]]


@dataclass
class Code:
    """An authorisation code or a device code that was issued."""

    challenge: str = ""
    redirect: str = ""
    approved: bool | None = True
    polls: list[str] = field(default_factory=list)  # errors as answers to the next polls


class OAuthServer:
    """One authorisation server. Attributes set its behaviour, and record the requests."""

    def __init__(self, certificate: Path) -> None:
        self.client_id, self.client_secret = "followupd-tests", ""
        self.user = "alex@candidate.example"
        self.rotates, self.lifetime = True, 3600
        self.says_no = False  # the user declines
        self.broken: tuple[int, bytes] | None = None  # answer every POST with this status and body
        self.extra: dict[str, object] = {}  # added to every token answer
        self.codes: dict[str, Code] = {}
        self.refresh_tokens: set[str] = set()
        self.spent: set[str] = set()
        self.access_tokens: set[str] = set()
        self.requests: list[tuple[str, dict[str, str]]] = []
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._server.daemon_threads = True
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate)
        self._server.socket = context.wrap_socket(
            self._server.socket, server_side=True, do_handshake_on_connect=False
        )
        # A client may reject the certificate. That is no error of the server.
        self._server.handle_error = lambda *_: None
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True)
        self._thread.start()

    @property
    def url(self) -> str:
        return f"https://localhost:{self._server.server_port}"

    def close(self) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    def revoke(self) -> None:
        """Revoke everything, as when the user withdraws the consent."""
        self.spent.clear()
        self.refresh_tokens.clear()
        self.access_tokens.clear()

    # The endpoints

    def authorize(self, asked: dict[str, str]) -> str:
        """Consent at once, or decline, and return the address to which the browser is redirected."""
        redirect = asked["redirect_uri"]
        assert urlsplit(redirect).hostname in {"127.0.0.1", "localhost"}
        assert asked["code_challenge_method"] == "S256"
        assert asked["client_id"] == self.client_id
        if self.says_no:
            return f"{redirect}?{urlencode({'error': 'access_denied', 'state': asked['state']})}"
        code = secrets.token_urlsafe()
        self.codes[code] = Code(asked["code_challenge"], redirect)
        return f"{redirect}?{urlencode({'code': code, 'state': asked['state']})}"

    def device(self, asked: dict[str, str]) -> Answer:
        if asked.get("client_id") != self.client_id:
            return 401, {"error": "invalid_client"}
        code = secrets.token_urlsafe()
        self.codes[code] = Code(approved=None, polls=["authorization_pending", "slow_down"])
        page = f"{self.url}/device"
        return 200, {
            "device_code": code,
            "user_code": "WDJB-MJHT",
            "verification_uri": page,
            "interval": 1,
            "expires_in": 30,
        }

    def type_code(self, *, approved: bool = True) -> None:
        """Approve or decline the device code, as the user does on their phone."""
        for code in self.codes.values():
            code.approved = approved

    def token(self, asked: dict[str, str]) -> Answer:
        if (asked.get("client_id"), asked.get("client_secret", "")) != (self.client_id, self.client_secret):
            return 401, {"error": "invalid_client", "error_description": "who are you?"}
        by_grant = {
            "authorization_code": self._by_code,
            "refresh_token": self._by_refresh,
            DEVICE_CODE: self._by_device,
        }
        return by_grant[asked["grant_type"]](asked)

    def _by_code(self, asked: dict[str, str]) -> Answer:
        code = self.codes.pop(asked["code"], None)
        digest = hashlib.sha256(asked.get("code_verifier", "").encode()).digest()
        challenge = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
        if code is None or code.challenge != challenge or code.redirect != asked.get("redirect_uri"):
            return 400, {"error": "invalid_grant", "error_description": "not that code"}
        return self._issue(first=True)

    def _by_device(self, asked: dict[str, str]) -> Answer:
        code = self.codes[asked["device_code"]]
        if code.approved is None or code.polls:
            return 400, {"error": code.polls.pop(0) if code.polls else "authorization_pending"}
        return self._issue(first=True) if code.approved else (400, {"error": "access_denied"})

    def _by_refresh(self, asked: dict[str, str]) -> Answer:
        if asked["refresh_token"] in self.spent:
            self.revoke()
        if asked["refresh_token"] not in self.refresh_tokens:
            return 400, {"error": "invalid_grant", "error_description": "Token has been expired or revoked."}
        if self.rotates:
            self.refresh_tokens.remove(asked["refresh_token"])
            self.spent.add(asked["refresh_token"])
        return self._issue(first=self.rotates)

    def _issue(self, *, first: bool) -> Answer:
        access = f"access-{secrets.token_urlsafe()}"
        self.access_tokens.add(access)
        answer: dict[str, object] = {
            "access_token": access,
            "token_type": "Bearer",
            "expires_in": self.lifetime,
        }
        if first:
            refresh = f"refresh-{secrets.token_urlsafe()}"
            self.refresh_tokens.add(refresh)
            answer["refresh_token"] = refresh
        return 200, {**answer, **self.extra}

    def introspect(self, asked: dict[str, str]) -> Answer:
        """Return whose token it is (RFC 7662), for Dovecot."""
        token = asked.get("token") or asked.get("access_token", "")
        active = token in self.access_tokens
        return 200 if active else 401, {"active": active, "username": self.user, "email": self.user}

    # HTTP

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        server = self

        class Handler(BaseHTTPRequestHandler):
            timeout = 10

            def do_GET(self) -> None:
                url = urlsplit(self.path)
                asked = _first(url.query)
                server.requests.append((url.path, asked))
                if url.path == "/authorize":
                    self.send_response(302)
                    self.send_header("Location", server.authorize(asked))
                    self.send_header("Content-Length", "0")
                    self.end_headers()
                elif url.path == "/introspect":
                    token = asked.get("token") or self.headers.get("Authorization", "").removeprefix(
                        "Bearer "
                    )
                    self._json(*server.introspect({"token": token}))
                else:
                    self._json(404, {})

            def do_POST(self) -> None:
                asked = _first(self.rfile.read(int(self.headers["Content-Length"])).decode())
                basic = self.headers.get("Authorization", "").removeprefix("Basic ")
                if basic:
                    name, _, secret = base64.b64decode(basic).decode().partition(":")
                    asked |= {"client_id": name, "client_secret": secret}
                server.requests.append((self.path, asked))
                if server.broken:
                    self.send_response(server.broken[0])
                    self.send_header("Location", "https://portal.example/")
                    self.end_headers()
                    self.wfile.write(server.broken[1])
                    return
                answer = {"/token": server.token, "/device": server.device, "/introspect": server.introspect}
                self._json(*answer[self.path](asked))

            def _json(self, status: int, data: dict[str, object]) -> None:
                body = json.dumps(data).encode()
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: object) -> None:
                pass

        return Handler


def _first(query: str) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(query, keep_blank_values=True).items()}
