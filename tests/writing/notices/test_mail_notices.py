"""What the user reads of a mail that came in."""

from __future__ import annotations

from builders import received, utc

from followupd.inbound.verdict import Action, Intent, Kind
from followupd.writing.language.words import Words
from followupd.writing.notices.folder_notices import ask_about_missing_folders
from followupd.writing.notices.mail_notices import describe_received_mail


def notice_of(**facts: object) -> str:
    notice = describe_received_mail(Words(), received("13 09:00", interviews=("acme",), **facts), "Acme")  # type: ignore[arg-type]
    assert notice
    return notice.body


def test_a_note_of_absence_without_a_day_asks_until_when() -> None:
    text = notice_of(action=Action.HOLD, kind=Kind.AUTO_REPLY)
    assert "They name no day. Nothing reminds them for 7 business days" in text
    assert "followupd pause acme --until YYYY-MM-DD" in text


def test_a_note_of_absence_with_a_day_asks_nothing() -> None:
    text = notice_of(action=Action.HOLD, kind=Kind.AUTO_REPLY, return_date=utc("20 00:00").date())
    assert "They are away until 20 November 2026" in text
    assert "--until" not in text


def test_the_deputy_that_a_note_names_is_proposed_and_nothing_is_sent_there_by_itself() -> None:
    text = notice_of(action=Action.HOLD, kind=Kind.AUTO_REPLY, deputy="Jonas Weber")
    assert "They name Jonas Weber for the meantime. Nothing is sent there by itself" in text
    assert "followupd edit acme" in text
    gone = notice_of(action=Action.PAUSE, kind=Kind.AUTO_REPLY, left=True, deputy="dana@acme.example")
    assert "They name dana@acme.example for the meantime" in gone


def test_who_asks_for_silence_stops_the_follow_up_and_the_user_is_asked() -> None:
    text = notice_of(action=Action.STOP, intent=Intent.PLEASE_STOP, authenticated=True)
    assert "is stopped" in text
    assert "in any follow-up, unless you resume" in text
    assert "closed for good" not in text
    assert "followupd close acme --outcome" in text


def test_the_name_of_a_folder_turns_no_letters_and_makes_no_line() -> None:
    name = "In\u202ebox\n\x1b[31m"
    asked = ask_about_missing_folders(Words(), [name], "1").body
    for text in (notice_of(folder=name), asked):
        assert all(c.isprintable() or c == "\n" for c in text)
        assert "In box [31m" in text
