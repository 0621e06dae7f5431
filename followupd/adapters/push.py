"""Sends pushes by apprise: a short text beside the mail, which has the details.

A thread of its own sends them, so that no pass waits for a provider, a keyring or a network. The addresses hold tokens.
So they are read only when they are needed and are never stored. Nothing that apprise or its libraries log is written.
"""

from __future__ import annotations

import logging
import queue
import threading
import time
from typing import TYPE_CHECKING

from followupd.adapters import desktop
from followupd.errors import FollowupdError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    PushMessage = tuple[Sequence[Callable[[], str]], str, str]

RETRY_PAUSES = (2.0, 15.0, 60.0)  # seconds between attempts
MUTED_LOGGERS = ("apprise", "requests", "urllib3")  # loggers that print addresses


class ApprisePushService:
    """Sends messages one after the other. It may be called from any thread."""

    def __init__(self, pauses: Sequence[float] = RETRY_PAUSES) -> None:
        self._pauses = pauses
        self._queue: queue.Queue[PushMessage | None] = queue.Queue()
        self._thread: threading.Thread | None = None
        self._last_fault: FollowupdError | None = None

    @property
    def last_fault(self) -> FollowupdError | None:
        """The fault of the last message, or None if the message was sent."""
        return self._last_fault

    def push(self, addresses: Sequence[Callable[[], str]], title: str, body: str) -> None:
        """Queue a message for every address; each address is read only when its turn comes."""
        if not addresses:
            self._last_fault = None
            return
        if self._thread is None:
            self._thread = threading.Thread(target=self._process_queue, name="push", daemon=True)
            self._thread.start()
        self._queue.put((addresses, title, body))

    def wait_until_done(self, limit: float) -> bool:
        """Wait until the queue is empty, for at most `limit` seconds; return whether it is."""
        with self._queue.all_tasks_done:
            return self._queue.all_tasks_done.wait_for(lambda: not self._queue.unfinished_tasks, limit)

    def close(self) -> None:
        """End the thread; the message that is being sent may still arrive."""
        self._queue.put(None)
        if self._thread:
            self._thread.join(3.0)

    def _process_queue(self) -> None:
        while message := self._queue.get():
            addresses, title, body = message
            faults = [
                self._push_with_retries(n, address, title, body)
                for n, address in enumerate(addresses, start=1)
            ]
            self._last_fault = next(filter(None, faults), None)
            self._queue.task_done()

    def _push_with_retries(
        self, number: int, address: Callable[[], str], title: str, body: str
    ) -> FollowupdError | None:
        """Try one address, and again after each pause; return the last fault, or None."""
        fault = _try_push(number, address, title, body)
        for pause in self._pauses:
            if fault is None:
                break
            time.sleep(pause)
            fault = _try_push(number, address, title, body)
        return fault


def _try_push(number: int, address: Callable[[], str], title: str, body: str) -> FollowupdError | None:
    try:
        _send_push(address(), title, body)
    except FollowupdError as fault:
        return FollowupdError(f"address {number} of notifications.push: {fault}")
    except Exception as fault:  # noqa: BLE001 - its words may hold the address
        return FollowupdError(f"address {number} of notifications.push: {type(fault).__name__}")
    return None


def _send_push(address: str, title: str, body: str) -> None:
    """Push to one address. Raises FollowupdError that does not quote it."""
    if address == desktop.ADDRESS:
        desktop.show_notification(title, body)  # the desktop may have no user at the moment: that is no error
        return
    try:
        from apprise import Apprise, NotifyFormat
    except ImportError:
        from followupd.adapters.system.installation import describe_extra_install

        raise FollowupdError(f"apprise is not installed: {describe_extra_install('push')}") from None
    for name in MUTED_LOGGERS:  # and for all loggers below them
        logging.getLogger(name).setLevel(logging.CRITICAL + 1)
    service = Apprise()
    if not service.add(address):
        raise FollowupdError("what is stored is no address that apprise knows, such as ntfy://… or json://…")
    # A stranger's subject must be shown as text; the service must not read links or commands in it.
    if not service.notify(title=title, body=body, body_format=NotifyFormat.TEXT):
        raise FollowupdError("the push did not get through")
