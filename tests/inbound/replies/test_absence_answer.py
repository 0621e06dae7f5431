"""What candidates answer to a note of absence: the person is away, or is back, or nothing is clear."""

from datetime import date

import pytest

from followupd.inbound.replies.absence_answer import read_absence_answer
from followupd.inbound.replies.reply_command import read_command

WEDNESDAY, RETURN = date(2026, 11, 25), date(2026, 12, 7)


def read(text: str) -> str:
    command = read_command(text, ("<1@x.example>",), WEDNESDAY)
    return read_absence_answer(command, RETURN, ["Ana Ruiz"])


@pytest.mark.parametrize(
    "text",
    ["she's on leave", "Ja, sie ist im Urlaub", "oui, elle est en congé jusqu'au 7", "sí, vuelve el 7", "yes, back on 7 December"],
)  # fmt: skip
def test_they_are_away(text: str) -> None:
    assert read(text) == "yes"


@pytest.mark.parametrize(
    "text", ["no, she's back", "Nein, Ana ist schon wieder da", "non elle est rentrée", "no, ya ha vuelto", "she is back now"]
)  # fmt: skip
def test_they_are_back(text: str) -> None:
    assert read(text) == "no"


@pytest.mark.parametrize(
    "text",
    [
        "no, she wrote back", "no, she called me back", "no, she is away", "yes, she is back", "is she back?", "maybe she is back",
        "yes, back on 20 December",  # later than the note says
        "she will be back and then they decide, so please keep going with it",
    ],
)  # fmt: skip
def test_nothing_is_clear(text: str) -> None:
    assert read(text) == ""
