"""Debian's OpenSMTPD for the people of one company: it takes a mail for them, and has to return it."""

import smtplib

from foreign import Machine
from loopback import LOOPBACK, free_port, greets, wait_until
from server_sandbox import Premises

CONFIGURATION = """
listen on {host} port {listen} hostname mail.acme.example
bounce warn-interval 1s
queue ttl 4d
action "person" mda "cat >/dev/null; exit {status}"
action "outside" relay host smtp://{host}:{port}
match from any for domain "acme.example" action "person"
match from any for any action "outside"
"""

# The exit status of the program that should have taken the mail (sysexits.h).
GONE, FULL = 67, 75


class OpenSmtpd:
    """One OpenSMTPD; it sends what it writes to `port`."""

    def __init__(self, premises: Premises, port: int) -> None:
        self._port, self._listen = port, free_port()
        self._machine = Machine(premises, "opensmtpd", "opensmtpd", users=("opensmtpd", "opensmtpq", "ana"))
        self._machine.write("etc/mailname", "mail.acme.example\n")
        self._machine.give("var/lib/opensmtpd/empty", "root", 0o755)

    def take(self, raw: bytes, sender: str, recipient: str, status: int) -> None:
        """Take a mail by SMTP, and let its delivery end with this status."""
        self._start(status)
        with smtplib.SMTP(LOOPBACK, self._listen, local_hostname="localhost", timeout=120) as smtp:
            smtp.sendmail(sender, [recipient], raw)

    def log(self) -> str:
        """Return its log."""
        return self._machine.said()

    def end(self) -> None:
        """Stop it."""
        self._machine.end()

    def _start(self, status: int) -> None:
        self._machine.end()
        text = CONFIGURATION.format(host=LOOPBACK, listen=self._listen, port=self._port, status=status)
        self._machine.write("etc/smtpd.conf", text)
        self._machine.spawn("/usr/sbin/smtpd", "-d", "-f", "/etc/smtpd.conf")
        wait_until(self._is_up, "OpenSMTPD answered")

    def _is_up(self) -> bool:
        if not self._machine.runs():
            message = f"OpenSMTPD did not start:\n{self.log()}"
            raise RuntimeError(message)
        return greets(self._listen)
