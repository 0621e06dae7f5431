"""`followupd doctor`: what is wrong, and what mends it."""

from __future__ import annotations

import sys
import textwrap
from collections import Counter
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Annotated

import typer

from followupd.cli.app import PIPE_WIDTH, ConfigOption, JsonOption, app, console, emit, talk

INDENT = 20  # columns before the text of a finding
_COLOURS = {"ok": "green", "warning": "yellow", "fault": "red"}


@app.command()
def doctor(
    config: ConfigOption = None,
    push: Annotated[
        bool,
        typer.Option(help="Put a mail into your INBOX, see whether the server tells, and remove it at once."),
    ] = True,
    json_: JsonOption = False,
) -> None:
    """Check everything live: configuration, keyring, certificates, logins, folders, store, service.

    The exit status is that of the first fault; warnings alone end in 0.

    Example: followupd doctor --no-push
    """
    from followupd.adapters.system.memory import keep_out_of_core_dumps
    from followupd.adapters.system.paths import places
    from followupd.setup.doctor.doctor import examine

    keep_out_of_core_dumps()
    findings = []
    for finding in examine(places(config), lambda: datetime.now(UTC), push=push):
        findings.append(finding)
        if not json_:
            _show(finding.area, finding.verdict, finding.text, finding.remedy)
    if json_:
        emit([asdict(f) for f in findings])
    else:
        talk(_in_short(Counter(str(f.verdict) for f in findings)))
    raise typer.Exit(next((f.status for f in findings if f.status), 0))


def _in_short(found: Counter[str]) -> str:
    named = [f"{found[v]} {v}{'s' if found[v] > 1 else ''}" for v in ("fault", "warning") if found[v]]
    return f"{' and '.join(named)}; what mends it stands behind ->" if named else "All is well."


def _show(area: str, verdict: str, text: str, remedy: str) -> None:
    """Print a finding; on a terminal what is too long for a line goes on below itself."""
    from rich.text import Text

    out = console()
    room = out.width - INDENT if sys.stdout.isatty() else PIPE_WIDTH
    lines = [*_lines(text, room), *(_lines(f"-> {remedy}", room) if remedy else ())]
    shown = Text.assemble((f"{verdict:8}", _COLOURS[verdict]), (f"{area:12}", "bold"), lines[0])
    for line in lines[1:]:
        shown.append(f"\n{'':{INDENT}}{line}")
    out.print(shown, soft_wrap=True)


def _lines(text: str, room: int) -> list[str]:
    return textwrap.wrap(text, max(room, 20), break_long_words=False, break_on_hyphens=False) or [""]
