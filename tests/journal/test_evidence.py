"""The journal's own answer: did we write after they answered?"""

from builders import received, steered, taken, thanked, utc

from followupd.inbound.verdict import Action
from followupd.journal.evidence import collect_evidence, summarize_evidence
from followupd.journal.facts import Approved, Range, Receipt

ACME = frozenset({"acme"})


def test_silence_after_an_answer_is_proven_with_times_and_uids() -> None:
    receipt = Receipt(utc("17 09:59"), "w", (Range("INBOX", 7, 41),))
    lines = collect_evidence(
        [*thanked(), taken("17 10:00", "call", receipt=receipt), received("18 09:00", uid=42)], ACME
    )
    assert summarize_evidence(lines) == "Nothing was sent after an answer."
    assert "INBOX up to UID 41 (UIDVALIDITY 7)" in lines[3].proof
    assert "UID 42" in lines[4].proof


def test_a_mail_after_an_answer_is_shown() -> None:
    lines = collect_evidence([received("16 09:00"), taken("17 10:00", "check-in")], ACME)
    assert [line.broken for line in lines] == [False, True]
    assert summarize_evidence(lines).startswith("1 went out although")


def test_the_users_word_opens_the_way_again() -> None:
    lines = collect_evidence(
        [received("16 09:00"), steered("16 10:00", "resume"), taken("17 10:00", "check-in")], ACME
    )
    assert not any(line.broken for line in lines)


def test_an_answer_that_arrived_after_the_last_look_is_no_breach() -> None:
    late = received("17 10:01", received=utc("17 09:59"))
    sent = taken("17 10:00", "check-in", receipt=Receipt(utc("17 09:58"), "w", ()))
    assert not any(line.broken for line in collect_evidence([late, sent], ACME))


def test_the_thanks_after_a_refusal_are_no_breach_once_they_were_approved() -> None:
    no, thanks = received("16 09:00"), taken("17 10:00", "rejected", reminder=False)
    yes = Approved(utc("16 10:00"), thanks.touch, "mark")
    assert not any(line.broken for line in collect_evidence([no, yes, thanks], ACME))
    assert any(line.broken for line in collect_evidence([yes, no, thanks], ACME))


def test_the_thanks_that_the_user_lets_go_after_an_answer_are_no_breach() -> None:
    facts = [received("12 15:30"), taken("12 15:40", "thank-you"), taken("17 10:00", "check-in")]
    assert [line.broken for line in collect_evidence(facts, ACME)] == [False, True, True]
    assert [line.broken for line in collect_evidence(facts, ACME, allow_thanks=True)] == [False, False, True]


def test_what_is_no_answer_is_left_out() -> None:
    assert collect_evidence([received("16 09:00", action=Action.HOLD)], ACME) == []
    assert summarize_evidence([]) == "No answer has been seen."
