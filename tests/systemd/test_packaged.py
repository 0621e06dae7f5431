"""A followupd that a package of the system's brought, with its units: they are used as they are, and nothing covers them."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from household import Household
from machine import Machine
from mailhost import SAM, MailHost
from service_env import BY_PROGRAM, SECRET, files, status

PROGRAM = "/usr/bin/followupd"
LIBRARY = "/usr/lib/followupd"
SCRIPT = f"""#!/usr/bin/python3 -I
import sys
sys.path.insert(0, "{LIBRARY}")
from followupd.__main__ import main
main()
"""
CONTROL = """Package: followupd
Version: 0
Architecture: all
Maintainer: Sam <sam@example.org>
Depends: python3
Description: follow up after a job interview
"""
UNITS = {"user": "followupd.service", "system": "followupd@.service"}


@pytest.fixture(scope="module")
def packaged(machine: Machine) -> Iterator[Machine]:
    """The machine with a .deb of followupd on it."""
    package = "/root/package"
    pip = ("/opt/followupd/bin/pip", "install", "--quiet", "--no-index", "--find-links", "/wheels")
    machine.run(*pip, "--target", f"{package}{LIBRARY}", "followupd", timeout=300)
    machine.write(f"{package}/DEBIAN/control", CONTROL)
    machine.write(f"{package}{PROGRAM}", SCRIPT, mode=0o755)
    for kind, name in UNITS.items():
        ours = (machine.root / f"{package}{LIBRARY}/followupd/systemd/{name}"[1:]).read_text()
        theirs = re.sub(r"(?m)^ExecStart=\S+", f"ExecStart={PROGRAM}", f"# As the package has it.\n{ours}")
        machine.write(f"{package}/usr/lib/systemd/{kind}/{name}", theirs)
    machine.run(
        "dpkg-deb", "-Znone", "--build", "--root-owner-group", package, "/root/followupd.deb", timeout=300
    )
    machine.run("dpkg", "--install", "/root/followupd.deb")
    yield machine
    machine.run("dpkg", "--purge", "followupd")
    machine.run("systemctl", "daemon-reload")


@pytest.fixture
def household(packaged: Machine, mailhost: MailHost, tmp_path: Path) -> Iterator[Household]:
    packaged.write(SECRET, SAM.password, "sam", 0o600)
    yield Household(packaged, mailhost, tmp_path)
    packaged.end_sessions()
    packaged.run("rm", "-rf", "/home/sam/.config/followupd", "/home/sam/.local/state/followupd")
    packaged.run("rm", "-rf", "/etc/followupd", "/var/lib/followupd")


def test_its_user_unit_is_enabled_and_not_written_once_more(household: Household, packaged: Machine) -> None:
    unit = household.for_user(BY_PROGRAM)
    before = files(packaged)
    said = packaged.run(PROGRAM, "service", "install", user="sam")
    assert "/usr/lib/systemd/user/followupd.service is there already, from the system's packages" in said
    assert "wrote" not in said
    assert unit["FragmentPath"] == "/usr/lib/systemd/user/followupd.service"
    household.wait_until_thanked(unit)
    shown = status(packaged, user="sam", program=PROGRAM)
    assert (shown["standing"], shown["program"], shown["enabled"]) == ("current", PROGRAM, True)
    packaged.run(PROGRAM, "service", "uninstall", user="sam")
    assert files(packaged) <= before | {"/home/sam/.config/systemd/user"}
    assert (unit["LoadState"], unit["ActiveState"], unit["UnitFileState"]) == (
        "loaded",
        "inactive",
        "disabled",
    )
    assert household.thanked() == [1, 1, 1]


def test_its_system_unit_runs_as_the_person_and_stays_with_the_package(
    household: Household, packaged: Machine
) -> None:
    unit = household.for_system()
    said = packaged.run(PROGRAM, "service", "install", "--system", "sam")
    assert "/usr/lib/systemd/system/followupd@.service is there already" in said
    assert not (packaged.root / "etc/systemd/system/followupd@.service").exists()
    household.wait_until_thanked(unit)
    assert status(packaged, "--system", "sam", program=PROGRAM)["standing"] == "current"
    packaged.run(PROGRAM, "service", "uninstall", "--system", "sam")
    assert (unit["ActiveState"], unit["UnitFileState"]) == ("inactive", "disabled")
    assert (packaged.root / "usr/lib/systemd/system/followupd@.service").exists()
