"""OAuth from end to end: consent at the authorisation server, then IMAP and SMTP at servers that ask that server."""

import json
import os
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import yaml
from daemon_stage import parsed, text_of
from fork_server import followupd
from kill_candidate import Candidate
from loopback import wait_until
from mailhost import ANA, BEN, SAM, Person
from own_ids import is_ours
from provider import Provider

from followupd.adapters.credentials.secret_stores import LoginNeeded
from followupd.adapters.mail.idle import IdleTimings, IdleWatcher
from followupd.adapters.mail.imap import ImapMailbox
from followupd.adapters.mail.smtp import Submission
from followupd.engine.ports import Login, Mechanism
from followupd.errors import LoginRefused

BOTH = pytest.mark.parametrize("mechanism", ["xoauth2", "oauthbearer"])


@BOTH
def test_a_consent_opens_the_mailbox(provider: Provider, tmp_path: Path, mechanism: str) -> None:
    provider.consent()

    with ImapMailbox(provider.account(), provider.login(tmp_path, mechanism)).open_session() as session:
        assert [folder.name for folder in session.find_folders()] == ["INBOX", "Junk", "Sent", "Trash"]
    assert any(path == "/introspect" for path, _ in provider.issuer.requests)
    assert f"method={mechanism.upper()}" in provider.mailhost.dovecot.log()


@BOTH
def test_a_consent_opens_the_submission_server(provider: Provider, tmp_path: Path, mechanism: str) -> None:
    provider.consent()

    found = Submission(provider.account().smtp, provider.login(tmp_path, mechanism)).check_login()

    assert found.tls == "TLSv1.3"
    assert any(path == "/introspect" for path, _ in provider.issuer.requests)


@BOTH
def test_a_token_that_the_servers_refuse_is_a_refused_login_in_words_and_is_not_shown(
    provider: Provider, mechanism: str
) -> None:
    account, wrong = provider.account(mechanism), Login(SAM.address, "access-nobody", Mechanism(mechanism))

    with (
        pytest.raises(LoginRefused, match="localhost") as by_imap,
        ImapMailbox(account, lambda: wrong).open_session(),
    ):
        pass
    with pytest.raises(LoginRefused, match=r"535 5\.7\.8") as by_smtp:
        Submission(account.smtp, lambda: wrong).check_login()

    for told in (str(by_imap.value), str(by_smtp.value)):
        assert "status" in told
        assert "access-nobody" not in told
        assert "{" not in told


def test_after_a_refusal_a_forgotten_token_is_renewed(provider: Provider, tmp_path: Path) -> None:
    provider.consent()
    login = provider.login(tmp_path)
    login()
    provider.issuer.access_tokens.clear()  # the provider ended it before its time
    mailbox = ImapMailbox(provider.account(), login)
    with pytest.raises(LoginRefused), mailbox.open_session():
        pass

    login.drop_cached()

    with mailbox.open_session() as session:
        assert session.find_folders()


def test_a_revoked_consent_needs_a_new_login_and_then_all_goes_on(provider: Provider, tmp_path: Path) -> None:
    provider.consent()
    login = provider.login(tmp_path)
    mailbox = ImapMailbox(provider.account(), login)
    with mailbox.open_session():
        pass
    provider.issuer.revoke()
    with pytest.raises(LoginRefused), mailbox.open_session():
        pass
    login.drop_cached()
    with pytest.raises(LoginNeeded), mailbox.open_session():
        pass

    provider.consent()

    with mailbox.open_session() as session:
        assert session.find_folders()


# --- while watching


class Watched:
    """A watcher, and the tokens that it came with."""

    def __init__(self, provider: Provider, state: Path) -> None:
        self.tokens: list[str] = []
        self._login = provider.login(state)
        hinted = threading.Event()
        rhythm = IdleTimings(min_gap=0.1, first_wait=0.1)
        self.watcher = IdleWatcher(provider.account(), self.login, hinted.set, timings=rhythm)
        self.watcher.start()
        assert hinted.wait(120)

    def login(self) -> Login:
        login = self._login()
        self.tokens.append(login.secret)
        return login


@pytest.fixture
def short_lived(provider: Provider, tmp_path: Path) -> Iterator[Watched]:
    provider.consent()
    provider.issuer.lifetime = 4  # seconds
    watched = Watched(provider, tmp_path)
    yield watched
    watched.watcher.stop()


def test_a_connection_is_made_anew_before_its_token_runs_out(short_lived: Watched) -> None:
    wait_until(lambda: len(short_lived.tokens) > 1, "it connected with a new token")

    assert short_lived.watcher.trouble is None
    assert len(set(short_lived.tokens)) == len(short_lived.tokens)


def test_a_token_that_runs_out_while_watching_is_renewed_for_the_next_connection(
    short_lived: Watched, provider: Provider
) -> None:
    provider.cut()

    wait_until(
        lambda: provider.issuer.access_tokens and short_lived.watcher.trouble is None, "it watched again"
    )
    assert short_lived.tokens[-1] in provider.issuer.access_tokens


