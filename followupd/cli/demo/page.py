"""The page of the story, offered at its end, so that the user sees in a browser what followupd did for Sam."""

from __future__ import annotations

import sys
import threading
from importlib.util import find_spec
from typing import TYPE_CHECKING

import typer

from followupd.adapters.store.sqlite import SqliteStore
from followupd.adapters.system.listening import HOST, open_loopback_socket
from followupd.cli.app import message

if TYPE_CHECKING:
    from followupd.cli.demo.stage import Stage

_IDLE_SECONDS = 900
_STOP_TIMEOUT = 10  # seconds


def offer_page(stage: Stage) -> None:
    """Ask whether the user wants to see the page, and serve it until they end it.

    Nothing is asked if nobody is at the terminal, or if the page's libraries are missing.
    """
    is_watched = sys.stdin.isatty() and sys.stdout.isatty()
    if not (is_watched and find_spec("starlette") and find_spec("uvicorn") and find_spec("python_multipart")):
        return
    message("")
    if typer.confirm("Look at this story on the page, in your browser?", default=False, err=True):
        _serve_page(stage)


def _serve_page(stage: Stage) -> None:
    from followupd.web.desk import Desk
    from followupd.web.server import PageServer
    from followupd.web.sessions import issue_token

    store = SqliteStore(stage.paths.store_file)
    try:
        token = issue_token(store, stage.clock.now())
    finally:
        store.close()
    listener = open_loopback_socket(0)
    server = PageServer(Desk(stage.paths, stage.clock.now), listener, _IDLE_SECONDS)
    typer.echo(f"http://{HOST}:{listener.getsockname()[1]}/enter/{token}")
    thread = threading.Thread(target=server.run, name="page", daemon=True)
    thread.start()
    try:
        typer.prompt("Open this address. Enter ends the page", default="", show_default=False, err=True)
    finally:
        server.stop()
        thread.join(_STOP_TIMEOUT)
