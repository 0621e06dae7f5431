"""A mail that speaks of a file has one, and a file is spoken of."""

import pytest
from builders import ACME

from followupd.config.candidate import Candidate
from followupd.config.interview import Interview
from followupd.writing.lint.lint import lint_text
from followupd.writing.mail.mime import MailText

GOOD = "Dear Ana,\n\nThank you for the talk at Acme. May I call you next week?\n\nBest regards,\nSam Sample\n"

ANNOUNCEMENTS = (
    "My CV is attached.", "I attach my certificates.", "I have attached the slides that I mentioned.",
    "Please find attached my CV.", "You will find the attached document useful.", "Attached is my portfolio.",
    "I've attached my references.", "See the attachment.", "My references are enclosed.", "Attached you will find my CV.",
    "Anbei mein Lebenslauf.", "Im Anhang finden Sie meine Zeugnisse.", "Meine Zeugnisse habe ich beigefügt.",
    "Ich habe Ihnen das Zeugnis angehängt.", "In der Anlage sende ich Ihnen mein Zeugnis.",
    "Vous trouverez ci-joint mon CV.", "Mon CV est en pièce jointe.", "Je vous joins mes certificats.",
    "Mes certificats sont joints à ce message.",
    "Adjunto mi CV.", "Le adjunto los certificados.", "Encontrará mi CV en el archivo adjunto.",
    "Adjunto encontrará mi CV.",
)  # fmt: skip
OTHER_WORDS = (
    "I have become attached to the idea.", "The storage is attached to the network.", "I met the military attaché.",
    "Network-attached storage was the topic.", "The garage is attached to the office.",
    "Der Umbau in der Anlage in Köln hat mir gefallen.", "Ich hänge an dieser Idee.",
    "Nous nous sommes rejoints à la gare.", "El director adjunto me recibió.", "La profesora adjunta a la dirección.",
    "The enclosed court was nice.", "You joined us in the hall.",
)  # fmt: skip


def rules(body: str, kind: str = "thank-you.interviewer", files: tuple[str, ...] = ()) -> set[str]:
    interview = Interview.model_validate(ACME)
    candidate = Candidate(name="Sam Sample", zone="Europe/Berlin", country="DE")
    faults = lint_text(
        MailText("Thank you", body), kind, interview, interview.contacts[0], candidate, files=files
    )
    return {fault.rule for fault in faults}


def with_words(words: str) -> str:
    return GOOD.replace("May I call", f"{words}\n\nMay I call")


@pytest.mark.parametrize("words", ANNOUNCEMENTS)
def test_a_file_that_is_announced_and_missing_holds_the_mail(words: str) -> None:
    assert "attachment" in rules(with_words(words))
    assert "attachment" not in rules(with_words(words), files=("cv.pdf",))
    assert "attachment-unsaid" not in rules(with_words(words), files=("cv.pdf",))


@pytest.mark.parametrize("words", OTHER_WORDS)
def test_words_that_announce_no_file_hold_nothing(words: str) -> None:
    assert "attachment" not in rules(with_words(words))


def test_a_file_that_nobody_speaks_of_is_advised_about() -> None:
    assert "attachment-unsaid" in rules(GOOD, files=("cv.pdf",))
    assert "attachment-unsaid" not in rules(GOOD)


def test_a_file_in_a_thank_you_is_advised_about_and_in_a_check_in_not() -> None:
    assert "attachment-thanks" in rules(with_words("My CV is attached."), files=("cv.pdf",))
    assert "attachment-thanks" not in rules(
        with_words("My CV is attached."), files=("cv.pdf",), kind="check-in"
    )
