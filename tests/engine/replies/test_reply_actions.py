"""A word by mail is for what the candidate had been told when they wrote it, and for that alone."""

from __future__ import annotations

from datetime import date, timedelta
from email import message_from_bytes
from email.policy import default
from typing import TYPE_CHECKING

import pytest
from builders import ACME, config, received, steered, taken, utc

from followupd.adapters.store.sqlite import SqliteStore
from followupd.config.active import ActiveConfig
from followupd.engine import commands
from followupd.engine.ledger import Ledger
from followupd.engine.notifying.notifier import notify
from followupd.engine.replies.mailed_commands import apply_reply, find_answered
from followupd.engine.replies.reply_subject import Topic, find_subject
from followupd.errors import UsageError
from followupd.inbound.replies.reply_command import read_command
from followupd.inbound.verdict import Action, Kind, Verdict
from followupd.journal.contact_pauses import find_pause
from followupd.journal.facts import Done, Reopened, Settled, Touch, Uncertain
from followupd.journal.states import InterviewState, TouchEvent
from followupd.writing.language.words import Words
from followupd.writing.mail.message_id import build_message_id
from followupd.writing.notices.mail_notices import describe_received_mail
from followupd.writing.notices.notices import Notice, ask_about_unknown

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime
    from pathlib import Path

    from followupd.engine.ports import OutgoingMail
    from followupd.journal.facts import Fact

NOW = utc("14 10:00")
ANA = Touch("acme", "thank-you", "ana-ruiz")

FILE_FAULTS = pytest.mark.parametrize(
    "faults", [{"acme": "interviews/acme.yaml:3: cannot be read"}, {}], ids=["error", "gone"]
)


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    store, acme = SqliteStore(tmp_path / "store.db"), config(ACME)
    yield Ledger(store, lambda: ActiveConfig(acme), {}, None)  # type: ignore[arg-type]
    store.close()


def tell_mail(ledger: Ledger, at: str) -> OutgoingMail:
    """A mail of theirs comes in and is told; return the notice."""
    fact = received(at)
    ledger.append(fact)
    notice = describe_received_mail(Words(), fact, "Acme GmbH")
    assert notice
    notify(ledger, notice, utc(at))
    return ledger.store.list_mails()[-1]


def say(
    ledger: Ledger, notice: OutgoingMail, text: str, now: datetime = NOW, written: str = ""
) -> OutgoingMail:
    """The candidate answers a notice; return the answer to that."""
    command = read_command(text, (notice.message_id,), now.date())
    mail = Verdict(
        Kind.UNRELATED, Action.NONE, "own", is_own=True, message_id=f"<{len(ledger.history.facts)}@sam>",
        subject="Re: x",
    )  # fmt: skip
    subject = find_answered(ledger, mail, command, now)
    assert subject
    known = {one.id for one in ledger.store.list_mails()}
    apply_reply(ledger, subject, command, mail, now, utc(written) if written else now)
    (answer,) = [one for one in ledger.store.list_mails() if one.id not in known]
    return answer


def hand_over(ledger: Ledger, notice: OutgoingMail, at: str) -> None:
    for event in (TouchEvent.TRANSMIT, TouchEvent.COMMIT, TouchEvent.ACCEPT):
        ledger.store.apply_event(notice.id, event, utc(at))


def unfold(mail: OutgoingMail) -> str:
    return " ".join(message_from_bytes(mail.mail.data, policy=default).get_content().split())


def state(ledger: Ledger) -> InterviewState:
    return ledger.history.record_of(ledger.config.interviews[0], ledger.config).status_at(NOW).state


def test_a_resume_lifts_no_mail_that_was_not_told_when_it_was_written(ledger: Ledger) -> None:
    notice = tell_mail(ledger, "13 09:00")
    # It came an hour before the word, and the machine was off: followupd read both of them in one look.
    ledger.append(received("14 09:59", "ben@acme.example", received=utc("14 08:00")))
    answer = say(ledger, notice, "resume", written="14 09:00")
    assert state(ledger) is InterviewState.ANSWERED
    assert b"ben@acme.example wrote" in answer.mail.data
    say(ledger, notice, "resume")
    assert state(ledger) is InterviewState.ACTIVE


def test_only_a_newsletter_carry_on_lifts_what_counted_as_their_answer(ledger: Ledger) -> None:
    notice = tell_mail(ledger, "13 09:00")
    say(ledger, notice, "That was only a newsletter.")
    assert state(ledger) is InterviewState.ANSWERED
    say(ledger, notice, "That's just their newsletter, carry on")
    assert state(ledger) is InterviewState.ACTIVE


