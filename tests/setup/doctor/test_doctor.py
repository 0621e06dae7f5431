"""`followupd doctor` against live servers and a live keyring: what is wrong is named, with what mends it."""

import re

import yaml
from doctor_env import INTERVIEW, Patient
from mailhost import SAM
from terminal import Terminal


def test_a_healthy_followupd_ends_in_zero_and_says_what_it_saw(patient: Patient) -> None:
    (patient.directory / "interviews").mkdir()
    (patient.directory / "interviews/acme.yaml").write_text(yaml.safe_dump(INTERVIEW))

    status, found = patient.examined()

    faults = [f for area in found.values() for f in area if f["verdict"] == "fault"]
    assert (status, faults) == (0, [])
    assert "interviews: 1" in found["config"][0]["text"]
    assert "keyring.backends.SecretService.Keyring: open" in found["keyring"][0]["text"]
    assert [f["text"].split(": ")[1][:7] for f in found["certificate"]] == ["trusted", "trusted"]
    assert "reads INBOX, Junk, Sent, Trash" in found["imap"][0]["text"]
    assert found["idle"][0]["text"] == "a new mail was pushed at once"
    assert any("agrees with the server's" in f["text"] for f in found["clock"])
    assert "logged in, TLSv1.3" in found["smtp"][0]["text"]
    assert found["templates"][-1]["text"] == "every text can be written"
    assert "takes 8BITMIME, SMTPUTF8, DSN" in found["smtp"][0]["text"]
    assert found["sent"][0]["text"] == "copies go to Sent; a copy the provider files is left to it"
    assert found["judge"][0]["text"] == "incoming mail is judged in a process of its own"
    assert found["d-bus"][0]["text"] == "the session bus answers"
    assert re.search(
        r"time zone data \S+: it is now Europe/Berlin \d\d:\d\d CES?T", found["zones"][0]["text"]
    )
    assert re.search(r"known for DE \(holidays [\d.]+\)", found["holidays"][0]["text"])
    assert patient.host.dovecot.messages(SAM.address) == []


def test_for_people_each_line_has_its_verdict_and_remedy(patient: Patient) -> None:
    patient.service.lock()

    done = patient.run()

    assert done.returncode == 75
    assert "error   keyring     the keyring is locked" in done.stdout
    assert "-> log in at the desktop, or unlock it by hand: `followupd login --unlock`" in done.stdout
    assert "\x1b" not in done.stdout
    assert "1 error and " in done.stderr


def test_at_a_terminal_long_lines_go_on_below_themselves(patient: Patient) -> None:
    patient.service.lock()

    with Terminal(
        ["doctor", "-c", str(patient.directory / "config.yaml")], patient.env | {"NO_COLOR": "1"}, width=80
    ) as person:
        assert person.ends() == 75

    lines = person.shown.splitlines()
    at = next(n for n, line in enumerate(lines) if line.startswith("error   keyring"))
    assert lines[at + 1].startswith(" " * 20 + "-> log in at the desktop")
    assert max(len(line) for line in lines[at : at + 3]) <= 80
