"""Postfix: takes mail, delivers it to Dovecot, and writes bounces; nothing ever leaves loopback."""

import os
import pwd
import re
import shutil
import stat
import subprocess
import time
from itertools import chain
from pathlib import Path

from dovecot import Dovecot
from loopback import LOOPBACK, free_port, greets, wait_until
from server_sandbox import Premises, require, require_root

MAIN = """
compatibility_level = 3.6
queue_directory = {queue}
data_directory = {data}
daemon_directory = {daemons}
command_directory = {commands}
maillog_file = {log}
maillog_file_prefixes = {directory}
mail_owner = postfix
setgid_group = postdrop

myhostname = mail.host.example
inet_interfaces = {loopback}
inet_protocols = ipv4
mynetworks = {loopback}/32
mydestination =
local_recipient_maps =
alias_maps =
alias_database =
local_transport = error:5.1.1 nobody lives on this machine
notify_classes =

# Every domain under .example lives here. There is no SMTP client: master.cf has none.
default_transport = error:5.4.4 this server delivers to nobody but the people of the tests
relay_transport = $default_transport
disable_dns_lookups = yes
smtpd_peername_lookup = no
virtual_mailbox_domains = regexp:{directory}/domains
virtual_mailbox_maps = texthash:{recipients}
virtual_transport = lmtp:inet:{loopback}:{lmtp_port}
transport_maps = regexp:{directory}/transports
lmtp_destination_concurrency_limit = 5
virtual_mailbox_base = {mail}
virtual_uid_maps = static:{uid}
virtual_gid_maps = static:{gid}
recipient_delimiter = +

smtpd_tls_chain_files = {certificate}
smtpd_tls_auth_only = yes
smtpd_sasl_type = dovecot
smtpd_sasl_path = {auth_socket}
smtpd_relay_restrictions = permit_sasl_authenticated, reject_unauth_destination
smtpd_recipient_restrictions =
  check_recipient_access regexp:{directory}/later
  reject_unlisted_recipient
smtputf8_enable = yes
header_checks = regexp:{directory}/headers
message_size_limit = {size_limit}
bounce_size_limit = 50000

smtpd_error_sleep_time = 0
smtpd_soft_error_limit = 1000
smtpd_hard_error_limit = 1000
smtpd_client_connection_rate_limit = 0
in_flow_delay = 0
queue_run_delay = 300s
minimal_backoff_time = 300s
"""

# `max_use=1` for the services that take mail, so that each connection reads the list of recipients anew.
MASTER = """
{loopback}:{mx_port}          inet n - n - - smtpd -o max_use=1
{loopback}:{submission_port}  inet n - n - - smtpd -o max_use=1
  -o syslog_name=postfix/submission -o smtpd_tls_security_level=encrypt
  -o smtpd_sasl_auth_enable=yes -o smtpd_relay_restrictions=permit_sasl_authenticated,reject
{loopback}:{submissions_port} inet n - n - - smtpd -o max_use=1
  -o syslog_name=postfix/submissions -o smtpd_tls_wrappermode=yes
  -o smtpd_sasl_auth_enable=yes -o smtpd_relay_restrictions=permit_sasl_authenticated,reject
pickup    unix n - n 60 1 pickup
cleanup   unix n - n - 0 cleanup -o max_use=1
qmgr      unix n - n 300 1 qmgr
tlsmgr    unix - - n 1000? 1 tlsmgr
rewrite   unix - - n - - trivial-rewrite
bounce    unix - - n - 0 bounce
defer     unix - - n - 0 bounce
trace     unix - - n - 0 bounce
flush     unix n - n 1000? 0 flush
proxymap  unix - - n - - proxymap
showq     unix n - n - - showq
error     unix - - n - - error
retry     unix - - n - - error
lmtp      unix - - n - - lmtp
anvil     unix - - n - 1 anvil
postlog   unix-dgram n - n - 1 postlogd
virtual   unix - n n - - virtual -o max_use=1
"""

# Dovecot 2.3 has no SMTPUTF8 over LMTP, so Postfix itself files the mail for such names.
TRANSPORTS = "/[^ -~]/ virtual:\n"
DOMAINS = "/\\.example$/ here\n"
LATER = "/@later\\.example$/ 450 4.2.1 this mailbox is busy, come back later\n"

# The directories for mails that Postfix is working on, and for all others.
BUSY = ("maildrop", "incoming", "active")
AT_REST = ("deferred", "defer", "bounce", "trace", "hold", "corrupt", "saved", "flush")


