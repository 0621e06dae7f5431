"""`followupd status`: how it stands, for people, for programs and, by its exit status, for the monitoring."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import typer

from followupd.adapters.store import binding
from followupd.adapters.system.lock import Holder, holder
from followupd.cli.app import ConfigOption, JsonOption, app, emit
from followupd.cli.plan import capital, move_data
from followupd.cli.session import Session, local, session
from followupd.engine import restore
from followupd.engine.status import Health, letters

if TYPE_CHECKING:
    from collections.abc import Iterator


@app.command()
def status(config: ConfigOption = None, json_: JsonOption = False) -> None:
    """Say how it stands: the daemon, the mailbox, what comes next, what is held, what waits for you.

    The exit status is 0 if all is well, and 1 if something needs you: no daemon is running, the mailbox was not read
    for half an hour, something fails or stands still, a decision waits. (Other numbers: status itself failed.)

    Example: followupd status --json
    """
    with session(config) as here:
        daemon = holder(here.places.state)
        health = _health(here, daemon)
        foreign = binding.foreign(here.store, here.places.store)
        alarms = list(health.alarms(daemon.since if daemon else None, foreign))
        if json_:
            emit(_data(health, daemon, alarms))
        else:
            for line in _lines(health, here.orders.config.candidate.zone, alarms):
                typer.echo(line)
    if alarms:
        raise typer.Exit(1)


def _health(here: Session, daemon: Holder | None) -> Health:
    store = here.store
    clock = store.get("clock") if daemon else None  # what only the daemon can see
    halted = here.orders.halted or clock or restore.halt(store)
    troubles = json.loads(store.get("troubles") or "{}")
    return Health(
        here.now, here.outlooks(), here.orders, here.ledger.history, troubles, here.receipt(),
        halted, store.get("account") or "",
    )  # fmt: skip


def _data(health: Health, daemon: Holder | None, alarms: list[str]) -> dict[str, Any]:
    return {
        "good": not alarms,
        "sentence": health.sentence,
        "daemon": {"running": daemon is not None, **(asdict(daemon) if daemon else {})},
        "live": health.orders.config.live,
        "account": health.account or "unknown",
        "last_scan": health.receipt.at if health.receipt else None,
        "next": move_data(health.next) if health.next else None,
        "holds": [move_data(m) for m in health.holds],
        "unknowns": [
            {"interview": f.touch.interview, "step": f.touch.step, "contact": f.touch.contact,
             "address": f.address, "since": f.at, "why": f.why}
            for f in health.unknowns
        ],
        "letters": letters(health.orders.config, health.history, health.now),
        "waiting_for_you": health.waiting,
        "troubles": health.troubles,
        "faults": health.orders.faults,
        "alarms": alarms,
        "interviews": {
            o.interview: {"state": o.life.state, "why": o.life.why, "open": len(o.moves)} for o in health.outlooks
        },
    }  # fmt: skip


def _lines(health: Health, zone: str, alarms: list[str]) -> Iterator[str]:
    yield capital(health.sentence) + "."
    read = f"was last read on {local(health.receipt.at, zone)}" if health.receipt else "has not been read yet"
    account = f"; its account is {health.account}" if health.account else ""
    yield f"The mailbox {read}{account}."
    yield from (f"! {capital(alarm)}" for alarm in alarms)
    for names, why, lifts in health.held:
        end = f"; it lifts on {local(lifts, zone)}" if lifts else ""
        yield f"- {', '.join(names)}: held: {why}{end}"
    yield from (f"- {letter}" for letter in letters(health.orders.config, health.history, health.now))
