"""Which mail a new one answers, under which subject, and what it quotes below."""

from datetime import date
from pathlib import Path

import pytest
from builders import ACME, config, received, taken, utc

from followupd.adapters.templates import TemplateFiles
from followupd.config.cadence import FAREWELL_STEP
from followupd.inbound.verdict import Action, Intent, Kind
from followupd.journal.facts import Fact
from followupd.journal.history import History
from followupd.writing.composer import write_draft
from followupd.writing.draft import Draft, DraftRequest
from followupd.writing.letters.letter_pdf import typeset_letter
from followupd.writing.mail.mime import MailText
from followupd.writing.mail.quotation import quote_mail

THANKS = taken("12 15:30", "thank-you", subject="Thank you", message_ids=("<1@me.example>",))
ANA = "ana@acme.example"


def draft(*facts: Fact, step_id: str = "check-in", quoted: str = "", **candidate: object) -> Draft:
    made = config(
        ACME, candidate={"name": "Sam Carter", "zone": "Europe/Berlin", "country": "DE", **candidate}
    )
    interview = made.interviews[0]
    history = History([THANKS, *facts])
    step = FAREWELL_STEP if step_id == "rejected" else made.find_step(interview, step_id)
    assert step
    request = DraftRequest(
        made, history.record_of(interview, made), interview.lead, step, utc("24 11:00"), TemplateFiles(Path()),
        typeset_letter, quoted,
    )  # fmt: skip
    return write_draft(request)


def answer(
    at: str, subject: str = "Re: Thank you", about: tuple[str, ...] = ("<1@me.example>",), **more: object
) -> Fact:
    return received(
        at, sender=ANA, subject=subject, about=about, message_id="<a1@acme.example>", kind=Kind.REPLY, contact="ana-ruiz", **more
    )  # fmt: skip


def head(one: Draft) -> tuple[str, str | None, tuple[str, ...]]:
    return one.text.subject, one.in_reply_to, one.references


def test_a_check_in_answers_our_last_mail_and_quotes_it_below() -> None:
    one = draft(quoted="Dear Ana,\n\nThank you.\n> old\n")
    assert head(one) == ("Re: Thank you", "<1@me.example>", ("<1@me.example>",))
    assert one.full_text.body.endswith(
        "\n\nOn 12 November 2026, Sam Carter wrote:\n> Dear Ana,\n>\n> Thank you.\n>> old\n"
    )
    assert one.quotation not in one.text.body


def test_after_their_answer_it_answers_theirs_and_quotes_nothing() -> None:
    one = draft(answer("18 10:00"), quoted="Dear Ana")
    assert head(one) == ("Re: Thank you", "<a1@acme.example>", ("<1@me.example>", "<a1@acme.example>"))
    assert one.quotation == ""


def test_a_mail_of_theirs_outside_of_the_thread_is_answered_alone_under_its_subject() -> None:
    one = draft(answer("18 10:00", "AW: Ihre Bewerbung", about=()))
    assert head(one) == ("Re: Ihre Bewerbung", "<a1@acme.example>", ("<a1@acme.example>",))


def test_what_was_sent_after_their_answer_is_answered_in_its_thread() -> None:
    since = taken("20 10:00", "check-in-2", subject="Re: Thank you", message_ids=("<2@me.example>",))
    one = draft(answer("18 10:00"), since, step_id="last-note", quoted="Hello")
    assert head(one) == (
        "Re: Thank you", "<2@me.example>", ("<1@me.example>", "<a1@acme.example>", "<2@me.example>"),
    )  # fmt: skip
    assert "> Hello" in one.quotation


def test_an_automatic_answer_and_a_colleagues_mail_are_not_answered() -> None:
    machine = received(
        "18 10:00", sender=ANA, subject="Away", message_id="<m@x.example>", kind=Kind.AUTO_REPLY
    )
    colleague = received("18 11:00", sender="bo@acme.example", subject="Hi", message_id="<b@x.example>")
    assert draft(machine, colleague).in_reply_to == "<1@me.example>"


