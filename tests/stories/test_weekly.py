"""The weekly digest on real servers: once a week, with the picture in it, over restarts."""

from datetime import UTC, datetime
from email.message import EmailMessage

from daemon_stage import Stage, text_of
from mailhost import ANA

MONDAY = datetime(2026, 11, 16, 7, 10, tzinfo=UTC)


def digests(stage: Stage) -> list[EmailMessage]:
    return [m for m in stage.notices() if str(m["Subject"]).startswith("Your week: ")]


def go_to(stage: Stage, moment: datetime) -> None:
    stage.clock.instant = moment
    stage.look()


def test_it_comes_on_monday_with_its_picture_and_once(stage: Stage) -> None:
    stage.write_config(notifications={"digest": {"weekly": True}}, sending={"approve": "none"})
    stage.write_interview()
    stage.look()
    stage.advance_by(2)
    assert stage.followups(ANA.address)
    assert len(digests(stage)) == 1  # of the first day on which the daemon runs
    go_to(stage, MONDAY.replace(hour=4))
    assert len(digests(stage)) == 1
    go_to(stage, MONDAY)
    stage.restart()
    go_to(stage, MONDAY.replace(hour=8))
    go_to(stage, MONDAY.replace(day=18))
    assert len(digests(stage)) == 2
    mail = digests(stage)[-1]
    assert "Acme GmbH, Data Engineer In the last seven days: - Thank-you to " in text_of(mail)
    page = mail.get_body(("html",))
    (picture,) = [part for part in mail.walk() if part.get_content_type() == "image/png"]
    assert page
    assert f"cid:{str(picture['Content-ID']).strip('<>')}" in page.get_content()
    assert picture.get_content().startswith(b"\x89PNG\r\n")
