"""`followupd doctor`: prints what is wrong, and what to do."""

from __future__ import annotations

import sys
import textwrap
from collections import Counter
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Annotated

import typer

from followupd.cli.app import PIPE_WIDTH, ConfigOption, JsonOption, app, make_console, message, print_json

INDENT = 20  # columns before the text of a finding
_COLOURS = {"ok": "green", "warning": "yellow", "fault": "red"}
_WORDS = {"ok": "ok", "warning": "warning", "fault": "error"}  # for people; programs read the verdict


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

    The exit status is that of the first error; warnings alone end in 0.

    Example: followupd doctor --no-push
    """
    from followupd.adapters.system.memory import keep_out_of_core_dumps
    from followupd.adapters.system.paths import find_paths
    from followupd.setup.doctor.doctor import run_checks

    keep_out_of_core_dumps()
    findings = []
    for finding in run_checks(find_paths(config), lambda: datetime.now(UTC), may_push=push):
        findings.append(finding)
        if not json_:
            _print_finding(finding.area, finding.verdict, finding.text, finding.remedy)
    if json_:
        print_json([asdict(f) for f in findings])
    else:
        message(_summarize_findings(Counter(str(f.verdict) for f in findings)))
    raise typer.Exit(next((f.status for f in findings if f.status), 0))


def _summarize_findings(counts: Counter[str]) -> str:
    words = {"fault": "error", "warning": "warning"}
    parts = [f"{counts[v]} {word}{'s' if counts[v] > 1 else ''}" for v, word in words.items() if counts[v]]
    return f"{' and '.join(parts)}; what helps is shown behind ->" if parts else "All is well."


def _print_finding(area: str, verdict: str, text: str, remedy: str) -> None:
    """Print a finding; on a terminal, a line that is too long continues below."""
    from rich.text import Text

    terminal = make_console()
    width = terminal.width - INDENT if sys.stdout.isatty() else PIPE_WIDTH
    lines = [*_wrap_text(text, width), *(_wrap_text(f"-> {remedy}", width) if remedy else ())]
    styled_text = Text.assemble((f"{_WORDS[verdict]:8}", _COLOURS[verdict]), (f"{area:12}", "bold"), lines[0])
    for line in lines[1:]:
        styled_text.append(f"\n{'':{INDENT}}{line}")
    terminal.print(styled_text, soft_wrap=True)


def _wrap_text(text: str, width: int) -> list[str]:
    return textwrap.wrap(text, max(width, 20), break_long_words=False, break_on_hyphens=False) or [""]
