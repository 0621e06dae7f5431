"""What the daemon costs while it starts and idles: memory, processor, wake-ups; and the commands beside it."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import threading
import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

import yaml
from bench_commands import measure_commands
from daemon_stage import PANEL
from kill_candidate import Candidate

if TYPE_CHECKING:
    from collections.abc import Callable

    from mailhost import MailHost

FIXED = ("imapclient", "jinja2", "schedule", "keyring", "yaml")
BARE = f"import {', '.join(FIXED)}, sys; print(flush=True); sys.stdin.read()"
SETTLED = 12.0  # seconds after which a daemon that has nothing to do has done it


@dataclass(frozen=True)
class Memory:
    """Of one process, in kB: all that is mapped, and its share of what others map too."""

    rss: int
    pss: int

    @classmethod
    def of(cls, pid: int) -> Memory:
        """Ask the kernel."""
        said = dict(re.findall(r"(?m)^(Rss|Pss):\s+(\d+)", Path(f"/proc/{pid}/smaps_rollup").read_text()))
        return cls(int(said["Rss"]), int(said["Pss"]))


def tell_memory(tell: Callable[..., None], what: str, had: Memory, five: Memory) -> None:
    """Tell a memory beside the bare interpreter's."""
    times, shares = had.rss / five.rss, had.pss / five.pss
    tell(f"{what}, RSS", f"{had.rss / 1024:.1f} MB, {times:.2f} x", "goal 1.50 x", good=times <= 1.5)
    tell(f"{what}, PSS", f"{had.pss / 1024:.1f} MB, {shares:.2f} x")


def bare() -> Memory:
    """Return the memory of an interpreter that has imported the five fixed packages, and waits."""
    with subprocess.Popen(
        [sys.executable, "-c", BARE], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as process:
        assert process.stdout
        process.stdout.readline()
        time.sleep(0.2)
        memory = Memory.of(process.pid)
        process.kill()
    return memory


class Manager:
    """Listens as a service manager does, to every process started meanwhile."""

    def __init__(self, directory: Path) -> None:
        self.ready = threading.Event()
        self._channel = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self._channel.bind(str(directory / "notify"))
        os.environ["NOTIFY_SOCKET"] = str(directory / "notify")
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        while True:
            if b"READY=1" in self._channel.recv(65536):
                self.ready.set()


def start(candidate: Candidate, manager: Manager) -> tuple[float, float]:
    """Start it; return the seconds until READY=1, and how many of them a processor worked for it; stop it."""
    manager.ready.clear()
    began = time.monotonic()
    candidate.start()
    if not manager.ready.wait(30):
        sys.exit(f"it is not ready after half a minute:\n{candidate.said()}")
    took, worked = time.monotonic() - began, cpu(candidate.process.pid)
    candidate.wait_until_ready()
    candidate.stop()
    return took, worked


def cpu(pid: int) -> float:
    """Return the seconds that all its threads have been on a processor (Linux counts nanoseconds)."""
    return sum(int(f.read_text().split()[0]) for f in Path(f"/proc/{pid}/task").glob("*/schedstat")) / 1e9


def wakeups(pid: int) -> int:
    """Return how often its threads have gone to sleep, and so woken up."""
    tasks = Path(f"/proc/{pid}/task").glob("*/status")
    return sum(int(re.findall(r"(?m)^voluntary_ctxt_switches:\s+(\d+)", t.read_text())[0]) for t in tasks)


def with_nothing_due(candidate: Candidate) -> None:
    """Five interviews next month, with the default cadence, in countries with holidays."""
    config = yaml.safe_load(candidate.config.read_text())
    config["interviews"] = interviews(datetime.now(UTC) + timedelta(days=30))
    candidate.config.write_text(yaml.safe_dump(config))


def interviews(first: datetime) -> list[dict[str, object]]:
    """Return an interview a day with five companies."""
    return [
        PANEL
        | {"id": f"acme-{n}", "company": f"Acme {n}", "country": country}
        | {"at": f"{first + timedelta(days=n):%Y-%m-%d} 14:00"}
        | {"contacts": [p | {"email": f"{p['email']}".replace("@", f"@{n}.")} for p in PANEL["contacts"]]}
        for n, country in enumerate(("DE-BE", "FR", "US-CA", "GB", "ES"))
    ]


def watch_idle(tell: Callable[..., None], candidate: Candidate, seconds: float) -> None:
    """Watch it do nothing."""
    pid = candidate.process.pid
    worked, woken, began = cpu(pid), wakeups(pid), time.monotonic()
    time.sleep(seconds)
    took = time.monotonic() - began
    share, rate = (cpu(pid) - worked) / took * 100, (wakeups(pid) - woken) / took * 60
    tell("idle CPU", f"{share:.3f} %", "goal 0.1 %", good=share <= 0.1)
    tell("wake-ups", f"{rate:.1f} a minute", "3 for the ticks, the others for IDLE and looks at the mailbox")


def measure_daemon(tell: Callable[..., None], mailhost: MailHost, directory: Path, seconds: float) -> None:
    """Start, idle; send, idle again."""
    seen = [bare() for _ in range(3)]
    five = Memory(int(median(m.rss for m in seen)), int(median(m.pss for m in seen)))
    tell("bare interpreter with the five, RSS", f"{five.rss / 1024:.1f} MB")
    tell("bare interpreter with the five, PSS", f"{five.pss / 1024:.1f} MB")
    manager = Manager(directory)
    quiet = Candidate(mailhost, directory / "quiet")
    with_nothing_due(quiet)
    took, worked = min(start(quiet, manager) for _ in range(3))
    tell("ready, the best of three", f"{took:.2f} s", "goal 1 s", good=took <= 1)
    tell("ready, processor time", f"{worked:.2f} s")
    quiet.start()
    quiet.wait_until_ready()
    time.sleep(SETTLED)
    tell_memory(tell, "idle, nothing due", Memory.of(quiet.process.pid), five)
    watch_idle(tell, quiet, seconds)
    quiet.stop()
    busy = Candidate(mailhost, directory / "busy")
    busy.start()
    busy.wait_until_settled(90)
    time.sleep(SETTLED)
    tell_memory(tell, "idle, three mails sent", Memory.of(busy.process.pid), five)
    busy.stop()
    measure_commands(tell, busy.config, busy.environment)
