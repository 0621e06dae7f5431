"""The watcher of the INBOX: a hint whenever something may have come, signs of life, and a stop at once."""

import threading
import time
from dataclasses import replace
from pathlib import Path

import pytest
from faulty_imap import CAPABILITIES, FaultyImap
from idle_watch import PATIENT, QUICK, UNHURRIED, at, settled, watching
from imap_faults import cut, cut_in_idle, deaf_in_idle, drips, floods_in_idle, never_pushes, silence
from loopback import free_port, wait_until
from mailhost import SAM

from followupd.adapters.mail import push_pace
from followupd.adapters.mail.idle import IdleWatcher
from followupd.adapters.mail.push_pace import BURST
from followupd.config.account import Account, Server, Tls
from followupd.engine.ports import Login

# A server that behaves


def test_a_push_becomes_a_hint():
    with FaultyImap() as server, watching(at(server), PATIENT) as watched:
        before = settled(server, watched)
        server.push(b"2 EXISTS")
        watched.until_hints(before + 1)
        assert watched.watcher.trouble is None


def test_a_push_is_hinted_at_once_and_so_are_a_few_behind_it(monkeypatch):
    """An answer may come right behind another mail; with a whole gap before it, this test would not end."""
    monkeypatch.setattr(push_pace, "SHORT_SHARE", 0.0001)
    with FaultyImap() as server, watching(at(server), replace(PATIENT, min_gap=600.0)) as watched:
        before = settled(server, watched)
        for count in range(1, 4):
            server.push(b"%d EXISTS" % (count + 1))
            watched.until_hints(before + count)


def test_pushes_without_end_are_hinted_after_a_breath():
    with FaultyImap() as server, watching(at(server), replace(PATIENT, min_gap=1.0)) as watched:
        settled(server, watched)
        first = len(watched.hints)
        for count in range(BURST + 4):
            server.push(b"%d EXISTS" % (count + 2))
            watched.until_hints(first + count + 1)
        assert watched.hints[-1] - watched.hints[first] >= 2.0


def test_a_push_right_behind_another_becomes_a_hint_too():
    with FaultyImap() as server, watching(at(server), replace(PATIENT, min_gap=0.4)) as watched:
        before = settled(server, watched)
        server.push(b"2 EXISTS")
        watched.until_hints(before + 1)
        server.push(b"3 EXISTS")
        watched.until_hints(before + 2)


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


def test_only_a_mail_that_came_is_a_sign_of_one_and_once():
    with FaultyImap() as server, watching(at(server), PATIENT) as watched:
        before = settled(server, watched)
        server.push(b"1 EXPUNGE")
        watched.until_hints(before + 1)
        assert not watched.watcher.take_mail_sign()
        server.push(b"1 RECENT", b"2 EXISTS")
        watched.until_hints(before + 2)
        assert [watched.watcher.take_mail_sign() for _ in range(2)] == [True, False]


def test_a_mere_sign_of_life_is_no_hint_and_hides_none():
    with FaultyImap() as server, watching(at(server), replace(PATIENT, min_gap=0.2)) as watched:
        before = settled(server, watched)
        for _ in range(3):
            server.push(b"OK Still here")
            time.sleep(0.3)
        assert len(watched.hints) == before
        server.push(b"OK Still here", b"2 EXISTS", b"OK Still here")
        watched.until_hints(before + 1)
        assert server.listener.visits == 1


def test_every_connection_and_every_reissue_hints():
    with FaultyImap() as server, watching(at(server), replace(QUICK, reissue_after=0.2)) as watched:
        watched.until_hints(5)
        assert server.listener.visits == 1
        assert sum(line.endswith(b" IDLE") for line in server.heard) >= 3
        assert sum(line == b"DONE" for line in server.heard) >= 2


def test_the_connection_is_renewed_with_a_fresh_login():
    with (
        FaultyImap() as server,
        watching(at(server), replace(QUICK, reissue_after=0.1, session_length=0.3)) as watched,
    ):
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


# Signs of life


def test_it_gives_signs_of_life_while_nothing_happens():
    with FaultyImap(never_pushes()) as server, watching(at(server), PATIENT) as watched:
        watched.until_hints(2)
        watched.until_beats(5)
        assert len(watched.hints) == 2


def test_it_gives_signs_of_life_while_it_waits_to_try_again():
    server = Server(host="127.0.0.1", port=free_port(), tls=Tls.NONE)
    with watching(server, replace(QUICK, first_wait=30.0, longest_wait=30.0)) as watched:
        watched.until_trouble("connection refused")
        watched.until_beats(3)
        assert watched.logins == 1


# Stopping


@pytest.mark.parametrize(
    "fault", [None, cut_in_idle(), deaf_in_idle(), floods_in_idle(), silence("LOGOUT"), cut("greeting")]
)
def test_it_stops_at_once_whatever_the_server_does(fault):
    with FaultyImap(fault) as server, watching(at(server), PATIENT) as watched:
        wait_until(lambda: server.listener.visits, "it came")
        time.sleep(0.2)
        watched.watcher.stop(within=UNHURRIED.read / 2)  # it waits for no answer
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
        watched.watcher.stop(within=0.1)
        assert watched.watcher._thread.is_alive()  # it still waits for the greeting, and nobody waits for it


def test_it_can_be_stopped_twice_and_before_it_has_begun():
    server = Server(host="127.0.0.1", port=free_port(), tls=Tls.NONE)
    account = Account(address=SAM.address, imap=server, smtp=server)
    watcher = IdleWatcher(account, lambda: Login(SAM.address, "word"), lambda: None)
    watcher.stop()
    watcher.stop()


def test_it_leaves_no_thread_and_no_socket_behind():
    def count_files() -> int:
        return len(list(Path("/proc/self/fd").iterdir()))

    threads, files = set(threading.enumerate()), count_files()
    with FaultyImap() as server:
        for _ in range(3):
            with watching(at(server), PATIENT) as watched:
                settled(server, watched)
    wait_until(lambda: set(threading.enumerate()) <= threads, "each thread had ended")
    assert count_files() <= files


# Dovecot


@pytest.mark.parametrize("tls", [Tls.IMPLICIT, Tls.STARTTLS])
def test_dovecot_pushes_and_the_watcher_hints(mailhost, tls):
    port = mailhost.imaps_port if tls is Tls.IMPLICIT else mailhost.imap_port
    server = Server(host=mailhost.host, port=port, tls=tls, ca_file=str(mailhost.ca_file))
    with watching(server, PATIENT, secret=lambda: Login(SAM.address, SAM.password)) as watched:
        watched.until_hints(2)
        mailhost.dovecot.deliver(SAM.address, b"Subject: x\r\n\r\nx\r\n")
        watched.until_hints(3)
        assert watched.watcher.trouble is None
        assert mailhost.dovecot.flags(SAM.address) == [set()]


def test_dovecot_kicks_and_restarts_and_the_watcher_comes_back(mailhost):
    server = Server(
        host=mailhost.host, port=mailhost.imaps_port, tls=Tls.IMPLICIT, ca_file=str(mailhost.ca_file)
    )
    with watching(server, PATIENT, secret=lambda: Login(SAM.address, SAM.password)) as watched:
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
    with watching(server, secret=lambda: Login(SAM.address, "wrong")) as watched:
        watched.until_trouble("AUTHENTICATIONFAILED")
        time.sleep(0.5)
        assert watched.logins == 1
