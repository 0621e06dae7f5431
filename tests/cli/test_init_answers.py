"""What `followupd init` is told and cannot take, or cannot do: it is named, and no answer is lost."""

import pytest
from init_env import Newcomer
from mailhost import SAM


def test_a_server_nobody_confirmed_gets_no_password(newcomer: Newcomer) -> None:
    options = ("--address", "sam@gmail.com", "--name", "Sam", "--zone", "Europe/Berlin", "--country", "DE")

    found = newcomer.init(*options, "--stdin")
    guessed = newcomer.init("--address", "sam@firm.invalid", "--offline", *options[2:], "--stdin")

    assert (found.returncode, guessed.returncode) == (64, 64)
    assert "give --yes, or --imap and --smtp" in found.stderr
    assert "give --imap" in guessed.stderr


def test_without_a_keyring_nobody_types_a_password_in_vain(newcomer: Newcomer) -> None:
    del newcomer.env["DBUS_SESSION_BUS_ADDRESS"]

    done = newcomer.init(*newcomer.answers()[:-1], given="")

    assert done.returncode == 75
    assert "on a desktop start GNOME Keyring" in done.stderr
    assert "--stdin" not in done.stderr


def test_a_refused_password_keeps_the_answers_and_says_how_to_go_on(newcomer: Newcomer) -> None:
    done = newcomer.init(*newcomer.answers(), given="wrong horse\n")

    assert done.returncode == 77
    assert f"Your answers are saved in {newcomer.config}" in done.stderr
    assert newcomer.config.exists()
    assert newcomer.init("--stdin").returncode == 0


def test_an_unreachable_server_keeps_the_answers_too(newcomer: Newcomer) -> None:
    done = newcomer.init(*newcomer.answers(), "--smtp", "localhost:1")

    assert done.returncode == 69
    assert "localhost:1" in done.stderr
    assert newcomer.config.exists()


def test_a_locked_keyring_is_told_before_the_newcomer_gives_up(newcomer: Newcomer) -> None:
    newcomer.service.lock()

    done = newcomer.init(*newcomer.answers())

    assert done.returncode == 75
    assert "If a window asks for its password, type it there within 120 s" in done.stderr
    assert "followupd: the keyring is locked" in done.stderr


@pytest.mark.parametrize(
    ("option", "value", "said"),
    [
        ("--address", "sam", "is no e-mail address"),
        ("--zone", "Europe/Berlim", "did you mean Europe/Berlin?"),
        ("--country", "Atlantis", "for example Germany, DE"),
        ("--imap", "localhost:imap", "write host or host:port"),
        ("--imap", "localhost:99999", "65535"),
        ("--contact", "Ana", "'Ana' is no person; write"),
        ("--at", "tomorrow", "write it as 2026-11-12 14:00"),
        ("--ca-file", "/no/such.pem", "/no/such.pem cannot be read: No such file"),
        ("--ca-file", __file__, "holds no certificate"),
        ("--secret-command", "pass 'show", "--secret-command cannot be read"),
    ],
)
def test_an_answer_that_cannot_be_is_named_with_what_would_be_right(
    newcomer: Newcomer, option: str, value: str, said: str
) -> None:
    first = (
        "--company",
        "Acme",
        "--position",
        "Engineer",
        "--at",
        "2026-11-12 14:00",
        "--contact",
        "A <a@b.example>",
    )

    done = newcomer.init(*newcomer.answers(), *first, option, value)

    assert done.returncode == 64
    assert said in done.stderr


def test_a_place_where_nothing_can_be_written_is_told_before_any_question(newcomer: Newcomer) -> None:
    newcomer.config.parent.parent.mkdir(exist_ok=True)
    newcomer.config.parent.write_text("a file where the directory should be")

    done = newcomer.init(*newcomer.answers())

    assert done.returncode == 78
    assert f"{newcomer.config.parent} is no directory" in done.stderr
    assert newcomer.service.stored(SAM.address) is None


def test_without_a_terminal_the_missing_option_is_named(newcomer: Newcomer) -> None:
    done = newcomer.init("--address", SAM.address, "--imap", "a.example", "--smtp", "b.example", given="")

    assert done.returncode == 64
    assert "give --name" in done.stderr
