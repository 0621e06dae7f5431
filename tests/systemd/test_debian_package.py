"""The Debian package in a booted Debian: installed, found, its manual there, run as a service, removed without a trace."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from household import Household
from machine import Machine
from mailhost import MailHost
from tree import CACHE

PACKAGES = CACHE / "package"  # made by `make test-systemd`, before the network is taken away
ASIDE = "/opt/followupd.aside"


@pytest.fixture
def packaged(machine: Machine) -> Iterator[Machine]:
    """The machine with the package in place of the administrator's environment."""
    (package,) = PACKAGES.glob("followupd_*.deb")
    shutil.copy(package, machine.root / "root" / "followupd.deb")
    machine.run("mv", "/opt/followupd", ASIDE)
    try:
        machine.run("dpkg", "-i", "/root/followupd.deb", timeout=300)
        yield machine
    finally:
        machine.run("dpkg", "-P", "followupd", check=False)
        machine.run("mv", ASIDE, "/opt/followupd", check=False)


def test_the_package_installs_runs_and_goes_without_a_trace(packaged: Machine) -> None:
    assert packaged.run("/usr/bin/followupd", "--version", user="kim").startswith("followupd ")
    assert "apprise" in packaged.run(
        "/opt/followupd/bin/python", "-c", "import apprise; print(apprise.__name__)"
    )
    for page in ("man1/followupd.1.gz", "man5/followupd.yaml.5.gz"):
        assert (packaged.root / "usr/share/man" / page).exists()
    packaged.run("dpkg", "-P", "followupd")
    assert not (packaged.root / "opt/followupd").exists()
    assert not (packaged.root / "usr/bin/followupd").is_symlink()


def test_a_service_of_the_package_thanks_everyone(
    packaged: Machine, mailhost: MailHost, tmp_path: Path
) -> None:
    household = Household(packaged, mailhost, tmp_path)
    unit = household.for_system()
    try:
        packaged.run("/usr/bin/followupd", "service", "install", "--system", "sam")
        assert "ExecStart=/opt/followupd/bin/followupd run" in packaged.run("systemctl", "cat", unit.name)
        household.wait_until_thanked(unit)
    finally:
        packaged.run("/usr/bin/followupd", "service", "uninstall", "--force", "--system", "sam", check=False)
        packaged.run("rm", "-rf", "/etc/followupd", "/var/lib/followupd", check=False)
    assert household.thanked() == [1, 1, 1]
