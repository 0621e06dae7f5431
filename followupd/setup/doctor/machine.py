"""What `followupd doctor` looks at on this machine: the store, the service, the clock, the data of zones and holidays."""

from __future__ import annotations

import stat
import subprocess
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

from followupd.adapters.store import binding
from followupd.adapters.store.sqlite import SqliteStore
from followupd.adapters.workers.classifier import JudgeChild
from followupd.engine.ports import Unjudged
from followupd.errors import Unreachable
from followupd.planning.public_holidays import is_known
from followupd.setup.doctor.finding import Finding, fault, ok, warning
from followupd.setup.service.location import Place
from followupd.setup.service.status import look
from followupd.setup.service.unit import Standing

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from followupd.adapters.system.paths import Places
    from followupd.config.model import Config

OLD = 3  # years, after which some country has changed its clocks


def state(where: Places) -> Iterator[Finding]:
    """The store is whole, and for its owner only. Raises StoreFault."""
    if not where.store.exists():
        yield ok("state", f"{where.state}: nothing is there yet")
        return
    open_to_others = [p for p in (where.state, where.store) if stat.S_IMODE(p.stat().st_mode) & 0o077]
    for path in open_to_others:
        yield fault("state", f"{path} is open to other users", f"chmod go= {path}")
    store = SqliteStore(where.store)
    try:
        broken, damage = store.verify(), store.damage()
        foreign, older = binding.foreign(store, where.store), binding.older(store, where.store)
    finally:
        store.close()
    if broken is not None or damage:
        journal = f"the journal is damaged from entry {broken} on"
        what = f"{where.store} is damaged: {damage}" if damage else journal
        yield fault("state", what, "restore it from a backup", 75)
    elif foreign:
        what, _, remedy = foreign.partition("; ")
        yield fault("state", what, remedy, 78)
    elif older:
        yield warning("state", older, "start followupd: it compares the mailbox, pauses and tells you")
    elif not open_to_others:
        yield ok("state", f"{where.store}: whole, and yours alone")


def service() -> Iterator[Finding]:
    """A service manager starts it, that of the machine or yours, and it outlives your session."""
    yours = Place(None)
    try:
        found = next((r for r in map(look, (Place(yours.owner), yours)) if r.enabled), None)
    except Unreachable as said:
        what, _, remedy = str(said).partition("; ")
        yield warning("service", what, remedy)
        return
    if found is None:
        yield warning("service", "followupd is not started at login", "followupd service install")
    elif found.standing is Standing.OLDER:
        yield warning("service", f"{found.path} is of another version", "followupd service install")
    elif not found.runs:
        yield warning("service", "it is installed and does not run", "followupd service status")
    elif found.lingers is False:
        yield warning("service", "followupd ends when you log out", "followupd service install --linger")
    else:
        yield ok("service", f"{found.unit} runs, is enabled, and outlives your session")
    if _said("timedatectl", "show", "--property=NTPSynchronized", "--value") == "no":
        yield warning("clock", "this machine's clock is not synchronised", "timedatectl set-ntp true")


def judge() -> Iterator[Finding]:
    """Incoming mail can be judged, in a process of its own."""
    child = JudgeChild()
    try:
        child.word(b"")
        yield ok("judge", "incoming mail is judged in a process of its own")
    except (Unreachable, Unjudged) as said:
        why = str(said) or "the judge answers once, and once it does not"
        yield fault("judge", why, "see whether memory is left; if so, install followupd anew", 75)
    finally:
        child.rest()


def _said(*command: str) -> str | None:
    """Return what a program of systemd's printed; None where it is not there or does not answer."""
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=10, check=False)  # noqa: S603
    except (OSError, subprocess.TimeoutExpired):
        return None
    return done.stdout.strip()


def zones(config: Config, now: datetime) -> Iterator[Finding]:
    """The hours of everybody's day are known. Their present time is shown: who reads it sees whether it is right."""
    from zoneinfo import ZoneInfo

    named = dict.fromkeys(
        [config.candidate.zone, *(i.zone or config.candidate.zone for i in config.interviews)]
    )
    times = ", ".join(f"{zone} {now.astimezone(ZoneInfo(zone)):%H:%M %Z}" for zone in named)
    data = _zone_data()
    text = f"time zone data {data or 'of unknown age'}: it is now {times}"
    if data and data[:4].isdecimal() and now.year - int(data[:4]) > OLD:
        yield warning("zones", text, "update the package tzdata of your system")
    else:
        yield ok("zones", text)


def _zone_data() -> str | None:
    """Return the version of the data that zoneinfo takes: the system's, else that of the package."""
    from zoneinfo import TZPATH

    for directory in TZPATH:
        try:
            with Path(directory, "tzdata.zi").open(encoding="utf-8") as file:
                return file.readline().removeprefix("# version").strip()
        except OSError:
            if Path(directory, "Europe").is_dir():
                return None
    return version("tzdata")


def holidays(config: Config) -> Iterator[Finding]:
    """The holidays of every country are known."""
    home = config.candidate.country
    countries = sorted({home, *(i.country or home for i in config.interviews)})
    if unknown := [c for c in countries if not is_known(c)]:
        yield warning(
            "holidays",
            f"none are known for {', '.join(unknown)}: only weekends count there",
            "write its code as `country:` of the interview, DE or DE-BY; `pip install -U holidays` may know more",
        )
    else:
        yield ok("holidays", f"known for {', '.join(countries)} (holidays {version('holidays')})")
