"""`followupd init` at a terminal: asked again, broken off anywhere, killed at any question, and run again."""

import re
from pathlib import Path

import pytest
import yaml
from init_env import LATER, ME, SECRET, WHO, Newcomer, at_terminal, servers
from mailhost import SAM
from terminal import Terminal

from followupd.config.loader import load_config


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
        person.sees("Password (or app password) for")
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
        person.answers(*WHO, *ME, ("Password (or app password) for", "wrong horse"))
        person.sees("was refused")
        person.answers(*SECRET, *LATER)
        assert person.ends() == 0

    assert newcomer.service.stored(SAM.address) == SAM.password
    assert "wrong horse" not in person.shown


def test_three_wrong_passwords_are_enough(newcomer: Newcomer) -> None:
    with at_terminal(newcomer, *servers(newcomer.host)) as person:
        person.answers(*WHO, *ME, *[("Password (or app password) for", "wrong horse")] * 3)
        person.sees("What helps: is the password right?")
        person.answers(("Answer those questions again?", "n"))
        assert person.ends() == 77

    assert newcomer.config.exists()


def test_a_stored_password_that_works_no_more_is_asked_for_anew(newcomer: Newcomer) -> None:
    newcomer.init(*newcomer.answers())
    newcomer.host.add_user(SAM.address, "a new word")

    with Terminal(newcomer.command(), newcomer.env) as person:
        person.sees("The stored password does not work")
        person.answers(("Password (or app password) for", "a new word"), *LATER)
        assert person.ends() == 0

    assert newcomer.service.stored(SAM.address) == "a new word"


def test_a_wrong_port_is_told_before_the_password_and_can_be_corrected(newcomer: Newcomer) -> None:
    host = newcomer.host

    with at_terminal(newcomer, *servers(host, imap=host.submissions_port)) as person:
        person.answers(*WHO)
        person.sees("SMTP answers there, not IMAP; IMAP is usually on port 993")
        person.answers(("Enter keeps it", f"localhost:{host.imap_port}"))
        person.sees("begins in the clear, without TLS; write /starttls behind the port")
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
        person.answers(*WHO, ("Enter keeps it", ""), *ME, ("Answer those questions again?", "n"))
        assert person.ends() == 69

    assert "nobody listens there" in person.shown
    assert "Password" not in person.shown
    assert newcomer.config.exists()


WHOLE = (*WHO, *ME, *SECRET, ("Send one test mail", "n"), ("Write your first interview now?", "y"))
WHOLE += (
    ("Company name", "Acme GmbH"),
    ("Role you applied for", "Data Engineer"),
    ("When", "2026-11-12 14:00"),
)
WHOLE += (
    ("Their country", ""),
    ("Language", ""),
    ("Interviewer's full name", "Ana Alvarez <ana@acme.example>"),
)
WHOLE += (("Another interviewer", ""), ("Somebody else", ""), ("Somebody who helped", ""))
WHOLE += (("What did you speak about", "the move to Lisbon"), ("Phone of", ""), ("Postal address of", ""))
WHOLE += (("most important words", "Kafka"), ("number of the vacancy", ""), ("A strong point", ""))


def test_killed_at_any_question_it_can_be_run_again_to_the_end(newcomer: Newcomer) -> None:
    for number, (question, _) in enumerate(WHOLE):
        with at_terminal(newcomer, *servers(newcomer.host)) as person:
            person.answers(*asked(newcomer, WHOLE[:number]))
            person.sees(question)
            person.kill()
        assert (
            not newcomer.config.exists()
            or not load_config(("config.yaml", newcomer.config.read_text())).faults
        )

    with at_terminal(newcomer, *servers(newcomer.host)) as person:
        person.answers(*asked(newcomer, WHOLE))
        assert person.ends() == 0, person.shown
    interview = newcomer.config.parent / "interviews/acme-data-engineer.yaml"
    assert load_config(
        ("config.yaml", newcomer.config.read_text()), [(str(interview), interview.read_text())]
    ).config
    assert sorted(p.name for p in newcomer.config.parent.rglob("*")) == [
        "acme-data-engineer.yaml",
        "config.yaml",
        "interviews",
    ]


def asked(newcomer: Newcomer, script: tuple[tuple[str, str], ...]) -> list[tuple[str, str]]:
    """Return what of it is asked, given what earlier runs left."""
    known = {question for question, _ in (*WHO, *ME)} if newcomer.config.exists() else set()
    known |= {question for question, _ in SECRET} if newcomer.service.stored(SAM.address) else set()
    return [(question, answer) for question, answer in script if question not in known]


def test_one_goes_back_over_the_servers_to_the_address(newcomer: Newcomer) -> None:
    with at_terminal(newcomer, *servers(newcomer.host)) as person:
        person.answers(("Your e-mail address: ", "sma@candidate.example"), ("Your name: ", "<"))
        person.answers(("Your e-mail address [sma@candidate.example]", SAM.address), ("Your name: ", "Sam"))
        person.answers(("Your country", "back"), ("Your name [Sam]", "Sam Sample"), *ME[1:], *SECRET, *LATER)
        assert person.ends() == 0

    written = yaml.safe_load(newcomer.config.read_text())
    assert (written["account"]["address"], written["candidate"]["name"]) == (SAM.address, "Sam Sample")


def test_a_wrong_address_is_mended_without_an_editor(newcomer: Newcomer) -> None:
    with at_terminal(newcomer, *servers(newcomer.host)) as person:
        person.answers(("Your e-mail address: ", "sma@candidate.example"), *ME)
        person.answers(
            *[("Password (or app password) for", SAM.password)] * 3, ("Answer those questions again?", "y")
        )
        person.answers(("Your e-mail address [sma@candidate.example]", SAM.address))
        person.answers(("IMAP server", f"localhost:{newcomer.host.imaps_port}"))
        person.answers(("SMTP server", f"localhost:{newcomer.host.submissions_port}"), *SECRET, *LATER)
        assert person.ends() == 0, person.shown

    written = yaml.safe_load(newcomer.config.read_text())
    assert (written["account"]["address"], written["candidate"]["name"]) == (SAM.address, "Sam Sample")
    assert "sma@candidate.example" in newcomer.config.with_name("config.yaml.old").read_text()


def test_where_no_program_is_let_in_another_address_is_asked_for(newcomer: Newcomer) -> None:
    with Terminal(newcomer.command("--offline"), newcomer.env) as person:
        person.answers(("Your e-mail address: ", "sam@tuta.com"))
        person.sees("Tuta lets no other program in")
        person.sees("Your e-mail address [sam@tuta.com]")


def test_who_has_no_client_id_for_outlook_gives_another_address(newcomer: Newcomer) -> None:
    with Terminal(newcomer.command("--offline"), newcomer.env) as person:
        person.answers(("Your e-mail address: ", "sam@outlook.com"))
        person.sees("switch IMAP on")
        person.sees("Instead: send from another mailbox")
        person.answers(("Is that your provider?", "y"), ("Your OAuth client id, Enter to give another", ""))
        person.sees("Your e-mail address [sam@outlook.com]")


@pytest.mark.parametrize("question", ["Your e-mail address: ", "Password (or app password) for"])
def test_ctrl_c_ends_it_without_a_trace(newcomer: Newcomer, question: str) -> None:
    with at_terminal(newcomer, *servers(newcomer.host)) as person:
        person.answers(*WHOLE[: [asked for asked, _ in WHOLE].index(question)])
        person.sees(question)
        person.interrupts()
        assert person.ends() in {1, 130}

    assert "Traceback" not in person.shown
    assert not newcomer.config.exists()
