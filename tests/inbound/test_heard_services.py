"""Answers that programs send for the company, and what such programs send beside: their headers alone decide nothing."""

from datetime import UTC, datetime

import pytest
from classify_cases import NOW, mail

from followupd.inbound.classifier import classify_mail, needs_body
from followupd.inbound.matching.watchlist import WatchedContact, WatchedInterview, Watchlist
from followupd.inbound.verdict import Action

BRAKES = (Action.STOP, Action.PAUSE)
TOLD = (Action.ALERT, Action.NONE)
VEGA = WatchedInterview(
    "vega",
    "Vega Kraftwerke AG",
    "Turbine Control Engineer",
    datetime(2026, 11, 10, tzinfo=UTC),
    (
        WatchedContact("ida", "Ida Kruse", ("ida.kruse@vega.example",), phones=("+49 40 555 01 234",)),
        WatchedContact("ole", "Ole Fjord", ("ole@hints.example",), is_helper=True),
    ),
    (),
    ("vega.example",),
    "Europe/Berlin",
    requisition="VK/2026-88",
)
KNOWN_VEGA = Watchlist(frozenset({"me@me.example"}), (VEGA,), {}, {}, "mx.me.example")
BY_PROGRAM = {"Auto_Submitted": "auto-generated"}
LEAVABLE = {"List_Unsubscribe": "<https://svc.example/u>"}
LISTED = {**LEAVABLE, "List_Id": "<news.svc.example>", "Precedence": "bulk"}


def action_of(*args, **headers):
    """Judge a mail, which the daemon must have fetched where it brakes."""
    raw = mail(*args, **headers)
    action = classify_mail(raw, KNOWN_VEGA, NOW).action
    assert action not in BRAKES or needs_body(raw.partition(b"\n\n")[0], KNOWN_VEGA)
    return action


@pytest.mark.parametrize(
    "text",
    [
        "Vega Kraftwerke AG added you. Create your account.",
        "Vega Kraftwerke ha solicitado unos datos. Empiece aquí.",
        "Vega Kraftwerke pyytää sinua valitsemaan ajan.",
        "Vega Kraftwerke ber deg fylle ut et skjema.",
    ],
)
@pytest.mark.parametrize("headers", [LEAVABLE, {"Precedence": "bulk"}, {"Feedback_ID": "1:svc"}])
def test_headers_that_services_put_on_a_mail_to_one_person_silence_nothing(text, headers):
    assert action_of("Svc <go@svc.example>", "Next", text, **headers) in BRAKES


def test_such_a_mail_with_very_many_links_is_to_many():
    links = "\n".join(f"https://svc.example/{number}" for number in range(12))
    assert action_of("Svc <go@svc.example>", "Week 48", f"Vega Kraftwerke\n{links}", **LEAVABLE) in TOLD


@pytest.mark.parametrize(
    ("subject", "text"),
    [
        ("Week 48", "Vega Kraftwerke opens a plant. Unsubscribe"),
        ("Jobs", "12 new jobs for you: Vega Kraftwerke AG, Oak AG. Unsubscribe"),
    ],
)
def test_news_and_job_alerts_stay_mail_to_many(subject, text):
    assert action_of("News <news@svc.example>", subject, text, **LISTED) in TOLD


def test_a_network_that_names_a_contact_is_not_that_contact():
    found = action_of("Runs <go@runs.example>", "Ida Kruse gave you kudos", "See it", **LEAVABLE)
    assert found in TOLD


@pytest.mark.parametrize("text", ["Réf. VK/2026-88 : votre dossier avance.", "VK 2026 88: állapot"])
def test_the_number_of_the_vacancy_is_heard_on_a_list(text):
    assert action_of("Jobs <go@svc.example>", text, "Voir", **LISTED) in BRAKES


@pytest.mark.parametrize("role", ["Turbine Control Engineer", "TURBINE CONTROL ENGINEER"])
def test_a_role_of_three_words_needs_no_word_of_hiring_beside_it(role):
    assert action_of("C <c@group.example>", "Suite", f"Je reviens vers vous pour « {role} ».") in BRAKES


def test_a_role_of_three_words_that_begins_small_is_talk():
    text = "We talked of what a turbine control engineer does all day."
    assert action_of("C <c@group.example>", "Evening", text) is Action.NONE


