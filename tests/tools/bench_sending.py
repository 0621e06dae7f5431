"""Thank-yous to a real Postfix, beside mailmerge from PyPI, which sends the same words to the same people."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import time
import venv
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import yaml
from daemon_stage import KnownLogin, base_config
from kill_candidate import NOWHERE, zone_of_noon
from mailhost import SAM

from followupd.adapters.store.sqlite import SqliteStore
from followupd.adapters.system.paths import Paths
from followupd.config.active import ActiveConfig
from followupd.daemon.daemon import Daemon
from followupd.engine.safety.begun_interviews import note_typed_interview
from followupd.journal.facts import Taken

if TYPE_CHECKING:
    from collections.abc import Callable

    from mailhost import MailHost

    from followupd.config.model import Config

MAILMERGE = "mailmerge==2.3.0"
PEERS = Path(__file__).resolve().parents[2] / ".cache" / "peers"
GOAL_RATE, GOAL_GROWTH = 0.8, 1.3
PEOPLE_EACH = 5  # of an interview: the daemon spreads more of them over the day
THANKS = (
    "Dear {name},\n\nthank you for taking the time to speak with me about the position of Data Engineer. I enjoyed what"
    " you said about {fact}. I have built pipelines that load four billion rows a night, and would gladly do so for"
    " you.\n\nMay I phone you during the week?\n\nKind regards\nSam Sample\n"
)


def install_mailmerge() -> Path:
    """Install mailmerge into an environment of its own, once; return its program."""
    program = PEERS / "bin" / "mailmerge"
    if not program.exists():
        venv.create(PEERS, with_pip=True)
        subprocess.run([PEERS / "bin" / "pip", "install", "--quiet", MAILMERGE], check=True)
    return program


@dataclass(frozen=True)
class Sending:
    """What it took to send so many mails: seconds, and seconds of processor time."""

    count: int
    wall: float
    processor: float


class UncappedDaemon(Daemon):
    """A daemon that sends more than fifty mails a day: nobody may, but it shows how the cost grows."""

    _lifted: tuple[Config, Config] | None = None

    def _read_active_config(self) -> ActiveConfig:
        active = super()._read_active_config()
        if self._lifted is None or self._lifted[0] is not active.config:
            sending = active.config.sending.model_copy(update={"daily_cap": 10_000})
            self._lifted = active.config, active.config.model_copy(update={"sending": sending})
        return ActiveConfig(self._lifted[1], active.fault_by_interview, active.halt_reason, active.faults)


def list_people(count: int) -> list[tuple[str, str]]:
    """Return so many names with their addresses; ten of them work for one company."""
    return [(f"Bea Diaz{n}", f"bea{n}@t{n // PEOPLE_EACH}.example") for n in range(count)]


def write_config(mailhost: MailHost, paths: Paths, count: int) -> None:
    """Write a configuration by which so many thank-yous are due."""
    now = datetime.now(UTC)
    zone = zone_of_noon(now)
    start = now.astimezone(ZoneInfo(zone)) - timedelta(hours=3)
    step = {"id": "thank-you", "channel": "email", "to": "everyone", "when": "1 hour after interview"}
    people = list_people(count)
    interviews: list[dict[str, Any]] = [
        {
            "id": f"t{number}", "company": f"Thanked{number} GmbH", "position": "Data Engineer",
            "at": f"{start:%Y-%m-%d %H:%M}", "keywords": ["streaming"],
            "strengths": ["I have built pipelines that load four billion rows a night."],
            "contacts": [
                {"name": name, "email": address, "fact": f"what {name} said"}
                for name, address in people[number * PEOPLE_EACH : (number + 1) * PEOPLE_EACH]
            ],
            "cadence": [step | {"latest": "1 business day"}],
        }
        for number in range(-(-count // PEOPLE_EACH))
    ]  # fmt: skip
    config = base_config(mailhost) | {
        "candidate": {"name": SAM.name, "zone": zone, "country": NOWHERE},
        "sending": {"weekend": [], "jitter": "0 minutes", "gap": "0 minutes", "approve": "none"},
        "interviews": interviews,
    }
    paths.config.parent.mkdir(parents=True)
    paths.config.write_text(yaml.safe_dump(config))


def send_ours(mailhost: MailHost, directory: Path, count: int) -> Sending:
    """Send so many thank-yous in one pass."""
    paths = Paths(directory / "config" / "config.yaml", directory / "state")
    write_config(mailhost, paths, count)
    with closing(
        SqliteStore(paths.store_file)
    ) as store:  # else they would be asked about: they began before it
        for number in range(-(-count // PEOPLE_EACH)):
            note_typed_interview(store, f"t{number}")
    daemon = UncappedDaemon(paths, login=KnownLogin(SAM.address, SAM.password))
    try:
        began, worked = time.monotonic(), _processor_seconds()
        daemon.tick()
        wall = time.monotonic() - began
        sent = sum(isinstance(entry.fact, Taken) for entry in daemon.store.read_facts())
    finally:
        daemon.close()
    if sent != count:
        sys.exit(f"{sent} of {count} thank-yous were sent")
    return Sending(count, wall, _processor_seconds() - worked)


def _processor_seconds() -> float:
    own, children = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return own.ru_utime + own.ru_stime + children.ru_utime + children.ru_stime


def send_by_mailmerge(mailhost: MailHost, directory: Path, count: int) -> Sending:
    """Send as many mails by mailmerge."""
    directory.mkdir(parents=True)
    header = f"TO: {{{{email}}}}\nSUBJECT: Thank you\nFROM: {SAM.mailbox}\n\n"
    text = THANKS.replace("{name}", "{{name}}").replace("{fact}", "what {{name}} said")
    (directory / "mailmerge_template.txt").write_text(header + text)
    rows = "".join(f"{address},{name}\n" for name, address in list_people(count))
    (directory / "mailmerge_database.csv").write_text("email,name\n" + rows)
    (directory / "mailmerge_server.conf").write_text(
        f"[smtp_server]\nhost = localhost\nport = {mailhost.submissions_port}\nsecurity = SSL/TLS\nusername = {SAM.address}\n"
    )
    command = [str(install_mailmerge()), "--no-dry-run", "--no-limit", "--output-format", "text"]
    began, worked = time.monotonic(), _processor_seconds()
    subprocess.run(
        command, cwd=directory, env=os.environ | {"SSL_CERT_FILE": str(mailhost.ca_file)}, check=True,
        input=f"{SAM.password}\n", text=True, capture_output=True, start_new_session=True,
    )  # fmt: skip
    return Sending(count, time.monotonic() - began, _processor_seconds() - worked)


def measure_sending(
    tell: Callable[..., None], mailhost: MailHost, directory: Path, counts: tuple[int, ...], *, has_peer: bool
) -> dict[str, list[tuple[float, float]]]:
    """Tell the rate beside mailmerge's and how it grows; return the seconds over the number of mails."""
    for _, address in list_people(max(counts)):
        mailhost.dovecot.add_user(address, "a word")
    mailhost.postfix.accept(list(mailhost.dovecot.users()))
    lines: dict[str, list[tuple[float, float]]] = {"followupd": []} | ({"mailmerge": []} if has_peer else {})
    processor: list[float] = []
    for count in counts:
        if has_peer:
            peer = send_by_mailmerge(mailhost, directory / f"mailmerge-{count}", count)
            lines["mailmerge"].append((count, peer.wall))
            mailhost.postfix.settle(120)
        ours = send_ours(mailhost, directory / f"thanks-{count}", count)
        lines["followupd"].append((count, ours.wall))
        processor.append(ours.processor / count)
        mailhost.postfix.settle(120)
    if has_peer:
        rate = lines["mailmerge"][-1][1] / lines["followupd"][-1][1]
        figure = f"{ours.wall:.1f} s, {rate:.2f} x"
        tell(
            f"{count} thank-yous to Postfix",
            figure,
            f"goal {GOAL_RATE:g} x the rate of mailmerge",
            good=rate >= GOAL_RATE,
        )
    growth = processor[-1] / processor[0]
    figure = f"{processor[-1] * 1000:.0f} ms, {growth:.2f} x"
    tell(
        f"processor time of one of {count}",
        figure,
        f"goal {GOAL_GROWTH:g} x that of one of {counts[0]}",
        good=growth <= GOAL_GROWTH,
    )
    return lines
