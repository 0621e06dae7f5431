"""What comes in, end to end: real automatic answers, real bounces, hand-written mail, every folder."""

from datetime import UTC, datetime, timedelta
from email.utils import formatdate
from pathlib import Path

import pytest
from daemon_stage import PANEL, Stage, text_of
from mailhost import ANA, BEN, HAL, SAM, MailHost

from followupd.inbound.verdict import Kind
from followupd.journal.facts import HandSent, Received, Taken
from followupd.journal.states import InterviewState
from followupd.planning.context import Rule
from followupd.planning.moves import Verb

VACATION = """require "vacation";
vacation :days 1 :subject "Out of office" "I am out of the office until {day:%-d %B %Y}.";
"""


def state(stage: Stage) -> InterviewState:
    return stage.look()[0].status.state


def received(stage: Stage) -> list[Received]:
    assert stage.daemon
    return [f for f in stage.daemon._ledger.history.facts if isinstance(f, Received)]


def sent_by_hand(to: str, subject: str = "One more thing") -> bytes:
    head = f"From: {SAM.address}\r\nTo: {to}\r\nSubject: {subject}\r\nDate: {formatdate()}\r\nMessage-ID: <{subject.split(maxsplit=1)[0]}@x>\r\n"
    return (head + "\r\nHello.\r\n").encode()


def test_a_vacation_answer_shifts_the_call_and_stops_nothing(stage: Stage) -> None:
    # The servers live by the real clock, which is ahead of the story's.
    back = datetime.now(UTC).date() + timedelta(days=9)
    stage.mailhost.dovecot.set_sieve(ANA.address, VACATION.format(day=back))
    stage.advance_by(4)
    stage.mailhost.postfix.settle()
    assert state(stage) is InterviewState.ACTIVE
    assert [(f.kind, f.sender) for f in received(stage)] == [(Kind.AUTO_REPLY, ANA.address)]
    call = stage.look()[0].moves[0]
    assert (call.touch.step, call.rule) == ("call", Rule.ABSENCE)
    assert back < call.due.date() <= back + timedelta(days=6)
    stage.advance_by(4)
    assert len(stage.followups(ANA.address)) == 3


def test_a_bounce_is_told_and_the_dead_address_is_left_alone(stage: Stage) -> None:
    stage.mailhost.bounce(ANA.address)
    stage.advance_by(4)
    stage.mailhost.postfix.settle()
    stage.look()
    bounce = received(stage)[0]
    assert (bounce.kind, bounce.failed_address, bounce.status) == (
        Kind.BOUNCE_PERMANENT,
        ANA.address,
        "5.1.1",
    )
    assert state(stage) is InterviewState.ACTIVE
    stage.look()
    assert any("ana@acme.example cannot be reached" in m["Subject"] for m in stage.notices())
    stage.advance_by(6)
    told = [m["Subject"] for m in stage.notices()]
    assert "Not sent: check-in to Ana Alvarez (acme)" in told


def test_an_address_refused_at_once_is_told(stage: Stage) -> None:
    stage.mailhost.remove_user(BEN.address)
    stage.advance_by(4)
    stage.look()
    assert any(m["Subject"].startswith("Refused: thank-you to Ben Brandt") for m in stage.notices())


def test_a_server_that_puts_off_gets_the_mail_later_and_once(mailhost: MailHost, tmp_path: Path) -> None:
    late = Stage(mailhost, tmp_path)
    late.write_interview(contacts=[{"name": "Lea Late", "email": "lea@later.example", "fact": "patience"}])
    late.start()
    late.advance()
    assert late.look()[0].moves[0].rule is Rule.RETRY
    late.clock.wait(None, 20 * 3600)  # type: ignore[arg-type]
    late.look()
    late.clock.wait(None, 20 * 3600)  # type: ignore[arg-type]
    late.look()
    assert any("Not sent: thank-you to Lea Late" in m["Subject"] for m in late.notices())
    late.stop()


