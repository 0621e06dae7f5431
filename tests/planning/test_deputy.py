"""Whom a note of absence names for the meantime: said to the user where they are asked, and never written to."""

from builders import look, move, received, taken, thanked

from followupd.inbound.verdict import Action, Kind
from followupd.journal.history import History
from followupd.planning.context import Rule


def test_the_question_about_a_mail_to_somebody_away_names_the_deputy() -> None:
    note = received(
        "13 09:00", action=Action.HOLD, kind=Kind.AUTO_REPLY, contact="ana-ruiz", deputy="Jonas Weber"
    )
    check_in = move(
        look("2026-12-02T10:00", History([*thanked(), note, taken("20 09:00", "call")])), "check-in"
    )
    assert check_in.rule is Rule.APPROVAL
    assert (
        "Ana Ruiz was away and named no day of return; it refers to Jonas Weber meanwhile; it goes out only"
        in check_in.why
    )
    assert check_in.address == "ana@acme.example"
