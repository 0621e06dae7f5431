"""One connection to the page, which is closed early if too many others come."""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING

from uvicorn.protocols.http.h11_impl import H11Protocol

if TYPE_CHECKING:
    import asyncio

MAX_CONNECTIONS = 50
_numbers = count()


class PageConnection(H11Protocol):
    """A connection that is closed for a newer one if there are too many.

    Without that, another program on this machine could block the page with connections that it leaves open.
    """

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Add this connection; if there is no free place, close another one first."""
        if len(self.connections) >= MAX_CONNECTIONS:
            self._close_another()
        super().connection_made(transport)
        self.number = next(_numbers)

    def _close_another(self) -> None:
        """Close the oldest connection without an open request; if each has one, close the oldest."""
        others = [one for one in self.connections if isinstance(one, PageConnection)]
        min(others, key=lambda one: (one.is_asking, one.number)).end()

    @property
    def is_asking(self) -> bool:
        """Whether a request came whose answer is not complete yet."""
        return self.cycle is not None and not self.cycle.response_complete

    def end(self) -> None:
        """Close at once, and free the place before the event loop notices it."""
        self.connections.discard(self)
        self.transport.abort()
