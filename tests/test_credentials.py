# ruff: noqa: ARG001 - naming a fixture is asking for it
"""The mailbox secret, kept in a live gnome-keyring, in pass with gpg, by systemd's rules, by a program."""

import logging
import os
import stat
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from loopback import wait_until
from premises import require
from secretservice import SecretService

from followupd.config import Account
from followupd.errors import ConfigError, LoginRefused, TryAgain, UsageError
from followupd.keys.credentials import Credentials
from followupd.keys.credentials_directory import CredentialsDirectory
from followupd.keys.vault import Locked, LoginNeeded, NoStore, State
from followupd.ports import Mechanism

MARK = "Grüße-an-Oma-4711"


def account(**more: object) -> Account:
    server = {"host": "mail.example.org", "port": 993}
    return Account.model_validate({"address": "sam@example.org", "imap": server, "smtp": server, **more})


@pytest.fixture
def enter(monkeypatch: pytest.MonkeyPatch) -> Callable[[dict[str, str]], None]:
    """Make an environment the one of this process, so that its children get it as a daemon's would."""

    def _enter(env: dict[str, str]) -> None:
        for name in [*os.environ]:
            if name.startswith(("DBUS", "XDG", "PYTHON", "KEYRING", "CREDENTIALS", "GNOME", "KDE")):
                monkeypatch.delenv(name)
        for name, value in env.items():
            monkeypatch.setenv(name, value)

    return _enter


@pytest.fixture
def service(keyring_session: SecretService, enter: Callable[[dict[str, str]], None]) -> SecretService:
    enter(keyring_session.env)
    return keyring_session


@pytest.fixture
def nowhere(enter: Callable[[dict[str, str]], None], tmp_path: Path) -> Path:
    """A machine without a session: no bus, an empty home."""
    enter({"HOME": str(tmp_path)})
    return tmp_path


# --- the Secret Service


def test_a_stored_secret_is_the_password_of_the_login(service: SecretService) -> None:
    Credentials(account()).store(MARK)

    login = Credentials(account())()

    assert (login.user, login.secret, login.mechanism) == ("sam@example.org", MARK, Mechanism.PASSWORD)
    assert Credentials(account(user="sam"))().user == "sam"


def test_no_secret_yet_means_that_a_login_is_needed(service: SecretService) -> None:
    with pytest.raises(
        LoginNeeded, match=r"no secret is stored for sam@example.org; .*`followupd login`"
    ) as told:
        Credentials(account())()

    assert isinstance(told.value, LoginRefused)
    assert told.value.exit_status == 77
    assert Credentials(account()).status().state is State.ABSENT


def test_the_status_names_the_backend_and_its_state(service: SecretService) -> None:
    credentials = Credentials(account())
    credentials.store(MARK)
    before = credentials.status()
    service.lock()

    assert before.state is State.UNLOCKED
    assert before.backend == "keyring.backends.SecretService.Keyring"
    assert credentials.status().state is State.LOCKED


def test_a_locked_keyring_means_try_again_and_nobody_is_prompted(service: SecretService) -> None:
    Credentials(account()).store(MARK)
    service.lock()
    service.leave_prompts_unanswered()
    began = time.monotonic()

    with pytest.raises(Locked, match=r"locked.*followupd login --unlock") as told:
        Credentials(account())()

    assert told.value.exit_status == 75
    assert time.monotonic() - began < 5  # a prompt would have lasted the whole 20 s


def test_a_prompt_that_nobody_answers_ends_with_the_time_limit(service: SecretService) -> None:
    Credentials(account()).store(MARK)
    service.lock()
    service.leave_prompts_unanswered()
    began = time.monotonic()

    with pytest.raises(Locked, match=r"did not answer within 2 s"):
        Credentials(account(), limit=2, prompt=True)()

    assert 2 <= time.monotonic() - began < 4


def test_a_keyring_that_says_nothing_ends_with_the_time_limit(service: SecretService) -> None:
    credentials = Credentials(account(), limit=2)
    credentials.store(MARK)
    credentials.forget()
    service.freeze()
    began = time.monotonic()

    with pytest.raises(Locked, match=r"did not answer within 2 s"):
        credentials()

    assert time.monotonic() - began < 4
    service.thaw()
    assert credentials().secret == MARK


