# ruff: noqa: ARG001, F811 - naming a fixture is asking for it
"""The mailbox secret, kept in a live gnome-keyring and in memory, shown nowhere."""

import logging
import time

import pytest
from process_spy import Spy
from secret_env import MARK, account, enter, service  # noqa: F401 - fixtures
from secretservice import SecretService

from followupd.adapters.credentials.credentials import Credentials
from followupd.adapters.credentials.secret_stores import LoginNeeded, SecretLocked, SecretState
from followupd.engine.ports import Mechanism
from followupd.errors import LoginRefused, TryAgain, UsageError

# --- the Secret Service


def test_a_stored_secret_is_the_password_of_the_login(service: SecretService) -> None:
    Credentials(account()).write_secret(MARK)

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
    assert Credentials(account()).query_status().state is SecretState.ABSENT


def test_the_status_names_the_backend_and_its_state(service: SecretService) -> None:
    credentials = Credentials(account())
    credentials.write_secret(MARK)
    before = credentials.query_status()
    service.lock()

    assert before.state is SecretState.UNLOCKED
    assert before.backend == "keyring.backends.SecretService.Keyring"
    assert credentials.query_status().state is SecretState.LOCKED


def test_a_locked_keyring_means_try_again_and_nobody_is_prompted(service: SecretService) -> None:
    Credentials(account()).write_secret(MARK)
    service.lock()
    service.leave_prompts_unanswered()

    # A prompt would end with another sentence, that of the time limit.
    with pytest.raises(SecretLocked, match=r"locked.*followupd login --unlock") as told:
        Credentials(account(), limit=120)()

    assert told.value.exit_status == 75
    assert "did not answer" not in str(told.value)


def test_a_prompt_that_nobody_answers_ends_with_the_time_limit(service: SecretService) -> None:
    Credentials(account()).write_secret(MARK)
    service.lock()
    service.leave_prompts_unanswered()
    began = time.monotonic()

    with pytest.raises(SecretLocked, match=r"did not answer within 2 s"):
        Credentials(account(), limit=2, prompt=True)()

    assert time.monotonic() - began >= 2


def test_a_keyring_that_says_nothing_ends_with_the_time_limit(service: SecretService) -> None:
    credentials = Credentials(account())
    credentials.write_secret(MARK)
    service.freeze()

    with pytest.raises(SecretLocked, match=r"did not answer within 2 s"):
        Credentials(account(), limit=2)()

    service.thaw()
    credentials.drop_cached()
    assert credentials().secret == MARK


def test_a_keyring_unlocked_later_is_used_without_a_restart(service: SecretService) -> None:
    credentials = Credentials(account())
    credentials.write_secret(MARK)
    credentials.drop_cached()
    service.lock()
    with pytest.raises(SecretLocked):
        credentials()

    service.unlock()

    assert credentials().secret == MARK


def test_a_keyring_that_vanishes_leaves_the_secret_in_memory(service: SecretService) -> None:
    credentials = Credentials(account())
    credentials.write_secret(MARK)
    service.stop()

    assert credentials().secret == MARK


def test_a_vanished_keyring_after_a_refused_login_means_try_again(service: SecretService) -> None:
    credentials = Credentials(account())
    credentials.write_secret(MARK)
    service.stop()

    credentials.drop_cached()

    with pytest.raises(TryAgain):
        credentials()


def test_forgetting_makes_a_secret_that_was_changed_elsewhere_count(service: SecretService) -> None:
    credentials = Credentials(account())
    credentials.write_secret("old")
    Credentials(account()).write_secret("new")
    kept = credentials().secret

    credentials.drop_cached()

    assert (kept, credentials().secret) == ("old", "new")


def test_a_deleted_secret_is_gone_and_deleting_again_says_so(service: SecretService) -> None:
    credentials = Credentials(account())
    credentials.write_secret(MARK)

    assert [credentials.delete_secret(), credentials.delete_secret()] == [True, False]
    assert credentials.query_status().state is SecretState.ABSENT


def test_two_service_names_are_two_secrets(service: SecretService) -> None:
    Credentials(account(secret={"keyring": "one"})).write_secret("first")
    Credentials(account(secret={"keyring": "two"})).write_secret("second")

    assert Credentials(account(secret={"keyring": "one"}))().secret == "first"


@pytest.mark.parametrize("secret", ["", "two\nlines", "ends\n", "nul\0", "x" * 70_000])
def test_a_secret_that_no_login_could_use_is_not_stored(service: SecretService, secret: str) -> None:
    with pytest.raises(UsageError, match="one line of text"):
        Credentials(account()).write_secret(secret)


# --- nothing leaks


def test_neither_reprs_nor_logs_nor_process_tables_show_the_secret(
    service: SecretService, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    service.freeze()
    spy = Spy("keyring_process", "keyring_process", service.thaw)
    credentials = Credentials(account(), limit=120)
    credentials.write_secret(MARK)
    credentials.drop_cached()
    login = credentials()
    seen = spy.all().decode(errors="replace")

    assert MARK not in repr(login) + repr(credentials) + repr(credentials.query_status()) + caplog.text
    assert "keyring_process" in seen
    assert MARK not in seen
