from __future__ import annotations

import pytest

from followupd.inbound.intent import about_hiring, intent
from followupd.inbound.verdict import Intent


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("We are unable to offer you the position.", Intent.REJECTION),
        ("Unfortunately, we have decided to offer the role to another candidate.", Intent.REJECTION),
        ("We are pleased to offer you the role.", Intent.OFFER),
        ("We'd like to invite you to a second interview.", Intent.NEXT_ROUND),
        ("We are still interviewing and will be in touch.", Intent.HOLDING),
        ("Could you send me your references?", Intent.QUESTION),
        ("Please do not contact me again.", Intent.PLEASE_STOP),
        ("Wir haben uns leider für einen anderen Bewerber entschieden.", Intent.REJECTION),
        ("Nous avons le plaisir de vous proposer le poste.", Intent.OFFER),
        ("Nous sommes heureux de vous proposer ce poste.", Intent.OFFER),
        ("Thanks, Jonas.", None),
        ("What a nice offer of coffee.", None),
        ("I regret that I must move our call to Thursday.", None),
        ("", None),
    ],
)
def test_an_answer_is_labelled_by_whole_phrases(text, label):
    assert intent(text) == label


def test_phrases_are_found_over_line_ends():
    assert intent("We have decided to move\nforward with other\ncandidates.") is Intent.REJECTION


def test_words_of_hiring_are_known():
    assert about_hiring("your application for the role")
    assert not about_hiring("your car is ready")
