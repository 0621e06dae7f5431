"""Writes the calendar file, and sends it to a CalDAV server (RFC 4791), in a process of its own.

The memory of the libraries is freed when that process ends. A server that does not answer delays no pass of the daemon.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from followupd.adapters.system.files import replace_file
from followupd.adapters.workers.process import NoAnswer, ask_once
from followupd.adapters.workers.serving import serve_questions
from followupd.errors import FollowupdError
from followupd.inbound.parsing.addresses import registrable_domain_of
from followupd.inbound.verdict import show_safely
from followupd.writing.sheets.calendar_feed import PRODUCT, FeedEvent, compute_uid, render_event, render_feed

if TYPE_CHECKING:
    from datetime import datetime


SERVER_SECONDS = 8  # seconds for one answer of the server
MAX_EVENTS = 2000  # that are read of one calendar; followupd makes fewer


@dataclass(frozen=True, slots=True)
class CalDavTarget:
    """A calendar on a server; the password never shows in a repr."""

    url: str
    user: str
    password: str = field(repr=False)
    name: str
    ca_file: str | None = None


@dataclass(frozen=True, slots=True)
class CalendarOrder:
    """The events to publish, and where."""

    owner: str  # the candidate's address
    stamp: datetime  # when the events last changed, aware
    events: tuple[FeedEvent, ...]
    file: str | None = None
    caldav: CalDavTarget | None = None


def publish_calendar(order: CalendarOrder) -> None:
    """Write the file, and update the calendar on the server to match it.

    Raises FollowupdError, which says which of the two failed.
    """
    try:
        ask_once(__name__, order)
    except NoAnswer as error:
        raise FollowupdError(f"the calendar was not published: {error}") from error


def _answer_question(_: object, order: CalendarOrder) -> bytes:
    if order.file:
        _write_file(order, Path(order.file).expanduser())
    if order.caldav:
        _sync_collection(order, order.caldav)
    return b""


def _write_file(order: CalendarOrder, path: Path) -> None:
    data = render_feed(order.owner, order.events, order.stamp, "followupd")
    try:
        replace_file(path, data, mode=0o600, durable=False)
    except OSError as error:
        raise FollowupdError(f"{path} cannot be written: {error.strerror}") from error


def _sync_collection(order: CalendarOrder, target: CalDavTarget) -> None:
    """Upload new and changed events, and delete those that are no longer wanted; leave other programs' events alone."""
    try:
        from caldav.davclient import DAVClient
        from caldav.lib.error import DAVError
    except ImportError:
        from followupd.adapters.system.installation import describe_extra_install

        raise FollowupdError(f"caldav is not installed: {describe_extra_install('calendar')}") from None
    client: Any = DAVClient(  # its type hints mix in an asynchronous half
        target.url,
        username=target.user,
        password=target.password,
        timeout=SERVER_SECONDS,
        ssl_verify_cert=target.ca_file or True,
    )
    _guard_session(client.session, target.url)
    try:
        _sync_events(order, _open_calendar(client, target))
    except (DAVError, OSError, ValueError, SyntaxError) as error:  # the last two: its answer makes no sense
        # The library's text may quote the address with its user, so only the kind of error is reported.
        raise FollowupdError(
            f"the calendar server refuses or does not answer ({type(error).__name__})"
        ) from error
    finally:
        client.close()


def _guard_session(session: Any, own_url: str) -> None:
    """Make a session refuse pages without TLS and hosts of others, to which the server may send it on.

    The library follows redirects, and sends the password to whatever host the server names as the calendars' home.
    """
    get_adapter = session.get_adapter

    def get_checked_adapter(url: str, *args: Any, **options: Any) -> Any:
        if not _is_of_server(url, own_url):
            host = show_safely(urlsplit(url).netloc.rpartition("@")[2])[:100]
            raise FollowupdError(
                f"the calendar server names a page without TLS or of another host ({host}), which does not get the"
                " password; write the address of your calendars into `calendar.caldav.url`"
            )
        return get_adapter(url, *args, **options)

    session.get_adapter = get_checked_adapter


def _is_of_server(url: str, own_url: str) -> bool:
    """Return whether an address has TLS, and the host or at least the registrable domain of the calendar's address."""
    host, own_host = urlsplit(url).hostname or "", urlsplit(own_url).hostname or ""
    is_name = "." in host and host.rpartition(".")[2][:1].isalpha()  # an IP address has no domain
    is_near = is_name and registrable_domain_of(host) == registrable_domain_of(own_host)
    return urlsplit(url).scheme == "https" and (host == own_host or is_near)


def _open_calendar(client: Any, target: CalDavTarget) -> Any:
    principal = client.principal()
    for calendar in principal.calendars():
        if calendar.get_display_name() == target.name:
            return calendar
    return principal.make_calendar(name=target.name)


def _sync_events(order: CalendarOrder, calendar: Any) -> None:
    own_events = {}
    for event in calendar.events()[:MAX_EVENTS]:
        component = event.icalendar_instance
        if component.get("prodid") == PRODUCT:
            own_events[str(event.icalendar_component.get("uid"))] = event
    for wanted in order.events:
        data = render_event(order.owner, wanted, order.stamp)
        present = own_events.pop(compute_uid(order.owner, wanted.key), None)
        if present is None:
            calendar.add_event(data.decode())
        elif _content_of(present.data) != _content_of(data):
            present.data = data.decode()
            present.save()
    for event in own_events.values():
        event.delete()


def _content_of(data: str | bytes) -> dict[str, Any]:
    """Return the properties of an event, except for the time when it was written."""
    from icalendar import Calendar as ICalendar

    event = ICalendar.from_ical(data).walk("VEVENT")[0]
    return {
        name: value.to_ical() for name, value in event.items() if name not in ("DTSTAMP", "LAST-MODIFIED")
    }


if __name__ == "__main__":
    serve_questions(_answer_question, is_confined=False)  # it writes a file and connects to a server
