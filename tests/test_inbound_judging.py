from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from followupd.inbound.judge import judge
from followupd.inbound.known import Known, KnownContact, KnownInterview, SentMail
from followupd.inbound.verdict import Action, Intent, Kind

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
ANA = KnownContact("ana", "Ana Roe", ("ana.roe@acme.example", "ana@roe.example"))
HAL = KnownContact("hal", "Hal Burke", ("hal@friends.example",), helped=True)
IDA = KnownContact("ida", "Ida Moss", ("ida.moss@acme.example",), helped=True)
ACME = KnownInterview(
    "acme",
    "Acme",
    "Data Engineer",
    datetime(2026, 11, 10, tzinfo=UTC),
    (ANA, HAL, IDA),
    ("Acme Corp",),
    ("acme.example",),
    "Europe/Berlin",
    calendar_uids=("talk-1@acme",),
)
OTHER = KnownInterview(
    "birch",
    "Birch Labs",
    "Analyst",
    datetime(2026, 11, 1, tzinfo=UTC),
    (KnownContact("tom", "Tom Birch", ("tom@birch.example",)),),
    (),
    ("birch.example",),
)
SENT = {
    "<fu-1@me.example>": SentMail(
        "acme",
        "ana",
        "Thank you for the interview",
        NOW - timedelta(days=1),
        "I enjoyed hearing how your team moves its data each night.\n",
    ),
    "<fu-2@me.example>": SentMail("acme", "hal", "Thank you for the hint", NOW - timedelta(days=1)),
    "<fu-3@me.example>": SentMail("acme", "ida", "Thank you for the word", NOW - timedelta(days=1)),
}
KNOWN = Known(
    frozenset({"me@me.example"}), (ACME, OTHER), SENT, {"tok1": "<fu-1@me.example>"}, "mx.me.example"
)


def mail(
    sender="Ana Roe <ana.roe@acme.example>",
    subject="Re: Thank you for the interview",
    body="Thanks!",
    **headers,
):
    lines = {
        "From": sender,
        "To": "me@me.example",
        "Subject": subject,
        "Date": "Tue, 24 Nov 2026 09:00:00 +0000",
    }
    lines |= {name.replace("_", "-"): value for name, value in headers.items()}
    return ("\n".join(f"{name}: {value}" for name, value in lines.items()) + "\n\n" + body + "\n").encode()


def verdict(*args, known=KNOWN, at=NOW, in_sent=False, **kwargs):
    return judge(mail(*args, **kwargs), known, at, in_sent=in_sent)


def test_an_answer_to_our_mail_counts_although_the_interview_was_put_off_since():
    later = replace(ACME, since=NOW + timedelta(days=7))
    known = replace(KNOWN, interviews=(later, OTHER))
    stranger = "Bo Berg <bo@private.example>"
    assert verdict(stranger, In_Reply_To="<fu-1@me.example>", known=known).action is Action.STOP
    untold = replace(known, sent={}, tokens={})
    assert verdict(In_Reply_To="<fu-1@me.example>", known=untold).action is Action.NONE


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


@pytest.mark.parametrize("how", [{"in_sent": True}, {"X_Followupd_Id": "tok1"}])
def test_what_a_contact_wrote_is_no_mail_of_ours_though_it_lies_in_sent_or_carries_our_mark(how):
    found = verdict("Ana <ana.roe@acme.example>", "Re: Thank you", **how)
    assert (found.own, found.action) == (False, Action.STOP)


def test_a_contact_is_known_by_another_address():
    assert verdict("Ana <ANA@roe.example>", "Hi").contact == "ana"


def test_a_stranger_of_the_company_pauses():
    found = verdict("Chris Vale <chris@hr.acme.example>", "Hello")
    assert (found.kind, found.action, found.interviews) == (Kind.REPLY, Action.PAUSE, ("acme",))


def test_a_contact_who_writes_from_a_private_address_pauses():
    assert verdict("Ana Roe <aroe77@gmail.com>", "Hello").action is Action.PAUSE


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
    known = replace(KNOWN, interviews=(replace(ACME, company="Workday", domains=("workday.com",)),), sent={})
    assert verdict("Lee <lee@workday.com>", "Hello", known=known).action is Action.PAUSE


