"""Watches the INBOX and tells the daemon when to look. It only gives hints: the daemon also looks by itself.

One thread has one connection in IDLE (RFC 2177). It notices that the server pushes something, but does not read what.
Anything unexpected ends the connection. Then a new one is made from scratch, after a wait that grows. No server can
keep the thread busy: it rests after everything that it does.
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
from followupd.adapters.mail.push_pace import PushPace
from followupd.errors import FollowupdError, LoginRefused, TryAgain

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from followupd.config.account import Account
    from followupd.engine.ports import Login


@dataclass(frozen=True, slots=True)
class IdleTimings:
    """Times in seconds."""

    # RFC 2177 allows 29 minutes. Seen in practice: after 15 minutes some servers push nothing any more. Each reissue
    # gives a hint, a little before the daemon would look by itself. So the daemon's own poll is seldom needed.
    reissue_after: float = 250.0
    session_length: float = 2700.0  # then a new connection and login: access tokens last an hour
    settle_time: float = 0.05  # after the first byte of a push, until the rest of its line has come
    min_gap: float = 1.0  # between two wake-ups on average, whatever the server does; see PushPace
    beat_interval: float = 180.0  # between two signs of life
    first_wait: float = 5.0  # after a failure; doubled each time
    longest_wait: float = 900.0  # then up to a quarter more
    refused_wait: float = 3600.0  # after a refused login: too many of them lock an account
    healthy_after: float = 600.0  # a connection that lasts this long resets the count of failures


class IdleWatcher:
    """A thread that calls `on_hint` when the INBOX may have changed, and after any time without a watch.

    `trouble` says why the INBOX cannot be watched now; `is_shut_out` says that no login was possible. `last_beat` is
    the time.monotonic() of the last sign of life. It is never older than `beat_interval` and the timeouts together.
    """

    def __init__(
        self,
        account: Account,
        login: Callable[[], Login],
        on_hint: Callable[[], None],
        *,
        on_refused: Callable[[LoginRefused], object] = lambda _: None,
        timings: IdleTimings | None = None,
        timeouts: Timeouts | None = None,
    ) -> None:
        self.last_beat = monotonic()
        self.trouble: str | None = None
        self.is_shut_out = False
        self._account = account
        self._login = login
        self._on_hint = on_hint
        self._on_refused = on_refused
        self._login_seconds = inf  # for which the present login is valid
        self._timings = timings or IdleTimings()
        self._timeouts = timeouts or Timeouts()
        self._stop_event = threading.Event()
        self._mail_event = threading.Event()
        self._retry_event = threading.Event()
        self._wake_receiver, self._wake_sender = socket.socketpair()
        # A daemon thread: a name lookup that hangs must not keep the process from ending.
        self._thread = threading.Thread(target=self._run_thread, name="followupd-idle", daemon=True)

    def start(self) -> None:
        """Start watching."""
        self._thread.start()

    def take_mail_sign(self) -> bool:
        """Return whether the server has reported a new mail since the last call."""
        has_mail = self._mail_event.is_set()
        self._mail_event.clear()
        return has_mail

    def retry_now(self) -> None:
        """Connect at once if the watcher was shut out; call this when the reason for that is over."""
        if self.is_shut_out:
            self._retry_event.set()
            self._wake_thread()

    def stop(self, within: float = 2.0) -> None:
        """Stop watching; return when the thread has ended, or after `within` seconds."""
        self._stop_event.set()
        self._wake_thread()
        if self._thread.ident is None:
            self._close_sockets()
        else:
            self._thread.join(within)

    def _wake_thread(self) -> None:
        with suppress(OSError):
            self._wake_sender.send(b".")

    # --- from one connection to the next

    def _run_thread(self) -> None:
        failures = 0
        while not self._stop_event.is_set():
            started_at = monotonic()
            self._retry_event.clear()
            min_wait = self._watch_once()
            if min_wait is None or monotonic() - started_at >= self._timings.healthy_after:
                failures = 0
            wait = self._timings.min_gap if min_wait is None else self._compute_wait(min_wait, failures)
            self._sleep_unless(wait, self._retry_event)
            failures = 0 if self._retry_event.is_set() else failures + 1
        self._close_sockets()

    def _watch_once(self) -> float | None:
        """Watch until the connection ends; return the least wait before the next one, or None if it ended well."""
        try:
            self._watch_connection()
        except (LoginRefused, TryAgain) as error:
            self.trouble, self.is_shut_out = str(error), True
            if isinstance(error, LoginRefused):
                self._on_refused(error)
                return self._timings.refused_wait
            return 0.0
        except Exception as error:  # noqa: BLE001 - a server can make the library raise anything; see the top
            self.trouble = str(error) if isinstance(error, FollowupdError) else self._describe_error(error)
            return 0.0
        return None

    def _compute_wait(self, min_wait: float, failures: int) -> float:
        """Return how long to wait: doubled each time, and varied, so that not all clients come back at once."""
        backoff = self._timings.first_wait * 2.0 ** min(failures, 30)
        wait = max(min_wait, min(backoff, self._timings.longest_wait))
        return wait * random.uniform(1.0, 1.25)  # noqa: S311 - no secret hangs on it

    def _sleep_unless(self, seconds: float, wake_event: threading.Event | None = None) -> None:
        deadline = monotonic() + seconds
        while not self._stop_event.is_set() and (seconds_left := deadline - monotonic()) > 0:
            if wake_event and wake_event.is_set():
                return
            self._wait_for_data([], seconds_left)

    # --- one connection

    def _watch_connection(self) -> None:
        client = imap_connection.open_connection(self._account.imap, self._take_login, self._timeouts)
        try:
            client.select_folder("INBOX", readonly=True)
            has_idle = client.has_capability("IDLE")
            self.trouble, self.is_shut_out = None, False
            self._give_hint()
            if has_idle:
                self._run_idle(client)
        except Exception:
            self._give_hint()  # some connections break during the very push that announces a mail
            raise
        finally:
            imap_connection.end_connection(client, min(self._timeouts.end, 0.5))
        if not has_idle:
            self._sleep_unless(self._timings.session_length)  # no push; the daemon looks by itself

    def _take_login(self) -> Login:
        login = self._login()
        self._login_seconds = login.lifetime
        return login

    def _run_idle(self, client: IMAPClient) -> None:
        deadline = monotonic() + min(self._timings.session_length, self._login_seconds)
        pace = PushPace(self._timings.min_gap)
        while not self._stop_event.is_set() and monotonic() < deadline:
            # Any line before the `+` makes the library raise: a mail came in that moment. A new connection shows it.
            client.idle()
            self._give_hint()  # after the `+`: what came before it was not pushed
            self._listen_for_pushes(client, pace, min(deadline, monotonic() + self._timings.reissue_after))
            if self._stop_event.is_set():
                imap_connection.limit_wait(client, min(self._timeouts.end, 0.5))
            client.idle_done()
            client.noop()

    def _listen_for_pushes(self, client: IMAPClient, pace: PushPace, deadline: float) -> None:
        """Give a hint for every push, but not for a mere sign of life, until the time is over.

        Return after an empty push as well: the NOOP that follows shows what it was.
        """
        while not self._stop_event.is_set() and (seconds_left := deadline - monotonic()) > 0:
            if not self._wait_for_data([client.socket()], seconds_left):
                continue
            self._sleep_unless(self._timings.settle_time)
            pushes = client.idle_check(timeout=0)
            self._note_pushes(pushes)
            self._sleep_unless(pace.count_push() if pushes else self._timings.min_gap)
            _raise_goodbye(pushes)
            if not pushes:
                # The library cannot tell a closed connection from a TLS ticket, and would report one forever.
                return

    def _note_pushes(self, pushes: Sequence[tuple[object, ...]]) -> None:
        """Give a hint at once, unless all pushes are small talk."""
        if any(item[1:2] == (b"EXISTS",) for item in pushes):
            self._mail_event.set()
        if not pushes or not all(map(_is_small_talk, pushes)):
            self._give_hint()

    def _wait_for_data(self, sources: list[socket.socket], seconds: float) -> bool:
        """Wait until the next sign of life is due, at most; return whether a source has data."""
        poll = select.poll()
        for source in (self._wake_receiver, *sources):
            poll.register(source, select.POLLIN)
        events = poll.poll(min(seconds, self._timings.beat_interval) * 1000)
        self.last_beat = monotonic()
        if (self._wake_receiver.fileno(), select.POLLIN) in events and not self._stop_event.is_set():
            self._wake_receiver.recv(64)  # the wake-up is consumed; the one from `stop` stays
        return any(number != self._wake_receiver.fileno() for number, _ in events)

    def _give_hint(self) -> None:
        self.last_beat = monotonic()
        self._on_hint()

    def _describe_error(self, error: Exception) -> str:
        return f"{tls.server_address(self._account.imap)}: {imap_connection.describe_error(error)}"

    def _close_sockets(self) -> None:
        self._wake_receiver.close()
        self._wake_sender.close()


def _raise_goodbye(pushes: Sequence[tuple[object, ...]]) -> None:
    """Raise ConnectionError if the server said goodbye."""
    for item in pushes:
        if item[:1] == (b"BYE",):
            raise ConnectionError(f"it said goodbye: {_push_text(item)}")


def _is_small_talk(item: tuple[object, ...]) -> bool:
    """Return whether a push is an untagged OK without a response code: Dovecot sends "Still here" every two minutes."""
    remainder = item[1] if len(item) == 2 else None  # noqa: PLR2004 - the word and the rest of the line
    return item[0] == b"OK" and isinstance(remainder, bytes) and not remainder.lstrip().startswith(b"[")


def _push_text(item: tuple[object, ...]) -> str:
    """Return the text of a push that was split into words."""
    return tls.to_one_line(
        b" ".join(word for word in item[1:] if isinstance(word, bytes)).decode("utf-8", "replace")
    )