@pytest.mark.parametrize("folder", ["INBOX", "Junk"])
def test_an_answer_counts_wherever_it_lies_and_whoever_of_the_company_wrote_it(
    stage: Stage, folder: str
) -> None:
    stage.advance_by(4)
    raw = f"From: HR <hr@acme.example>\r\nTo: {SAM.address}\r\nSubject: Your application\r\nDate: {formatdate()}\r\n\r\nWe decided otherwise.\r\n"
    stage.mailhost.dovecot.deliver(SAM.address, raw.encode(), folder)
    assert state(stage) is InterviewState.PAUSED  # a colleague, outside the thread: to be safe
    stage.advance_by(4)
    assert len(stage.followups(ANA.address)) == 1
    assert any(f"It is in {folder}" in text_of(m) for m in stage.notices())
    assert stage.mailhost.dovecot.flags(SAM.address, folder)[0] == set()


def test_a_friends_kind_word_is_told_and_stops_nothing(stage: Stage) -> None:
    stage.advance_by(4)
    thanks = stage.followups(HAL.address)[0]
    stage.mailhost.reply_as(
        HAL, in_reply_to=thanks["Message-ID"], subject="Re: " + thanks["Subject"], body="Good luck!\n"
    )
    assert state(stage) is InterviewState.ACTIVE
    stage.look()
    assert any("hal@friends.example wrote to you" in m["Subject"] for m in stage.notices())


def test_own_copies_in_sent_are_no_answer(stage: Stage) -> None:
    stage.advance_by(4)
    for raw in stage.mailhost.accepted(ANA.address):
        stage.mailhost.dovecot.deliver(SAM.address, raw, "Sent")
        stage.mailhost.dovecot.deliver(SAM.address, raw, "INBOX")
    assert state(stage) is InterviewState.ACTIVE
    assert received(stage) == []


def test_a_mail_written_by_hand_counts_as_the_weeks_reminder(stage: Stage) -> None:
    stage.advance_by(4)
    stage.clock.wait(None, 2 * 86400)  # type: ignore[arg-type]
    stage.mailhost.dovecot.deliver(SAM.address, sent_by_hand(ANA.address), "Sent")
    call = stage.look()[0].moves[0]
    assert stage.daemon
    assert any(isinstance(f, HandSent) for f in stage.daemon._ledger.history.facts)
    assert (call.touch.step, call.rule) == ("call", Rule.BUDGET)


def test_who_was_thanked_by_hand_hears_nothing_from_us(stage: Stage) -> None:
    stage.mailhost.dovecot.deliver(SAM.address, sent_by_hand(ANA.address, "Thanks again"), "Sent")
    stage.look()
    stage.advance_by(4)
    assert stage.followups(ANA.address) == []
    assert len(stage.followups(BEN.address)) == 1


def test_an_answer_that_came_before_the_file_was_written_is_found(mailhost: MailHost, tmp_path: Path) -> None:
    late = Stage(mailhost, tmp_path)
    late.write_interview(
        "other", company="Other", contacts=[{"name": "Eve Else", "email": "eve@else.example"}]
    )
    late.start()
    mailhost.reply_as(ANA, subject="It was good to meet you")
    late.look()
    late.write_interview("acme")
    found = {o.interview: o.status.state for o in late.look()}
    assert found["acme"] is InterviewState.ANSWERED
    late.stop()


def test_new_uids_make_it_read_again_and_nothing_counts_twice(stage: Stage) -> None:
    stage.advance_by(4)
    stage.mailhost.reply_as(ANA)
    stage.look()
    before = len(received(stage))
    stage.mailhost.dovecot.renumber(SAM.address)
    stage.look()
    assert len(received(stage)) == before


def test_a_renamed_file_is_the_same_interview(stage: Stage) -> None:
    stage.advance_by(5)
    (stage.places.interviews_folder / "acme.yaml").unlink()
    stage.write_interview("acme-data")
    moves = stage.look()[0].moves
    assert [m.touch.step for m in moves] == ["check-in", "letter", "last-note"]
    stage.advance_by(3)
    assert len(stage.followups(ANA.address)) == 3


def test_a_corrected_spelling_sends_nothing_again(stage: Stage) -> None:
    stage.advance_by(4)
    people = [dict(c) for c in PANEL["contacts"]]  # type: ignore[attr-defined]
    people[0] |= {"name": "Ana Álvarez"}
    people[1] |= {"email": "ben.brandt@acme.example"}
    stage.write_interview(contacts=people)
    assert {m.touch.step for m in stage.look()[0].moves} == {"call", "check-in", "letter", "last-note"}


