"""followupd@.service in a booted systemd: one instance a person, confined, supervised, its secret encrypted."""

import re
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from threading import Event, Thread

import pytest
import yaml
from household import BRISK, CONFIGURATION, PANEL, Household
from kill_candidate import Ports
from loopback import wait_until
from machine import Machine, Unit
from mailhost import SAM, MailHost
from proxy import SmtpProxy

STORE = "/var/lib/followupd/sam"


@pytest.fixture(scope="module", autouse=True)
def _unit(machine: Machine) -> Iterator[None]:
    machine.run("followupd", "service", "install", "--system", "sam")
    yield
    machine.run("rm", "-r", "/etc/systemd/system/followupd@.service.d")
    machine.run("followupd", "service", "uninstall", "--system", "sam")


@pytest.fixture
def household(machine: Machine, mailhost: MailHost, tmp_path: Path) -> Iterator[Household]:
    household = Household(machine, mailhost, tmp_path)
    household.drop_in("followupd@.service", "brisk", BRISK)
    yield household
    machine.run("systemctl", "kill", "--signal=KILL", "followupd@sam", check=False)
    machine.run("systemctl", "stop", "followupd@sam", check=False)
    machine.run("systemctl", "reset-failed", check=False)
    machine.run("rm", "-rf", "/var/lib/followupd", "/etc/followupd")


@pytest.fixture
def service(household: Household) -> Unit:
    """Sam's instance, ready: everybody is being thanked."""
    unit = household.for_system()
    unit.ctl("start")
    return unit


def test_it_is_ready_says_how_it_stands_and_sends_with_the_encrypted_secret(
    service: Unit, household: Household
) -> None:
    assert service["ActiveState"] == "active"
    assert service["StatusText"], service.log() + service.ctl("status")
    household.wait_until_thanked(service)
    service.wait_for("StatusText", "nothing is planned")
    service.ctl("stop")
    assert service["Result"] == "success"
    assert service["ExecMainStatus"] == "0"


def test_it_keeps_the_secret_out_of_its_surroundings(service: Unit, machine: Machine) -> None:
    pid = service["MainPID"]
    seen = machine.run("cat", f"/proc/{pid}/environ", f"/proc/{pid}/cmdline")
    seen += machine.run(
        "grep",
        "-rl",
        SAM.password,
        STORE,
        "/etc/followupd",
        "/etc/credstore.encrypted",
        "/var/log",
        check=False,
    )
    assert SAM.password not in seen + service.log()


def test_killed_it_comes_back_and_nobody_hears_twice(service: Unit, household: Household) -> None:
    service.ctl("kill", "--signal=KILL")
    service.wait_for("NRestarts", "1")
    service.wait_for("ActiveState", "active")
    household.wait_until_thanked(service)
    for turn in (2, 3):
        service.ctl("kill", "--signal=KILL")
        service.wait_for("NRestarts", str(turn))
        service.wait_for("ActiveState", "active")
    service.wait_for("StatusText", "nothing is planned")
    assert household.thanked() == [1, 1, 1]


def test_after_an_update_it_starts_anew_before_it_judges_the_next_mail(
    service: Unit, household: Household, machine: Machine, mailhost: MailHost
) -> None:
    service.wait_for("StatusText", "nothing is planned")
    service.ctl("restart")  # the judge of its first look waits for more mail, and is of the version before
    service.wait_for("StatusText", "nothing is planned")
    python = "$(sed -n '1s/^#!//p' \"$(command -v followupd)\")"
    program = machine.run("sh", "-c", f"{python} -c 'import followupd; print(followupd.__file__)'").strip()
    machine.run("sed", "-i.before", 's/^__version__ = .*/__version__ = "99.0"/', program)
    try:
        answer = f"From: {PANEL[0].address}\r\nTo: {SAM.address}\r\nSubject: Your interview\r\n\r\nCome back to us!\r\n"
        mailhost.dovecot.deliver(SAM.address, answer.encode())
        service.wait_for("NRestarts", "1")
        service.wait_for("ActiveState", "active")
        wait_until(lambda: "wrote on" in household.tell("status"), "the answer was heard")
        assert "followupd 99.0 was installed meanwhile" in service.log()
    finally:
        machine.run("mv", f"{program}.before", program)


