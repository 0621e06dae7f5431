"""`followupd log`: prints what happened, whether the journal is unbroken, and what it proves."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from followupd.cli.app import ConfigOption, JsonOption, app, print_json
from followupd.cli.log_lines import find_interview_ids, write_lines
from followupd.cli.session import CommandContext, complete_interviews, open_context, open_store
from followupd.errors import UsageError
from followupd.journal.evidence import collect_evidence, summarize_evidence
from followupd.journal.fact_json import list_fields

if TYPE_CHECKING:
    from followupd.adapters.store.sqlite import SqliteStore
    from followupd.config.model import Config
    from followupd.journal.facts import Fact


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
    if proof and not verify:
        with open_context(config) as context:
            _show_evidence(context, interview, json_=json_)
        return
    with open_store(config) as (_, active_config, store):
        if verify:
            _verify_journal(store, json_=json_)
        is_shown = _show_facts(store, active_config.config, interview, json_=json_)
    if not is_shown and interview:
        with open_context(config) as context:
            context.find_interview(interview)  # it has no facts yet, or no interview has that name
        _print_facts([], active_config.config, json_=json_)


def _verify_journal(store: SqliteStore, *, json_: bool) -> None:
    broken_entry = store.verify_chain()
    condition = "is unbroken" if broken_entry is None else f"is broken at entry {broken_entry}"
    if json_:
        print_json({"journal_unbroken": broken_entry is None, "broken_at": broken_entry})
    else:
        typer.echo(f"The journal {condition}.")
    raise typer.Exit(0 if broken_entry is None else 1)


def _show_facts(store: SqliteStore, config: Config, interview: str | None, *, json_: bool) -> bool:
    """Print the facts, all or those of an interview; return whether there are any.

    For an interview without facts, nothing is printed.
    """
    entries = store.read_facts(mention=interview)
    facts = [e.fact for e in entries if interview is None or interview in find_interview_ids(e.fact)]
    if facts or interview is None:
        _print_facts(facts, config, json_=json_)
    return bool(facts)


def _print_facts(facts: list[Fact], config: Config, *, json_: bool) -> None:
    if json_:
        print_json([list_fields(fact) for fact in facts])
        return
    for line in write_lines(facts, config, config.candidate.time_zone):
        typer.echo(line)


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
