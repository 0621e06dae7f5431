"""`followupd login` as a person or a script runs it: a real process, a live keyring, real servers."""

import os
import pty
import subprocess
import termios
from pathlib import Path

import pytest
from login_env import Desk, servers
from loopback import wait_until
from mailhost import SAM, MailHost
from secretservice import SecretService
from terminal import Terminal


@pytest.fixture
def desk(keyring_session: SecretService, tmp_path: Path) -> Desk:
    return Desk(keyring_session, tmp_path)


# --- a password


def test_a_password_from_standard_input_ends_in_the_keyring_and_nowhere_else(desk: Desk) -> None:
    done = desk.login("--stdin", given="hunter2 \n")

    assert done.returncode == 0, done.stderr
    assert desk.stored() == "hunter2 "
    assert "The password is stored (keyring.backends.SecretService.Keyring)" in done.stderr
    assert done.stdout == ""
    assert "hunter2" not in done.stderr


def test_a_person_types_the_password_unseen(desk: Desk) -> None:
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        desk.command(), env=desk.env, stdin=theirs, stdout=theirs, stderr=theirs, start_new_session=True
    )
    os.close(theirs)
    shown = b""
    while b"Password (or app password) for sam@candidate.example" not in shown:
        shown += os.read(ours, 1024)
    wait_until(lambda: not termios.tcgetattr(ours)[3] & termios.ECHO, "the terminal hid what is typed")
    os.write(ours, b"typed by hand\n")
    while b"stored" not in shown:
        shown += os.read(ours, 1024)
    assert process.wait(timeout=120) == 0
    os.close(ours)

    assert desk.stored() == "typed by hand"
    assert b"typed by hand" not in shown


def test_where_only_an_app_password_works_it_is_asked_for_with_the_page_that_makes_it(desk: Desk) -> None:
    desk.configure(address="sam@gmail.com")

    with Terminal(desk.words(), desk.env) as person:
        person.sees("App password for sam@gmail.com (made at https://myaccount.google.com/apppasswords)")
        person.types("abcd efgh ijkl mnop")
        assert person.ends() == 0

    assert desk.service.stored("sam@gmail.com") == "abcdefghijklmnop"


def test_without_a_terminal_the_way_to_give_a_secret_is_named(desk: Desk) -> None:
    done = desk.login()

    assert done.returncode == 64
    assert "give the password by --stdin" in done.stderr


def test_an_empty_secret_is_not_stored(desk: Desk) -> None:
    done = desk.login("--stdin", given="\n")

    assert done.returncode == 64
    assert desk.stored() == "None"


def test_the_groups_of_a_google_app_password_are_joined(desk: Desk) -> None:
    desk.login("--stdin", given="abcd efgh ijkl mnop\n")

    assert desk.stored() == "abcdefghijklmnop"


def test_a_password_is_tried_on_both_servers_before_it_is_stored(desk: Desk, mailhost: MailHost) -> None:
    desk.configure(**servers(mailhost))

    done = desk.login("--stdin", "--test", given=SAM.password + "\n")

    assert done.returncode == 0, done.stderr
    assert f"IMAP localhost:{mailhost.imaps_port}: logged in; will be read: INBOX" in done.stderr
    assert f"SMTP localhost:{mailhost.submissions_port}: logged in; TLSv1.3" in done.stderr
    assert desk.stored() == SAM.password


def test_a_password_that_the_server_refuses_is_not_stored(desk: Desk, mailhost: MailHost) -> None:
    desk.configure(**servers(mailhost))

    done = desk.login("--stdin", "--test", given="wrong horse\n")

    assert done.returncode == 77
    assert "followupd: localhost" in done.stderr
    assert "wrong horse" not in done.stderr
    assert desk.stored() == "None"


def test_a_server_that_is_not_there_is_told_from_a_wrong_password(desk: Desk, mailhost: MailHost) -> None:
    desk.configure(**servers(mailhost, imap_port=1))

    done = desk.login("--stdin", "--test", given=SAM.password + "\n")

    assert done.returncode == 69
    assert "localhost:1" in done.stderr
    assert desk.stored() == "None"


def test_a_wrong_port_is_told_before_a_secret_is_asked_for(desk: Desk, mailhost: MailHost) -> None:
    desk.configure(**servers(mailhost, imap_port=mailhost.submissions_port))

    done = desk.login("--test")

    assert done.returncode == 69
    assert "SMTP answers there, not IMAP" in done.stderr


# --- the keyring


def test_a_keyring_that_stays_locked_means_try_again(desk: Desk) -> None:
    desk.service.lock()

    assert desk.login("--stdin", given="x\n").returncode == 75
    unlock = desk.login("--unlock")
    assert unlock.returncode == 75
    assert "the keyring is locked" in unlock.stderr


def test_no_keyring_at_all_means_try_again_with_the_alternatives(desk: Desk) -> None:
    del desk.env["DBUS_SESSION_BUS_ADDRESS"]

    done = desk.login("--stdin", given="x\n")

    assert done.returncode == 75
    assert "GNOME Keyring" in done.stderr
    assert "{credential: NAME}" in done.stderr


def test_unlocking_says_what_is_there(desk: Desk) -> None:
    before = desk.login("--unlock")
    desk.login("--stdin", given="x\n")
    after = desk.login("--unlock")

    assert "no password is stored yet" in before.stderr
    assert "the password is there" in after.stderr


def test_deleting_removes_the_secret(desk: Desk) -> None:
    desk.login("--stdin", given="x\n")

    assert "The password is removed." in desk.login("--delete").stderr
    assert "There was no password." in desk.login("--delete").stderr
    assert desk.stored() == "None"


# --- secrets that lie elsewhere


def test_a_programs_secret_can_only_be_tried(desk: Desk, mailhost: MailHost) -> None:
    desk.configure(**servers(mailhost), secret={"command": ["/bin/echo", SAM.password]})

    asked, tried = desk.login(), desk.login("--test")

    assert (asked.returncode, tried.returncode) == (64, 0)
    assert "`followupd login --test` tries it" in asked.stderr
    assert "SMTP localhost" in tried.stderr


def test_a_secret_for_a_systemd_credential_is_printed_into_a_pipe(desk: Desk) -> None:
    desk.configure(secret={"credential": "mail"})

    done = desk.login("--print", "--stdin", given="hunter2\n")

    assert (done.returncode, done.stdout) == (0, "hunter2\n")


def test_a_secret_is_never_printed_on_a_terminal(desk: Desk) -> None:
    ours, theirs = pty.openpty()
    done = subprocess.run(
        desk.command("--print", "--stdin"),
        env=desk.env,
        input=b"hunter2\n",
        stdout=theirs,
        stderr=subprocess.PIPE,
        check=False,
        timeout=120,
    )
    os.close(theirs)
    os.close(ours)

    assert done.returncode == 64
    assert b"pipe it" in done.stderr


# --- the configuration


def test_a_missing_configuration_names_init(desk: Desk) -> None:
    (desk.directory / "config.yaml").unlink()

    done = desk.login("--stdin", given="x\n")

    assert done.returncode == 78
    assert "`followupd init`" in done.stderr


def test_a_fault_in_the_configuration_is_shown_with_its_line(desk: Desk) -> None:
    desk.write("account:\n  adress: sam@candidate.example\n")

    done = desk.login("--stdin", given="x\n")

    assert done.returncode == 78
    assert "config.yaml:2" in done.stderr
    assert "Traceback" not in done.stderr