def test_nothing_leaves_while_live_is_false(mailhost: MailHost, tmp_path: Path) -> None:
    dry = Stage(mailhost, tmp_path, live=False)
    dry.write_interview()
    dry.start()
    dry.advance_by(20)
    assert all(mailhost.accepted(p.address) == [] for p in (ANA, BEN, HAL, SAM))
    dry.stop()


@pytest.mark.parametrize("brake", ["hold", "live", "pause", "pause --all"])
def test_a_brake_pulled_after_the_body_withholds_the_dot(stage: Stage, brake: str) -> None:
    assert stage.daemon
    sender = stage.daemon._engine.sender
    deliver = sender.transport.deliver_mail

    def pulls(mail, may_commit):
        def first_the_brake() -> bool:
            match brake:
                case "hold":
                    stage.places.hold_file.touch()
                case "live":
                    stage.write_config(live=False)
                case _:
                    from followupd.adapters.store.sqlite import SqliteStore
                    from followupd.config.interview import EVERY
                    from followupd.journal.facts import Steered

                    other = SqliteStore(stage.places.store_file)
                    whose = "acme" if brake == "pause" else EVERY
                    other.append(Steered(stage.clock.now(), whose, "pause"))
                    other.close()
            return may_commit()

        return deliver(mail, first_the_brake)

    sender.transport = type("Pulling", (), {"deliver_mail": staticmethod(pulls)})()
    stage.advance()
    assert all(stage.mailhost.accepted(p.address) == [] for p in (ANA, BEN, HAL))
    assert not any(isinstance(f, Taken) for f in stage.daemon._ledger.history.facts)


def test_a_lost_state_directory_does_not_thank_again(stage: Stage) -> None:
    stage.advance_by(4)
    stage.clock.wait(None, 30)  # type: ignore[arg-type]
    stage.look()
    stage.clock.wait(None, 130)  # type: ignore[arg-type]
    stage.look()  # the copies are filed in Sent
    stage.stop()
    stage.places.store_file.unlink()
    for left in stage.places.state.glob("followupd.sqlite3-*"):
        left.unlink()
    stage.start()
    assert all(m.verb is not Verb.SEND for m in stage.look()[0].moves)
    assert len(stage.followups(ANA.address)) == 1


def test_a_restored_backup_does_not_send_again(stage: Stage) -> None:
    stage.stop()
    backup = stage.places.store_file.read_bytes()
    stage.start()
    stage.advance_by(4)
    for raw in stage.mailhost.accepted(ANA.address):
        stage.mailhost.dovecot.deliver(SAM.address, raw, "Sent")
    stage.stop()
    stage.places.store_file.write_bytes(backup)
    stage.start()
    stage.look()
    stage.look()
    assert len(stage.followups(ANA.address)) == 1
    assert any(isinstance(f, Taken) and f.how == "proof" for f in stage.daemon._ledger.history.facts)  # type: ignore[union-attr]


def test_an_answer_seen_before_its_interview_was_written_down_is_not_forgotten(
    mailhost: MailHost, tmp_path: Path
) -> None:
    late = Stage(mailhost, tmp_path)
    people = [{"name": "Eve Else", "email": "eve@else.example"}]
    late.write_interview("other", company="Else", contacts=people)
    late.start()
    # It concerns Else by its quotation and Acme by its sender: the first look knows only Else.
    mailhost.reply_as(
        ANA, subject="Your interviews", body="Eve of Else and I talked about you.\n", Cc="eve@else.example"
    )
    late.look()
    late.write_interview("acme")
    assert {o.interview: o.status.state for o in late.look()}["acme"] is InterviewState.ANSWERED
    late.stop()


def test_a_folder_that_vanishes_makes_it_silent_at_once(stage: Stage) -> None:
    assert stage.daemon
    with stage.mailhost.dovecot.session(SAM.address) as imap:
        imap.create_folder("Old")
    stage.look()
    with stage.mailhost.dovecot.session(SAM.address) as imap:
        imap.delete_folder("Old")
    stage.advance()
    assert all(stage.mailhost.accepted(p.address) == [] for p in (ANA, BEN, HAL))
    assert "Old" in stage.daemon._engine.guard.troubles["mailbox"]
