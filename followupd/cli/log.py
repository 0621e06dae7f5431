"""The journal, read aloud: what happened, whether it is unbroken, and what it proves."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated, Any

import typer

from followupd.cli.app import ConfigOption, JsonOption, app, emit
from followupd.cli.session import Session, interview_names, session
from followupd.errors import UsageError
from followupd.journal.evidence import evidence, judgement
from followupd.journal.facts import ADAPTER


@app.command()
def log(
    interview: Annotated[
        str | None,
        typer.Argument(help="Only this interview.", show_default=False, autocompletion=interview_names),
    ] = None,
    verify: Annotated[
        bool, typer.Option("--verify", help="Prove that the journal is as it was written.")
    ] = False,
    proof: Annotated[
        bool, typer.Option("--evidence", help="Did anything go out after they answered? With times and UIDs.")
    ] = False,
    config: ConfigOption = None,
    json_: JsonOption = False,
) -> None:
    """Show what has happened.

    Example: followupd log acme
    """
    with session(config) as here:
        if verify:
            broken = here.store.verify()
            said = "is unbroken" if broken is None else f"is broken at entry {broken}"
            if json_:
                emit({"journal_unbroken": broken is None, "broken_at": broken})
            else:
                typer.echo(f"The journal {said}.")
            raise typer.Exit(0 if broken is None else 1)
        if proof:
            _show_evidence(here, interview, json_=json_)
            return
        facts = [ADAPTER.dump_python(e.fact, mode="json") for e in here.store.facts()]
        found = [f for f in facts if interview is None or interview in _interviews(f)]
        if interview and not found:
            here.interview(interview)  # it has no past yet, or there is none of that name
        if json_:
            emit(found)
            return
        for fact in found:
            typer.echo(_log_line(fact))


def _interviews(fact: dict[str, Any]) -> list[str]:
    touch = fact.get("touch") or {}
    return [touch.get("interview"), fact.get("interview"), *fact.get("interviews", [])]


def _log_line(fact: dict[str, Any]) -> str:
    touch = fact.get("touch")
    what = (
        f"{touch['interview']}/{touch['step']}/{touch['contact']}"
        if touch
        else " ".join(filter(None, _interviews(fact)))
    )
    told = [
        fact.get(k)
        for k in (
            "kind",
            "action",
            "command",
            "outcome",
            "how",
            "sender",
            "address",
            "why",
            "answer",
            "until",
            "arrives",
        )
    ]
    return f"{fact['at'][:19]}  {fact['fact']:<10} {what:<32} {' · '.join(str(t) for t in told if t)}"


def _show_evidence(here: Session, interview: str | None, *, json_: bool) -> None:
    if interview is None:
        raise UsageError("name the interview: followupd log INTERVIEW --evidence")
    ids = here.ledger.history.ids(here.interview(interview), here.orders.config.interview_ids)
    thanks = here.orders.config.sending.after_answer == "send_thanks"
    lines = evidence(here.ledger.history.facts, ids, thanks=thanks)
    intact = here.store.verify() is None
    if json_:
        emit(
            {
                "judgement": judgement(lines),
                "journal_unbroken": intact,
                "lines": [asdict(line) for line in lines],
            }
        )
    else:
        for line in lines:
            typer.echo(f"{line.at} UTC  {'!' if line.broken else ' '} {line.what}\n{'':26}{line.proof}")
        typer.echo(f"{judgement(lines)} The journal is {'unbroken' if intact else 'BROKEN'}.")
    if not intact or any(line.broken for line in lines):
        raise typer.Exit(1)
