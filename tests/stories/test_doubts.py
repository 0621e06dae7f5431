"""A doubt, end to end: one question, answered with one word by mail; a `no` that teaches, a `yes` that remembers."""

from email.message import EmailMessage
from email.policy import SMTP
from email.utils import formatdate, make_msgid

import pytest
from daemon_stage import Stage, text_of
from mailhost import SAM

from followupd.journal.facts import Clarified
from followupd.journal.states import InterviewState

ACTIVE, PAUSED, ANSWERED = InterviewState.ACTIVE, InterviewState.PAUSED, InterviewState.ANSWERED
FRIEND = "Kim Koch <kim@friends.example>"
QUESTION = "How did it go at Acme GmbH? I saw that they look for a data engineer."
REFUSAL = "Unfortunately Acme GmbH has decided to go ahead with another candidate."


@pytest.fixture
def thanked(stage: Stage) -> Stage:
    """Everybody has been thanked."""
    stage.advance_by(4)
    return stage


def file_mail(stage: Stage, folder: str, text: str, **headers: str) -> None:
    mail = EmailMessage(policy=SMTP)
    mail["To"], mail["Date"], mail["Message-ID"] = SAM.address, formatdate(), make_msgid(domain="x.example")
    for name, value in headers.items():
        mail[name.replace("_", "-")] = value
    mail.set_content(text)
    stage.mailhost.dovecot.deliver(SAM.address, mail.as_bytes(), folder)
    stage.look()


def arrive(stage: Stage, text: str, sender: str = FRIEND, subject: str = "Acme GmbH") -> InterviewState:
    file_mail(stage, "INBOX", text, From=sender, Subject=subject)
    return stage.look()[0].status.state


def say(stage: Stage, word: str, folder: str = "Sent") -> InterviewState:
    """Sam answers the last notice, and his mail program files the copy."""
    notice = stage.notices()[-1]
    text = f"{word}\n\nOn Tuesday, Sam wrote:\n> {notice['Subject']}\n"
    headers = {
        "From": SAM.address,
        "Subject": f"Re: {notice['Subject']}",
        "In_Reply_To": notice["Message-ID"],
    }
    file_mail(stage, folder, text, **headers)
    return stage.look()[0].status.state


def words(stage: Stage) -> list[tuple[bool, str, str]]:
    assert stage.daemon
    facts = stage.daemon._ledger.history.facts
    return [(f.is_answer, f.sender, f.confirmed_domain) for f in facts if isinstance(f, Clarified)]


def test_no_goes_on_and_the_sender_is_not_asked_about_again(thanked: Stage) -> None:
    assert arrive(thanked, QUESTION) is PAUSED
    notice = text_of(thanked.notices()[-1])
    assert notice.count("?") == 1
    assert "Is it their answer? Answer this mail with one word:" in notice
    assert "followupd answer acme yes, or no" in notice
    assert say(thanked, "No.") is ACTIVE
    assert words(thanked) == [(False, "kim@friends.example", "friends.example")]
    told = len(thanked.notices())
    assert arrive(thanked, "And the people at Acme GmbH, are they nice?", subject="Hi") is ACTIVE
    assert len(thanked.notices()) == told
    thanked.restart()
    assert arrive(thanked, REFUSAL) is PAUSED


def test_yes_stops_and_the_domain_is_the_companys_from_now_on(thanked: Stage) -> None:
    assert arrive(thanked, QUESTION, "Jo Jung <jo@acme-people.example>") is PAUSED
    assert say(thanked, "yes") is ANSWERED
    assert words(thanked) == [(True, "jo@acme-people.example", "acme-people.example")]
    lead = {"name": "Lea Lang", "email": "lea@elsewhere.example", "lead": True, "fact": "the road map"}
    thanked.write_interview("acme-lead", position="Team Lead", at="2026-11-12 16:00", contacts=[lead])
    thanked.look()
    arrive(thanked, "We have news for you.", "Max Moser <max@acme-people.example>", "News")
    (other,) = [plan for plan in thanked.look() if plan.interview == "acme-lead"]
    assert other.status.state is PAUSED
    assert "the domain of Acme GmbH" in other.status.why


def test_a_word_that_is_not_in_sent_could_be_anybodys(thanked: Stage) -> None:
    assert arrive(thanked, QUESTION) is PAUSED
    assert say(thanked, "no", folder="INBOX") is PAUSED
    assert words(thanked) == []


def test_no_does_not_end_what_another_mail_began(thanked: Stage) -> None:
    assert arrive(thanked, QUESTION) is PAUSED
    question = thanked.notices()[-1]
    assert (
        arrive(thanked, "We have decided. Call me, please.", "Ana Alvarez <ana@acme.example>", "Re")
        is ANSWERED
    )
    headers = {"From": SAM.address, "Subject": "Re", "In_Reply_To": question["Message-ID"]}
    file_mail(thanked, "Sent", "no", **headers)
    assert thanked.look()[0].status.state is ANSWERED
    thanked.look()
    assert any(
        "does not hold Acme GmbH any more; something else does" in text_of(m) for m in thanked.notices()
    )


def test_a_word_that_does_not_fit_is_answered(thanked: Stage) -> None:
    assert arrive(thanked, QUESTION) is PAUSED
    assert say(thanked, "posted") is PAUSED
    thanked.look()
    asked = thanked.notices()[-1]
    assert "I did not understand your answer about Acme GmbH" in text_of(asked)
    assert "write one of: yes no" in text_of(asked)
