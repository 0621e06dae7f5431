"""Watches the INBOX and says "look now". A hint, never a source of truth: the daemon looks by itself as well.

One thread owns one connection in IDLE (RFC 2177). What the server pushes is not understood, only noticed. Whatever is
odd ends the connection, and a new one is made from scratch, later each time. No server can make it run hot: between
any two things that it does lies a breath.
"""

from __future__ import annotations

import random
import select
import socket
import threading
from contextlib import suppress
from dataclasses import dataclass
from math import inf
from time import monotonic
from typing import TYPE_CHECKING

from followupd.adapters.mail import imap_connection, tls
from followupd.adapters.mail.imap_connection import IMAPClient, Timeouts
from followupd.errors import FollowupdError, LoginRefused, TryAgain

if TYPE_CHECKING:
    from collections.abc import Callable

    from followupd.config.account import Account
    from followupd.engine.ports import Login


@dataclass(frozen=True, slots=True)
class Rhythm:
    """Seconds."""

    # RFC 2177 allows 29 minutes. Seen in practice: what arrives later than that is pushed to nobody after 15. Each
    # reissue hints, a little before the daemon would look by itself: so the poll under it is seldom wanted.
    reissue: float = 250.0
    session: float = 2700.0  # then a new connection with a new login: access tokens last an hour
    breath: float = 1.0  # between two wake-ups, whatever the server does
    beat: float = 180.0  # between two signs of life
    first_wait: float = 5.0  # after a failure; doubled each time
    longest_wait: float = 900.0  # then up to a quarter more
    refused_wait: float = 3600.0  # after a refused login: too many of them lock an account
    healthy: float = 600.0  # a connection that lasted so long starts the count anew


