"""A person who runs `followupd login`: a live keyring, a configuration, real servers."""

import subprocess
import sys
from pathlib import Path

import yaml
from fork_server import followupd
from mailhost import SAM, MailHost
from secretservice import SecretService


class Desk:
    """A person's session: keyring, configuration, and the command."""

    def __init__(self, service: SecretService, directory: Path) -> None:
        self.service = service
        self.directory = directory
        self.env = dict(service.env)
        self.configure()

    def configure(self, **account: object) -> None:
        server = {"host": "localhost", "port": 1}
        whole = {"address": SAM.address, "imap": server, "smtp": server, **account}
        candidate = {"name": "Sam Sample", "zone": "Europe/Berlin", "country": "DE"}
        self.write(yaml.safe_dump({"account": whole, "candidate": candidate}))

    def write(self, text: str) -> None:
        (self.directory / "config.yaml").write_text(text)

    def words(self, *options: str) -> list[str]:
        return ["login", "--config", str(self.directory / "config.yaml"), *options]

    def command(self, *options: str) -> list[str]:
        return [sys.executable, "-m", "followupd", *self.words(*options)]

    def login(self, *options: str, given: str = "") -> subprocess.CompletedProcess[str]:
        return followupd(self.words(*options), self.env, given)

    def stored(self) -> str:
        return str(self.service.stored(SAM.address))


def servers(host: MailHost, imap_port: int | None = None) -> dict[str, object]:
    def server(port: int) -> dict[str, object]:
        return {"host": host.host, "port": port, "ca_file": str(host.ca_file)}

    return {"imap": server(imap_port or host.imaps_port), "smtp": server(host.submissions_port)}
