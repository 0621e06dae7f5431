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
from followupd.errors import Unreachable

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
def test_a_worker_that_dies_is_an_error_of_the_files_and_they_are_never_read_here(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, rest: str
) -> None:
    odd(monkeypatch, tmp_path, f"{HELLO}; {rest}")
    result = config_loader.load_in_worker(*GOOD)
    assert result.config is None
    assert len(result.faults) == 1
    assert result.faults[0].startswith("config.yaml and interviews/*.yaml: cannot be read (")


def test_where_no_process_can_be_had_the_files_count_as_not_read(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(sys, "executable", str(tmp_path / "none"))
    with pytest.raises(Unreachable, match="no process can be started"):
        config_loader.load_in_worker(*GOOD)


BILLION = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 10)
)


@pytest.mark.parametrize("bomb", [BILLION, "a: &a [*a]\n", "[" * 3000])
def test_a_file_that_unfolds_without_end_is_an_error_of_that_file_alone(bomb: str) -> None:
    result = config_loader.load_in_worker(GOOD[0], [*GOOD[1], ("interviews/bomb.yaml", bomb)])
    assert result.config is not None
    assert [i.id for i in result.config.interviews] == ["acme"]
    assert all(fault.startswith("interviews/bomb.yaml:") for fault in result.faults)
    assert set(result.fault_by_interview) == {"bomb"}


def test_an_alias_may_save_typing() -> None:
    text = ACME.replace("at:", "zone: &z Europe/Paris\nlanguage: fr\nat:") + "# *z\n"
    assert config_loader.load_in_worker(GOOD[0], [("interviews/acme.yaml", text)]).faults == ()


def test_our_own_steps_are_as_good_as_checked_ones() -> None:
    assert playbook_steps() == [Step.model_validate(step) for step in PLAYBOOK]
    assert Step.model_validate(FAREWELL_STEP.model_dump()) == FAREWELL_STEP


def test_after_an_update_of_the_program_the_daemon_ends(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    odd(monkeypatch, tmp_path, 'echo \'["99.0", "", 1, 1]\'; cat >/dev/null')
    with pytest.raises(ProgramReplaced, match=r"followupd 99\.0 was installed meanwhile"):
        config_loader.load_in_worker(*GOOD)
