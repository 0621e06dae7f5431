"""Notifications on the desktop, on a real session bus with a small service that shows them."""

from collections.abc import Iterator

import pytest
from builders import config
from desktop import Desktop
from loopback import wait_until

from followupd.adapters.credentials.credentials import push_address_readers
from followupd.adapters.desktop import has_desktop, show_notification
from followupd.adapters.push import ApprisePushService


@pytest.fixture
def session(monkeypatch: pytest.MonkeyPatch) -> Iterator[Desktop]:
    made = Desktop()
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", made.address)
    yield made
    made.close()


def test_a_notification_is_shown_with_its_text_as_text(session: Desktop) -> None:
    session.start_service()
    assert has_desktop()
    assert show_notification("Call Ana Ruiz", "Today until 18:00 <b>& not later")
    assert session.shown == [("followupd", "Call Ana Ruiz", "Today until 18:00 &lt;b&gt;&amp; not later")]


def test_where_nobody_shows_it_nothing_fails(session: Desktop) -> None:
    assert not has_desktop()
    assert not show_notification("Call Ana Ruiz", "Today")
    session.start_service()
    assert has_desktop()
    session.stop_service()
    assert not show_notification("Call Ana Ruiz", "Today")


@pytest.mark.parametrize("address", ["", "unix:path=/nowhere/bus", "what is this"])
def test_without_a_bus_nothing_fails(monkeypatch: pytest.MonkeyPatch, address: str) -> None:
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", address)
    assert not has_desktop()
    assert not show_notification("Call Ana Ruiz", "Today")


def test_the_daemons_pushes_come_to_the_desktop_if_it_is_wanted(session: Desktop) -> None:
    session.start_service()
    service = ApprisePushService()
    assert push_address_readers(config()) == []
    service.push(
        push_address_readers(config(notifications={"desktop": True})), "followupd is silent", "login"
    )
    wait_until(lambda: bool(session.shown), "it was shown")
    assert session.shown == [("followupd", "followupd is silent", "login")]
    assert service.wait_until_done(5)
    assert service.last_fault is None
    service.close()


def test_a_desktop_where_nobody_is_is_no_error(session: Desktop) -> None:
    service = ApprisePushService()
    service.push(
        push_address_readers(config(notifications={"desktop": True})), "followupd is silent", "login"
    )
    assert service.wait_until_done(10)
    assert (service.last_fault, session.shown) == (None, [])
    service.close()
