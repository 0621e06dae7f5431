"""`followupd plan` and `followupd why`: print what comes next, and the reason. They change nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from followupd.adapters.system.lock import find_holder
from followupd.cli.app import ConfigOption, JsonOption, app, make_console, message, print_json
from followupd.cli.session import (
    CommandContext,
    InterviewArgument,
    complete_interviews,
    format_local,
    open_context,
)
from followupd.config.cadence import Channel
from followupd.engine.overview.errands import list_errands
from followupd.engine.overview.questions import QuestionKind, list_questions
from followupd.planning.context import Rule
from followupd.planning.forecast import ASKING_RULES, needs_word
from followupd.planning.moves import Verb, name_recipient, select_moves

if TYPE_CHECKING:
    from followupd.planning.moves import InterviewPlan, Move

DRY_RUN_NOTE = "Test mode (live: false): no mail is sent. Set live: true in config.yaml to send."
_VERB_WORDS = {
    Verb.SEND: "now",
    Verb.REHEARSE: "now, but for test mode",
    Verb.WAIT: "planned",
    Verb.HOLD: "on hold",
    Verb.MISS: "not sent",
    Verb.DROP: "dropped",
}


def describe_move(move: Move) -> dict[str, Any]:
    """Return a move as data for programs."""
    return {
        "interview": move.touch.interview, "step": move.touch.step, "contact": move.contact_name, "address": move.address,
        "channel": move.channel, "verb": move.verb, "due": move.due, "latest": move.latest, "rule": move.rule,
        "why": move.why, "lifts": move.lifts_at, "post_by": move.postal_dates and move.postal_dates.post_by,
        "arrives": move.postal_dates and move.postal_dates.arrives_on,
    }  # fmt: skip


@app.command()
def plan(
    interview: Annotated[
        str | None,
        typer.Argument(help="Only this interview.", show_default=False, autocompletion=complete_interviews),
    ] = None,
    config: ConfigOption = None,
    json_: JsonOption = False,
) -> None:
    """Show what waits for you and what happens next, on all channels, and why.

    Example: followupd plan acme
    """
    with open_context(config) as context:
        if interview is not None:
            context.find_interview(interview)
        plans = context.plan_interviews()
        planned_moves = [m for m in select_moves(plans, *Verb) if interview in (None, m.touch.interview)]
        if json_:
            print_json([describe_move(m) for m in planned_moves])
            return
        _print_open_steps(context, plans, interview)
        _print_table(context, planned_moves)
        _tell_unchecked(context, planned_moves)
        if not context.active_config.config.live:
            message(DRY_RUN_NOTE)


def _print_open_steps(context: CommandContext, plans: list[InterviewPlan], interview: str | None) -> None:
    """Print the calls and letters that wait now, each with the command that reports it."""
    for errand in list_errands(context.build_health(plans), context.english_words):
        if errand.is_manual and errand.command and interview in (None, errand.interview):
            typer.echo(f"{errand.sentence}. Then: {errand.command}")


def _print_table(context: CommandContext, planned_moves: list[Move]) -> None:
    from rich.table import Table

    table = Table("when", "interview", "step", "by", "to", "what", "why", box=None, pad_edge=False)
    for m in planned_moves:
        table.add_row(
            _format_due(context, m),
            m.touch.interview,
            m.touch.step,
            m.channel,
            name_recipient(context.ledger.config, m),
            _name_verb(m),
            "" if m.verb is Verb.WAIT and m.rule is Rule.DUE and m.postal_dates is None else m.why,
        )
    make_console().print(table if planned_moves else "Nothing is planned.")


def _tell_unchecked(context: CommandContext, moves: list[Move]) -> None:
    """Print that no daemon runs that would check the text of these mails. An unsure mail would wait for the user."""
    if find_holder(context.paths.state) is not None:
        return
    reports = context.ledger.store.read_text_reports()
    mails = [m for m in moves if m.channel is Channel.EMAIL and m.verb is Verb.WAIT and not needs_word(m)]
    is_asking = context.active_config.config.sending.approve == "unsure"
    if is_asking and any(m.touch not in reports for m in mails):
        message(
            "The words of some mails are not checked yet; what is unsure in them waits for your approval:"
            " followupd check"
        )


def _format_due(context: CommandContext, move: Move) -> str:
    """Return when a step is due. For a hold from the past, return when it ends instead."""
    is_past_hold = move.verb is Verb.HOLD and move.due <= context.now
    moment = move.lifts_at if is_past_hold else move.due
    return format_local(moment, context.zone)


def _name_verb(move: Move) -> str:
    if needs_word(move):
        return "waits for you"
    return _VERB_WORDS[move.verb]


@app.command()
def why(interview: InterviewArgument, config: ConfigOption = None, json_: JsonOption = False) -> None:
    """Name the one rule that holds an interview's next step, and when it lifts.

    Example: followupd why acme
    """
    with open_context(config) as context:
        context.find_interview(interview)
        plans = context.plan_interviews()
        interview_plan = next(o for o in plans if o.interview == interview)
        move = interview_plan.next_move
        if json_:
            print_json(
                {
                    "interview": interview,
                    "state": interview_plan.status.state,
                    "next": describe_move(move) if move else None,
                }
            )
            return
        _print_open_steps(context, plans, interview)
        if move is None:
            typer.echo(f"{interview}: every step is taken or settled; nothing is left to do.")
            return
        name = name_recipient(context.ledger.config, move)
        label = (
            f"{interview}: {context.english_words.label_touch(move.touch.step, name)}: {_name_verb(move)}."
        )
        reason = add_full_stop(capitalize_sentence(move.why))
        typer.echo(" ".join(filter(None, (label, reason, _describe_end(context, plans, move)))))


def _describe_end(context: CommandContext, plans: list[InterviewPlan], move: Move) -> str:
    """Return when a hold ends, or what the user can do about it."""
    if move.verb not in (Verb.WAIT, Verb.HOLD) or move.rule is Rule.DUE:
        return ""
    if move.rule in ASKING_RULES:
        return "It waits for you." if "followupd " in move.why else f"It waits for you: {_CHECK_COMMAND}."
    if move.lifts_at:
        return f"It lifts on {format_local(move.lifts_at, context.zone)}."
    return f"It waits for you: {_find_command(context, plans, move)}."


def _find_command(context: CommandContext, plans: list[InterviewPlan], move: Move) -> str:
    """Return the command that ends a hold which does not end by itself."""
    id_ = move.touch.interview
    questions = list_questions(context.build_health(plans))
    if any(q.kind is QuestionKind.DOUBT and q.interview == id_ for q in questions):
        return f"followupd answer {id_} yes, or followupd answer {id_} no"
    if move.rule in (Rule.ANSWERED, Rule.PAUSED):
        is_global = any(q.kind is QuestionKind.EVERYTHING for q in questions)
        target = "--all" if is_global and not any(q.interview == id_ for q in questions) else id_
        return f"followupd resume {target}, or followupd close {id_}"
    return _STATUS_COMMAND


_CHECK_COMMAND = "correct the interview's file, then followupd check"
_STATUS_COMMAND = "followupd status says what to do"


def add_full_stop(sentence: str) -> str:
    """Return a sentence with a full stop, unless it ends with punctuation."""
    return sentence if sentence.endswith(("?", "!", ".")) else f"{sentence}."


def capitalize_sentence(text: str) -> str:
    """Return a sentence with a capital first letter, unless it begins with an address or an interview's id."""
    first_word = text.partition(" ")[0]
    is_name = "@" in first_word or (first_word.endswith(":") and first_word not in _SENTENCE_WORDS)
    return text if is_name else text[:1].upper() + text[1:]


_SENTENCE_WORDS = ("next:", "held:")  # a sentence of `status` begins with one of these
