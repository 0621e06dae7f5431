"""Calls and letters, end to end: the sheet, the second sheet, one word by mail, a letter that stays on the desk."""

from email.message import EmailMessage
from email.policy import SMTP
from email.utils import formatdate

from daemon_stage import PANEL, Stage, text_of
from mailhost import ANA, SAM

from followupd.journal.facts import Done, Taken
from followupd.journal.states import InterviewState


def answer(stage: Stage, sheet: EmailMessage, text: str, folder: str = "Sent") -> None:
    """Sam answers a mail of followupd's, and his mail program files the copy."""
    made = EmailMessage(policy=SMTP)
    made["From"], made["To"], made["Subject"] = SAM.address, SAM.address, f"Re: {sheet['Subject']}"
    made["Date"] = formatdate(stage.clock.instant.timestamp())
    made["Message-ID"] = f"<{len(text)}.{stage.clock.instant.timestamp()}@sam>"
    made["In-Reply-To"] = sheet["Message-ID"]
    made.set_content(f"{text}\n\nOn Tuesday, Sam wrote:\n> {sheet['Subject']}\n")
    stage.mailhost.dovecot.deliver(SAM.address, made.as_bytes(), folder)
    stage.look()


def outcomes(stage: Stage) -> list[str]:
    assert stage.daemon
    return [f.outcome for f in stage.daemon._ledger.history.facts if isinstance(f, Done)]


def notices_two_days_later(stage: Stage) -> int:
    """Count all that the candidate was told by then."""
    stage.clock.wait(None, 2 * 86400)  # type: ignore[arg-type]
    stage.look()
    stage.look()
    return len(stage.notices())


def test_the_call_sheet_brings_an_alarm_and_what_was_sent(stage: Stage) -> None:
    stage.advance_by(5)
    sheet = stage.notices()[0]
    assert "Thank you for our conversation" in text_of(sheet)
    assert [p.get_filename() for p in sheet.iter_attachments()] == ["call.ics"]


def test_one_word_by_mail_settles_the_call(stage: Stage) -> None:
    stage.advance_by(5)
    answer(stage, stage.notices()[0], "voicemail")
    assert outcomes(stage) == ["voicemail"]
    assert notices_two_days_later(stage) == 2


def test_a_sheet_without_an_answer_comes_once_more_and_then_the_call_is_missed(stage: Stage) -> None:
    stage.advance_by(5)
    for _ in range(4):
        stage.clock.wait(None, 86400)  # type: ignore[arg-type]
        stage.look()
    assert [m["Subject"].split(":")[0] for m in stage.notices()] == [
        "Call Ana Alvarez, Acme GmbH",
        "Once more",
        "Not made",
    ]


def test_one_word_settles_the_second_sheet_too(stage: Stage) -> None:
    stage.advance_by(5)
    stage.clock.wait(None, 86400)  # type: ignore[arg-type]
    stage.look()
    answer(stage, stage.notices()[1], "done")
    assert outcomes(stage) == ["done"]


def test_stop_by_mail_ends_it_for_good(stage: Stage) -> None:
    stage.advance_by(5)
    answer(stage, stage.notices()[0], "stop")
    assert stage.look()[0].status.state is InterviewState.CLOSED
    stage.look()
    assert any(m["Subject"] == "Closed: acme" for m in stage.notices())


def test_a_word_that_is_not_in_sent_could_be_anybodys(stage: Stage) -> None:
    stage.advance_by(5)
    answer(stage, stage.notices()[0], "stop", folder="INBOX")
    assert outcomes(stage) == []
    assert stage.look()[0].status.state is InterviewState.ACTIVE


def test_an_answer_keeps_the_letter_on_the_desk(stage: Stage) -> None:
    stage.advance_by(7)
    assert stage.daemon
    assert any(isinstance(f, Taken) and f.touch.step == "letter" for f in stage.daemon._ledger.history.facts)
    stage.mailhost.reply_as(ANA)
    stage.look()
    assert any("has not been posted: do not post it" in text_of(m) for m in stage.notices())


def rename(stage: Stage) -> None:
    """Sam gives the interview's file another name."""
    (stage.places.interviews_folder / "acme.yaml").rename(stage.places.interviews_folder / "acme-berlin.yaml")
    stage.look()