def test_an_undo_after_again_takes_back_no_older_word(ledger: Ledger) -> None:
    acme, call = ledger.config.interviews[0], Touch("acme", "call", "ana-ruiz")
    ledger.append(Settled(utc("13 09:00"), call, "skipped", "by you"))
    commands.open_again(ledger, acme, "call", utc("13 10:00"))
    with pytest.raises(
        UsageError, match="you said last that call is open again; to leave it out: followupd skip acme"
    ):
        commands.undo_last(ledger, "acme", utc("13 11:00"))
    commands.skip_step(ledger, "acme", "call", utc("13 12:00"))
    assert commands.undo_last(ledger, "acme", utc("13 13:00")).what == "skip"


@pytest.mark.parametrize("action", [Action.STOP, Action.ALERT])  # after a close it is only reported
def test_a_mail_about_a_call_goes_out_by_no_word_that_did_not_know_of_theirs(
    ledger: Ledger, action: Action
) -> None:
    notice = tell_mail(ledger, "13 09:00")
    ledger.append(received("14 09:59", "ben@acme.example", received=utc("14 08:00"), action=action))
    answer = say(ledger, notice, "They did not call.", written="14 09:00")
    assert b"ben@acme.example wrote" in answer.mail.data
    assert not any(isinstance(fact, Done) for fact in ledger.history.facts)


def test_an_undo_takes_back_one_of_two_words_that_were_read_in_one_look(ledger: Ledger) -> None:
    notice = tell_mail(ledger, "13 09:00")
    answers = [say(ledger, notice, f"pause {name}") for name in ("Ana", "Ben")]
    say(ledger, answers[1], "undo", NOW + timedelta(minutes=5))
    (interview,) = ledger.config.interviews
    record = ledger.history.record_of(interview, ledger.config)
    paused = [c.given_name for c in interview.contacts if find_pause(record, c, NOW + timedelta(hours=1))]
    assert paused == ["Ana"]


def test_an_undo_of_what_was_not_understood_leaves_what_was_said_before(ledger: Ledger) -> None:
    ledger.append(steered("12 16:00", "pause"))
    notice = tell_mail(ledger, "13 09:00")
    answer = say(ledger, notice, "Well, who can say what spring brings?")
    assert b"did not understand" in answer.mail.data
    assert b"changed nothing" in say(ledger, answer, "undo", NOW + timedelta(minutes=5)).mail.data
    record = ledger.history.record_of(ledger.config.interviews[0], ledger.config)
    assert record.status_at(NOW).own_pause_until


def test_resend_answers_the_attempt_that_was_asked_about_and_no_later_one(ledger: Ledger) -> None:
    questions = []
    for at in ("13 09:00", "13 12:00"):
        fact = Uncertain(utc(at), ANA, f"<{at}@x>", "ana@acme.example", "no answer", name="Ana Ruiz")
        ledger.append(fact)
        notify(ledger, ask_about_unknown(Words(), fact), utc(at))
        questions.append(ledger.store.list_mails()[-1])
        if at == "13 09:00":
            say(ledger, questions[0], "resend", utc("13 10:00"))
    first, second = questions
    assert b"went out again since" in say(ledger, first, "resend").mail.data
    assert sum(isinstance(fact, Reopened) for fact in ledger.history.facts) == 1
    say(ledger, second, "resend")
    assert sum(isinstance(fact, Reopened) for fact in ledger.history.facts) == 2


def test_a_resume_lifts_no_mail_whose_notice_was_not_handed_over_yet(ledger: Ledger) -> None:
    first = tell_mail(ledger, "13 09:00")
    hand_over(ledger, first, "13 09:01")
    second = tell_mail(ledger, "13 20:00")  # the mail server takes nothing since the evening
    say(ledger, first, "resume", written="14 09:00")
    assert state(ledger) is InterviewState.ANSWERED
    hand_over(ledger, second, "14 09:30")
    say(ledger, first, "resume", utc("14 10:30"), written="14 09:10")  # before that
    assert state(ledger) is InterviewState.ANSWERED
    say(ledger, first, "resume", utc("14 10:40"))
    assert state(ledger) is InterviewState.ACTIVE


