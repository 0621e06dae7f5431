"""`followupd edit`: opens the text of a mail, or the file of an interview, in the user's own editor."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from followupd.adapters.config_files import check_interview_file
from followupd.adapters.system.editor import edit_text
from followupd.adapters.system.text_files import read_text_file, write_text_file
from followupd.cli.app import ConfigOption, app, message
from followupd.cli.control import ContactOption
from followupd.cli.prompts import confirm, is_interactive
from followupd.cli.session import CommandContext, InterviewArgument, complete_steps, open_context
from followupd.engine import commands
from followupd.errors import ConfigError, UsageError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


@app.command()
def edit(
    interview: InterviewArgument,
    step: Annotated[
        str | None,
        typer.Argument(
            help="The step whose words you write; default: the interview's file.",
            show_default=False,
            autocompletion=complete_steps,
        ),
    ] = None,
    contact: ContactOption = None,
    force: Annotated[
        bool, typer.Option("--force", help="Keep words that the lint holds; they wait for you then.")
    ] = False,
    config: ConfigOption = None,
) -> None:
    """Write the words of a mail yourself, or change an interview's file, in your own editor. What is wrong is not kept.

    Example: followupd edit acme thank-you --contact ana
    """
    with open_context(config) as context:
        if step is None:
            _edit_file(context, interview)
        else:
            _edit_words(context, interview, step, contact, force=force)


def _edit_file(context: CommandContext, interview: str) -> None:
    path = context.paths.interviews_folder / f"{interview}.yaml"
    if not path.is_file():
        context.find_interview(interview)
    old_text = read_text_file(path)

    def find_faults(text: str) -> list[str]:
        return check_interview_file(context.paths, path.name, text)

    text = _edit_until_right(old_text, ".yaml", find_faults)
    if text is None:
        message("Nothing was changed.")
        return
    write_text_file(path, text, like=path)
    message(
        f"Saved: {path.name}. The daemon reads it at once; followupd plan {interview} says what it changes."
    )


def _edit_words(
    context: CommandContext, interview: str, step: str, contact: str | None, *, force: bool
) -> None:
    own_mail = commands.find_own_mail(
        context.ledger, context.find_interview(interview), step, contact, context.now
    )
    request = context.build_draft_request(own_mail.details, own_mail.due)

    def find_faults(text: str) -> list[str]:
        return [] if force else commands.check_own_words(request, text)

    text = _edit_until_right(commands.show_own_words(request), ".txt", find_faults)
    if text is None:
        message("Nothing was changed.")
        return
    path = _own_path(context, own_mail.details.touch.interview, own_mail.file_name)
    write_text_file(path, text, like=context.paths.config)
    commands.forget_mailed_words(context.ledger, own_mail.details, context.now)
    message(
        f"Saved: {path.parent.name}/{path.name}. It is the mail now; remove the file, and the template is back."
    )


def _own_path(context: CommandContext, interview: str, name: str) -> Path:
    return context.paths.interviews_folder / interview / name


def _edit_until_right(old_text: str, extension: str, find_faults: Callable[[str], list[str]]) -> str | None:
    """Return the text that the user saved, once it has no faults; None if they changed nothing.

    Raises ConfigError or UsageError with the faults, if there is nobody to ask or the user gives up.
    """
    text = old_text
    while True:
        edited = edit_text(text, extension=extension)
        if edited is None or edited == old_text:
            return None
        faults = find_faults(edited)
        if not faults:
            return edited
        for fault in faults:
            message(fault)
        if not (is_interactive() and confirm("Edit it once more?", None)):
            raise (
                ConfigError(["the old file is kept"])
                if extension == ".yaml"
                else UsageError("the old words are kept; --force keeps the new ones, and they wait for you")
            )
        text = edited
