"""`followupd doctor` and the account: secrets, certificates and servers, each fault with what mends it."""

from datetime import UTC, datetime, timedelta

import pytest
from certificates import Authority
from doctor_env import Patient
from mailhost import SAM

from followupd.adapters.credentials.oauth import Grant
from followupd.config.account import Folders
from followupd.engine.ports import Folder, FolderRole
from followupd.setup.doctor.account import check_folders, check_trash
from followupd.setup.mailbox_probe import MailboxFeatures


def test_a_mailbox_without_a_folder_of_deleted_mail_is_worth_a_warning() -> None:
    inbox, trash = Folder("INBOX", FolderRole.INBOX), Folder("Bin", FolderRole.TRASH)
    [finding] = check_trash(MailboxFeatures((inbox,), has_idle=True))
    assert "name it under account.folders.trash" in str(finding)
    assert list(check_trash(MailboxFeatures((inbox, trash), has_idle=True))) == []


def test_what_is_not_read_is_shown_with_the_reason() -> None:
    inbox = Folder("INBOX", FolderRole.INBOX)
    mailbox = MailboxFeatures((inbox,), has_idle=True, skipped={"Drafts": "what lies in it was not sent yet"})
    [finding] = check_folders(mailbox, Folders())
    assert finding.text == "not read: Drafts (what lies in it was not sent yet)"
    [_, unused] = check_folders(mailbox, Folders(exclude=["Drafts", "Lists/*"]))
    assert unused.text == "folders.exclude names what is not there: Lists/*"


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
    patient.service.store(SAM.address, Grant("1234.apps.example", given, "a token").to_json_line())
    nowhere = {"token_url": "https://localhost:1/token"}
    patient.configure(
        auth="oauth2", oauth={"provider": "google", "client_id": "1234.apps.example", **nowhere}
    )

    status, found = patient.examined()

    assert (found["token"][0]["verdict"], status) == (verdict, 69)
    assert f"consent given {days} days ago" in found["token"][0]["text"]
    assert ("publish it, then `followupd login`" in found["token"][0]["remedy"]) is (verdict == "warning")


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
