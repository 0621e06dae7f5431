"""The page under a user manager: systemd listens, a look starts it, and it reaches nothing but its socket."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from household import Household
from loopback import wait_until
from machine import Machine, Unit
from mailhost import SAM, MailHost
from service_env import BY_PROGRAM, SECRET, files

UNITS = "/home/sam/.config/systemd/user"
# What a browser does: the way in, its cookie, the page.
LOOK = """
import re, sys, urllib.request
def ask(address, **headers):
    return urllib.request.urlopen(urllib.request.Request(address, headers=headers), timeout=120)
way_in = ask(sys.argv[1])
folder = re.search(r"url=(/p/[0-9a-f]{32}/)", way_in.read().decode())[1]
cookie = way_in.headers["set-cookie"].split(";")[0]
print(ask(sys.argv[1].partition("/enter/")[0] + folder, Cookie=cookie).read().decode())
"""


@pytest.fixture
def household(machine: Machine, mailhost: MailHost, tmp_path: Path) -> Iterator[Household]:
    household = Household(machine, mailhost, tmp_path)
    machine.write(SECRET, SAM.password, "sam", 0o600)
    yield household
    machine.run("followupd", "service", "uninstall", "--force", user="sam", check=False)
    machine.run("rm", "-rf", "/home/sam/.config/followupd", "/home/sam/.local/state/followupd")


def test_a_look_starts_the_page_and_the_key_opens_it(household: Household, machine: Machine) -> None:
    household.for_user(BY_PROGRAM)
    said = machine.run("followupd", "service", "install", "--page", user="sam")
    assert f"wrote {UNITS}/followupd-web.socket" in said
    page = Unit(machine, "followupd-web.service", "sam")
    assert page["ActiveState"] == "inactive"
    said = machine.run("followupd", "web", user="sam")
    address = re.search(r"http://127\.0\.0\.1:8791/enter/[\w-]{43}", said)
    assert address, said
    shown = machine.run("python3", "-c", LOOK, address[0], user="sam")
    assert "Acme" in shown
    assert "The service runs" in shown
    assert page["ActiveState"] == "active"
    again = machine.run("python3", "-c", LOOK, address[0], user="sam", check=False)
    assert "401" in again

    page.ctl("stop")
    daemon = Unit(machine, "followupd.service", "sam")
    assert daemon["ActiveState"] == "active"
    wait_until(lambda: page["ActiveState"] == "inactive", "the page was off")
    machine.run("followupd", "service", "uninstall", user="sam")
    assert [path for path in files(machine) if "followupd-web" in path] == []