def test_a_keyring_unlocked_later_is_used_without_a_restart(service: SecretService) -> None:
    credentials = Credentials(account())
    credentials.store(MARK)
    credentials.forget()
    service.lock()
    with pytest.raises(Locked):
        credentials()

    service.unlock()

    assert credentials().secret == MARK


def test_a_keyring_that_vanishes_leaves_the_secret_in_memory(service: SecretService) -> None:
    credentials = Credentials(account())
    credentials.store(MARK)
    service.stop()

    assert credentials().secret == MARK


def test_a_vanished_keyring_after_a_refused_login_means_try_again(service: SecretService) -> None:
    credentials = Credentials(account())
    credentials.store(MARK)
    service.stop()

    credentials.forget()

    with pytest.raises(TryAgain):
        credentials()


def test_forgetting_makes_a_secret_that_was_changed_elsewhere_count(service: SecretService) -> None:
    credentials = Credentials(account())
    credentials.store("old")
    Credentials(account()).store("new")
    kept = credentials().secret

    credentials.forget()

    assert (kept, credentials().secret) == ("old", "new")


def test_a_deleted_secret_is_gone_and_deleting_again_says_so(service: SecretService) -> None:
    credentials = Credentials(account())
    credentials.store(MARK)

    assert [credentials.delete(), credentials.delete()] == [True, False]
    assert credentials.status().state is State.ABSENT


def test_two_service_names_are_two_secrets(service: SecretService) -> None:
    Credentials(account(secret={"keyring": "one"})).store("first")
    Credentials(account(secret={"keyring": "two"})).store("second")

    assert Credentials(account(secret={"keyring": "one"}))().secret == "first"


@pytest.mark.parametrize("secret", ["", "two\nlines", "ends\n", "nul\0", "x" * 70_000])
def test_a_secret_that_no_login_could_use_is_not_stored(service: SecretService, secret: str) -> None:
    with pytest.raises(UsageError, match="one line of text"):
        Credentials(account()).store(secret)


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
        Credentials(account()).store(MARK)

    assert told.value.exit_status == 78
    assert not [p for p in nowhere.rglob("*") if p.is_file() and MARK in p.read_text(errors="replace")]


