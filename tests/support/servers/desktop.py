"""A desktop that shows notifications: a session bus, and a small service that owns org.freedesktop.Notifications."""

import json
import os
import sys

from jeepney import message_bus
from jeepney.io.blocking import open_dbus_connection
from loopback import wait_until
from secretservice import BUS
from server_sandbox import Premises, require

_NAME = "org.freedesktop.Notifications"
# It appends each notification as one line to the file in its argument.
_SERVICE = """
import json, sys
from jeepney import HeaderFields, MessageType, message_bus, new_method_return
from jeepney.io.blocking import open_dbus_connection
with open_dbus_connection(bus="SESSION") as bus, open(sys.argv[1], "a", encoding="utf-8") as file:
    bus.send_and_get_reply(message_bus.RequestName("org.freedesktop.Notifications"))
    while True:
        message = bus.receive()
        if message.header.message_type is MessageType.method_call:
            if message.header.fields[HeaderFields.member] == "Notify":
                program, _, _, title, body, *_ = message.body
                file.write(json.dumps([program, title, body]) + "\\n")
                file.flush()
            bus.send(new_method_return(message, "u", (1,)))
"""


class Desktop:
    """One session. `address` is its bus; the service that shows notifications can be started and stopped."""

    def __init__(self) -> None:
        self._premises = Premises("desktop")
        socket = self._premises.directory("runtime", 0o700) / "bus"
        self.address = f"unix:path={socket}"
        self._file = self._premises.path / "shown"
        self._file.touch()
        configuration = self._premises.path / "bus.conf"
        configuration.write_text(BUS.format(socket=socket))
        bus = [require("dbus-daemon"), f"--config-file={configuration}", "--nofork", "--nopidfile"]
        self._premises.spawn("bus", bus, env={"PATH": os.environ["PATH"]})
        wait_until(socket.exists, "the session bus was there")

    def start_service(self) -> None:
        """Start the service, as after a login at the desktop."""
        env = {"PATH": os.environ["PATH"], "DBUS_SESSION_BUS_ADDRESS": self.address}
        self._premises.spawn("service", [sys.executable, "-c", _SERVICE, str(self._file)], env=env)
        with open_dbus_connection(bus=self.address) as bus:
            wait_until(
                lambda: bus.send_and_get_reply(message_bus.NameHasOwner(_NAME)).body[0],
                "the desktop was there",
            )

    def stop_service(self) -> None:
        """Stop the service, as after a logout."""
        self._premises.end("service")

    @property
    def shown(self) -> list[tuple[str, str, str]]:
        """Program, title and body of each notification so far."""
        return [tuple(json.loads(line)) for line in self._file.read_text(encoding="utf-8").splitlines()]

    def close(self) -> None:
        """Stop everything."""
        self._premises.close()
