"""`followupd init` as a newcomer runs it: by options, at a terminal, twice, and with everything that goes wrong."""

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest
import yaml
from mailhost import SAM, MailHost
from secretservice import SecretService
from terminal import Terminal
from warm import followupd

from followupd.configfile import load


class Newcomer:
    """Somebody with a mailbox and nothing else."""

    def __init__(self, service: SecretService, host: MailHost, directory: Path) -> None:
        self.service, self.host = service, host
        self.config = directory / "followupd" / "config.yaml"
        self.env = {**service.env, "FOLLOWUPD_STATE": str(directory / "state")}

    def command(self, *options: str) -> list[str]:
        return ["init", "--config", str(self.config), *options]

    def answers(self) -> list[str]:
        return [
            *("--address", SAM.address, "--name", SAM.name, "--zone", "Europe/Berlin", "--country", "DE"),
            *(
                "--imap",
                f"localhost:{self.host.imaps_port}",
                "--smtp",
                f"localhost:{self.host.submissions_port}",
            ),
            *("--ca-file", str(self.host.ca_file), "--stdin"),
        ]

    def init(self, *options: str, given: str = SAM.password + "\n") -> subprocess.CompletedProcess[str]:
        done = followupd(self.command(*options), self.env, given)
        assert "Traceback" not in done.stderr, done.stderr
        assert SAM.password not in done.stderr + done.stdout
        return done


@pytest.fixture
def newcomer(keyring_session: SecretService, mailhost: MailHost, tmp_path: Path) -> Newcomer:
    return Newcomer(keyring_session, mailhost, tmp_path)


def test_by_options_alone_everything_is_set_up(newcomer: Newcomer) -> None:
    done = newcomer.init(
        *newcomer.answers(),
        *("--company", "Acme GmbH", "--position", "Data Engineer", "--at", "2026-11-12 14:00"),
        *("--contact", "Ana Alvarez <ana@acme.example>"),
    )

    assert done.returncode == 0, done.stderr
    interview = newcomer.config.parent / "interviews/acme-gmbh.yaml"
    loaded = load(
        ("config.yaml", newcomer.config.read_text()), [("interviews/acme-gmbh.yaml", interview.read_text())]
    )
    assert loaded.faults == ()
    assert loaded.config is not None
    assert not loaded.config.live
    assert loaded.config.account.imap.port == newcomer.host.imaps_port
    assert loaded.config.interviews[0].lead.name == "Ana Alvarez"
    assert newcomer.config.stat().st_mode & 0o777 == 0o600
    assert SAM.password not in newcomer.config.read_text()
    assert "Push (IDLE): yes" in done.stderr
    assert "Sent mail: Sent" in done.stderr
    assert newcomer.service.stored(SAM.address) == SAM.password


def test_a_test_mail_measures_what_the_provider_does(newcomer: Newcomer) -> None:
    done = newcomer.init(*newcomer.answers(), "--test-mail")

    assert done.returncode == 0, done.stderr
    assert "The provider files sent mail itself: no; followupd does it" in done.stderr
    assert "It keeps the Message-ID: yes" in done.stderr
    [mail] = newcomer.host.dovecot.messages(SAM.address)
    assert b"Subject: followupd test " in mail
    assert newcomer.host.dovecot.flags(SAM.address) == [set()]


# A provider that files sent mail, replaces the Message-ID and says what it checked.
MEDDLES = """require ["editheader", "fileinto", "copy"];
deleteheader "Message-ID";
addheader "Message-ID" "<its-own@provider.example>";
addheader "Authentication-Results" "mx.provider.example 1; spf=pass";
fileinto :copy "Sent";
"""


def test_a_provider_that_files_signs_and_replaces_ids_is_seen_through(newcomer: Newcomer) -> None:
    newcomer.host.dovecot.set_sieve(SAM.address, MEDDLES)

    done = newcomer.init(*newcomer.answers(), "--test-mail")

    assert done.returncode == 0, done.stderr
    assert "The provider files sent mail itself: yes" in done.stderr
    assert "It keeps the Message-ID: no; answers are found by other marks" in done.stderr
    assert yaml.safe_load(newcomer.config.read_text())["account"]["authserv_id"] == "mx.provider.example"
    again = newcomer.init("--test-mail", given="")
    assert "It signs what it checked as mx.provider.example" in again.stderr
    assert "Add it" not in again.stderr


