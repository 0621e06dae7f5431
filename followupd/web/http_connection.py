"""One connection to the page: it makes room for the next one."""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING

from uvicorn.protocols.http.h11_impl import H11Protocol

if TYPE_CHECKING:
    import asyncio

MAX_CONNECTIONS = 50
_numbers = count()


class PageConnection(H11Protocol):
    """A connection that gives its place to a newer one, where there are too many.

    Without that, another program of this machine locks the page by connections that it opens and leaves.
    """

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Take a place; if there is none, take that of another one."""
        if len(self.connections) >= MAX_CONNECTIONS:
            self._close_another()
        super().connection_made(transport)
        self.number = next(_numbers)

    def _close_another(self) -> None:
        """Close the oldest connection without a question; where each has one, the oldest."""
        others = [one for one in self.connections if isinstance(one, PageConnection)]
        min(others, key=lambda one: (one.is_asking, one.number)).end()

    @property
    def is_asking(self) -> bool:
        """Whether a question came that has no whole answer yet."""
        return self.cycle is not None and not self.cycle.response_complete

    def end(self) -> None:
        """Close at once, and give the place back before the loop has noticed."""
        self.connections.discard(self)
        self.transport.abort()
