"""`followupd simulate`: plays the plan forward."""

from __future__ import annotations

from dataclasses import asdict, replace
from typing import TYPE_CHECKING, Annotated

import typer

from followupd.adapters.workers.composer import ComposerWorker
from followupd.cli.app import ConfigOption, JsonOption, app, make_console, message, print_json
from followupd.cli.session import CommandContext, InterviewArgument, format_local, open_context
from followupd.config.cadence import Channel
from followupd.engine.sending.text_reports import build_report
from followupd.planning.moves import Verb
from followupd.planning.simulation import parse_event, simulate_plan

if TYPE_CHECKING:
    from followupd.config.interview import Interview
    from followupd.journal.facts import Touch
    from followupd.planning.context import TextReport


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
    with open_context(config) as context:
        interview_config = context.find_interview(interview)
        injected_events = [parse_event(text, interview_config) for text in inject or []]
        user_config, history = context.active_config.config, context.ledger.history
        simulated_events = list(
            simulate_plan(
                context.now,
                user_config,
                history.facts,
                interview_config,
                replace(context.read_conditions(), text_reports=_check_mails(context, interview_config)),
                injected_events,
            )
        )
        if json_:
            print_json([asdict(s) for s in simulated_events])
            return
        from rich.table import Table

        table = Table("when", "what", "then", "why", box=None, pad_edge=False)
        for s in simulated_events:
            table.add_row(format_local(s.at, user_config.candidate.zone), s.what, s.verb, s.why)
        make_console().print(table if simulated_events else "Nothing is left to happen.")
        message("Nothing was sent: this is what the plan would do.")


def _check_mails(context: CommandContext, interview: Interview) -> dict[Touch, TextReport]:
    """Return the lint's report on each open mail, since an unsure mail would wait for the user."""
    reports: dict[Touch, TextReport] = {}
    composer = ComposerWorker()
    try:
        for move in context.plan_interview(interview.id).moves:
            details = context.ledger.find_touch(move.touch)
            if details and move.channel is Channel.EMAIL and move.verb is not Verb.MISS:
                request = context.build_draft_request(details, move.due)
                result = composer.compose_touch(request, context.now)
                reports[move.touch] = build_report(result, request.own_source)
    finally:
        composer.stop()
    return reports
