"""systemctl and loginctl: the service manager of the machine, or your own."""

from __future__ import annotations

import os
import subprocess
from dataclasses import dataclass
from pathlib import Path

from followupd.errors import FollowupdError, Unreachable

PATIENCE = 900.0  # seconds: a stop waits for the mail server's answer, at most eleven minutes

_ELSE = "keep `followupd run` running by other means"


@dataclass(frozen=True, slots=True)
class Done:
    """What a program answered: its exit status, and its words."""

    status: int
    said: str


def call(*words: str, timeout: float = 30.0) -> Done:
    """Run a program of systemd's. Raises Unreachable where there is none, or where it does not answer."""
    session = Path(f"/run/user/{os.getuid()}")
    # `su` and `sudo -u` leave out where the session is.
    known = {"XDG_RUNTIME_DIR": str(session)} if session.is_dir() else {}
    try:
        done = subprocess.run(  # noqa: S603 - a list, no shell
            words, env=known | os.environ, stdin=subprocess.DEVNULL, capture_output=True, text=True,
            timeout=timeout, check=False,
        )  # fmt: skip
    except FileNotFoundError:
        raise Unreachable(f"there is no {words[0]} here; {_ELSE}") from None
    except subprocess.TimeoutExpired:
        raise Unreachable(f"{' '.join(words)} has not answered within {timeout:.0f} seconds") from None
    return Done(done.returncode, (done.stdout.strip() or done.stderr.strip()))


class Manager:
    """One service manager."""

    def __init__(self, *, system: bool) -> None:
        """`system`: that of the machine; else that of the person who asks."""
        self.system = system
        self.scope = () if system else ("--user",)

    def ctl(self, verb: str, *words: str, timeout: float = 30.0) -> Done:
        """Call systemctl. Raises Unreachable."""
        return call("systemctl", *self.scope, verb, *words, timeout=timeout)

    def must(self, verb: str, *words: str) -> str:
        """Call systemctl; return the command as one types it. Raises FollowupdError with what it said."""
        done = self.ctl(verb, *words, timeout=PATIENCE)
        command = " ".join(("systemctl", *self.scope, verb, *words))
        if done.status:
            raise FollowupdError(f"{command}: {done.said}")
        return command

    def show(self, unit: str, *names: str) -> dict[str, str]:
        """Return properties of a unit; "" for those that it does not have."""
        said = self.ctl("show", f"--property={','.join(names)}", unit).said
        found = dict(line.split("=", 1) for line in said.splitlines() if "=" in line)
        return {name: found.get(name, "") for name in names}

    def require(self) -> None:
        """Raise Unreachable, with the remedy, where this manager does not answer."""
        require_systemd()
        if self.ctl("show", "--property=Version").status:
            remedy = (
                "" if self.system else "; log in anew (not by su), or have root call loginctl enable-linger"
            )
            raise Unreachable(f"the service manager does not answer{remedy}")


def require_systemd() -> None:
    """Raise Unreachable on a machine that was not booted with systemd."""
    if not Path("/run/systemd/system").is_dir():
        raise Unreachable(f"systemd does not run here; {_ELSE}")


def lingers(person: str) -> bool:
    """Tell whether somebody's services run from boot on, without a login."""
    return call("loginctl", "show-user", person, "--property=Linger", "--value").said == "yes"


def linger(person: str, *, on: bool) -> str:
    """Switch that; return the command as one types it. Raises FollowupdError where it is not allowed."""
    words = ("loginctl", "enable-linger" if on else "disable-linger", person)
    done = call(*words)
    if done.status:
        raise FollowupdError(f"{' '.join(words)}: {done.said}; ask root to do it")
    return " ".join(words)


def runtime(*, system: bool) -> Path:
    """Return where units lie that are gone with the session, or with the next boot."""
    if system:
        return Path("/run/systemd/system")
    return Path(os.environ.get("XDG_RUNTIME_DIR") or f"/run/user/{os.getuid()}") / "systemd/user"
