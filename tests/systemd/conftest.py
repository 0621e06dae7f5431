"""One booted machine for the run, with followupd installed as README says: pipx for sam, a venv for everybody."""

from collections.abc import Iterator

import pytest
from machine import Machine
from tree import tree, wheels


@pytest.fixture(scope="session")
def machine() -> Iterator[Machine]:
    machine = Machine(tree(), wheels())
    try:
        machine.boot()
        for name in ("sam", "kim", "leo"):
            machine.add_person(name)
        machine.run("loginctl", "enable-linger", "sam")
        install_for_sam(machine)
        install_for_all(machine)
        yield machine
    finally:
        machine.close()


def install_for_sam(machine: Machine) -> None:
    """`pipx install .`, from the wheel."""
    machine.run(
        "env",
        "PIP_NO_INDEX=1",
        "PIP_FIND_LINKS=/wheels",
        "pipx",
        "install",
        "followupd[web]",
        user="sam",
        timeout=300,
    )


def install_for_all(machine: Machine) -> None:
    """A virtual environment of the administrator's."""
    machine.run("python3", "-m", "venv", "/opt/followupd")
    pip = ("/opt/followupd/bin/pip", "install", "--quiet", "--no-index", "--find-links", "/wheels")
    machine.run(*pip, "followupd", timeout=300)
    machine.run("ln", "-s", "/opt/followupd/bin/followupd", "/usr/local/bin/followupd")