@pytest.mark.parametrize(
    ("role", "text"),
    [
        ("Kraftwerksleittechnikerin", "Zur Stelle als Kraftwerksleittechnikerin: Bitte rufen Sie an."),
        ("광학 엔지니어", "광학 엔지니어 포지션: 다음 단계로 진행되었습니다."),
    ],
)
def test_a_long_or_unspaced_role_counts_as_several_words(role, text):
    interview = WatchedInterview("x", "Zed", role, VEGA.starts_at, VEGA.contacts)
    raw = mail("C <c@group.example>", "?", text, Content_Type="text/plain; charset=utf-8")
    known = Watchlist(frozenset({"me@me.example"}), (interview,))
    assert classify_mail(raw, known, NOW).action in BRAKES


@pytest.mark.parametrize(
    ("headers", "action"),
    [
        ({"Cc": "Ida Kruse <ida.kruse@vega.example>"}, Action.PAUSE),
        ({"Cc": "hr@jobs.vega.example"}, Action.PAUSE),
        ({"Cc": "Ole <ole@hints.example>"}, Action.NONE),
        ({"Cc": "me@me.example"}, Action.NONE),
    ],
)
def test_a_mail_that_went_to_somebody_of_the_company_as_well_pauses(headers, action):
    assert action_of("T <t@box.example>", "Visit", "Is Tuesday good?", **headers) is action


@pytest.mark.parametrize(
    "text",
    [
        "+٤٩ ٤٠ ٥٥٥٠١٢٣٤",
        "+४९ ४० ५५५०१२३४",
        "+49\u00a0(0)40\u00a05550\u20111234",
        "\u200e+49 40 555\u201301234\u200e",
        "From=%2B494055501234&Body=hi",
        "\uff0b\uff14\uff19 40 55501234",
    ],
)
@pytest.mark.parametrize("headers", [{}, BY_PROGRAM])
def test_a_contacts_number_is_read_in_any_digits(text, headers):
    headers = {**headers, "Content_Type": "text/plain; charset=utf-8"}
    assert action_of("Tel <go@tel.example>", "New", text, **headers) in BRAKES


@pytest.mark.parametrize(
    "markup",
    [
        '<p>De: <a href="tel:+494055501234">un número</a></p>',
        "<p><a href='sms:+49%2040%20555%2001%20234'>answer</a></p>",
        '<p><a href="mailto:ida.kruse@vega.example?subject=x">answer</a></p>',
    ],
)
def test_a_link_to_a_contact_is_read(markup):
    assert action_of("Tel <go@tel.example>", "New", markup, Content_Type="text/html") in BRAKES


def test_html_beside_a_short_plain_text_is_read():
    body = (
        "--b\nContent-Type: text/plain\n\nPlease view this in a browser.\n"
        "--b\nContent-Type: text/html\n\n<p>Vega Kraftwerke wants your shoe size.</p>\n--b--"
    )
    content_type = 'multipart/alternative; boundary="b"'
    assert action_of("S <s@svc.example>", "Next", body, Content_Type=content_type) in BRAKES


@pytest.mark.parametrize("shown", ["Ида Крузе", "Крузе Ида", "Ιντα Κρουζε"])
def test_an_author_in_cyrillic_or_greek_letters_is_the_contact(shown):
    assert action_of(f"{shown} <x@private.example>", "?", "?") in BRAKES


@pytest.mark.parametrize("shown", ["Ида Петрова", "Анна Крузе", "Крузе", "Ида"])
def test_half_a_name_in_other_letters_is_nobody(shown):
    assert action_of(f"{shown} <x@private.example>", "?", "?") is Action.NONE


@pytest.mark.parametrize(
    ("text", "actions"),
    [
        ("Je sollicitatie is ontvangen en besproken: we willen je een voorstel doen.", BRAKES),
        ("Your application has been received. Everybody was glad.", BRAKES),
        ("Hemos recibido tu candidatura y la dirección quiere conocerte en persona.", BRAKES),
        ("We have received your application for Engineer and Designer in Hamburg.", TOLD),
        ("Your application has been received.\n\nVega Kraftwerke Talent Team", TOLD),
        ("Your application has been received. Many thanks!", TOLD),
    ],
)
def test_a_short_sentence_behind_a_receipt_is_no_heading(text, actions):
    assert action_of("Vega Kraftwerke <no-reply@greenhouse.io>", "Application", text, **BY_PROGRAM) in actions


