"""A newcomer with README's first screen and nothing else: no editor, few commands, the first planned mail in minutes."""

import re
import time
from datetime import UTC, datetime, timedelta

from fork_server import followupd
from init_env import ME, SECRET, WHO, Newcomer, at_terminal, servers
from project_paths import ROOT

MAX_COMMANDS = 8
MAX_SECONDS = 300
TOMORROW = datetime.now(UTC) + timedelta(days=1)
FIRST_INTERVIEW = (
    ("Write your first interview now?", "y"), ("Company name", "Acme GmbH"), ("Role you applied for", "Data Engineer"),
    ("When it began", f"{TOMORROW:%Y-%m-%d} 14:00"), ("Their country", ""), ("Language to write in", "en"),
    ("Interviewer's full name", "Ana Ruiz"), ("E-mail address of Ana Ruiz", "ana@acme.example"),
    ("Another interviewer", ""), ("Somebody else", "Ben Brandt <ben@acme.example>"), ("Somebody else", ""),
    ("Somebody who helped", ""), ("What did you speak about with Ana", "your nightly loads"),
    ("What did you speak about with Ben", "the tour of the lab"), ("Phone of Ana", "+49 30 901820"),
    ("Postal address of Ana", "Musterweg 1, 10115 Berlin"), ("most important words", "Kafka, SQL"),
    ("number of the vacancy", ""), ("A strong point", "I have run Kafka for six years."), ("Another one", ""),
)  # fmt: skip


def list_commands() -> list[str]:
    """Return what README has a newcomer type, from nothing to the plan."""
    first_part = (ROOT / "README.md").read_text().partition("## Install")[2].partition("Both write files")[0]
    blocks = re.findall(r"```sh\n(.*?)```", first_part, re.DOTALL)
    lines = [line.partition("#")[0].strip() for block in blocks for line in block.splitlines()]
    return [command.strip() for line in lines for command in line.split("&&") if command.strip()]


def test_readme_needs_few_commands_and_no_editor() -> None:
    commands = list_commands()
    assert 0 < len(commands) <= MAX_COMMANDS, commands
    assert not any(re.match(r"(?:vi|vim|nano|\$?EDITOR|code)\b", command) for command in commands)
    assert [c.split()[1] for c in commands if c.startswith("followupd ")] == ["init", "plan", "service"]


def test_in_five_minutes_the_first_mail_is_planned_with_what_was_spoken_about(newcomer: Newcomer) -> None:
    began = time.monotonic()
    with at_terminal(newcomer, *servers(newcomer.host)) as person:
        person.answers(*WHO, *ME, *SECRET, ("Send one test mail", "n"), *FIRST_INTERVIEW)
        person.sees("This is the thank-you, as it would leave")
        person.sees("your nightly loads")
        assert person.ends() == 0, person.shown

    config = ("--config", str(newcomer.config))
    planned = followupd(["plan", *config], newcomer.env)
    shown = followupd(["preview", "acme-data-engineer", "thank-you", *config], newcomer.env)

    assert time.monotonic() - began < MAX_SECONDS
    assert (planned.returncode, shown.returncode) == (0, 0), planned.stderr + shown.stderr
    assert [
        len(re.findall(rf"\b{step}\b", planned.stdout)) > 0 for step in ("thank-you", "call", "letter")
    ] == [True] * 3
    assert "your nightly loads" in shown.stdout
    assert "the tour of the lab" in shown.stdout
    assert "live: true" in planned.stdout + planned.stderr  # test mode: nothing is sent before they say so
