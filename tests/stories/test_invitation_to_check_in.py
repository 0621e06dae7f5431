"""The whole way on real servers: an invitation, the question after it, the note with the answer, and the check-in."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from daemon_stage import text_of
from mailhost import SAM
from own_replies import answer, answers
from project_paths import TESTS
from typer.testing import CliRunner

from followupd.cli.main import app
from followupd.cli.session import current_clock

if TYPE_CHECKING:
    from email.message import EmailMessage

    from daemon_stage import Stage

ANA, BEN = "ana.ruiz@acme.example", "ben.okafor@acme.example"
INVITATION = TESTS / "data" / "invitations" / "google.ics"  # Ana, Ben as optional, and a room


def type_command(stage: Stage, *words: str) -> str:
    """The command line, at the moment of the story."""
    token = current_clock.set(lambda: stage.clock.instant)
    try:
        env = {"FOLLOWUPD_STATE": str(stage.places.state), "FOLLOWUPD_CONFIG": str(stage.places.config)}
        result = CliRunner().invoke(app, [*words], env=env)
    finally:
        current_clock.reset(token)
    assert result.exit_code == 0, result.output
    return result.output


def add_invited_interview(stage: Stage) -> None:
    """The file comes from the invitation alone; the candidate adds what they can do."""
    (stage.places.interviews_folder / "acme.yaml").unlink()
    invitation = stage.places.config.with_name("invitation.ics")
    invitation.write_text(INVITATION.read_text().replace("Sam.Carter@gmail.com", SAM.address))
    stage.clock.instant = datetime(2026, 11, 11, 9, tzinfo=UTC)
    type_command(
        stage, "add", "--ics", str(invitation), "--company", "Acme GmbH", "--position", "Data Engineer"
    )
    (path,) = stage.places.interviews_folder.glob("*.yaml")
    assert path.read_text().count("confirmed: false") == 2
    path.rename(stage.places.interviews_folder / "acme.yaml")
    stage.look()


def find_notice(stage: Stage, beginning: str) -> EmailMessage:
    (notice,) = [m for m in stage.notices() if str(m["Subject"]).startswith(beginning)]
    return notice


def test_from_the_invitation_to_the_check_in_that_answers_them(stage: Stage) -> None:
    ana = stage.mailhost.add_user(ANA)
    stage.mailhost.add_user(BEN)
    add_invited_interview(stage)

    # The interview is over: the question, and the answer in plain sentences.
    stage.clock.instant = datetime(2026, 11, 12, 14, 20, tzinfo=UTC)
    stage.look()
    asked = find_notice(stage, "How was it?")
    told = answer(stage, asked, "Ben was not there. Ana: the move of your nightly loads to Kafka.")
    (understood,) = answers(stage, told)
    assert "the move of your nightly loads to Kafka" in text_of(understood)

    # The note is shown with that, and leaves by one word.
    stage.clock.instant += timedelta(hours=2)
    stage.look()
    stage.look()
    shown = find_notice(stage, "Approve? thank-you to Ana")
    assert "is from your answer" in text_of(shown)
    assert not stage.followups(ANA)
    answer(stage, shown, "yes")
    (note,) = stage.followups(ANA)
    assert "the move of your nightly loads to Kafka" in text_of(note)

    # Ana answers; the candidate reads it and goes on.
    stage.clock.instant += timedelta(hours=16)
    their_id = stage.mailhost.reply_as(
        ana, in_reply_to=str(note["Message-ID"]), subject="It was good to meet you, Sam",
        body="Thank you for your note. We will be in touch.\n",
    )  # fmt: skip
    stage.look()
    type_command(stage, "resume", "acme")
    stage.look()

    # Twelve days later the check-in answers her last mail, under its subject.
    for _ in stage.play():
        if len(stage.followups(ANA)) > 1:
            break
    _, check_in = stage.followups(ANA)
    assert check_in["In-Reply-To"] == their_id
    assert check_in["Subject"] == "Re: It was good to meet you, Sam"
    assert stage.clock.instant >= datetime(2026, 11, 20, tzinfo=UTC)
    assert not stage.followups(BEN)
