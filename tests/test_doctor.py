"""`followupd doctor` against live servers and a live keyring: what is wrong is named, with what mends it."""

import json
import re
import sqlite3
import subprocess
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import yaml
from authority import Authority
from mailhost import SAM, MailHost
from secretservice import SecretService
from terminal import Terminal
from warm import followupd

from followupd import mark, origin
from followupd.keys.oauth import Grant
from followupd.ports import Folder, Role
from followupd.setup.doctor_account import without_trash
from followupd.setup.probe import Offer
from followupd.store import SqliteStore

INTERVIEW = {
    "company": "Acme GmbH",
    "position": "Data Engineer",
    "at": "2026-11-12 14:00",
    "contacts": [{"name": "Ana Alvarez", "email": "ana@acme.example"}],
}


class Patient:
    """One person's followupd, as doctor meets it."""

    def __init__(self, service: SecretService, host: MailHost, directory: Path) -> None:
        self.service, self.host, self.directory = service, host, directory
        self.state = directory / "state"
        self.env = {**service.env, "FOLLOWUPD_STATE": str(self.state)}
        service.store(SAM.address, SAM.password)
        self.configure()

    def server(self, port: int, **more: object) -> dict[str, object]:
        return {"host": self.host.host, "port": port, "ca_file": str(self.host.ca_file), **more}

    def configure(self, **account: object) -> None:
        given = {
            "address": SAM.address,
            "imap": self.server(self.host.imaps_port),
            "smtp": self.server(self.host.submissions_port),
            **account,
        }
        candidate = {"name": "Sam Sample", "zone": "Europe/Berlin", "country": "DE"}
        (self.directory / "config.yaml").write_text(
            yaml.safe_dump({"account": given, "candidate": candidate})
        )

    def examined(self, *options: str) -> tuple[int, dict[str, list[dict[str, str]]]]:
        """Run it; return the exit status, and the findings by area."""
        done = self.run("--json", *options)
        found: dict[str, list[dict[str, str]]] = {}
        for finding in json.loads(done.stdout):
            found.setdefault(finding["area"], []).append(finding)
        return done.returncode, found

    def run(self, *options: str) -> subprocess.CompletedProcess[str]:
        words = ["doctor", "-c", str(self.directory / "config.yaml"), *options]
        done = followupd(words, self.env)
        assert "Traceback" not in done.stderr, done.stderr
        assert SAM.password not in done.stdout + done.stderr
        return done


@pytest.fixture
def patient(keyring_session: SecretService, mailhost: MailHost, tmp_path: Path) -> Patient:
    return Patient(keyring_session, mailhost, tmp_path)


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
    assert found["d-bus"][0]["text"] == "the session bus answers"
    assert re.search(
        r"time zone data \S+: it is now Europe/Berlin \d\d:\d\d CES?T", found["zones"][0]["text"]
    )
    assert re.search(r"known for DE \(holidays [\d.]+\)", found["holidays"][0]["text"])
    assert patient.host.dovecot.messages(SAM.address) == []


def test_a_mailbox_without_a_folder_of_deleted_mail_is_worth_a_warning() -> None:
    inbox, trash = Folder("INBOX", Role.INBOX), Folder("Bin", Role.TRASH)
    [finding] = without_trash(Offer((inbox,), idle=True))
    assert "name it under account.folders.trash" in str(finding)
    assert list(without_trash(Offer((inbox, trash), idle=True))) == []


def test_for_people_each_line_has_its_verdict_and_remedy(patient: Patient) -> None:
    patient.service.lock()

    done = patient.run()

    assert done.returncode == 75
    assert "fault   keyring     the keyring is locked" in done.stdout
    assert "-> log in at the desktop, or unlock it by hand: `followupd login --unlock`" in done.stdout
    assert "\x1b" not in done.stdout
    assert "1 fault and " in done.stderr


def test_at_a_terminal_long_lines_go_on_below_themselves(patient: Patient) -> None:
    patient.service.lock()

    with Terminal(
        ["doctor", "-c", str(patient.directory / "config.yaml")], patient.env | {"NO_COLOR": "1"}, width=80
    ) as person:
        assert person.ends() == 75

    lines = person.shown.splitlines()
    at = next(n for n, line in enumerate(lines) if line.startswith("fault   keyring"))
    assert lines[at + 1].startswith(" " * 20 + "-> log in at the desktop")
    assert max(len(line) for line in lines[at : at + 3]) <= 80


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


def test_an_insecure_keyring_is_a_fault_by_name(patient: Patient) -> None:
    patient.env["PYTHON_KEYRING_BACKEND"] = "keyrings.alt.file.PlaintextKeyring"

    status, found = patient.examined()

    assert status == 78
    assert "keyrings.alt.file.PlaintextKeyring is refused" in found["keyring"][0]["text"]


