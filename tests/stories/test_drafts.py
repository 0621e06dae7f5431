"""Mails that lie in the Drafts folder first: on Dovecot, with edits as four mail programs make them."""

from collections.abc import Iterator
from datetime import timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

import pytest
from daemon_stage import PANEL, Stage, text_of
from draft_programs import PROGRAMS, discard_draft, drafts_of, save_draft
from mailhost import ANA, SAM, MailHost
from own_replies import answer

from followupd.journal.draft_states import Drafted, DraftState
from followupd.journal.facts import Settled, Taken

TO_ANA = b"To: Ana Alvarez <ana@acme.example>"
HOUR = timedelta(hours=1)
OTHER_WORDS = (
    "Dear Ana,\n\nthank you very much for the time that you took for me on Thursday, and for all that you told me of"
    " your loads at night. I would be glad to work with you and your team.\n\nKind regards\nSam"
)


@pytest.fixture
def drafts(mailhost: MailHost, tmp_path: Path) -> Iterator[Stage]:
    stage = Stage(mailhost, tmp_path, now="2026-11-12T14:05:00+00:00", sending={"review": "drafts"})
    stage.write_interview()
    stage.start()
    yield stage
    stage.stop()


def draft_to_ana(stage: Stage) -> bytes:
    (raw,) = [raw for raw in drafts_of(stage.mailhost.dovecot, SAM.address) if TO_ANA in raw]
    return raw


def states(stage: Stage, contact: str = "ana-alvarez") -> list[DraftState]:
    assert stage.daemon
    facts = stage.daemon._ledger.history.facts
    return [f.state for f in facts if isinstance(f, Drafted) and f.contact == contact]


def wait(stage: Stage, **span: float) -> None:
    stage.clock.instant += timedelta(**span)
    stage.look()


def test_each_mail_lies_in_drafts_and_leaves_at_its_time(drafts: Stage) -> None:
    drafts.look()
    assert len(drafts_of(drafts.mailhost.dovecot, SAM.address)) == 4
    assert drafts.mailhost.dovecot.flags(SAM.address, "Drafts") == [{"\\Draft", "\\Seen"}] * 4
    move = drafts.next_due()
    assert move
    assert "in your Drafts since Thu 12 November 15:05 CET" in move.why
    drafts.look()
    assert len(drafts_of(drafts.mailhost.dovecot, SAM.address)) == 4
    wait(drafts, hours=2)
    assert len(drafts.followups(ANA.address)) == 1
    wait(drafts, minutes=1)
    assert drafts_of(drafts.mailhost.dovecot, SAM.address) == []
    assert states(drafts) == [DraftState.PLACING, DraftState.PLACED, DraftState.LEAVING, DraftState.REMOVED]
    wait(drafts, minutes=20)
    assert len(drafts.followups(ANA.address)) == 1


@pytest.mark.parametrize("program", PROGRAMS)
def test_a_draft_goes_out_as_it_was_edited(drafts: Stage, program: str) -> None:
    drafts.look()
    raw = draft_to_ana(drafts)
    original = message_from_bytes(raw, policy=policy.default)
    edited = PROGRAMS[program](
        raw, lambda text: text.replace("nightly loads", "loads of four billion rows a night")
    )
    save_draft(drafts.mailhost.dovecot, SAM.address, edited, TO_ANA)
    wait(drafts, minutes=5)
    assert states(drafts)[-1] is DraftState.EDITED
    wait(drafts, hours=2)
    (mail,) = drafts.followups(ANA.address)
    assert text_of(mail) == text_of(original).replace("nightly loads", "loads of four billion rows a night")
    lines = mail.get_content().splitlines()
    assert (
        lines[-2:] == original.get_content().splitlines()[-2:]
    )  # greeting and name stand on lines of their own
    assert "X-Draft-Id" not in mail
    assert mail["Message-ID"] != original["Message-ID"]
    assert mail["References"] is None
    wait(drafts, minutes=1)
    assert states(drafts)[-1] is DraftState.LEFT  # nobody else removes what the candidate changed
    assert [
        edited_mail
        for edited_mail in drafts_of(drafts.mailhost.dovecot, SAM.address)
        if TO_ANA[:6] in edited_mail
    ]
    assert any(m["Subject"].startswith("A draft is left over: thank-you") for m in drafts.notices())
    wait(drafts, minutes=30)
    assert len(drafts.followups(ANA.address)) == 1


