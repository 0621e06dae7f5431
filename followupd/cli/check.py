"""`followupd check`: the configuration read, and every template rendered with it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated

import typer

from followupd.cli.app import ConfigOption, JsonOption, app, emit, talk
from followupd.errors import ConfigError

if TYPE_CHECKING:
    from followupd.adapters.system.paths import Places


@app.command()
def check(
    config: ConfigOption = None,
    schema: Annotated[bool, typer.Option("--schema", help="Print the JSON Schema for editors.")] = False,
    interview_schema: Annotated[
        bool, typer.Option("--interview-schema", help="The same for interviews/*.yaml.")
    ] = False,
    json_: JsonOption = False,
) -> None:
    """Check the configuration and render every template with it; every fault at once.

    Example: followupd check
    """
    from followupd.adapters.system.paths import places
    from followupd.config.interview import Interview
    from followupd.config.model import Config

    if schema or interview_schema:
        emit((Interview if interview_schema else Config).model_json_schema())
        return
    faults, notes = _faults(places(config))
    if json_:
        emit({"faults": faults, "notes": notes})
    for line in notes:
        talk(f"note: {line}")
    if faults:
        raise ConfigError([] if json_ else faults)
    if not json_:
        talk("The configuration is good.")


def _faults(where: Places) -> tuple[list[str], list[str]]:
    from followupd.adapters import config_files
    from followupd.setup.check import notes, rehearse

    loaded = config_files.read(where)
    faults = list(loaded.faults)
    if loaded.config is None:
        return faults, []
    wrong, better = rehearse(loaded.config, where, datetime.now(UTC))
    return faults + wrong, notes(loaded.config) + better
