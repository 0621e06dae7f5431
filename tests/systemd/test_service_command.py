"""`followupd service` on a booted machine: put in place as it was installed, shown, renewed, refused, undone."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from household import AUTHORITY, Household
from machine import Machine, Unit
from mailhost import SAM, MailHost
from service_env import BY_PROGRAM, SECRET, files, status

UNIT = "/home/sam/.config/systemd/user/followupd.service"
PIPX = "/home/sam/.local/pipx/venvs/followupd/bin/followupd"


@pytest.fixture
def household(machine: Machine, mailhost: MailHost, tmp_path: Path) -> Iterator[Household]:
    household = Household(machine, mailhost, tmp_path)
    machine.write(SECRET, SAM.password, "sam", 0o600)
    yield household
    machine.end_sessions()
    for name in ("sam", "kim"):
        machine.run("followupd", "service", "uninstall", "--force", "--system", name, check=False)
    machine.run("followupd", "service", "uninstall", "--force", user="sam", check=False)
    machine.run(
        "rm", "-rf", "/home/sam/.config/followupd", "/home/sam/.local/state/followupd", "/etc/followupd",
        "/var/lib/followupd",
    )  # fmt: skip


def test_installed_by_pipx_it_becomes_a_service_of_the_session(
    household: Household, machine: Machine
) -> None:
    unit = household.for_user(BY_PROGRAM)
    before = files(machine)
    said = machine.run("followupd", "service", "install", user="sam")
    assert f"wrote {UNIT}" in said
    assert "systemctl --user enable followupd.service" in said
    assert unit["ActiveState"] == "active"
    assert f"ExecStart={PIPX} run" in (machine.root / UNIT[1:]).read_text()
    household.wait_until_thanked(unit)
    unit.wait_for("StatusText", "nothing is planned")
    shown = status(machine, user="sam")
    assert (shown["standing"], shown["enabled"], shown["active"]) == ("current", True, "active")
    assert shown["says"].startswith("nothing is planned")
    assert shown["left_out"] == []
    machine.run("followupd", "service", "uninstall", user="sam")
    assert files(machine) <= before | {"/home/sam/.config/systemd/user"}
    assert unit["LoadState"] == "not-found"
    assert household.thanked() == [1, 1, 1]


def test_a_container_that_hides_the_kernels_log_costs_that_one_setting(
    household: Household, machine: Machine
) -> None:
    unit = household.for_user(BY_PROGRAM)
    hide = "mkfifo /run/hidden && mount --bind /run/hidden /proc/kmsg && rm /run/hidden"  # as systemd-nspawn does
    machine.run("sh", "-c", hide)
    try:
        machine.run("followupd", "service", "install", user="sam")
        assert unit["ActiveState"] == "active"
        assert status(machine, user="sam")["left_out"] == ["ProtectKernelLogs"]
    finally:
        machine.run("umount", "/proc/kmsg")
    machine.run("followupd", "service", "install", user="sam")
    assert status(machine, user="sam")["left_out"] == []


def test_one_command_goes_from_nothing_to_the_running_service(household: Household, machine: Machine) -> None:
    host = household.mailhost
    said = machine.run(
        "followupd", "init", "--yes", "--offline", "--address", SAM.address, "--name", SAM.name,
        "--zone", "Europe/Berlin", "--country", "DE", "--ca-file", AUTHORITY,
        "--imap", f"localhost:{host.imaps_port}", "--smtp", f"localhost:{host.submissions_port}",
        "--secret-command", f"/bin/cat {SECRET}", "--no-test-mail", "--no-interview", "--service",
        user="sam",
    )  # fmt: skip
    assert f"wrote {UNIT}" in said
    unit = Unit(machine, "followupd.service", "sam")
    assert unit["ActiveState"] == "active", said
    unit.wait_for("StatusText", "nothing is planned (live is false")


def test_without_a_configuration_it_is_enabled_and_not_started(
    household: Household, machine: Machine
) -> None:
    said = machine.run("followupd", "service", "install", user="sam")
    assert "not started: there is no /home/sam/.config/followupd/config.yaml yet" in said
    shown = status(machine, user="sam")
    assert (shown["enabled"], shown["active"]) == (True, "inactive")
    assert household.thanked() == [0, 0, 0]


def test_what_was_edited_is_shown_and_kept_and_what_is_older_is_renewed(
    household: Household, machine: Machine
) -> None:
    unit = household.for_user(BY_PROGRAM)
    machine.run("followupd", "service", "install", user="sam")
    first = unit["MainPID"]
    assert f"{UNIT} is as it should be" in machine.run("followupd", "service", "install", user="sam")
    assert unit["MainPID"] == first

    text = (machine.root / UNIT[1:]).read_text()
    machine.write(UNIT, text.replace("WatchdogSec=180", "WatchdogSec=900"), "sam")
    refused = machine.run("followupd", "service", "install", user="sam", check=False)
    assert "-WatchdogSec=900" in refused
    assert "+WatchdogSec=180" in refused
    assert status(machine, user="sam")["standing"] == "edited"
    assert "was edited" in machine.run("followupd", "service", "uninstall", user="sam", check=False)
    assert "WatchdogSec=900" in (machine.root / UNIT[1:]).read_text()

    shipped = machine.run(
        "sh",
        "-c",
        f"cat {Path(PIPX).parents[1]}/lib/python3*/site-packages/followupd/systemd/followupd.service",
    )
    machine.write(UNIT, shipped, "sam")
    assert status(machine, user="sam")["standing"] == "older"
    assert f"renewed {UNIT}" in machine.run("followupd", "service", "install", user="sam")
    assert unit["ActiveState"] == "active"
    assert unit["MainPID"] != first
    assert status(machine, user="sam")["standing"] == "current"


def test_the_system_unit_runs_from_a_venv_as_the_person_it_is_for(
    household: Household, machine: Machine
) -> None:
    unit = household.for_system()
    said = machine.run("followupd", "service", "install", "--system", "sam")
    assert "wrote /etc/systemd/system/followupd@.service" in said
    assert unit["ActiveState"] == "active"
    assert unit["User"] == "sam"
    household.wait_until_thanked(unit)
    shown = status(machine, "--system", "sam")
    assert shown["program"] == "/opt/followupd/bin/followupd"
    assert (shown["standing"], shown["lingers"], shown["left_out"]) == ("current", None, [])


def test_two_people_share_the_unit_and_the_last_one_takes_it_along(
    household: Household, machine: Machine
) -> None:
    before = files(machine)
    household.for_system()
    machine.run("followupd", "service", "install", "--system", "sam")
    said = machine.run("followupd", "service", "install", "--system", "kim")
    assert "made /etc/followupd/kim, for kim alone" in said
    assert "not started: there is no /etc/followupd/kim/config.yaml yet" in said
    assert "the unit stays, for kim" in machine.run("followupd", "service", "uninstall", "--system", "sam")
    assert status(machine, "--system", "sam")["active"] == "inactive"
    machine.run("followupd", "service", "uninstall", "--system", "kim")
    # What sam has written for it is not followupd's to remove.
    assert files(machine) - before <= {
        "/etc/followupd",
        "/etc/followupd/sam",
        "/etc/followupd/sam/config.yaml",
    }


@pytest.mark.usefixtures("household")
def test_who_cannot_have_a_service_is_told_why(machine: Machine) -> None:
    def refused(*words: str, user: str = "") -> str:
        return machine.run("followupd", "service", *words, user=user, check=False)

    assert "as root, say for whom" in refused("install")
    assert "not for root" in refused("install", "--system", "root")
    assert "nobody here is called sma" in refused("install", "--system", "sma")
    assert "only root may do that" in refused("install", "--system", "kim", user="sam")
    assert "the service manager does not answer; log in again" in refused("install", user="leo")
    at_home = machine.run(PIPX, "service", "install", "--system", "kim", check=False)
    assert f"{PIPX} is hidden from the service" in at_home


def test_what_the_machine_forbids_is_left_out_and_said_and_undone(
    household: Household, machine: Machine
) -> None:
    # As on a machine without user namespaces: kim's manager, and all that it starts, cannot make any.
    uid = machine.run("id", "-u", "kim").strip()
    machine.write(
        f"/etc/systemd/system/user@{uid}.service.d/none.conf", "[Service]\nRestrictNamespaces=~user\n"
    )
    machine.run("systemctl", "daemon-reload")
    machine.write("/home/kim/secret", SAM.password, "kim", 0o600)
    unit = household.for_user({"command": ["/bin/cat", "/home/kim/secret"]}, "kim", live=False)
    machine.start_session("kim")
    said = machine.run("followupd", "service", "install", "--linger", user="kim")
    assert "this machine forbids PrivateUsers" in said
    assert unit["ActiveState"] == "active", unit.log()
    shown = status(machine, user="kim")
    assert {"PrivateUsers", "ProtectSystem"} <= {*shown["left_out"]}
    assert "SystemCallFilter" not in shown["left_out"]
    # Where it is no longer forbidden, the next installation confines it.
    unit.ctl("stop")
    machine.run("rm", "-r", f"/etc/systemd/system/user@{uid}.service.d")
    machine.run("systemctl", "daemon-reload")
    machine.run("systemctl", "restart", f"user@{uid}.service")
    assert unit.ctl("is-enabled").strip() == "enabled"
    machine.run("followupd", "service", "install", user="kim")
    assert status(machine, user="kim")["left_out"] == []
    assert unit["ActiveState"] == "active", unit.log()
    machine.run("followupd", "service", "uninstall", user="kim")
    assert machine.run("find", "/home/kim/.config/systemd", "-type", "f").strip() == ""


@pytest.mark.usefixtures("household")
def test_lingering_that_it_switched_on_it_switches_off(machine: Machine) -> None:
    def lingering() -> list[str]:
        return sorted(p.name for p in (machine.root / "var/lib/systemd/linger").iterdir())

    machine.start_session("leo")
    said = machine.run("followupd", "service", "install", user="leo")
    assert "To have that: followupd service install --linger" in said
    assert lingering() == ["sam"]
    assert "loginctl enable-linger leo" in machine.run(
        "followupd", "service", "install", "--linger", user="leo"
    )
    assert lingering() == ["leo", "sam"]
    assert status(machine, user="leo")["lingers"]
    machine.run("followupd", "service", "uninstall", user="leo")
    machine.run("followupd", "service", "install", "--linger", user="sam")
    machine.run("followupd", "service", "uninstall", user="sam")
    assert lingering() == ["sam"], "sam's was on before"
