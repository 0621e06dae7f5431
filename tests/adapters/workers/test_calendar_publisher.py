"""The calendar on a disk and on a real CalDAV server (Radicale with TLS)."""

import ssl
import stat
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import ClassVar

import pytest
from calendar_server import PASSWORD, USER, Radicale, running_radicale
from certificates import Authority
from icalendar import Calendar

from followupd.adapters.workers.calendar_publisher import (
    CalDavTarget,
    CalendarOrder,
    _is_of_server,
    publish_calendar,
)
from followupd.errors import FollowupdError
from followupd.writing.sheets.calendar_feed import FeedEvent

NOW = datetime(2026, 11, 12, 14, 0, tzinfo=UTC)
CALL = FeedEvent("acme/call/ana", "Call Ana", NOW, NOW + timedelta(minutes=30), "")
MAIL = FeedEvent("acme/check-in/ana", "followupd writes", NOW, NOW + timedelta(minutes=5), "")


@pytest.fixture
def server(tmp_path: Path, authority: Authority) -> Iterator[Radicale]:
    with running_radicale(tmp_path, authority.good(), authority.ca_file) as running:
        yield running


def order_for(server: Radicale, *events: FeedEvent, **changes: str) -> CalendarOrder:
    target = CalDavTarget(server.url, USER, PASSWORD, "followupd", str(server.ca_file))
    return CalendarOrder("sam@candidate.example", NOW, events, caldav=replace(target, **changes))


def test_the_server_follows_what_is_planned(server: Radicale) -> None:
    publish_calendar(order_for(server, CALL, MAIL))
    assert sorted(e["summary"] for e in server.events()) == ["Call Ana", "followupd writes"]
    uids = {e["summary"]: e["uid"] for e in server.events()}
    publish_calendar(order_for(server, CALL._replace(title="Call Ana again")))
    assert [(e["summary"], e["uid"]) for e in server.events()] == [("Call Ana again", uids["Call Ana"])]


def test_what_did_not_change_is_not_written_again(server: Radicale) -> None:
    publish_calendar(order_for(server, CALL))
    (path,) = server.collections()["followupd"].glob("*.ics")
    before = path.stat().st_mtime_ns
    publish_calendar(replace(order_for(server, CALL), stamp=NOW + timedelta(hours=1)))
    assert path.stat().st_mtime_ns == before


def test_events_of_other_programs_are_left_alone(server: Radicale) -> None:
    publish_calendar(order_for(server, CALL))
    server.put_foreign_event(server.collections()["followupd"])
    publish_calendar(order_for(server))
    assert [e["summary"] for e in server.events()] == ["Dentist"]


def test_a_wrong_password_an_unknown_certificate_and_a_dead_server_are_errors_without_the_password(
    server: Radicale,
) -> None:
    stopped = "https://localhost:1/"
    for changes in ({"password": "guess"}, {"ca_file": ""}, {"url": stopped}):
        with pytest.raises(FollowupdError, match="calendar server") as caught:
            publish_calendar(order_for(server, CALL, **changes))
        assert PASSWORD not in str(caught.value)
    assert server.events() == []


def test_the_file_is_private_and_whole(tmp_path: Path) -> None:
    file = tmp_path / "followupd.ics"
    publish_calendar(CalendarOrder("sam@candidate.example", NOW, (CALL, MAIL), file=str(file)))
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert len(Calendar.from_ical(file.read_bytes()).walk("VEVENT")) == 2


def test_a_place_that_cannot_be_written_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(FollowupdError, match="cannot be written"):
        publish_calendar(CalendarOrder("sam@a.example", NOW, (CALL,), file=str(tmp_path / "no" / "f.ics")))


class _OddServer(BaseHTTPRequestHandler):
    """Names a calendar on another host, which must never get the password."""

    def do_PROPFIND(self) -> None:
        self.rfile.read(int(self.headers.get("content-length") or 0))
        body = (
            '<?xml version="1.0"?><d:multistatus xmlns:d="DAV:"><d:response><d:href>/</d:href><d:propstat><d:prop>'
            "<d:current-user-principal><d:href>http://elsewhere.example/</d:href></d:current-user-principal></d:prop>"
            "<d:status>HTTP/1.1 200 OK</d:status></d:propstat></d:response></d:multistatus>"
        )
        self.send_response(207)
        self.send_header("Content-Type", "text/xml")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body.encode())

    def log_message(self, *_: object) -> None:
        """Say nothing."""


