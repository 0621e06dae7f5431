"""`followupd fleet`: the state of the followupd of many people, for their administrator."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from followupd.cli.app import CommandGroup, JsonOption, app, make_console, message, print_json

if TYPE_CHECKING:
    from followupd.setup.fleet import Member

fleet = CommandGroup(
    help="Look after the followupd of many people.\n\nExample: followupd fleet status /var/lib/followupd/*",
    no_args_is_help=True,
)
app.add_typer(fleet, name="fleet")


@fleet.command("status")
def fleet_status(
    directories: Annotated[
        list[Path],
        typer.Argument(
            help="State directories, one a person; each has followupd.sqlite3.", show_default=False
        ),
    ],
    prometheus: Annotated[
        bool, typer.Option("--prometheus", help="Print numbers for node_exporter's textfile collector.")
    ] = False,
    json_: JsonOption = False,
) -> None:
    """Show one line a person: whether the daemon runs, when the mailbox was read, what waits. No names, no mails.

    The exit status is 0 where all are well, otherwise 1.

    Example: followupd fleet status /var/lib/followupd/*
    """
    from dataclasses import asdict
    from datetime import UTC, datetime

    from followupd.setup.fleet import format_metrics, inspect_member

    members = [inspect_member(directory, datetime.now(UTC)) for directory in directories]
    if json_:
        print_json([asdict(member) for member in members])
    elif prometheus:
        typer.echo(format_metrics(members), nl=False)
    else:
        _print_table(members)
    ill = sum(not member.is_well for member in members)
    if ill and not (json_ or prometheus):
        message(f"{ill} of {len(members)} need a look: followupd status -c CONFIG says why.")
    raise typer.Exit(1 if ill else 0)


def _print_table(members: list[Member]) -> None:
    from rich.table import Table

    table = Table(box=None, pad_edge=False, header_style="bold")
    for name in ("person", "state", "last read", "sent", "in doubt", "why"):
        table.add_column(name, no_wrap=name != "why")
    for member in members:
        last_read = f"{member.last_read.astimezone():%-d %b %H:%M %Z}" if member.last_read else "never"
        table.add_row(
            member.name, "good" if member.is_well else "look", last_read, str(member.sent_count),
            str(member.doubt_count), member.why,
        )  # fmt: skip
    make_console().print(table)
