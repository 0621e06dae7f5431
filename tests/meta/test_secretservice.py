"""The keyring of the tests: a live Secret Service that can be locked, wait for somebody, and be gone."""

import subprocess

import pytest
from secretservice import SecretService

STORE = "import keyring; keyring.set_password('followupd', 'sam', 'a word')"
FETCH = "import keyring; print(keyring.get_password('followupd', 'sam'))"


def test_a_secret_is_kept_over_locking_and_unlocking(keyring_session: SecretService):
    keyring_session.run(STORE)
    keyring_session.lock()
    with pytest.raises(AssertionError, match="KeyringLocked"):
        keyring_session.run(FETCH)
    keyring_session.unlock()
    assert keyring_session.run(FETCH) == "a word\n"


def test_a_locked_keyring_can_wait_for_somebody_who_never_comes(keyring_session: SecretService):
    keyring_session.run(STORE)
    keyring_session.lock()
    keyring_session.leave_prompts_unanswered()
    with pytest.raises(subprocess.TimeoutExpired):
        keyring_session.run(FETCH, timeout=2)


def test_a_session_without_a_keyring_has_no_secret_service(keyring_session: SecretService):
    backend = "import keyring.backends.SecretService as s; s.Keyring.priority"
    keyring_session.run(backend)
    keyring_session.stop()
    with pytest.raises(AssertionError, match="The Secret Service daemon is neither running nor activatable"):
        keyring_session.run(backend)
