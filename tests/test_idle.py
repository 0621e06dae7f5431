"""The watcher of the INBOX: a hint whenever something may have come, calm whatever the server does."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest
from faulty_imap import (
    CAPABILITIES,
    Fault,
    FaultyImap,
    bye,
    bye_in_idle,
    bye_with_a_bracket_in_idle,
    cut,
    cut_in_idle,
    deaf_in_idle,
    drips,
    ends_idle_by_itself,
    exists_before_the_plus,
    floods_in_idle,
    literal_in_idle,
    never_pushes,
    refuses_the_token,
    says,
    silence,
    split_line_in_idle,
)
from loopback import free_port, wait_until
from mailhost import SAM

from followupd.config import Account, Server, Tls
from followupd.errors import TryAgain
from followupd.mail.idle import Rhythm, Watcher
from followupd.mail.imap_connection import Timeouts
from followupd.ports import Login, Mechanism

# Ten to a hundred times faster than in earnest, all in proportion.
QUICK = Rhythm(
    reissue=0.6,
    session=30.0,
    breath=0.05,
    beat=0.2,
    first_wait=0.05,
    longest_wait=0.4,
    refused_wait=30.0,
    healthy=5.0,
)
# As quick to come back, but it neither re-issues IDLE nor renews the connection meanwhile.
PATIENT = replace(QUICK, reissue=30.0)
TIMEOUTS = Timeouts(connect=1.0, read=0.4, answer=2.0, end=0.2)
# Dovecot lets a wrong password wait for half a second.
UNHURRIED = Timeouts()


@dataclass
class Watched:
    """A watcher at work, and what it did."""

    hints: list[float] = field(default_factory=list)
    logins: int = 0
    secret: Callable[[], Login] = lambda: Login(SAM.address, "word")
    watcher: Watcher | None = None

    def login(self) -> Login:
        self.logins += 1
        return self.secret()

    def hint(self) -> None:
        self.hints.append(time.monotonic())

    def until_hints(self, count: int) -> None:
        wait_until(lambda: len(self.hints) >= count, f"{count} hints came")

    def until_trouble(self, words: str) -> None:
        wait_until(lambda: words in (self.watcher.trouble or ""), f"the trouble was {words!r}")


@contextmanager
def watching(
    server: Server, rhythm: Rhythm = QUICK, timeouts: Timeouts = TIMEOUTS, **more: object
) -> Iterator[Watched]:
    watched = Watched(**more)
    account = Account(address=SAM.address, imap=server, smtp=server)
    watched.watcher = Watcher(account, watched.login, watched.hint, rhythm=rhythm, timeouts=timeouts)
    watched.watcher.start()
    try:
        yield watched
    finally:
        watched.watcher.stop()


def at(server: FaultyImap) -> Server:
    return Server(host="127.0.0.1", port=server.port, tls=Tls.NONE)


def settled(server: FaultyImap, watched: Watched) -> int:
    """Wait until the watcher idles, and return how often it has hinted by then."""
    wait_until(lambda: server.idling, "the watcher idled")
    watched.until_hints(2)
    return len(watched.hints)


# A server that behaves


def test_a_push_becomes_a_hint():
    with FaultyImap() as server, watching(at(server), PATIENT) as watched:
        before = settled(server, watched)
        server.push(b"2 EXISTS")
        watched.until_hints(before + 1)
        assert watched.watcher.trouble is None


def test_a_push_right_behind_another_becomes_a_hint_too():
    with FaultyImap() as server, watching(at(server), replace(PATIENT, breath=0.4)) as watched:
        settled(server, watched)
        server.push(b"2 EXISTS")
        time.sleep(0.1)
        server.push(b"3 EXISTS")
        second = time.monotonic()
        wait_until(lambda: watched.hints[-1] > second, "the second push was hinted")


@pytest.mark.parametrize(
    "line",
    [
        b"1 RECENT",
        b"1 EXPUNGE",
        b"1 FETCH (FLAGS (\\Seen))",
        b"OK [ALERT] Look here",
        b"NO disk is full",
        b"FLAGS ()",
    ],
)
def test_any_push_becomes_a_hint(line):
    with FaultyImap() as server, watching(at(server), PATIENT) as watched:
        before = settled(server, watched)
        server.push(line)
        watched.until_hints(before + 1)


def test_a_mere_sign_of_life_is_no_hint_and_hides_none():
    with FaultyImap() as server, watching(at(server), replace(PATIENT, breath=0.2)) as watched:
        before = settled(server, watched)
        for _ in range(3):
            server.push(b"OK Still here")
            time.sleep(0.3)
        assert len(watched.hints) == before
        server.push(b"OK Still here", b"2 EXISTS", b"OK Still here")
        watched.until_hints(before + 1)
        assert server.listener.visits == 1


def test_every_connection_and_every_reissue_hints():
    with FaultyImap() as server, watching(at(server), replace(QUICK, reissue=0.2)) as watched:
        watched.until_hints(5)
        assert server.listener.visits == 1
        assert sum(line.endswith(b" IDLE") for line in server.heard) >= 3
        assert sum(line == b"DONE" for line in server.heard) >= 2


def test_the_connection_is_renewed_with_a_fresh_login():
    with FaultyImap() as server, watching(at(server), replace(QUICK, reissue=0.1, session=0.3)) as watched:
        wait_until(lambda: watched.logins >= 3, "three logins were made")
        assert watched.watcher.trouble is None
    assert server.listener.visits >= 3


def test_the_inbox_is_only_looked_at():
    with FaultyImap() as server, watching(at(server)) as watched:
        settled(server, watched)
    assert server.changed == []
    assert any(b"EXAMINE" in line for line in server.heard)


def test_a_server_without_idle_is_left_in_peace():
    capabilities = [name for name in CAPABILITIES if name != "IDLE"]
    with FaultyImap(capabilities=capabilities) as server, watching(at(server)) as watched:
        watched.until_hints(1)
        time.sleep(0.5)
        assert server.listener.visits == 1
        assert len(watched.hints) == 1
        assert watched.watcher.trouble is None
        assert not any(line.endswith(b"IDLE") for line in server.heard)


def test_answers_that_come_byte_by_byte_are_understood():
    with FaultyImap(drips("EXAMINE")) as server, watching(at(server)) as watched:
        settled(server, watched)
        assert watched.watcher.trouble is None


# A server that misbehaves

IN_IDLE = {
    "the end of the connection, which the library reports as nothing, for ever": cut_in_idle,
    "BYE": bye_in_idle,
    "a BYE that the library cannot take apart": bye_with_a_bracket_in_idle,
    "silence, DONE included": deaf_in_idle,
    "a line in two packets": split_line_in_idle,
    "a literal": literal_in_idle,
    "an end that nobody asked for": ends_idle_by_itself,
    "a mail before the plus": exists_before_the_plus,
    "NO": lambda: says("IDLE", b"TAG NO not now"),
    "BAD": lambda: says("IDLE", b"TAG BAD what?"),
    "garbage": lambda: says("IDLE", b"\xff\xfe\x00"),
    "a cut before the plus": lambda: cut("IDLE"),
    "silence before the plus": lambda: silence("IDLE"),
}


@pytest.mark.parametrize("fault", IN_IDLE.values(), ids=IN_IDLE)
def test_whatever_goes_wrong_in_idle_a_new_connection_is_made_and_hints(fault):
    once = replace(fault(), times=1)
    with FaultyImap(once) as server, watching(at(server), replace(PATIENT, reissue=0.6)) as watched:
        wait_until(lambda: server.listener.visits >= 2, "it came back")
        settled(server, watched)
        wait_until(lambda: watched.watcher.trouble is None, "the trouble was over")
        before = len(watched.hints)
        server.push(b"7 EXISTS")
        watched.until_hints(before + 1)


ELSEWHERE = {
    "a cut greeting": cut("greeting"),
    "a silent greeting": silence("greeting"),
    "too many connections": says("greeting", b"* BYE Too many connections"),
    "a cut login": cut("AUTHENTICATE"),
    "a login that fails for now": says("AUTHENTICATE", b"TAG NO [UNAVAILABLE] try again later"),
    "an expired token": bye("AUTHENTICATE"),
    "a cut EXAMINE": cut("EXAMINE"),
    "a refused EXAMINE": says("EXAMINE", b"TAG NO [SERVERBUG] oops"),
    "a silent NOOP": silence("NOOP"),
    "a BYE to NOOP": bye("NOOP"),
}


@pytest.mark.parametrize("fault", ELSEWHERE.values(), ids=ELSEWHERE)
def test_whatever_goes_wrong_elsewhere_is_named_and_passes(fault):
    with FaultyImap(replace(fault, times=1)) as server, watching(at(server)) as watched:
        watched.until_trouble(f"127.0.0.1:{server.port}: ")
        wait_until(lambda: server.listener.visits >= 2, "it came back")
        settled(server, watched)
        wait_until(lambda: watched.watcher.trouble is None, "the trouble was over")


def test_every_breach_hints_since_the_push_itself_may_have_caused_it():
    with (
        FaultyImap(literal_in_idle()) as server,
        watching(at(server), replace(PATIENT, first_wait=30.0)) as watched,
    ):
        watched.until_trouble("127.0.0.1")
        # On connecting, on entering IDLE, on the push, on the breach.
        assert len(watched.hints) >= 3
        assert server.listener.visits == 1


def test_a_token_that_has_expired_is_replaced_by_a_fresh_one():
    tokens = iter(["stale", "fresh", "fresher"])

    def secret() -> Login:
        return Login(SAM.address, next(tokens), Mechanism.XOAUTH2)

    with (
        FaultyImap(replace(bye_in_idle(), times=1)) as server,
        watching(at(server), secret=secret) as watched,
    ):
        wait_until(lambda: server.listener.visits == 2, "it came back")
        settled(server, watched)
        assert watched.logins == 2


@pytest.mark.parametrize(
    "fault",
    [says("AUTHENTICATE", b"TAG NO [AUTHENTICATIONFAILED] no"), Fault("AUTHENTICATE", refuses_the_token)],
)
def test_a_refused_login_is_named_and_not_tried_again_for_long(fault):
    def secret() -> Login:
        return Login(SAM.address, "stale", Mechanism.XOAUTH2)

    with FaultyImap(fault) as server, watching(at(server), secret=secret) as watched:
        watched.until_trouble("was refused")
        time.sleep(0.5)
        assert watched.logins == 1
        assert "stale" not in watched.watcher.trouble


def test_a_locked_keyring_is_named_and_passes():
    answers = iter([TryAgain("the keyring is locked"), None])

    def secret() -> Login:
        if error := next(answers, None):
            raise error
        return Login(SAM.address, "word")

    with FaultyImap() as server, watching(at(server), secret=secret) as watched:
        settled(server, watched)
        assert watched.logins == 2


def test_the_wait_doubles_up_to_its_limit_and_no_two_are_alike():
    server = Server(host="127.0.0.1", port=free_port(), tls=Tls.NONE)
    with watching(server) as watched:
        waits = [watched.watcher._later(0.0, failures) for failures in range(8)]
        assert 0.05 <= waits[0] <= 0.0625
        assert 0.1 <= waits[1] <= 0.125
        assert all(0.4 <= wait <= 0.5 for wait in waits[3:])
        assert len(set(waits)) == 8
        assert watched.watcher._later(0.0, 100_000) <= 0.5
        watched.until_trouble("connection refused")


def test_in_earnest_the_wait_reaches_a_quarter_of_an_hour():
    assert Rhythm().longest_wait >= 900
    assert 240 <= Rhythm().reissue <= 300


# Calm


NASTY = IN_IDLE | {
    "a flood": floods_in_idle,
    "no push, ever": never_pushes,
    "a refused connection": lambda: cut("greeting"),
}


@pytest.mark.parametrize("fault", NASTY.values(), ids=NASTY)
def test_no_server_makes_it_run_hot(fault):
    with FaultyImap(fault()) as server, watching(at(server), PATIENT) as watched:
        time.sleep(0.15)
        busy, before = cpu_of(watched.watcher), len(watched.hints)
        time.sleep(0.4)
        assert cpu_of(watched.watcher) - busy < 0.1
        assert len(watched.hints) - before < 25
        assert time.monotonic() - watched.watcher.beat < 1.0
        assert server.listener.visits < 20


def cpu_of(watcher: Watcher) -> float:
    """Return the processor seconds that the thread has used."""
    number = watcher._thread.native_id
    fields = Path(f"/proc/self/task/{number}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / 100


def test_it_gives_signs_of_life_while_nothing_happens():
    with FaultyImap(never_pushes()) as server, watching(at(server), PATIENT) as watched:
        watched.until_hints(2)
        for _ in range(5):
            time.sleep(0.1)
            assert time.monotonic() - watched.watcher.beat < 0.5


def test_it_gives_signs_of_life_while_it_waits_to_try_again():
    server = Server(host="127.0.0.1", port=free_port(), tls=Tls.NONE)
    with watching(server, replace(QUICK, first_wait=30.0, longest_wait=30.0)) as watched:
        watched.until_trouble("connection refused")
        time.sleep(0.6)
        assert time.monotonic() - watched.watcher.beat < 0.5


# Stopping


@pytest.mark.parametrize(
    "fault", [None, cut_in_idle(), deaf_in_idle(), floods_in_idle(), silence("LOGOUT"), cut("greeting")]
)
def test_it_stops_at_once_whatever_the_server_does(fault):
    with FaultyImap(fault) as server, watching(at(server), PATIENT) as watched:
        wait_until(lambda: server.listener.visits, "it came")
        time.sleep(0.2)
        began = time.monotonic()
        watched.watcher.stop()
        assert time.monotonic() - began < 2.0
        assert not watched.watcher._thread.is_alive()


def test_it_says_goodbye_when_it_stops():
    with FaultyImap() as server:
        with watching(at(server), PATIENT) as watched:
            settled(server, watched)
        wait_until(lambda: any(line.endswith(b"LOGOUT") for line in server.heard), "it said goodbye")
    assert server.heard[-3] == b"DONE" or server.heard[-2] == b"DONE"


def test_it_stops_while_a_server_keeps_it_waiting():
    with FaultyImap(silence("greeting")) as server, watching(at(server), PATIENT) as watched:
        wait_until(lambda: server.listener.visits, "it came")
        began = time.monotonic()
        watched.watcher.stop()
        assert time.monotonic() - began < 2.5


def test_it_can_be_stopped_twice_and_before_it_has_begun():
    server = Server(host="127.0.0.1", port=free_port(), tls=Tls.NONE)
    account = Account(address=SAM.address, imap=server, smtp=server)
    watcher = Watcher(account, lambda: Login(SAM.address, "word"), lambda: None)
    watcher.stop()
    watcher.stop()


def test_it_leaves_no_thread_and_no_socket_behind():
    def left() -> tuple[int, int]:
        return threading.active_count(), len(list(Path("/proc/self/fd").iterdir()))

    before = left()
    with FaultyImap() as server:
        for _ in range(3):
            with watching(at(server), PATIENT) as watched:
                settled(server, watched)
    assert left() == before


# Dovecot


@pytest.mark.parametrize("tls", [Tls.IMPLICIT, Tls.STARTTLS])
def test_dovecot_pushes_and_the_watcher_hints(mailhost, tls):
    port = mailhost.imaps_port if tls is Tls.IMPLICIT else mailhost.imap_port
    server = Server(host=mailhost.host, port=port, tls=tls, ca_file=str(mailhost.ca_file))
    with watching(server, PATIENT, UNHURRIED, secret=lambda: Login(SAM.address, SAM.password)) as watched:
        watched.until_hints(2)
        mailhost.dovecot.deliver(SAM.address, b"Subject: x\r\n\r\nx\r\n")
        watched.until_hints(3)
        assert watched.watcher.trouble is None
        assert mailhost.dovecot.flags(SAM.address) == [set()]


def test_dovecot_kicks_and_restarts_and_the_watcher_comes_back(mailhost):
    server = Server(
        host=mailhost.host, port=mailhost.imaps_port, tls=Tls.IMPLICIT, ca_file=str(mailhost.ca_file)
    )
    with watching(server, PATIENT, UNHURRIED, secret=lambda: Login(SAM.address, SAM.password)) as watched:
        watched.until_hints(2)
        mailhost.dovecot.kick(SAM.address)
        watched.until_hints(5)  # on the breach, on connecting, on entering IDLE
        mailhost.dovecot.stop()
        watched.until_trouble("connection refused")
        before = len(watched.hints)
        mailhost.dovecot.start()
        watched.until_hints(before + 2)
        assert watched.watcher.trouble is None
        mailhost.dovecot.deliver(SAM.address, b"Subject: x\r\n\r\nx\r\n")
        watched.until_hints(before + 3)


def test_dovecot_refuses_a_wrong_password_once(mailhost):
    server = Server(
        host=mailhost.host, port=mailhost.imaps_port, tls=Tls.IMPLICIT, ca_file=str(mailhost.ca_file)
    )
    with watching(server, timeouts=UNHURRIED, secret=lambda: Login(SAM.address, "wrong")) as watched:
        watched.until_trouble("AUTHENTICATIONFAILED")
        time.sleep(0.5)
        assert watched.logins == 1