def test_what_a_later_test_mail_shows_is_told_and_nothing_is_rewritten(newcomer: Newcomer) -> None:
    newcomer.init(*newcomer.answers())
    before = newcomer.config.read_text()
    newcomer.host.dovecot.set_sieve(SAM.address, MEDDLES)

    again = newcomer.init("--test-mail", given="")

    assert "under `account:` -> authserv_id: mx.provider.example" in again.stderr
    assert newcomer.config.read_text() == before


def test_localised_and_marked_folders_are_listed_with_what_they_are_for(newcomer: Newcomer) -> None:
    for folder in ("Gesendet", "Spamverdacht"):
        newcomer.host.dovecot.deliver(SAM.address, b"Subject: x\n\nx\n", folder)

    done = newcomer.init(*newcomer.answers())

    assert "INBOX, Junk, Spamverdacht (junk), Sent, Gesendet (sent)" in done.stderr


def test_a_server_nobody_confirmed_gets_no_password(newcomer: Newcomer) -> None:
    options = ("--address", "sam@gmail.com", "--name", "Sam", "--zone", "Europe/Berlin", "--country", "DE")

    found = newcomer.init(*options, "--stdin")
    guessed = newcomer.init("--address", "sam@firm.invalid", "--offline", *options[2:], "--stdin")

    assert (found.returncode, guessed.returncode) == (64, 64)
    assert "give --yes, or --imap and --smtp" in found.stderr
    assert "give --imap" in guessed.stderr


def test_a_secret_of_a_program_is_tried_and_named_in_the_file(newcomer: Newcomer) -> None:
    kept = newcomer.config.parent.parent / "secret"
    kept.write_text(SAM.password)

    done = newcomer.init(*newcomer.answers()[:-1], "--secret-command", f"/bin/cat {kept}", given="")

    assert done.returncode == 0, done.stderr
    loaded = load(("config.yaml", newcomer.config.read_text()))
    assert loaded.config
    assert loaded.config.account.secret.command == ["/bin/cat", str(kept)]
    assert newcomer.service.stored(SAM.address) is None


def test_a_secret_for_a_systemd_credential_is_tried_and_its_place_is_told(newcomer: Newcomer) -> None:
    done = newcomer.init(*newcomer.answers(), "--credential", "mail-password")

    assert done.returncode == 0, done.stderr
    assert "systemd-creds encrypt --name=mail-password" in done.stderr
    assert yaml.safe_load(newcomer.config.read_text())["account"]["secret"] == {"credential": "mail-password"}


def test_without_a_keyring_nobody_types_a_password_in_vain(newcomer: Newcomer) -> None:
    del newcomer.env["DBUS_SESSION_BUS_ADDRESS"]

    done = newcomer.init(*newcomer.answers()[:-1], given="")

    assert done.returncode == 75
    assert "on a desktop start GNOME Keyring" in done.stderr
    assert "--stdin" not in done.stderr


def test_every_question_has_its_option(newcomer: Newcomer) -> None:
    done = newcomer.init(*newcomer.answers(), "--no-test-mail", "--no-interview", "--no-service")

    assert done.returncode == 0, done.stderr
    assert "Nothing is sent before you write `live: true`" in done.stderr
    assert "followupd add" in done.stderr
    assert not (newcomer.config.parent / "interviews").exists()


def test_a_certificate_file_is_written_with_its_whole_path(newcomer: Newcomer) -> None:
    near = os.path.relpath(newcomer.host.ca_file)

    done = newcomer.init(*newcomer.answers(), "--ca-file", near)

    assert done.returncode == 0, done.stderr
    account = yaml.safe_load(newcomer.config.read_text())["account"]
    assert Path(account["imap"]["ca_file"]).samefile(newcomer.host.ca_file)
    assert Path(account["imap"]["ca_file"]).is_absolute()


def test_the_service_may_be_asked_for_where_there_is_no_systemd(newcomer: Newcomer) -> None:
    newcomer.config = Path(newcomer.env["HOME"]) / ".config/followupd/config.yaml"

    done = newcomer.init(*newcomer.answers(), "--service")

    shutil.rmtree(newcomer.config.parent)
    assert done.returncode == 0, done.stderr
    assert "followupd plan" in done.stderr


def test_a_second_run_keeps_what_is_there_and_asks_for_nothing_again(newcomer: Newcomer) -> None:
    newcomer.init(*newcomer.answers())
    newcomer.config.write_text(newcomer.config.read_text() + "# mine\n")

    again = newcomer.init(given="")

    assert again.returncode == 0, again.stderr
    assert "is there already and is kept" in again.stderr
    assert "SMTP localhost" in again.stderr
    assert newcomer.config.read_text().endswith("# mine\n")