def save_unmarked(stage: Stage, raw: bytes) -> None:
    """Outlook saves the version that it had open, without any mark, beside what lies in the folder."""
    saved = PROGRAMS["outlook"](raw, lambda text: text.replace("nightly", "daily"))
    lines = [line for line in saved.split(b"\r\n") if not line.startswith((b"References:", b"In-Reply-To:"))]
    with stage.mailhost.dovecot.session(SAM.address) as imap:
        imap.append("Drafts", b"\r\n".join(lines), flags=(rb"\Draft", rb"\Seen"))


def test_an_unmarked_copy_beside_a_new_version_holds_the_mail_and_is_asked_about(drafts: Stage) -> None:
    drafts.look()
    old = draft_to_ana(drafts)
    drafts.write_interview(strengths=["I have built pipelines that load four billion rows each night."])
    wait(drafts, minutes=2)
    assert draft_to_ana(drafts) != old
    save_unmarked(drafts, old)
    wait(drafts, minutes=5)
    assert states(drafts)[-1] is DraftState.UNCLEAR
    assert any("2 drafts in your Drafts folder fit this mail" in text_of(m) for m in drafts.notices())
    wait(drafts, hours=2)
    assert drafts.followups(ANA.address) == []
    own = next(d for d in drafts_to_ana(drafts) if b"X-Draft-Id" in d)
    discard_draft(drafts.mailhost.dovecot, SAM.address, own.partition(b"\r\n")[0])
    wait(drafts, minutes=5)
    assert states(drafts)[-1] is DraftState.EDITED
    wait(drafts, minutes=30)
    (mail,) = drafts.followups(ANA.address)
    assert "daily" in text_of(mail)


def test_an_unmarked_copy_that_is_saved_after_its_mail_left_is_told(drafts: Stage) -> None:
    drafts.look()
    raw = draft_to_ana(drafts)
    wait(drafts, hours=2)
    wait(drafts, minutes=1)
    assert states(drafts)[-1] is DraftState.REMOVED
    save_unmarked(drafts, raw)
    wait(drafts, minutes=11)
    assert states(drafts)[-1] is DraftState.LEFT
    assert any(m["Subject"].startswith("A draft is left over: thank-you") for m in drafts.notices())
    wait(drafts, days=1)
    assert len(drafts.followups(ANA.address)) == 1


def test_an_unmarked_copy_that_is_saved_after_an_answer_is_told(drafts: Stage) -> None:
    drafts.look()
    raw = draft_to_ana(drafts)
    drafts.mailhost.reply_as(ANA)
    wait(drafts, minutes=10)
    drafts.look()
    save_unmarked(drafts, raw)
    wait(drafts, minutes=20)
    assert states(drafts)[-1] is DraftState.LEFT
    assert any(m["Subject"].startswith("A draft is left over: thank-you") for m in drafts.notices())
    assert drafts.followups(ANA.address) == []


def test_a_draft_of_the_candidates_own_to_the_same_person_holds_nothing(drafts: Stage) -> None:
    drafts.look()
    own = b"From: Sam Sample <sam@candidate.example>\r\nTo: Ana Alvarez <ana@acme.example>\r\nSubject: Lunch?\r\n\r\nOn Friday?\r\n"
    with drafts.mailhost.dovecot.session(SAM.address) as imap:
        imap.append("Drafts", own, flags=(rb"\Draft",))
    wait(drafts, hours=2)
    assert len(drafts.followups(ANA.address)) == 1


