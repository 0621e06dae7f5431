"""What the commands print: python tests/tools/command_outputs.py writes docs/reference/outputs.md; a test compares it.

Each command is really called, one after the other, on the story of the page's tests at one fixed moment.
"""

import os
import re
import shlex
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent / "support")]

from page_story import NOW, open_story  # noqa: E402
from typer.testing import CliRunner  # noqa: E402

from followupd.adapters.system.paths import Paths  # noqa: E402
from followupd.cli import session  # noqa: E402
from followupd.cli.main import app  # noqa: E402

PAGE = HERE.parents[1] / "docs" / "reference" / "outputs.md"
WIDTH = "120"
HEAD = f"""\
# What the commands print

Written by `make man`: each command below was really called, in this order; a test compares it. It is
{NOW:%A, %-d %B %Y}. Sam has had three interviews, and the daemon does not run.

The commands that ask questions or need your servers are not here: `init`, `login`, `doctor`, `service`, `run`, `web`, `edit`,
`adopt` and `demo`. `make demo` shows some of them at work.
"""
FILES = {
    "answer.eml": """\
From: Ana Ruiz <ana@acme.example>
To: Sam Carter <sam@candidate.example>
Subject: Re: Thank you for our conversation
Date: Tue, 1 Dec 2026 09:00:00 +0000
Message-ID: <answer-1@acme.example>

Dear Sam, we would like to invite you to a second interview. Would Thursday at 10:00 suit you?

Best regards
Ana Ruiz
""",
    "applications.csv": """\
Company,Job Title,Status,Interview Date,Contact,Contact Email
Umbrella AG,Data Analyst,Interviewing,2026-12-02 10:00,Eva Roth,eva@umbrella.example
Hooli,Data Engineer,Wishlist,,,
""",
}


@dataclass(frozen=True)
class Call:
    """One command of the page, and why somebody would type it. Status: as the program ends."""

    line: str
    reason: str
    status: int = 0


CALLS = (
    Call("followupd", "What is to do today:"),
    Call("followupd list", "All interviews:"),
    Call("followupd plan", "What happens next, and why:"),
    Call("followupd why initech", "Why nothing happens in one of them:"),
    Call("followupd preview acme letter", "The exact words of what comes:"),
    Call("followupd status", "How it stands; it ends with 1 if something needs you:", 1),
    Call("followupd log acme", "What has happened:"),
    Call("followupd simulate globex --inject ooo@d9..d16 --inject reply@d20", "What would happen if they were away, and then answered:"),
    Call("followupd check", "Whether the files are good, and what could be better:"),
    Call("followupd classify answer.eml", "What a mail is:"),
    Call("followupd resolve initech thank-you --sent", "A mail of which nobody can say whether it arrived; Sam has asked, and it did:"),
    Call('followupd debrief initech --fact "Léa: la migration vers Kafka" --promise 2026-12-14', "What was spoken about, and the day that they named:"),
    Call('followupd done globex call --outcome voicemail --note "left my number"', "The call is made:"),
    Call("followupd skip acme letter", "No letter, please:"),
    Call("followupd undo acme", "That was a mistake:"),
    Call("followupd pause globex --until 2026-12-14", "Nothing for two weeks:"),
    Call("followupd resume globex", "Or rather go on:"),
    Call("followupd approve acme last-note", "A mail that waits for a word is shown before it may go:", 64),
    Call("followupd close acme --outcome offer --yes", "They made an offer:"),
    Call("followupd undo acme", "That was a mistake as well:"),
    Call("followupd again globex call", "Once more a step that is over:", 64),
    Call("followupd answer globex no", "An answer where nothing was asked:", 64),
    Call('followupd add --company "Umbrella AG" --position Analyst --at "2026-12-02 10:00" --name "Eva Roth" --email eva@umbrella.example '
         "--country CH --language de --yes --dry-run", "The file of a new interview, without writing it:"),
    Call("followupd import applications.csv", "Interviews from the table of another tracker:"),
    Call("followupd backup copy.sqlite3", "A copy:"),
    Call("followupd fleet status state", "One line a person, for those who look after many:", 1),
    Call("followupd plan acem", "A name that there is not:", 64),
)  # fmt: skip


def call_commands(folder: Path, paths: Paths) -> str:
    """Return the page's text: each command of the story with what it prints. Raises AssertionError for another status."""
    for name, text in FILES.items():
        (folder / name).write_text(text)
    os.chdir(folder)
    clock = session.current_clock.set(lambda: NOW)
    try:
        with utc_machine():
            parts = [_call_command(call, paths, folder) for call in CALLS]
    finally:
        session.current_clock.reset(clock)
    return "\n".join([HEAD, *parts])


@contextmanager
def utc_machine() -> Iterator[None]:
    """Give the machine a zone of its own for a while: the page is the same wherever it is made."""
    zone = os.environ.get("TZ")
    os.environ["TZ"] = "UTC"
    time.tzset()
    try:
        yield
    finally:
        os.environ.pop("TZ")
        os.environ.update({"TZ": zone} if zone else {})
        time.tzset()


def _call_command(call: Call, paths: Paths, folder: Path) -> str:
    env = {
        "FOLLOWUPD_CONFIG": str(paths.config),
        "FOLLOWUPD_STATE": str(paths.state),
        "NO_COLOR": "1",
        "COLUMNS": WIDTH,
    }
    result = CliRunner().invoke(app, shlex.split(call.line)[1:], env=env)
    output = result.output
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        output += f"followupd: {result.exception}\n"
    status = getattr(result.exception, "exit_status", result.exit_code)
    assert status == call.status, (call.line, status, output)
    shown = re.sub(rf"{re.escape(str(folder))}/?", "", output)
    lines = [line.rstrip() for line in shown.strip("\n").split("\n")]
    return "\n".join([call.reason, "", "```console", f"$ {call.line}", *lines, "```", ""])


def make_page() -> str:
    """Return the page, made in a folder of its own."""
    start = Path.cwd()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name).resolve()
        story = open_story(folder)
        try:
            return call_commands(folder, story.paths)
        finally:
            story.close()
            os.chdir(start)


if __name__ == "__main__":
    PAGE.write_text(make_page())
