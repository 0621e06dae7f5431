"""Commands that run or prove: run, check, classify."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from followupd.cli.app import ConfigOption, JsonOption, app, emit, talk
from followupd.errors import ConfigError

if TYPE_CHECKING:
    from followupd.adapters.system.paths import Places


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


@app.command()
def classify(
    files: Annotated[list[Path], typer.Argument(help="Mails as files (.eml).", show_default=False)],
    config: ConfigOption = None,
    json_: JsonOption = False,
) -> None:
    """Say what a mail is, what it asks for, and why: as the daemon would judge it.

    Without a configuration the mail is judged by itself and taken as addressed to you. A file that cannot be read is
    told, and the exit status is 1 then.

    Example: followupd classify --json answer.eml
    """
    from followupd.cli.report import classified
    from followupd.inbound.classifier import judge

    known, unread = _known(config), False
    for file in files:
        try:
            raw = file.read_bytes()
        except OSError as error:
            talk(f"{file}: {error.strerror}")
            unread = True
            continue
        said = classified(str(file), judge(raw, known, _received(raw)))
        typer.echo(
            json.dumps(said, ensure_ascii=False)
            if json_
            else f"{file}: {said['kind']}, {said['action']}: {said['why']}"
        )
    if unread:
        raise typer.Exit(1)


def _known(config: Path | None) -> Any:
    from followupd.inbound.watchlist import Known

    if config is None:
        return Known()
    from followupd.cli.session import session

    with session(config) as here:
        return here.ledger.known(here.now)


def _received(raw: bytes) -> datetime:
    """Return when a mail came in: the date of its newest Received header, else its own, else now."""
    from email import message_from_bytes, policy
    from email.utils import parsedate_to_datetime

    try:
        head = message_from_bytes(raw[:65536], policy=policy.compat32)
        stamps = [str(v).rpartition(";")[2] for v in head.get_all("received", [])[:1]] + [
            str(head.get("date", ""))
        ]
    except Exception:  # noqa: BLE001 - whatever the bytes are, they get an answer
        return datetime.now(UTC)
    for stamp in stamps:
        try:
            found = parsedate_to_datetime(stamp.strip())
            return found if found.tzinfo else found.replace(tzinfo=UTC)
        except (ValueError, TypeError, IndexError, OverflowError):
            continue
    return datetime.now(UTC)
