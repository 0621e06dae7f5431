"""The answers that a mail offers are understood, in each language, as the English ones are."""

from datetime import date
from zoneinfo import ZoneInfo

import pytest

from followupd.adapters.catalogues import list_languages, load_words
from followupd.inbound.replies.reply_command import read_command
from followupd.inbound.replies.reply_meaning import find_meaning
from followupd.inbound.replies.reply_text import read_answer
from followupd.writing.notices import reply_notices

OWN_TEXT = "your own text, from the greeting to your name"  # is no word, and asks for a text
VERBS = {
    "yes": "yes", "no": "no", "skip": "skip", "posted": "posted", "posted on Monday": "posted", "left a voicemail": "voicemail",
    "spoke, they decide on 4 December": "spoke", "nobody picked up": "no-answer", "they did not call me": "no-show", "wrong number": "wrong-number",
    "snooze 3 days": "snooze", "send it again": "resend", "they decide on 4 December": "promise",
    "hold until 4 December": "hold", "resume": "resume", "stop": "stop", "close rejected": "close", "undo": "undo",
}  # fmt: skip
SHEET = "or answer this mail with one word: done, voicemail, no-answer, snooze 3d, stop"


def understand(text: str) -> tuple[str, date | None, str]:
    command = read_command(read_answer(f"{text}\r\n"), ("<fu.1@x.example>",), date(2026, 11, 25))
    return find_meaning(command, ()).verb, command.day, command.outcome


@pytest.mark.parametrize("language", list_languages())
def test_each_offered_answer_is_understood(language: str) -> None:
    words = load_words(language, ZoneInfo("Europe/Berlin"))
    offered = {text for texts in reply_notices.CHOICES.values() for text in texts} | set(reply_notices.ALWAYS)
    assert offered - {OWN_TEXT} == set(VERBS)
    for message, verb in VERBS.items():
        answer = words.translate(message)
        assert understand(answer)[0] == verb, answer
        assert understand(answer) == understand(message), answer


@pytest.mark.parametrize("language", list_languages())
def test_each_word_below_a_call_sheet_is_understood(language: str) -> None:
    offered = (
        load_words(language, ZoneInfo("Europe/Berlin")).translate(SHEET).partition(": ")[2].removeprefix(": ")
    )
    verbs = [understand(word)[0] for word in offered.split(", ")]
    assert verbs == ["done", "voicemail", "no-answer", "snooze", "stop"], offered
