"""One word from the candidate's own mailbox."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from followupd.inbound.own_mail import Word, word

HEAD = (
    b"From: sam@x.example\r\nIn-Reply-To: <fu.1@x.example>\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n"
)
SHEET = ("<fu.1@x.example>",)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("voicemail", Word("voicemail", 0, SHEET)),
        ("Done.\r\n", Word("done", 0, SHEET)),
        ("no answer", Word("no-answer", 0, SHEET)),
        ("Snooze 3d", Word("snooze", 3, SHEET)),
        ("snooze", Word("snooze", 1, SHEET)),
        ("stop!", Word("stop", 0, SHEET)),
        ("posted\r\n\r\n-- \r\nSam Sample\r\n", Word("posted", 0, SHEET)),
        (
            "voicemail\r\n\r\nOn Tue, 17 Nov 2026 at 08:38, Sam Sample <sam@x.example> wrote:\r\n> Call Ana\r\n",
            Word("voicemail", 0, SHEET),
        ),
    ],
)
def test_one_word_above_the_quotation_is_understood(text: str, said: Word) -> None:
    assert word(HEAD + text.encode()) == said


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
    assert word(HEAD + text.encode()) is None


def test_a_word_that_answers_nothing_of_ours_is_none() -> None:
    assert word(b"From: sam@x.example\r\n\r\nstop\r\n") is None


@given(st.binary(max_size=400))
def test_no_bytes_make_it_stumble(raw: bytes) -> None:
    word(raw)