def test_freemail_never_stands_for_a_company():
    known = replace(
        KNOWN,
        interviews=(
            replace(ACME, domains=(), contacts=(KnownContact("g", "Gus Hill", ("gus@gmail.com",)),)),
        ),
        sent={},
    )
    assert verdict("Bea <bea@gmail.com>", "Hello", known=known).kind is Kind.UNRELATED


def test_a_person_who_concerns_no_interview_is_unrelated():
    found = verdict("Mum <mum@family.example>", "Sunday?")
    assert (found.kind, found.action, found.interviews) == (Kind.UNRELATED, Action.NONE, ())


def test_a_mail_from_before_the_interview_answers_nothing():
    assert verdict(at=datetime(2026, 11, 9, tzinfo=UTC)).kind is Kind.UNRELATED


def test_a_closed_interview_is_still_recognised_and_told():
    known = replace(KNOWN, interviews=(replace(ACME, closed=True),))
    found = verdict(known=known, In_Reply_To="<fu-1@me.example>")
    assert (found.kind, found.action, found.interviews) == (Kind.REPLY, Action.ALERT, ("acme",))


def test_a_contact_of_two_interviews_pauses_both():
    known = replace(KNOWN, interviews=(ACME, replace(ACME, id="acme-2", role="Analyst")), sent={})
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
    assert (found.kind, found.action, found.own) == (Kind.UNRELATED, Action.NONE, True)
    assert (found.interviews, found.contact, found.addressed) == (
        ("acme",),
        "ana",
        ("ana.roe@acme.example", "x@y.example"),
    )


def test_mail_in_sent_and_mail_with_our_token_is_own():
    assert verdict("Other Me <me@second.example>", in_sent=True).own
    found = verdict("x <x@y.example>", X_Followupd_Id="tok1")
    assert (found.own, found.token, found.interviews, found.about) == (
        True,
        "tok1",
        ("acme",),
        ("<fu-1@me.example>",),
    )


def test_own_gmail_is_known_in_every_spelling():
    known = replace(KNOWN, own_addresses=frozenset({"jo.keller@gmail.com"}))
    assert verdict("me <jokeller+x@googlemail.com>", known=known).own


def test_a_contact_with_a_subject_like_a_bounce_is_a_person():
    assert (
        verdict(subject="Failure notice", body="Our heating failed, let us meet elsewhere.").kind
        is Kind.REPLY
    )


def test_a_bounce_from_the_companys_own_mail_system_stops_even_where_it_names_nothing():
    found = verdict(
        "postmaster@acme.example",
        "Undeliverable: hello",
        "Your mail could not be delivered.",
        Return_Path="<>",
    )
    assert (found.kind, found.action, found.interviews) == (Kind.BOUNCE_PERMANENT, Action.STOP, ("acme",))


def test_an_absence_told_in_words_alone_asks_where_it_gives_no_day():
    body = "Thank you. I am out of the office with no access to mail. If urgent, please contact Bo."
    assert verdict(body=body).action is Action.PAUSE
    assert verdict(body=body + " I return on 1 December.").action is Action.HOLD


def test_a_mailbox_that_is_not_read_during_an_absence_still_holds():
    body = "I am on leave until 30 November. This mailbox is not monitored."
    found = verdict(subject="Automatic reply: x", body=body)
    assert (found.action, found.left) == (Action.HOLD, False)


def test_somebody_gone_to_whom_we_do_not_write_is_only_told():
    found = verdict(
        "Info <info@acme.example>",
        "Automatic reply: x",
        "This mailbox is not monitored.",
        Auto_Submitted="auto-replied",
    )
    assert found.action is Action.ALERT


def test_a_foreign_token_makes_no_mail_our_own():
    assert verdict(X_Followupd_Id="tok9").kind is Kind.REPLY


def test_a_display_name_cannot_pretend_to_be_us():
    assert not verdict('"me@me.example" <ana.roe@acme.example>').own


def test_a_note_of_absence_holds_the_person_until_they_are_back():
    found = verdict(
        subject="Automatic reply: Thank you",
        body="I am out of the office until 30 November.",
        Auto_Submitted="auto-replied",
        In_Reply_To="<fu-1@me.example>",
    )
    assert (found.kind, found.action, found.contact, found.return_date) == (
        Kind.AUTO_REPLY,
        Action.HOLD,
        "ana",
        date(2026, 11, 30),
    )


