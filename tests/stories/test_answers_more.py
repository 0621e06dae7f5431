"""Answers that are not plain, end to end: forwarded ones, holding ones, absences, two cadences, hostile mail."""

import logging
import random
import smtplib
from datetime import UTC, datetime, timedelta
from email.utils import formatdate, make_msgid

import pytest
from backup_env import say
from daemon_stage import PANEL, Stage, text_of
from mail_fuzzing import mutated
from mailhost import ANA, SAM
from project_paths import DATA
from vouching import make_habit

from followupd.inbound.verdict import Action, Intent, Kind
from followupd.journal.facts import Received
from followupd.journal.states import InterviewState
from followupd.planning.context import Rule

# The servers live by the real clock, which is ahead of the story's.
TODAY = datetime.now(UTC).date()
CORPUS = DATA / "mails"
VOUCHED = "Authentication-Results: mail.host.example; dmarc=pass header.from=acme.example\r\n"
LEA = {"name": "Lea Lang", "email": "lea@acme.example", "lead": True, "fact": "the road map"}


@pytest.fixture
def thanked(stage: Stage) -> Stage:
    """Everybody has been thanked."""
    stage.advance_by(4)
    return stage


@pytest.fixture
def trusting(stage: Stage) -> Stage:
    """Everybody has been thanked, by somebody whose provider says who wrote a mail."""
    stage.config["account"] |= {"authserv_id": "mail.host.example"}  # type: ignore[operator]
    stage.write_config()
    assert stage.daemon
    make_habit(stage.daemon.store, "mail.host.example")
    stage.advance_by(4)
    return stage


def arrives(
    stage: Stage,
    body: str,
    sender: str = "Ana Alvarez <ana@acme.example>",
    folder: str = "INBOX",
    **more: str,
) -> None:
    """A mail comes in; `In_Reply_To="…"` is a header, `top` a block of them above the others."""
    top = more.pop("top", "")
    common = {
        "From": sender,
        "To": SAM.address,
        "Subject": "Your note",
        "Date": formatdate(),
        "Message-ID": make_msgid(),
    }
    headers = common | {name.replace("_", "-"): value for name, value in more.items()}
    text = top + "".join(f"{name}: {value}\r\n" for name, value in headers.items()) + f"\r\n{body}\r\n"
    stage.mailhost.dovecot.deliver(SAM.address, text.encode(), folder)
    stage.look()


def thread(stage: Stage) -> dict[str, str]:
    mail = stage.followups(ANA.address)[0]
    return {
        "In_Reply_To": mail["Message-ID"],
        "References": mail["Message-ID"],
        "Subject": "Re: " + mail["Subject"],
    }


def state(stage: Stage, interview: str = "acme") -> InterviewState:
    return {o.interview: o.status.state for o in stage.look()}[interview]


def received(stage: Stage) -> list[Received]:
    assert stage.daemon
    return [f for f in stage.daemon._ledger.history.facts if isinstance(f, Received)]


def told(stage: Stage) -> str:
    """The last notice."""
    stage.look()
    return text_of(stage.notices()[-1])


# Whose it is


def test_a_colleague_to_whom_our_mail_was_forwarded_answers_in_the_thread(thanked: Stage) -> None:
    ours = thread(thanked)["References"]
    arrives(
        thanked, "Ana passed your note on to me. Could you send me your references?",
        sender="Dora Dietz <dora@agency.example>", Subject="AW: WG: Thank you",
        In_Reply_To="<fwd1@acme.example>", References=f"{ours} <fwd1@acme.example>",
    )  # fmt: skip
    assert state(thanked) is InterviewState.ANSWERED
    assert received(thanked)[0].about == (ours,)


def test_a_colleague_who_lost_the_thread_and_quotes_our_mail_is_heard(thanked: Stage) -> None:
    words = thanked.followups(ANA.address)[0].get_content()
    quoted = "".join(f"> {line}\r\n" for line in words.splitlines())
    arrives(
        thanked,
        f"Ana passed this on to me.\r\n\r\n{quoted}",
        sender="Dora <dora@agency.example>",
        Subject="Hello",
        In_Reply_To="<fwd1@acme.example>",
    )
    assert state(thanked) in (InterviewState.ANSWERED, InterviewState.PAUSED)
    assert "it quotes our mail" in received(thanked)[0].why