def test_a_refused_password_keeps_the_answers_and_says_how_to_go_on(newcomer: Newcomer) -> None:
    done = newcomer.init(*newcomer.answers(), given="wrong horse\n")

    assert done.returncode == 77
    assert f"your answers stand in {newcomer.config}" in done.stderr
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
        ("--country", "Germany", "two capital letters"),
        ("--imap", "localhost:imap", "write host or host:port"),
        ("--imap", "localhost:99999", "65535"),
        ("--contact", "Ana", "needs a name and an address"),
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


def test_a_known_provider_is_taken_offline_with_its_advice(newcomer: Newcomer) -> None:
    done = newcomer.init("--address", "sam@hotmail.com", "--offline", "--yes", given="")

    assert "Found by the built-in table" in done.stderr
    assert "Outlook.com: passwords no longer work" in done.stderr
    assert "give --client-id" in done.stderr


# --- at a terminal


def servers(host: MailHost, *, imap: int | None = None) -> tuple[str, ...]:
    imap_server, smtp_server = f"localhost:{imap or host.imaps_port}", f"localhost:{host.submissions_port}"
    return ("--imap", imap_server, "--smtp", smtp_server)


def at_terminal(newcomer: Newcomer, *options: str) -> Terminal:
    trusted = ("--ca-file", str(newcomer.host.ca_file)) if "--ca-file" not in options else ()
    return Terminal(newcomer.command(*trusted, "--zone", "Europe/Berlin", *options), newcomer.env)


WHO = (("Your e-mail address: ", SAM.address),)
ME = (("Your name: ", "Sam Sample"), ("Your country", "DE"))
SECRET = (("Password for", SAM.password),)
LATER = (("Send one test mail", "n"), ("Write your first interview now?", "n"))


def test_at_a_terminal_a_wrong_answer_is_asked_again(newcomer: Newcomer) -> None:
    with at_terminal(newcomer, *servers(newcomer.host)) as person:
        person.answers(("Your e-mail address: ", "sam at candidate"))
        person.sees("is no e-mail address; it looks like name@company.example")
        person.answers(*WHO, *ME, *SECRET, *LATER)
        assert person.ends() == 0

    assert SAM.password not in person.shown
    assert yaml.safe_load(newcomer.config.read_text())["candidate"]["name"] == "Sam Sample"


def test_what_holds_a_password_leaves_no_core_dump(newcomer: Newcomer) -> None:
    with at_terminal(newcomer, *servers(newcomer.host)) as person:
        person.answers(*WHO, *ME)
        person.sees("Password for")
        limits = Path(f"/proc/{person.pid}/limits").read_text()

    assert re.search(r"Max core file size +0 +0 ", limits)


def test_at_80_columns_no_word_is_cut(newcomer: Newcomer) -> None:
    words = newcomer.command("--zone", "Europe/Berlin", *servers(newcomer.host))

    with Terminal(words, newcomer.env, width=80) as person:
        person.answers(*WHO)
        person.sees("Enter for none")

    told = person.shown.partition("localhost:")[2].splitlines()
    assert " ".join(told[:3]).endswith("behind a captive portal log in there first")
    assert max(len(line) for line in told[:3]) < 80


def test_a_mistyped_password_is_asked_again_and_only_the_right_one_is_stored(newcomer: Newcomer) -> None:
    with at_terminal(newcomer, *servers(newcomer.host)) as person:
        person.answers(*WHO, *ME, ("Password for", "wrong horse"))
        person.sees("was refused")
        person.answers(*SECRET, *LATER)
        assert person.ends() == 0

    assert newcomer.service.stored(SAM.address) == SAM.password
    assert "wrong horse" not in person.shown


def test_three_wrong_passwords_are_enough(newcomer: Newcomer) -> None:
    with at_terminal(newcomer, *servers(newcomer.host)) as person:
        person.answers(*WHO, *ME, *[("Password for", "wrong horse")] * 3)
        assert person.ends() == 77

    assert newcomer.config.exists()


def test_a_stored_password_that_works_no_more_is_asked_for_anew(newcomer: Newcomer) -> None:
    newcomer.init(*newcomer.answers())
    newcomer.host.add_user(SAM.address, "a new word")

    with Terminal(newcomer.command(), newcomer.env) as person:
        person.sees("The stored secret does not work")
        person.answers(("Password for", "a new word"), *LATER)
        assert person.ends() == 0

    assert newcomer.service.stored(SAM.address) == "a new word"


