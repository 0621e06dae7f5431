"""`followupd log`: what happened, whether the journal is unbroken, and what it proves."""

from __future__ import annotations

from dataclasses import asdict
from itertools import compress
from typing import Annotated, Any

import typer

from followupd.cli.app import ConfigOption, JsonOption, app, print_json
from followupd.cli.log_lines import describe_facts
from followupd.cli.session import CommandContext, complete_interviews, open_context
from followupd.errors import UsageError
from followupd.journal.evidence import collect_evidence, summarize_evidence
from followupd.journal.fact_json import FACT_ADAPTER


@app.command()
def log(
    interview: Annotated[
        str | None,
        typer.Argument(help="Only this interview.", show_default=False, autocompletion=complete_interviews),
    ] = None,
    verify: Annotated[
        bool, typer.Option("--verify", help="Prove that the journal is as it was written.")
    ] = False,
    proof: Annotated[
        bool,
        typer.Option("--evidence", help="Did anything go out after they answered? With times and UIDs."),
    ] = False,
    config: ConfigOption = None,
    json_: JsonOption = False,
) -> None:
    """Show what has happened.

    Example: followupd log acme
    """
    with open_context(config) as context:
        if verify:
            _verify_journal(context, json_=json_)
        elif proof:
            _show_evidence(context, interview, json_=json_)
        else:
            _show_facts(context, interview, json_=json_)


def _verify_journal(context: CommandContext, *, json_: bool) -> None:
    broken_entry = context.store.verify_chain()
    condition = "is unbroken" if broken_entry is None else f"is broken at entry {broken_entry}"
    if json_:
        print_json({"journal_unbroken": broken_entry is None, "broken_at": broken_entry})
    else:
        typer.echo(f"The journal {condition}.")
    raise typer.Exit(0 if broken_entry is None else 1)


def _show_facts(context: CommandContext, interview: str | None, *, json_: bool) -> None:
    facts = [entry.fact for entry in context.store.read_facts()]
    data = [FACT_ADAPTER.dump_python(fact, mode="json") for fact in facts]
    is_wanted = [interview is None or interview in _list_interviews(d) for d in data]
    if interview and not any(is_wanted):
        context.find_interview(interview)  # it has no past yet, or no interview has that name
    if json_:
        print_json(list(compress(data, is_wanted)))
        return
    user_config = context.active_config.config
    lines = describe_facts(facts, user_config, user_config.candidate.time_zone)
    for line in compress(lines, is_wanted):
        typer.echo(line)


def _list_interviews(fact: dict[str, Any]) -> list[str]:
    touch = fact.get("touch") or {}
    return [touch.get("interview"), fact.get("interview"), *fact.get("interviews", [])]


def _show_evidence(context: CommandContext, interview: str | None, *, json_: bool) -> None:
    if interview is None:
        raise UsageError("name the interview: followupd log INTERVIEW --evidence")
    user_config, history = context.active_config.config, context.ledger.history
    ids = history.record_of(context.find_interview(interview), user_config).ids
    thanks = user_config.sending.after_answer == "send_thanks"
    lines = collect_evidence(history.facts, ids, allow_thanks=thanks)
    is_intact = context.store.verify_chain() is None
    if json_:
        print_json(
            {
                "judgement": summarize_evidence(lines),
                "journal_unbroken": is_intact,
                "lines": [asdict(line) for line in lines],
            }
        )
    else:
        for line in lines:
            typer.echo(f"{line.at} UTC  {'!' if line.broken else ' '} {line.what}\n{'':26}{line.proof}")
        typer.echo(f"{summarize_evidence(lines)} The journal is {'unbroken' if is_intact else 'BROKEN'}.")
    if not is_intact or any(line.broken for line in lines):
        raise typer.Exit(1)
