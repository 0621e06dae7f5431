"""Mail to many, and what networks, boards and gateways carry for one person."""

import pytest
from classify_cases import verdict

from followupd.inbound.verdict import Action, Intent, Kind


def test_a_newsletter_of_the_company_is_told_and_brakes_nothing():
    found = verdict(
        "Acme News <news@acme.example>",
        "Acme in November",
        "Our new office.",
        List_Unsubscribe="<https://acme.example/u>",
    )
    assert (found.kind, found.action) == (Kind.BULK, Action.ALERT)


@pytest.mark.parametrize(
    ("subject", "kind", "action"),
    [
        ("Ana Roe sent you a message", Kind.REPLY, Action.PAUSE),
        ("Ana Roe viewed your profile", Kind.BULK, Action.ALERT),
    ],
)
def test_a_networks_mail_that_names_a_contact_is_told_and_a_message_of_theirs_brakes(subject, kind, action):
    found = verdict("Network <no-reply@network.example>", subject, "Open the app.", List_Unsubscribe="<x>")
    assert (found.kind, found.action, found.contact) == (kind, action, "ana")


LISTED = {"List_Unsubscribe": "<https://board.example/u>", "Feedback_ID": "1:board"}


@pytest.mark.parametrize(
    "sender", ["Tests <support@hackerrankforwork.com>", "Ben via DocuSign <dse@eumail.docusign.net>"]
)
def test_a_test_or_a_contract_that_names_the_company_brakes(sender):
    assert verdict(sender, "For you", "Acme has sent you this.").action is Action.PAUSE


def test_a_stranger_who_quotes_us_wrapped_anew_brakes():
    body = "Come on Monday.\n> I enjoyed hearing how your\n> team moves its data each night.\n"
    found = verdict("Cy <cy@agency.example>", "Hello", body)
    assert (found.action, found.interviews, found.about) == (Action.PAUSE, ("acme",), ("<fu-1@me.example>",))


def test_a_rejection_that_says_nobody_reads_its_address_is_heard():
    body = "Acme: the position has been filled. This mailbox is not monitored."
    found = verdict("Acme <acme@myworkday.com>", "Data Engineer", body, Auto_Submitted="auto-replied")
    assert (found.kind, found.action, found.intent) == (Kind.REPLY, Action.PAUSE, Intent.REJECTION)


def test_an_answer_through_a_help_desk_stops_though_it_is_said_to_be_generated():
    thread = {"In_Reply_To": "<fu-1@me.example>", "Auto_Submitted": "auto-generated"}
    assert verdict("Acme <acme@desk.example>", body="Tuesday is fine.", **thread).action is Action.STOP


def test_a_decision_that_a_job_board_passes_on_brakes():
    words = "Thank you for the interview. We have decided to go with another candidate."
    found = verdict("Acme <c1@board.example>", "Your application as Data Engineer", words, **LISTED)
    assert (found.kind, found.action, found.intent) == (Kind.REPLY, Action.PAUSE, Intent.REJECTION)


def test_jobs_on_offer_that_name_the_company_brake_nothing():
    words = "New jobs for you: Data Engineer at Acme. Candidates apply fast.\nUnsubscribe"
    found = verdict("Board <alert@board.example>", "Data Engineer at Acme and 12 more jobs", words, **LISTED)
    assert (found.kind, found.action) == (Kind.BULK, Action.NONE)


def test_an_answer_to_our_subject_through_a_network_brakes():
    found = verdict(
        "Ana via Network <hit@network.example>", "RE: Thank you for the interview", "Ring me.", **LISTED
    )
    assert (found.kind, found.action) == (Kind.REPLY, Action.PAUSE)


def test_a_colleagues_mail_through_a_gateway_that_marks_everything_as_a_list_brakes():
    found = verdict(
        "Cy <cy@acme.example>", "Hello", "Ring me tomorrow.", Precedence="bulk", List_Id="<all.acme>"
    )
    assert (found.kind, found.action) == (Kind.REPLY, Action.PAUSE)


def test_list_headers_do_not_silence_a_contact():
    assert verdict(subject="Hello", List_Id="<all.acme.example>", Precedence="list").action is Action.STOP


def test_traits_of_advertising_do_not_silence_the_company():
    body = "Click here for your benefits: limited time, save up to 20%, unsubscribe."
    assert verdict("Benefits <benefits@acme.example>", "FREE insurance!!", body).action is Action.PAUSE
