"""A `no` of the user: such a mail of that sender is not asked about again, and whatever counts brakes all the same."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from followupd.inbound.classifier import classify_mail
from followupd.inbound.dismissals import NOTE
from followupd.inbound.matching.watchlist import (
    Dismissal,
    SentMail,
    WatchedContact,
    WatchedInterview,
    Watchlist,
)
from followupd.inbound.senders.shared_domains import find_company_domain
from followupd.inbound.verdict import Action, Verdict

NOW = datetime(2026, 11, 20, 9, tzinfo=UTC)
ACME = WatchedInterview(
    "acme", "Acme GmbH", "Data Engineer", datetime(2026, 11, 12, 14, tzinfo=UTC),
    (WatchedContact("ana-ruiz", "Ana Ruiz", ("ana@acme.example",)),), domains=("acme.example",),
)  # fmt: skip
OTHER = replace(ACME, id="acme-lead", role="Team Lead")
SENT = {
    "<fu.1@sam>": SentMail("acme", "ana-ruiz", "Thank you for Thursday", datetime(2026, 11, 13, tzinfo=UTC))
}
FRIEND, COLLEAGUE = "kim@friends.example", "events@acme.example"
GREENHOUSE, LISTED = "no-reply@greenhouse.io", "digest@jobs.example"
NAMING = "How did it go at Acme GmbH as a Data Engineer? Tell me."
DECISION = "Unfortunately we have decided to go ahead with another candidate for Data Engineer at Acme GmbH."
OFFER = "We are delighted to offer you the position of Data Engineer at Acme GmbH."
NEXT = "Acme GmbH would like to invite you to a second interview as a Data Engineer."


def write(sender: str, text: str = NAMING, subject: str = "Acme GmbH", head: str = "") -> bytes:
    return (
        f"From: {sender}\r\nTo: sam@candidate.example\r\nSubject: {subject}\r\nMessage-ID: <{len(text)}@x>\r\n{head}\r\n{text}\r\n"
    ).encode()


def judge(raw: bytes, *dismissals: Dismissal, interviews: tuple[WatchedInterview, ...] = (ACME,)) -> Verdict:
    watched = tuple(replace(i, dismissals=dismissals if i.id == "acme" else ()) for i in interviews)
    known = Watchlist(frozenset({"sam@candidate.example"}), watched, SENT)
    return classify_mail(raw, known, NOW)


def dismiss(raw: bytes) -> Dismissal:
    """The user says no to that mail, which paused."""
    verdict = judge(raw)
    assert verdict.action is Action.PAUSE, verdict
    return Dismissal(verdict.sender, verdict.subject, verdict.why)


@pytest.mark.parametrize(("sender", "later"), [(FRIEND, Action.NONE), (COLLEAGUE, Action.ALERT)])
def test_the_sender_is_not_asked_about_again(sender: str, later: Action) -> None:
    no = dismiss(write(sender))
    again = judge(
        write(sender, "And the people at Acme GmbH, how are they? The Data Engineer job, too.", "Hi"), no
    )
    assert again.action is later
    assert NOTE in again.why


@pytest.mark.parametrize("text", [DECISION, OFFER, NEXT])
@pytest.mark.parametrize("sender", [FRIEND, COLLEAGUE])
def test_a_decision_an_offer_and_an_invitation_brake_all_the_same(sender: str, text: str) -> None:
    assert judge(write(sender, text), dismiss(write(sender))).action is Action.PAUSE


@pytest.mark.parametrize(
    ("sender", "subject"), [(COLLEAGUE, "Hello"), ("desk@signing.example", "Please sign your contract")]
)
def test_a_contract_brakes_all_the_same(sender: str, subject: str) -> None:
    text = "Your contract with Acme GmbH as Data Engineer is ready, please sign it by Friday."
    assert judge(write(sender, text, subject), dismiss(write(sender))).action is Action.PAUSE


@pytest.mark.parametrize("sender", [FRIEND, COLLEAGUE])
def test_the_thread_stops_all_the_same(sender: str) -> None:
    answer = write(sender, head="In-Reply-To: <fu.1@sam>\r\n")
    assert judge(answer, dismiss(write(sender))).action is Action.STOP


def test_a_contact_stops_whatever_was_said_of_the_address() -> None:
    assert (
        judge(write("ana@acme.example"), Dismissal("ana@acme.example", "Acme GmbH", "x")).action
        is Action.STOP
    )


def test_an_invitation_by_calendar_brakes_all_the_same() -> None:
    event = (
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//x//y//EN\r\nMETHOD:REQUEST\r\nBEGIN:VEVENT\r\nUID:1@acme\r\n"
        "DTSTAMP:20261120T080000Z\r\nDTSTART:20261127T080000Z\r\nSUMMARY:Talk\r\n"
        f"ORGANIZER:mailto:{COLLEAGUE}\r\nEND:VEVENT\r\nEND:VCALENDAR"
    )
    raw = write(COLLEAGUE, event, head="Content-Type: text/calendar; method=REQUEST\r\n")
    assert judge(raw, dismiss(write(COLLEAGUE))).action is Action.PAUSE


def test_another_sender_is_asked_about() -> None:
    assert judge(write("lee@friends.example"), dismiss(write(FRIEND))).action is Action.PAUSE


def test_a_system_that_writes_for_employers_is_dismissed_for_one_subject() -> None:
    first = write(
        GREENHOUSE, "Please rate the process at Acme GmbH. How was it?", "Acme GmbH: rate us, 1 of 3"
    )
    again = write(
        GREENHOUSE, "Please rate the process at Acme GmbH. How was it?", "Acme GmbH: rate us, 2 of 3"
    )
    update = write(GREENHOUSE, "There is an update. Log in to read it.", "Acme GmbH: your application")
    no = dismiss(first)
    assert judge(again, no).action is Action.ALERT
    assert judge(update, no).action is Action.PAUSE


def test_a_system_is_not_asked_about_again_since_there_is_another_interview_with_the_company() -> None:
    no = dismiss(write(GREENHOUSE, subject="Your application at Acme GmbH"))
    again = judge(
        write(GREENHOUSE, "More of Acme GmbH.", "Your application at Acme GmbH"), no, interviews=(ACME, OTHER)
    )
    assert (again.action, again.interviews) == (Action.PAUSE, ("acme-lead",))


def test_an_address_that_only_sends_is_dismissed_for_one_reason() -> None:
    first = write(
        "no-reply@paper.example", "Acme GmbH, a Data Engineer and their new interview room. Read it?"
    )
    no = dismiss(first)
    assert judge(first, no).action is Action.NONE
    named = write("no-reply@paper.example", "Ana Ruiz wrote you a message: can we talk?", "Ana Ruiz")
    assert judge(named, no).action is Action.PAUSE


def test_a_person_at_the_address_of_a_machine_is_another_matter() -> None:
    no = replace(dismiss(write(COLLEAGUE)), is_by_machine=True)
    assert judge(write(COLLEAGUE), no).action is Action.PAUSE


def test_the_word_counts_for_the_interview_of_which_it_was_said() -> None:
    verdict = judge(write(COLLEAGUE), dismiss(write(COLLEAGUE)), interviews=(ACME, OTHER))
    assert (verdict.action, verdict.interviews) == (Action.PAUSE, ("acme-lead",))


@pytest.mark.parametrize(
    ("address", "domain"),
    [
        ("ana@hr.acme-group.example", "acme-group.example"),
        ("ana@gmail.com", ""),
        (GREENHOUSE, ""),
        ("messages-noreply@linkedin.com", ""),
        ("support@acme.zendesk.com", ""),
        ("", ""),
    ],
)
def test_a_domain_is_a_companys_where_not_everybody_writes_from_it(address: str, domain: str) -> None:
    assert find_company_domain(address, {}) == domain
