"""An interview through an agency, on real servers: who is written to, and whose answer stops it."""

import pytest
from daemon_stage import PANEL, Stage, text_of
from mailhost import ANA, BEN, CLEO, SAM, MailHost

from followupd.journal.states import InterviewState

AGENT = {"name": ANA.name, "email": ANA.address, "phone": "+49 30 901820"}  # of the domain acme.example, here
VIA = {
    "company": "Brix AG",
    "domains": ["brix.example"],
    "via": {"name": "Rocket Recruiting", "contacts": [AGENT], "met": ["Dora Diaz"]},
    "contacts": [],
}


@pytest.fixture
def through_agency(stage: Stage) -> Stage:
    stage.write_interview(**VIA)
    stage.restart()
    return stage


def write(mailhost: MailHost, sender: str, subject: str, text: str) -> None:
    mailhost.dovecot.deliver(
        SAM.address,
        f"From: {sender}\r\nTo: {SAM.address}\r\nSubject: {subject}\r\nMessage-ID: <a@b>\r\n\r\n{text}\r\n".encode(),
    )


def test_the_agency_is_thanked_called_and_asked_and_passes_the_thanks_on(through_agency: Stage) -> None:
    stage = through_agency
    steps = [move.touch.step for move in stage.play()]
    assert steps == ["thank-you", "call", "check-in", "second-call", "last-note"]
    mails = [text_of(mail) for mail in stage.followups(ANA.address)]
    assert len(mails) == 3
    assert "pass my thanks on to Dora Diaz" in mails[0]
    assert "Have you had any feedback from them?" in mails[1]
    assert not stage.followups(BEN.address)
    sheet = next(m for m in stage.notices() if str(m["Subject"]).startswith("Call Ana"))
    assert "I am calling about my interview at Brix" in text_of(sheet)


@pytest.mark.parametrize(
    ("sender", "subject"),
    [
        (ANA.address, "Your interview"),
        (CLEO.address, "Your interview"),
        ("hr@brix.example", "Your application"),
    ],
)
def test_an_answer_of_the_agency_or_of_the_company_stops_everything(
    through_agency: Stage, sender: str, subject: str
) -> None:
    stage = through_agency
    stage.advance_by(1)
    write(stage.mailhost, sender, subject, "Unfortunately they have chosen somebody else for the role.")
    assert stage.look()[0].status.state in (InterviewState.ANSWERED, InterviewState.PAUSED)
    assert stage.next_due() is None
    assert len(stage.followups(ANA.address)) == 1


def test_people_whose_address_is_known_are_thanked_themselves(stage: Stage) -> None:
    people = [person for person in PANEL["contacts"] if person["email"] != ANA.address]  # type: ignore[attr-defined,index]
    people = [{**person, "role": "interviewer"} for person in people[:1]]
    stage.write_interview(**{**VIA, "contacts": people})
    stage.restart()
    steps = [(move.touch.step, move.contact_name) for move in stage.play()]
    assert sorted(steps[:2]) == [("thank-you", ANA.name), ("thank-you", BEN.name)]
    assert {name for _, name in steps[2:]} == {ANA.name}
