"""Servers for the lookup of an address's mail servers: an HTTPS server and a name server on loopback."""

import socket
import ssl
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING

import dns.message
import dns.resolver
import dns.rrset

if TYPE_CHECKING:
    from collections.abc import Callable


class Web:
    """An HTTPS server whose pages the test sets."""

    def __init__(self, certificate: Path) -> None:
        self.pages: dict[str, bytes | str | Callable[[BaseHTTPRequestHandler], None]] = {}
        self.asked: list[str] = []
        web = self

        class Handler(BaseHTTPRequestHandler):
            timeout = 5

            def do_GET(self) -> None:
                web.asked.append(self.path)
                page = web.pages.get(self.path.partition("?")[0])
                if callable(page):
                    page(self)
                    return
                self.send_response(404 if page is None else 200)
                self.end_headers()
                self.wfile.write(page.encode() if isinstance(page, str) else page or b"")

            def log_message(self, *_: object) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self._server.handle_error = lambda *_: None
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate)
        self._server.socket = context.wrap_socket(
            self._server.socket, server_side=True, do_handshake_on_connect=False
        )
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()

    @property
    def url(self) -> str:
        return f"https://localhost:{self._server.server_port}"

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()


class Names:
    """A name server on loopback whose records the test sets, one line each."""

    def __init__(self) -> None:
        self.records: dict[tuple[str, str], list[str]] = {}
        self.answer: Callable[[dns.message.Message], list[dns.rrset.RRset]] | None = None
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._socket.bind(("127.0.0.1", 0))
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    def _serve(self) -> None:
        while True:
            data, sender = self._socket.recvfrom(4096)
            if data == b"end":
                return
            asked = dns.message.from_wire(data)
            [question] = asked.question
            kind = dns.rdatatype.to_text(question.rdtype)
            found = self.records.get((kind, str(question.name).lower()), [])
            answer = dns.message.make_response(asked)
            if self.answer:
                answer.answer.extend(self.answer(asked))
            elif found:
                answer.answer.append(dns.rrset.from_text(question.name, 60, "IN", kind, *found))
            else:
                answer.set_rcode(dns.rcode.NXDOMAIN)
            self._socket.sendto(answer.to_wire(), sender)

    def resolver(self) -> dns.resolver.Resolver:
        resolver = dns.resolver.Resolver(configure=False)
        resolver.nameservers = ["127.0.0.1"]
        resolver.port = self._socket.getsockname()[1]
        return resolver

    def close(self) -> None:
        self._socket.sendto(b"end", self._socket.getsockname())
        self._thread.join()
        self._socket.close()