def test_a_backend_cannot_be_made_secure_by_raising_its_priority(
    nowhere: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyrings.alt.file.PlaintextKeyring")
    monkeypatch.setenv("KEYRING_PROPERTY_PRIORITY", "9")

    assert Credentials(account()).status().state is State.INSECURE


def test_plaintext_files_are_not_taken_where_nothing_better_answers(nowhere: Path) -> None:
    with pytest.raises(NoStore, match=r"DBUS_SESSION_BUS_ADDRESS.*`secret: \{credential: NAME\}`") as told:
        Credentials(account()).store(MARK)

    assert told.value.exit_status == 75
    assert not [*nowhere.rglob("*.cfg")]


def test_the_fail_backend_is_no_backend(nowhere: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.fail.Keyring")

    assert Credentials(account()).status().state is State.MISSING


def test_a_backend_that_does_not_exist_is_named(nowhere: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "no.such.Keyring")

    with pytest.raises(NoStore, match="No module named 'no'"):
        Credentials(account())()


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
    subprocess.run(gpg, check=True, capture_output=True, timeout=30)
    subprocess.run(["pass", "init", "sam@example.org"], check=True, capture_output=True, timeout=30)
    yield nowhere / ".password-store"
    subprocess.run(["gpgconf", "--kill", "all"], check=False, capture_output=True, timeout=30)


def test_pass_keeps_a_secret_encrypted(password_store: Path) -> None:
    credentials = Credentials(account())
    credentials.store(MARK)
    credentials.forget()

    assert credentials().secret == MARK
    assert credentials.status().backend == "keyring_pass.PasswordStoreBackend"
    [kept] = password_store.rglob("*/followupd/*.gpg")
    assert MARK.encode() not in kept.read_bytes()


def test_pass_without_its_key_means_try_again(password_store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    Credentials(account()).store(MARK)
    empty = password_store.parent / "empty"
    empty.mkdir(mode=0o700)
    monkeypatch.setenv("GNUPGHOME", str(empty))

    with pytest.raises(TryAgain, match="status 2"):
        Credentials(account())()


# --- systemd credentials


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
    with pytest.raises(NoStore, match=r"CREDENTIALS_DIRECTORY is not set"):
        Credentials(account(secret={"credential": "mail"}))()


def test_a_credential_cannot_be_written(unit: Path) -> None:
    credentials = Credentials(account(secret={"credential": "mail"}))

    assert not credentials.writable
    with pytest.raises(UsageError, match="systemd-creds encrypt"):
        credentials.store(MARK)
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


# --- a program


def python(script: str) -> dict[str, list[str]]:
    return {"command": [sys.executable, "-c", script]}


def test_a_program_prints_the_secret_on_its_first_line(nowhere: Path) -> None:
    assert Credentials(account(secret=python("print('s3cret');print('user: sam')")))().secret == "s3cret"


def test_with_oauth2_a_program_prints_a_fresh_token_for_each_login(nowhere: Path) -> None:
    counting = "import pathlib;p=pathlib.Path.home()/'n';n=int(p.read_text() if p.exists() else 0)+1;p.write_text(str(n));print(n)"
    credentials = Credentials(account(secret=python(counting), auth="oauth2"))

    logins = [credentials(), credentials()]

    assert [(login.secret, login.mechanism) for login in logins] == [
        ("1", Mechanism.XOAUTH2),
        ("2", Mechanism.XOAUTH2),
    ]


def test_no_shell_looks_at_the_words_of_a_program(nowhere: Path) -> None:
    assert Credentials(account(secret={"command": ["/bin/echo", "$HOME;`id`"]}))().secret == "$HOME;`id`"


def test_a_failing_program_is_explained_by_its_stderr_never_its_stdout(nowhere: Path) -> None:
    script = f"import sys;print({MARK!r});print('gpg: no key',file=sys.stderr);sys.exit(3)"

    with pytest.raises(TryAgain, match="status 3: gpg: no key") as told:
        Credentials(account(secret=python(script)))()
    assert MARK not in str(told.value)


def test_a_program_that_hangs_is_ended_with_everything_it_started(nowhere: Path) -> None:
    script = f"import subprocess,sys,time;print({MARK!r},flush=True);subprocess.run(['sleep','4711'])"
    began = time.monotonic()

    with pytest.raises(TryAgain, match="did not end within 1 s") as told:
        Credentials(account(secret=python(script)), command_limit=1)()

    assert time.monotonic() - began < 5
    wait_until(lambda: not any(map(sleeping, Path("/proc").glob("[0-9]*/cmdline"))), "all of it was ended", 5)
    assert chain(told.value).find(MARK) == -1


def sleeping(cmdline: Path) -> bool:
    try:
        return cmdline.read_text() == "sleep\x004711\0"
    except OSError:
        return False


def chain(fault: BaseException) -> str:
    """Everything that a traceback with all its attributes could show."""
    shown = ""
    link: BaseException | None = fault
    while link is not None:
        shown += repr(link) + repr(vars(link))
        link = link.__cause__ or link.__context__
    return shown


def test_a_program_that_is_not_there_is_named(nowhere: Path) -> None:
    with pytest.raises(NoStore, match=r"cannot run no-such-program.*`account.secret.command`"):
        Credentials(account(secret={"command": ["no-such-program"]}))()


def test_a_program_that_prints_nothing_gave_no_secret(nowhere: Path) -> None:
    with pytest.raises(LoginNeeded, match="printed nothing"):
        Credentials(account(secret={"command": ["true"]}))()


# --- nothing leaks


def test_neither_reprs_nor_logs_nor_process_tables_show_the_secret(
    service: SecretService, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    spy = watching("/proc")
    credentials = Credentials(account())
    credentials.store(MARK)
    credentials.forget()
    login = credentials()
    seen = spy()

    assert MARK not in repr(login) + repr(credentials) + repr(credentials.status()) + caplog.text
    assert "keyring_child" in seen
    assert MARK not in seen


def watching(proc: str) -> Callable[[], str]:
    """Collect the arguments and environment of every Python child until asked for them."""
    script = (
        "import glob,sys,select\n"
        "seen=set()\n"
        "while not select.select([sys.stdin],[],[],0)[0]:\n"
        f"  for p in glob.glob('{proc}/[0-9]*/cmdline'):\n"
        "    try:\n"
        "      line=open(p,errors='replace').read()\n"
        "      if 'keyring_child' in line: seen.add(line+open(p[:-7]+'environ',errors='replace').read())\n"
        "    except OSError: pass\n"
        "print(*seen)\n"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", script], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )

    def stop() -> str:
        return process.communicate("\n", timeout=10)[0]

    return stop


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
        Credentials(account()).store(MARK)
    assert MARK not in chain(told.value)
