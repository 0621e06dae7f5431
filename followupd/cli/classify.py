"""`followupd classify`: what a mail is, what it asks for, and why."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from followupd.cli.app import ConfigOption, JsonOption, app, talk

if TYPE_CHECKING:
    from followupd.inbound.verdict import Verdict


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


def classified(file: str, verdict: Verdict) -> dict[str, str | None]:
    """Return `{"file", "kind", "action", "why", "return_date", "intent"}`; the date in ISO form, null where there is none."""
    return {
        "file": file,
        "kind": verdict.kind.value,
        "action": verdict.action.value,
        "why": verdict.why,
        "return_date": verdict.return_date.isoformat() if verdict.return_date else None,
        "intent": verdict.intent.value if verdict.intent else None,
    }
