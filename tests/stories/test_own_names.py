"""The name in the file is compared with the one in their own mails: "Dear Jon" to a John is asked about."""

from datetime import UTC, datetime

from daemon_stage import Stage, text_of
from mailhost import ANA, SAM
from own_replies import answer

from followupd.journal.signed_names import NameSeen
from followupd.planning.context import Rule

TWO_DAYS_BEFORE = datetime(2026, 11, 10, 9, tzinfo=UTC)


def file_invitation(stage: Stage, name: str, count: int = 1) -> None:
    """Put a mail into the mailbox that came before the interview."""
    text = f"From: {name} <{ANA.address}>\r\nTo: {SAM.address}\r\nSubject: Thursday\r\nMessage-ID: <{count}@acme>\r\n\r\nSee you then.\r\n"
    with stage.mailhost.dovecot.session(SAM.address) as imap:
        imap.append("INBOX", text.encode(), msg_time=TWO_DAYS_BEFORE)


def names(stage: Stage) -> list[str]:
    assert stage.daemon
    return [f.name for f in stage.daemon._ledger.history.facts if isinstance(f, NameSeen)]


def test_a_first_mail_with_another_spelling_waits_for_a_yes(stage: Stage) -> None:
    stage.write_config(sending={"approve": "unsure"})
    file_invitation(stage, "Anna Alvares")
    stage.look()
    stage.advance_by(4)
    stage.look()
    assert stage.followups(ANA.address) == []
    assert names(stage) == ["Anna Alvares"]
    (shown,) = [m for m in stage.notices() if m["Subject"].startswith("Approve? thank-you to Ana")]
    assert "you write Ana Alvarez, and their own mail says Anna Alvares; which is right?" in text_of(shown)
    held = next(m for plan in stage.look() for m in plan.moves if m.touch.contact == "ana-alvarez")
    assert held.rule is Rule.APPROVAL
    answer(stage, shown, "yes")
    assert len(stage.followups(ANA.address)) == 1


def test_the_same_name_in_another_form_asks_nothing(stage: Stage) -> None:
    stage.write_config(sending={"approve": "unsure"})
    file_invitation(stage, '"ALVAREZ, Ana (Acme GmbH)"')
    stage.look()
    stage.advance_by(4)
    stage.look()
    assert len(stage.followups(ANA.address)) == 1
    assert names(stage) == []


def test_few_names_of_one_address_are_written_down_and_the_last_one_counts(stage: Stage) -> None:
    stage.write_config(sending={"approve": "unsure"})
    for count in range(9):
        file_invitation(stage, "Anna Alvares" if count % 2 == 0 else "Anne Alvares", count)
    stage.look()
    assert names(stage) == ["Anna Alvares", "Anne Alvares", "Anna Alvares", "Anne Alvares", "Anna Alvares"]