def test_mail_that_may_concern_two_cadences_pauses_both_and_asks(thanked: Stage) -> None:
    thanked.write_interview("acme-lead", position="Team Lead", at="2026-11-12 16:00", contacts=[LEA])
    thanked.look()
    arrives(
        thanked, "We have news about your application.", sender="HR <hr@acme.example>", Subject="Application"
    )
    assert {state(thanked, one) for one in ("acme", "acme-lead")} == {InterviewState.PAUSED}
    text = told(thanked)
    assert "It may concern any of them. Is it their answer?" in text  # one question, which one word answers
    assert "followupd answer acme yes, or no" in text
    assert "followupd answer acme-lead yes, or no" in text


def test_an_answer_in_one_thread_silences_the_other_cadence_of_the_employer(thanked: Stage) -> None:
    thanked.write_interview("acme-lead", position="Team Lead", at="2026-11-12 16:00", contacts=[LEA])
    thanked.look()
    arrives(thanked, "Thank you, Sam.", **thread(thanked))
    assert {state(thanked, one) for one in ("acme", "acme-lead")} == {InterviewState.ANSWERED}


@pytest.mark.parametrize("folder", ["Junk", "INBOX"])
def test_the_notice_says_in_which_folder_an_answer_lies(thanked: Stage, folder: str) -> None:
    arrives(thanked, "Thank you, Sam.", folder=folder, **thread(thanked))
    assert state(thanked) is InterviewState.ANSWERED
    assert f"It is in {folder}," in told(thanked)


# What it says


def test_a_holding_answer_asks_until_when_and_the_named_day_holds_every_channel(thanked: Stage) -> None:
    day = TODAY + timedelta(days=30)
    arrives(
        thanked, f"Thank you, Sam. We will decide by {day:%-d %B %Y} and get back to you.", **thread(thanked)
    )
    assert (received(thanked)[0].intent, received(thanked)[0].promise) == (Intent.HOLDING, day)
    text = told(thanked)
    assert "Hold until when?" in text
    assert f"followupd resume acme --promise {day}" in text
    say(thanked, "resume", "acme", "--promise", str(day))
    following = thanked.look()[0].moves
    assert {m.rule for m in following} == {Rule.PROMISE, Rule.BUDGET}
    assert all(m.due.date() > day for m in following)
    call = thanked.advance()
    assert call
    assert call.touch.step == "call"
    thanked.look()
    assert f"They said they would decide by {day:%A, %-d %B %Y}." in text_of(thanked.notices()[-1])


def test_a_holding_answer_without_a_day_asks_for_one(thanked: Stage) -> None:
    arrives(thanked, "Thank you, Sam. We are still interviewing and will be in touch.", **thread(thanked))
    assert state(thanked) is InterviewState.ANSWERED
    assert "Hold until when?" in told(thanked)
    assert "followupd resume acme --promise YYYY-MM-DD" in told(thanked)


def test_please_stop_that_the_provider_vouches_for_stops_and_blocks_the_address_until_the_user_resumes(
    trusting: Stage,
) -> None:
    arrives(trusting, "Please stop contacting me.", top=VOUCHED, **thread(trusting))
    assert state(trusting) is InterviewState.ANSWERED  # closing for good is the user's word alone
    trusting.look()
    texts = " ".join(text_of(m) for m in trusting.notices())
    assert "Nothing is sent to ana@acme.example, in any follow-up, unless you resume." in texts
    assert "followupd close acme --outcome" in texts
    at = f"{TODAY + timedelta(days=10)} 15:00"
    trusting.write_interview("later", at=at, company="Other", contacts=PANEL["contacts"][:1])  # type: ignore[index]
    later = next(o for o in trusting.look() if o.interview == "later")
    assert next(m.rule for m in later.moves if m.touch.step == "thank-you") is Rule.ADDRESS
    list(trusting.play())
    assert len(trusting.followups(ANA.address)) == 1


def test_the_users_word_to_go_on_lets_them_write_again_to_who_asked_for_silence(trusting: Stage) -> None:
    arrives(trusting, "Please stop contacting me.", top=VOUCHED, **thread(trusting))
    assert Rule.ADDRESS not in {m.rule for m in trusting.look()[0].moves}  # the answer holds it all
    say(trusting, "resume", "acme")
    assert state(trusting) is InterviewState.ACTIVE
    to_ana = [m for m in trusting.look()[0].moves if m.contact_name == ANA.name]
    assert to_ana
    assert Rule.ADDRESS not in {m.rule for m in to_ana}


def test_please_stop_that_nobody_vouches_for_stops_and_closes_nothing(thanked: Stage) -> None:
    arrives(thanked, "Please stop contacting me.", top=VOUCHED, **thread(thanked))
    assert state(thanked) is InterviewState.ANSWERED
    assert "Nothing confirms that they wrote it" in told(thanked)