def test_the_absence_of_somebody_we_do_not_write_to_is_only_told():
    found = verdict(
        "Chris <chris@acme.example>",
        "Automatic reply: Hello",
        "I am out of the office until 30 November.",
        Auto_Submitted="auto-replied",
    )
    assert (found.action, found.contact) == (Action.ALERT, None)


def test_an_absence_that_concerns_nobody_is_nothing():
    assert verdict("x <x@y.example>", "Automatic reply: Hi", "I am on leave.").action is Action.NONE


def test_a_contact_who_has_left_stops_for_good():
    found = verdict(subject="Automatic reply: Thank you", body="Ana Roe no longer works here.")
    assert (found.kind, found.action, found.left) == (Kind.AUTO_REPLY, Action.STOP, True)


def test_tomorrow_is_counted_where_the_writer_is():
    known = replace(KNOWN, interviews=(replace(ACME, zone="Pacific/Auckland"),))
    found = verdict(
        subject="Automatic reply: x",
        body="I am out of the office and back tomorrow.",
        known=known,
        at=datetime(2026, 11, 24, 20, tzinfo=UTC),
    )
    assert found.return_date == date(2026, 11, 26)


BOUNCE = """--b
Content-Type: message/delivery-status

Final-Recipient: rfc822; {address}
Action: failed
Status: 5.1.1

--b
Content-Type: text/rfc822-headers

From: me@me.example
Message-ID: <{id}@me.example>
--b--"""


def bounce(address, number):
    return verdict(
        "MAILER-DAEMON@mx.example",
        "Undelivered",
        BOUNCE.format(address=address, id=number),
        Content_Type='multipart/report; report-type=delivery-status; boundary="b"',
    )


def test_a_bounce_of_our_mail_stops_and_names_the_address():
    found = bounce("ana.roe@acme.example", "fu-1")
    assert (found.kind, found.action, found.interviews, found.contact) == (
        Kind.BOUNCE_PERMANENT,
        Action.STOP,
        ("acme",),
        "ana",
    )
    assert (found.failed_address, found.status, found.about) == (
        "ana.roe@acme.example",
        "5.1.1",
        ("<fu-1@me.example>",),
    )


def test_a_bounce_of_somebody_elses_mail_is_nothing():
    found = bounce("aunt@family.example", "other")
    assert (found.kind, found.action, found.interviews) == (Kind.BOUNCE_PERMANENT, Action.NONE, ())


def test_an_update_of_the_interviews_own_invitation_is_recognised_by_its_uid():
    calendar = "BEGIN:VCALENDAR\nMETHOD:CANCEL\nBEGIN:VEVENT\nUID:talk-1@acme\nEND:VEVENT\nEND:VCALENDAR"
    found = verdict(
        "robot <robot@booking.example>", "Cancelled", calendar, Content_Type="text/calendar; method=CANCEL"
    )
    assert (found.kind, found.action, found.interviews) == (Kind.INVITATION, Action.PAUSE, ("acme",))


def test_a_changed_invitation_of_the_interview_itself_is_no_next_round():
    calendar = "BEGIN:VCALENDAR\nMETHOD:REQUEST\nBEGIN:VEVENT\nUID:talk-1@acme\nORGANIZER:mailto:ana.roe@acme.example\nEND:VEVENT\nEND:VCALENDAR"
    found = verdict(
        "robot <robot@booking.example>", "Invitation", calendar, Content_Type="text/calendar; method=REQUEST"
    )
    assert (found.action, found.intent) == (Action.STOP, None)
    assert "for this very interview: it was moved or changed" in found.why


BEFORE = datetime(2026, 11, 5, 9, 0, tzinfo=UTC)  # the interview is yet to come


def calendared(method, start="", received=BEFORE, known=None, sender="robot <robot@booking.example>"):
    times = f"DTSTART;TZID=Europe/Berlin:{start}\nDURATION:PT45M\n" if start else ""
    calendar = (
        f"BEGIN:VCALENDAR\nMETHOD:{method}\nBEGIN:VEVENT\nUID:talk-1@acme\n{times}END:VEVENT\nEND:VCALENDAR"
    )
    raw = f"From: {sender}\nTo: me@me.example\nSubject: Talk\nMessage-ID: <i@x>\nContent-Type: text/calendar; method={method}\n\n{calendar}"
    return judge(
        raw.encode(),
        known or Known(own_addresses=frozenset({"me@me.example"}), interviews=(ACME, OTHER)),
        received,
    )


