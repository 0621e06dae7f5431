"""`followupd backup` and `followupd adopt`: copy the store, and take over a store from elsewhere."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from followupd.cli.app import ConfigOption, app, message
from followupd.errors import FollowupdError, UsageError

if TYPE_CHECKING:
    from followupd.adapters.system.paths import Paths


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
    from followupd.adapters.system.paths import find_paths
    from followupd.cli.session import current_clock, find_user_zone

    paths = _require_store(find_paths(config))
    backup_time = current_clock.get()().astimezone(find_user_zone(paths))
    try:
        binding.backup_store(paths.store_file, file.absolute(), f"{backup_time:%-d %B %Y, %H:%M %Z}")
    except FileExistsError as error:
        raise UsageError(f"{file} is there already; name another file") from error
    except OSError as error:
        raise FollowupdError(f"{file} cannot be written: {error.strerror}") from error
    message(f"The copy is whole: {file}")


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
    from followupd.adapters.system.lock import DaemonLock
    from followupd.adapters.system.paths import find_paths

    paths = _require_store(find_paths(config))
    lock = DaemonLock(paths.state)
    store = SqliteStore(paths.store_file)
    try:
        was_adopted = binding.adopt_store(store, paths.store_file, current=current)
    finally:
        store.close()
        lock.release()
    if not was_adopted:
        message("The store belongs here already; there is nothing to adopt.")
    elif current:
        message(
            "The store belongs here now. Start followupd, and see to it that nothing runs at the old place."
        )
    else:
        message("The store belongs here now. Start followupd: it compares the mailbox, pauses and tells you.")


def _require_store(paths: Paths) -> Paths:
    if not paths.store_file.exists():
        raise FollowupdError(f"there is no store yet at {paths.store_file}")
    return paths
