"""What a person wrote: whose it is, what it does, and what our own mail is."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from classify_cases import ACME, KNOWN, NOW, OTHER, OWN_ID, TOKEN, verdict

from followupd.inbound.classifier import classify_mail
from followupd.inbound.matching.watchlist import WatchedContact
from followupd.inbound.verdict import Action, Intent, Kind


def test_an_answer_to_our_mail_counts_although_the_interview_was_put_off_since():
    later = replace(ACME, starts_at=NOW + timedelta(days=7))
    known = replace(KNOWN, interviews=(later, OTHER))
    stranger = "Bo Berg <bo@private.example>"
    assert verdict(stranger, In_Reply_To="<fu-1@me.example>", known=known).action is Action.STOP
    untold = replace(known, sent_mails={}, tokens={})
    assert verdict(In_Reply_To="<fu-1@me.example>", known=untold).action is Action.NONE


def test_an_answer_to_our_mail_counts_although_our_clock_ran_ahead_when_we_wrote():
    early = replace(ACME, starts_at=NOW + timedelta(days=1))
    ahead = {key: replace(mail, sent_at=NOW + timedelta(days=14)) for key, mail in KNOWN.sent_mails.items()}
    known = replace(KNOWN, interviews=(early, OTHER), sent_mails=ahead)
    assert verdict(In_Reply_To="<fu-1@me.example>", known=known).action is Action.STOP


def test_an_answer_in_our_thread_stops_and_names_the_mail_it_answers():
    found = verdict(In_Reply_To="<fu-1@me.example>")
    assert (found.kind, found.action, found.interviews, found.contact) == (
        Kind.REPLY,
        Action.STOP,
        ("acme",),
        "ana",
    )
    assert found.about == ("<fu-1@me.example>",)
    assert "In-Reply-To is our mail “Thank you for the interview” of 23 Nov" in found.why


def test_an_answer_is_found_in_references_cut_short_and_without_brackets():
    assert verdict(References="<x@y> fu-1@me.example, <z").action is Action.STOP


def test_a_colleague_who_got_our_mail_passed_on_stops_too():
    found = verdict("Chris Vale <chris@elsewhere.example>", "Hello", References="<fu-1@me.example>")
    assert (found.action, found.contact) == (Action.STOP, None)


def test_a_contact_with_a_new_subject_stops():
    assert verdict(subject="Coffee?").action is Action.STOP


@pytest.mark.parametrize("how", [{"in_sent": True}, {"Message_ID": OWN_ID}])
def test_what_a_contact_wrote_is_no_mail_of_ours_though_it_lies_in_sent_or_carries_our_mark(how):
    found = verdict("Ana <ana.roe@acme.example>", "Re: Thank you", **how)
    assert (found.is_own, found.action) == (False, Action.STOP)


def test_a_contact_is_known_by_another_address():
    assert verdict("Ana <ANA@roe.example>", "Hi").contact == "ana"


def test_a_stranger_of_the_company_pauses():
    found = verdict("Chris Vale <chris@hr.acme.example>", "Hello")
    assert (found.kind, found.action, found.interviews) == (Kind.REPLY, Action.PAUSE, ("acme",))


def test_a_contact_who_writes_from_a_private_address_pauses():
    assert verdict("Ana Roe <aroe77@gmail.com>", "Hello").action is Action.PAUSE


def test_a_contact_who_signs_from_a_private_address_without_a_name_pauses():
    found = verdict(
        "aroe77@gmail.com", "Thursday", "Our mail is down. Can you come on Thursday?\n\nAna Roe\n"
    )
    assert (found.action, found.why) == (Action.PAUSE, "Ana Roe signed it, from an unknown address")


def test_a_stranger_who_names_a_contact_in_the_text_pauses():
    found = verdict("x9@gmail.com", "Hi", "I met Ana Roe at the fair, what a day.")
    assert (found.action, found.why) == (Action.PAUSE, "its text names Ana Roe")


def test_an_answer_to_our_subject_from_an_unknown_address_pauses():
    assert verdict("assistant <a@other.example>", "AW: Thank you for the interview").action is Action.PAUSE


def test_our_own_words_quoted_by_a_stranger_pause():
    body = "See below\n\n> I enjoyed hearing how your team moves its data each night."
    assert verdict("x <x@other.example>", "see below", body).interviews == ("acme",)


def test_a_relay_that_names_the_company_pauses():
    found = verdict(
        "Recruiting <no-reply@us.greenhouse-mail.io>",
        "Your application",
        "Acme decided not to move forward with your application.",
    )
    assert (found.kind, found.action, found.intent) == (Kind.REPLY, Action.PAUSE, Intent.REJECTION)


def test_a_relay_of_another_company_concerns_nothing():
    found = verdict(
        "Globex <no-reply@us.greenhouse-mail.io>", "Your application", "Globex decided not to move forward."
    )
    assert (found.kind, found.action, found.interviews) == (Kind.UNRELATED, Action.NONE, ())


def test_a_rejection_that_calls_itself_generated_is_heard():
    found = verdict(
        "Acme <no-reply@acme.example>",
        "Your application",
        "We regret that your application was not successful.",
        Auto_Submitted="auto-generated",
    )
    assert (found.kind, found.action) == (Kind.REPLY, Action.PAUSE)


def test_an_employer_that_makes_an_applicant_system_is_a_company_by_its_own_domain():
    known = replace(
        KNOWN, interviews=(replace(ACME, company="Workday", domains=("workday.com",)),), sent_mails={}
    )
    assert verdict("Lee <lee@workday.com>", "Hello", known=known).action is Action.PAUSE


def test_freemail_never_stands_for_a_company():
    known = replace(
        KNOWN,
        interviews=(
            replace(ACME, domains=(), contacts=(WatchedContact("g", "Gus Hill", ("gus@gmail.com",)),)),
        ),
        sent_mails={},
    )
    assert verdict("Bea <bea@gmail.com>", "Hello", known=known).kind is Kind.UNRELATED


def test_a_person_who_concerns_no_interview_is_unrelated():
    found = verdict("Mum <mum@family.example>", "Sunday?")
    assert (found.kind, found.action, found.interviews) == (Kind.UNRELATED, Action.NONE, ())


def test_a_mail_from_before_the_interview_answers_nothing():
    assert verdict(at=datetime(2026, 11, 9, tzinfo=UTC)).kind is Kind.UNRELATED


def test_a_closed_interview_is_still_recognised_and_told():
    known = replace(KNOWN, interviews=(replace(ACME, is_closed=True),))
    found = verdict(known=known, In_Reply_To="<fu-1@me.example>")
    assert (found.kind, found.action, found.interviews) == (Kind.REPLY, Action.ALERT, ("acme",))


def test_a_contact_of_two_interviews_pauses_both():
    known = replace(KNOWN, interviews=(ACME, replace(ACME, id="acme-2", role="Analyst")), sent_mails={})
    found = verdict(known=known, subject="Hello")
    assert (found.action, found.interviews) == (Action.PAUSE, ("acme", "acme-2"))


def test_an_answer_in_the_thread_of_one_interview_stops_its_employers_other_one_too():
    known = replace(KNOWN, interviews=(replace(ACME, id="acme-2", role="Analyst"), ACME))
    found = verdict(known=known, In_Reply_To="<fu-1@me.example>")
    assert (found.action, found.interviews) == (Action.STOP, ("acme", "acme-2"))


def test_a_helper_in_their_own_thread_is_told_and_stops_nothing():
    found = verdict(
        "Hal <hal@friends.example>",
        "Re: Thank you for the hint",
        "You're welcome!",
        In_Reply_To="<fu-2@me.example>",
    )
    assert (found.kind, found.action, found.contact) == (Kind.REPLY, Action.ALERT, "hal")


def test_a_helper_from_outside_who_writes_anew_is_told():
    assert verdict("Hal <hal@friends.example>", "How did it go?").action is Action.ALERT


def test_a_helper_within_the_company_is_told_in_their_own_thread():
    found = verdict(
        "Ida <ida.moss@acme.example>",
        "Re: Thank you for the word",
        "Good luck!",
        In_Reply_To="<fu-3@me.example>",
    )
    assert found.action is Action.ALERT


def test_a_helper_within_the_company_who_brings_a_decision_pauses():
    body = "Sadly they went with another candidate."
    assert (
        verdict("Ida <ida.moss@acme.example>", "Re: word", body, In_Reply_To="<fu-3@me.example>").action
        is Action.PAUSE
    )


def test_a_helper_within_the_company_outside_their_thread_pauses():
    assert verdict("Ida <ida.moss@acme.example>", "News", "Ring me.").action is Action.PAUSE


def test_the_company_answering_in_a_helpers_thread_stops():
    assert verdict(In_Reply_To="<fu-2@me.example>").action is Action.STOP


@pytest.mark.parametrize(
    "kwargs", [{}, {"In_Reply_To": "<fu-1@me.example>"}, {"Auto_Submitted": "auto-replied"}]
)
def test_own_mail_is_never_a_reply(kwargs):
    found = verdict("me <Me@me.example>", To="Ana <Ana.Roe@acme.example>, x@y.example", **kwargs)
    assert (found.kind, found.action, found.is_own) == (Kind.UNRELATED, Action.NONE, True)
    assert (found.interviews, found.contact, found.recipients) == (
        ("acme",),
        "ana",
        ("ana.roe@acme.example", "x@y.example"),
    )


def test_mail_in_sent_is_own():
    found = verdict("Other Me <me@second.example>", in_sent=True, Message_ID=OWN_ID)
    assert (found.is_own, found.token, found.interviews, found.about) == (
        True,
        TOKEN,
        ("acme",),
        ("<fu-1@me.example>",),
    )


@pytest.mark.parametrize(
    "sender", ["x <x@y.example>", "HR <jobs@acme.example>", "Ana <ana.roe@acme.example>"]
)
def test_our_mark_makes_nobodys_mail_our_own(sender):
    """Every recipient of a mail of ours has its id, and may send it back."""
    found = verdict(sender, In_Reply_To="<fu-1@me.example>", Message_ID=OWN_ID)
    assert (found.is_own, found.action) == (False, Action.STOP)


def test_a_mail_of_two_authors_is_not_our_own():
    assert not verdict("Ana <ana.roe@acme.example>, me <me@me.example>").is_own


def test_own_gmail_is_known_in_every_spelling():
    known = replace(KNOWN, own_addresses=frozenset({"jo.keller@gmail.com"}))
    assert verdict("me <jokeller+x@googlemail.com>", known=known).is_own


def test_a_foreign_token_makes_no_mail_our_own():
    assert verdict(Message_ID="<00000000-0000-4000-8000-000000000000@me.example>").kind is Kind.REPLY


def test_a_display_name_cannot_pretend_to_be_us():
    assert not verdict('"me@me.example" <ana.roe@acme.example>').is_own


def test_a_forged_offer_is_no_offer_and_still_stops():
    body = "We are delighted to offer you the role."
    assert verdict(body=body).intent is None
    assert verdict(body=body).action is Action.STOP
    found = verdict(body=body, Authentication_Results="mx.me.example; dmarc=pass header.from=acme.example")
    assert (found.intent, found.authenticated) == (Intent.OFFER, True)


def test_a_date_that_the_company_gives_is_proposed():
    assert verdict(body="We will let you know by 4 December.").promise == date(2026, 12, 4)


def test_what_cannot_be_read_pauses_the_interview_that_its_bytes_name():
    assert classify_mail(b"\xff\xfe ANA.ROE@acme.example \x00", KNOWN, NOW).action is Action.PAUSE
    assert classify_mail(b"\xff\xfe <fu-1@me.example> \x00", KNOWN, NOW).interviews == ("acme",)
    assert classify_mail(b"\xff\xfe nobody", KNOWN, NOW).action is Action.ALERT


def test_a_verdict_tells_sender_subject_and_id():
    found = verdict(
        "Ana <Ana.Roe@ACME.example>", "=?utf-8?q?Gr=C3=BC=C3=9Fe?=", Message_ID="<m1@acme.example>"
    )
    assert (found.sender, found.subject, found.message_id) == (
        "ana.roe@acme.example",
        "Grüße",
        "<m1@acme.example>",
    )


@pytest.mark.parametrize(
    ("sender", "passes", "vouched"),
    [
        ("Ana <ana.roe@acme.example>", "acme.example", True),
        ("Cy <cy@acme.example>", "acme.example", True),
        ("Ana Roe <ana@evil.example>", "evil.example", False),
    ],
)
def test_a_stranger_who_proves_their_own_domain_is_not_vouched_for(sender, passes, vouched):
    found = verdict(
        sender,
        body="Please stop writing to me.",
        In_Reply_To="<fu-1@me.example>",
        Reply_To="ana.roe@acme.example",
        Authentication_Results=f"mx.me.example; dmarc=pass header.from={passes}",
    )
    assert (found.action, found.intent, found.authenticated) == (Action.STOP, Intent.PLEASE_STOP, vouched)


def test_a_strangers_words_command_no_terminal():
    event = "BEGIN:VEVENT\r\nUID:1\r\nSUMMARY:Talk\x1b[2J\x9b31m\r\nEND:VEVENT"
    summary = f"BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\n{event}\r\nEND:VCALENDAR"
    for head, body in (
        ("From: Ana <ana\x1b[31m@acme.example>\r\nSubject: =?utf-8?Q?Hi=1B]52;c;Zm9v=07?=", "Hello"),
        (
            f"From: {ACME.contacts[0].addresses[0]}\r\nSubject: x\r\nContent-Type: text/calendar; method=REQUEST",
            summary,
        ),
    ):
        found = classify_mail(
            f"{head}\r\nMessage-ID: <1\x9b2J\u202e\u2028@x>\r\n\r\n{body}\r\n".encode(), KNOWN, NOW
        )
        texts = (found.sender, found.subject, found.why, found.message_id)
        assert all(text.isprintable() for text in texts)
