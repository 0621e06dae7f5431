"""Ways in which the promise was broken once: each test tells what happened then."""

from datetime import timedelta
from email.utils import formatdate
from pathlib import Path

import pytest
from daemon_stage import PANEL, Stage, text_of
from mailhost import ANA, CLEO, SAM, MailHost

from followupd.config.cadence import PLAYBOOK
from followupd.engine.ports import Cursor
from followupd.engine.steering.mails import _settle_mail
from followupd.errors import UsageError
from followupd.journal.facts import Received, Steered, Taken, Touch, Uncertain
from followupd.journal.states import InterviewState


def state(stage: Stage) -> InterviewState:
    return stage.look()[0].status.state


def arrives(stage: Stage, sender: str, subject: str, body: str) -> None:
    head = f"From: {sender}\r\nTo: {SAM.address}\r\nSubject: {subject}\r\nDate: {formatdate()}\r\n"
    stage.mailhost.dovecot.deliver(SAM.address, f"{head}\r\n{body}\r\n".encode())


def thanked_once(stage: Stage) -> bool:
    """Everybody was thanked; the next touch is the call, and no second thanks goes out on the way there."""
    stage.look()
    following = stage.next_due()
    return bool(following and following.touch.step == "call" and len(stage.followups(ANA.address)) == 1)


def test_a_file_that_is_renamed_and_then_corrected_thanks_nobody_twice(stage: Stage) -> None:
    stage.advance_by(4)
    (stage.places.interviews_folder / "acme.yaml").unlink()
    stage.write_interview("acme-data")
    stage.look()
    stage.write_interview("acme-data", at="2026-11-12 14:30")
    assert thanked_once(stage)


def test_a_file_that_is_renamed_and_corrected_at_once_thanks_nobody_twice(stage: Stage) -> None:
    stage.advance_by(4)
    (stage.places.interviews_folder / "acme.yaml").unlink()
    stage.write_interview("acme-data", at="2026-11-12 14:30")
    assert thanked_once(stage)


def test_a_closed_file_that_is_renamed_and_corrected_at_once_is_asked_about(stage: Stage) -> None:
    stage.advance_by(4)
    assert stage.daemon
    stage.daemon.store.append(Steered(stage.clock.now(), "acme", "close"))
    stage.look()
    (stage.places.interviews_folder / "acme.yaml").unlink()
    stage.write_interview("acme-data", at="2026-11-13 10:00")
    stage.clock.instant += timedelta(days=3)
    assert state(stage) is InterviewState.PAUSED
    stage.look()
    assert "Is acme-data another round, or acme?" in {n["Subject"] for n in stage.notices()}
    assert len(stage.followups(ANA.address)) == 1


def test_a_thank_you_step_that_is_renamed_thanks_nobody_twice(stage: Stage) -> None:
    stage.advance_by(4)
    steps = [PLAYBOOK[0] | {"id": "thanks", "template": "thank-you"}, *PLAYBOOK[1:]]
    stage.write_interview(cadence=steps)
    assert thanked_once(stage)


def test_an_answer_from_an_address_that_was_corrected_meanwhile_is_one(
    mailhost: MailHost, tmp_path: Path
) -> None:
    stage = Stage(mailhost, tmp_path)
    stage.write_interview(contacts=[{"name": "Ana Alvarez", "email": "ana@gmail.com", "fact": "the loads"}])
    stage.start()
    stage.look()
    stage.write_interview(contacts=[{"name": "Ana Alvarez", "email": ANA.address, "fact": "the loads"}])
    stage.look()
    arrives(stage, "A. <ana@gmail.com>", "Hello", "We decided otherwise, sorry.")
    assert state(stage) is InterviewState.ANSWERED
    stage.stop()


def test_a_helpers_mail_is_an_answer_once_they_are_no_helper(stage: Stage) -> None:
    stage.advance_by(4)
    arrives(stage, "Hal Hart <hal@friends.example>", "News", "We decided otherwise, sorry.")
    assert state(stage) is InterviewState.ACTIVE
    people = [dict(c) for c in PANEL["contacts"]]  # type: ignore[call-overload]
    people[3]["role"] = "interviewer"
    stage.write_interview(contacts=people)
    assert state(stage) is InterviewState.ANSWERED
    stage.look()
    told = [text_of(m) for m in stage.notices() if "hal@friends.example" in m["Subject"]]
    assert [
        "The follow-up continues as planned" in told[0],
        "The follow-up for acme is stopped" in told[1],
    ] == [True, True]


@pytest.mark.parametrize(
    ("sender", "subject"),
    [
        ("HR Team <hr@acme.example>", "Your application"),
        ("HR Team <hr@people.example>", "Your application at Acme"),
    ],
)
def test_a_company_known_by_name_alone_is_heard(
    mailhost: MailHost, tmp_path: Path, sender: str, subject: str
) -> None:
    stage = Stage(mailhost, tmp_path)
    stage.write_interview(contacts=[{"name": "Ana Alvarez", "email": "ana@gmail.com", "fact": "the loads"}])
    stage.start()
    stage.look()
    arrives(stage, sender, subject, "After the interview we have decided for another candidate.")
    assert state(stage) is InterviewState.PAUSED
    stage.stop()


def test_a_mailbox_that_counts_like_the_one_before_it_is_read_from_its_beginning(stage: Stage) -> None:
    assert stage.daemon
    stage.look()
    numbered = stage.daemon.store.read_cursors()["INBOX"].uidvalidity
    stage.daemon.store.set_cursor("INBOX", Cursor(numbered, 50_000))
    arrives(stage, "Ana <ana@acme.example>", "Hello", "We decided otherwise.")
    assert state(stage) is InterviewState.ANSWERED


