"""The mailbox as the whole interface: an approval, a call sheet, an undo and a text of one's own, all by mail."""

from email.message import EmailMessage
from email.policy import SMTP
from email.utils import formatdate

import pytest
from daemon_stage import Stage, text_of
from mailhost import ANA, SAM
from own_replies import answer, answers

from followupd.journal.command_facts import Instructed
from followupd.journal.facts import Done
from followupd.journal.states import InterviewState

OWN_TEXT = (
    "Dear Ana,\n\nthank you for the time that you took for me on Thursday, and for all that you told me about the"
    " Data Engineer role at Acme GmbH. I am very interested in it and would like to do this work. I keep thinking about your nightly loads,"
    " and I would gladly help with them: I have built pipelines for streaming and data quality that load four billion"
    " rows a night. May I phone you in the course of next week?\n\nKind regards\nSam Sample\n"
)


def verbs(stage: Stage) -> list[tuple[str, str]]:
    assert stage.daemon
    facts = stage.daemon._ledger.history.facts
    return [(f.verb, f.answer) for f in facts if isinstance(f, Instructed)]


@pytest.mark.parametrize(
    ("language", "subject", "text", "understood"),
    [
        ("de", "Freigeben? Dank an Ana", "Ja, bitte senden. Danke!", "Verstanden: Dank an Ana Alvarez (Acme GmbH) geht"),
        ("fr", "Approuver ? remerciement à Ana", "Oui, merci !", "Compris : remerciement à Ana Alvarez (Acme GmbH) : le message part"),
        ("es", "¿Aprobar? agradecimiento a Ana", "Sí, gracias.", "Entendido: agradecimiento a Ana Alvarez (Acme GmbH): el correo sale"),
    ],
)  # fmt: skip
def test_the_candidate_is_asked_and_answered_in_their_language(
    stage: Stage, language: str, subject: str, text: str, understood: str
) -> None:
    stage.write_config(
        sending={"approve": "all"},
        candidate={**stage.config["candidate"], "language": language},  # type: ignore[dict-item]
    )
    stage.look()
    stage.advance_by(4)
    stage.look()
    (shown,) = [m for m in stage.notices() if m["Subject"].startswith(subject)]
    assert "UTC" not in text_of(shown)
    (told,) = answers(stage, answer(stage, shown, text))
    assert text_of(told).startswith(understood)
    assert len(stage.followups(ANA.address)) == 1


@pytest.fixture
def asked(stage: Stage) -> tuple[Stage, EmailMessage]:
    """The thank-you to Ana waits for Sam's word; he has got it to read."""
    stage.write_config(sending={"approve": "all"})
    stage.look()
    stage.advance_by(4)
    stage.look()
    (shown,) = [m for m in stage.notices() if m["Subject"].startswith("Approve? thank-you to Ana")]
    return stage, shown


def test_a_sentence_approves_and_is_answered_once(asked: tuple[Stage, EmailMessage]) -> None:
    stage, shown = asked
    assert not stage.followups(ANA.address)
    own_mail = answer(stage, shown, "Yes, please send it. Thanks!\n\nSam")
    assert len(stage.followups(ANA.address)) == 1
    (told,) = answers(stage, own_mail)
    assert text_of(told).startswith("Understood: thank-you to Ana Alvarez (Acme GmbH) goes out")
    stage.restart()
    stage.look()
    assert (len(answers(stage, own_mail)), len(stage.followups(ANA.address))) == (1, 1)


def test_the_copy_in_another_folder_is_no_second_answer(asked: tuple[Stage, EmailMessage]) -> None:
    stage, shown = asked
    own_mail = answer(stage, shown, "maybe")
    stage.mailhost.dovecot.deliver(SAM.address, own_mail.as_bytes(), "Sent")
    stage.look()
    (told,) = answers(stage, own_mail)
    assert "I did not understand" in text_of(told)
    assert verbs(stage) == [("", "asked")]


def test_a_no_in_a_sentence_leaves_out_this_mail_and_no_other(asked: tuple[Stage, EmailMessage]) -> None:
    stage, shown = asked
    own_mail = answer(stage, shown, "Bitte nicht senden!")
    assert "is left out" in text_of(answers(stage, own_mail)[0])
    assert not stage.followups(ANA.address)
    (other,) = [m for m in stage.notices() if m["Subject"].startswith("Approve? thank-you to Ben")]
    answer(stage, other, "ja")
    assert len(stage.followups("ben@acme.example")) == 1


def test_undo_takes_back_what_the_answer_told_of(asked: tuple[Stage, EmailMessage]) -> None:
    stage, shown = asked
    own_mail = answer(stage, shown, "no")
    (told,) = answers(stage, own_mail)
    undoing = answer(stage, told, "undo, sorry")
    assert "the skip for Acme GmbH is taken back" in text_of(answers(stage, undoing)[0])
    answer(stage, shown, "yes, send it")
    assert len(stage.followups(ANA.address)) == 1


