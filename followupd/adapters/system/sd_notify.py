"""Talks to the service manager: sd_notify(3) over its datagram socket, nothing more."""

from __future__ import annotations

import os
import socket


def notify_systemd(*lines: str) -> bool:
    """Send a state such as READY=1 or STATUS=…; return False if no service manager listens."""
    address = os.environ.get("NOTIFY_SOCKET")
    if not address:
        return False
    if address.startswith("@"):
        address = "\0" + address[1:]  # an abstract socket
    try:
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM | socket.SOCK_CLOEXEC) as channel:
            channel.settimeout(1)
            # Only on a connected socket does the kernel wait, without load, if the manager is slow to read.
            channel.connect(address)
            channel.send("\n".join(line.replace("\n", " ") for line in lines).encode())
    except OSError:
        return False
    return True
