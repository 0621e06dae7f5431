"""`followupd check`: reads the configuration, and renders every template with it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated

import typer

from followupd.cli.app import ConfigOption, JsonOption, app, message, print_json
from followupd.errors import ConfigError

if TYPE_CHECKING:
    from followupd.adapters.system.paths import Paths


@app.command()
def check(
    config: ConfigOption = None,
    schema: Annotated[bool, typer.Option("--schema", help="Print the JSON Schema for editors.")] = False,
    interview_schema: Annotated[
        bool, typer.Option("--interview-schema", help="The same for interviews/*.yaml.")
    ] = False,
    json_: JsonOption = False,
) -> None:
    """Check the configuration and render every template with it; every error at once.

    Example: followupd check
    """
    from followupd.adapters.system.paths import find_paths
    from followupd.config.interview import Interview
    from followupd.config.model import Config

    if schema or interview_schema:
        print_json((Interview if interview_schema else Config).model_json_schema())
        return
    faults, notes = _find_faults(find_paths(config))
    if json_:
        print_json({"faults": faults, "notes": notes})
    for line in notes:
        message(f"note: {line}")
    if faults:
        raise ConfigError([] if json_ else faults)
    if not json_:
        message("The configuration is good.")


def _find_faults(paths: Paths) -> tuple[list[str], list[str]]:
    from followupd.adapters import config_files
    from followupd.setup.check import check_texts, collect_notes

    load_result = config_files.read_config(paths)
    faults = list(load_result.faults)
    if load_result.config is None:
        return faults, []
    text_faults, suggestions = check_texts(load_result.config, paths, datetime.now(UTC))
    return faults + text_faults, collect_notes(load_result.config, paths) + suggestions
