"""One word from the candidate's own mailbox."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from followupd.inbound.own_mail import parse_reply_command
from followupd.inbound.verdict import ReplyCommand

HEAD = (
    b"From: sam@x.example\r\nIn-Reply-To: <fu.1@x.example>\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n"
)
SHEET = ("<fu.1@x.example>",)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("voicemail", ReplyCommand("voicemail", 0, SHEET)),
        ("Done.\r\n", ReplyCommand("done", 0, SHEET)),
        ("no answer", ReplyCommand("no-answer", 0, SHEET)),
        ("Snooze 3d", ReplyCommand("snooze", 3, SHEET)),
        ("snooze", ReplyCommand("snooze", 1, SHEET)),
        ("stop!", ReplyCommand("stop", 0, SHEET)),
        ("posted\r\n\r\n-- \r\nSam Sample\r\n", ReplyCommand("posted", 0, SHEET)),
        (
            "voicemail\r\n\r\nOn Tue, 17 Nov 2026 at 08:38, Sam Sample <sam@x.example> wrote:\r\n> Call Ana\r\n",
            ReplyCommand("voicemail", 0, SHEET),
        ),
    ],
)
def test_one_word_above_the_quotation_is_understood(text: str, said: ReplyCommand) -> None:
    assert parse_reply_command(HEAD + text.encode()) == said


@pytest.mark.parametrize(
    "text",
    [
        "",
        "I am done with this company, to be honest with you.",
        "done\r\nand dusted",
        "snooze 300d",
        "maybe",
        "do not stop",
    ],
)
def test_anything_else_is_no_word(text: str) -> None:
    assert parse_reply_command(HEAD + text.encode()) is None


def test_a_word_that_answers_nothing_of_ours_is_none() -> None:
    assert parse_reply_command(b"From: sam@x.example\r\n\r\nstop\r\n") is None


@given(st.binary(max_size=400))
def test_no_bytes_make_it_stumble(raw: bytes) -> None:
    parse_reply_command(raw)
