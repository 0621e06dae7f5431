"""The page on a socket, so that a browser can open it."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime

from followupd.adapters.store.sqlite import SqliteStore
from followupd.adapters.system.listening import open_loopback_socket
from followupd.adapters.system.paths import Paths
from followupd.web.desk import Desk
from followupd.web.server import PageServer
from followupd.web.sessions import issue_token

TIMEOUT = 120


@contextmanager
def serve_page(paths: Paths, read_clock: Callable[[], datetime]) -> Iterator[Callable[[], str]]:
    """Serve the page on a person's files; yield a function that returns a new address, which opens it once."""
    listener = open_loopback_socket(0)
    port = listener.getsockname()[1]
    server = PageServer(Desk(paths, read_clock), listener, 3600)

    def issue_address() -> str:
        store = SqliteStore(paths.store_file)
        try:
            return f"http://127.0.0.1:{port}/enter/{issue_token(store, read_clock())}"
        finally:
            store.close()

    thread = threading.Thread(target=server.run)
    thread.start()
    try:
        yield issue_address
    finally:
        server.stop()
        thread.join(TIMEOUT)
        assert not thread.is_alive()
