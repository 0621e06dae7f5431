"""A real CalDAV server on loopback: Radicale with TLS, one user, and its own folder."""

import base64
import json
import socket
import ssl
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from icalendar import Calendar
from loopback import free_port

USER, PASSWORD = "nina", "calendar-password"


@dataclass
class Radicale:
    """The running server, for the tests."""

    url: str
    folder: Path
    process: subprocess.Popen[bytes]
    ca_file: Path

    def events(self) -> list[dict[str, str]]:
        """Return the UID and SUMMARY of each event on the server's disk."""
        paths = [path for path in sorted(self.folder.rglob("*.ics")) if ".Radicale.cache" not in path.parts]
        return [
            {"uid": str(event["uid"]), "summary": str(event["summary"])}
            for path in paths
            for event in Calendar.from_ical(path.read_bytes()).walk("VEVENT")
        ]

    def put_foreign_event(self, collection: Path) -> None:
        """Put an event from another program into the calendar."""
        text = (
            "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Other//EN\r\nBEGIN:VEVENT\r\nUID:dentist\r\n"
            "DTSTAMP:20261101T100000Z\r\nDTSTART:20261120T100000Z\r\nDTEND:20261120T103000Z\r\n"
            "SUMMARY:Dentist\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
        )
        request = urllib.request.Request(
            f"{self.url}{USER}/{collection.name}/dentist.ics", data=text.encode(), method="PUT"
        )
        token = base64.b64encode(f"{USER}:{PASSWORD}".encode()).decode()
        request.add_header("Authorization", f"Basic {token}")
        request.add_header("Content-Type", "text/calendar")
        with urllib.request.urlopen(
            request, context=ssl.create_default_context(cafile=str(self.ca_file))
        ) as answer:
            assert answer.status == 201

    def collections(self) -> dict[str, Path]:
        """Return the calendars by their names."""
        properties = self.folder.rglob(".Radicale.props")
        named = ((json.loads(path.read_text()).get("D:displayname"), path.parent) for path in properties)
        return {name: path for name, path in named if name}

    def stop(self) -> None:
        """End the server."""
        self.process.kill()
        self.process.wait()


@contextmanager
def running_radicale(directory: Path, certificate: Path, ca_file: Path) -> Iterator[Radicale]:
    """Start the server, wait until it listens, and end it afterwards."""
    port = free_port()
    (directory / "users").write_text(f"{USER}:{PASSWORD}\n")
    config = directory / "radicale.ini"
    config.write_text(
        f"[server]\nhosts = 127.0.0.1:{port}\nssl = True\ncertificate = {certificate}\nkey = {certificate}\n"
        f"[auth]\ntype = htpasswd\nhtpasswd_filename = {directory / 'users'}\nhtpasswd_encryption = plain\n"
        f"delay = 0\n[storage]\nfilesystem_folder = {directory / 'collections'}\n"
    )
    process = subprocess.Popen(
        [sys.executable, "-m", "radicale", "--config", str(config)],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        _wait_for_port(port)
        yield Radicale(f"https://localhost:{port}/", directory / "collections", process, ca_file)
    finally:
        process.kill()
        process.wait()


def _wait_for_port(port: int) -> None:
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            return
        time.sleep(0.05)
    raise AssertionError("Radicale did not start")
