# ruff: noqa: ARG001, F811 - naming a fixture is asking for it
"""Backends of the keyring: insecure ones are refused by name, a broken one tells nothing, pass keeps with gpg."""

import stat
import subprocess
from pathlib import Path

import pytest
from secret_env import MARK, account, chain, enter, nowhere  # noqa: F401 - fixtures
from server_sandbox import require

from followupd.adapters.credentials.credentials import Credentials
from followupd.adapters.credentials.secret_stores import NoSecretStore, SecretState
from followupd.errors import ConfigError, TryAgain

# --- backends that are refused


@pytest.mark.parametrize(
    ("backend", "reason"),
    [
        ("keyring.backends.null.Keyring", "keeps nothing"),
        ("keyrings.alt.file.PlaintextKeyring", "keyrings.alt"),
    ],
)
@pytest.mark.parametrize("way", ["environment", "keyringrc.cfg"])
def test_an_insecure_backend_is_refused_by_name_however_it_was_chosen(
    nowhere: Path, monkeypatch: pytest.MonkeyPatch, backend: str, reason: str, way: str
) -> None:
    if way == "environment":
        monkeypatch.setenv("PYTHON_KEYRING_BACKEND", backend)
    else:
        settings = nowhere / ".config/python_keyring/keyringrc.cfg"
        settings.parent.mkdir(parents=True)
        settings.write_text(f"[backend]\ndefault-keyring={backend}\n")

    with pytest.raises(ConfigError, match=f"^{backend} is refused: .*{reason}") as told:
        Credentials(account()).write_secret(MARK)

    assert told.value.exit_status == 78
    assert not [p for p in nowhere.rglob("*") if p.is_file() and MARK in p.read_text(errors="replace")]


def test_a_backend_cannot_be_made_secure_by_raising_its_priority(
    nowhere: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyrings.alt.file.PlaintextKeyring")
    monkeypatch.setenv("KEYRING_PROPERTY_PRIORITY", "9")

    assert Credentials(account()).query_status().state is SecretState.INSECURE


def test_plaintext_files_are_not_taken_where_nothing_better_answers(nowhere: Path) -> None:
    with pytest.raises(
        NoSecretStore, match=r"DBUS_SESSION_BUS_ADDRESS.*`secret: \{credential: NAME\}`"
    ) as told:
        Credentials(account()).write_secret(MARK)

    assert told.value.exit_status == 75
    assert not [*nowhere.rglob("*.cfg")]


def test_the_fail_backend_is_no_backend(nowhere: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.fail.Keyring")

    assert Credentials(account()).query_status().state is SecretState.MISSING


def test_a_backend_that_does_not_exist_is_named(nowhere: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "no.such.Keyring")

    with pytest.raises(NoSecretStore, match="No module named 'no'"):
        Credentials(account())()


def test_a_broken_backend_is_described_without_the_secret(
    nowhere: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    module = nowhere / "leaky.py"
    module.write_text(
        "from keyring.backend import KeyringBackend\n"
        "class Ring(KeyringBackend):\n"
        "    priority = 5\n"
        "    def get_password(self, s, u): return None\n"
        "    def set_password(self, s, u, p):\n"
        "        print(p)\n"
        "        raise RuntimeError(f'cannot keep {p}')\n"
    )
    module.chmod(stat.S_IRUSR)
    monkeypatch.setenv("PYTHONPATH", str(nowhere))
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "leaky.Ring")

    with pytest.raises(TryAgain, match=r"leaky\.Ring gave no answer") as told:
        Credentials(account()).write_secret(MARK)
    assert MARK not in chain(told.value)


# --- pass with gpg


@pytest.fixture
def password_store(nowhere: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A password store with a key of its own, without a passphrase."""
    require("pass")
    home = nowhere / "gnupg"
    home.mkdir(mode=0o700)
    monkeypatch.setenv("GNUPGHOME", str(home))
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring_pass.PasswordStoreBackend")
    gpg = [
        "gpg",
        "--batch",
        "--quiet",
        "--passphrase",
        "",
        "--quick-gen-key",
        "sam@example.org",
        "default",
        "default",
    ]
    subprocess.run(gpg, check=True, capture_output=True, timeout=120)
    subprocess.run(["pass", "init", "sam@example.org"], check=True, capture_output=True, timeout=120)
    yield nowhere / ".password-store"
    subprocess.run(["gpgconf", "--kill", "all"], check=False, capture_output=True, timeout=120)


def test_pass_keeps_a_secret_encrypted(password_store: Path) -> None:
    credentials = Credentials(account())
    credentials.write_secret(MARK)
    credentials.drop_cached()

    assert credentials().secret == MARK
    assert credentials.query_status().backend == "keyring_pass.PasswordStoreBackend"
    [kept] = password_store.rglob("*/followupd/*.gpg")
    assert MARK.encode() not in kept.read_bytes()


def test_pass_without_its_key_means_try_again(password_store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    Credentials(account()).write_secret(MARK)
    empty = password_store.parent / "empty"
    empty.mkdir(mode=0o700)
    monkeypatch.setenv("GNUPGHOME", str(empty))

    with pytest.raises(TryAgain, match="status 2"):
        Credentials(account())()