@pytest.mark.parametrize(
    ("text", "after"),
    [
        ("stop", InterviewState.CLOSED),
        ("close withdrawn", InterviewState.CLOSED),
        ("hold until 4 December", InterviewState.PAUSED),
        ("undo", InterviewState.ACTIVE),
    ],
)
@FILE_FAULTS
def test_a_brake_by_mail_holds_though_the_file_of_the_interview_is_gone_or_cannot_be_read(
    ledger: Ledger, text: str, after: InterviewState, faults: dict[str, str]
) -> None:
    fact = Uncertain(utc("13 09:00"), ANA, "<1@x>", "ana@acme.example", "no answer", name="Ana Ruiz")
    ledger.append(fact)
    notify(ledger, ask_about_unknown(Words(), fact), utc("13 09:00"))
    readable = ledger.active_config
    # The daemon was started while the file was so: nothing else is known of the interview.
    ledger.active_config = ActiveConfig(config({**ACME, "id": "brix", "company": "Brix"}), faults)
    answer = say(ledger, ledger.store.list_mails()[-1], text)
    assert (b"Understood" in answer.mail.data) is (after is not InterviewState.ACTIVE)
    ledger.active_config = readable
    assert state(ledger) is after


@pytest.mark.parametrize(
    "kind", ["debrief/acme/202611121000/1", "missed/acme", "closed/acme", "answered/acme"]
)
@pytest.mark.parametrize("text", ["Ana Ruiz: your nightly loads", "again check-in", "yes", "done", "stop"])
@FILE_FAULTS
def test_an_answer_is_answered_though_the_file_of_the_interview_is_gone_or_cannot_be_read(
    ledger: Ledger, kind: str, text: str, faults: dict[str, str]
) -> None:
    """An error here would end each look at the mailbox: the service would stay silent."""
    notify(ledger, Notice(kind, "Who was there?", "Who was there?"), utc("13 09:00"))
    ledger.active_config = ActiveConfig(config({**ACME, "id": "brix", "company": "Brix"}), faults)
    assert say(ledger, ledger.store.list_mails()[-1], text)


def test_an_undo_of_a_close_pauses_where_a_note_of_absence_said_that_they_have_left(ledger: Ledger) -> None:
    commands.close_interview(ledger, "acme", utc("13 09:00"))
    ledger.append(received("13 10:00", action=Action.ALERT, kind=Kind.AUTO_REPLY, left=True))
    commands.undo_last(ledger, "acme", NOW)
    assert state(ledger) is InterviewState.PAUSED


def tell_absence(ledger: Ledger) -> OutgoingMail:
    fact = received("13 09:00", action=Action.HOLD, kind=Kind.AUTO_REPLY, return_date=date(2026, 12, 20))
    ledger.append(fact)
    notice = describe_received_mail(Words(), fact, "Acme GmbH")
    assert notice
    notify(ledger, notice, utc("13 09:00"))
    return ledger.store.list_mails()[-1]


def test_a_no_to_a_note_of_absence_says_what_happens_now(ledger: Ledger) -> None:
    answer = say(ledger, tell_absence(ledger), "No")
    assert "nobody counts as away at Acme GmbH any more; the follow-up goes on" in unfold(answer)


@pytest.mark.parametrize(
    ("fact", "held"),
    [
        (steered("13 10:00", "pause"), InterviewState.PAUSED),
        (received("13 10:00"), InterviewState.ANSWERED),
    ],
    ids=["own pause", "answer"],
)
def test_a_no_to_a_note_of_absence_lifts_nothing_else(
    ledger: Ledger, fact: Fact, held: InterviewState
) -> None:
    notice = tell_absence(ledger)
    ledger.append(fact)
    if held is InterviewState.ANSWERED:
        told = describe_received_mail(Words(), fact, "Acme GmbH")  # type: ignore[arg-type]
        assert told
        notify(ledger, told, utc("13 10:00"))
        hand_over(ledger, ledger.store.list_mails()[-1], "13 10:01")
    answer = say(ledger, notice, "no")
    assert state(ledger) is held
    assert "something else holds Acme GmbH" in unfold(answer)


def test_a_pause_whose_end_is_not_understood_begins_and_asks_for_its_end(ledger: Ledger) -> None:
    answer = say(ledger, tell_absence(ledger), "Hold until Easter please")
    assert state(ledger) is InterviewState.PAUSED
    assert "Until when is not clear" in unfold(answer)
    answer = say(ledger, answer, "hold until 4 December")
    assert "paused until Friday, 4 December" in unfold(answer)


TWO_ROLES = [ACME, {**ACME, "id": "brix", "company": "Brix AG"}]


def notify_of(ledger: Ledger, key: str) -> OutgoingMail:
    notify(ledger, Notice(key, "Today: 1 thing to do", "Call Ana"), utc("13 06:30"))
    return ledger.store.list_mails()[-1]