def test_a_draft_to_somebody_else_is_held_and_asked_about(drafts: Stage) -> None:
    drafts.look()
    raw = draft_to_ana(drafts)
    edited = PROGRAMS["thunderbird"](raw, str).replace(b"ana@acme.example", b"eve@elsewhere.example")
    save_draft(drafts.mailhost.dovecot, SAM.address, edited, TO_ANA)
    wait(drafts, minutes=5)
    assert states(drafts)[-1] is DraftState.UNCLEAR
    wait(drafts, hours=2)
    assert drafts.followups(ANA.address) == []
    assert any("eve@elsewhere.example, and not to ana@acme.example" in text_of(m) for m in drafts.notices())


@pytest.mark.parametrize("recipient", [b"To: Eve <eve@elsewhere.example>\r\n", b""])
def test_a_draft_without_marks_to_somebody_else_is_asked_about_and_is_not_called_deleted(
    drafts: Stage, recipient: bytes
) -> None:
    drafts.look()
    saved = PROGRAMS["outlook"](draft_to_ana(drafts), lambda text: text.replace("nightly", "daily"))
    lines = [
        line
        for line in saved.split(b"\r\n")
        if not line.startswith((b"References:", b"In-Reply-To:", b"To:"))
    ]
    save_draft(drafts.mailhost.dovecot, SAM.address, recipient + b"\r\n".join(lines), TO_ANA)
    wait(drafts, minutes=5)
    assert states(drafts)[-1] is DraftState.UNCLEAR
    wait(drafts, hours=2)
    assert drafts.followups(ANA.address) == []
    told = " ".join(text_of(m) for m in drafts.notices())
    assert "and not to ana@acme.example" in told
    assert "deleted" not in " ".join(m["Subject"] for m in drafts.notices())


def test_an_edited_draft_to_an_address_that_was_corrected_since_is_held_and_asked_about(
    drafts: Stage,
) -> None:
    drafts.look()
    edited = PROGRAMS["thunderbird"](draft_to_ana(drafts), lambda text: text.replace("nightly", "daily"))
    save_draft(drafts.mailhost.dovecot, SAM.address, edited, TO_ANA)
    wait(drafts, minutes=5)
    assert states(drafts)[-1] is DraftState.EDITED
    people = [dict(c) for c in PANEL["contacts"]]  # type: ignore[attr-defined]
    people[0]["email"] = "alvarez@acme.example"
    drafts.write_interview(contacts=people)
    wait(drafts, hours=2)
    assert states(drafts)[-1] is DraftState.UNCLEAR
    assert drafts.daemon
    facts = drafts.daemon._ledger.history.facts
    assert "ana-alvarez" not in [f.touch.contact for f in facts if isinstance(f, Taken)]
    assert any("ana@acme.example, and not to alvarez@acme.example" in text_of(m) for m in drafts.notices())


def test_a_deleted_draft_is_skipped_and_comes_back_by_undo(drafts: Stage) -> None:
    drafts.look()
    discard_draft(drafts.mailhost.dovecot, SAM.address, TO_ANA)
    wait(drafts, minutes=5)
    assert states(drafts)[-1] is DraftState.MISSING
    wait(drafts, minutes=11)
    assert states(drafts)[-1] is DraftState.DELETED
    assert drafts.daemon
    (settled,) = [f for f in drafts.daemon._ledger.history.facts if isinstance(f, Settled)]
    assert (settled.outcome, settled.touch.contact) == ("skipped", "ana-alvarez")
    assert drafts.daemon._ledger.store.get_value("restored") in (None, "")
    wait(drafts, hours=2)
    assert drafts.followups(ANA.address) == []
    assert len(drafts.followups("ben@acme.example")) == 1
    assert any(m["Subject"] == "Skipped: thank-you to Ana Alvarez (acme)" for m in drafts.notices())


def test_a_draft_that_was_sent_by_hand_counts_as_taken_once(drafts: Stage) -> None:
    drafts.look()
    raw = draft_to_ana(drafts)
    by_hand = PROGRAMS["thunderbird"](raw, str)
    discard_draft(drafts.mailhost.dovecot, SAM.address, TO_ANA, to_trash=False)
    drafts.mailhost.dovecot.deliver(SAM.address, by_hand, "Sent")
    wait(drafts, minutes=5)
    assert drafts.daemon
    taken = [f for f in drafts.daemon._ledger.history.facts if isinstance(f, Taken)]
    assert [(f.touch.contact, f.how) for f in taken] == [("ana-alvarez", "user")]
    wait(drafts, hours=2)
    assert drafts.followups(ANA.address) == []
    wait(drafts, hours=2)
    assert drafts.followups(ANA.address) == []


