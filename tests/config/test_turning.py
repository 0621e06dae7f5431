"""A name in a file is shown as it is written."""

import pytest
from builders import ACME
from pydantic import ValidationError

from followupd.config.interview import Interview


@pytest.mark.parametrize("turning", ["\u202a", "\u202e", "\u2066", "\u2069"])
@pytest.mark.parametrize("key", ["company", "position"])
def test_a_character_that_turns_the_letters_behind_it_is_an_error(key: str, turning: str) -> None:
    with pytest.raises(ValidationError, match=rf"U\+{ord(turning):04X}"):
        Interview.model_validate(ACME | {key: f"Acme {turning}HbmG"})


def test_names_from_right_to_left_need_none() -> None:
    assert Interview.model_validate(ACME | {"company": "\u05d7\u05d1\u05e8\u05d4 Ltd"}).company