@pytest.mark.parametrize("key", ["today/2026-11-13", "week/2026-11-13", "digest/2026-11-13"])
def test_a_word_to_a_digest_is_about_the_one_interview_or_the_one_that_it_names(
    ledger: Ledger, key: str
) -> None:
    notice = notify_of(ledger, key)
    assert b"Understood" in say(ledger, notice, "hold until 4 December").mail.data
    assert state(ledger) is InterviewState.PAUSED


def test_a_word_to_a_digest_of_several_asks_which_one(ledger: Ledger) -> None:
    two = config(*TWO_ROLES)
    ledger.active_config = ActiveConfig(two)
    notice = notify_of(ledger, "today/2026-11-13")
    assert b"about several interviews" in say(ledger, notice, "stop").mail.data
    assert b"Understood" in say(ledger, notice, "Stop, Acme.").mail.data
    states = [ledger.record_of(i).status_at(NOW).state for i in two.interviews]
    assert states == [InterviewState.CLOSED, InterviewState.ACTIVE]


def test_who_answered_them_lets_nothing_go_on(ledger: Ledger) -> None:
    notice = tell_mail(ledger, "13 09:00")
    assert b"you have answered Acme GmbH" in say(ledger, notice, "hab ihr schon geantwortet").mail.data
    assert state(ledger) is InterviewState.ANSWERED
    doubtful = tell_doubt(ledger)
    say(ledger, doubtful, "I've answered her already")
    assert state(ledger) is InterviewState.ANSWERED


def tell_doubt(ledger: Ledger) -> OutgoingMail:
    """A mail comes in that may be of the company, or not."""
    fact = received("13 10:00", "hr@elsewhere.example", Action.PAUSE, uid=2)
    ledger.append(fact)
    notice = describe_received_mail(Words(), fact, "Acme GmbH")
    assert notice
    notify(ledger, notice, utc("13 10:00"))
    return ledger.store.list_mails()[-1]


def test_a_day_in_answer_to_a_mail_in_doubt_is_when_it_goes_on(ledger: Ledger) -> None:
    doubtful = tell_doubt(ledger)
    answer = say(ledger, doubtful, "they said they'd get back to me by Dec 18")
    assert b"Understood" in answer.mail.data
    assert state(ledger) is InterviewState.ACTIVE
    (interview,) = ledger.config.interviews
    assert ledger.record_of(interview).promised_date == date(2026, 12, 18)


@pytest.mark.parametrize(
    "text", ["yes, it's a rejection", "ja das ist deren Absage", "oui c'est leur réponse : refus"]
)
def test_a_yes_that_says_how_it_ended_closes(ledger: Ledger, text: str) -> None:
    say(ledger, tell_doubt(ledger), text)
    assert state(ledger) is InterviewState.CLOSED


def test_what_may_be_a_refusal_or_a_call_that_nobody_took_is_asked_about(ledger: Ledger) -> None:
    call = Touch("acme", "call", "ana-ruiz")
    notify(ledger, Notice(f"again/{call}/1", "Call Ana", "Call Ana"), utc("13 09:00"))
    answer = say(ledger, ledger.store.list_mails()[-1], "no me cogieron")
    assert b"not have answered the call" in " ".join(str(answer.mail.data, "utf-8").split()).encode()
    assert state(ledger) is InterviewState.ACTIVE


def test_the_day_of_their_decision_in_answer_to_a_call_sheet_is_a_talk(ledger: Ledger) -> None:
    call = Touch("acme", "call", "ana-ruiz")
    notify(ledger, Notice(f"again/{call}/1", "Call Ana", "Call Ana"), utc("13 09:00"))
    answer = say(ledger, ledger.store.list_mails()[-1], "Anna au téléphone : décision le 18 décembre")
    assert b"Understood" in answer.mail.data
    (interview,) = ledger.config.interviews
    assert ledger.record_of(interview).promised_date == date(2026, 12, 18)


def test_a_stop_to_a_sheet_that_the_store_forgot_holds_though_the_call_was_reported_since(
    ledger: Ledger,
) -> None:
    """The sheet's mark in the id that is answered names the call: a store that was put back lacks the mail itself."""
    call = taken("17 08:00", "call", how="user")
    ledger.append(call)
    sheet_id = build_message_id(ledger.store.key, str(call.touch), "sam@candidate.example")
    subject = find_subject(ledger, (sheet_id,), NOW)
    assert subject
    assert (subject.topic, subject.touch) == (Topic.CALL, call.touch)


def test_a_mail_to_a_person_is_no_sheet_by_its_mark(ledger: Ledger) -> None:
    assert (
        find_subject(ledger, (build_message_id(ledger.store.key, str(ANA), "sam@candidate.example"),), NOW)
        is None
    )
