"""followupd.service under a user manager: the keyring of the session, lingering, what the home shows it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from household import Household
from loopback import wait_until
from machine import Machine, Unit
from mailhost import SAM, MailHost

KEYRING = "printf unlocked | exec gnome-keyring-daemon --foreground --unlock --components=secrets"
SECRET = "/home/sam/secret"
BY_PROGRAM = {"command": ["/bin/cat", SECRET]}


@pytest.fixture(scope="module", autouse=True)
def _unit(machine: Machine) -> Iterator[None]:
    machine.run("followupd", "service", "install", user="sam")
    yield
    machine.run("rm", "-r", "/home/sam/.config/systemd/user/followupd.service.d")
    machine.run("followupd", "service", "uninstall", user="sam")


@pytest.fixture
def household(machine: Machine, mailhost: MailHost, tmp_path: Path) -> Iterator[Household]:
    household = Household(machine, mailhost, tmp_path)
    machine.write(SECRET, SAM.password, "sam", 0o600)
    household.drop_in("followupd.service", "brisk", "[Service]\nRestartSec=1\n", "sam")
    yield household
    Unit(machine, "followupd.service", "sam").ctl("stop", check=False)
    machine.run("systemctl", "--user", "reset-failed", user="sam", check=False)
    machine.run("rm", "-rf", "/home/sam/.config/followupd", "/home/sam/.local/state/followupd")


@pytest.fixture
def keyring(machine: Machine) -> Iterator[None]:
    """The keyring of sam's session, unlocked."""
    machine.run(
        "systemctl",
        "--user",
        "stop",
        "gnome-keyring-daemon.socket",
        "gnome-keyring-daemon.service",
        user="sam",
    )
    machine.run("systemd-run", "--user", "--unit=keyring", "sh", "-c", KEYRING, user="sam")
    owned = ("busctl", "--user", "status", "org.freedesktop.secrets")
    wait_until(lambda: "PID=" in machine.run(*owned, user="sam", check=False), "the keyring was there")
    yield
    machine.run("systemctl", "--user", "stop", "keyring", user="sam")


@pytest.mark.usefixtures("keyring")
def test_it_sends_with_the_secret_of_the_keyring(household: Household, machine: Machine) -> None:
    unit = household.for_user({"keyring": "followupd"})
    said = machine.run("followupd", "login", "--stdin", user="sam", feed=SAM.password + "\n")
    unit.ctl("start")
    assert unit["ActiveState"] == "active", said
    household.wait_until_thanked(unit)
    unit.wait_for("StatusText", "nothing is planned")
    unit.ctl("stop")
    assert unit["Result"] == "success"
    assert SAM.password not in unit.log()


def test_killed_it_comes_back_and_nobody_hears_twice(household: Household) -> None:
    unit = household.for_user(BY_PROGRAM)
    unit.ctl("start")
    household.wait_until_thanked(unit)
    unit.ctl("kill", "--signal=KILL")
    unit.wait_for("NRestarts", "1")
    unit.wait_for("StatusText", "nothing is planned")
    assert household.thanked() == [1, 1, 1]


def test_with_lingering_it_runs_from_boot_on_before_anybody_logs_in(
    household: Household, machine: Machine
) -> None:
    unit = household.for_user(BY_PROGRAM)
    machine.shut_down()
    machine.boot()
    assert machine.run("loginctl", "list-sessions", "--no-legend").strip() == ""
    unit.wait_for("ActiveState", "active")
    household.wait_until_thanked(unit)


def test_the_commands_beside_it_see_the_same_state(household: Household, machine: Machine) -> None:
    unit = household.for_user(BY_PROGRAM)
    unit.ctl("start")
    household.wait_until_thanked(unit)
    unit.wait_for("StatusText", "nothing is planned")
    assert "Nothing is planned" in machine.run("followupd", "status", user="sam")
    found = machine.run("followupd", "doctor", user="sam", check=False)
    assert "followupd.service runs, is enabled, and outlives your session" in found
    of_this = f"_PID={unit['MainPID']}"
    sent = machine.run(
        "journalctl", "--user", "--unit=followupd", "KIND=sent", of_this, "-o", "cat", user="sam"
    )
    assert len(sent.splitlines()) == 3


PROBE = r"""[Service]
ExecStartPost=/bin/sh -c '\
    try() { if "$$@" >/dev/null 2>&1; then echo "may $$*"; else echo "may not $$*"; fi; }; \
    { try touch %h/x; try touch %h/.config/followupd/x; try touch %h/.local/state/x; try touch %h/.local/state/followupd/x; \
      try touch /tmp/x; try touch /var/tmp/x; try ls %h/.ssh; try cat %h/.config/followupd/config.yaml; \
      try mount -t tmpfs none /tmp; try unshare -U true; try hostname x; } > %h/.local/state/followupd/probe'
"""
MAY = {
    "touch /home/sam/.local/state/followupd/x",
    "touch /tmp/x",
    "touch /var/tmp/x",
    "cat /home/sam/.config/followupd/config.yaml",
}


def test_confined_it_may_write_to_its_state_and_nowhere_else(household: Household, machine: Machine) -> None:
    machine.write("/home/sam/.ssh/id", "a key", "sam", 0o600)
    household.drop_in("followupd.service", "probe", PROBE, "sam")
    try:
        household.for_user(BY_PROGRAM).ctl("start")
    finally:
        machine.run("rm", "/home/sam/.config/systemd/user/followupd.service.d/probe.conf")
        machine.run("systemctl", "--user", "daemon-reload", user="sam")
    said = (machine.root / "home/sam/.local/state/followupd/probe").read_text().splitlines()
    assert len(said) == 11
    assert {line.removeprefix("may ") for line in said if not line.startswith("may not")} == MAY
    assert not (machine.root / "tmp/x").exists()
