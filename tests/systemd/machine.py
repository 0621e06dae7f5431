"""A booted Debian: systemd as process 1, its users, its journal. Its network is that of the tests: loopback alone."""

import json
import os
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from loopback import wait_until
from server_sandbox import Premises, require

CLEAN = ("env", "-i", "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", "LANG=C.UTF-8")


class Machine:
    """A tree under an overlay, booted by systemd-nspawn; gone with the test run."""

    def __init__(self, tree: Path, wheels: Path) -> None:
        self._premises = Premises("machine")
        scratch = self._premises.directory("scratch")
        self.root = self._premises.directory("root")
        _mount("-t", "tmpfs", "-o", "mode=0755", "followupd", scratch)
        for name in ("upper", "work"):
            (scratch / name).mkdir()
        layers = f"lowerdir={tree},upperdir={scratch / 'upper'},workdir={scratch / 'work'}"
        _mount("-t", "overlay", "-o", layers, "followupd", self.root)
        self._mounts = (self.root, scratch)
        (self.root / "etc/hosts").write_text("127.0.0.1 localhost\n")
        self._wheels = wheels

    def boot(self) -> None:
        """Start systemd and wait until it is done."""
        words = [
            require("systemd-nspawn"), "--quiet", "--boot", f"--directory={self.root}", "--machine=followupd-tests",
            "--register=no", "--keep-unit", "--resolv-conf=off", "--timezone=off", "--console=pipe",
            f"--bind-ro={self._wheels}:/wheels",
        ]  # fmt: skip
        self._premises.spawn("nspawn", words)
        wait_until(self._is_up, f"the machine was up:\n{self._premises.said('nspawn')}")
        self.run("umount", "/proc/kmsg")  # nspawn hides the kernel's log; on a real machine it is there

    def _is_up(self) -> bool:
        if not self._premises.runs("nspawn"):
            raise RuntimeError(self._premises.said("nspawn"))
        if not self._leader():
            return False
        return self.run("systemctl", "is-system-running", check=False).strip() in ("running", "degraded")

    def _leader(self) -> str:
        pid = self._premises.pid("nspawn")
        return Path(f"/proc/{pid}/task/{pid}/children").read_text().strip()

    def shut_down(self) -> None:
        """Stop it as a power button does; its disk stays."""
        self.run("systemctl", "poweroff", check=False)
        wait_until(lambda: not self._premises.runs("nspawn"), "the machine was off")
        self._premises.end("nspawn")

    def close(self) -> None:
        """Switch it off and forget it."""
        self._premises.end("nspawn")
        for place in self._mounts:
            subprocess.run(["umount", "--lazy", place], check=False, capture_output=True)
        self._premises.close()

    # --- in it

    def run(
        self, *words: str, user: str = "", feed: str = "", check: bool = True, timeout: float = 120
    ) -> str:
        """Run a program in it, as root or as a user with a session; return what it printed, errors included."""
        inside = [
            "nsenter",
            "--target",
            self._leader(),
            "--mount",
            "--uts",
            "--ipc",
            "--pid",
            "--cgroup",
            *CLEAN,
        ]
        done = subprocess.run(
            [*inside, *(self._as(user) if user else ("HOME=/root",)), *words],
            input=feed, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False, timeout=timeout,
            cwd="/",
        )  # fmt: skip
        if check and done.returncode:
            message = f"{' '.join(words)} ended with {done.returncode}:\n{done.stdout}"
            raise AssertionError(message)
        return done.stdout

    def _as(self, user: str) -> Sequence[str]:
        home = self.root / "home" / user
        session = f"/run/user/{home.stat().st_uid}"
        bus = f"DBUS_SESSION_BUS_ADDRESS=unix:path={session}/bus"
        paths = f"PATH=/home/{user}/.local/bin:/usr/local/bin:/usr/bin:/bin"
        return (
            f"HOME=/home/{user}",
            f"XDG_RUNTIME_DIR={session}",
            bus,
            "runuser",
            "-u",
            user,
            "--",
            "env",
            paths,
        )

    def add_person(self, name: str) -> None:
        """Give somebody an account."""
        self.run("useradd", "--create-home", "--shell", "/bin/bash", name)

    def start_session(self, name: str) -> None:
        """Log somebody in; what outlives it is up to lingering."""
        words = ("--property=PAMName=login", f"--property=User={name}", f"--unit=session-of-{name}")
        self.run("systemd-run", "--quiet", *words, "sleep", "infinity")
        bus = f"/run/user/{(self.root / 'home' / name).stat().st_uid}/bus"
        there = ("sh", "-c", f"test -S {bus} && echo yes")
        wait_until(lambda: "yes" in self.run(*there, check=False), f"{name} was logged in")

    def end_sessions(self) -> None:
        """Log everybody out."""
        self.run("systemctl", "stop", "session-of-*.service", check=False)

    def write(self, path: str, text: str, owner: str = "root", mode: int = 0o644) -> None:
        """Write a file, with the directories above it."""
        above = []
        for parent in Path(path).parents:
            if (self.root / str(parent)[1:]).exists():
                break
            above.append(str(parent))
        for parent in reversed(above):
            self.run("install", "-d", "-o", owner, parent)
        self.run("install", "-o", owner, "-m", f"{mode:o}", "/dev/stdin", path, feed=text)

    def journal(self, *words: str) -> list[dict[str, Any]]:
        """Return lines of the journal with all their fields."""
        said = self.run("journalctl", "--output=json", "--no-pager", "--all", *words)
        return [json.loads(line) for line in said.splitlines() if line.startswith("{")]


class Unit:
    """A service of that machine, or of one of its users."""

    def __init__(self, machine: Machine, name: str, user: str = "") -> None:
        self.machine, self.name, self.user = machine, name, user

    def ctl(self, verb: str, *words: str, check: bool = True, timeout: float = 120) -> str:
        """Call systemctl on it."""
        scope = ("--user",) if self.user else ()
        return self.machine.run(
            "systemctl", *scope, verb, *words, self.name, user=self.user, check=check, timeout=timeout
        )

    def __getitem__(self, name: str) -> str:
        """Return a property of it, as `systemctl show` has it."""
        return self.ctl("show", "--value", f"--property={name}").strip()

    def wait_for(self, name: str, value: str, timeout: float = 120.0) -> None:
        """Wait until a property holds those words."""
        try:
            wait_until(lambda: value in self[name], f"{name} of {self.name} was {value}", timeout)
        except TimeoutError as error:
            message = f"{error}; it is {self[name]}\n{self.log()}"
            raise AssertionError(message) from error

    def log(self) -> str:
        """Return what it logged."""
        which = (f"_SYSTEMD_USER_UNIT={self.name}",) if self.user else (f"--unit={self.name}",)
        return self.machine.run("journalctl", "--no-pager", "--output=cat", *which, check=False)


def _mount(*words: str | Path) -> None:
    if os.environ.get("FOLLOWUPD_UNSHARED") != "yes":
        message = "run this by `make test-systemd`, which keeps its mounts and its network apart"
        raise RuntimeError(message)
    subprocess.run(["mount", *words], check=True)
