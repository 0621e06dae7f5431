"""A place for servers: a directory and processes. Both are removed when the test run ends, in any way."""

import os
import shutil
import signal
import subprocess
import tempfile
from contextlib import suppress
from pathlib import Path

# It reads until the test run closes the pipe or dies, even by `kill -9`. Then it ends all processes and deletes the
# directory.
GUARD = """
cat >/dev/null
lives() {
    line=$(cat "/proc/$1/stat") || return 1
    case $line in *") Z "*) return 1 ;; esac
}
for file in "$1"/pids/*; do
    test -s "$file" && kill -TERM "-$(cat "$file")"
done
for file in "$1"/pids/*; do
    test -s "$file" || continue
    pid=$(cat "$file")
    tries=0
    while lives "$pid" && test $tries -lt 20; do tries=$((tries + 1)); sleep 0.1; done
    kill -KILL "-$pid"
done
rm -rf "$1"
"""


def require(program: str) -> str:
    """Return the path of a program that the tests need."""
    found = shutil.which(program, path=f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/lib/dovecot")
    if found is None:
        message = f"{program} is not installed; `sh tests/tools/setup-debian.sh` installs what the tests need"
        raise RuntimeError(message)
    return found


def require_root() -> None:
    """Raise RuntimeError if the user is not root. Mail servers change their user, which only root may do."""
    if os.geteuid() != 0:
        message = "Dovecot and Postfix can only be started by root; `make test` uses sudo where it may"
        raise RuntimeError(message)


class Premises:
    """A directory that every user may enter, with named processes."""

    def __init__(self, name: str) -> None:
        self.path = Path(tempfile.mkdtemp(prefix=f"followupd-{name}-"))
        self.path.chmod(0o755)
        self._pids = self.path / "pids"
        self._pids.mkdir()
        self._processes: dict[str, subprocess.Popen[bytes]] = {}
        end, self._lifeline = os.pipe()
        self._guard = subprocess.Popen(
            ["/bin/sh", "-c", GUARD, "guard", str(self.path)],
            stdin=end,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        os.close(end)

    def directory(self, name: str, mode: int = 0o755) -> Path:
        """Make a directory in it."""
        made = self.path / name
        made.mkdir(parents=True, exist_ok=True)
        made.chmod(mode)
        return made

    def spawn(
        self, name: str, argv: list[str], *, env: dict[str, str] | None = None, feed: bytes = b""
    ) -> None:
        """Start a process in a separate session; its output goes to `NAME.out`."""
        with (self.path / f"{name}.out").open("ab") as out:
            process = subprocess.Popen(
                argv,
                stdin=subprocess.PIPE,
                stdout=out,
                stderr=out,
                env=env,
                start_new_session=True,
                cwd=self.path,
            )
        self._processes[name] = process
        (self._pids / name).write_text(str(process.pid))
        assert process.stdin is not None
        process.stdin.write(feed)
        process.stdin.close()

    def runs(self, name: str) -> bool:
        """Return whether that process runs."""
        process = self._processes.get(name)
        return process is not None and process.poll() is None

    def pid(self, name: str) -> int:
        """Return the number of that process."""
        return self._processes[name].pid

    def said(self, name: str) -> str:
        """Return the output of that process."""
        out = self.path / f"{name}.out"
        return out.read_text(errors="replace") if out.exists() else ""

    def end(self, name: str) -> None:
        """Stop that process, and everything that it started."""
        process = self._processes.pop(name, None)
        if process is None:
            return
        # It is sent repeatedly, since a process that is just starting may miss it.
        for number in (*[signal.SIGTERM] * 50, signal.SIGKILL):
            with suppress(ProcessLookupError):
                os.killpg(process.pid, number)
            with suppress(subprocess.TimeoutExpired):
                process.wait(timeout=0.05)
                break
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        (self._pids / name).unlink(missing_ok=True)

    def close(self) -> None:
        """Stop everything and remove the directory."""
        for name in list(self._processes):
            self.end(name)
        os.close(self._lifeline)
        self._guard.wait(timeout=120)  # it gives each process two seconds


def alive(pid: int) -> bool:
    """Return whether a process runs; a zombie does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False
