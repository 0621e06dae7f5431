"""A mail is shown in lines that fit the terminal; the mail itself is not changed by that."""

import os
from pathlib import Path

import pytest
from command_env import Desk
from terminal import Terminal

WIDTH = 60


@pytest.mark.parametrize(
    "words",
    [["preview", "acme", "thank-you"], ["approve", "acme", "thank-you", "--contact", "Ana"]],
    ids=["preview", "approve"],
)
def test_a_mail_is_broken_at_spaces_where_somebody_reads_it(tmp_path: Path, words: list[str]) -> None:
    desk = Desk(tmp_path)
    env = os.environ | {
        "FOLLOWUPD_STATE": str(desk.state), "FOLLOWUPD_CONFIG": str(desk.config), "NO_COLOR": "1", "TERM": "dumb",
    }  # fmt: skip
    env.pop("COLUMNS", None)
    with Terminal(words, env, WIDTH) as terminal:
        if "approve" in words:
            terminal.sees("[Y/n]")
            terminal.types("n")
        terminal.ends()
    body = terminal.shown.partition("Dear Ana")[2].partition("Best regards")[0]
    lines = body.splitlines()
    assert "time to talk" in " ".join(lines)
    assert max(map(len, lines)) < WIDTH