@pytest.mark.parametrize("invitation", ["words", "calendar"])
def test_an_invitation_to_a_next_round_ends_the_round_and_the_notice_says_so(
    thanked: Stage, invitation: str
) -> None:
    if invitation == "words":
        arrives(thanked, "Dear Sam, we would like to invite you to a second interview.", **thread(thanked))
    else:
        start = f"{TODAY + timedelta(days=7):%Y%m%d}T090000Z"
        event = f"BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nBEGIN:VEVENT\r\nUID:x1@acme.example\r\nDTSTART:{start}\r\nSUMMARY:Round two\r\nORGANIZER:mailto:ana@acme.example\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
        arrives(
            thanked,
            event,
            Subject="Round two",
            MIME_Version="1.0",
            Content_Type="text/calendar; method=REQUEST",
        )
    assert state(thanked) is InterviewState.ANSWERED
    assert "Next round? Add it as a new interview: followupd add" in told(thanked)
    assert list(thanked.play()) == []


# Who is away, and who is gone


def away(stage: Stage, body: str) -> None:
    arrives(stage, body, Subject="Automatic reply: Thank you", Auto_Submitted="auto-replied")


def test_a_person_is_waited_for_at_most_twice(thanked: Stage) -> None:
    days = [TODAY + timedelta(days=n) for n in (10, 30, 60)]
    due = []
    for day in days:
        for _ in range(2):  # the same absence, told twice
            away(thanked, f"I am out of the office until {day:%-d %B %Y}.")
        due.append(thanked.look()[0].moves[0].due.date())
    assert days[0] < due[0] <= days[0] + timedelta(days=6)
    assert days[1] < due[1] <= days[1] + timedelta(days=6)
    assert due[2] == due[1]
    assert state(thanked) is InterviewState.ACTIVE


def test_a_person_who_left_stops_the_cadence_and_is_told_of(thanked: Stage) -> None:
    away(thanked, "Ana Alvarez is no longer with Acme. Please contact info@acme.example.")
    assert state(thanked) is InterviewState.ANSWERED
    assert received(thanked)[0].left
    assert "ana@acme.example is not there any more. Name somebody else as lead" in told(thanked)


def test_a_person_on_holiday_who_writes_a_real_answer_is_a_person(thanked: Stage) -> None:
    words = "Hi Sam, I am on holiday until Monday, but I wanted to answer you: the team liked you. Could you come in next week?"
    arrives(thanked, words, **thread(thanked))
    assert [(f.kind, f.action) for f in received(thanked)] == [(Kind.REPLY, Action.STOP)]
    assert state(thanked) is InterviewState.ANSWERED


# Hostile mail


def test_what_cannot_be_read_pauses_the_cadence_that_its_bytes_name(thanked: Stage) -> None:
    thanked.mailhost.dovecot.deliver(SAM.address, b"\x01\x02 ana@acme.example \xff\xfe" * 20, "Junk")
    assert state(thanked) is InterviewState.PAUSED
    assert received(thanked)[0].kind is Kind.UNREADABLE
    assert "sent a mail that cannot be read" in thanked.notices()[-1]["Subject"]


def test_hostile_mail_stops_no_daemon_and_the_answer_behind_it_is_heard(
    thanked: Stage, caplog: pytest.LogCaptureFixture
) -> None:
    hostile = [mutated(random.Random(f"stage/{number}")) for number in range(150)]
    hostile += [file.read_bytes() for file in sorted(CORPUS.glob("unreadable*"))]
    delivered = sum(accepted(thanked, raw) for raw in hostile)
    assert delivered > len(hostile) * 0.9
    with caplog.at_level(logging.WARNING, "followupd"):
        thanked.look()
    assert [r for r in caplog.records if getattr(r, "kind", "") == "bug"] == []
    assert all(isinstance(f.kind, Kind) for f in received(thanked))
    assert all(o.status.state is not InterviewState.ACTIVE for o in thanked.look()), "some name a contact"
    arrives(thanked, "Thank you, Sam.", **thread(thanked))
    last = received(thanked)[-1]
    assert (last.kind, last.about) == (Kind.REPLY, (thread(thanked)["In_Reply_To"],))
    before = len(received(thanked))
    thanked.restart()
    thanked.look()
    assert len(received(thanked)) == before, "the cursor moved on: nothing is read again"


def accepted(stage: Stage, raw: bytes) -> bool:
    try:
        stage.mailhost.dovecot.deliver(SAM.address, raw)
    except smtplib.SMTPResponseException:
        return False
    return True