def test_a_mail_that_came_back_is_not_answered() -> None:
    bounce = received(
        "12 16:00", sender="mailer-daemon@x.example", subject="Undelivered", message_id="<b@x.example>",
        kind=Kind.BOUNCE_PERMANENT, about=("<1@me.example>",), failed_address=ANA,
    )  # fmt: skip
    assert head(draft(bounce))[1:] == (None, ())
    assert not draft(bounce).text.subject.startswith("Re:")


def test_the_note_after_a_refusal_answers_it_under_its_subject() -> None:
    refusal = answer(
        "18 10:00", "Ihre Bewerbung (4711)", about=(), action=Action.STOP, intent=Intent.REJECTION
    )
    assert head(draft(refusal, step_id="rejected")) == (
        "Re: Ihre Bewerbung (4711)", "<a1@acme.example>", ("<a1@acme.example>",),
    )  # fmt: skip


def test_the_id_that_the_provider_gave_a_mail_is_the_one_to_answer() -> None:
    made = config(ACME)
    history = History(
        [taken("12 15:30", "thank-you", subject="Hi", message_ids=("<1@me.example>", "<X@prod.example>"))]
    )
    from followupd.writing.mail.thread import choose_thread

    interview = made.interviews[0]
    step = made.find_step(interview, "check-in")
    assert step
    thread = choose_thread(history.record_of(interview, made), step, interview.lead)
    assert thread
    assert thread.in_reply_to == "<X@prod.example>"
    assert thread.ids == ("<1@me.example>", "<X@prod.example>")


@pytest.mark.parametrize("subject", ["", "a\x07b", "=?utf-8?q?x?="])
def test_a_subject_that_no_header_can_hold_is_not_taken_over(subject: str) -> None:
    assert head(draft(answer("18 10:00", subject)))[0] == "Re: Thank you"


@pytest.mark.parametrize(
    "subject", ["Role", "Re: Role", "RE: AW: Role", "Sv: re: Role", "Re[2]: Role", "re : Role"]
)
def test_an_answer_has_one_re(subject: str) -> None:
    assert MailText("x", "y\n").as_reply(subject).subject == "Re: Role"


def test_a_word_that_only_begins_like_a_prefix_stays() -> None:
    assert MailText("x", "y\n").as_reply("Resume: Role").subject == "Re: Resume: Role"


def test_a_signature_stands_below_the_name_and_replaces_the_number() -> None:
    one = draft(
        phone="+49 30 901820", signature="Sam Carter\nData Engineer\n+49 30 901820", step_id="check-in"
    )
    assert one.full_text.body.endswith("regards,\nSam Carter\nData Engineer\n+49 30 901820\n")
    other = draft(signature="-- \nsamcarter.example", step_id="check-in")
    assert other.full_text.body.endswith("\nSam Carter\n\n-- \nsamcarter.example\n")


@pytest.mark.parametrize(
    ("language", "line"),
    [
        ("en", "On 1 December 2026, Sam wrote:"),
        ("de", "Am 1. Dezember 2026 schrieb Sam:"),
        ("fr", "Le 1er décembre 2026, Sam a écrit :"),
        ("es", "El 1 de diciembre de 2026, Sam escribió:"),
        ("nl", "1 december 2026, Sam:"),
    ],
)
def test_a_quotation_begins_as_mail_programs_of_the_language_begin_it(language: str, line: str) -> None:
    assert quote_mail("Hi\n\nthere\n", "Sam", date(2026, 12, 1), language, "DE").splitlines() == [
        line, "> Hi", ">", "> there",
    ]  # fmt: skip


def test_a_signature_is_not_quoted_as_no_mail_program_quotes_one():
    quoted = quote_mail(
        "Dear Ana,\n\nThank you.\n\nSam\n\n-- \nlinkedin.com/in/sam\n", "Sam", date(2026, 12, 1), "en", "GB"
    )
    assert quoted.endswith("> Thank you.\n>\n> Sam")
