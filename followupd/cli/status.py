"""`followupd status`: prints the state, for people, for programs and, by its exit status, for the monitoring."""

from __future__ import annotations

from dataclasses import asdict, replace
from typing import TYPE_CHECKING, Any

import typer

from followupd.adapters.store import binding
from followupd.adapters.system.lock import LockHolder, find_holder
from followupd.cli.app import ConfigOption, JsonOption, app, print_json
from followupd.cli.plan import capitalize_sentence, describe_move
from followupd.cli.session import CommandContext, format_local, open_context
from followupd.engine.overview.errands import list_newcomers
from followupd.engine.overview.status import Health, build_health, describe_letters
from followupd.engine.safety.troubles import read_troubles
from followupd.engine.scanning.folder_memory import read_folder_lists, shorten_list

if TYPE_CHECKING:
    from collections.abc import Iterator


@app.command()
def status(config: ConfigOption = None, json_: JsonOption = False) -> None:
    """Say how it stands: the daemon, the mailbox, what comes next, what is held, what waits for you.

    The exit status is 0 if all is well, and 1 if something needs you: no daemon is running, the mailbox was not read
    for half an hour, something fails or stands still, a decision waits. (Other numbers: status itself failed.)

    Example: followupd status --json
    """
    with open_context(config) as context:
        daemon = find_holder(context.paths.state)
        health = _build_health(context, daemon)
        foreign_reason = binding.why_foreign(context.store, context.paths.store_file)
        alarms = list(health.list_alarms(daemon.since if daemon else None, foreign_reason))
        if json_:
            print_json(_collect_data(health, daemon, alarms) | {"folders": _folder_data(context)})
        else:
            for line in _format_lines(health, context.active_config.config.candidate.zone, alarms):
                typer.echo(line)
            for errand in list_newcomers(health, context.english_words):
                typer.echo(f"- {errand.sentence}")
            for line in _folder_lines(context):
                typer.echo(line)
    if alarms:
        raise typer.Exit(1)


def _build_health(context: CommandContext, daemon: LockHolder | None) -> Health:
    store = context.store
    clock_halt = store.get_value("clock") if daemon else None  # only the daemon can see it
    plans, troubles = context.plan_interviews(), read_troubles(store)
    health = build_health(context.ledger, context.now, plans, troubles, context.last_receipt(), clock_halt)
    return health if daemon else replace(health, scan_progress=None)


def _collect_data(health: Health, daemon: LockHolder | None, alarms: list[str]) -> dict[str, Any]:
    return {
        "good": not alarms,
        "sentence": health.sentence,
        "daemon": {"running": daemon is not None, **(asdict(daemon) if daemon else {})},
        "live": health.active_config.config.live,
        "account": health.login_state or "unknown",
        "last_scan": health.receipt.at if health.receipt else None,
        "scan_progress": health.scan_progress.sentence if health.scan_progress else None,
        "next": describe_move(health.next_move) if health.next_move else None,
        "holds": [describe_move(m) for m in health.held_moves],
        "unknowns": [
            {"interview": f.touch.interview, "step": f.touch.step, "contact": f.touch.contact,
             "address": f.address, "since": f.at, "why": f.why}
            for f in health.unknown_mails
        ],
        "letters": describe_letters(health.active_config.config, health.history, health.now),
        "waiting_for_you": [*health.open_steps, *health.open_questions],
        "troubles": health.troubles,
        "faults": health.active_config.faults,
        "alarms": alarms,
        "interviews": {
            o.interview: {"state": o.status.state, "why": o.status.why, "open": len(o.moves)} for o in health.plans
        },
    }  # fmt: skip


_LOGIN_WORDS = {"good": "login OK"}


def _format_lines(health: Health, zone: str, alarms: list[str]) -> Iterator[str]:
    yield capitalize_sentence(health.sentence) + "."
    last_read = (
        f"was last read on {format_local(health.receipt.at, zone)}"
        if health.receipt
        else "has not been read yet"
    )
    account = f"; {_LOGIN_WORDS.get(health.login_state, health.login_state)}" if health.login_state else ""
    yield f"The mailbox {last_read}{account}."
    if health.scan_progress:
        yield f"It is being read now: {health.scan_progress.sentence}."
    yield from (
        f"! {capitalize_sentence(alarm)}" for alarm in alarms if not health.sentence.startswith(alarm)
    )
    for names, reason, lifts in health.grouped_holds:
        end = f"; it lifts on {format_local(lifts, zone)}" if lifts else ""
        yield f"- {', '.join(names)}: on hold: {reason}{end}"
    yield from (
        f"- {letter}" for letter in describe_letters(health.active_config.config, health.history, health.now)
    )


def _folder_data(context: CommandContext) -> dict[str, Any]:
    read_names, skipped, _ = read_folder_lists(context.store)
    return {"read": read_names, "not_read": skipped}


def _folder_lines(context: CommandContext) -> Iterator[str]:
    read_names, skipped, skipped_count = read_folder_lists(context.store)
    if read_names:
        yield f"Folders read: {shorten_list(read_names)}."
    if skipped:
        reasons = [f"{name} ({why})" for name, why in sorted(skipped.items())]
        yield f"Not read: {shorten_list(reasons, skipped_count)}."