def test_a_hang_is_noticed_by_the_watchdog_and_ended(service: Unit, household: Household) -> None:
    household.wait_until_thanked(service)
    hung = service["MainPID"]
    service.ctl("kill", "--signal=STOP")
    service.wait_for("NRestarts", "1", timeout=120)
    service.wait_for("ActiveState", "active")
    assert service["MainPID"] != hung
    assert "Watchdog timeout" in service.log()
    assert household.thanked() == [1, 1, 1]


def test_a_reload_takes_what_was_edited_and_refuses_what_is_broken(
    service: Unit, household: Household
) -> None:
    path = CONFIGURATION.format("sam")
    service.wait_for("StatusText", "nothing is planned")
    good = (household.machine.root / path[1:]).read_text()
    household.write_config(path, "live: [")
    service.ctl("reload")
    service.wait_for("StatusText", "configuration: config.yaml:", timeout=120)
    assert service["ActiveState"] == "active"
    household.write_config(path, yaml.safe_dump(yaml.safe_load(good) | {"live": False}))
    service.ctl("reload")
    service.wait_for("StatusText", "live is false", timeout=120)
    assert service["NRestarts"] == "0"


def test_a_fault_in_the_configuration_ends_it_and_is_not_tried_again(household: Household) -> None:
    unit = household.for_system()
    household.write_config(CONFIGURATION.format("sam"), "live: maybe\n")
    unit.ctl("start", check=False)
    unit.wait_for("ActiveState", "failed")  # no state between two starts
    assert (unit["ActiveState"], unit["ExecMainStatus"], unit["NRestarts"]) == ("failed", "78", "0")
    entries = household.machine.journal(f"--unit={unit.name}", f"_PID={unit['ExecMainPID']}", "KIND=fault")
    assert any("config.yaml:1: live:" in e["MESSAGE"] for e in entries)
    assert {e["PRIORITY"] for e in entries} == {"2"}


def test_without_a_configuration_systemctl_says_so(machine: Machine, household: Household) -> None:  # noqa: ARG001
    unit = Unit(machine, "followupd@nobody-here.service")
    assert "Assertion failed" in unit.ctl("start", check=False)


def test_told_to_stop_it_waits_for_the_answer_to_the_dot(household: Household, mailhost: MailHost) -> None:
    asked, answer = Event(), Event()

    def on(moment: str) -> None:
        if moment == "dot answered" and not asked.is_set():
            asked.set()
            answer.wait(120)

    with SmtpProxy(mailhost.submissions_port, mailhost.authority.good()) as proxy:
        proxy.on = on
        unit = household.for_system(ports=Ports(mailhost.imaps_port, proxy.port))
        starting = Thread(target=unit.ctl, args=("start",))
        starting.start()
        assert asked.wait(120)
        stopping = Thread(target=unit.ctl, args=("stop",))
        stopping.start()
        unit.wait_for("ActiveState", "deactivating")
        time.sleep(3)
        assert unit["ActiveState"] == "deactivating"  # it waits for the answer
        answer.set()
        stopping.join(120)
        starting.join(120)
    assert unit["Result"] == "success"
    states = household.tell("log", "--json")
    assert '"unknown"' not in states
    assert household.thanked()[0] == 1
    unit.ctl("start")
    household.wait_until_thanked(unit)


