"""The checks of `followupd doctor` for this machine: store, service, clock, data of time zones and holidays."""

from __future__ import annotations

import stat
import subprocess
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

from followupd.adapters.store import binding
from followupd.adapters.store.sqlite import SqliteStore
from followupd.adapters.workers.classifier import ClassifierWorker
from followupd.engine.ports import Unclassifiable
from followupd.errors import Unreachable
from followupd.planning.public_holidays import is_known_country
from followupd.setup.doctor.finding import Finding, fault_finding, ok_finding, warning_finding
from followupd.setup.service.location import ServiceLocation
from followupd.setup.service.status import inspect_service
from followupd.setup.service.unit import UnitState

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from followupd.adapters.system.paths import Paths
    from followupd.config.model import Config

MAX_ZONE_DATA_AGE = 3  # in years; after such a time some country has changed its clocks


def check_store(paths: Paths) -> Iterator[Finding]:
    """Check that the store is whole, and that only its owner can read it. Raises StoreFault."""
    if not paths.store_file.exists():
        yield ok_finding("state", f"{paths.state}: nothing is there yet")
        return
    exposed_paths = [p for p in (paths.state, paths.store_file) if stat.S_IMODE(p.stat().st_mode) & 0o077]
    for path in exposed_paths:
        yield fault_finding("state", f"{path} is open to other users", f"chmod go= {path}")
    store = SqliteStore(paths.store_file)
    try:
        broken_entry, damage = store.verify_chain(), store.find_damage()
        foreign_reason = binding.why_foreign(store, paths.store_file)
        older_reason = binding.why_older(store, paths.store_file)
    finally:
        store.close()
    if broken_entry is not None or damage:
        journal = f"the journal is damaged from entry {broken_entry} on"
        text = f"{paths.store_file} is damaged: {damage}" if damage else journal
        yield fault_finding("state", text, "restore it from a backup", 75)
    elif foreign_reason:
        text, _, remedy = foreign_reason.partition("; ")
        yield fault_finding("state", text, remedy, 78)
    elif older_reason:
        yield warning_finding(
            "state", older_reason, "start followupd: it compares the mailbox, pauses and tells you"
        )
    elif not exposed_paths:
        yield ok_finding("state", f"{paths.store_file}: whole, and yours alone")


def check_service() -> Iterator[Finding]:
    """Check that a service manager (the machine's or the user's) starts followupd, and that it outlives the session."""
    own_location = ServiceLocation(None)
    try:
        report = next(
            (
                r
                for r in map(inspect_service, (ServiceLocation(own_location.owner_name), own_location))
                if r.enabled
            ),
            None,
        )
    except Unreachable as error:
        text, _, remedy = str(error).partition("; ")
        yield warning_finding("service", text, remedy)
        return
    if report is None:
        yield warning_finding("service", "followupd is not started at login", "followupd service install")
    elif report.standing is UnitState.OLDER:
        yield warning_finding("service", f"{report.path} is of another version", "followupd service install")
    elif not report.is_running:
        yield warning_finding("service", "it is installed and does not run", "followupd service status")
    elif report.lingers is False:
        yield warning_finding(
            "service", "followupd ends when you log out", "followupd service install --linger"
        )
    else:
        yield ok_finding("service", f"{report.unit} runs, is enabled, and outlives your session")
    if _read_output("timedatectl", "show", "--property=NTPSynchronized", "--value") == "no":
        yield warning_finding("clock", "this machine's clock is not synchronised", "timedatectl set-ntp true")


def check_classifier() -> Iterator[Finding]:
    """Check that incoming mail can be judged in a process of its own."""
    worker = ClassifierWorker()
    try:
        worker.parse_reply_command(b"")
        yield ok_finding("judge", "incoming mail is judged in a process of its own")
    except (Unreachable, Unclassifiable) as error:
        reason = str(error) or "the judge answers once, and once it does not"
        yield fault_finding("judge", reason, "see whether memory is left; if so, install followupd again", 75)
    finally:
        worker.stop()


def _read_output(*command: str) -> str | None:
    """Return the output of one of systemd's programs; None if it is missing or does not answer."""
    try:
        process = subprocess.run(command, capture_output=True, text=True, timeout=10, check=False)  # noqa: S603
    except (OSError, subprocess.TimeoutExpired):
        return None
    return process.stdout.strip()


def check_zones(config: Config, now: datetime) -> Iterator[Finding]:
    """Check the age of the time zone data. The finding shows the time in each zone, so that a reader can compare it."""
    from zoneinfo import ZoneInfo

    zone_names = dict.fromkeys(
        [config.candidate.zone, *(i.zone or config.candidate.zone for i in config.interviews)]
    )
    times = ", ".join(f"{zone} {now.astimezone(ZoneInfo(zone)):%H:%M %Z}" for zone in zone_names)
    data_version = _find_zone_data_version()
    text = f"time zone data {data_version or 'of unknown age'}: it is now {times}"
    if data_version and data_version[:4].isdecimal() and now.year - int(data_version[:4]) > MAX_ZONE_DATA_AGE:
        yield warning_finding("zones", text, "update the package tzdata of your system")
    else:
        yield ok_finding("zones", text)


def _find_zone_data_version() -> str | None:
    """Return the version of the data that zoneinfo uses: the system's, else that of the package tzdata."""
    from zoneinfo import TZPATH

    for directory in TZPATH:
        try:
            with Path(directory, "tzdata.zi").open(encoding="utf-8") as file:
                return file.readline().removeprefix("# version").strip()
        except OSError:
            if Path(directory, "Europe").is_dir():
                return None
    return version("tzdata")


def check_holidays(config: Config) -> Iterator[Finding]:
    """Check that the holidays of every country are known."""
    home = config.candidate.country
    countries = sorted({home, *map(config.country_of, config.interviews)})
    if unknown_countries := [c for c in countries if not is_known_country(c)]:
        yield warning_finding(
            "holidays",
            f"none are known for {', '.join(unknown_countries)}: only weekends count there",
            "write its code as `country:` of the interview, DE or DE-BY; a newer followupd may know more",
        )
    else:
        yield ok_finding("holidays", f"known for {', '.join(countries)} (holidays {version('holidays')})")