def send_by_hand(stage: Stage) -> bytes:
    """Send the draft to Ana as Thunderbird does; return it as it lay there."""
    raw = draft_to_ana(stage)
    discard_draft(stage.mailhost.dovecot, SAM.address, TO_ANA, to_trash=False)
    stage.mailhost.dovecot.deliver(SAM.address, PROGRAMS["thunderbird"](raw, str), "Sent")
    return raw


def test_a_draft_that_was_sent_by_hand_counts_as_taken_though_its_address_was_corrected_since(
    drafts: Stage,
) -> None:
    drafts.look()
    send_by_hand(drafts)
    people = [dict(c) for c in PANEL["contacts"]]  # type: ignore[attr-defined]
    people[0]["email"] = "alvarez@acme.example"
    drafts.write_interview(contacts=people)
    wait(drafts, minutes=5)
    wait(drafts, hours=2)
    assert drafts.daemon
    taken = [f for f in drafts.daemon._ledger.history.facts if isinstance(f, Taken)]
    assert [f.how for f in taken if f.touch.contact == "ana-alvarez"] == ["user"]
    assert not any(m["Subject"].startswith("Skipped") for m in drafts.notices())


def drafts_to_ana(stage: Stage) -> list[bytes]:
    return [raw for raw in drafts_of(stage.mailhost.dovecot, SAM.address) if b"ana@acme.example" in raw]


def test_a_second_copy_of_a_draft_that_was_sent_by_hand_is_removed(drafts: Stage) -> None:
    """The candidate sent the first copy while the daemon, killed in between, wrote it once more."""
    drafts.look()
    copy = draft_to_ana(drafts)
    by_hand = PROGRAMS["thunderbird"](copy, str)
    drafts.mailhost.dovecot.deliver(SAM.address, by_hand, "Sent")
    wait(drafts, minutes=5)
    assert drafts_to_ana(drafts)  # a program may take it away itself
    assert states(drafts)[-1] is DraftState.SENT_BY_HAND
    wait(drafts, minutes=11)
    assert drafts_to_ana(drafts) == []
    assert states(drafts)[-1] is DraftState.REMOVED
    wait(drafts, hours=3)
    assert drafts.followups(ANA.address) == []


def test_an_edited_copy_of_a_draft_that_was_sent_by_hand_is_left_and_told(drafts: Stage) -> None:
    drafts.look()
    raw = send_by_hand(drafts)
    edited = PROGRAMS["apple mail"](raw, lambda text: text.replace("Best regards", "See you"))
    save_draft(drafts.mailhost.dovecot, SAM.address, edited, TO_ANA)
    wait(drafts, minutes=5)
    wait(drafts, minutes=11)
    assert states(drafts)[-1] is DraftState.LEFT
    assert len(drafts_to_ana(drafts)) == 1
    assert any(m["Subject"].startswith("A draft is left over: thank-you") for m in drafts.notices())
    wait(drafts, hours=3)
    assert drafts.followups(ANA.address) == []


def test_a_draft_that_a_phone_saves_after_an_answer_took_it_away_is_left_and_told(drafts: Stage) -> None:
    """The phone had it open. Whatever else brings the folder to be read shows it."""
    drafts.look()
    raw = draft_to_ana(drafts)
    drafts.mailhost.reply_as(ANA)
    wait(drafts, minutes=10)
    drafts.look()
    assert drafts_to_ana(drafts) == []
    saved = PROGRAMS["gmail web"](raw, lambda text: text.replace("Best regards", "See you"))
    save_draft(drafts.mailhost.dovecot, SAM.address, saved, TO_ANA)
    drafts.restart()
    wait(drafts, minutes=20)
    assert states(drafts)[-1] is DraftState.LEFT
    assert any(m["Subject"].startswith("A draft is left over: thank-you") for m in drafts.notices())
    assert drafts.followups(ANA.address) == []


