"""`followupd run`: runs the daemon in the foreground."""

from __future__ import annotations

from typing import Annotated, Literal

import typer

from followupd.cli.app import ConfigOption, app


@app.command()
def run(
    config: ConfigOption = None,
    log_format: Annotated[Literal["text", "json"], typer.Option(help="How log lines look.")] = "text",
    verbose: Annotated[bool, typer.Option("--verbose", "-v", help="Say more.")] = False,
) -> None:
    """Run the daemon in the foreground: what the systemd unit starts.

    Example: followupd run
    """
    from followupd.daemon import run as foreground

    if status := foreground.run(config, log_format, verbose=verbose):
        raise typer.Exit(status)
