"""A service manager that records a daemon's messages."""

import queue
import socket
import threading
import time
from pathlib import Path


class Manager:
    """The socket of a service manager, with everything that it received."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._channel = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self._channel.bind(str(path))
        self._heard: queue.Queue[str] = queue.Queue()
        self._ear = threading.Thread(target=self._listen, daemon=True)
        self._ear.start()

    def _listen(self) -> None:
        while said := self._channel.recv(65536).decode():
            for line in said.splitlines():
                self._heard.put(line)

    def wait_for(self, start: str, timeout: float = 120.0) -> str:
        """Wait for a line that begins with `start`."""
        end, heard = time.monotonic() + timeout, []
        while (left := end - time.monotonic()) > 0:
            try:
                heard.append(self._heard.get(timeout=left))
            except queue.Empty:
                break
            if heard[-1].startswith(start):
                return heard[-1]
        message = f"no {start} in {heard}"
        raise AssertionError(message)

    def close(self) -> None:
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as last:
            last.sendto(b"", str(self.path))
        self._ear.join(120)
        self._channel.close()