@pytest.mark.parametrize(
    ("subject", "text"),
    [
        ("Připomenutí: dopis pro Vega Kraftwerke", "Dnes 16:00"),
        ("Pengingat: telepon Vega Kraftwerke", "15.00"),
        ("Jóváírás", "Jóváírás: 85 EUR, feladó: Vega Kraftwerke AG"),
        ("Ditt brev har levererats", "Ditt brev till Vega Kraftwerke har levererats."),
        ("Gutschrift", "Vega Kraftwerke AG 1.085,00 €"),
        ("Hur upplevde du intervjun hos Vega Kraftwerke?", "3 frågor: https://svc.example/s"),
        ("Anketa", "Vega Kraftwerke: anketa nema vliv na rozhodnuti. https://svc.example/s"),
    ],
)
def test_reminders_payments_and_surveys_stop_nothing(subject, text):
    headers = {**BY_PROGRAM, "Content_Type": "text/plain; charset=utf-8"}
    assert action_of("Svc <go@svc.example>", subject, text, **headers) in TOLD


@pytest.mark.parametrize(
    "text",
    [
        "Vega Kraftwerke AG 85 EUR? https://svc.example/1",
        "Vega Kraftwerke AG: 65 000 EUR, https://svc.example/offer",
        "Die Stelle bei Vega Kraftwerke AG: 85 EUR Fahrgeld.",
    ],
)
def test_an_amount_alone_is_no_payment(text):
    assert action_of("Svc <go@svc.example>", "Vega", text, **BY_PROGRAM) in BRAKES


@pytest.mark.parametrize(
    ("footer", "actions"),
    [
        ("You received this because Vega Kraftwerke invited you.", BRAKES),
        ("Unsubscribe", TOLD),
        ("Odhlásit odběr", TOLD),
        ("Uitschrijven", TOLD),
    ],
)
def test_a_text_that_offers_to_leave_the_list_is_mail_to_many(footer, actions):
    headers = {**LEAVABLE, "Content_Type": "text/plain; charset=utf-8"}
    text = f"Vega Kraftwerke opens a plant.\n\n{footer}"
    assert action_of("Svc <go@svc.example>", "Week 48", text, **headers) in actions


@pytest.mark.parametrize(
    ("subject", "text"),
    [
        ("Váš program na pátek", "9:00 Vega Kraftwerke"),
        ("Ваш розклад на п'ятницю", "9:00 Vega Kraftwerke"),
        ("Zásilka", "Vaše zásilka pro Vega Kraftwerke AG byla doručena."),
        ("Kirje", "Kirjeesi vastaanottajalle Vega Kraftwerke on luovutettu."),
        ("郵便", "Vega Kraftwerke 様あての書留は配達されました。"),
        ("Takip", "Ida Kruse e-postanızı açtı"),
        ("Životopis", "Vega Kraftwerke AG si zobrazila váš životopis."),
        ("Vega Kraftwerke AG visualizou a sua candidatura", "Boa sorte!"),
        ("Vega Kraftwerke AG har tittat på din ansökan", "Lycka till!"),
        ("Votre journée du 26 novembre", "9:00 Vega Kraftwerke"),
        ("Vega Kraftwerke AGがあなたの職務経歴書を閲覧しました", "おめでとうございます"),
    ],
)
def test_what_services_tell_of_the_users_own_doings_is_known_in_more_languages(subject, text):
    headers = {**BY_PROGRAM, "Content_Type": "text/plain; charset=utf-8"}
    assert action_of("Svc <go@svc.example>", subject, text, **headers) is Action.ALERT


@pytest.mark.parametrize(
    "subject", ["Resumen de correo no deseado", "Bekletilen iletiler", "Skräppost", "加密邮件"]
)
def test_a_digest_of_mail_held_back_is_read(subject):
    text = "ida.kruse@vega.example | Re: Thank you | Release"
    assert action_of("Filter <go@isp.example>", subject, text, **LISTED) in BRAKES


@pytest.mark.parametrize(
    ("subject", "text"),
    [
        ("Reminder: please confirm your interview", "You have not yet confirmed your interview with Vega Kraftwerke."),
        ("Erinnerung: Ihr Test ist noch offen", "Vega Kraftwerke wartet auf Ihren Online-Test."),
        ("Rappel : un document attend votre signature", "Vega Kraftwerke attend votre signature : contrat de travail."),
        ("Recordatorio: tu entrevista", "Confirma tu entrevista con Vega Kraftwerke."),
        ("Erinnerung: Ihr Gespräch morgen", "Ihr Gespräch mit der Vega Kraftwerke AG findet morgen statt."),
    ],
)  # fmt: skip
def test_a_reminder_of_what_the_employer_waits_for_is_none_of_the_users_own(subject, text):
    headers = {**BY_PROGRAM, "Content_Type": "text/plain; charset=utf-8"}
    assert action_of("Svc <go@svc.example>", subject, text, **headers) in BRAKES


