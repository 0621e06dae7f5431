"""`followupd web`: serves the page, only on this machine."""

from __future__ import annotations

import html
import os
from typing import TYPE_CHECKING, Annotated

import typer

from followupd.adapters.system.files import replace_file
from followupd.adapters.system.listening import HOST, open_loopback_socket, take_passed_socket
from followupd.adapters.system.paths import find_paths
from followupd.cli.app import ConfigOption, app, message
from followupd.cli.session import current_clock
from followupd.errors import FollowupdError

if TYPE_CHECKING:
    from followupd.adapters.system.paths import Paths
    from followupd.web.desk import Desk

PortOption = Annotated[
    int,
    typer.Option(
        "--port", help="The port on this machine; default: a free one.", min=0, max=65535, show_default=False
    ),
]
OpenOption = Annotated[bool, typer.Option("--open", help="Open it in your browser.")]
IdleOption = Annotated[
    int, typer.Option("--idle", help="End after so many minutes without a look.", min=1, max=1440)
]


@app.command()
def web(
    port: PortOption = 0, open_: OpenOption = False, idle: IdleOption = 15, config: ConfigOption = None
) -> None:
    """Show the page: what waits for you, each interview in time, its mails, its journal; and answer with a click.

    It can be reached from this machine alone. The address that it prints opens it once, in one browser; call it again
    for another. It ends by itself when nobody has looked for some minutes. The daemon does not need it.

    Example: followupd web --open
    """
    try:
        from followupd.setup.service.page_units import find_page_port
        from followupd.web.desk import Desk
        from followupd.web.server import PageServer
    except ModuleNotFoundError as error:
        library = str(error.name).partition(".")[0]
        if library == "followupd":
            raise
        from followupd.adapters.system.installation import describe_extra_install

        raise FollowupdError(
            f"the page needs {library}, which is not installed: {describe_extra_install('web')}"
        ) from None
    desk = Desk(find_paths(config), current_clock.get())
    listener = take_passed_socket()
    service_port = None if listener or port or config or _has_own_places() else find_page_port()
    if service_port:
        _hand_over(desk, service_port, open_browser=open_)
        return
    if listener is None:
        listener = open_loopback_socket(port)
        _hand_over(desk, listener.getsockname()[1], open_browser=open_)
        message("Ctrl-C ends the page.")
    PageServer(desk, listener, idle * 60).run()


def _has_own_places() -> bool:
    """Return whether the environment names other files than those of the page that systemd starts."""
    return any(os.environ.get(name) for name in ("FOLLOWUPD_CONFIG", "FOLLOWUPD_STATE"))


def _hand_over(desk: Desk, port: int, *, open_browser: bool) -> None:
    """Print the address that opens the page once, and open it if that is wanted."""
    from followupd.web.sessions import issue_token

    try:
        desk.refresh()
        address = f"http://{HOST}:{port}/enter/{issue_token(desk.store, desk.now)}"
    finally:
        desk.close()  # another thread serves the page
    typer.echo(address)
    message("Open this address in your browser; it is good once, for five minutes.")
    if open_browser:
        _open_browser(desk.paths, address)


def _open_browser(paths: Paths, address: str) -> None:
    """Open the address through a file of the user, since others could read it in the browser's arguments."""
    import webbrowser

    page = paths.state / "page.html"
    escaped = html.escape(address)
    text = f'<!DOCTYPE html><meta http-equiv="refresh" content="0; url={escaped}"><a href="{escaped}">followupd</a>\n'
    try:
        replace_file(page, text.encode(), mode=0o600, durable=False)
    except OSError as error:
        raise FollowupdError(f"{page}: cannot be written: {error.strerror}") from error
    webbrowser.open(page.as_uri())
