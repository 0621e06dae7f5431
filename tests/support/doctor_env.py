"""A person's followupd, as it is when they run doctor."""

import json
import subprocess
from pathlib import Path

import yaml
from fork_server import followupd
from mailhost import SAM, MailHost
from secretservice import SecretService

INTERVIEW = {
    "company": "Acme GmbH",
    "position": "Data Engineer",
    "at": "2026-11-12 14:00",
    "contacts": [{"name": "Ana Alvarez", "email": "ana@acme.example"}],
}


class Patient:
    """One person's followupd, as it is when they run doctor."""

    def __init__(self, service: SecretService, host: MailHost, directory: Path) -> None:
        self.service, self.host, self.directory = service, host, directory
        self.state = directory / "state"
        self.env = {**service.env, "FOLLOWUPD_STATE": str(self.state)}
        service.store(SAM.address, SAM.password)
        self.configure()

    def server(self, port: int, **more: object) -> dict[str, object]:
        return {"host": self.host.host, "port": port, "ca_file": str(self.host.ca_file), **more}

    def configure(self, **account: object) -> None:
        given = {
            "address": SAM.address,
            "imap": self.server(self.host.imaps_port),
            "smtp": self.server(self.host.submissions_port),
            **account,
        }
        candidate = {"name": "Sam Sample", "zone": "Europe/Berlin", "country": "DE"}
        (self.directory / "config.yaml").write_text(
            yaml.safe_dump({"account": given, "candidate": candidate})
        )

    def examined(self, *options: str) -> tuple[int, dict[str, list[dict[str, str]]]]:
        """Run doctor; return the exit status, and the findings by area."""
        done = self.run("--json", *options)
        found: dict[str, list[dict[str, str]]] = {}
        for finding in json.loads(done.stdout):
            found.setdefault(finding["area"], []).append(finding)
        return done.returncode, found

    def run(self, *options: str) -> subprocess.CompletedProcess[str]:
        words = ["doctor", "-c", str(self.directory / "config.yaml"), *options]
        done = followupd(words, self.env)
        assert "Traceback" not in done.stderr, done.stderr
        assert SAM.password not in done.stdout + done.stderr
        return done