def test_an_answer_takes_the_drafts_away(drafts: Stage) -> None:
    drafts.look()
    answer = b"From: Ana Alvarez <ana@acme.example>\r\nTo: sam@mail.example\r\nSubject: Our talk\r\nMessage-ID: <a@acme.example>\r\nDate: Thu, 12 Nov 2026 15:10:00 +0100\r\n\r\nWe would like to see you again. Could you come next Monday?\r\n"
    drafts.mailhost.dovecot.deliver(SAM.address, answer.replace(b"sam@mail.example", SAM.address.encode()))
    drafts.clock.instant += timedelta(minutes=10)
    drafts.look()
    drafts.look()
    assert drafts_of(drafts.mailhost.dovecot, SAM.address) == []
    wait(drafts, hours=2)
    assert drafts.followups(ANA.address) == []


def test_a_mailbox_without_drafts_falls_back_to_approvals(drafts: Stage) -> None:
    account = drafts.config["account"]
    assert isinstance(account, dict)
    drafts.write_config(account=account | {"folders": {"drafts": "Nowhere"}})
    wait(drafts, minutes=1)
    assert states(drafts) == [DraftState.REFUSED]
    wait(drafts, hours=2)
    drafts.look()
    assert drafts.followups(ANA.address) == []
    subjects = [str(m["Subject"]) for m in drafts.notices()]
    assert "No drafts: mails wait for your approval" in subjects
    assert any("thank-you to Ana Alvarez" in s and "pprov" in s for s in subjects) or len(subjects) > 1


def test_other_words_take_the_place_of_a_draft_that_nobody_touched(drafts: Stage) -> None:
    drafts.look()
    before = draft_to_ana(drafts)
    people = [dict(c) for c in PANEL["contacts"]]  # type: ignore[attr-defined]
    people[0]["fact"] = "the way you test your loads"
    drafts.write_interview(contacts=people)
    wait(drafts, minutes=1)
    after = draft_to_ana(drafts)
    assert after != before
    assert "the way you test your loads" in text_of(message_from_bytes(after, policy=policy.default))
    wait(drafts, hours=2)
    assert "the way you test your loads" in text_of(drafts.followups(ANA.address)[0])


@pytest.fixture
def unsure(mailhost: MailHost, tmp_path: Path) -> Iterator[Stage]:
    """Nobody has said what they talked about with Ana: her mail is unsure, and is asked about."""
    sending = {"review": "drafts", "approve": "unsure", "gap": "10 minutes"}
    stage = Stage(mailhost, tmp_path, now="2026-11-12T14:05:00+00:00", sending=sending)
    people = [dict(c) for c in PANEL["contacts"]]  # type: ignore[attr-defined]
    people[0].pop("fact", None)
    stage.write_interview(contacts=people)
    stage.start()
    stage.look()
    yield stage
    stage.stop()


def question(stage: Stage) -> EmailMessage:
    stage.look()
    (asked,) = [m for m in stage.notices() if "Approve? thank-you to Ana Alvarez" in str(m["Subject"])]
    return asked


def test_an_unsure_mail_is_asked_about_when_its_draft_lies_there(unsure: Stage) -> None:
    text = text_of(question(unsure))
    assert "it says nothing that only you and Ana talked about" in text
    assert "Or change it in your Drafts folder" in text
    move = unsure.next_due()
    assert move
    assert "it leaves only with your word: change the draft, or answer the mail that asks" in move.why
    wait(unsure, hours=3)
    assert unsure.followups(ANA.address) == []
    assert draft_to_ana(unsure)


def test_an_unsure_mail_leaves_when_its_draft_was_changed(unsure: Stage) -> None:
    raw = draft_to_ana(unsure)
    edited = PROGRAMS["thunderbird"](raw, lambda text: text.replace("Best regards", "See you soon"))
    save_draft(unsure.mailhost.dovecot, SAM.address, edited, TO_ANA)
    wait(unsure, minutes=5)
    wait(unsure, hours=2)
    assert len(unsure.followups(ANA.address)) == 1


