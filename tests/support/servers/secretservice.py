"""A live Secret Service: gnome-keyring with its own session bus and home directory."""

import os
import signal
import subprocess
import sys

import secretstorage
from jeepney import message_bus
from jeepney.io.blocking import DBusConnection, open_dbus_connection
from loopback import wait_until
from server_sandbox import Premises, require

BUS = """<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>unix:path={socket}</listen>
  <auth>EXTERNAL</auth>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>
"""

# A prompter that shows its question to nobody, as on a machine without a user.
SILENT_PROMPTER = """
from jeepney import MessageType, message_bus, new_method_return
from jeepney.io.blocking import open_dbus_connection
with open_dbus_connection(bus="SESSION") as bus:
    bus.send_and_get_reply(message_bus.RequestName("org.gnome.keyring.SystemPrompter"))
    while True:
        message = bus.receive()
        if message.header.message_type is MessageType.method_call:
            bus.send(new_method_return(message))
"""


class SecretService:
    """One keyring daemon. `env` is the whole environment for programs that are to use it."""

    def __init__(self) -> None:
        self._premises = Premises("keyring")
        home = self._premises.directory("home", 0o700)
        runtime = self._premises.directory("runtime", 0o700)
        socket = runtime / "bus"
        self.env = {
            "PATH": os.environ["PATH"],
            "LANG": "C.UTF-8",
            "HOME": str(home),
            "XDG_RUNTIME_DIR": str(runtime),
            "DBUS_SESSION_BUS_ADDRESS": f"unix:path={socket}",
        }
        configuration = self._premises.path / "bus.conf"
        configuration.write_text(BUS.format(socket=socket))
        bus = [require("dbus-daemon"), f"--config-file={configuration}", "--nofork", "--nopidfile"]
        self._premises.spawn("bus", bus, env=self.env)
        wait_until(socket.exists, "the session bus was there")
        self.unlock()

    def fresh(self) -> None:
        """Reset everything: an open and empty keyring, without a prompter."""
        self._premises.end("prompter")
        if self._premises.runs("keyring"):
            self.thaw()
        if not (self._premises.runs("keyring") and self._open()):
            self.unlock()
        with self._bus() as bus:
            for item in list(secretstorage.get_default_collection(bus).get_all_items()):
                item.delete()

    def store(self, user: str, secret: str, service: str = "followupd") -> None:
        """Store a secret like the keyring library."""
        with self._bus() as bus:
            marks = {"application": "Python keyring library", "service": service, "username": user}
            collection = secretstorage.get_default_collection(bus)
            collection.create_item(f"Password for '{user}'", marks, secret.encode(), replace=True)

    def stored(self, user: str, service: str = "followupd") -> str | None:
        """Return the secret that the keyring library would find."""
        with self._bus() as bus:
            collection = secretstorage.get_default_collection(bus)
            found = collection.search_items({"service": service, "username": user})
            return next((item.get_secret().decode() for item in found), None)

    def unlock(self) -> None:
        """Restart the keyring daemon with an open keyring."""
        command = [require("gnome-keyring-daemon"), "--foreground", "--unlock", "--components=secrets"]
        self.stop()
        self._premises.spawn("keyring", command, env=self.env, feed=b"open sesame")
        wait_until(self._open, "the keyring was open")

    def lock(self) -> None:
        """Lock the keyring: its content stays, cannot be read, and a request to unlock it fails."""
        with self._bus() as bus:
            secretstorage.get_default_collection(bus).lock()

    def leave_prompts_unanswered(self) -> None:
        """Start a prompter that never answers, so that a request to unlock hangs."""
        self._premises.spawn("prompter", [sys.executable, "-c", SILENT_PROMPTER], env=self.env)
        asked = message_bus.NameHasOwner("org.gnome.keyring.SystemPrompter")
        with self._bus() as bus:
            wait_until(lambda: bus.send_and_get_reply(asked).body[0], "the prompter was there")

    def freeze(self) -> None:
        """Stop the keyring daemon, so that it does not answer until `thaw()`."""
        os.killpg(self._premises.pid("keyring"), signal.SIGSTOP)

    def thaw(self) -> None:
        """Let the keyring daemon go on."""
        os.killpg(self._premises.pid("keyring"), signal.SIGCONT)

    def stop(self) -> None:
        """End the keyring daemon; the session bus stays."""
        self._premises.end("keyring")

    def run(self, script: str, timeout: float = 120.0) -> str:
        """Run a Python script in this session and return its output."""
        command = [sys.executable, "-c", script]
        done = subprocess.run(
            command, env=self.env, capture_output=True, text=True, timeout=timeout, check=False
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def _open(self) -> bool:
        try:
            with self._bus() as bus:
                return not secretstorage.get_default_collection(bus).is_locked()
        except (OSError, secretstorage.SecretStorageException):
            return False

    def _bus(self) -> DBusConnection:
        return open_dbus_connection(bus=self.env["DBUS_SESSION_BUS_ADDRESS"])

    def close(self) -> None:
        """Stop everything."""
        self._premises.close()
