from __future__ import annotations

import pytest

from followupd.inbound.parsing.quoting import extract_answer, find_telling_pieces, running_text

OURS = "I would be glad to hear how the talks with your team went."


@pytest.mark.parametrize(
    "below",
    [
        "On Mon, 23 Nov 2026 at 18:02, Jonas <j@x.example> wrote:\n> old",
        "On Mon, 23 Nov 2026 at 18:02, Jonas Keller\n<jonas.keller@posteo.example>\nwrote:\n\n> old",
        "Am 23.11.2026 um 18:02 schrieb Jonas Keller:\n> old",
        "Le lun. 23 nov. 2026 à 18:02, Jonas <j@x.example> a écrit :\n> old",
        "El lun, 23 nov 2026 a las 18:02, Jonas (<j@x.example>) escribió:\n> old",
        "2026年11月23日 18:02 Jonas <j@x.example>:\n> old",
        "-----Original Message-----\nFrom: Jonas\nold",
        "________________________________\nold",
        "Von: Jonas\nGesendet: Montag\nAn: Ana\nold",
        "差出人: Jonas\n日時: 月曜\nold",
        "> old\n> older",
    ],
)
def test_the_quoted_mail_is_cut(below):
    assert extract_answer(f"New words.\n\n{below}") == "New words."


def test_answers_between_quotations_stay():
    assert extract_answer("> one?\nYes.\n> two?\nNo.") == "Yes.\nNo."


def test_an_answer_below_the_quotation_stays():
    assert "Yes, gladly." in extract_answer("-----Original Message-----\nold\n\nYes, gladly.")


def test_our_own_lines_go_even_without_marks():
    assert extract_answer(f"Thanks.\n{OURS}", [f"Hello,\n{OURS}\nJonas"]) == "Thanks."


def test_a_signature_goes():
    assert extract_answer("Fine.\n-- \nAna Roe\nAcme") == "Fine."
    assert extract_answer("Fine.\n\nSent from my iPhone") == "Fine."


def test_pieces_that_only_we_can_have_written_are_found_however_the_quotation_is_wrapped():
    said = running_text("See below.\n> > I would be glad to hear how\n> > the talks with your team went.")
    assert any(piece in said for piece in find_telling_pieces(OURS))
    assert (
        find_telling_pieces("Thanks.\n-- \nJonas Keller, 12 Long Street, 10115 Berlin, +49 30 1234567") == ()
    )
