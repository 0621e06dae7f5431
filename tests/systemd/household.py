"""Sam's followupd on the machine: what was written for it, and the mail servers it talks to."""

from pathlib import Path
from typing import Any

import yaml
from daemon_stage import parsed
from kill_candidate import Candidate, Ports
from loopback import wait_until
from machine import Machine, Unit
from mailhost import ANA, BEN, CLEO, SAM, MailHost
from own_ids import is_ours

PANEL = (ANA, BEN, CLEO)
AUTHORITY = "/usr/local/share/ca.pem"  # whom to trust: readable inside every confinement
CONFIGURATION = "/etc/followupd/{}/config.yaml"
# What would take minutes in real life; no other setting is touched.
BRISK = "[Service]\nRestartSec=1\nWatchdogSec=45\n"


def configuration(mailhost: MailHost, directory: Path, secret: dict[str, Any], **more: Any) -> dict[str, Any]:
    """Return what the candidate of the other tests wants, with a secret of another kind."""
    ports = more.pop("ports", None) or Ports(mailhost.imaps_port, mailhost.submissions_port)
    written = yaml.safe_load(Candidate(mailhost, directory, ports).config.read_text())
    written["account"] |= {"secret": secret}
    for server in ("imap", "smtp"):
        written["account"][server] |= {"ca_file": AUTHORITY}
    return written | more


class Household:
    """Writes what the units need, and cleans up after them."""

    def __init__(self, machine: Machine, mailhost: MailHost, directory: Path) -> None:
        self.machine, self.mailhost, self.directory = machine, mailhost, directory
        machine.write(AUTHORITY, mailhost.ca_file.read_text())

    def for_system(self, name: str = "sam", ports: Ports | None = None, **more: Any) -> Unit:
        """Write what an instance of the system unit needs, its secret encrypted for this machine."""
        written = configuration(
            self.mailhost, self.directory / name, {"credential": "mail-password"}, ports=ports, **more
        )
        self.machine.run("install", "-d", "-o", name, "-m", "0700", f"/etc/followupd/{name}")
        self.write_config(CONFIGURATION.format(name), yaml.safe_dump(written), name)
        # The interview began before the store is made: the candidate says yes before they are asked.
        self.machine.run("install", "-d", "-o", name, "-g", name, "-m", "0700", f"/var/lib/followupd/{name}")
        self.tell("resume", "--all", name=name)
        self.machine.run("install", "-d", "-m", "0700", "/etc/credstore.encrypted")
        kept = f"/etc/credstore.encrypted/followupd.{name}.mail-password"
        self.machine.run("systemd-creds", "encrypt", "--name=mail-password", "-", kept, feed=SAM.password)
        return Unit(self.machine, f"followupd@{name}.service")

    def for_user(self, secret: dict[str, Any], name: str = "sam", **more: Any) -> Unit:
        """Write what somebody's own unit needs."""
        written = configuration(self.mailhost, self.directory / f"user-{name}", secret, **more)
        self.write_config(f"/home/{name}/.config/followupd/config.yaml", yaml.safe_dump(written), name)
        self.machine.run("followupd", "resume", "--all", user=name)
        return Unit(self.machine, "followupd.service", name)

    def write_config(self, path: str, text: str, owner: str = "sam") -> None:
        """Write a configuration as its owner does."""
        self.machine.write(path, text, owner, 0o600)

    def tell(self, *words: str, name: str = "sam") -> str:
        """Call followupd beside the system unit, as the person does."""
        config = CONFIGURATION.format(name)
        place = f"FOLLOWUPD_STATE=/var/lib/followupd/{name}"
        inside = ("runuser", "-u", name, "--", "env", place, "followupd")
        return self.machine.run(*inside, *words, "--config", config, check=False)

    def drop_in(self, unit: str, name: str, text: str, user: str = "") -> None:
        """Add a drop-in to a unit of the system or of a user."""
        place = f"/home/{user}/.config/systemd/user" if user else "/etc/systemd/system"
        self.machine.write(f"{place}/{unit}.d/{name}.conf", text, user or "root")
        self.machine.run("systemctl", *(("--user",) if user else ()), "daemon-reload", user=user)

    def thanked(self) -> list[int]:
        """Count at the server: how many thank-yous each person got."""
        mails = [[parsed(raw) for raw in self.mailhost.accepted(p.address)] for p in PANEL]
        return [sum(map(is_ours, of_one)) for of_one in mails]

    def wait_until_thanked(self, unit: Unit) -> None:
        """Wait until everybody has their thank-you."""
        try:
            wait_until(lambda: self.thanked() == [1, 1, 1], "everybody was thanked")
        except TimeoutError as error:
            message = f"{error}: {self.thanked()}\n{unit.log()}"
            raise AssertionError(message) from error
