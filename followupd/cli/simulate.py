"""The command that supposes: simulate."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated

import typer

from followupd.cli.app import ConfigOption, JsonOption, app, console, emit, talk
from followupd.cli.session import InterviewArgument, local, session
from followupd.planning.simulation import forecast, injected


@app.command()
def simulate(
    interview: InterviewArgument,
    inject: Annotated[
        list[str] | None,
        typer.Option(
            "--inject", help="What might happen: reply, ooo, bounce, hand, pause, close; @d12 or @2026-12-01."
        ),
    ] = None,
    config: ConfigOption = None,
    json_: JsonOption = False,
) -> None:
    """Play the plan forward, on all channels, with things that might happen on the way. Nothing is sent.

    Example: followupd simulate acme --inject ooo@d9..d16 --inject reply@d20
    """
    with session(config) as here:
        found = here.interview(interview)
        suppose = [injected(text, found) for text in inject or []]
        config_, history = here.orders.config, here.ledger.history
        present = config_.interview_ids
        stations = list(forecast(here.now, config_, history.facts, found, here.store.key, present, suppose))
        if json_:
            emit([asdict(s) for s in stations])
            return
        from rich.table import Table

        table = Table("when", "what", "then", "why", box=None, pad_edge=False)
        for s in stations:
            table.add_row(local(s.at, config_.candidate.zone), s.what, s.verb, s.why)
        console().print(table if stations else "Nothing is left to happen.")
        talk("Nothing was sent: this is what the plan would do.")
