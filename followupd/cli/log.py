"""`followupd log`: what happened, whether the journal is unbroken, and what it proves."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated, Any

import typer

from followupd.cli.app import ConfigOption, JsonOption, app, print_json
from followupd.cli.session import CommandContext, complete_interviews, open_context
from followupd.config.interview import EVERY
from followupd.errors import UsageError
from followupd.journal.evidence import collect_evidence, summarize_evidence
from followupd.journal.facts import FACT_ADAPTER

# What a person reads for a kind of fact; --json keeps the kinds.
_EVENT_WORDS = {
    "noted": "configured",
    "hand_sent": "sent by you",
    "uncertain": "unknown",
    "clarified": "answered by you",
}
_COMMAND_WORDS = {"pause": "paused", "resume": "resumed", "close": "closed"}
_WORD_KEYS = {"settled": ("outcome",), "printed": ("outcome",), "steered": ("command",)}  # said by the word
_DETAILS = (
    "kind", "action", "command", "outcome", "how", "sender", "address", "what", "verb", "note", "promise", "why", "answer", "until", "arrives",
)  # fmt: skip


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
    facts = [FACT_ADAPTER.dump_python(e.fact, mode="json") for e in context.store.read_facts()]
    matching_facts = [f for f in facts if interview is None or interview in _list_interviews(f)]
    if interview and not matching_facts:
        context.find_interview(interview)  # it has no past yet, or no interview has that name
    if json_:
        print_json(matching_facts)
        return
    for fact in matching_facts:
        typer.echo(_format_line(fact))


def _list_interviews(fact: dict[str, Any]) -> list[str]:
    touch = fact.get("touch") or {}
    return [touch.get("interview"), fact.get("interview"), *fact.get("interviews", [])]


def _format_line(fact: dict[str, Any]) -> str:
    details = [
        str(fact[key]) for key in _DETAILS if fact.get(key) and key not in _WORD_KEYS.get(fact["fact"], ())
    ]
    return (
        f"{fact['at'][:19]}  {_name_event(fact):<11} {_name_subject(fact):<32} {' · '.join(details)}".rstrip()
    )


def _name_event(fact: dict[str, Any]) -> str:
    """Return the word for what happened: sent, missed, paused … The journal's own kinds are names for programs."""
    match fact["fact"]:
        case "taken":
            return "sheet" if fact["how"] == "sheet" else "sent"
        case "settled" | "printed":
            return str(fact["outcome"])
        case "steered":
            return _COMMAND_WORDS[fact["command"]]
        case kind:
            return _EVENT_WORDS.get(kind, str(kind))


def _name_subject(fact: dict[str, Any]) -> str:
    if touch := fact.get("touch"):
        return f"{touch['interview']}/{touch['step']}/{touch['contact']}"
    return " ".join("all" if name == EVERY else name for name in _list_interviews(fact) if name)


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
