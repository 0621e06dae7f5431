"""`followupd service` on the machine: what it says, and which files it leaves."""

import json
from typing import Any

from machine import Machine

SECRET = "/home/sam/secret"
BY_PROGRAM = {"command": ["/bin/cat", SECRET]}


def status(machine: Machine, *words: str, user: str = "", program: str = "followupd") -> dict[str, Any]:
    return json.loads(machine.run(program, "service", "status", "--json", *words, user=user, check=False))


def files(machine: Machine) -> set[str]:
    """What lies where units are put."""
    places = ("/home/sam/.config/systemd", "/etc/systemd/system", "/etc/followupd", "/var/lib/systemd/linger")
    return {
        x for x in machine.run("find", *places, "-mindepth", "1", check=False).splitlines() if x[0] == "/"
    }