@pytest.mark.parametrize(
    ("subject", "text"),
    [
        ("Reminder: call Ida Kruse", "Call Ida Kruse, Vega Kraftwerke, about the interview"),
        ("Agenda for 26 November", "10:00 Vega Kraftwerke AG"),
        ("Erinnerung: Brief an Vega Kraftwerke", "Heute 11:00"),
        ("Application submitted: Turbine Control Engineer", "The following items were sent to Vega Kraftwerke AG."),
        ("Bewerbung übermittelt", "Vega Kraftwerke AG hat Ihre Unterlagen."),
    ],
)  # fmt: skip
def test_a_note_to_oneself_and_the_word_that_an_application_left_are_told(subject, text):
    headers = {**BY_PROGRAM, "Content_Type": "text/plain; charset=utf-8"}
    assert action_of("Svc <go@svc.example>", subject, text, **headers) is Action.ALERT


@pytest.mark.parametrize(
    ("sender", "subject", "text"),
    [
        ("Vega Shop <rechnung@vega.example>", "Ihre Rechnung 88213", "Im Anhang die Rechnung zu Ihrer Bestellung 88213 über 12,90 EUR."),
        ("Tienda Vega <tienda@vega.example>", "Confirmación de tu pedido 4411", "Gracias por tu pedido. Total: 12,90 EUR."),
        ("Vega Store <store@vega.example>", "Il tuo ordine n. 5512", "Traccia il pacco: https://t.example/5512"),
        ("Vega Shop <shop@vega.example>", "Votre facture n° 4471", "Montant : 12,90 EUR, payé par carte."),
    ],
)  # fmt: skip
def test_a_sale_under_the_companys_own_name_is_told(sender, subject, text):
    headers = {"Content_Type": "text/plain; charset=utf-8"}
    assert action_of(sender, subject, text, **headers) is Action.ALERT


NAMED = {**LISTED, "To": "Sam Carter <me@me.example>", "Content_Type": "text/plain; charset=utf-8"}


@pytest.mark.parametrize(
    "text",
    [
        "Dear Sam,\n\nVega Kraftwerke AG would like to invite you to a second interview.",
        "Mpendwa Sam, Vega Kraftwerke AG imekuchagua.",
        "Hallo Sam,\n\nIda Kruse bittet um Ihren Anruf: https://n.example/1\n\nDesk",
        "Guten Tag Sam Carter,\n\nIda Kruse von Vega Kraftwerke fragt: Wann können wir sprechen?",
    ],
)
def test_a_letter_to_the_user_by_name_is_read_whatever_list_it_came_by(text):
    assert action_of("Desk <desk@agency.example>", "A short note", text, **NAMED) in BRAKES


@pytest.mark.parametrize(
    ("text", "headers"),
    [
        ("The turbine week: Vega Kraftwerke AG builds a plant.", NAMED),
        ("Hi Sam,\n\nthis week Vega Kraftwerke AG builds a plant: https://n.example/1", NAMED),
        (
            "Lieber Sam,\n\nIda Kruse leitet die Vega Kraftwerke AG. Ein Gespräch.\n\nAbmelden: https://n.example/u",
            NAMED,
        ),
        ("Hi Sam,\n\n12 new jobs for you: Vega Kraftwerke AG and others are hiring.", NAMED),
        ("Hi Sam,\n\nVega Kraftwerke AG builds a plant." + "\nhttps://n.example/1" * 9, NAMED),
        ("Hi Sam,\n\nVega Kraftwerke AG builds a plant.", {**NAMED, "To": "fans@turbines.example"}),
        ("Hi Sam,\n\nVega Kraftwerke AG builds a plant.", {**NAMED, "To": "me@me.example"}),
    ],
)
def test_what_a_list_sends_to_everybody_names_nobody(text, headers):
    assert action_of("Desk <desk@agency.example>", "A short note", text, **headers) is Action.NONE


NEWS_SENDER = "Vega Kraftwerke <news@vega.example>"


@pytest.mark.parametrize(
    ("text", "action"),
    [
        ("Hi Sam,\n\nthe second talk is on Tuesday at ten, room 4.\n\nMia\n\nUnsubscribe", Action.PAUSE),
        ("Guten Tag Herr Carter,\n\nder Vertrag geht heute raus.\n\nAbmelden: https://v.example/u", Action.PAUSE),
        ("Hi Sam,\n\nour new plant opens." + "\nhttps://v.example/1" * 5, Action.ALERT),
        ("Our new plant opens on Tuesday.\n\nUnsubscribe", Action.ALERT),
    ],
)  # fmt: skip
def test_a_short_letter_by_name_is_read_though_the_company_sends_news_from_the_address(text, action):
    headers = {**NAMED, "List_Id": "<n.vega.example>", "Precedence": "bulk"}
    assert action_of(NEWS_SENDER, "Your visit", text, **headers) is action