def test_a_wrong_port_is_told_before_the_password_and_can_be_corrected(newcomer: Newcomer) -> None:
    host = newcomer.host

    with at_terminal(newcomer, *servers(host, imap=host.submissions_port)) as person:
        person.answers(*WHO)
        person.sees("SMTP answers there, not IMAP; IMAP is usually on port 993")
        person.answers(("Enter keeps it", f"localhost:{host.imap_port}"))
        person.sees("begins in the clear, without TLS; write tls: starttls")
        person.answers(("Enter keeps it", f"localhost:{host.imap_port}/starttls"), *ME, *SECRET, *LATER)
        assert person.ends() == 0

    imap = yaml.safe_load(newcomer.config.read_text())["account"]["imap"]
    assert (imap["port"], imap["tls"]) == (host.imap_port, "starttls")


def test_a_private_authority_is_asked_for_where_its_certificate_is_met(newcomer: Newcomer) -> None:
    options = ("--zone", "Europe/Berlin", *servers(newcomer.host))

    with Terminal(newcomer.command(*options), newcomer.env) as person:
        person.answers(*WHO)
        person.sees("for a private authority name its certificate as ca_file")
        person.answers(("Certificate file of the private", str(newcomer.host.ca_file)))
        person.answers(*ME, *SECRET, *LATER)
        assert person.ends() == 0

    assert yaml.safe_load(newcomer.config.read_text())["account"]["smtp"]["ca_file"] == str(
        newcomer.host.ca_file
    )


def test_a_server_that_is_kept_though_nobody_answers_there_leaves_the_answers(newcomer: Newcomer) -> None:
    with at_terminal(newcomer, *servers(newcomer.host, imap=1)) as person:
        person.answers(*WHO, ("Enter keeps it", ""), *ME)
        assert person.ends() == 69

    assert "nobody listens there" in person.shown
    assert "Password" not in person.shown
    assert newcomer.config.exists()


WHOLE = (*WHO, *ME, *SECRET, ("Send one test mail", "n"), ("Write your first interview now?", "y"))
WHOLE += (("Company: ", "Acme GmbH"), ("Role: ", "Data Engineer"), ("When", "2026-11-12 14:00"))
WHOLE += (("Interviewer", "Ana Alvarez <ana@acme.example>"),)


def test_killed_at_any_question_it_can_be_run_again_to_the_end(newcomer: Newcomer) -> None:
    for number, (question, _) in enumerate(WHOLE):
        with at_terminal(newcomer, *servers(newcomer.host)) as person:
            person.answers(*asked(newcomer, WHOLE[:number]))
            person.sees(question)
            person.kill()
        assert not newcomer.config.exists() or not load(("config.yaml", newcomer.config.read_text())).faults

    with at_terminal(newcomer, *servers(newcomer.host)) as person:
        person.answers(*asked(newcomer, WHOLE))
        assert person.ends() == 0, person.shown
    interview = newcomer.config.parent / "interviews/acme-gmbh.yaml"
    assert load(
        ("config.yaml", newcomer.config.read_text()), [(str(interview), interview.read_text())]
    ).config
    assert sorted(p.name for p in newcomer.config.parent.rglob("*")) == [
        "acme-gmbh.yaml",
        "config.yaml",
        "interviews",
    ]


def asked(newcomer: Newcomer, script: tuple[tuple[str, str], ...]) -> list[tuple[str, str]]:
    """Return what of it is asked, given what earlier runs left."""
    known = {question for question, _ in (*WHO, *ME)} if newcomer.config.exists() else set()
    known |= {question for question, _ in SECRET} if newcomer.service.stored(SAM.address) else set()
    return [(question, answer) for question, answer in script if question not in known]


@pytest.mark.parametrize("question", ["Your e-mail address: ", "Password for"])
def test_ctrl_c_ends_it_without_a_trace(newcomer: Newcomer, question: str) -> None:
    with at_terminal(newcomer, *servers(newcomer.host)) as person:
        person.answers(*WHOLE[: [asked for asked, _ in WHOLE].index(question)])
        person.sees(question)
        person.interrupts()
        assert person.ends() in {1, 130}

    assert "Traceback" not in person.shown
    assert not newcomer.config.exists()
