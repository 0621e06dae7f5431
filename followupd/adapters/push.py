"""Pushes by apprise: a tap on the shoulder beside the mail, which holds the whole of it.

A thread of its own does it: whatever a provider, a keyring or a network does, no pass waits for it. The addresses
hold tokens, so they are asked for late, kept nowhere, and nothing that apprise or its libraries say is logged.
"""

from __future__ import annotations

import logging
import queue
import threading
import time
from typing import TYPE_CHECKING

from followupd.errors import FollowupdError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    Message = tuple[Sequence[Callable[[], str]], str, str]

PAUSES = (2.0, 15.0, 60.0)  # seconds between attempts
MISSING = "apprise is not installed: pipx install 'followupd[push]'"
UNHEARD = ("apprise", "requests", "urllib3")  # loggers that print addresses


class Pusher:
    """Passes messages on, one after the other. `ring` and `trouble` may be used from any thread."""

    def __init__(self, pauses: Sequence[float] = PAUSES) -> None:
        self._pauses = pauses
        self._queue: queue.Queue[Message | None] = queue.Queue()
        self._thread: threading.Thread | None = None
        self._trouble: FollowupdError | None = None

    @property
    def trouble(self) -> FollowupdError | None:
        """What failed with the last message; None when it got through."""
        return self._trouble

    def ring(self, addresses: Sequence[Callable[[], str]], title: str, body: str) -> None:
        """Pass a message on to every address, later; each address is asked for when its turn comes."""
        if not addresses:
            self._trouble = None
            return
        if self._thread is None:
            self._thread = threading.Thread(target=self._work, name="push", daemon=True)
            self._thread.start()
        self._queue.put((addresses, title, body))

    def settle(self, limit: float) -> bool:
        """Wait until nothing is left to pass on, at most so many seconds; tell whether that is so."""
        with self._queue.all_tasks_done:
            return self._queue.all_tasks_done.wait_for(lambda: not self._queue.unfinished_tasks, limit)

    def close(self) -> None:
        """End the thread; what it has in hand may still get through."""
        self._queue.put(None)
        if self._thread:
            self._thread.join(3.0)

    def _work(self) -> None:
        while message := self._queue.get():
            addresses, title, body = message
            found = [self._pushed(n, address, title, body) for n, address in enumerate(addresses, start=1)]
            self._trouble = next((fault for fault in found if fault), None)
            self._queue.task_done()

    def _pushed(
        self, number: int, address: Callable[[], str], title: str, body: str
    ) -> FollowupdError | None:
        """Try one address, and again after each pause; return what failed last."""
        fault = _attempt(number, address, title, body)
        for pause in self._pauses:
            if fault is None:
                break
            time.sleep(pause)
            fault = _attempt(number, address, title, body)
        return fault


def _attempt(number: int, address: Callable[[], str], title: str, body: str) -> FollowupdError | None:
    try:
        _notify(address(), title, body)
    except FollowupdError as fault:
        return FollowupdError(f"address {number} of notifications.push: {fault}")
    except Exception as fault:  # noqa: BLE001 - its words may hold the address
        return FollowupdError(f"address {number} of notifications.push: {type(fault).__name__}")
    return None


def _notify(address: str, title: str, body: str) -> None:
    """Push to one address. Raises FollowupdError that does not quote it."""
    try:
        from apprise import Apprise
    except ImportError:
        raise FollowupdError(MISSING) from None
    for name in UNHEARD:  # and all below them
        logging.getLogger(name).setLevel(logging.CRITICAL + 1)
    them = Apprise()
    if not them.add(address):
        raise FollowupdError("what is stored is no address that apprise knows, such as ntfy://… or json://…")
    if not them.notify(title=title, body=body):
        raise FollowupdError("the push did not get through")