class Postfix:
    """One Postfix on loopback, in front of one Dovecot."""

    host = LOOPBACK
    size_limit = 10_000_000

    def __init__(self, premises: Premises, certificate: Path, dovecot: Dovecot, mx_port: int) -> None:
        require_root()
        self._premises = premises
        self.directory = premises.directory("postfix")
        self._log = self.directory / "mail.log"
        self._seen = 0
        self._recipients = self.directory / "recipients"
        self.mx_port, self.submission_port, self.submissions_port = mx_port, free_port(), free_port()
        self._daemons = Path(_default("daemon_directory"))
        self._lay_out()
        settings = {
            "directory": self.directory,
            "queue": self._queue,
            "data": self._data,
            "daemons": self._daemons,
            "commands": _default("command_directory"),
            "log": self._log,
            "recipients": self._recipients,
            "loopback": LOOPBACK,
            "lmtp_port": dovecot.lmtp_port,
            "certificate": certificate,
            "auth_socket": dovecot.auth_socket,
            "mail": dovecot.mail,
            "uid": pwd.getpwnam("nobody").pw_uid,
            "gid": pwd.getpwnam("nobody").pw_gid,
            "size_limit": self.size_limit,
        }
        listeners = {
            "loopback": LOOPBACK,
            "mx_port": self.mx_port,
            "submission_port": self.submission_port,
            "submissions_port": self.submissions_port,
        }
        files = {
            "main.cf": MAIN.format(**settings),
            "master.cf": MASTER.format(**listeners),
            "transports": TRANSPORTS,
            "domains": DOMAINS,
            "later": LATER,
            "headers": "",
        }
        for name, text in files.items():
            _write(self.directory / name, text)
        self.accept([])

    def _lay_out(self) -> None:
        """Make the directories of the queue, with the owners that Postfix requires."""
        self._queue = self._premises.directory("postfix/queue")
        self._data = self._premises.directory("postfix/data", 0o700)
        shutil.chown(self._data, "postfix")
        for name in (*BUSY, *AT_REST, "private"):
            shutil.chown(self._premises.directory(f"postfix/queue/{name}", 0o700), "postfix")
        shutil.chown(self._premises.directory("postfix/queue/maildrop", 0o730), "postfix", "postdrop")
        shutil.chown(self._premises.directory("postfix/queue/public", 0o710), "postfix", "postdrop")
        self._premises.directory("postfix/queue/pid")

    # The server

    def start(self) -> None:
        """Start it and wait until it answers; do nothing if it runs."""
        if self.running:
            return
        self._premises.spawn("postfix", [str(self._daemons / "master"), "-c", str(self.directory), "-d"])
        wait_until(self._is_up, "Postfix answered")

    def stop(self) -> None:
        """Stop it and keep its queue."""
        self._premises.end("postfix")

    @property
    def running(self) -> bool:
        """Whether it runs."""
        return self._premises.runs("postfix")

    def _is_up(self) -> bool:
        if not self.running:
            message = f"Postfix did not start:\n{self._premises.said('postfix')}{self.log()}"
            raise RuntimeError(message)
        return greets(self.mx_port)

    def log(self) -> str:
        """Return its log since the last `empty()`."""
        return self._log.read_bytes()[self._seen :].decode(errors="replace") if self._log.exists() else ""

    # The mail

    def accept(self, recipients: list[str]) -> None:
        """Take mail for these recipients, and for everybody at bounce.example, whose mail Dovecot then refuses."""
        lines = (f"{recipient} {_maildir(recipient)}\n" for recipient in (*recipients, "@bounce.example"))
        _write(self._recipients, "".join(lines))

    def replace_ids(self, *, of: str = "", by: str = "") -> None:
        """Replace each Message-ID in domain `of` by one in `by`, as some providers do; without `of`, keep all ids."""
        rule = f"/^Message-ID: *<([^@>]+)@{re.escape(of)}>/ REPLACE Message-ID: <NEW.$1@{by}>\n" if of else ""
        table = self.directory / "headers"
        if table.read_text() != rule:
            _write(table, rule)

    def settle(self, timeout: float = 120.0) -> None:
        """Wait until every accepted mail is delivered, bounced or deferred."""
        # It waits twice, since the bounce of a mail may enter one directory while the mail leaves another.
        for _ in range(2):
            wait_until(lambda: not self._busy(), "the queue of Postfix was worked off", timeout)

    def queue_flush(self) -> None:
        """Try every deferred mail again, and wait for the result."""
        before = self._deferred()
        self._command("postqueue", "-f")
        wait_until(lambda: not before & self._deferred(), "Postfix tried the deferred mails again")
        self.settle()

    def queue(self) -> list[str]:
        """Return the queue ids of the deferred mails."""
        return [name for name, _ in self._deferred()]

    def empty(self) -> None:
        """Delete the queue, and ignore the log so far."""
        for file in chain.from_iterable((self._queue / name).rglob("*") for name in (*BUSY, *AT_REST)):
            if file.is_file():
                file.unlink(missing_ok=True)
        self._seen = self._log.stat().st_size if self._log.exists() else 0

    def _deferred(self) -> set[tuple[str, int]]:
        found = ((file.name, _status(file)) for file in (self._queue / "deferred").rglob("*"))
        return {
            (name, status.st_ctime_ns) for name, status in found if status and stat.S_ISREG(status.st_mode)
        }

    def _busy(self) -> bool:
        # A file that is still being written has no x bit: its mail has not been accepted yet.
        files = chain.from_iterable((self._queue / name).iterdir() for name in BUSY)
        return self.running and any((status := _status(file)) and status.st_mode & 0o100 for file in files)

    def _command(self, name: str, *words: str) -> str:
        command = [require(name), "-c", str(self.directory), *words]
        return subprocess.run(command, check=True, capture_output=True, text=True, timeout=120).stdout


def _maildir(address: str) -> str:
    """Return the folder in which Dovecot expects that recipient's mail."""
    name, _, domain = address.rpartition("@")
    return f"{domain}/{name}/Maildir/"


def _write(file: Path, text: str) -> None:
    """Write a file with an old date. Postfix waits for a second and a half before it reads one that just changed."""
    fresh = file.with_suffix(".new")
    fresh.write_text(text)
    long_ago = time.time() - 60
    os.utime(fresh, (long_ago, long_ago))
    fresh.rename(file)


def _status(file: Path) -> os.stat_result | None:
    """Return the status of a file, or None if Postfix has just moved it."""
    try:
        return file.stat()
    except FileNotFoundError:
        return None


def _default(name: str) -> str:
    """Return the packager's default of a Postfix setting."""
    command = [require("postconf"), "-d", "-h", name]
    return subprocess.run(command, check=True, capture_output=True, text=True, timeout=120).stdout.strip()
