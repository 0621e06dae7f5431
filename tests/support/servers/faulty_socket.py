"""The base of the faulty servers: a listener on loopback, and a connection that can misbehave on purpose."""

import socket
import ssl
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from typing import Self


class Cut(Exception):
    """One side has hung up."""


class Wire:
    """The server's end of a connection."""

    def __init__(self, sock: socket.socket) -> None:
        self.sock = sock
        self.unread = b""
        self.sent = 0  # bytes
        # Every send becomes a separate packet.
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        # The kernel buffers little for a client that no longer reads. So `sent` is roughly what the client read.
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 65536)
        sock.settimeout(120)

    def line(self) -> bytes:
        """Read a line, without its end."""
        while b"\n" not in self.unread:
            self._receive()
        line, _, self.unread = self.unread.partition(b"\n")
        return line.rstrip(b"\r")

    def read(self, count: int) -> bytes:
        """Read this number of bytes."""
        while len(self.unread) < count:
            self._receive()
        data, self.unread = self.unread[:count], self.unread[count:]
        return data

    def read_until(self, *ends: bytes) -> bytes:
        """Read until one of these ends has come, and return everything that has come by then."""
        while not any(end in self.unread for end in ends):
            self._receive()
        data, self.unread = self.unread, b""
        return data

    def say(self, data: bytes) -> None:
        """Send bytes."""
        try:
            self.sock.sendall(data)
        except OSError as error:
            raise Cut from error
        self.sent += len(data)

    def drip(self, data: bytes) -> None:
        """Send one byte at a time, each in a separate packet."""
        for byte in data:
            self.say(bytes([byte]))
            time.sleep(0.0005)

    def hush(self) -> None:
        """Send nothing more until the client gives up."""
        while True:
            self._receive()

    def cut(self) -> None:
        """Hang up."""
        raise Cut

    def secure(self, certificate: str) -> None:
        """Continue under TLS."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate)
        try:
            self.sock = context.wrap_socket(self.sock, server_side=True)
        except OSError as error:
            raise Cut from error

    def close(self) -> None:
        """Close the socket."""
        with suppress(OSError):
            self.sock.close()

    def _receive(self) -> None:
        try:
            data = self.sock.recv(65536)
        except OSError as error:
            raise Cut from error
        if not data:
            raise Cut
        self.unread += data


class Listener:
    """Serves every connection in a separate thread with `converse(wire)`, until `close()`."""

    def __init__(self, converse: Callable[[Wire], None]) -> None:
        self.visits = 0
        self._converse = converse
        self._wires: list[Wire] = []
        self._threads: list[threading.Thread] = []
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.port = self._socket.getsockname()[1]
        self._spawn(self._accept)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def count_bytes(self) -> int:
        """Return the number of bytes sent to all clients so far."""
        return sum(wire.sent for wire in self._wires)

    def close(self) -> None:
        """Close all connections and stop."""
        with suppress(OSError):
            self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()
        for wire in self._wires:
            with suppress(OSError):
                wire.sock.shutdown(socket.SHUT_RDWR)
        for thread in self._threads:
            thread.join(120)

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                wire = Wire(self._socket.accept()[0])
                self.visits += 1
                self._wires.append(wire)
                self._spawn(lambda wire=wire: self._serve(wire))

    def _serve(self, wire: Wire) -> None:
        try:
            with suppress(Cut):
                self._converse(wire)
        finally:
            wire.close()

    def _spawn(self, work: Callable[[], None]) -> None:
        thread = threading.Thread(target=work, daemon=True)
        self._threads.append(thread)
        thread.start()


class ListeningServer:
    """The common part of the scripted servers: they listen until the end of their `with` block."""

    listener: Listener
    port: int

    def listen(self, converse: Callable[[Wire], None]) -> None:
        """Serve every connection with `converse` from now on."""
        self.listener = Listener(converse)
        self.port = self.listener.port

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.listener.close()
