"""Debian's Exim for the people of one company: it takes a mail for them, and answers it according to their settings."""

import re
import time

from foreign import Machine
from loopback import LOOPBACK
from server_sandbox import Premises

CONFIGURATION = """
primary_hostname = mail.acme.example
domainlist local_domains = acme.example
acl_smtp_rcpt = all
tls_advertise_hosts =
host_lookup =
rfc1413_query_timeout = 0s
local_from_check = false
untrusted_set_sender = *
keep_environment =
delay_warning = 1s:30d
log_file_path = /var/log/exim4/%s

begin acl
all:
  accept

begin routers
outside:
  driver = manualroute
  domains = ! +local_domains
  route_list = * {host}
  self = send
  transport = out
{person}

begin transports
out:
  driver = smtp
  port = {port}
  hosts_try_fastopen =
away:
  driver = autoreply
  to = $sender_address
  from = "Ana Alvarez <$local_part@$domain>"
  subject = "Re: $h_subject:"
  text = "Thank you for your mail. I am out of the office until {day}, and will answer then."
program:
  driver = pipe
  command = /usr/bin/vacation ana
  user = ana
  return_path_add

begin retry
* * F,1h,1m
"""

# Ways to handle a mail for a person at the company.
PEOPLE = {
    "autoreply": "away:\n  driver = accept\n  condition = ${if !eq{$sender_address}{}}\n  transport = away",
    "vacation": "here:\n  driver = accept\n  condition = ${if !eq{$sender_address}{}}\n  transport = program",
    "gone": "gone:\n  driver = redirect\n  allow_fail\n  data = :fail: there is no such person here any more",
    "full": "full:\n  driver = redirect\n  allow_defer\n  data = :defer: the mailbox is locked",
}

NOTE = """Subject: away from my mail

I am on holiday and back on {day}. Your mail about "$SUBJECT" will wait for me.
"""


class Exim:
    """One Exim with Debian's `vacation`; it sends what it writes to `port`."""

    def __init__(self, premises: Premises, port: int) -> None:
        self._port = port
        self._machine = Machine(
            premises, "exim", "exim4-daemon-light", "vacation", users=("Debian-exim", "mail", "ana")
        )
        for folder in ("var/spool/exim4", "var/log/exim4"):
            self._machine.give(folder, "Debian-exim", 0o750)

    def take(self, raw: bytes, sender: str, recipient: str, person: str, day: str = "3 May 2030") -> None:
        """Take a mail by SMTP, and handle it as `person` says, which is a key of PEOPLE."""
        text = CONFIGURATION.format(host=LOOPBACK, port=self._port, day=day, person=PEOPLE[person])
        self._machine.write("etc/exim4/exim4.conf", text)
        self._machine.write("home/ana/.vacation.msg", NOTE.format(day=day), "ana")
        self._machine.run("/usr/bin/vacation", "-I", user="ana")
        body = re.sub(rb"(?m)^\.", b"..", re.sub(rb"\r?\n", b"\r\n", raw))
        dialogue = (
            f"EHLO candidate.example\r\nMAIL FROM:<{sender}>\r\nRCPT TO:<{recipient}>\r\nDATA\r\n".encode()
        )
        said = self._machine.run(
            "/usr/sbin/exim4", "-odf", "-bs", feed=dialogue + body + b"\r\n.\r\nQUIT\r\n"
        )
        assert "250 OK id=" in said, said

    def warn(self) -> None:
        """Let a second pass, and warn the sender about a mail that is still in the queue."""
        time.sleep(1.1)
        self._machine.run("/usr/sbin/exim4", "-qf")

    def log(self) -> str:
        """Return its log."""
        return "".join(file.read_text() for file in sorted((self._machine.root / "var/log/exim4").iterdir()))
