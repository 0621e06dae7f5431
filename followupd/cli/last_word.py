"""`followupd answer` and `undo`: decide whether a mail is the company's answer, and undo the last command."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from followupd.cli.app import ConfigOption, app, message
from followupd.cli.control import YesOption, require_consent, tell_next_step
from followupd.cli.session import InterviewArgument, format_local, open_context
from followupd.engine import commands
from followupd.errors import UsageError
from followupd.journal.states import InterviewState
from followupd.writing.notices.notices import harmless_line

if TYPE_CHECKING:
    from collections.abc import Sequence

    from followupd.cli.session import CommandContext
    from followupd.journal.facts import Received

_WIDTH = 80  # characters of a sender or a subject


class DoubtAnswer(StrEnum):
    """Whether a mail in doubt is the company's answer."""

    YES = "yes"
    NO = "no"


@app.command()
def answer(
    interview: InterviewArgument,
    word: Annotated[DoubtAnswer, typer.Argument(help="Is it their answer? yes or no.", show_default=False)],
    yes: YesOption = False,
    config: ConfigOption = None,
) -> None:
    """Say whether the mail that paused an interview is their answer, or whether a note of absence is true.

    `yes` stops it, and the sender's domain counts as the company's. `no` lets it go on, and such a mail of that sender
    is not asked about again; what a contact writes, a decision, an offer or an invitation stops it all the same.
    The mails are shown, at a terminal with a question, and the word counts for these alone.

    Where no mail pauses it, the word is about a note of absence that nothing proves: `yes` waits, `no` goes on.

    Example: followupd answer acme no
    """
    with open_context(config) as context:
        target, is_answer = context.find_interview(interview).id, word is DoubtAnswer.YES
        mails = commands.list_doubtful_mails(context.ledger, target, context.now)
        if not mails and (notes := commands.list_absence_notes(context.ledger, target, context.now)):
            _answer_absence(context, target, notes, is_away=is_answer, yes=yes)
            return
        if mails:
            _show_mails(context, mails)
            question = "Is this their answer?" if is_answer else "Is none of this their answer?"
            require_consent(question, yes=yes)
        status = commands.answer_doubt(context.ledger, target, context.now, is_answer=is_answer, seen=mails)
        if is_answer:
            message(f"{interview} is answered: nothing goes out. followupd resume or close {interview}")
        elif status.state is InterviewState.ACTIVE:
            message(f"{interview} goes on.")
            tell_next_step(context, target)
        else:
            message(f"Noted. Something else holds {interview}: {status.why}; followupd resume {interview}")


def _answer_absence(
    context: CommandContext, target: str, notes: Sequence[Received], *, is_away: bool, yes: bool
) -> None:
    """Record whether the people are away, as these notes report."""
    _show_mails(context, notes)
    require_consent("Are they away?" if is_away else "Are they not away?", yes=yes)
    commands.answer_absence(context.ledger, target, context.now, is_away=is_away, seen=notes)
    message("Noted: reminders to who is away wait." if is_away else f"{target} goes on.")
    tell_next_step(context, target)


def _show_mails(context: CommandContext, mails: Sequence[Received]) -> None:
    for mail in mails:
        sender, subject = harmless_line(mail.sender, _WIDTH), harmless_line(mail.subject, _WIDTH)
        message(f"{format_local(mail.received, context.zone)}  {sender}: {subject}")


@app.command()
def undo(interview: InterviewArgument, yes: YesOption = False, config: ConfigOption = None) -> None:
    """Take back what you said last about an interview: a close, a skip, a pause, a report, an approval, `--started`.

    At a terminal it says what that is, and asks. It works as long as nothing has left on that word.

    Example: followupd undo acme
    """
    with open_context(config) as context:
        interview_id = context.find_interview(interview).id
        last_command = commands.find_last(context.ledger, interview_id)
        if last_command is None:
            raise UsageError(f"there is nothing to undo for {interview_id}")
        label = f"{last_command.what} of {format_local(last_command.at, context.zone)} ({interview_id})"
        require_consent(f"Take back: {label}?", yes=yes)
        # A command that was given while the question was shown is not undone; only the one that was shown is.
        commands.undo_last(context.ledger, interview_id, context.now, last_command.at)
        message(f"Taken back: {label}.")
        tell_next_step(context, interview_id)
