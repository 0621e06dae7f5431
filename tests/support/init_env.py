"""A person who runs `followupd init` for the first time: with options, or at a terminal."""

import subprocess
from pathlib import Path

from fork_server import followupd
from mailhost import SAM, MailHost
from secretservice import SecretService
from terminal import Terminal


class Newcomer:
    """A person with a mailbox and nothing else."""

    def __init__(self, service: SecretService, host: MailHost, directory: Path) -> None:
        self.service, self.host = service, host
        self.config = directory / "followupd" / "config.yaml"
        self.env = {**service.env, "FOLLOWUPD_STATE": str(directory / "state")}

    def command(self, *options: str) -> list[str]:
        return ["init", "--config", str(self.config), *options]

    def answers(self) -> list[str]:
        return [
            *("--address", SAM.address, "--name", SAM.name, "--zone", "Europe/Berlin", "--country", "DE"),
            *(
                "--imap",
                f"localhost:{self.host.imaps_port}",
                "--smtp",
                f"localhost:{self.host.submissions_port}",
            ),
            *("--ca-file", str(self.host.ca_file), "--stdin"),
        ]

    def init(self, *options: str, given: str = SAM.password + "\n") -> subprocess.CompletedProcess[str]:
        done = followupd(self.command(*options), self.env, given)
        assert "Traceback" not in done.stderr, done.stderr
        assert SAM.password not in done.stderr + done.stdout
        return done


# --- at a terminal


def servers(host: MailHost, *, imap: int | None = None) -> tuple[str, ...]:
    imap_server, smtp_server = f"localhost:{imap or host.imaps_port}", f"localhost:{host.submissions_port}"
    return ("--imap", imap_server, "--smtp", smtp_server)


def at_terminal(newcomer: Newcomer, *options: str) -> Terminal:
    trusted = ("--ca-file", str(newcomer.host.ca_file)) if "--ca-file" not in options else ()
    return Terminal(newcomer.command(*trusted, "--zone", "Europe/Berlin", *options), newcomer.env)


WHO = (("Your e-mail address: ", SAM.address),)
ME = (
    ("Your name: ", "Sam Sample"),
    ("Your country", "germany"),
    ("Your phone", ""),
    ("Your postal address", ""),
    ("Lines below your name", ""),
)
SECRET = (("Password (or app password) for", SAM.password),)
LATER = (("Send one test mail", "n"), ("Write your first interview now?", "n"))
