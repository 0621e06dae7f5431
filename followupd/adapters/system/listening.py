"""The listening socket of a server: a new one on loopback, or the one that systemd opened."""

from __future__ import annotations

import os
import socket

from followupd.errors import FollowupdError, UsageError

HOST = "127.0.0.1"
FIRST_PASSED_FD = 3  # sd_listen_fds(3)


def open_loopback_socket(port: int) -> socket.socket:
    """Return a socket that only this machine can reach; port 0 chooses a free port. Raises FollowupdError."""
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((HOST, port))
        listener.listen()
    except OSError as error:
        listener.close()
        raise FollowupdError(f"port {port} of {HOST} cannot be had: {error.strerror}") from error
    return listener


def take_passed_socket() -> socket.socket | None:
    """Return the socket that systemd passed, once; None if it passed none.

    Raises UsageError unless it passed exactly one, which listens on loopback.
    """
    is_passed = os.environ.pop("LISTEN_PID", "") == str(os.getpid())
    count = os.environ.pop("LISTEN_FDS", "0")
    os.environ.pop("LISTEN_FDNAMES", None)
    if not is_passed or count == "0":
        return None
    if count != "1":
        raise UsageError(f"systemd passed {count} sockets; one is enough")
    listener = socket.socket(fileno=FIRST_PASSED_FD)
    listener.set_inheritable(False)
    require_loopback(listener)
    return listener


def require_loopback(listener: socket.socket) -> None:
    """Raise UsageError if a socket can be reached from other machines."""
    address = listener.getsockname()
    if listener.family is not socket.AF_INET or not address[0].startswith("127."):
        listener.close()
        raise UsageError("the page is for this machine alone: it listens on 127.0.0.1, and nowhere else")