# --- the whole service


class Tenant(Candidate):
    """A candidate whose mailbox wants OAuth."""

    def __init__(self, provider: Provider, directory: Path, keyring: dict[str, str]) -> None:
        self.provider, self.keyring = provider, keyring
        self.began = datetime.now(UTC)
        super().__init__(provider.mailhost, directory, panel=(ANA,))

    def met(self, person: Person) -> None:
        """Remember somebody else who is to be thanked."""
        self.panel = (*self.panel, person)
        self.config.write_text(yaml.safe_dump(self._configuration(self.began)))

    def _configuration(self, now: datetime) -> dict[str, Any]:
        now = self.began
        return super()._configuration(now) | {"account": self.provider.settings() | {"save_sent": "always"}}

    @property
    def environment(self) -> dict[str, str]:
        return super().environment | self.keyring

    def wake(self) -> None:
        """Make it look at once, instead of within twenty seconds."""
        os.kill(self.process.pid, signal.SIGHUP)

    def login(self) -> None:
        """Give the consent anew, by `followupd login` at another terminal."""
        done = followupd(["login", "--config", str(self.config), "--device"], self.environment)
        assert done.returncode == 0, done.stderr

    def thanked(self) -> int:
        """Count the thank-yous that reached the panel."""
        mails = [parsed(raw) for person in self.panel for raw in self.mailhost.accepted(person.address)]
        return sum(is_ours(mail) for mail in mails)


@pytest.fixture
def tenant(provider: Provider, keyring_session, tmp_path: Path) -> Iterator[Tenant]:
    tenant = Tenant(provider, tmp_path, keyring_session.env)
    yield tenant
    tenant.close()


def test_the_whole_cadence_goes_out_by_tokens(tenant: Tenant, provider: Provider) -> None:
    provider.consent()

    tenant.start_warm()
    tenant.wait_until_settled()

    assert tenant.stop() == 0
    assert tenant.thanked() == 1
    assert tenant.status()["account"] == "good"
    assert "sasl_method=XOAUTH2" in provider.mailhost.postfix.log()


def test_init_and_doctor_go_on_with_a_configuration_for_oauth(tenant: Tenant, provider: Provider) -> None:
    with consenting(provider):
        begun = followupd(
            ["init", "--config", str(tenant.config), "--device", "--no-interview"], tenant.environment
        )
    examined = followupd(["doctor", "--config", str(tenant.config), "--json"], tenant.environment)

    assert begun.returncode == 0, begun.stderr
    assert "The password is stored" in begun.stderr
    found = {f["area"]: f for f in json.loads(examined.stdout)}
    assert examined.returncode == 0, examined.stdout
    assert found["token"]["text"] == "consent given 0 days ago"
    assert found["imap"]["verdict"] == found["smtp"]["verdict"] == "ok"


def test_a_consent_revoked_in_the_middle_of_idle_and_cadence_is_told_once_and_after_a_login_it_goes_on(
    tenant: Tenant, provider: Provider
) -> None:
    provider.consent()
    tenant.start_warm()
    tenant.wait_until_settled()
    first = tenant.process.pid

    provider.issuer.revoke()
    provider.mailhost.dovecot.kick(SAM.address)
    tenant.met(BEN)
    # Where both workers were turned away at once, the next attempt comes a minute later.
    wait_until(lambda: needs_login(tenant), "it knew that a login is needed")
    assert (tenant.process.pid, tenant.process.exitcode) == (first, None)
    # Where one worker was told so while the other was only turned away, the sentence follows with its next attempt.
    needed = "mailbox: login needed: the consent no longer holds"
    wait_until(lambda: needs_login(tenant) and needed in tenant.status()["sentence"], "it said so")
    assert tenant.stop() == 0
    tenant.start_warm()  # a restart changes nothing
    wait_until(lambda: tenant.said().count("mailbox: login needed") == 2, "it asked again")
    tenant.wake()

    assert tenant.thanked() == 1
    assert tenant.said().count("notice: followupd is silent: login") == 1

    with consenting(provider):
        tenant.login()
    tenant.wake()
    wait_until(lambda: tenant.thanked() == 2, "it went on")
    wait_until(lambda: tenant.status()["account"] == "good", "it said so")
    [(notice,)] = tenant.rows("SELECT data FROM outbox WHERE interview IS NULL AND subject LIKE '%silent%'")
    assert "login needed: the consent no longer holds" in text_of(parsed(notice))


def needs_login(tenant: Tenant) -> bool:
    tenant.wake()
    return tenant.status()["account"] == "login needed"


@contextmanager
def consenting(provider: Provider) -> Iterator[None]:
    """Have Sam type every device code that is shown."""
    stop = threading.Event()

    def type_codes() -> None:
        while not stop.wait(0.02):
            for code in list(provider.issuer.codes.values()):
                code.polls.clear()
            provider.issuer.type_code()

    thread = threading.Thread(target=type_codes)
    thread.start()
    yield
    stop.set()
    thread.join()
