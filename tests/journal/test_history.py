"""What the journal says of a touch, under every name that the files have given its interview and its person."""

from dataclasses import replace

import pytest
from builders import ACME, by_hand, config, look, move, received, taken, thanked, utc

from followupd.engine.scanning import watching
from followupd.inbound.classifier import classify_mail
from followupd.inbound.verdict import Action, Kind
from followupd.journal.facts import HandSent, Noted, Reopened, Settled, Touch, Uncertain
from followupd.journal.history import History
from followupd.journal.interview_links import LinkReason
from followupd.journal.record import InterviewRecord
from followupd.planning.context import Rule
from followupd.planning.moves import Verb


def test_what_was_sent_again_under_one_name_of_the_file_stays_taken_under_the_next() -> None:
    lost = Uncertain(utc("12 15:30"), Touch("zeta", "thank-you", "ana-ruiz"), "<1@x>", "ana@acme.example", "")
    again = taken("12 16:00", "thank-you", message_ids=("<1@x>",))
    history = History([lost, Reopened(utc("12 15:40"), lost.touch), again])
    interview = config().interviews[0]
    record = InterviewRecord(history, interview, dict.fromkeys(("acme", "zeta"), LinkReason.SAME_DATE))
    assert record.outcome_of("thank-you", interview.lead) is again


def test_a_proof_under_a_new_name_of_the_file_ends_the_doubt() -> None:
    lost = Uncertain(utc("12 15:30"), Touch("zeta", "thank-you", "ana-ruiz"), "<1@x>", "ana@acme.example", "")
    history = History([lost, taken("12 15:30", "thank-you", how="proof", message_ids=("<1@x>",))])
    assert history.unresolved_mails() == []


def test_a_touch_is_the_persons_also_after_name_address_or_file_changed() -> None:
    renamed = ACME | {"contacts": [{"name": "Ana Ruíz", "email": "Ana@acme.example"}]}
    assert "thank-you" not in {
        m.touch.step for m in look("12 16:30", History(thanked()), config(renamed)).moves
    }
    moved = ACME | {"contacts": [{"name": "Ana Ruiz", "email": "ana.ruiz@acme.example"}]}
    assert "thank-you" not in {
        m.touch.step for m in look("12 16:30", History(thanked()), config(moved)).moves
    }


def test_what_was_skipped_stays_skipped_when_a_name_is_corrected() -> None:
    skipped = Settled(
        utc("12 15:00"),
        Touch("acme", "thank-you", "ana-ruiz"),
        "skipped",
        "by you",
        address="ana@acme.example",
    )
    renamed = config(ACME | {"contacts": [{"name": "Ana Ruíz-Gómez", "email": "ana@acme.example"}]})
    assert "thank-you" not in {m.touch.step for m in look("12 15:30", History([skipped]), renamed).moves}


def test_after_a_clock_that_ran_ahead_both_count_as_the_last_reminder() -> None:
    ahead = taken("2026-12-14 10:00", "call")
    past = History(
        [ahead, by_hand("2026-12-09 10:00", "ana@acme.example")]
    )  # written down later, dated before
    assert move(look("2026-12-24 12:00", past), "check-in").rule is Rule.ALTERNATION
    still = replace(
        by_hand("2026-12-13 10:00", "ana@acme.example"), at=utc("2026-12-16 10:00")
    )  # by the server's date
    assert move(look("2026-12-24 12:00", History([ahead, still])), "check-in").rule is Rule.ALTERNATION
    in_order = History([by_hand("2026-12-09 10:00", "ana@acme.example"), ahead])
    assert move(look("2026-12-24 12:00", in_order), "check-in").rule is not Rule.ALTERNATION


def test_a_sheet_that_two_daemons_note_as_taken_counts_once_and_before_what_followed_it() -> None:
    """The check-in counted the second record as the last reminder, and followed another mail."""
    sheet = taken("2026-12-14 10:00", "call", how="proof", message_ids=("<1@x>",))
    mail = taken("2026-12-14 10:01", "no-show")
    again = replace(sheet, at=mail.at, how="sheet")
    assert move(look("2026-12-24 12:00", History([sheet, mail, again])), "check-in").rule is Rule.ALTERNATION
    later = replace(again, message_ids=("<2@x>",))  # another mail is another reminder
    in_order = History([sheet, mail, later])
    assert move(look("2026-12-24 12:00", in_order), "check-in").rule is not Rule.ALTERNATION


def test_what_was_missed_under_a_wrong_date_is_open_again() -> None:
    missed = Settled(
        utc("12 16:00"),
        Touch("acme", "thank-you", "ana-ruiz"),
        "missed",
        "too late",
        due=utc("2025-11-12 15:10"),
    )
    assert move(look("12 16:30", History([missed])), "thank-you").verb is Verb.SEND


@pytest.mark.parametrize(
    ("domain", "wire"),
    [("müller.example", "xn--mller-kva.example"), ("straße.example", "xn--strae-oqa.example")],
)
def test_a_domain_of_other_letters_is_known_as_it_stands_in_mails(domain: str, wire: str) -> None:
    made = config(ACME | {"contacts": [{"name": "Ana Ruiz", "email": f"Ana@{domain}"}]})
    (interview,) = made.interviews
    mine = HandSent(utc("12 15:00"), utc("12 15:00"), ("acme",), (f"ana@{wire}",), "<1@x>", "Thanks", "Sent")
    record = History([mine]).record_of(interview, made)
    assert record.own_mail_to(interview.lead) is mine
    assert [r.fact for r in record.reminders] == [mine]
    came_back = received("13 09:00", kind=Kind.BOUNCE_PERMANENT, failed_address=f"ana@{wire}")
    assert "came back" in str(History([came_back]).why_undeliverable(interview.lead))
    answer = f"From: ana@{wire}\r\nSubject: Hello\r\nMessage-ID: <2@x>\r\n\r\nWe have decided.\r\n"
    known = watching.build_watchlist(made, History(), {}, b"key")
    assert classify_mail(answer.encode(), known, utc("13 09:00")).action is Action.STOP


def test_a_file_renamed_then_corrected_then_renamed_again_keeps_all_its_names() -> None:
    now = config(ACME | {"id": "third", "at": "2026-11-19 14:00"}).interviews[0]
    names = (
        ("first", "12 13:00"),
        ("second", "12 13:00"),
        ("second", now.start_time),
        ("third", now.start_time),
    )
    noted = [
        Noted(
            utc("12 12:00"),
            name,
            "acme",
            utc(start) if isinstance(start, str) else start,
            ("ana@acme.example",),
            (),
        )
        for name, start in names
    ]
    identities = History(noted).identities
    assert set(identities.links_of(now, frozenset({"third"}))) == {"first", "second", "third"}
    assert set(identities.links_of(now, frozenset({"third", "first"}))) == {"second", "third"}


def test_an_absence_is_the_persons_also_after_both_name_and_address_were_corrected() -> None:
    steps = (
        ("Ana Ruiz", "ana@acme.example"),
        ("Ana Ruiz", "a.ruiz@acme.example"),
        ("Ana Gil", "a.ruiz@acme.example"),
    )
    history, made = History(), config()
    for name, email in steps:
        made = config(ACME | {"contacts": [{"name": name, "email": email, "lead": True}]})
        noted = history.identities.new_snapshot(made.interviews[0])
        assert noted
        history.add(noted)
    away = received("13 09:00", kind=Kind.AUTO_REPLY, action=Action.HOLD)
    history.add(away)
    record = history.record_of(made.interviews[0], made)
    assert record.absences_of(record.interview.lead) == [away]
