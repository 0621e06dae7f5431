"""Shows notifications on the desktop, over the session bus (org.freedesktop.Notifications), if there is one."""

from __future__ import annotations

import html
import os
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from jeepney import Message
    from jeepney.io.blocking import DBusConnection

ADDRESS = "followupd-desktop:"  # means the desktop in the list of addresses for pushes
_SERVICE, _PATH = "org.freedesktop.Notifications", "/org/freedesktop/Notifications"
_TIMEOUT = 5.0  # seconds
_MAX_BODY = 500  # characters: a notification is short


def has_desktop() -> bool:
    """Return whether something on the session bus shows notifications, or would be started for it."""
    connection = _open_bus()
    if connection is None:
        return False
    from jeepney import message_bus, new_method_call

    with connection:
        owned = _call(connection, message_bus.NameHasOwner(_SERVICE))
        started = _call(connection, new_method_call(message_bus, "ListActivatableNames"))
    return bool(owned and owned[0]) or bool(started and _SERVICE in started[0])


def show_notification(title: str, body: str) -> bool:
    """Show a notification. Return whether it was shown: perhaps nobody is logged in at the desktop."""
    connection = _open_bus()
    if connection is None:
        return False
    from jeepney import DBusAddress, new_method_call

    service = DBusAddress(_PATH, bus_name=_SERVICE, interface=_SERVICE)
    # Some notification services read markup in the body; the text must be shown as it is.
    text = html.escape(body[:_MAX_BODY], quote=False)
    values: tuple[Any, ...] = ("followupd", 0, "", title, text, [], {"urgency": ("y", 1)}, -1)
    with connection:
        return _call(connection, new_method_call(service, "Notify", "susssasa{sv}i", values)) is not None


def _open_bus() -> DBusConnection | None:
    if not os.environ.get("DBUS_SESSION_BUS_ADDRESS"):
        return None
    try:
        from jeepney.io.blocking import open_dbus_connection

        return open_dbus_connection(bus="SESSION")
    except Exception:  # noqa: BLE001 - a bus that is gone, or that answers wrongly, counts as none
        return None


def _call(connection: DBusConnection, call: Message) -> tuple[Any, ...] | None:
    """Return the answer to a call, or None if the call fails or nothing answers in time."""
    from jeepney import MessageType

    try:
        reply = connection.send_and_get_reply(call, timeout=_TIMEOUT)
    except Exception:  # noqa: BLE001 - as above
        return None
    return reply.body if reply.header.message_type is MessageType.method_return else None
