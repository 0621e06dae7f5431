"""Dovecot: IMAP, LMTP and Sieve for the people of the tests, with its own configuration and data."""

import re
import shutil
import smtplib
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

from dovecot_configuration import configuration
from imapclient import IMAPClient
from loopback import LOOPBACK, free_port, greets, wait_until
from server_sandbox import Premises, require, require_root


class Dovecot:
    """One Dovecot on loopback. Users may be added while it runs."""

    host = LOOPBACK

    def __init__(
        self,
        premises: Premises,
        certificate: Path,
        relay_port: int,
        ca_file: Path,
        issuer: str | None = None,
    ) -> None:
        require_root()
        self._program = require("dovecot")
        self._doveadm = require("doveadm")
        require("lmtp")
        self._premises = premises
        self._trash = (premises.directory("trash") / str(number) for number in count())
        self.mail = premises.directory("mail", 0o777)
        self._people = premises.directory("people")
        self._passwords: dict[str, str] = {}
        # Passwords that Dovecot may have cached, also of removed people.
        self._remembered: dict[str, str] = {}
        self._log = premises.path / "dovecot.log"
        self.imap_port, self.imaps_port, self.lmtp_port = free_port(), free_port(), free_port()
        self.auth_socket = premises.path / "auth"
        self._file = premises.path / "dovecot.conf"
        self._file.write_text(
            configuration(
                self._version(),
                issuer,
                ca_file=ca_file,
                run=premises.directory("dovecot-run"),
                state=premises.directory("dovecot-state"),
                log=self._log,
                loopback=LOOPBACK,
                mail=self.mail,
                people=self._people,
                certificate=certificate,
                relay_port=relay_port,
                imap_port=self.imap_port,
                imaps_port=self.imaps_port,
                lmtp_port=self.lmtp_port,
                auth_socket=self.auth_socket,
            )
        )

    # The server

    def start(self) -> None:
        """Start it and wait until it answers; do nothing if it runs."""
        if self.running:
            return
        self._premises.spawn("dovecot", [self._program, "-F", "-c", str(self._file)])
        wait_until(self._is_up, "Dovecot answered")

    def stop(self) -> None:
        """Stop it and keep its mailboxes."""
        self._premises.end("dovecot")

    @property
    def running(self) -> bool:
        """Whether it runs."""
        return self._premises.runs("dovecot")

    def log(self) -> str:
        """Return its log."""
        return self._log.read_text(errors="replace") if self._log.exists() else ""

    def _is_up(self) -> bool:
        if not self.running:
            message = f"Dovecot did not start:\n{self._premises.said('dovecot')}{self.log()}"
            raise RuntimeError(message)
        return greets(self.imap_port) and greets(self.lmtp_port)

    # The people

    def add_user(self, address: str, password: str) -> None:
        """Give a person a mailbox, or another password."""
        known = self._remembered.get(address, password)
        self._passwords[address] = self._remembered[address] = password
        (self._people / address).write_text(f"{address}:{{PLAIN}}{password}\n")
        if known != password:
            self._wait_for_its_next_look()

    def remove_user(self, address: str) -> None:
        """Remove a person's mailbox: mail to it is refused from now on."""
        del self._passwords[address]
        (self._people / address).unlink()
        self._wait_for_its_next_look()

    def _wait_for_its_next_look(self) -> None:
        """Wait for the next second, since Dovecot checks such a file once a second."""
        time.sleep(1.01 - time.time() % 1)

    def users(self) -> dict[str, str]:
        """Return every address with its password."""
        return dict(self._passwords)

    def empty(self) -> None:
        """Remove everybody, with all mails, folders and scripts."""
        for address in self._passwords:
            (self._people / address).unlink()
        self._passwords.clear()
        for home in self.mail.glob("*/*"):
            # It is renamed first, so that a process that still writes there does no harm.
            moved = home.rename(next(self._trash))
            shutil.rmtree(moved, ignore_errors=True)

    # The mail

    def deliver(self, address: str, raw: bytes, folder: str = "INBOX", *, sender: str = "") -> None:
        """Put a mail into a mailbox: the INBOX by LMTP, as a mail server does, any other folder by APPEND."""
        raw = re.sub(rb"\r?\n", b"\r\n", raw)
        if folder == "INBOX":
            with smtplib.LMTP(LOOPBACK, self.lmtp_port, local_hostname="localhost") as lmtp:
                lmtp.sendmail(sender, [address], raw)
            return
        with self.session(address) as imap:
            if not imap.folder_exists(folder):
                imap.create_folder(folder)
            imap.append(folder, raw)

    def messages(self, address: str, folder: str = "INBOX") -> list[bytes]:
        """Return the mails of a folder, oldest first, and change nothing there."""
        return [data[b"BODY[]"] for data in self._fetch(address, folder, "BODY.PEEK[]")]

    def flags(self, address: str, folder: str = "INBOX") -> list[set[str]]:
        r"""Return the flags of each mail of a folder, oldest first, without `\Recent`."""
        every = [{flag.decode() for flag in data[b"FLAGS"]} for data in self._fetch(address, folder, "FLAGS")]
        return [flags - {"\\Recent"} for flags in every]

    def set_sieve(self, address: str, script: str) -> None:
        """Give a person a Sieve script."""
        home = self._home(address)
        home.mkdir(parents=True, exist_ok=True)
        file = home / ".dovecot.sieve"
        file.write_text(script)
        for path in (home.parent, home, file):
            shutil.chown(path, "nobody", "nogroup")

    def show_all_mail(self, address: str) -> str:
        r"""Give a person a folder marked \All, with all mail but Junk, Trash and Drafts; return its name."""
        folder = self._home(address) / "virtual" / "All"
        folder.mkdir(parents=True)
        (folder / "dovecot-virtual").write_text("*\n-Junk\n-Trash\n-Drafts\n  all\n")
        for path in (folder.parents[2], folder.parents[1], folder.parent, folder, folder / "dovecot-virtual"):
            shutil.chown(path, "nobody", "nogroup")
        return "Virtual.All"

    def set_flags(self, address: str, flags: list[str], folder: str = "INBOX") -> None:
        """Add flags to every mail of a folder, as another mail program of the person would."""
        with self.session(address) as imap:
            imap.select_folder(folder)
            imap.add_flags(imap.search(), flags)

    def delete(self, address: str, folder: str = "INBOX") -> None:
        """Delete every mail of a folder, as another mail program of the person would."""
        with self.session(address) as imap:
            imap.select_folder(folder)
            imap.delete_messages(imap.search())
            imap.expunge()

    def renumber(self, address: str, folder: str = "INBOX") -> None:
        """Give a folder another UIDVALIDITY."""
        with self.session(address) as imap:
            validity = imap.folder_status(folder, ["UIDVALIDITY"])[b"UIDVALIDITY"]
        self.doveadm("mailbox", "update", "-u", address, "--uid-validity", str(validity + 1), folder)

    def kick(self, address: str) -> None:
        """Close a person's IMAP connections."""
        self.doveadm("kick", address)

    def doveadm(self, *words: str) -> str:
        """Run a doveadm command on this server."""
        command = [self._doveadm, "-c", str(self._file), *words]
        return subprocess.run(command, check=True, capture_output=True, text=True, timeout=120).stdout

    @contextmanager
    def session(self, address: str) -> Iterator[IMAPClient]:
        """Open a person's mailbox over IMAP, without TLS."""
        with IMAPClient(LOOPBACK, self.imap_port, ssl=False, timeout=120) as imap:
            imap.plain_login(address, self._passwords[address])
            yield imap

    def _version(self) -> str:
        return (
            subprocess.run([self._program, "--version"], check=True, capture_output=True, text=True)
            .stdout.split("-")[0]
            .split()[0]
        )

    def _fetch(self, address: str, folder: str, item: str) -> list[dict[bytes, bytes]]:
        with self.session(address) as imap:
            imap.select_folder(folder, readonly=True)
            found = imap.search()
            fetched = imap.fetch(found, [item]) if found else {}
            return [fetched[uid] for uid in sorted(fetched)]

    def _home(self, address: str) -> Path:
        name, _, domain = address.rpartition("@")
        return self.mail / domain / name