def test_an_own_text_is_shown_again_and_goes_out_after_a_yes(asked: tuple[Stage, EmailMessage]) -> None:
    stage, shown = asked
    own_mail = answer(stage, shown, OWN_TEXT)
    assert not stage.followups(ANA.address)
    (again,) = answers(stage, own_mail)
    assert "I keep thinking about your nightly loads" in text_of(again)
    refused = answer(stage, shown, "yes")
    assert "the words have changed" in text_of(answers(stage, refused)[0])
    assert not stage.followups(ANA.address)
    agreed = answer(stage, again, "Yes!")
    assert "goes out in these words" in text_of(answers(stage, agreed)[0])
    (sent,) = stage.followups(ANA.address)
    assert "I keep thinking about your nightly loads" in text_of(sent)


def test_the_check_holds_an_own_text_and_says_why(asked: tuple[Stage, EmailMessage]) -> None:
    stage, shown = asked
    own_mail = answer(stage, shown, OWN_TEXT.replace("Acme GmbH", "your company"))
    (again,) = answers(stage, own_mail)
    assert (
        "The check holds these words: thank-you.interviewer to Ana Alvarez never names Acme GmbH"
        in text_of(again)
    )
    agreed = answer(stage, again, "yes")
    assert "That was not done: the check holds these words" in text_of(answers(stage, agreed)[0])
    assert not stage.followups(ANA.address)


def test_a_call_sheet_is_answered_in_german(stage: Stage) -> None:
    stage.advance_by(5)
    sheet = stage.notices()[0]
    own_mail = answer(stage, sheet, "Habe mit ihr gesprochen, sie entscheiden bis 4. Dezember.\n\nLG Sam")
    assert stage.daemon
    (report,) = [f for f in stage.daemon._ledger.history.facts if isinstance(f, Done)]
    assert (report.outcome, f"{report.promise}") == ("spoke", "2026-12-04")
    assert stage.look()[0].status.state is InterviewState.ACTIVE
    (told,) = answers(stage, own_mail)
    assert "they decide by Friday, 4 December 2026" in text_of(told)


def test_two_commands_in_one_answer_are_both_done_and_taken_back_one_by_one(stage: Stage) -> None:
    stage.advance_by(5)
    own_mail = answer(stage, stage.notices()[0], "spoke to her, pls pause 2 weeks")
    assert stage.daemon
    (report,) = [f for f in stage.daemon._ledger.history.facts if isinstance(f, Done)]
    assert report.outcome == "spoke"
    assert verbs(stage) == [("spoke+hold", "did")]
    status = stage.look()[0].status
    assert (status.state, status.own_pause_until is None) == (InterviewState.PAUSED, False)
    (told,) = answers(stage, own_mail)
    assert text_of(told).startswith("Understood: you spoke with Ana Alvarez")
    assert "Understood: the follow-up for Acme GmbH is paused until" in text_of(told)
    answer(stage, told, "undo")
    assert stage.look()[0].status.own_pause_until is None
    answer(stage, told, "Undo.")
    assert stage.look()[0].status.state is InterviewState.ACTIVE
    sent = len(stage.followups(ANA.address))
    stage.restart()
    stage.look()
    assert (len(answers(stage, own_mail)), len(stage.followups(ANA.address))) == (1, sent)


def test_a_yes_and_a_pause_in_one_answer_are_asked_about_by_name(asked: tuple[Stage, EmailMessage]) -> None:
    stage, shown = asked
    own_mail = answer(stage, shown, "yes, and then pause until 4 January")
    assert stage.followups(ANA.address) == []
    (told,) = answers(stage, own_mail)
    assert "it says two things: “yes” and “pause until 4 January”" in text_of(told)
    assert "Nothing was changed." in text_of(told)
    assert verbs(stage) == [("", "asked")]


def test_a_stop_is_taken_back_by_mail(stage: Stage) -> None:
    stage.advance_by(5)
    own_mail = answer(stage, stage.notices()[0], "Stop please")
    assert stage.look()[0].status.state is InterviewState.CLOSED
    (told,) = answers(stage, own_mail)
    answer(stage, told, "undo")
    assert stage.look()[0].status.state is InterviewState.ACTIVE
    assert stage.next_due()


def test_a_mail_to_somebody_else_in_the_thread_is_no_word_to_followupd(stage: Stage) -> None:
    stage.advance_by(5)
    sheet = stage.notices()[0]
    made = EmailMessage(policy=SMTP)
    made["From"], made["To"], made["Subject"] = SAM.address, ANA.address, "Our call"
    made["Date"], made["Message-ID"] = formatdate(stage.clock.instant.timestamp()), "<to-ana@sam>"
    made["In-Reply-To"] = sheet["Message-ID"]
    made.set_content("Stop by whenever you like.\n")
    stage.mailhost.dovecot.deliver(SAM.address, made.as_bytes(), "Sent")
    stage.look()
    assert verbs(stage) == []
    assert stage.look()[0].status.state is InterviewState.ACTIVE