def test_an_invitation_that_moves_an_interview_yet_to_come_pauses_and_names_the_line_for_its_file():
    found = calendared("REQUEST", "20261112T140000")
    assert (found.action, found.interviews) == (Action.PAUSE, ("acme",))
    assert found.why.endswith("write into its file (acme.yaml) at: 2026-11-12 14:00 and minutes: 45")


def test_the_invitation_of_an_interview_yet_to_come_is_no_news_while_its_time_is_the_same():
    found = calendared("REQUEST", "20261110T010000")
    assert (found.action, found.interviews) == (Action.NONE, ())


def test_an_interview_yet_to_come_that_is_cancelled_pauses():
    found = calendared("CANCEL", "20261110T010000")
    assert (found.action, found.interviews) == (Action.PAUSE, ("acme",))
    assert found.why.endswith("for this very interview: it was cancelled")


def test_an_invitation_older_than_the_file_is_older_than_the_users_word():
    written = replace(ACME, written=BEFORE + timedelta(hours=1))
    known = Known(own_addresses=frozenset({"me@me.example"}), interviews=(written,))
    assert calendared("REQUEST", "20261112T140000", known=known).action is Action.NONE


def test_a_next_round_that_is_moved_still_ends_the_round_before_it():
    second = replace(ACME, id="acme-2", since=datetime(2026, 12, 1, tzinfo=UTC))
    first = replace(ACME, calendar_uids=())
    known = Known(own_addresses=frozenset({"me@me.example"}), interviews=(first, second))
    found = calendared(
        "REQUEST", "20261203T140000", received=NOW, known=known, sender="Ana Roe <ana.roe@acme.example>"
    )
    assert (found.action, set(found.interviews)) == (Action.STOP, {"acme", "acme-2"})


def test_an_invitation_whose_organiser_is_a_contact_stops():
    calendar = "BEGIN:VCALENDAR\nMETHOD:REQUEST\nBEGIN:VEVENT\nUID:2\nORGANIZER:mailto:ana.roe@acme.example\nEND:VEVENT\nEND:VCALENDAR"
    found = verdict(
        "robot <robot@booking.example>", "Invitation", calendar, Content_Type="text/calendar; method=REQUEST"
    )
    assert (found.action, found.intent, found.contact) == (Action.STOP, Intent.NEXT_ROUND, "ana")


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


def test_a_forged_offer_is_no_offer_and_still_stops():
    body = "We are delighted to offer you the role."
    assert verdict(body=body).intent is None
    assert verdict(body=body).action is Action.STOP
    found = verdict(body=body, Authentication_Results="mx.me.example; dmarc=pass header.from=acme.example")
    assert (found.intent, found.authenticated) == (Intent.OFFER, True)


def test_a_date_that_the_company_gives_is_proposed():
    assert verdict(body="We will let you know by 4 December.").promise == date(2026, 12, 4)


def test_what_cannot_be_read_pauses_the_interview_that_its_bytes_name():
    assert judge(b"\xff\xfe ANA.ROE@acme.example \x00", KNOWN, NOW).action is Action.PAUSE
    assert judge(b"\xff\xfe <fu-1@me.example> \x00", KNOWN, NOW).interviews == ("acme",)
    assert judge(b"\xff\xfe nobody", KNOWN, NOW).action is Action.ALERT


def test_a_verdict_tells_sender_subject_and_id():
    found = verdict(
        "Ana <Ana.Roe@ACME.example>", "=?utf-8?q?Gr=C3=BC=C3=9Fe?=", Message_ID="<m1@acme.example>"
    )
    assert (found.sender, found.subject, found.message_id) == (
        "ana.roe@acme.example",
        "Grüße",
        "<m1@acme.example>",
    )


def test_a_read_receipt_of_ours_does_nothing():
    body = "--b\nContent-Type: message/disposition-notification\n\nOriginal-Message-ID: <fu-1@me.example>\nDisposition: manual-action/MDN-sent-manually; displayed\n--b--"
    found = verdict(
        body=body, Content_Type='multipart/report; report-type=disposition-notification; boundary="b"'
    )
    assert (found.kind, found.action, found.interviews) == (Kind.READ_RECEIPT, Action.NONE, ("acme",))


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
