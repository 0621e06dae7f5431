"""Answers known by what they say, in any language: news in a receipt, a message passed on, a delegate, a name."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from classify_cases import KNOWN, NOW, verdict

from followupd.inbound.classifier import classify_mail
from followupd.inbound.intent import detect_intent, has_decision
from followupd.inbound.matching.watchlist import WatchedContact, WatchedInterview, Watchlist
from followupd.inbound.verdict import Action, Intent, Kind

BRAKES = (Action.STOP, Action.PAUSE)
TOLD = (Action.ALERT, Action.NONE)
START = datetime(2026, 11, 10, tzinfo=UTC)
NORD = WatchedInterview(
    "nord",
    "Nordwind Handel GmbH",
    "Buyer",
    START,
    (WatchedContact("eva", "Eva Nordmann", ("eva@nordwind.example",)),),
    domains=("nordwind.example",),
)
KNOWN_NORD = Watchlist(frozenset({"me@me.example"}), (NORD,))
LISTED = {"List_Unsubscribe": "<https://x.example/u>"}
GENERATED = {"Auto_Submitted": "auto-generated"}


@pytest.mark.parametrize(
    "body",
    [
        "We have received your documents. You are expected on Monday at nine.",
        "Danke für deine Bewerbung. Sie ist jetzt in der Phase „Angebot“.",
        "Wij hebben je test ontvangen en zien je graag donderdag.",
        "Thank you for your application. It was moved to the stage Contract.",
    ],
)
@pytest.mark.parametrize("sender", ["Acme <no-reply@greenhouse.io>", "Acme <no-reply@acme.example>"])
def test_a_system_that_says_more_than_that_something_came_is_heard(sender, body):
    assert verdict(sender, "Your application", body, **GENERATED).action in BRAKES


@pytest.mark.parametrize(
    "body",
    [
        "We have received your application. We will get back to you as soon as possible.",
        "Vielen Dank für Ihre Bewerbung. Wir melden uns bei Ihnen.",
        "Nous avons bien reçu votre candidature. Nous reviendrons vers vous.",
    ],
)
def test_a_system_that_only_confirms_a_receipt_is_told(body):
    found = verdict("Acme <no-reply@greenhouse.io>", "Your application", body, **GENERATED)
    assert found.action is Action.ALERT


def test_a_mailbox_that_answers_by_itself_may_say_what_it_likes():
    body = "Thank you for your mail. We have received it. Call us on Monday if it is urgent."
    found = verdict("Acme <info@acme.example>", "Re: Thank you", body, Auto_Submitted="auto-replied")
    assert found.action is Action.ALERT


@pytest.mark.parametrize(
    ("subject", "body"),
    [
        ("Mensagem segura de Nordwind Handel", "Abra o anexo."),
        ("Nordwind Handel: zaszyfrowana wiadomość", "Otwórz załącznik."),
        ("Vous avez 1 nouveau message", "Eva Nordmann\nVoir le message"),
        ("Eva Nordmann님이 메시지를 보냈습니다", "앱에서 확인하세요."),
        ("Yeni bir mesajınız var", "Eva Nordmann: yarın konuşabilir miyiz"),
        ("您有一条新消息", "Nordwind Handel：您好"),
    ],
)
def test_a_message_that_a_service_announces_is_heard_in_any_language(subject, body):
    assert verdict("Net <no-reply@net.example>", subject, body, known=KNOWN_NORD, **LISTED).action in BRAKES


@pytest.mark.parametrize(
    "subject", ["Informe de cuarentena", "Raport kwarantanny", "Karanteeniraportti", "隔離メールのお知らせ", "Spam report"]
)  # fmt: skip
def test_a_quarantine_that_holds_their_mail_is_heard_in_any_language(subject):
    body = "carl@nordwind.example | Your visit | x"
    assert verdict("Guard <g@guard.example>", subject, body, known=KNOWN_NORD, **LISTED).action in BRAKES


@pytest.mark.parametrize(
    "body",
    [
        "Hello, I am the assistant of Ms Nordmann. Can you come at two?",
        "Frau Nordmann lässt ausrichten, dass es am Montag klappt.",
        "Je vous écris de la part de Mme Nordmann.",
        "Le escribo de parte de la Sra. Nordmann.",
    ],
)
def test_who_writes_for_a_contact_is_heard(body):
    assert verdict("Kim <kim@private.example>", "Monday", body, known=KNOWN_NORD).action is Action.PAUSE


def test_a_family_name_with_a_title_is_anybodys():
    body = "Frau Nordmann hat den Elternabend verschoben."
    assert (
        verdict("School <office@school.example>", "Klasse 3b", body, known=KNOWN_NORD).action is Action.NONE
    )


def test_a_second_given_name_is_the_same_person():
    known = KNOWN_NORD
    for name in ("Eva Maria Nordmann", "Eva-Maria Nordmann", "Nordmann, Eva"):
        assert verdict(f"{name} <e@private.example>", "Hi", "Ring me.", known=known).action is Action.PAUSE
    pair = "Eva and Peter Nordmann <p@private.example>"
    assert verdict(pair, "Party", "Come at eight.", known=known).action is Action.NONE


@pytest.mark.parametrize(
    ("body", "action"),
    [
        ("Hi, this is Eva from Nordwind, on my other number. Are you free at three?", Action.PAUSE),
        ("Nordwind came back to me. They would like to make an offer.", Action.PAUSE),
        ("Der Nordwind war gestern eisig, wir blieben am Ofen.", Action.NONE),
        ("Sam - heard back from Nordwind. They liked you. Call me?", Action.PAUSE),
        ("Hallo Sam, ich habe von Nordwind gehört. Wann können wir sprechen?", Action.PAUSE),
        ("Sam, did you see the Nordwind sails? Shall we go?", Action.NONE),
        ("Did you hear it from Nordwind?", Action.NONE),
    ],
)
def test_the_short_name_of_a_company_counts_beside_a_first_name_an_offer_or_word_from_it(body, action):
    headers = {"To": "Sam Carter <me@me.example>", "Content_Type": "text/plain; charset=utf-8"}
    assert verdict("Text <t@text.example>", "Hi", body, known=KNOWN_NORD, **headers).action is action


@pytest.mark.parametrize(
    ("company", "text"),
    [
        ("海豐電機股份有限公司", "海丰电机邀您面谈。"),
        ("东华医药有限公司", "東華醫藥來信"),
        ("国际贸易联合公司", "國際貿易聯合敬上"),
    ],
)
def test_a_chinese_name_is_known_in_traditional_and_simplified_characters(company, text):
    known = replace(KNOWN_NORD, interviews=(replace(NORD, company=company),))
    raw = f"From: x@y.example\nSubject: ?\nContent-Type: text/plain; charset=utf-8\n\n{text}\n".encode()
    assert classify_mail(raw, known, NOW).action is Action.PAUSE


@pytest.mark.parametrize(
    ("sender", "subject", "body"),
    [
        ("Calendar <c@calendar.example>", "Benachrichtigung: Acme anrufen @ Fr 27. Nov. 2026 10:00", "Acme anrufen"),
        ("Later <n@later.example>", "Sent", "Your scheduled email to Ana Roe was sent at 10:00."),
        ("Later <n@later.example>", "Nudge", "Ana Roe has not replied to your message."),
        ("Acme Shop <shop@acme.example>", "Refund", "We have refunded 12.90 EUR to your card. Order 55."),
        ("Acme <billing@acme.example>", "Facture 118", "Votre facture n° 118 est prête. Total TTC 29,00 EUR."),
    ],
)  # fmt: skip
def test_notices_of_the_users_doings_are_told_in_any_language(sender, subject, body):
    assert verdict(sender, subject, body).action in TOLD


def test_a_protected_message_is_no_notice_that_one_was_opened():
    found = verdict(
        "Mail <m@gate.example>", "Secure message from cy@acme.example", "Click to read your message."
    )
    assert found.action in BRAKES


@pytest.mark.parametrize(
    "text",
    [
        "Sajnos más jelöltet választottunk.", "Din păcate, am ales un alt candidat.", "Δυστυχώς δεν επιλεχθήκατε.",
        "За съжаление избрахме друг кандидат.", "Nažalost, niste izabrani.", "Kahjuks valisime teise kandidaadi.",
        "Diemžēl izvēlējāmies citu kandidātu.", "Deja, pasirinkome kitą kandidatą.", "Bohužiaľ sme vybrali iného kandidáta.",
        "للأسف تم اختيار مرشح آخر.", "לצערנו בחרנו במועמד אחר.", "متاسفانه فرد دیگری انتخاب شد.", "खेद है, हमने अन्य उम्मीदवार चुना।",
        "เสียใจด้วย คุณไม่ผ่าน", "Rất tiếc, chúng tôi đã chọn ứng viên khác.", "Mohon maaf, Anda belum berhasil.", "很抱歉，未能錄取。",
        "Örömmel felajánljuk az állást.", "Vă oferim postul.", "Σας προσφέρουμε τη θέση.", "Radi bychom vám nabídli místo.",
        "Size iş teklif etmek istiyoruz.", "יש לנו הצעת עבודה.", "คุณได้รับเลือก", "Anda diterima.", "决定录用您。",
        "Meghívjuk egy második interjúra.", "Vă invităm la o discuție.", "Запрошуємо вас на другу співбесіду.",
        "Kutsume teid vestlusele.", "ندعوكم إلى المقابلة الثانية.", "נשמח להזמין אותך לראיון נוסף.", "邀請您參加第二次面試", "2차 면접에 초대합니다",
    ],
)  # fmt: skip
def test_a_decision_or_a_next_step_is_understood_in_many_languages(text):
    assert has_decision(text)


def test_a_note_of_news_without_relation_stays_none():
    assert verdict("News <n@x.example>", "Neue Nachrichten", "Das Wetter.", known=KNOWN).action is Action.NONE


@pytest.mark.parametrize(
    ("sender", "subject", "body"),
    [
        ("Board <b@board.example>", "Due tomorrow: Call Ana Roe", "This card is due tomorrow."),
        ("Drive <d@drive.example>", "Done", "You uploaded Acme Corp notes.pdf to your folder."),
        ("Bank <b@bank.example>", "Money", "You received £85.00 from ACME CORP. Reference EXPENSES."),
        ("Bank <b@bank.example>", "Geldeingang", "Sie haben 85,00 EUR von Acme Corp erhalten."),
    ],
)
def test_cards_files_and_money_are_the_users_doings(sender, subject, body):
    assert verdict(sender, subject, body).action in TOLD


@pytest.mark.parametrize(
    ("subject", "body"),
    [
        ("Ihre Sendung kommt heute", "Sendung 4711 an Acme Corp, Hofstr. 7, wurde zugestellt."),
        ("Your package was delivered", "Delivered to: Acme Corp. Reference 8812."),
        ("Your item has been delivered", "Your item to Ana Roe was delivered and signed for by ROE."),
        ("Dein Paket ist angekommen", "Empfänger: Acme Corp. Sendungsnr. 2231"),
        ("Suivi", "Votre colis pour Acme Corp a été livré."),
        ("Seguimiento", "El envío para Acme Corp ha sido entregado."),
        ("Tracking", "La spedizione per Acme Corp è stata consegnata."),
        ("Pakket", "Je pakket voor Acme Corp is bezorgd."),
        ("Przesyłka", "Przesyłka do Acme Corp została doręczona."),
        ("Ihr Gespräch", "Abgehend: +49 30 901820 (Ana Roe), Dauer 3 Minuten"),
        ("Wie war dein Gespräch bei Acme Corp?", "Bewerte es jetzt: https://rating.example/1"),
        ("How was Acme Corp?", "Write a review of your visit: https://maps.example/1"),
        ("Your ride", "Pick-up: Home. Drop-off: Acme Corp, 1 Mill Lane. 12 GBP"),
        ("Ihr Ticket", "Einzelfahrt nach Hofstr. (Acme Corp). 3,50 EUR"),
        ("Your week: 3 meetings", "Call Ana Roe, dentist"),
        ("Reminder for your note", "Questions for Ana Roe"),
        ("Zahlung", "Du hast eine Zahlung gesendet: 12,90 EUR an Acme Corp."),
        ("Rechnung", "Deine Rechnung von Acme Corp: 12,90 EUR sind fällig."),
        ('Shipped: "Lenses" by Acme Corp', "Arriving soon."),
        ("Sam, your application was sent to Acme Corp", "Applied on 1 November."),
        ("12 new Data Engineer jobs", "Data Engineer, Acme Corp. View job. Edit alert"),
    ],
)
def test_carriers_calls_and_ratings_tell_of_the_users_doings(subject, body):
    assert verdict("S <no-reply@service.example>", subject, body, **GENERATED).action in TOLD


@pytest.mark.parametrize(
    "body",
    [
        "Dear me, your parcel for the trial week at Acme Corp is on its way. When shall we call?",
        "A package from Acme Corp was delivered to us: we want to hire you, says Acme Corp.",
        "Your trip to Berlin is booked by Acme Corp. Your booking: 88412, your ticket is attached.",
        "Acme Corp: we would like your feedback on the draft contract: https://sign.example/1",
    ],
)
def test_who_asks_or_decides_beside_a_parcel_is_heard(body):
    assert verdict("X <x@office.example>", "Your parcel", body).action in BRAKES


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("Outomatiese antwoord", "Ek is met verlof tot 4 Desember."),
        ("Përgjigje automatike", "Jam me pushime deri më 4 dhjetor."),
        ("ავტომატური პასუხი", "შვებულებაში ვარ 4 დეკემბრამდე."),
        ("স্বয়ংক্রিয় উত্তর", "আমি ৪ ডিসেম্বর পর্যন্ত ছুটিতে আছি।"),
        ("Ավտոմատ պատասխան", "Արձակուրդում եմ մինչև դեկտեմբերի 4-ը։"),
        ("خودکار جواب", "میں 4 دسمبر تک چھٹی پر ہوں۔"),
    ],
)
def test_absence_notes_are_known_in_further_languages(title, text):
    found = verdict(subject=f"{title}: Thank you for the interview", body=text)
    assert (found.kind, found.action) == (Kind.AUTO_REPLY, Action.HOLD)


def test_the_last_day_of_a_holiday_is_no_departure():
    body = "My last day of vacation is Friday December 4th."
    found = verdict(subject="Automatic reply: Hi", body=body, Auto_Submitted="auto-replied")
    assert (found.action, found.left) == (Action.HOLD, False)


def test_a_doctor_of_the_same_name_is_no_contact():
    practice = "Praxis Dr. Nordmann <praxis@practice.example>"
    found = verdict(practice, "Terminerinnerung", "Ihr Termin: 2. Dezember.", known=KNOWN_NORD)
    assert found.action is Action.NONE
    private = "Dr. Nordmann <x@private.example>"
    assert verdict(private, "Your interview", "Come on Monday.", known=KNOWN_NORD).action in BRAKES


def test_a_review_of_the_company_on_a_list_is_no_answer():
    found = verdict("R <r@board.example>", "Acme Corp interview experience", "Tough but fair.", **LISTED)
    assert found.action is Action.NONE


@pytest.mark.parametrize(
    ("subject", "text"),
    [
        ("Melding fra Acme Corp", "Se meldingen"),
        ("Acme Corpからメッセージ", "確認する"),
        ("Acme Corp te ha enviado un mensaje", "Verlo"),
        ("Acme Corp: vesti", "Acme Corp dorește să vă revadă."),
        ("Acme Corp: zpráva", "Acme Corp by Vás ráda znovu viděla."),
        ("Acme Corp: haber", "Acme Corp sizi tekrar görmek istiyor."),
        ("Acme Corp: новости", "Acme Corp хочет снова с вами встретиться."),
        ("Acme Corp: νέα", "Η Acme Corp θέλει να σας ξαναδεί."),
    ],
)
def test_a_companys_message_and_a_wish_to_meet_again_are_heard_on_a_list(subject, text):
    assert verdict("Net <no-reply@net.example>", subject, text, **LISTED).action in BRAKES


def test_a_contract_on_its_way_is_no_parcel_of_the_users():
    text = "Sender: Acme Corp. Contents: employment contract. Please return it."
    found = verdict("C <x@carrier.example>", "A package is on its way", text, **GENERATED)
    assert found.action in BRAKES


def test_a_day_before_which_nobody_shall_call_is_no_end():
    assert detect_intent("Wilt u voor maandag niet meer bellen? Dan weet ik meer.") is not Intent.PLEASE_STOP


def test_a_meeting_that_was_passed_on_is_no_absence():
    found = verdict(subject="Meeting Forward Notification: Talk", body="Your meeting was forwarded.")
    assert found.action in BRAKES


def test_a_test_that_the_company_sets_is_read_under_list_headers():
    body = "Nordwind Handel GmbH möchte, dass Sie an einem Online-Test teilnehmen."
    found = verdict("Tests <t@tests.example>", "Einladung zum Test", body, known=KNOWN_NORD, **LISTED)
    assert found.action in BRAKES


@pytest.mark.parametrize("title", ["Аутоматски одговор", "Автоматичен отговор", "Автоматски одговор"])
def test_the_subject_of_an_absence_is_known_in_cyrillic(title):
    found = verdict(subject=f"{title}: Thank you", body="На одмору сам.", In_Reply_To="<fu-1@me.example>")
    assert found.action in (Action.HOLD, Action.PAUSE)


@pytest.mark.parametrize(
    ("subject", "body"),
    [
        ("Reminder: your papers", "We still need a copy of your degree."),
        ("Erinnerung: Zeugnisse", "Bitte schicken Sie uns noch Ihre Zeugnisse."),
        ("Travel", "For the bank transfer, please send us your account number."),
        ("Your letter", "Your letter was delivered today, thank you. See you on Tuesday."),
    ],
)
@pytest.mark.parametrize("headers", [{}, GENERATED])
def test_what_the_company_itself_writes_is_no_notice_of_the_users_doings(subject, body, headers):
    assert verdict("People <people@acme.example>", subject, body, **headers).action in BRAKES


def test_a_reminder_through_an_applicant_system_is_the_companys():
    found = verdict("HireVue <n@hirevue.com>", "Reminder: finish your interview", "Acme waits for it.")
    assert found.action is Action.PAUSE
    agenda = verdict("Calendar <calendar-notification@google.com>", "Reminder: Acme", "10:00 Acme")
    assert agenda.action in TOLD


def test_a_footer_is_no_word_of_hiring():
    body = "Read five new reviews.\n\nYou are receiving this because you applied for a job."
    found = verdict("Board <b@board.example>", "Working at Acme Corp", body, **LISTED)
    assert found.action in TOLD


@pytest.mark.parametrize(
    "text",
    [
        "We decided to hire you.", "You have been chosen for the role.", "The board said yes.", "Your contract is ready.",
        "The vacancy has been cancelled.", "Could we have a second talk on Monday", "Wir haben uns entschieden, Ihnen den Platz anzubieten.", "Die Wahl ist auf Sie gefallen.",
        "Die Stelle wurde leider gestrichen.", "Wir würden Sie gern noch einmal sehen.", "Nous vous avons retenu.", "Le poste a été pourvu.", "Nous voudrions vous revoir.",
        "Hemos decidido contratarla.", "La vacante está cubierta.", "Nos gustaría verle de nuevo.", "Abbiamo deciso di assumerLa.", "La posizione è stata assegnata.",
        "We nemen je graag aan.", "De vacature is ingevuld.", "Decidimos contratá-la.", "A vaga já foi preenchida.", "Chcemy panią zatrudnić.", "Vi har valt dig.", "Вакансия уже закрыта.",
    ],
)  # fmt: skip
def test_a_decision_is_understood_in_everyday_words(text):
    assert has_decision(text)


@pytest.mark.parametrize(
    "text",
    [
        "The decision has not been made.", "If we choose you, we will call you.", "Bitte stellen Sie ein neues Passwort ein.", "Votre contrat d'assurance est en ligne.",
        "You can select a slot.", "Wir melden uns.", "No se ha decidido nada.",
    ],
)  # fmt: skip
def test_what_decides_nothing_is_no_decision(text):
    assert not has_decision(text)


def test_an_absence_note_with_a_decision_in_it_brakes():
    body = "I am away until 7 December. For Sam: we decided to hire you."
    found = verdict(subject="Automatic reply: Thank you", body=body, Auto_Submitted="auto-replied")
    assert found.action in BRAKES


def test_an_event_is_read_by_the_name_of_its_file():
    event = "BEGIN:VCALENDAR\nMETHOD:REQUEST\nBEGIN:VEVENT\nUID:7@x\nDTSTART:20261202T090000Z\nSUMMARY:Talk with Acme Corp\nEND:VEVENT\nEND:VCALENDAR"
    part = f'--b\nContent-Type: application/octet-stream; name="invite.ics"\n\n{event}\n--b--'
    found = verdict("Book <b@book.example>", "Meeting", part, Content_Type="multipart/mixed; boundary=b")
    assert found.action is Action.PAUSE
