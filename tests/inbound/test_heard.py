"""Answers that come another way than from the address we wrote to: each class by representatives of its own."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from classify_cases import KNOWN, NOW, OTHER, SENT, mail, verdict

from followupd.inbound.classifier import classify_mail, needs_body
from followupd.inbound.matching.watchlist import WatchedContact, WatchedInterview, Watchlist
from followupd.inbound.verdict import Action, Kind

BLUE = WatchedInterview(
    "blue",
    "Northwind Traders Sp. z o.o.",
    "Senior Data Engineer",
    datetime(2026, 11, 10, tzinfo=UTC),
    (
        WatchedContact(
            "eva", "Eva Nordmann", ("eva.nordmann@northwind.example",), phones=("+48 22 555 01 23",)
        ),
        WatchedContact("jan", "Jan Kowalski", ("jk@northwind.example",)),
    ),
    (),
    ("northwind.example",),
    "Europe/Warsaw",
    requisition="NW-4711-B",
)
KNOWN_BLUE = Watchlist(frozenset({"me@me.example"}), (BLUE, OTHER), {}, {}, "mx.me.example")
BRAKES = (Action.STOP, Action.PAUSE)


def heard(*args, **kwargs):
    """Return whether the mail brakes, and whether the daemon would have read it."""
    raw = mail(*args, **kwargs)
    return classify_mail(raw, KNOWN_BLUE, NOW).action in BRAKES and needs_body(
        raw.partition(b"\n\n")[0], KNOWN_BLUE
    )


@pytest.mark.parametrize(
    ("sender", "headers"),
    [
        ("x <c4rl.at.northwind.example+abc123@relay.example>", {}),
        ('"carl(a)northwind.example" <ra.7xk@relay.example>', {}),
        ("Carl <me+carl=northwind.example@anon.example>", {}),
        ("Carl <carl_at_northwind_example_k2j3h4@privaterelay.example>", {}),
        ('"carl@northwind.example [via Mask]" <q1w2@mask.example>', {}),
        ("SRS0=aB3=XY=northwind.example=carl@forward.example", {}),
        ("q1w2@mask.example", {"Resent_From": "carl@northwind.example"}),
        ("q1w2@mask.example", {"X_AnonAddy_Original_Sender": "carl@northwind.example"}),
        ("'Carl' via Jobs <jobs@groups.example>", {"X_Original_From": "Carl <carl@northwind.example>", "Precedence": "list"}),
        ("Carl Zeh <carl@northwind.example>, Bot <bot@robot.example>", {"Sender": "bot@robot.example"}),
        ("Carl <carl@northwind.onmicrosoft.com>", {}),
        ("Support <support@northwind.zendesk.com>", {}),
        ("Carl <carl@northwind.de>", {}),
        ("Carl <carl@getnorthwindtraders.example>", {}),
        ("Carl <carl@northwind-traders-group.example>", {}),
        ("Carl <carl@northwindtradershq.example>", {}),
        ("Carl <carl@mail.northwind-traders.example>", {}),
        ("northwind.traders.jobs@gmail.com", {}),
    ],
)  # fmt: skip
def test_the_companys_address_is_known_however_it_is_spelt(sender, headers):
    assert heard(sender, "Your visit", "When can we ring you?", **headers)


@pytest.mark.parametrize(
    "sender",
    [
        "eva.nordmann_at_northwind.example_me@duck.example",
        "ra+eva.nordmann.at.northwind.example+x1@relay.example",
        "SRS0=aB=XY=northwind.example=eva.nordmann@forward.example",
    ],
)
def test_a_contact_behind_a_relay_is_that_contact(sender):
    assert verdict(sender, "Hello", known=KNOWN_BLUE).contact == "eva"


@pytest.mark.parametrize(
    ("sender", "headers"),
    [
        ("no-reply@northwind.example", {}),
        ("no-reply@northwind.example", {"List_Unsubscribe": "<https://northwind.example/u>"}),
        ("no-reply@northwind.example", {"Auto_Submitted": "auto-generated"}),
        ("no-reply@identity.example", {}),
        ("no-reply@identity.example", {"Auto_Submitted": "auto-generated"}),
    ],
)
@pytest.mark.parametrize(
    ("subject", "body"),
    [
        (
            "Verify your identity",
            "Northwind Traders: please verify your identity to sign the contract: https://sign.example/v",
        ),
        (
            "Your employment contract",
            "Confirm your e-mail address to read the contract with Northwind Traders: https://sign.example/v",
        ),
    ],
)
def test_who_shall_sign_a_contract_has_an_offer(sender, subject, body, headers):
    assert heard(sender, subject, body, **headers)


@pytest.mark.parametrize(
    ("subject", "body"),
    [
        ("Voicemail from +48225550123", "Hello, please ring me back."),
        ("Neue Sprachnachricht", "Anrufer: 0048 22 555 01 23, Dauer 0:31"),
        ("SMS", "From: (22) 555-01-23\nSam, you have got it!"),
        ("Missed call", "You missed a call from +48 (0)22 555 0123 at 10:12."),
        ("Appel manque", "Appel en absence de +48 22 555 01 23"),
    ],
)
@pytest.mark.parametrize("headers", [{}, {"List_Unsubscribe": "<https://phone.example/u>"}])
def test_a_call_from_a_contacts_number_is_the_contact(subject, body, headers):
    raw = mail("Phone <no-reply@phone.example>", subject, body, **headers)
    found = classify_mail(raw, KNOWN_BLUE, NOW)
    assert (found.action, found.contact) == (Action.STOP, "eva")


def test_a_call_from_another_number_concerns_nothing():
    body = "You missed a call from +48 22 555 99 99."
    assert verdict("no-reply@phone.example", "Missed call", body, known=KNOWN_BLUE).action is Action.NONE


@pytest.mark.parametrize(
    ("sender", "subject", "body"),
    [
        ("Portal <n@portal.example>", "Secure message", "carl@northwind.example has sent you a message. Open it here."),
        ("Guard <digest@guard.example>", "Quarantine", "eva.nordmann@northwind.example  Re: our talk  Release | Block"),
        ("Send <noreply@files.example>", "carl@northwind.example sent you Contract.pdf", "1 file"),
        ("Northwind Traders via SignIt <x@signit.example>", "Please sign", "Open the document."),
        ("Verify <no-reply@verify.example>", "Northwind Traders asked for a background check", "Give your consent."),
        ("Tests <x@tests.example>", "Your assessment", "Northwind Traders invites you to a test."),
        ("Lea <lea@agency.example>", "Wednesday", "I write for Northwind Traders. When can you start?"),
        ("Lea <lea@agency.example>", "Wednesday", "About NW 4711 B: they liked you."),
        ("Lea <lea@agency.example>", "Your interview", "The Senior Data Engineer team has decided."),
        ("Lea <lea@agency.example>", "Your interview", "Ms Nordmann asks when you can come."),
        ("me <me@uni.example>", "Fwd: Your visit", "From: Eva Nordmann <eva.nordmann@northwind.example>\nTo: me\n\nCome again."),
        ("NORDMANN Eva <e@private.example>", "Hello", "Ring me."),
        ("Eva M. Nordmann <e@private.example>", "Hello", "Ring me."),
        ("e@private.example (Eva Nordmann)", "Hello", "Ring me."),
        ("E. Nordmann <e@private.example>", "Hello", "Ring me."),
        ("Careers <no-reply@us.greenhouse-mail.io>", "Update", "The NorthwindTraders team thanks you."),
        ("Northwind Talent <no-reply@ashbyhq.com>", "Your Northwind interview", "Pick a time."),
        ("x@y.example", "Rozmowa", "Piszę w imieniu Northwind Tradersa."),
        ("x@y.example", "Rozmowa", "Pozdrowienia od Jana Kowalskiego i zapraszamy."),
    ],
)  # fmt: skip
def test_who_names_company_contact_role_or_requisition_pauses(sender, subject, body):
    assert heard(sender, subject, body)


def test_a_longer_word_is_not_the_companys_name():
    for domain in ("northwindow.example", "unnorthwind.example", "northwindtradersfans.example"):
        assert not heard(f"Carl <carl@{domain}>", "Your visit", "When can we ring you?")


@pytest.mark.parametrize(
    "head",
    [
        'Content-Type: application/octet-stream; name="Visit.eml"',
        'Content-Type: application/octet-stream\nContent-Disposition: attachment; filename="Visit.EML"',
    ],
)
def test_a_mail_that_was_attached_as_a_file_is_read(head):
    inner = "From: Carl <carl@northwind.example>\nSubject: Your visit\n\nCome again."
    body = f"--b\nContent-Type: text/plain\n\nsee attached\n--b\n{head}\n\n{inner}\n--b--"
    found = verdict("B <b@home.example>", "For you", body, known=KNOWN_BLUE, Content_Type="multipart/mixed; boundary=b")  # fmt: skip
    assert found.action is Action.PAUSE


def test_an_event_that_names_the_role_is_about_it():
    event = "BEGIN:VCALENDAR\nVERSION:2.0\nMETHOD:REQUEST\nBEGIN:VEVENT\nUID:u1@x\nDTSTART:20261202T090000Z\nSUMMARY:Senior Data Engineer: panel\nEND:VEVENT\nEND:VCALENDAR"
    found = verdict("R <r@calendar.example>", "Invitation", event, known=KNOWN_BLUE, Content_Type="text/calendar; method=REQUEST")  # fmt: skip
    assert (found.kind, found.action) == (Kind.INVITATION, Action.PAUSE)


def test_a_forward_as_an_attachment_is_read():
    inner = "From: Carl <carl@northwind.example>\nTo: other@uni.example\nSubject: Your visit\n\nCome again."
    body = (
        f"--b\nContent-Type: text/plain\n\nsee attached\n--b\nContent-Type: message/rfc822\n\n{inner}\n--b--"
    )
    found = verdict(
        "Me <me@uni.example>", "Fwd", body, known=KNOWN_BLUE, Content_Type="multipart/mixed; boundary=b"
    )
    assert found.action is Action.PAUSE


@pytest.mark.parametrize(
    ("company", "name", "text"),
    [
        ("山川商事株式会社", "佐藤 花子", "山川商事の採用担当です。"),
        ("株式会社山川商事", "佐藤 花子", "佐藤花子です。明日お電話ください。"),
        ("北风科技有限公司", "王芳", "您好，北风科技邀请您参加复试。"),
        ("북풍상사 주식회사", "박지민", "북풍상사에서 연락드립니다."),
        ('בית צפון בע"מ', "נועה לוי", "תודה שהגעת לראיון בבית צפון."),
        ("شركة الشمال", "ليلى حسن", "نكتب إليكم من الشمال بخصوص المقابلة."),
        ("บริษัท ลมเหนือ จำกัด", "สมชาย", "ลมเหนือขอเชิญคุณสัมภาษณ์"),
        ("Pohjola Valaistus Oy", "Aino Virtanen", "Terveisin Aino Virtaselta, palaamme asiaan."),
        ("Pohjolainen Oy", "Aino Virtanen", "Kirjoitan Pohjolaisesta."),
        ("Északi Fény Kft.", "Kovács Béla", "Az Északi Fénynél döntöttünk."),
        ("Severka s.r.o.", "Jana Nováková", "Píšu ze Severky, rozhodli jsme se."),
        ("ООО Северный Ветер", "Иван Петров", "Пишу из Северного Ветра."),
    ],
)
def test_names_are_found_in_any_script_and_inflected(company, name, text):
    interview = WatchedInterview(
        "x",
        company,
        "?",
        datetime(2026, 11, 10, tzinfo=UTC),
        (WatchedContact("p", name, ("p@corp.example",)),),
    )
    known = Watchlist(frozenset({"me@me.example"}), (interview,))
    raw = f"From: x@y.example\nSubject: ?\nContent-Type: text/plain; charset=utf-8\n\n{text}\n".encode()
    assert classify_mail(raw, known, NOW).action is Action.PAUSE


def test_a_company_of_one_word_is_not_every_such_word():
    known = replace(
        KNOWN_BLUE, interviews=(replace(BLUE, company="Apple", domains=("apfel.example",), contacts=()),)
    )
    assert (
        verdict("x@y.example", "Pie", "Two apples and how to apply the glaze.", known=known).action
        is Action.NONE
    )
    assert verdict("x@y.example", "Hi", "I am writing for Apple.", known=known).action is Action.PAUSE


BULK = {"List_Unsubscribe": "<https://x.example/u>", "Feedback_ID": "1:x"}


@pytest.mark.parametrize(
    ("sender", "subject", "body"),
    [
        ("Carl <carl@northwind.example>", "References", "Could you send two names?\n\n(c) 2026 Northwind. All rights reserved.\nUnsubscribe"),
        ("Northwind <n@app.bamboohr.com>", "Update", 'Carl left a message: "Can you bring your laptop?"\nManage preferences'),
        ("Net <no-reply@net.example>", "Eva Nordmann vă trimite un mesaj", "Deschideți aplicația."),
        ("Net <no-reply@net.example>", "Uus sõnum", "Eva Nordmann: kas saame homme rääkida?"),
        ("Northwind Traders <no-reply@board.example>", "Northwind Traders: kandidatūra", "Deja, pasirinkome kitą kandidatą."),
        ("Nordmann, Eva via Team <team@groups.example>", "Besuch", "Passt Dienstag?"),
        ("Eva Nordmann / Northwind <bounce-1@sender.example>", "Hello", "Monday?"),
    ],
)  # fmt: skip
def test_list_headers_do_not_silence_a_word_to_the_user(sender, subject, body):
    assert heard(sender, subject, body, **BULK)


@pytest.mark.parametrize(
    ("sender", "subject", "body"),
    [
        (
            "News <news@magazine.example>",
            "Northwind Traders grows",
            "The wholesaler opens a new hall. Read more.",
        ),
        (
            "Board <alert@board.example>",
            "New jobs for you",
            "Senior Data Engineer at Northwind Traders. Apply now.",
        ),
        ("Shop <offers@shop.example>", "Sale", "Everything must go."),
        (
            "Eva Nordmann <eva@letters.example>",
            "My tenth newsletter",
            "What I learnt about trade. Read it now.",
        ),
    ],
)
def test_lists_that_say_nothing_to_the_user_brake_nothing(sender, subject, body):
    assert verdict(sender, subject, body, known=KNOWN_BLUE, **BULK).action not in BRAKES


@pytest.mark.parametrize(
    ("sender", "subject", "body"),
    [
        ("Kalender <k@calendar.example>", "Tagesübersicht für Donnerstag", "10:00 Anruf Northwind Traders"),
        ("Calendar <c@calendar.example>", "Your agenda for Friday", "9:00 Northwind Traders, Eva Nordmann"),
        ("Phone <no-reply@phone.example>", "Call log", "Outgoing call to Eva Nordmann +48 22 555 01 23, 3:10"),
        ("Post <no-reply@post.example>", "Ihr Brief wurde versandt", "An: Northwind Traders, Eva Nordmann"),
        ("Track <n@track.example>", "Eva Nordmann just opened your email", "eva.nordmann@northwind.example opened it."),
        ("Northwind Shop <shop@northwind.example>", "Order 4412", "Your order 4412 has shipped. Tracking number: 77123456"),
        ("Northwind Traders <x@feedback.example>", "How was your interview?", "Share your feedback in 3 minutes: https://f.example/1"),
        ("Board <x@indeedemail.com>", "Your application was viewed", "Northwind Traders has viewed your application."),
    ],
)  # fmt: skip
def test_notices_of_the_users_own_doings_are_told_and_brake_nothing(sender, subject, body):
    assert verdict(sender, subject, body, known=KNOWN_BLUE).action in (Action.ALERT, Action.NONE)


@pytest.mark.parametrize(
    ("sender", "body"),
    [
        ("Acme <no-reply@us.greenhouse-mail.io>", "Click the link below to approve the terms."),
        ("Acme <no-reply@acme.example>", "Add us to your safe senders list, click here. You have the job."),
        ("Ana <ana.roe@acme.example>", "Your message was read with joy. Ring me on Friday."),
        ("Cy <cy@acme.example>", "Votre message a été lu. Venez lundi."),
        ("Cy <cy@acme.example>", "Your message was read with great interest. Please come on Monday."),
        ("Acme <x@myworkday.com>", "An offer for your application has been created."),
        (
            "Acme <x@myworkday.com>",
            "Your application has been received very well, you are among the last two.",
        ),
        (
            "Ana <ana.roe@acme.example>",
            "I am out of the office until 7 December, but call my mobile: good news.",
        ),
    ],
)
def test_words_of_a_machine_silence_nobody_who_is_close(sender, body):
    assert verdict(sender, "Hello", body).action in BRAKES


def test_the_form_of_a_read_receipt_is_known_in_any_language():
    body = "Teie kiri\n\n   Saaja: Ana Roe\n   Teema: Thank you for the interview\n   Saadetud: 23.11.2026 9:00:00\n\nloeti 24.11.2026 10:15:02."
    found = verdict(subject="Loetud: Thank you for the interview", body=body, In_Reply_To="<fu-1@me.example>")
    assert (found.kind, found.action) == (Kind.READ_RECEIPT, Action.NONE)


def test_the_companys_question_outweighs_a_machines_header():
    found = verdict(
        "Acme <hr@acme.example>", "Hi", "May we ring you?", Auto_Submitted="auto-generated", Precedence="bulk"
    )
    assert found.action is Action.PAUSE


def test_a_users_relay_adds_to_the_table():
    known = replace(KNOWN, relays={"hr.example": "HR"}, sent_mails=SENT)
    for sender in ("x@hr.example", "x@greenhouse.io"):
        assert "comes through" in verdict(f"Jobs <{sender}>", "Acme", "We met.", known=known).why


@pytest.mark.parametrize(
    ("sender", "subject", "body"),
    [
        ("Test <n@test.example>", "Invitation to a test", "Northwind Traders invites you to a coding test."),
        ("Box <n@box.example>", "Offer.pdf was shared", "Eva Nordmann shared Offer.pdf with you."),
        ('"Eva Nordmann (via Docs)" <d@docs.example>', "Invitation to edit", "Open the file."),
    ],
)
def test_what_a_service_does_for_the_employer_is_read_under_list_headers(sender, subject, body):
    assert heard(sender, subject, body, **BULK)


def test_the_short_name_of_a_company_counts_beside_a_word_of_hiring():
    assert heard(
        "Lea <lea@agency.example>", "Feedback", "My client Northwind liked you, interview next week."
    )
    assert heard("ATS <northwind+mail@talent.icims.com>", "Update", "Dear Sam, thank you.")


def test_a_bank_that_names_the_company_only_tells():
    body = "Zahlung an Northwind Traders, 45,00 EUR"
    assert verdict("Bank <n@bank.example>", "Kontobewegung", body, known=KNOWN_BLUE).action is Action.ALERT