class _Listener(BaseHTTPRequestHandler):
    """A server without TLS, which asks for a password and notes what it got."""

    requests: ClassVar[list[str]] = []

    def do_PROPFIND(self) -> None:
        self.rfile.read(int(self.headers.get("content-length") or 0))
        self.requests.append(self.headers.get("Authorization") or "")
        self.send_response(401)
        self.send_header("WWW-Authenticate", 'Basic realm="x"')
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Say nothing."""


class _HomeElsewhere(_OddServer):
    """Names the home of the calendars, or sends the client on, to the address in `home`."""

    home = ""
    is_redirecting = False

    def do_PROPFIND(self) -> None:
        self.rfile.read(int(self.headers.get("content-length") or 0))
        if self.is_redirecting:
            self.send_response(301)
            self.send_header("Location", self.home)
            self.send_header("Content-Length", "0")
            self.end_headers()
            return
        body = (
            f'<d:multistatus xmlns:d="DAV:" xmlns:c="urn:ietf:params:xml:ns:caldav"><d:response><d:href>{self.path}'
            "</d:href><d:propstat><d:prop><d:current-user-principal><d:href>/p/</d:href></d:current-user-principal>"
            f"<c:calendar-home-set><d:href>{self.home}</d:href></c:calendar-home-set></d:prop>"
            "<d:status>HTTP/1.1 200 OK</d:status></d:propstat></d:response></d:multistatus>"
        ).encode()
        self.send_response(207)
        self.send_header("Content-Type", "text/xml")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


@pytest.mark.parametrize("is_redirecting", [True, False])
@pytest.mark.parametrize("host", ["localhost", "127.0.0.1"])
def test_neither_the_password_nor_an_event_goes_to_a_page_without_tls(
    authority: Authority, host: str, is_redirecting: bool
) -> None:
    listener = ThreadingHTTPServer(("127.0.0.1", 0), _Listener)
    _Listener.requests.clear()
    home = f"http://{host}:{listener.server_port}/h/"
    handler = type("_", (_HomeElsewhere,), {"home": home, "is_redirecting": is_redirecting})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(authority.good())
    server.socket = context.wrap_socket(server.socket, server_side=True)
    threads = [threading.Thread(target=one.serve_forever) for one in (listener, server)]
    for thread in threads:
        thread.start()
    url = f"https://localhost:{server.server_port}/"
    target = CalDavTarget(url, USER, PASSWORD, "followupd", str(authority.ca_file))
    try:
        with pytest.raises(FollowupdError, match="without TLS or of another host"):
            publish_calendar(CalendarOrder("sam@candidate.example", NOW, (CALL,), caldav=target))
    finally:
        for one in (listener, server):
            one.shutdown()
            one.server_close()
        for thread in threads:
            thread.join()
    assert _Listener.requests == []


@pytest.mark.parametrize(
    ("url", "own_url", "is_of_it"),
    [
        ("https://p12.calendar.example/", "https://dav.calendar.example/", True),
        ("http://dav.calendar.example/", "https://dav.calendar.example/", False),
        ("https://calendar.example.evil.example/", "https://dav.calendar.example/", False),
        ("https://10.0.0.1/", "https://127.0.0.1/", False),
        ("https://127.0.0.1:8443/", "https://127.0.0.1/", True),
        ("https:///", "https://dav.calendar.example/", False),
    ],
)
def test_only_hosts_of_the_same_domain_with_tls_are_of_the_server(
    url: str, own_url: str, is_of_it: bool
) -> None:
    assert _is_of_server(url, own_url) is is_of_it


def test_a_server_that_names_another_host_is_told_as_one_that_refuses(authority: Authority) -> None:
    server = ThreadingHTTPServer(("127.0.0.1", 0), _OddServer)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(authority.good())
    server.socket = context.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    url = f"https://localhost:{server.server_port}/"
    target = CalDavTarget(url, USER, PASSWORD, "followupd", str(authority.ca_file))
    try:
        with pytest.raises(FollowupdError, match="the calendar server") as caught:
            publish_calendar(CalendarOrder("sam@candidate.example", NOW, (CALL,), caldav=target))
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
    assert PASSWORD not in str(caught.value)
