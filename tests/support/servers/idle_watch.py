"""A running watcher of the INBOX, ten to a hundred times faster than in real use."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace

from faulty_imap import FaultyImap
from loopback import wait_until
from mailhost import SAM

from followupd.adapters.mail.idle import IdleTimings, IdleWatcher
from followupd.adapters.mail.imap_connection import Timeouts
from followupd.config.account import Account, Server, Tls
from followupd.engine.ports import Login

# Ten to a hundred times faster than in real use, all in proportion.
QUICK = IdleTimings(
    reissue_after=0.6,
    session_length=30.0,
    min_gap=0.05,
    beat_interval=0.2,
    first_wait=0.05,
    longest_wait=0.4,
    refused_wait=30.0,
    healthy_after=5.0,
)
# It reconnects as quickly, but it neither re-issues IDLE nor renews the connection meanwhile.
PATIENT = replace(QUICK, reissue_after=30.0)
# The timeouts for a server that answers, even on a busy machine, and for one that may not.
UNHURRIED = Timeouts(connect=60.0, read=60.0, answer=60.0, end=0.2)
HASTY = Timeouts(connect=1.0, read=0.4, answer=2.0, end=0.2)


@dataclass
class Watched:
    """A running watcher, and what it did."""

    hints: list[float] = field(default_factory=list)
    logins: int = 0
    secret: Callable[[], Login] = lambda: Login(SAM.address, "word")
    watcher: IdleWatcher | None = None

    def login(self) -> Login:
        self.logins += 1
        return self.secret()

    def hint(self) -> None:
        self.hints.append(time.monotonic())

    def until_hints(self, count: int) -> None:
        wait_until(lambda: len(self.hints) >= count, f"{count} hints came")

    def until_beats(self, count: int) -> None:
        """Wait for this number of signs of life."""
        for _ in range(count):
            last_beat = self.watcher.last_beat
            wait_until(
                lambda last_beat=last_beat: self.watcher.last_beat > last_beat, "it gave a sign of life"
            )

    def until_trouble(self, words: str) -> None:
        wait_until(lambda: words in (self.watcher.trouble or ""), f"the trouble was {words!r}")


@contextmanager
def watching(
    server: Server, rhythm: IdleTimings = QUICK, timeouts: Timeouts = UNHURRIED, **more: object
) -> Iterator[Watched]:
    watched = Watched(**more)
    account = Account(address=SAM.address, imap=server, smtp=server)
    watched.watcher = IdleWatcher(account, watched.login, watched.hint, timings=rhythm, timeouts=timeouts)
    watched.watcher.start()
    try:
        yield watched
    finally:
        watched.watcher.stop()


def at(server: FaultyImap) -> Server:
    return Server(host="127.0.0.1", port=server.port, tls=Tls.NONE)


def settled(server: FaultyImap, watched: Watched) -> int:
    """Wait until the watcher idles, and return the number of its hints so far."""
    wait_until(lambda: server.idling, "the watcher idled")
    watched.until_hints(2)
    return len(watched.hints)
