"""The watcher of the INBOX at servers that misbehave: the trouble is named, it comes back, and never runs hot."""

import time
from dataclasses import replace
from pathlib import Path

import pytest
from faulty_imap import FaultyImap
from idle_watch import HASTY, PATIENT, at, settled, watching
from imap_faults import (
    bye,
    bye_in_idle,
    bye_with_a_bracket_in_idle,
    cut,
    cut_in_idle,
    deaf_in_idle,
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
from imap_visit import Fault
from loopback import free_port, wait_until
from mailhost import SAM

from followupd.adapters.mail.idle import IdleTimings, IdleWatcher
from followupd.config.account import Server, Tls
from followupd.engine.ports import Login, Mechanism
from followupd.errors import TryAgain

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
    with (
        FaultyImap(once) as server,
        watching(at(server), replace(PATIENT, reissue_after=0.6), HASTY) as watched,
    ):
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
    with FaultyImap(replace(fault, times=1)) as server, watching(at(server), timeouts=HASTY) as watched:
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
        waits = [watched.watcher._compute_wait(0.0, failures) for failures in range(8)]
        assert 0.05 <= waits[0] <= 0.0625
        assert 0.1 <= waits[1] <= 0.125
        assert all(0.4 <= wait <= 0.5 for wait in waits[3:])
        assert len(set(waits)) == 8
        assert watched.watcher._compute_wait(0.0, 100_000) <= 0.5
        watched.until_trouble("connection refused")


def test_in_earnest_the_wait_reaches_a_quarter_of_an_hour():
    assert IdleTimings().longest_wait >= 900
    assert 240 <= IdleTimings().reissue_after <= 300


# Calm


NASTY = IN_IDLE | {
    "a flood": floods_in_idle,
    "no push, ever": never_pushes,
    "a refused connection": lambda: cut("greeting"),
}


@pytest.mark.parametrize("fault", NASTY.values(), ids=NASTY)
def test_no_server_makes_it_run_hot(fault):
    with FaultyImap(fault()) as server, watching(at(server), PATIENT, HASTY) as watched:
        time.sleep(0.15)
        busy, before, began = cpu_of(watched.watcher), len(watched.hints), time.monotonic()
        time.sleep(0.4)
        # On a busy machine the sleep takes longer, and more may happen meanwhile: as much for each second.
        longer = max(1.0, (time.monotonic() - began) / 0.4)
        assert cpu_of(watched.watcher) - busy < 0.1 * longer
        assert len(watched.hints) - before < 25 * longer
        assert server.listener.visits < 20 * longer
        watched.until_beats(1)


def cpu_of(watcher: IdleWatcher) -> float:
    """Return the processor seconds that the thread has used."""
    number = watcher._thread.native_id
    fields = Path(f"/proc/self/task/{number}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / 100
