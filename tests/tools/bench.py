"""What followupd costs: python tests/bench.py [--idle 250]. Prints each figure beside its goal; exits 1 if one is missed.

The daemon runs as the unit runs it, against Dovecot and Postfix: once with nothing due, once after three thank-yous
have gone out.
"""

import argparse
import compileall
import os
import re
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median

HERE = Path(__file__).resolve().parent
SUPPORT = HERE.parent / "support"
sys.path[:0] = [str(SUPPORT), str(SUPPORT / "servers"), str(SUPPORT / "simulation"), str(HERE)]

import yaml  # noqa: E402
from bench_commands import measure_commands  # noqa: E402
from bench_imports import measure_imports  # noqa: E402
from certificates import Authority  # noqa: E402
from daemon_stage import PANEL  # noqa: E402
from kill_candidate import Candidate  # noqa: E402
from mailhost import MailHost  # noqa: E402
from server_sandbox import Premises  # noqa: E402

FIXED = ("imapclient", "jinja2", "schedule", "keyring", "yaml")
BARE = f"import {', '.join(FIXED)}, sys; print(flush=True); sys.stdin.read()"
SETTLED = 12.0  # seconds after which a daemon that has nothing to do has done it


@dataclass(frozen=True)
class Memory:
    """Of one process, in kB: all that is mapped, and its share of what others map too."""

    rss: int
    pss: int

    @classmethod
    def of(cls, pid: int) -> "Memory":
        """Ask the kernel."""
        said = dict(re.findall(r"(?m)^(Rss|Pss):\s+(\d+)", Path(f"/proc/{pid}/smaps_rollup").read_text()))
        return cls(int(said["Rss"]), int(said["Pss"]))


@dataclass
class Report:
    """The figures as they come; `missed` are those beyond their goal."""

    missed: int = 0

    def line(self, what: str, figure: str, goal: str = "", *, good: bool = True) -> None:
        """Print one figure."""
        mark = "" if good else "  MISSED"
        sys.stdout.write(f"{what:40} {figure:>20}   {goal}{mark}".rstrip() + "\n")
        sys.stdout.flush()
        self.missed += not good

    def memory(self, what: str, had: Memory, bare: Memory) -> None:
        """Print a memory beside the bare interpreter's."""
        times, shares = had.rss / bare.rss, had.pss / bare.pss
        self.line(f"{what}, RSS", f"{had.rss / 1024:.1f} MB, {times:.2f} x", "goal 1.50 x", good=times <= 1.5)
        self.line(f"{what}, PSS", f"{had.pss / 1024:.1f} MB, {shares:.2f} x")


# --- a bare interpreter


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


# --- the daemon


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


def idle(report: Report, candidate: Candidate, seconds: float) -> None:
    """Watch it do nothing."""
    pid = candidate.process.pid
    worked, woken, began = cpu(pid), wakeups(pid), time.monotonic()
    time.sleep(seconds)
    took = time.monotonic() - began
    share, rate = (cpu(pid) - worked) / took * 100, (wakeups(pid) - woken) / took * 60
    report.line("idle CPU", f"{share:.3f} %", "goal 0.1 %", good=share <= 0.1)
    report.line(
        "wake-ups", f"{rate:.1f} a minute", "3 for the ticks, the others for IDLE and looks at the mailbox"
    )


def daemon(report: Report, mailhost: MailHost, directory: Path, seconds: float) -> None:
    """Start, idle; send, idle again."""
    seen = [bare() for _ in range(3)]
    five = Memory(int(median(m.rss for m in seen)), int(median(m.pss for m in seen)))
    report.line("bare interpreter with the five, RSS", f"{five.rss / 1024:.1f} MB")
    report.line("bare interpreter with the five, PSS", f"{five.pss / 1024:.1f} MB")
    manager = Manager(directory)
    quiet = Candidate(mailhost, directory / "quiet")
    with_nothing_due(quiet)
    took, worked = min(start(quiet, manager) for _ in range(3))
    report.line("ready, the best of three", f"{took:.2f} s", "goal 1 s", good=took <= 1)
    report.line("ready, processor time", f"{worked:.2f} s")
    quiet.start()
    quiet.wait_until_ready()
    time.sleep(SETTLED)
    report.memory("idle, nothing due", Memory.of(quiet.process.pid), five)
    idle(report, quiet, seconds)
    quiet.stop()
    busy = Candidate(mailhost, directory / "busy")
    busy.start()
    busy.wait_until_settled(90)
    time.sleep(SETTLED)
    report.memory("idle, three mails sent", Memory.of(busy.process.pid), five)
    busy.stop()
    measure_commands(report.line, busy.config)


def page(report: Report) -> None:
    """A look at the page, with 50 interviews of 100 facts each, beside one without any."""
    from bench_page import GOAL, measure_page

    figures = measure_page()
    empty, today = figures["an empty page"], figures["today"]
    report.line(
        "the page: 50 interviews x 100 facts",
        f"{today * 1000:.0f} ms, {today / empty:.1f} x",
        f"goal {GOAL * 1000:.0f} ms beyond an empty page",
        good=today - empty <= GOAL,
    )


def deciders(report: Report) -> None:
    """Ask the pure parts how fast they are, on one processor."""
    from bench_judge import measure_judge

    measure_judge(report.line)
    report.line("interviews planned", f"{planning():,.0f} /s")
    report.line("cadence-days simulated", f"{living():,.0f} /s")


# --- the deciders


def planning() -> float:
    """Return how many interviews the planner plans a second, each with a panel that has been thanked."""
    from builders import look, thanked

    from followupd.journal.history import History

    return rate(lambda: look("20 09:00", History(thanked())), 1)


def rate(work: Callable[[], object], pieces: int, seconds: float = 3.0) -> float:
    """Do it again and again for so many seconds of processor time; return pieces a second."""
    work()
    began, done = time.process_time(), 0
    while (took := time.process_time() - began) < seconds:
        work()
        done += pieces
    return done / took


def living() -> float:
    """Return how many cadence-days the simulator lives a second."""
    from itertools import count

    from simulation import run_many

    return run_many(count(7), seconds=10.0, days=1e9).rate


def main() -> int:
    """Return 0 if every goal is met."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--idle", type=float, default=250, help="seconds to watch it do nothing: one round of IDLE"
    )
    asked = parser.parse_args()
    report = Report()
    # An installation has its bytecode; PYTHONDONTWRITEBYTECODE would have every start compile everything anew.
    compileall.compile_dir(HERE.parents[1] / "followupd", quiet=1)
    premises = Premises("bench")
    with tempfile.TemporaryDirectory(prefix="followupd-bench-") as directory:
        mailhost = MailHost(premises, Authority(premises.directory("authority")))
        mailhost.fresh()
        try:
            daemon(report, mailhost, Path(directory), asked.idle)
        finally:
            mailhost.stop()
            premises.close()
    deciders(report)
    measure_imports(report.line)
    return 1 if report.missed else 0


if __name__ == "__main__":
    sys.exit(main())