@pytest.mark.parametrize("mail_first", [False, True])
def test_a_draft_that_was_edited_beside_words_by_mail_leaves_only_with_a_yes(
    unsure: Stage, *, mail_first: bool
) -> None:
    asked = question(unsure)
    raw = draft_to_ana(unsure)
    edited = PROGRAMS["thunderbird"](raw, lambda text: text.replace("Best regards", "See you soon"))
    if mail_first:
        answer(unsure, asked, OTHER_WORDS)
    save_draft(unsure.mailhost.dovecot, SAM.address, edited, TO_ANA)
    wait(unsure, minutes=5)
    assert states(unsure)[-1] is DraftState.EDITED
    if not mail_first:
        answer(unsure, asked, OTHER_WORDS)
        assert any("write your text there" in text_of(m) for m in unsure.notices())
    wait(unsure, minutes=5)
    wait(unsure, hours=2)
    assert unsure.followups(ANA.address) == []
    unsure.look()
    *_, again = [m for m in unsure.notices() if "Approve? thank-you to Ana Alvarez" in str(m["Subject"])]
    assert "you changed its draft, and sent other words by mail as well" in text_of(again)
    answer(unsure, again, "yes")
    wait(unsure, minutes=15)
    (mail,) = unsure.followups(ANA.address)
    assert "See you soon" in text_of(mail)


def test_an_unsure_draft_that_was_only_opened_still_waits(unsure: Stage) -> None:
    save_draft(unsure.mailhost.dovecot, SAM.address, PROGRAMS["gmail web"](draft_to_ana(unsure), str), TO_ANA)
    wait(unsure, minutes=5)
    assert states(unsure)[-1] is DraftState.EDITED
    wait(unsure, hours=2)
    assert unsure.followups(ANA.address) == []


def test_a_yes_by_mail_lets_an_unsure_mail_leave_at_its_time(unsure: Stage) -> None:
    answer(unsure, question(unsure), "yes")
    wait(unsure, minutes=5)
    assert unsure.followups(ANA.address) == []
    wait(unsure, hours=2)
    assert len(unsure.followups(ANA.address)) == 1


def test_a_draft_is_left_alone_while_it_is_being_written(drafts: Stage) -> None:
    drafts.look()
    assert drafts.daemon
    plans = drafts.daemon._engine.make_plans()
    due = next(m.due for plan in plans for m in plan.moves if m.touch.contact == "ana-alvarez")
    drafts.clock.instant = due - timedelta(minutes=3)
    edited = PROGRAMS["gmail web"](
        draft_to_ana(drafts), lambda text: text.replace("nightly loads", "nightly lo")
    )
    save_draft(drafts.mailhost.dovecot, SAM.address, edited, TO_ANA)
    wait(drafts, minutes=3)
    assert states(drafts)[-1] is DraftState.EDITED
    wait(drafts, minutes=5)
    assert drafts.followups(ANA.address) == []
    wait(drafts, hours=1)
    assert len(drafts.followups(ANA.address)) == 1


def test_a_file_goes_along_with_a_draft_and_no_other_one_does(drafts: Stage) -> None:
    (drafts.places.config.parent / "cv.txt").write_text("Sam Sample\n")
    people = [dict(c) for c in PANEL["contacts"]]  # type: ignore[attr-defined]
    people[0]["attachments"] = ["cv.txt"]
    drafts.write_interview(contacts=people)
    drafts.look()
    raw = draft_to_ana(drafts)
    (part,) = message_from_bytes(raw, policy=policy.default).iter_attachments()  # type: ignore[attr-defined]
    assert part.get_content() == "Sam Sample\n"
    save_draft(drafts.mailhost.dovecot, SAM.address, PROGRAMS["thunderbird"](raw, str), TO_ANA)
    wait(drafts, minutes=5)
    assert states(drafts)[-1] is DraftState.UNCLEAR  # the file is gone from it
    assert any("attachments are not those" in text_of(m) for m in drafts.notices())