PROBE = r"""[Service]
ExecStartPost=/bin/sh -c '\
    try() { if "$$@" >/dev/null 2>&1; then echo "may $$*"; else echo "may not $$*"; fi; }; \
    { try touch /usr/local/x; try touch /etc/followupd/sam/x; try touch /var/lib/x; try touch /root/x; \
      try touch $STATE_DIRECTORY/x; try touch /tmp/x; \
      try ls /home/sam; try ls /root; try ls -d /home/sam/.ssh; try cat /etc/credstore.encrypted/followupd.sam.mail-password; \
      try mount -t tmpfs none /tmp; try unshare -U true; try ls /proc/1; try cat /proc/meminfo; try hostname x; \
      try dd if=/dev/mem count=1; try su -c true; } > $STATE_DIRECTORY/probe'
"""
MAY = {"touch /var/lib/followupd/sam/x", "touch /tmp/x"}


def test_confined_it_may_write_to_its_state_and_nowhere_else(household: Household, machine: Machine) -> None:
    household.drop_in("followupd@.service", "probe", PROBE)
    try:
        unit = household.for_system()
        unit.ctl("start")
    finally:
        machine.run("rm", "/etc/systemd/system/followupd@.service.d/probe.conf")
        machine.run("systemctl", "daemon-reload")
    said = (machine.root / STORE[1:] / "probe").read_text().splitlines()
    assert len(said) == 17
    assert {line.removeprefix("may ") for line in said if not line.startswith("may not")} == MAY
    assert not (machine.root / "tmp/x").exists()
    assert (machine.root / STORE[1:]).stat().st_mode & 0o777 == 0o700


def test_the_exposure_of_the_running_unit_is_low(service: Unit, machine: Machine) -> None:
    said = machine.run("systemd-analyze", "security", "--no-pager", service.name)
    exposure = re.search(r"Overall exposure level for \S+: ([\d.]+)", said)
    assert exposure
    assert float(exposure[1]) <= 1.5


def test_the_journal_has_one_entry_for_each_event_with_its_fields(
    service: Unit, household: Household, machine: Machine
) -> None:
    household.wait_until_thanked(service)
    service.wait_for("StatusText", "nothing is planned")
    entries = machine.journal(f"_SYSTEMD_UNIT={service.name}", f"_PID={service['MainPID']}")
    sent = [e for e in entries if e.get("KIND") == "sent"]
    assert {e["TOUCH"] for e in sent} == {f"acme/thank-you/{p.name.lower().replace(' ', '-')}" for p in PANEL}
    assert [(e["INTERVIEW"], e["PRIORITY"], e["SYSLOG_IDENTIFIER"]) for e in sent] == [
        ("acme", "6", "followupd")
    ] * 3
    assert all("KIND" in e and "\n" not in e["MESSAGE"] for e in entries)


def test_instances_at_rest_are_quiet_and_small(
    household: Household, machine: Machine, capsys: pytest.CaptureFixture[str]
) -> None:
    names = ("sam", "kim", "leo")
    units = [household.for_system(name, live=False) for name in names]
    try:
        for unit in units:
            unit.ctl("start")
        for unit in units:
            unit.wait_for("StatusText", "live is false")
        before = [len(unit.log().splitlines()) for unit in units]
        time.sleep(45)  # two ticks
        assert [len(unit.log().splitlines()) for unit in units] == before
        sizes = [memory(machine, unit["MainPID"]) for unit in units]
    finally:
        for unit in units:
            unit.ctl("stop", check=False)
    private = max(own for own, _ in sizes)
    common = max(resident - own for own, resident in sizes)
    total = (common + 500 * private) / 1024
    with capsys.disabled():
        sys.stdout.write(
            f"\n{private:.0f} MB private, {common:.0f} MB in common; 500 instances: {total:.1f} GB\n"
        )
    # The unit slows an instance down at 200 MB, whatever the machine.
    assert private < 150


def memory(machine: Machine, pid: str) -> tuple[float, float]:
    """Return the megabytes that a process has for itself, and those that it uses at all."""
    said = machine.run("cat", f"/proc/{pid}/smaps_rollup")
    kilobytes = {name: int(size) for name, size in re.findall(r"(?m)^(\w+): +(\d+) kB", said)}
    return (kilobytes["Private_Clean"] + kilobytes["Private_Dirty"]) / 1024, kilobytes["Rss"] / 1024
