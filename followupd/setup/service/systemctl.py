"""Calls systemctl and loginctl, for the machine's service manager or the user's own."""

from __future__ import annotations

import os
import subprocess
from dataclasses import dataclass
from pathlib import Path

from followupd.errors import FollowupdError, Unreachable

SYSTEMCTL_TIMEOUT = 900.0  # stopping waits for the mail server's answer, at most eleven minutes

_OTHER_MEANS = "keep `followupd run` running by other means"


@dataclass(frozen=True, slots=True)
class CommandResult:
    """The result of a program: its exit status and its output."""

    exit_status: int
    output: str


def run_program(*words: str, timeout: float = 30.0) -> CommandResult:
    """Run one of systemd's programs. Raises Unreachable if it is missing or does not answer."""
    session = Path(f"/run/user/{os.getuid()}")
    # `su` and `sudo -u` do not set where the session is.
    default_environment = {"XDG_RUNTIME_DIR": str(session)} if session.is_dir() else {}
    try:
        process = subprocess.run(  # noqa: S603 - a list, no shell
            words, env=default_environment | os.environ, stdin=subprocess.DEVNULL, capture_output=True, text=True,
            timeout=timeout, check=False,
        )  # fmt: skip
    except FileNotFoundError:
        raise Unreachable(f"there is no {words[0]} here; {_OTHER_MEANS}") from None
    except subprocess.TimeoutExpired:
        raise Unreachable(f"{' '.join(words)} has not answered within {timeout:.0f} seconds") from None
    return CommandResult(process.returncode, (process.stdout.strip() or process.stderr.strip()))


class Systemd:
    """One service manager."""

    def __init__(self, *, system: bool) -> None:
        """Choose the machine's service manager (`system`), else that of the calling user."""
        self.system = system
        self.scope_options = () if system else ("--user",)

    def run_systemctl(self, verb: str, *words: str, timeout: float = 30.0) -> CommandResult:
        """Call systemctl. Raises Unreachable."""
        return run_program("systemctl", *self.scope_options, verb, *words, timeout=timeout)

    def require_success(self, verb: str, *words: str) -> str:
        """Call systemctl; return the command as a user would type it. Raises FollowupdError with its output."""
        result = self.run_systemctl(verb, *words, timeout=SYSTEMCTL_TIMEOUT)
        command = " ".join(("systemctl", *self.scope_options, verb, *words))
        if result.exit_status:
            raise FollowupdError(f"{command}: {result.output}")
        return command

    def read_properties(self, unit: str, *names: str) -> dict[str, str]:
        """Return properties of a unit; "" for a property that it does not have."""
        output = self.run_systemctl("show", f"--property={','.join(names)}", unit).output
        properties = dict(line.split("=", 1) for line in output.splitlines() if "=" in line)
        return {name: properties.get(name, "") for name in names}

    def require_answer(self) -> None:
        """Raise Unreachable, with the remedy, if this manager does not answer."""
        require_systemd()
        if self.run_systemctl("show", "--property=Version").exit_status:
            remedy = (
                "" if self.system else "; log in again (not by su), or have root call loginctl enable-linger"
            )
            raise Unreachable(f"the service manager does not answer{remedy}")


def require_systemd() -> None:
    """Raise Unreachable on a machine that was not booted with systemd."""
    if not Path("/run/systemd/system").is_dir():
        raise Unreachable(f"systemd does not run here; {_OTHER_MEANS}")


def is_lingering(person: str) -> bool:
    """Return whether a person's services run from boot on, without a login."""
    return run_program("loginctl", "show-user", person, "--property=Linger", "--value").output == "yes"


def set_lingering(person: str, *, on: bool) -> str:
    """Switch lingering on or off; return the command as a user would type it. Raises FollowupdError if refused."""
    words = ("loginctl", "enable-linger" if on else "disable-linger", person)
    result = run_program(*words)
    if result.exit_status:
        raise FollowupdError(f"{' '.join(words)}: {result.output}; ask root to do it")
    return " ".join(words)


def runtime_directory(*, system: bool) -> Path:
    """Return the directory for units that vanish with the session, or at the next boot."""
    if system:
        return Path("/run/systemd/system")
    return Path(os.environ.get("XDG_RUNTIME_DIR") or f"/run/user/{os.getuid()}") / "systemd/user"
