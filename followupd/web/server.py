"""Serves the page until there was no request for some minutes."""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING

import uvicorn

from followupd.adapters.system.listening import require_loopback
from followupd.web.app import Page
from followupd.web.http_connection import PageConnection

if TYPE_CHECKING:
    import socket

    from followupd.web.desk import Desk

_KEEP_ALIVE_SECONDS = 5


class PageServer:
    """The page on one socket."""

    def __init__(self, desk: Desk, listener: socket.socket, idle_seconds: float) -> None:
        """Set up the server. Raises UsageError if other machines could reach the socket."""
        require_loopback(listener)
        self._listener, self._idle_seconds = listener, idle_seconds
        self._last_visit = time.monotonic()
        self._page = Page(desk, self._note_visit, self.stop)
        self._server = uvicorn.Server(
            uvicorn.Config(
                self._page.app,
                http=PageConnection,
                loop="asyncio",
                ws="none",
                lifespan="off",
                access_log=False,  # a path may hold a token
                log_config=None,
                log_level="warning",
                proxy_headers=False,  # there is no proxy in front of it
                server_header=False,
                timeout_keep_alive=_KEEP_ALIVE_SECONDS,
                timeout_graceful_shutdown=_KEEP_ALIVE_SECONDS,
            )
        )

    def _note_visit(self) -> None:
        self._last_visit = time.monotonic()

    def run(self) -> None:
        """Serve until it is stopped, or until there was no request for a while."""
        try:
            asyncio.run(self._serve())
        finally:
            self._page.close()
            self._listener.close()

    def stop(self) -> None:
        """End soon; this may be called from any thread."""
        self._server.should_exit = True

    async def _serve(self) -> None:
        self._note_visit()  # a slow start does not count as idle time
        self._page.prepare()
        self._check_idleness(asyncio.get_running_loop())
        await self._server.serve(sockets=[self._listener])

    def _check_idleness(self, loop: asyncio.AbstractEventLoop) -> None:
        """End if there was no request for long enough; else check again when that may be the case."""
        remaining_seconds = self._idle_seconds - (time.monotonic() - self._last_visit)
        if remaining_seconds <= 0:
            self.stop()
        else:
            loop.call_later(remaining_seconds, self._check_idleness, loop)
