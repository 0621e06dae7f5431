"""A mail in the candidate's own words: `note:` of a person, or a text file beside the interview's."""

from __future__ import annotations

from typing import TYPE_CHECKING

from daemon_stage import PANEL, text_of
from mailhost import ANA

if TYPE_CHECKING:
    from daemon_stage import Stage

NOTE = (
    "Subject: Your nightly loads, and thank you\n\nDear Ana,\n\nThank you for your time today. I would like to work as a Data"
    " Engineer with Acme: your nightly loads are what I know from streaming and data quality. I have built pipelines that"
    " load four billion rows a night. May I phone you during the week to hear how things stand?\n\nKind regards\nSam Sample\n"
)


def note_of(stage: Stage) -> str:
    (mail,) = stage.followups(ANA.address)
    assert mail["Subject"] == "Your nightly loads, and thank you"
    return text_of(mail)


def test_a_note_is_the_mail_and_leaves_by_itself(stage: Stage) -> None:
    stage.write_interview(contacts=[{**PANEL["contacts"][0], "note": NOTE}])
    stage.look()
    stage.advance()
    assert "your nightly loads are what I know" in note_of(stage)
    assert not [m for m in stage.notices() if str(m["Subject"]).startswith("Approve?")]


def test_a_file_is_the_mail_and_what_is_saved_last_counts(stage: Stage) -> None:
    stage.write_interview(contacts=[PANEL["contacts"][0]])
    stage.look()
    folder = stage.places.interviews_folder / "acme"
    folder.mkdir()
    path = folder / "thank-you.ana-alvarez.txt"
    path.write_text(NOTE.replace("today", "this morning"))
    stage.look()
    path.write_text(NOTE)
    stage.advance()
    assert "for your time today" in note_of(stage)


def test_a_file_that_cannot_be_sent_is_told_and_nothing_leaves(stage: Stage) -> None:
    stage.write_interview(contacts=[PANEL["contacts"][0]])
    folder = stage.places.interviews_folder / "acme"
    folder.mkdir()
    (folder / "thank-you.ana-alvarez.txt").write_text("")
    stage.look()
    stage.advance()
    stage.look()
    assert not stage.followups(ANA.address)
    assert any("is empty; write the mail, or remove the file" in text_of(m) for m in stage.notices())
