"""`followupd doctor` and the machine: session bus, holidays, state directory, store, each fault with what mends it."""

import json
import sqlite3
from pathlib import Path

import pytest
import yaml
from doctor_env import INTERVIEW, Patient
from mailhost import SAM
from worker_processes import HELLO, odd

from followupd.adapters.store import binding, checkpoint
from followupd.adapters.store.sqlite import SqliteStore
from followupd.setup.doctor import machine


def test_without_a_session_bus_the_way_for_a_server_is_named(patient: Patient) -> None:
    del patient.env["DBUS_SESSION_BUS_ADDRESS"]

    status, found = patient.examined()

    assert status == 75
    assert found["d-bus"][0]["verdict"] == "fault"
    assert "no session bus" in found["d-bus"][0]["text"]
    assert "`secret: {credential: NAME}`" in found["keyring"][0]["remedy"]


def test_a_secret_elsewhere_needs_no_bus_and_no_keyring(patient: Patient) -> None:
    del patient.env["DBUS_SESSION_BUS_ADDRESS"]
    patient.configure(secret={"command": ["/bin/echo", SAM.password]})

    status, found = patient.examined("--no-push")

    assert status == 0
    assert "d-bus" not in found
    assert "without --no-push that is tried" in found["idle"][0]["text"]
    assert not any("agrees" in f["text"] for f in found.get("clock", []))


@pytest.mark.parametrize(
    ("instead", "says"),
    [
        (f"{HELLO}; exit 1", "incoming mail cannot be judged: "),
        ("exit 1", "followupd.adapters.workers.classifier does not start: "),
    ],
)
def test_a_judge_that_cannot_be_had_is_a_fault(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, instead: str, says: str
) -> None:
    odd(monkeypatch, tmp_path, instead)
    (found,) = machine.check_classifier()
    assert (found.verdict, found.status) == ("fault", 75)
    assert found.text.startswith(says)


def test_holidays_that_nobody_knows_are_a_warning(patient: Patient) -> None:
    (patient.directory / "interviews").mkdir()
    (patient.directory / "interviews/acme.yaml").write_text(yaml.safe_dump({**INTERVIEW, "country": "XX"}))

    _, found = patient.examined("--no-push")

    assert found["holidays"][0]["verdict"] == "warning"
    assert "none are known for XX: only weekends count there" in found["holidays"][0]["text"]


def test_a_state_directory_that_others_may_read_is_a_fault(patient: Patient) -> None:
    made(patient)
    patient.state.chmod(0o755)

    _, found = patient.examined()

    assert found["state"][0]["remedy"] == f"chmod go= {patient.state}"


def test_a_journal_that_was_tampered_with_is_a_fault(patient: Patient) -> None:
    made(patient)
    with sqlite3.connect(patient.state / "followupd.sqlite3") as db:
        db.execute("INSERT INTO fact (seq, body, digest) VALUES (1, '{}', 'x')")

    status, found = patient.examined()

    assert "the journal is damaged from entry 1 on" in found["state"][0]["text"]
    assert status == 75


def test_a_store_whose_pages_are_damaged_is_a_fault(patient: Patient) -> None:
    made(patient)
    store = patient.state / "followupd.sqlite3"
    with sqlite3.connect(store) as db:
        db.execute("CREATE TABLE much (text)")
        db.executemany("INSERT INTO much VALUES (?)", [("x" * 900,)] * 200)
    db.close()
    whole = bytearray(store.read_bytes())
    whole[-8192:-4096] = b"\xff" * 4096
    store.write_bytes(whole)

    status, found = patient.examined()

    assert found["state"][0]["verdict"] == "fault"
    assert "damaged" in found["state"][0]["text"]
    assert status == 75


def test_a_store_that_does_not_belong_here_is_a_fault_and_one_put_back_a_warning(patient: Patient) -> None:
    path = patient.state / "followupd.sqlite3"
    store = SqliteStore(path)
    binding.bind(store, path)
    checkpoint.checkpoint_path(path).unlink()
    _, found = patient.examined()
    assert (found["state"][0]["verdict"], "without its mark" in found["state"][0]["text"]) == (
        "warning",
        True,
    )
    store.set_value(
        "home",
        json.dumps(json.loads(store.get_value("home") or "") | {"path": "/elsewhere/followupd.sqlite3"}),
    )
    store.close()
    status, found = patient.examined()
    assert "belongs to /elsewhere/followupd.sqlite3" in found["state"][0]["text"]
    assert "followupd adopt" in found["state"][0]["remedy"]
    assert status == 78


def made(patient: Patient) -> None:
    SqliteStore(patient.state / "followupd.sqlite3").close()


def test_without_a_configuration_the_machine_is_still_looked_at(patient: Patient) -> None:
    (patient.directory / "config.yaml").unlink()

    status, found = patient.examined()

    assert status == 78
    assert "`followupd init` makes one" in found["config"][0]["text"]
    assert found["state"][0]["verdict"] == "ok"
    assert "service" in found
