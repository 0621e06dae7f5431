# ruff: noqa: ARG001, F811 - naming a fixture is asking for it
"""The mailbox secret as a credential of systemd, read by its rules and never written."""

from pathlib import Path

import pytest
from secret_env import MARK, account, enter, nowhere  # noqa: F401 - fixtures

from followupd.adapters.credentials.credentials import Credentials
from followupd.adapters.credentials.secret_stores import LoginNeeded, NoSecretStore
from followupd.adapters.credentials.systemd_credentials import CredentialsDirectory
from followupd.errors import UsageError


@pytest.fixture
def unit(nowhere: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    directory = nowhere / "credentials"
    directory.mkdir()
    monkeypatch.setenv("CREDENTIALS_DIRECTORY", str(directory))
    return directory


def test_a_systemd_credential_is_read_without_its_one_trailing_newline(unit: Path) -> None:
    (unit / "mail").write_text(f"{MARK} \n")

    assert Credentials(account(secret={"credential": "mail"}))().secret == f"{MARK} "


def test_a_missing_credential_is_named_with_the_line_for_the_unit(unit: Path) -> None:
    with pytest.raises(LoginNeeded, match=r"no credential 'mail'.*LoadCredentialEncrypted=mail:"):
        Credentials(account(secret={"credential": "mail"}))()


def test_outside_of_a_unit_there_is_nothing_to_read_credentials_from(nowhere: Path) -> None:
    with pytest.raises(NoSecretStore, match=r"CREDENTIALS_DIRECTORY is not set"):
        Credentials(account(secret={"credential": "mail"}))()


def test_a_credential_cannot_be_written(unit: Path) -> None:
    credentials = Credentials(account(secret={"credential": "mail"}))

    assert not credentials.is_writable
    with pytest.raises(UsageError, match="systemd-creds encrypt"):
        credentials.write_secret(MARK)
    with pytest.raises(NotImplementedError):  # by which keyring's chainer goes on to the next backend
        CredentialsDirectory().set_password("mail", "sam", MARK)


@pytest.mark.parametrize("name", ["../shadow", "/etc/shadow", ".hidden", "", "a/b", "a\nb"])
def test_a_credential_name_cannot_leave_its_directory(unit: Path, name: str) -> None:
    with pytest.raises(ValueError, match="cannot be the name"):
        CredentialsDirectory().get_password(name, "sam")


def test_a_credential_of_two_lines_is_no_secret_and_is_not_quoted(unit: Path) -> None:
    (unit / "mail").write_text(f"{MARK}\n{MARK}\n")

    with pytest.raises(LoginNeeded, match="not one line") as told:
        Credentials(account(secret={"credential": "mail"}))()
    assert MARK not in str(told.value)
