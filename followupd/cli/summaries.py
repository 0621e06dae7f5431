"""The summary of each command for `followupd --help` and completion, so that not all commands must be loaded."""

from __future__ import annotations

from typing import TYPE_CHECKING

from followupd.cli.app import CommandGroup
from followupd.cli.panels import arrange_commands

if TYPE_CHECKING:
    import typer

# The first paragraph of the help of each command; a test compares them.
SUMMARIES = {
    "init": "Set followupd up: servers, password, config.yaml, the first interview. Nothing is overwritten; run it any time.",
    "login": "Store or renew the password of the mailbox, or with auth: oauth2 your consent.",
    "doctor": "Check everything live: configuration, keyring, certificates, logins, folders, store, service.",
    "demo": "Watch followupd follow up: an interview, and what comes after it, on a mail server of its own.",
    "add": "Make the file of a new interview: typed, or from a card, the invitation, a mail or the advert.",
    "import": "Take interviews over from the table of a tracker: Huntr, Teal, Notion, or any CSV with a company and a role.",
    "debrief": "Tell what was spoken about in an interview; the notes are written with that.",
    "edit": "Write the words of a mail yourself, or change an interview's file, in your own editor. What is wrong is not kept.",
    "check": "Check the configuration and render every template with it; every error at once.",
    "plan": "Show what waits for you and what happens next, on all channels, and why.",
    "why": "Name the one rule that holds an interview's next step, and when it lifts.",
    "preview": "Show the exact mail, call sheet or letter of a step.",
    "list": "List all interviews with their state and their next step, closed ones too.",
    "status": "Say how it stands: the daemon, the mailbox, what comes next, what is held, what waits for you.",
    "log": "Show what has happened.",
    "simulate": "Play the plan forward, on all channels, with things that might happen on the way. Nothing is sent.",
    "web": "Show the page: what waits for you, each interview in time, its mails, its journal; and answer with a click.",
    "approve": "Let a note go out that waits for your word; it is shown first, and only these words go out.",
    "skip": "Leave a step out; the follow-up plan goes on behind it.",
    "done": "Write down what came of a call or a letter. A talk in which they named a day needs no more than --promise.",
    "pause": "Send nothing for now: for one interview, for one person of it (--contact), or for all interviews.",
    "resume": "Go on after a pause or an answer. `--all` lifts only `pause --all`: an answer is lifted one by one.",
    "close": "End an interview's follow-up for good, and list what is dropped. `undo` takes back a close that was a mistake.",
    "resolve": "Decide about a mail of which nobody can say whether it was accepted.",
    "answer": "Say whether the mail that paused an interview is their answer, or whether a note of absence is true.",
    "again": "Take a step after all that was missed, skipped or refused, or whose mail came back. What arrived goes out no second time.",
    "undo": "Take back what you said last about an interview: a close, a skip, a pause, a report, an approval, `--started`.",
    "run": "Run the daemon in the foreground: what the systemd unit starts.",
    "backup": "Copy the journal and the outbox, while the daemon is running or not, and prove that the copy is whole.",
    "adopt": "Take over a store that was moved here from another machine or another directory, for good.",
    "classify": "Say what a mail is, what it asks for, and why: as the daemon would judge it.",
}
GROUP_SUMMARIES = {
    "service": "Have systemd run followupd.",
    "fleet": "Look after the followupd of many people.",
}


def add_summaries(app: typer.Typer) -> None:
    """Add each command without its function. That is enough to list the commands, and to report an unknown one."""
    for name, summary in SUMMARIES.items():
        app.command(name, help=summary)(_do_nothing)
    for name, summary in GROUP_SUMMARIES.items():
        app.add_typer(CommandGroup(help=summary, invoke_without_command=True), name=name)
    arrange_commands(app)


def _do_nothing() -> None: ...
