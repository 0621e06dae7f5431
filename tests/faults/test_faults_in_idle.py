"""What a server does in IDLE: the whole daemon, as a process, stays calm and small, and still finds the answer."""

import os
import time
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import imap_faults as imap
import pytest
from daemon_stage import parsed
from kill_candidate import Candidate, Ports
from loopback import wait_until
from mailhost import BEN, MailHost
from proxy import ImapProxy

FAULTS = {
    "eof": imap.cut_in_idle(),
    "bye": imap.bye_in_idle(),
    "bracket": imap.bye_with_a_bracket_in_idle(),
    "deaf": imap.deaf_in_idle(),
    "silent": imap.never_pushes(),
    "split": imap.split_line_in_idle(),
    "literal": imap.literal_in_idle(),
    "flood": imap.floods_in_idle(),
    "ended": imap.ends_idle_by_itself(),
    "early": imap.exists_before_the_plus(),
}
WATCHED_FOR = 6.0  # seconds
SHARE = 0.25  # of a core: a loop without a pause takes a whole one
GROWTH = 20  # MB


@dataclass
class Listener:
    """One followupd whose server goes wrong in IDLE."""

    name: str
    proxy: ImapProxy
    candidate: Candidate

    def megabytes(self) -> float:
        """Return how much memory it holds."""
        pages = int(Path(f"/proc/{self.candidate.process.pid}/statm").read_text().split()[1])
        return pages * os.sysconf("SC_PAGE_SIZE") / 1e6

    def answered(self) -> bool:
        """Tell whether it has seen the answer."""
        return bool(self.candidate.facts("received"))


@pytest.fixture
def listeners(mailhost: MailHost, tmp_path: Path) -> Iterator[list[Listener]]:
    """All of them at once: it is the waiting that takes time."""
    made = []
    with ExitStack() as stack:
        for name, fault in FAULTS.items():
            proxy = stack.enter_context(ImapProxy(mailhost.imaps_port, mailhost.authority.good()))
            proxy.spoil(fault)
            me = mailhost.add_user(f"{name}@candidate.example")
            ports = Ports(proxy.port, mailhost.submissions_port)
            candidate = Candidate(mailhost, tmp_path / name, ports, me=me)
            stack.callback(candidate.close)
            candidate.start_warm()
            made.append(Listener(name, proxy, candidate))
        yield made


def test_whatever_happens_in_idle_it_stays_calm_and_hears_the_answer(
    mailhost: MailHost, listeners: list[Listener]
) -> None:
    for one in listeners:
        one.candidate.wait_until_ready()
    wait_until(lambda: all(one.proxy.faulted for one in listeners), "every server went wrong")
    before = {one.name: (one.candidate.cpu(), one.megabytes()) for one in listeners}
    began = time.monotonic()
    time.sleep(WATCHED_FOR)
    watched_for = time.monotonic() - began  # on a busy machine longer
    for one in listeners:
        cpu, size = before[one.name]
        assert one.candidate.cpu() - cpu < SHARE * watched_for, one.name
        assert one.megabytes() - size < GROWTH, one.name
        one.proxy.mend()
    for one in listeners:
        mailhost.reply_as(BEN, to=one.candidate.me.address)
    hears = [one for one in listeners if one.name not in ("deaf", "silent")]  # those wait for the next poll
    wait_until(lambda: all(one.answered() for one in hears), "they heard the answer")
    assert {one.candidate.stop() for one in listeners} == {0}
    mails = [parsed(raw) for raw in mailhost.accepted(BEN.address)]
    assert sorted(m["From"].addresses[0].username for m in mails) == sorted(FAULTS)
