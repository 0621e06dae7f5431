"""`followupd classify`: prints what a mail is, what it asks for, and why."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from followupd.adapters.system.files import read_file
from followupd.cli.app import ConfigOption, JsonOption, app, format_json, message
from followupd.inbound.verdict import Kind, show_safely

if TYPE_CHECKING:
    from followupd.adapters.workers.classifier import ClassifierWorker
    from followupd.inbound.matching.watchlist import Watchlist
    from followupd.inbound.verdict import Verdict

MAX_MAIL_BYTES = 64_000_000  # of a larger one the judge reads only the beginning
_OWN_DESCRIPTORS = ("/dev/stdin", "/dev/fd/", "/proc/self/fd/")
OTHER_INTENT = "other"  # an answer whose meaning followupd has no name for


@app.command()
def classify(
    files: Annotated[list[Path], typer.Argument(help="Mails as files (.eml).", show_default=False)],
    config: ConfigOption = None,
    json_: JsonOption = False,
) -> None:
    """Say what a mail is, what it asks for, and why: as the daemon would judge it.

    Without a configuration the mail is judged by itself and taken as addressed to you. A file that cannot be read is
    reported, and the exit status is 1 then.

    Example: followupd classify --json answer.eml
    """
    from followupd.adapters.workers.classifier import ClassifierWorker

    watchlist, has_unread = _build_watchlist(config), False
    classifier = ClassifierWorker()
    for file in files:
        try:
            raw = _read_mail(file)
        except OSError as error:
            message(f"{file}: {error.strerror}")
            has_unread = True
            continue
        result = verdict_data(str(file), _classify_safely(classifier, raw, watchlist))
        typer.echo(
            format_json(result)
            if json_
            else f"{show_safely(str(file))}: {result['kind']}, {result['action']}: {result['why']}"
        )
    classifier.stop()
    if has_unread:
        raise typer.Exit(1)


def _read_mail(file: Path) -> bytes:
    """Return the bytes of a mail. Raises OSError, also for a pipe into which nobody may ever write."""
    if str(file).startswith(_OWN_DESCRIPTORS):  # a pipe of the shell, which has a writer: <(command)
        with file.open("rb") as pipe:
            return pipe.read(MAX_MAIL_BYTES + 1)
    return read_file(file, MAX_MAIL_BYTES)


def _classify_safely(classifier: ClassifierWorker, raw: bytes, watchlist: Watchlist) -> Verdict:
    """Judge a mail as the daemon does: in a process with limits, and only by its bytes if that fails."""
    from followupd.engine.ports import Unclassifiable
    from followupd.engine.scanning.incoming import UNCLASSIFIED
    from followupd.inbound.quarantine import quarantine_mail

    try:
        return classifier.classify(raw, watchlist, _find_received_time(raw), in_sent=False)
    except Unclassifiable:
        return quarantine_mail(raw, watchlist, UNCLASSIFIED)


def _build_watchlist(config: Path | None) -> Any:
    from followupd.inbound.matching.watchlist import Watchlist

    if config is None:
        return Watchlist()
    from followupd.cli.session import open_context

    with open_context(config) as context:
        return context.ledger.gather_watchlist()


def _find_received_time(raw: bytes) -> datetime:
    """Return when a mail was received: the date of its newest Received header, else its own date, else now."""
    from email import message_from_bytes, policy
    from email.utils import parsedate_to_datetime

    try:
        head = message_from_bytes(raw[:65536], policy=policy.compat32)
        date_texts = [str(v).rpartition(";")[2] for v in head.get_all("received", [])[:1]] + [
            str(head.get("date", ""))
        ]
    except Exception:  # noqa: BLE001 - any bytes must get a result
        return datetime.now(UTC)
    for date_text in date_texts:
        try:
            received_at = parsedate_to_datetime(date_text.strip())
            return received_at if received_at.tzinfo else received_at.replace(tzinfo=UTC)
        except (ValueError, TypeError, IndexError, OverflowError):
            continue
    return datetime.now(UTC)


def verdict_data(file: str, verdict: Verdict) -> dict[str, str | None]:
    """Return `{"file", "kind", "action", "why", "return_date", "intent"}`; the date in ISO form, null if there is none.

    An answer without a known intent has the intent `other`; a mail that no person wrote has none (null).
    """
    intent = verdict.intent.value if verdict.intent else None
    return {
        "file": file,
        "kind": verdict.kind.value,
        "action": verdict.action.value,
        "why": verdict.why,
        "return_date": verdict.return_date.isoformat() if verdict.return_date else None,
        "intent": OTHER_INTENT if intent is None and verdict.kind is Kind.REPLY else intent,
    }
