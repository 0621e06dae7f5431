"""The command line proper: loads every command, and turns a user's error into a sentence and an exit status."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from followupd import __version__
from followupd.cli import (
    add,
    approve,
    backup,
    check,
    classify,
    control,
    doctor,
    fleet,
    import_,
    init,
    log,
    login,
    plan,
    preview,
    record,
    run,
    service,
    simulate,
    status,
    web,
)
from followupd.cli.app import CLICK_USAGE_STATUS, app, message
from followupd.cli.demo import command
from followupd.cli.panels import EPILOG, arrange_commands
from followupd.errors import FollowupdError, UsageError

COMMANDS = (
    add, approve, backup, check, classify, command, control, doctor, fleet, import_, init, log, login, plan, preview,
    record, run, service, simulate, status, web,
)  # fmt: skip


def _print_version(is_wanted: bool) -> None:
    if is_wanted:
        typer.echo(f"followupd {__version__}")
        raise typer.Exit


@app.callback(epilog=EPILOG)
def start(
    version: Annotated[
        bool,
        typer.Option("--version", help="Print the version.", callback=_print_version, is_eager=True),
    ] = False,
) -> None:
    """Follows up after a job interview, from your own mailbox, and falls silent the moment they answer."""


arrange_commands(app)


def main() -> None:
    """Run the command line; a user's error ends in a sentence and its exit status, never in a traceback."""
    try:
        app()
    except FollowupdError as fault:
        message(f"followupd: {fault}")
        sys.exit(fault.exit_status)
    except KeyboardInterrupt:
        sys.exit(130)
    except SystemExit as end:
        # click ends a wrong call with a status of its own; sysexits(3) has another.
        sys.exit(UsageError.exit_status if end.code == CLICK_USAGE_STATUS else end.code)
