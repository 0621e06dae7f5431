"""The configuration read in a process of its own: the same configuration, the same faults, and a daemon without YAML."""

import subprocess
import sys
from pathlib import Path

import pytest
from worker_processes import HELLO, children, odd

from followupd.adapters.workers import config_loader
from followupd.adapters.workers.process import ProgramReplaced
from followupd.config import loader
from followupd.config.cadence import FAREWELL_STEP, PLAYBOOK, Step, playbook_steps

MAIN = """
account: {address: sam@home.example, imap: {host: imap.home.example, port: 993}, smtp: {host: smtp.home.example, port: 465}}
candidate: {name: Sam Carter, zone: Europe/Berlin, country: DE}
cadences: {short: [{id: thank-you, channel: email, to: everyone, when: 1 hour after interview}]}
"""
ACME = """
company: Acme
position: Data Engineer
at: 2026-11-12 14:00
contacts: [{name: Ana Ruiz, email: ana@acme.example}]
cadence: short
"""
GOOD = ("config.yaml", MAIN), [("interviews/acme.yaml", ACME)]
BAD = ("config.yaml", MAIN + "live: perhaps\n"), [("interviews/acme.yaml", ACME + "tone: rude\n")]
HALF = ("config.yaml", MAIN), [("interviews/acme.yaml", ACME), ("interviews/birch.yaml", "company: [")]
ALONE = f"""
import sys
from followupd.adapters.workers import config_loader
from followupd.daemon import daemon
print(config_loader.load_in_worker(*{GOOD!r}).config.interviews[0].lead.given_name)
print([m for m in ("yaml", "followupd.config.loader") if m in sys.modules])
"""


@pytest.mark.parametrize("texts", [GOOD, BAD, HALF])
def test_it_reads_what_is_read_here(texts: tuple[tuple[str, str], list[tuple[str, str]]]) -> None:
    assert config_loader.load_in_worker(*texts) == loader.load_config(*texts)
    assert children() == set()


def test_what_reads_it_is_not_loaded_in_the_daemon() -> None:
    ended = subprocess.run([sys.executable, "-c", ALONE], capture_output=True, text=True, check=True)
    assert ended.stdout.splitlines() == ["Ana", "[]"]


@pytest.mark.parametrize(
    "rest",
    [
        "exit 1",
        "echo '+nonsense'; cat >/dev/null",
        "echo '+gARLAC4='; cat >/dev/null",
        "echo +; cat >/dev/null",
    ],
)
def test_where_no_child_answers_well_it_is_read_here(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, rest: str
) -> None:
    odd(monkeypatch, tmp_path, f"{HELLO}; {rest}")
    assert config_loader.load_in_worker(*GOOD) == loader.load_config(*GOOD)
    monkeypatch.setattr(sys, "executable", str(tmp_path / "none"))
    assert config_loader.load_in_worker(*GOOD) == loader.load_config(*GOOD)


def test_our_own_steps_are_as_good_as_checked_ones() -> None:
    assert playbook_steps() == [Step.model_validate(step) for step in PLAYBOOK]
    assert Step.model_validate(FAREWELL_STEP.model_dump()) == FAREWELL_STEP


def test_after_an_update_of_the_program_the_daemon_ends(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    odd(monkeypatch, tmp_path, 'echo \'["99.0", "", 1, 1]\'; cat >/dev/null')
    with pytest.raises(ProgramReplaced, match=r"followupd 99\.0 was installed meanwhile"):
        config_loader.load_in_worker(*GOOD)