@pytest.mark.parametrize(("days", "verdict"), [(1, "ok"), (6, "warning"), (30, "ok")])
def test_a_google_consent_that_nears_its_seventh_day_is_a_warning(
    patient: Patient, days: int, verdict: str
) -> None:
    given = datetime.now(UTC) - timedelta(days=days, minutes=1)
    patient.service.store(SAM.address, Grant("1234.apps.example", given, "a token").line())
    nowhere = {"token_url": "https://localhost:1/token"}
    patient.configure(
        auth="oauth2", oauth={"provider": "google", "client_id": "1234.apps.example", **nowhere}
    )

    status, found = patient.examined()

    assert (found["token"][0]["verdict"], status) == (verdict, 69)
    assert f"consent given {days} days ago" in found["token"][0]["text"]
    assert ("publish it, then `followupd login`" in found["token"][0]["remedy"]) is (verdict == "warning")


def test_holidays_that_nobody_knows_are_a_warning(patient: Patient) -> None:
    (patient.directory / "interviews").mkdir()
    (patient.directory / "interviews/acme.yaml").write_text(yaml.safe_dump({**INTERVIEW, "country": "XX"}))

    _, found = patient.examined("--no-push")

    assert found["holidays"][0]["verdict"] == "warning"
    assert "none are known for XX: only weekends count there" in found["holidays"][0]["text"]


def test_a_captive_portal_and_the_wrong_protocol_are_told_before_any_login(patient: Patient) -> None:
    patient.configure(
        imap=patient.server(patient.host.submissions_port), smtp=patient.server(patient.host.imaps_port)
    )

    status, found = patient.examined()

    assert status == 69
    assert "SMTP answers there, not IMAP" in found["certificate"][0]["text"]
    assert "IMAP answers there, not SMTP" in found["certificate"][1]["text"]


def test_a_refused_password_ends_in_77(patient: Patient) -> None:
    patient.service.store(SAM.address, "wrong horse")

    status, found = patient.examined()

    assert status == 77
    assert {found["imap"][0]["verdict"], found["smtp"][0]["verdict"]} == {"fault"}


def test_a_missing_secret_is_told_from_a_refused_one(patient: Patient) -> None:
    patient.configure(secret={"keyring": "elsewhere"})

    status, found = patient.examined()

    assert status == 77
    assert found["keyring"][0]["remedy"] == "store it: `followupd login`"
    assert "imap" not in found


@pytest.mark.parametrize(
    ("kind", "text", "remedy"),
    [
        ("expired", "certificate has expired", "the provider must renew it"),
        ("wrong_host", "not valid for 'localhost'", "host name that stands in the certificate"),
    ],
)
def test_a_certificate_that_does_not_hold_is_explained(
    patient: Patient, authority: Authority, kind: str, text: str, remedy: str
) -> None:
    patient.host.present(getattr(authority, kind)())

    status, found = patient.examined()

    assert status == 69
    assert text in found["certificate"][0]["text"]
    assert remedy in found["certificate"][0]["remedy"]


def test_a_private_authority_is_trusted_by_its_file(patient: Patient) -> None:
    patient.configure(imap=patient.server(patient.host.imaps_port, ca_file=None))

    _, found = patient.examined()

    assert "name its certificate as ca_file" in found["certificate"][0]["remedy"]
    assert found["certificate"][1]["verdict"] == "ok"


def test_starttls_servers_show_their_certificate_too(patient: Patient) -> None:
    patient.configure(
        imap=patient.server(patient.host.imap_port, tls="starttls"),
        smtp=patient.server(patient.host.submission_port, tls="starttls"),
    )

    _, found = patient.examined()

    assert [f["verdict"] for f in found["certificate"]] == ["ok", "ok"]


def test_a_port_that_speaks_the_other_protocol_is_named(patient: Patient) -> None:
    patient.configure(imap=patient.server(patient.host.imap_port))

    status, found = patient.examined()

    assert status == 69
    assert "begins in the clear" in found["certificate"][0]["text"]
    assert "write tls: starttls" in found["certificate"][0]["remedy"]


def test_a_server_that_is_not_there_is_named(patient: Patient) -> None:
    patient.configure(smtp=patient.server(1))

    status, found = patient.examined()

    assert status == 69
    assert found["certificate"][1]["text"] == "localhost:1: nobody listens there"
    assert "usually handed over on port 465" in found["certificate"][1]["remedy"]


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
    origin.settle(store, path)
    mark.file_of(path).unlink()
    _, found = patient.examined()
    assert (found["state"][0]["verdict"], "without its mark" in found["state"][0]["text"]) == (
        "warning",
        True,
    )
    store.set(
        "home", json.dumps(json.loads(store.get("home") or "") | {"path": "/elsewhere/followupd.sqlite3"})
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