class Watcher:
    """A thread that calls `on_hint` when the INBOX may have changed, and whenever it has not been able to tell.

    `trouble` says why nothing can be seen now; `shut_out`: that it did not get as far as a login. `beat` is the time.monotonic() of the last sign of life, which is
    never older than `Rhythm.beat` and the timeouts together.
    """

    def __init__(
        self,
        account: Account,
        login: Callable[[], Login],
        on_hint: Callable[[], None],
        *,
        on_refused: Callable[[LoginRefused], object] = lambda _: None,
        rhythm: Rhythm | None = None,
        timeouts: Timeouts | None = None,
    ) -> None:
        self.beat = monotonic()
        self.trouble: str | None = None
        self.shut_out = False
        self._account = account
        self._login = login
        self._on_hint = on_hint
        self._on_refused = on_refused
        self._lasts = inf  # seconds that the present login is good for
        self._rhythm = rhythm or Rhythm()
        self._timeouts = timeouts or Timeouts()
        self._stopping = threading.Event()
        self._at_once = threading.Event()
        self._ear, self._bell = socket.socketpair()
        # A daemon thread: a name lookup that hangs must not keep the process.
        self._thread = threading.Thread(target=self._run, name="followupd-idle", daemon=True)

    def start(self) -> None:
        """Start watching."""
        self._thread.start()

    def retry(self) -> None:
        """Connect at once if it was shut out: what kept it out is over."""
        if self.shut_out:
            self._at_once.set()
            self._ring()

    def stop(self, within: float = 2.0) -> None:
        """Stop watching; return when the thread has ended, or after `within` seconds."""
        self._stopping.set()
        self._ring()
        if self._thread.ident is None:
            self._close()
        else:
            self._thread.join(within)

    def _ring(self) -> None:
        with suppress(OSError):
            self._bell.send(b".")

    # --- from one connection to the next

    def _run(self) -> None:
        failures = 0
        while not self._stopping.is_set():
            began = monotonic()
            self._at_once.clear()
            least = self._watch_once()
            if least is None or monotonic() - began >= self._rhythm.healthy:
                failures = 0
            rest = self._rhythm.breath if least is None else self._later(least, failures)
            self._pause(rest, self._at_once)
            failures = 0 if self._at_once.is_set() else failures + 1
        self._close()

    def _watch_once(self) -> float | None:
        """Watch until the connection ends; return the least wait before the next, None when it ended well."""
        try:
            self._watch()
        except (LoginRefused, TryAgain) as error:
            self.trouble, self.shut_out = str(error), True
            if isinstance(error, LoginRefused):
                self._on_refused(error)
                return self._rhythm.refused_wait
            return 0.0
        except Exception as error:  # noqa: BLE001 - a server can make the library raise anything; see the top
            self.trouble = str(error) if isinstance(error, FollowupdError) else self._sentence(error)
            return 0.0
        return None

    def _later(self, least: float, failures: int) -> float:
        """Return how long to wait: doubled each time, and scattered, lest all clients come back at once."""
        doubled = self._rhythm.first_wait * 2.0 ** min(failures, 30)
        wait = max(least, min(doubled, self._rhythm.longest_wait))
        return wait * random.uniform(1.0, 1.25)  # noqa: S311 - no secret hangs on it

    def _pause(self, seconds: float, unless: threading.Event | None = None) -> None:
        deadline = monotonic() + seconds
        while not self._stopping.is_set() and (left := deadline - monotonic()) > 0:
            if unless and unless.is_set():
                return
            self._wait_for([], left)

    # --- one connection

    def _watch(self) -> None:
        client = imap_connection.connect(self._account.imap, self._fresh_login, self._timeouts)
        try:
            client.select_folder("INBOX", readonly=True)
            idles = client.has_capability("IDLE")
            self.trouble, self.shut_out = None, False
            self._hint()
            if idles:
                self._idle_on(client)
        except Exception:
            self._hint()  # some connections break over the very push that announces a mail
            raise
        finally:
            imap_connection.end(client, min(self._timeouts.end, 0.5))
        if not idles:
            self._pause(self._rhythm.session)  # nothing to hear here, and the daemon looks by itself

    def _fresh_login(self) -> Login:
        login = self._login()
        self._lasts = login.lasts
        return login

    def _idle_on(self, client: IMAPClient) -> None:
        end = monotonic() + min(self._rhythm.session, self._lasts)
        while not self._stopping.is_set() and monotonic() < end:
            # A line before the `+` raises: a mail came in that very moment. A new connection tells.
            client.idle()
            self._hint()  # after the `+`: what came before it was pushed to nobody
            self._listen(client, min(end, monotonic() + self._rhythm.reissue))
            if self._stopping.is_set():
                imap_connection.hurry(client, min(self._timeouts.end, 0.5))
            client.idle_done()
            client.noop()

    def _listen(self, client: IMAPClient, until: float) -> None:
        """Hint at every push, but not at a mere sign of life, until the time is over, or until a push is empty: then NOOP tells what it was."""
        while not self._stopping.is_set() and (left := until - monotonic()) > 0:
            if not self._wait_for([client.socket()], left):
                continue
            self._pause(self._rhythm.breath)
            pushed = client.idle_check(timeout=0)
            if not pushed or not all(map(_is_small_talk, pushed)):
                self._hint()  # after the check: it takes along what was pushed during the breath
            for item in pushed:
                if item[:1] == (b"BYE",):
                    raise ConnectionError(f"it said goodbye: {_line(item)}")
            if not pushed:
                # The library cannot tell the end of the connection from a TLS ticket, and would say so for ever.
                return

    def _wait_for(self, sources: list[socket.socket], seconds: float) -> bool:
        """Wait, at most till the next beat; tell whether a source has something to say."""
        poll = select.poll()
        for source in (self._ear, *sources):
            poll.register(source, select.POLLIN)
        heard = poll.poll(min(seconds, self._rhythm.beat) * 1000)
        self.beat = monotonic()
        if (self._ear.fileno(), select.POLLIN) in heard and not self._stopping.is_set():
            self._ear.recv(64)  # a bell heard once; that of `stop` rings on
        return any(number != self._ear.fileno() for number, _ in heard)

    def _hint(self) -> None:
        self.beat = monotonic()
        self._on_hint()

    def _sentence(self, error: Exception) -> str:
        return f"{tls.place(self._account.imap)}: {imap_connection.words(error)}"

    def _close(self) -> None:
        self._ear.close()
        self._bell.close()


def _is_small_talk(item: tuple[object, ...]) -> bool:
    """Tell whether it is an untagged OK without a response code: "Still here", as Dovecot says every two minutes."""
    said = item[1] if len(item) == 2 else None  # noqa: PLR2004 - the word and the rest of the line
    return item[0] == b"OK" and isinstance(said, bytes) and not said.lstrip().startswith(b"[")


def _line(item: tuple[object, ...]) -> str:
    """Return the words of a push that was taken apart."""
    return tls.plain(
        b" ".join(word for word in item[1:] if isinstance(word, bytes)).decode("utf-8", "replace")
    )