def test_a_proof_found_in_that_moment_is_not_undone_by_resend(stage: Stage) -> None:
    assert stage.daemon
    ledger = stage.daemon._ledger
    place = ledger.find_touch(Touch("acme", "thank-you", ledger.config.interviews[0].lead.key))
    assert place
    now = stage.clock.now()
    lost = Uncertain(at=now, touch=place.touch, message_id="<m@x>", why="", **place.journal_fields())
    ledger.append(lost)
    ledger.append(place.taken_fact(now, "proof"))
    with pytest.raises(UsageError, match="no longer in doubt"):
        _settle_mail(ledger, lost, now, resend=True)
    assert isinstance(place.record.outcome_of("thank-you", place.contact), Taken)


def test_whoever_speaks_for_a_company_in_a_closed_round_silences_the_open_one(stage: Stage) -> None:
    people = [{"name": "Cleo Chen", "email": "cleo@acme.example", "fact": "the first round"}]
    stage.write_interview("first", at="2026-11-02 10:00", contacts=people, position="Analyst")
    stage.write_interview(
        contacts=[{"name": "Ana Alvarez", "email": "ana@acme.example", "fact": "your loads"}]
    )
    stage.look()
    assert stage.daemon
    stage.daemon._ledger.append(Steered(stage.clock.now(), "first", "close"))
    stage.mailhost.reply_as(CLEO, subject="About you")
    assert {o.interview: o.status.state for o in stage.look()}["acme"] is not InterviewState.ACTIVE


def test_a_file_that_gives_its_name_to_the_next_round_thanks_nobody_twice(stage: Stage) -> None:
    stage.advance_by(4)
    (stage.places.interviews_folder / "acme.yaml").rename(stage.places.interviews_folder / "acme-first.yaml")
    stage.write_interview("acme", at="2026-11-20 14:00")
    stage.look()
    stage.clock.wait(None, 3600)  # type: ignore[arg-type]
    stage.look()
    assert [len(stage.followups(a)) for a in (ANA.address, "hal@friends.example")] == [1, 1]
    assert "Two interviews are called acme" in {n["Subject"] for n in stage.notices()}


def test_a_name_that_goes_to_the_next_round_later_thanks_nobody_twice(stage: Stage) -> None:
    stage.advance_by(4)
    (stage.places.interviews_folder / "acme.yaml").rename(stage.places.interviews_folder / "acme-first.yaml")
    stage.look()
    stage.write_interview("acme", at="2026-11-20 14:00")
    stage.look()
    stage.clock.wait(None, 3600)  # type: ignore[arg-type]
    stage.look()
    assert len(stage.followups(ANA.address)) == 1


def test_a_round_that_moves_to_the_date_another_had_stays_its_own(stage: Stage) -> None:
    assert stage.daemon
    stage.write_interview("beta", at="2026-11-20 14:00")
    stage.look()
    stage.write_interview("beta", at="2026-11-27 14:00")
    stage.look()
    stage.write_interview("acme", at="2026-11-20 14:00")
    stage.look()
    stage.daemon.store.append(Steered(stage.clock.now(), "beta", "close"))
    assert state(stage) is InterviewState.ACTIVE


def test_a_closed_round_whose_name_goes_to_the_next_one_stays_closed(stage: Stage) -> None:
    stage.advance_by(4)
    assert stage.daemon
    stage.daemon.store.append(Steered(stage.clock.now(), "acme", "close"))
    stage.look()
    (stage.places.interviews_folder / "acme.yaml").rename(stage.places.interviews_folder / "acme-first.yaml")
    stage.write_interview("acme", at="2026-11-20 14:00")
    stage.look()
    assert state(stage) is InterviewState.CLOSED


@pytest.mark.parametrize("name", ["acme-2", "zz"])
def test_a_copy_of_a_file_thanks_nobody_twice_while_it_is_edited(stage: Stage, name: str) -> None:
    stage.advance_by(4)
    stage.write_interview(name)
    stage.look()
    stage.clock.wait(None, 3600)  # type: ignore[arg-type]
    stage.look()
    assert len(stage.followups(ANA.address)) == 1
    assert state(stage) is InterviewState.ACTIVE
    assert stage.daemon
    assert set(stage.daemon._ledger.active_config.fault_by_interview) == {"acme", name}
    stage.write_interview(name, at="2026-11-20 14:00")
    stage.look()
    thanks = [m for o in stage.look() if o.interview == name for m in o.moves if not m.is_reminder]
    assert len(thanks) == len(PANEL["contacts"])  # type: ignore[arg-type]
    assert stage.daemon._ledger.active_config.fault_by_interview == {}


def test_without_an_interview_private_mail_is_neither_told_nor_written_down(
    mailhost: MailHost, tmp_path: Path
) -> None:
    """Each private mail was told by mail, and its sender and subject stood in the journal."""
    stage = Stage(mailhost, tmp_path)
    arrives(stage, "Kim <kim@friends.example>", "Saturday", "Are you free?")
    stage.start()
    for number in range(5):
        arrives(stage, f"Kim <kim{number}@friends.example>", f"Sunday {number}", "Are you free?")
        stage.look()
    assert stage.daemon
    facts = list(stage.daemon._ledger.history.facts)
    stage.stop()
    assert [fact for fact in facts if isinstance(fact, Received)] == []
    assert [text_of(mail) for mail in stage.notices() if "friends" in text_of(mail)] == []
