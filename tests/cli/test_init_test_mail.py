"""The test mail of `followupd init`: what it shows of a provider, and what becomes of that."""

import yaml
from init_env import Newcomer
from mailhost import SAM


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
