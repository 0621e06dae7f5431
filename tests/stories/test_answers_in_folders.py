"""Answers in folders of the user's own, on real servers: sorted by a rule, moved by hand, renamed away."""

import pytest
from daemon_stage import Stage, text_of
from mailhost import ANA, BEN, CLEO, HAL, SAM

from followupd.journal.states import InterviewState

PEOPLE = (ANA, BEN, CLEO, HAL)
RULE = 'require ["fileinto", "mailbox"];\nif address :is "from" "%s" { fileinto :create "%s"; }\n'


def sent(stage: Stage) -> dict[str, int]:
    return {person.address: len(stage.followups(person.address)) for person in PEOPLE}


@pytest.mark.parametrize(
    "folder", ["Bewerbungen", "@SaneLater", "Unbekannt", "Arbeit.Firmen.Acme GmbH", "Büro"]
)
def test_an_answer_that_a_rule_sorts_into_a_folder_stops_everything(stage: Stage, folder: str) -> None:
    stage.mailhost.dovecot.set_sieve(SAM.address, RULE % (ANA.address, folder))
    stage.advance_by(4)
    stage.mailhost.reply_as(ANA, subject="Your application", body="We have decided for somebody else.\n")
    before = sent(stage)
    assert stage.advance()
    assert stage.look()[0].status.state is InterviewState.ANSWERED
    stage.advance_by(9)
    assert sent(stage) == before
    assert any(f"It is in {folder}" in text_of(m) for m in stage.notices())


def test_an_answer_that_is_moved_by_hand_between_two_looks_is_told_once(stage: Stage) -> None:
    stage.advance_by(4)
    stage.mailhost.reply_as(ANA, subject="Your application", body="We have decided for somebody else.\n")
    stage.look()
    told = len(stage.notices())
    with stage.mailhost.dovecot.session(SAM.address) as imap:
        imap.create_folder("Absagen")
        imap.select_folder("INBOX")
        imap.move(imap.search(["FROM", ANA.address]), "Absagen")
    assert stage.look()[0].status.state is InterviewState.ANSWERED
    stage.look()
    assert len(stage.notices()) == told


@pytest.mark.parametrize("is_edited", [True, False])
def test_a_folder_that_is_renamed_away_with_the_answer_in_it_is_read_under_its_new_name(
    stage: Stage, *, is_edited: bool
) -> None:
    dovecot = stage.mailhost.dovecot
    with dovecot.session(SAM.address) as imap:
        imap.create_folder("Archive")
    stage.advance_by(4)
    before = sent(stage)
    stage.stop()
    stage.mailhost.reply_as(ANA, subject="Your application", body="We have decided for somebody else.\n")
    with dovecot.session(SAM.address) as imap:
        imap.select_folder("INBOX")
        imap.move(imap.search(["FROM", ANA.address]), "Archive")
        imap.unselect_folder()
        imap.rename_folder("Archive", "Old-stuff")
    if is_edited:  # while it is off
        stage.write_interview("acme", position="Senior Data Engineer")
    stage.start()
    stage.advance_by(9)
    assert sent(stage) == before
    assert stage.look()[0].status.state is InterviewState.ANSWERED


@pytest.mark.parametrize("is_edited", [True, False])
def test_a_folder_that_is_deleted_ends_in_a_question(stage: Stage, *, is_edited: bool) -> None:
    dovecot = stage.mailhost.dovecot
    with dovecot.session(SAM.address) as imap:
        imap.create_folder("Archive")
    stage.advance_by(4)
    before = sent(stage)
    stage.stop()
    with dovecot.session(SAM.address) as imap:
        imap.delete_folder("Archive")
    if is_edited:
        stage.write_interview("acme", position="Senior Data Engineer")
    stage.start()
    stage.advance_by(9)
    assert sent(stage) == before
    assert any("Archive" in text_of(m) and "resume --all" in text_of(m) for m in stage.notices())


def test_what_is_written_in_drafts_or_left_out_by_the_user_is_not_read(stage: Stage) -> None:
    stage.config["account"]["folders"] = {"exclude": ["Newsletters"]}
    stage.write_config()
    with stage.mailhost.dovecot.session(SAM.address) as imap:
        imap.create_folder("Newsletters")
        for folder in ("Newsletters", "Drafts"):
            imap.append(
                folder,
                f"From: {ANA.address}\r\nTo: {SAM.address}\r\nSubject: Hello\r\n\r\nHello.\r\n".encode(),
            )
    assert stage.look()[0].status.state is InterviewState.ACTIVE


@pytest.mark.parametrize("folder", ["INBOX", "Absagen", "Junk", "Trash"])
def test_beside_a_folder_of_all_mail_an_answer_is_heard_once_wherever_it_lies(
    stage: Stage, folder: str
) -> None:
    dovecot = stage.mailhost.dovecot
    dovecot.show_all_mail(SAM.address)
    dovecot.set_sieve(SAM.address, RULE % (ANA.address, folder))
    stage.advance_by(4)
    stage.mailhost.reply_as(ANA, subject="Your application", body="We have decided for somebody else.\n")
    before, told = sent(stage), len(stage.notices())
    assert stage.advance()
    assert stage.look()[0].status.state is InterviewState.ANSWERED
    stage.advance_by(9)
    assert sent(stage) == before
    assert (
        sum("We have decided" in text_of(m) or "wrote" in m["Subject"] for m in stage.notices()[told:]) == 1
    )


def test_an_answer_that_is_moved_beside_a_folder_of_all_mail_is_told_once(stage: Stage) -> None:
    stage.mailhost.dovecot.show_all_mail(SAM.address)
    stage.advance_by(4)
    stage.mailhost.reply_as(ANA, subject="Your application", body="We have decided for somebody else.\n")
    stage.look()
    told = len(stage.notices())
    with stage.mailhost.dovecot.session(SAM.address) as imap:
        imap.select_folder("INBOX")
        imap.move(imap.search(["FROM", ANA.address]), "Trash")
    assert stage.look()[0].status.state is InterviewState.ANSWERED
    stage.look()
    assert len(stage.notices()) == told


def test_a_mail_by_hand_that_a_folder_of_all_mail_shows_as_well_is_the_candidates(stage: Stage) -> None:
    stage.mailhost.dovecot.show_all_mail(SAM.address)
    stage.advance_by(4)
    own = f"From: {SAM.address}\r\nTo: {ANA.address}\r\nSubject: One more thing\r\nMessage-ID: <by-hand@x.example>\r\n\r\nI liked it.\r\n"
    stage.mailhost.dovecot.deliver(SAM.address, own.encode(), "Sent")
    assert stage.look()[0].status.state is InterviewState.ACTIVE
