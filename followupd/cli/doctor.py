"""`followupd doctor`: what is wrong, and what mends it."""

from __future__ import annotations

from dataclasses import asdict
from datetime import UTC, datetime
from typing import Annotated

import typer

from followupd.cli.app import ConfigOption, JsonOption, app, console, emit

_COLOURS = {"ok": "green", "warning": "yellow", "fault": "red"}


@app.command()
def doctor(
    config: ConfigOption = None,
    push: Annotated[
        bool,
        typer.Option("--push", help="Put a mail into your INBOX, see whether the server tells, remove it."),
    ] = False,
    json_: JsonOption = False,
) -> None:
    """Check everything live: configuration, keyring, certificates, logins, folders, store, service.

    The exit status is that of the first fault; warnings alone end in 0.

    Example: followupd doctor --push
    """
    from followupd.places import places
    from followupd.setup.doctor import examine

    findings = []
    for finding in examine(places(config), lambda: datetime.now(UTC), push=push):
        findings.append(finding)
        if not json_:
            _show(finding.area, finding.verdict, finding.text, finding.remedy)
    if json_:
        emit([asdict(f) for f in findings])
    raise typer.Exit(next((f.status for f in findings if f.status), 0))


def _show(area: str, verdict: str, text: str, remedy: str) -> None:
    from rich.text import Text

    line = Text.assemble((f"{verdict:8}", _COLOURS[verdict]), (f"{area:12}", "bold"), text)
    if remedy:
        line.append(f"\n{'':20}-> {remedy}")
    console().print(line)
