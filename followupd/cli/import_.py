"""`followupd import`: makes interviews from the table of another tracker, after it has shown them."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from followupd.adapters import config_files
from followupd.adapters.system.paths import find_paths
from followupd.cli.app import ConfigOption, JsonOption, app, make_console, message, print_json
from followupd.setup.first_files import write_new_file
from followupd.setup.importers.interview_sources import CandidateHome
from followupd.setup.importers.tracker_table import TableRow, read_table


@app.command("import")
def import_(
    file: Annotated[Path, typer.Argument(help="The table, a CSV file.", show_default=False)],
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Write the files, not only show them.")] = False,
    config: ConfigOption = None,
    json_: JsonOption = False,
) -> None:
    """Take interviews over from the table of a tracker: Huntr, Teal, Notion, or any CSV with a company and a role.

    It shows what each row would become. With --yes it writes a file for each that has an interview's date and a contact
    with an address. No file is overwritten, and nobody gets a mail before you have confirmed them.

    Example: followupd import applications.csv
    """
    paths = find_paths(config)
    loaded = config_files.read_config(paths).config
    home = CandidateHome(loaded.candidate.zone, loaded.candidate.country) if loaded else CandidateHome()
    rows = read_table(file, home)
    written = []
    for row in rows:
        path = paths.interviews_folder / f"{row.id}.yaml"
        if yes and row.text and write_new_file(path, row.text):
            written.append(str(path))
    if json_:
        print_json({"rows": [_describe(row) for row in rows], "written": written})
        return
    _print_rows(rows)
    ready_count = sum(bool(row.text) for row in rows)
    if yes:
        message(f"{len(written)} written; `followupd check` says what is missing in them.")
    else:
        message(f"{ready_count} of {len(rows)} can be taken; `followupd import {file} --yes` writes them.")


def _describe(row: TableRow) -> dict[str, object]:
    return {
        "line": row.line,
        "id": row.id,
        "company": row.company,
        "position": row.position,
        "why_not": row.why_not,
    }


def _print_rows(rows: list[TableRow]) -> None:
    from rich.table import Table

    table = Table(box=None, pad_edge=False, header_style="bold")
    for name in ("line", "company", "role", "becomes"):
        table.add_column(name)
    for row in rows:
        table.add_row(str(row.line), row.company, row.position, row.why_not or f"interviews/{row.id}.yaml")
    make_console().print(table)
