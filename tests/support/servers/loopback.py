"""Ports on loopback: free ones, and a check whether a server answers."""

import os
import random
import socket
import time
from collections.abc import Callable
from pathlib import Path

LOOPBACK = "127.0.0.1"
# It is below the kernel's range for outgoing connections, so that the port of a stopped server stays free.
FIRST, LAST = 20000, 32000
WORKERS = 16  # each worker of pytest-xdist has its own share of ports, so that two never choose the same one
ESTABLISHED = "01"  # a state of a connection in /proc/net/tcp
_given: set[int] = set()  # ports that this process gave out: their servers may not listen yet


def free_port() -> int:
    """Return a port on which no server listens."""
    worker = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw")) % WORKERS
    for _ in range(1000):
        port = random.randrange(FIRST + worker, LAST, WORKERS)
        if port in _given:
            continue
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((LOOPBACK, port))
            except OSError:
                continue
        _given.add(port)
        return port
    message = f"no free port between {FIRST} and {LAST}"
    raise RuntimeError(message)


def wait_until(ready: Callable[[], object], what: str, timeout: float = 120.0) -> None:
    """Wait until `ready()` is true, or fail with a sentence."""
    deadline = time.monotonic() + timeout
    while not ready():
        if time.monotonic() > deadline:
            message = f"waited {timeout:.0f} s in vain until {what}"
            raise TimeoutError(message)
        time.sleep(0.01)


def has_news(port: int) -> bool:
    """Return whether each client of a server has data to read, or has lost its connection, as the kernel reports it."""
    for row in Path("/proc/net/tcp").read_text().splitlines()[1:]:
        _, _, remote, state, queues, *_ = row.split()
        is_client = int(remote.rpartition(":")[2], 16) == port
        if is_client and state == ESTABLISHED and int(queues.rpartition(":")[2], 16) == 0:
            return False
    return True


def greets(port: int, host: str = LOOPBACK) -> bool:
    """Return whether a server sends a greeting on that port."""
    try:
        with socket.create_connection((host, port), timeout=5) as line:
            return line.recv(1) != b""
    except OSError:
        return False