def test_stop_ends_it_for_good_though_the_file_was_renamed_since_the_sheet(stage: Stage) -> None:
    stage.advance_by(5)
    rename(stage)
    answer(stage, stage.notices()[0], "stop")
    assert stage.look()[0].status.state is InterviewState.CLOSED


def test_one_word_settles_the_call_though_the_file_was_renamed_since_the_sheet(stage: Stage) -> None:
    stage.advance_by(5)
    rename(stage)
    answer(stage, stage.notices()[0], "voicemail")
    assert outcomes(stage) == ["voicemail"]
    assert notices_two_days_later(stage) == 2


def test_a_call_that_was_settled_stays_so_when_the_file_is_renamed(stage: Stage) -> None:
    stage.advance_by(5)
    answer(stage, stage.notices()[0], "voicemail")
    rename(stage)
    assert notices_two_days_later(stage) == 2


def test_stop_ends_it_for_good_though_its_person_left_the_file(stage: Stage) -> None:
    stage.advance_by(5)
    ben, *others = PANEL["contacts"][1:]  # type: ignore[index]
    stage.write_interview(contacts=[ben | {"lead": True}, *others])
    stage.look()
    answer(stage, stage.notices()[0], "stop")
    assert stage.look()[0].status.state is InterviewState.CLOSED


def test_an_answer_keeps_the_letter_on_the_desk_though_the_file_was_renamed(stage: Stage) -> None:
    stage.advance_by(7)
    rename(stage)
    stage.mailhost.reply_as(ANA)
    stage.look()
    assert any("has not been posted: do not post it" in text_of(m) for m in stage.notices())


def test_a_mailed_word_that_does_not_fit_changes_nothing_and_is_answered(stage: Stage) -> None:
    stage.advance_by(5)
    answer(stage, stage.notices()[0], "posted")
    assert outcomes(stage) == []
    assert stage.look()[0].status.state is InterviewState.ACTIVE
    told = stage.notices()[-1]
    assert told["Subject"] == "Re: Call Ana Alvarez, Acme GmbH"
    assert "That was not done: call is by phone; what came of it is spoke, voicemail" in text_of(told)


def test_spoke_to_a_letter_pauses_nothing_and_is_answered(stage: Stage) -> None:
    stage.advance_by(7)
    answer(stage, stage.notices()[-1], "spoke")
    assert outcomes(stage) == []
    assert stage.look()[0].status.state is InterviewState.ACTIVE
    assert "letter is by post; what came of it is posted" in text_of(stage.notices()[-1])


def test_one_sheet_names_both_roles_and_one_word_counts_for_both(stage: Stage) -> None:
    lea = {"name": "Lea Lind", "email": "lea@acme.example", "phone": "+49 30 1234567", "fact": "your boat"}
    stage.write_interview("acme-lead", position="Team Lead", at="2026-11-12 17:00", contacts=[lea])
    stage.look()
    stage.advance_by(6)  # five thank-yous, and the call
    (sheet,) = [m for m in stage.notices() if m["Subject"].startswith("Call ")]
    text = text_of(sheet)
    assert "Team Lead" in text.splitlines()[0]
    assert "acme-lead: Team Lead, you spoke with Lea Lind" in text
    assert "I also spoke with Lea Lind about the Team Lead role." in text
    answer(stage, sheet, "voicemail")
    assert stage.daemon
    facts = stage.daemon._ledger.history.facts
    reports = {f.touch.interview: f.outcome for f in facts if isinstance(f, Done)}
    assert reports == {"acme": "voicemail", "acme-lead": "voicemail"}


def test_a_call_that_they_did_not_make_is_told_by_mail_and_a_mail_goes_out_the_same_day(stage: Stage) -> None:
    stage.advance_by(5)
    before = len(stage.followups(ANA.address))
    answer(stage, stage.notices()[0], "They didn't call me.")
    stage.look()
    assert outcomes(stage) == ["no-show", "skipped"]
    mails = stage.followups(ANA.address)
    assert len(mails) == before + 1
    assert "we missed each other" in text_of(mails[-1])
    assert mails[-1]["In-Reply-To"] == mails[0]["Message-ID"]
    stage.look()
    assert len(stage.followups(ANA.address)) == before + 1