def test_a_newsletter_that_asks_whether_it_is_wanted_is_told():
    sender, text = "Vega Blog <blog@vega.example>", "Click: https://v.example/c"
    assert action_of(sender, "Please confirm your subscription", text, **BY_PROGRAM) is Action.ALERT


FULL_LIST = {
    **LISTED,
    "List_Id": "<n.board.example>",
    "Precedence": "bulk",
    "Content_Type": "text/plain; charset=utf-8",
}


@pytest.mark.parametrize(
    ("subject", "text", "action"),
    [
        ("Vega Kraftwerke AG", "మీరు ఎంపికయ్యారు.", Action.PAUSE),
        ("Vega Kraftwerke AG", "Харамсалтай нь өөр хүнийг сонголоо.", Action.PAUSE),
        ("Vega Kraftwerke AG builds a plant", "Near the sea: https://n.example/1", Action.NONE),
        ("Vega Kraftwerke AG builds a plant", "Near the sea.", Action.NONE),
        ("Vega Kraftwerke AG", "A plant is built near the sea.\n\nUnsubscribe", Action.NONE),
        ("News of the sea", "Vega Kraftwerke AG builds a plant.", Action.NONE),
    ],
)
def test_what_leads_nowhere_and_has_the_company_for_its_subject_is_a_doubt_on_any_list(subject, text, action):
    assert action_of("Board <no-reply@board.example>", subject, text, **FULL_LIST) is action


@pytest.mark.parametrize(
    ("subject", "text", "actions"),
    [
        ("Your parcel", "Your parcel from Vega Kraftwerke is on its way.", TOLD),
        ("Box", "Your welcome package from Vega Kraftwerke has shipped.", BRAKES),
        ("Umzug", "Ihr Umzugspaket von Vega Kraftwerke: Paket unterwegs.", BRAKES),
        ("Due today", "Ring Vega Kraftwerke", TOLD),
        ("Card due tomorrow", "Letter to Vega Kraftwerke", TOLD),
        ("You have 3 tasks due today", "Letter to Vega Kraftwerke", TOLD),
        ("Due today", "Vega Kraftwerke: sign your contract", BRAKES),
        ("Ida Kruse mentioned you", "Open", BRAKES),
        ("You visited Vega Kraftwerke", "Rate your visit", TOLD),
    ],
)
def test_parcels_and_tasks_of_the_user_stop_nothing_but_what_an_employer_sends_does(subject, text, actions):
    assert action_of("Svc <go@svc.example>", subject, text, **BY_PROGRAM) in actions


@pytest.mark.parametrize(
    "text",
    [
        "Děkujeme, Vaši odpověď na pozici u Vega Kraftwerke AG jsme obdrželi.",
        "Jelentkezését a Vega Kraftwerke AG részére megkaptuk.",
        "Ваш отклик отправлен в Vega Kraftwerke AG.",
    ],
)
def test_a_receipt_in_any_language_stops_nothing(text):
    headers = {**BY_PROGRAM, "Content_Type": "text/plain; charset=utf-8"}
    assert action_of("Svc <go@svc.example>", "?", text, **headers) in TOLD


@pytest.mark.parametrize(
    ("sender", "text", "actions"),
    [
        ("Vega Kraftwerke", "Read our tips: https://vega.example/p\nUnsubscribe", TOLD),
        ("Vega Kraftwerke", "We have an offer for you. Unsubscribe", BRAKES),
        ("Vega Kraftwerke", "When can we call you? Unsubscribe", BRAKES),
        ("Vega Kraftwerke", "Dear Mr Roe,\nplease wait.\nUnsubscribe", BRAKES),
        ("Eva Berg", "Please wait.\nUnsubscribe", BRAKES),
        ("Al Kraft", "Please wait.\nUnsubscribe", BRAKES),
    ],
)
def test_the_companys_mail_to_many_is_told_and_its_letters_brake(sender, text, actions):
    headers = {**LISTED, "To": "Me Roe <me@me.example>"}
    assert action_of(f"{sender} <hello@vega.example>", "Week 48", text, **headers) in actions
