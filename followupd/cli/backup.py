"""Commands for the store itself: backup, adopt."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from followupd.cli.app import ConfigOption, app, talk
from followupd.errors import FollowupdError, UsageError

if TYPE_CHECKING:
    from followupd.adapters.system.paths import Places


@app.command()
def backup(
    file: Annotated[Path, typer.Argument(help="Where the copy goes; nothing there yet.", show_default=False)],
    config: ConfigOption = None,
) -> None:
    """Copy the journal and the outbox, while the daemon is running or not, and prove that the copy is whole.

    To put it back: stop the daemon, copy the file over followupd.sqlite3 in the state directory, start the daemon.

    Example: followupd backup ~/followupd-2026-12-01.sqlite3
    """
    from followupd.adapters.store import binding
    from followupd.adapters.system.paths import places
    from followupd.cli.session import clock

    where = _there(places(config))
    made = clock.get()()
    try:
        binding.backup(where.store, file.absolute(), f"{made:%-d %B %Y, %H:%M} UTC")
    except FileExistsError as error:
        raise UsageError(f"{file} is there already; name another file") from error
    except OSError as error:
        raise FollowupdError(f"{file} cannot be written: {error.strerror}") from error
    talk(f"The copy is whole: {file}")


@app.command()
def adopt(
    config: ConfigOption = None,
    current: bool = typer.Option(
        default=False,
        help="It is the last state of the other one, and nothing ran there since: nothing is in doubt.",
    ),
) -> None:
    """Take over a store that was moved here from another machine or another directory, for good.

    Like a backup that was put back: Sent is compared first, what may have gone out meanwhile is asked about, and
    everything is paused until `followupd resume --all`. Nothing may run at the old place any more.

    Example: followupd adopt
    """
    from followupd.adapters.store import binding
    from followupd.adapters.store.sqlite import SqliteStore
    from followupd.adapters.system.lock import Lock
    from followupd.adapters.system.paths import places

    where = _there(places(config))
    lock = Lock(where.state)
    store = SqliteStore(where.store)
    try:
        taken = binding.adopt(store, where.store, current=current)
    finally:
        store.close()
        lock.release()
    if not taken:
        talk("The store belongs here already; there is nothing to adopt.")
    elif current:
        talk("The store belongs here now. Start followupd, and see to it that nothing runs at the old place.")
    else:
        talk("The store belongs here now. Start followupd: it compares the mailbox, pauses and tells you.")


def _there(where: Places) -> Places:
    if not where.store.exists():
        raise FollowupdError(f"there is no store yet at {where.store}")
    return where
