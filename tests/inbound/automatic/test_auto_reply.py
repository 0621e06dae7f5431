from __future__ import annotations

import pytest

from followupd.inbound.automatic.auto_reply import (
    detect_auto_reply,
    find_auto_reply_header,
    is_acknowledgement,
)
from followupd.inbound.parsing.message import parse_mail


def mail(subject="Re: Thank you", body="Hello.", extra=""):
    return parse_mail(f"From: Ana <ana@acme.example>\nSubject: {subject}\n{extra}\n{body}\n".encode())


@pytest.mark.parametrize(
    "field",
    [
        "Auto-Submitted: auto-replied (vacation)",
        "X-Autoreply: yes",
        "X-Autorespond: 1",
        "Precedence: auto_reply",
        "Preference: auto_reply",
        "Delivered-To: Autoresponder",
        "X-Mailer: vacation 1.2",
        "Message-ID: <dovecot-sieve-1-2@mx.example>",
        "X-Auto-Response-Suppress: All\nX-MS-Exchange-Inbox-Rules-Loop: ana@acme.example",
    ],
)
def test_a_header_that_only_an_automatic_answer_carries_decides(field):
    found = detect_auto_reply(mail(extra=field + "\n"))
    assert found.is_certain
    assert found.evidence.split(":")[0].lower().split()[0] in field.lower() or "Rules" in found.evidence


def test_a_rule_that_passes_mail_on_leaves_another_mailbox_and_decides_nothing():
    loop = "X-Auto-Response-Suppress: All\nX-MS-Exchange-Inbox-Rules-Loop: me@old.example\n"
    assert not find_auto_reply_header(mail(extra=loop).headers)


@pytest.mark.parametrize(
    "field",
    [
        "Auto-Submitted: no",
        "X-Autoreply: no",
        "X-Auto-Response-Suppress: All",
        "Precedence: bulk",
        "X-Loop: a@b",
    ],
)
def test_a_header_that_people_carry_too_decides_nothing(field):
    assert not find_auto_reply_header(mail(extra=field + "\n").headers)


@pytest.mark.parametrize(
    "subject",
    [
        "Automatic reply: x",
        "Out of Office: x",
        "Abwesenheitsnotiz",
        "Réponse automatique : x",
        "自動応答: x",
        "自动回复: x",
        "Ana Roe is out of the office (returning 4 May)",
    ],
)
def test_a_subject_decides(subject):
    assert detect_auto_reply(mail(subject)).is_absence


@pytest.mark.parametrize(
    "subject",
    ["Re: Automatic reply: x", "AW: Abwesenheitsnotiz", "Fwd: Out of office", "Out and about", "Office move"],
)
def test_a_persons_answer_to_a_note_is_a_persons(subject):
    assert detect_auto_reply(mail(subject)) is None


def test_generated_is_not_enough():
    generated = "Auto-Submitted: auto-generated\n"
    assert (
        detect_auto_reply(mail("Your application", "Your application was not successful.", generated)) is None
    )
    assert detect_auto_reply(mail("Re: x", "Your application was not successful.", generated)) is None
    assert detect_auto_reply(mail("Re: x", "Noted.", generated))


def test_words_alone_must_say_absence_and_what_to_do_meanwhile():
    note = "Thank you. I am out of the office until Monday. If urgent, please contact Bo."
    assert detect_auto_reply(mail(body=note)).is_absence
    assert not detect_auto_reply(mail(body=note)).is_certain
    assert detect_auto_reply(mail(body="I am on vacation, see you Monday.")) is None


@pytest.mark.parametrize(
    "body",
    [
        "I'm out of the office today. Please contact Bo about your interview, we liked you.",
        "I am out of the office until Monday. Could you call me urgently on Tuesday?",
        "We are travelling; the candidate pool is large. In urgent cases please contact me.",
    ],
)
def test_a_person_on_holiday_who_answers_is_a_person(body):
    assert detect_auto_reply(mail(body=body)) is None


def test_leaving_is_told_from_absence():
    found = detect_auto_reply(mail("Automatic reply: x", "Ana no longer works for Acme."))
    assert found.is_departure
    assert not found.is_absence


def test_an_acknowledgement_is_no_absence():
    assert not detect_auto_reply(mail("Automatic reply: x", "We have received your message.")).is_absence


@pytest.mark.parametrize(
    "words",
    [
        "I am out of the office until Monday but wanted to answer: come and see us.",
        "I'm on vacation, just a quick note: the team liked you. I write when I'm back.",
        "Je suis en congés jusqu'à lundi, mais je voulais vous répondre. On se parle à mon retour.",
        "Ich bin im Urlaub, wollte Ihnen aber antworten. Dringend ist nichts.",
    ],
)
def test_a_person_on_holiday_who_writes_a_real_answer_is_a_person(words):
    assert detect_auto_reply(mail(body=words)) is None


def test_a_decision_is_no_automatic_answer_though_nobody_reads_the_address_it_comes_from():
    words = "Thank you. The position has been filled. This mailbox is not monitored."
    assert detect_auto_reply(mail("Your application", words, "Auto-Submitted: auto-generated\n")) is None


def test_a_receipt_that_says_it_is_generated_is_one_and_bad_news_are_none():
    generated = "Auto-Submitted: auto-generated\n"
    assert detect_auto_reply(
        mail("Got it", "Your request (4711) has been received.", generated)
    ).is_acknowledgement
    assert (
        detect_auto_reply(mail("Hello", "We received your request. Unfortunately we had no luck.", generated))
        is None
    )


def test_what_a_help_desk_says_above_its_line_is_a_persons():
    words = "##- Please type your reply above this line -##\n\nTuesday at ten is fine."
    assert detect_auto_reply(mail(body=words, extra="Auto-Submitted: auto-generated\n")) is None


def test_an_answer_that_is_only_said_to_be_generated_is_doubtful():
    assert not detect_auto_reply(
        mail(body="Tuesday is fine.", extra="Auto-Submitted: auto-generated\n")
    ).is_certain


@pytest.mark.parametrize("subject", ["Out of office party on Friday", "Urlaub: Planung", "Absence next week"])
def test_leave_as_a_subject_is_a_persons_where_the_reader_is_greeted(subject):
    raw = f"From: Ana <ana@acme.example>\nTo: Jonas Keller <j@me.example>\nSubject: {subject}\n\nHi Jonas,\nare you in?\n"
    assert detect_auto_reply(parse_mail(raw.encode())) is None


@pytest.mark.parametrize(
    "body",
    [
        "We got your message, thanks.\n\nOn Mon, Nov 23, 2026 at 9:00 AM HR wrote:\n> This is an automated response.",
        "I'm away until Thursday.\n\n-----Original Message-----\nFrom: HR\n\nThis is an automatic reply.",
        "Your message was received, and I smiled.\n\nAna\n\nThis signature was automatically generated.",
        "I am on vacation until Dec 7. Please contact Ben about the contract.",
        "Thank you for your message. Please do not reply to this address any more.",
    ],
)
def test_what_a_machine_says_in_a_quotation_or_below_a_name_makes_no_machine_of_a_person(body):
    assert detect_auto_reply(mail(body=body)) is None


def test_a_subject_of_absence_is_less_than_a_machines_own():
    assert detect_auto_reply(mail("Out of office: Thank you", "I am away.")).is_certain
    assert not detect_auto_reply(mail("Out of office next week", "I am away from Monday.")).is_certain


def test_a_ticket_is_a_machines_unless_somebody_says_i():
    assert detect_auto_reply(
        mail("Re: Costs", "Your request was received. Ticket: 70413.")
    ).is_acknowledgement
    assert (
        detect_auto_reply(mail("Re: Costs", "Your request was received (ticket 70413), and I pay today."))
        is None
    )


# One note per language, as an Outlook rule sends it: no header says that a machine wrote it.
NOTES = {
    "el": "Ευχαριστώ για το μήνυμα. Απουσιάζω από το γραφείο μέχρι τη Δευτέρα. Για επείγοντα επικοινωνήστε με την Dana.",
    "ar": "شكرا لرسالتك. أنا حاليا خارج المكتب. للأمور العاجلة يرجى التواصل مع Dana.",
    "ro": "Mulțumesc pentru mesaj. Mă aflu în concediu și nu am acces la e-mail. Contactați pe Dana.",
    "uk": "Дякую за листа. Я зараз у відпустці. У термінових справах зверніться до Dana.",
    "hu": "Köszönöm levelét. Szabadságon vagyok, sürgős esetben forduljon Danához.",
    "he": "תודה על פנייתך. אני בחופשה. בנושאים דחופים ניתן לפנות אל דנה.",
    "cs": "Děkuji za zprávu. Jsem na dovolené. V naléhavých případech volejte Danu.",
    "sk": "Ďakujem za správu. Čerpám dovolenku. V súrnych prípadoch kontaktujte Danu.",
    "tr": "Mesajınız için teşekkürler. Yıllık izindeyim. Acil durumlarda Dana ile iletişime geçin.",
    "fi": "Kiitos viestistä. Olen lomalla. Kiireellisissä asioissa ota yhteyttä Danaan.",
    "no": "Takk for e-posten. Jeg avvikler ferie og er ute av kontoret. Ved hastesaker, kontakt Dana.",
    "da": "Tak for din mail. Jeg afholder ferie. I presserende tilfælde kontakt Dana.",
    "sv": "Tack för ditt mejl. Jag har semester. Kontakta Dana i brådskande fall.",
    "th": "ขอบคุณสำหรับอีเมล ขณะนี้ลาพักร้อน กรณีเร่งด่วนกรุณาติดต่อ Dana",
    "vi": "Cảm ơn thư của bạn. Tôi đang nghỉ phép. Trường hợp khẩn cấp xin liên hệ Dana.",
    "hi": "आपके संदेश के लिए धन्यवाद। मैं छुट्टी पर हूँ। तत्काल मामलों में Dana से संपर्क करें।",
    "ko": "메일 감사합니다. 현재 휴가 중입니다. 급한 용무는 Dana에게 연락 바랍니다.",
    "zh": "感谢您的来信。我正在休年假，如有急事请联系Dana。",
    "ja": "メールをありがとうございます。有給休暇のため不在にしております。お急ぎの場合はDanaまで。",
    "bg": "Благодаря за съобщението. В отпуск съм. При спешни случаи се обърнете към Dana.",
    "hr": "Hvala na poruci. Na godišnjem sam odmoru. U hitnim slučajevima obratite se Dani.",
    "sl": "Hvala za sporočilo. Sem na dopustu. V nujnih primerih se obrnite na Dano.",
    "id": "Terima kasih atas emailnya. Saya sedang cuti. Untuk hal mendesak hubungi Dana.",
    "lt": "Ačiū už laišką. Esu atostogose. Skubiais atvejais kreipkitės į Daną.",
}


@pytest.mark.parametrize(
    ("subject", "text"),
    [
        ("غیبت", "با تشکر از ایمیل شما. من تا ۷ دسامبر در مرخصی هستم."),
        ("Puudumine", "Täname kirja eest. Olen puhkusel ja ei loe e-posti."),
    ],
)
def test_a_note_with_a_subject_of_absence_is_known(subject, text):
    found = detect_auto_reply(mail(subject, text))
    assert found
    assert found.is_absence


@pytest.mark.parametrize("language", NOTES)
def test_a_note_without_a_header_is_known_by_its_words_in_many_languages(language):
    found = detect_auto_reply(mail("Re: Thank you", NOTES[language]))
    assert found
    assert found.is_absence
    assert not found.is_certain  # words alone prove nothing


@pytest.mark.parametrize(
    "subject",
    [
        "Εκτός γραφείου",
        "خارج المكتب",
        "În concediu",
        "Відпустка",
        "Szabadság",
        "מחוץ למשרד",
        "Dovolenka",
        "Nghỉ phép",
    ],
)
def test_a_subject_of_absence_needs_words_of_absence_under_it_in_any_language(subject):
    assert detect_auto_reply(mail(subject, "Βρίσκομαι εκτός γραφείου. في إجازة. În concediu. Szabadságon."))
    assert not detect_auto_reply(mail(subject, "Hi! What do you think of my plans for it?"))


@pytest.mark.parametrize(
    "words",
    [
        "I'm out of the office until 7 December but please call my mobile, I have good news for you.",
        "I am on vacation until Monday. Dana prepares your contract in the meantime, please contact her.",
        "Je suis en congé jusqu'au 7 décembre. En mon absence, contactez Dana : elle prépare votre arrivée.",
        "Ich bin im Urlaub. Herzlichen Glückwunsch zur Stelle! Dringendes bitte an Frau Krol.",
        "Estoy de vacaciones hasta el lunes. Enhorabuena, el puesto es suyo. Contacte con Dana.",
        "Ik ben met vakantie, maar je bent aangenomen. Neem contact op met Dana.",
        "Jestem na urlopie. Gratulacje, w pilnych sprawach proszę o kontakt z Daną.",
        "Είμαι σε άδεια. Πότε μπορείτε να ξεκινήσετε; Επικοινωνήστε με την Dana?",
        "أنا في إجازة. متى يمكنك البدء؟ يرجى التواصل مع Dana.",
    ],
)
def test_a_person_who_has_news_from_holiday_is_no_machine(words):
    assert detect_auto_reply(mail(body=words)) is None


@pytest.mark.parametrize(
    "body",
    [
        "Please note that I do not work on Fridays. In urgent cases call our front desk.",
        "I am not at my desk today. I'm not working for the rest of the week; back on Monday.",
        "I work Mondays to Wednesdays only.",
        "I'm not in on Thursdays. This mailbox is not monitored on Thursdays.",
        "Ich arbeite nicht freitags; E-Mails werden freitags nicht gelesen.",
        "Heute werden E-Mails nicht mehr gelesen.",
        "Je ne travaille pas le vendredi.",
        "No trabajo los viernes.",
        "Non lavoro il venerdì.",
        "Ik werk niet op vrijdag.",
        "Nie pracuję w piątki.",
        "Jag arbetar inte på fredagar.",
        "I am not with the team this week.",
        "My last day before the break was Friday; I am back on 7 January.",
        "I left on Friday for three weeks.",
        "I have left for my honeymoon and return on 14 December.",
        "Mein letzter Arbeitstag war der 18., am 7. Januar bin ich wieder da.",
        "Mon dernier jour était vendredi, je serai de retour le 7 janvier.",
    ],
)
def test_whoever_works_part_time_or_is_off_for_a_day_has_not_left(body):
    found = detect_auto_reply(mail("Automatic reply: x", body, "Auto-Submitted: auto-replied\n"))
    assert found.is_absence
    assert not found.is_departure


@pytest.mark.parametrize(
    "body",
    [
        "I no longer work for Acme.",
        "I do not work for Acme any more.",
        "Ana is not employed by Acme.",
        "My last day was today.",
        "I left Acme on Friday. I will not be back.",
        "I left for another company.",
        "I have left Acme and will return my keys on Monday.",
        "Ich habe das Unternehmen zum 20. November verlassen.",
        "He dejado la empresa.",
        "Ik werk hier niet meer.",
        "Ich bin nicht mehr bei Acme tätig.",
    ],
)
def test_whoever_has_left_for_good_has_left(body):
    assert detect_auto_reply(mail("Automatic reply: x", body, "Auto-Submitted: auto-replied\n")).is_departure


@pytest.mark.parametrize(
    "field",
    [
        "X-Message-Class: IPM.Note.Rules.OofTemplate.Microsoft",
        "Content-Class: IPM.Note.Rules.ReplyTemplate.Microsoft",
        "X-Vacation-Message: yes",
        "Precedence: auto_reply",
    ],
)
def test_outlooks_own_answers_are_known_by_their_class(field):
    assert detect_auto_reply(mail(extra=field + "\n")).is_certain


@pytest.mark.parametrize(
    "text",
    [
        "Sam, an offer for your application has been created. Sign in to review it.",
        "wir haben Ihre Unterlagen vollständig erhalten, damit steht Ihrem Start am 1. Februar nichts im Weg.",
        "Your application has been received very well by the panel: you are among the last two.",
        "We have received your application, and the board has decided to meet you.",
        "Votre candidature a bien été reçue : vous êtes parmi les deux derniers.",
        "Hemos recibido su solicitud y su contrato está preparado.",
        "Uw sollicitatie is ontvangen, je bent aangenomen!",
        "応募を受け付けました。採用が決まりました、おめでとうございます。",
    ],
)
def test_a_receipt_that_brings_news_is_none(text):
    assert not is_acknowledgement(mail("Halden", text), text, via_relay=True, has_date=False)


def test_a_receipt_that_brings_none_is_one():
    text = "Hi Jonas, we have received your application for the Data Engineer role and will review it."
    assert is_acknowledgement(mail("Your application", text), text, via_relay=True, has_date=False)


@pytest.mark.parametrize(
    ("body", "deputy"),
    [
        ("I am out of the office. Please contact Jonas Weber in urgent cases.", "Jonas Weber"),
        ("I am out of the office. For urgent matters write to dana@acme.example.", "dana@acme.example"),
        ("Ich bin im Urlaub. Dringendes: Wenden Sie sich bitte an Frau Krol.", "Krol"),
        ("Je suis en congé. En mon absence, contactez Dana.", "Dana"),
        ("Jag har semester. Kontakta Dana i brådskande fall.", "Dana"),
        ("I am out of the office. Please call our front desk.", ""),
        ("I am out of the office. Please contact me at ana@acme.example.", ""),
    ],
)
def test_the_deputy_of_a_note_is_named_to_the_user(body, deputy):
    found = detect_auto_reply(mail("Automatic reply: x", body, "Auto-Submitted: auto-replied\n"))
    assert found.evidence == "Auto-Submitted: auto-replied" + (
        f"; it refers to {deputy} meanwhile" if deputy else ""
    )
    assert found.deputy == deputy


MORE_NOTES = [
    "Λείπω από το γραφείο μέχρι τις 7/12. Θα απαντήσω με την επιστροφή μου.",
    "شكراً لتواصلكم. سأكون في إجازة سنوية من 26 نوفمبر حتى 7 ديسمبر. للحالات الطارئة يرجى مراسلة dana@x.example",
    "Vă mulțumesc pentru e-mail. Nu sunt la birou până luni. Vă voi răspunde la întoarcere.",
    "Доброго дня! Я буду відсутня до 7 грудня. Відповім після повернення.",
    "Jelenleg házon kívül vagyok, december 7-én térek vissza. Sürgős ügyben hívja a titkárságot.",
    "שלום, אני מחוץ למשרד עד 7 בדצמבר ואחזור אליך עם שובי.",
    "Dobrý den, nejsem v kanceláři do 7. 12. a nemám přístup k e-mailu. V případě potřeby kontaktujte Danu.",
    "Dobrý deň, som mimo kancelárie. Odpoviem po návrate.",
    "Merhaba, 7 Aralık'a kadar ofis dışında olacağım. Döndüğümde yanıtlayacağım.",
    "Hei, olen poissa toimistolta 7.12. asti. Vastaan viestiisi palattuani.",
    "Hei, jeg er på ferie til 7. desember. Jeg svarer når jeg er tilbake.",
    "Hej, jeg er ikke på kontoret før mandag. Jeg vender tilbage, når jeg er retur.",
    "สวัสดีค่ะ ดิฉันลาหยุดถึงวันที่ 7 ธันวาคม จะตอบกลับเมื่อกลับมาทำงาน",
    "Xin chào, tôi sẽ vắng mặt đến ngày 7/12. Tôi sẽ trả lời khi quay lại.",
    "नमस्ते, मैं 7 दिसंबर तक कार्यालय से बाहर हूँ। लौटने पर उत्तर दूँगा।",
    "안녕하세요. 12월 7일까지 부재중입니다. 복귀 후 회신드리겠습니다.",
    "您好，我目前不在办公室，12月7日返回后会回复您。",
    "お世話になっております。12月7日まで出張のため不在です。戻り次第ご返信いたします。",
    "Здравейте, отсъствам от офиса до 7 декември. Ще отговоря след завръщането си.",
    "Poštovani, odsutna sam do 7. prosinca. Javit ću se po povratku.",
    "Поштовани, на годишњем сам одмору до 7. децембра. Јавићу се по повратку.",
    "Pozdravljeni, odsotna sem do 7. decembra. Odgovorila bom po vrnitvi.",
    "Halo, saya sedang di luar kantor sampai 7 Desember. Saya akan membalas setelah kembali.",
    "با سلام، تا ۷ دسامبر در مرخصی هستم. پس از بازگشت پاسخ خواهم داد.",
    "Hola, estic de vacances fins al 7 de desembre. Respondré a la tornada.",
    "Tere, viibin puhkusel kuni 7. detsembrini. Vastan tagasi tulles.",
    "Labdien, esmu atvaļinājumā līdz 7. decembrim. Atbildēšu pēc atgriešanās.",
    "Halló, ég er í fríi til 7. desember. Ég svara þegar ég kem til baka.",
    "Hej, jag är ledig till den 7 december. Jag svarar när jag är tillbaka.",
    "Dzień dobry, do 7 grudnia jestem na urlopie. Odpowiem po powrocie.",
    "Olá, estou de férias até 7 de dezembro. Responderei no meu regresso.",
    "Buongiorno, sono in ferie fino al 7 dicembre. Risponderò al mio rientro.",
    "Hola, estoy de vacaciones hasta el 7 de diciembre. Responderé a mi regreso.",
    "Hallo, ik ben met vakantie tot 7 december. Ik beantwoord uw bericht na mijn terugkeer.",
    "Здравствуйте, я в отпуске до 7 декабря. Отвечу по возвращении.",
    "Guten Tag, ich bin bis 7. Dezember im Urlaub. Ihre Nachricht beantworte ich nach meiner Rückkehr.",
]
# Whoever writes nothing else needs no word on what to do meanwhile: a day is enough.
BARE_NOTES = [
    "Poissa 4.12.2026 saakka. Palaan töihin maanantaina 7.12. Kiireellisissä asioissa ota yhteyttä Jonas Weberiin.",
    "با تشکر از ایمیل شما. من تا ۷ دسامبر ۲۰۲۶ در مرخصی هستم و به ایمیل دسترسی ندارم.",
    "Täname kirja eest. Olen puhkusel kuni 7. detsember 2026 ja ei loe e-posti.",
    "Jag är ledig till 7 december.",
    "12월 7일까지 휴가입니다.",
    "אני בחופשה עד 7 בדצמבר.",
    "Сам на одмор до 7 декември.",
    "Bin im Urlaub bis 7.12.",
]
ANSWERS = [
    "Ich bin bis 7. Dezember im Urlaub, danach melde ich mich wegen des Vertrags.",
    "I am on holiday until the 7th, Jonas will call you with the details.",
    "Bis zum 7. Dezember können Sie sich entscheiden.",
    "Είμαι σε άδεια αλλά σας θέλουμε στην ομάδα. Πάρτε με τηλέφωνο.",
    "شكرا جزيلا، سنتصل بك يوم الجمعة.",
    "Mulțumesc, te așteptăm luni la birou.",
    "Дякую! Чекаємо на вас у понеділок в офісі.",
    "Köszönöm, várjuk hétfőn az irodában.",
    "תודה רבה, נשמח לפגוש אותך ביום ראשון.",
    "Děkuji, těšíme se na vás v pondělí v kanceláři.",
    "Teşekkürler, pazartesi sizi ofiste bekliyoruz.",
    "Kiitos, nähdään maanantaina toimistolla.",
    "Takk, vi sees på kontoret mandag.",
    "ขอบคุณค่ะ พบกันวันจันทร์ที่สำนักงาน",
    "Cảm ơn, hẹn gặp bạn thứ hai tại văn phòng. Liên hệ tôi nhé.",
    "धन्यवाद, सोमवार को कार्यालय में मिलते हैं।",
    "Terima kasih, sampai jumpa Senin. Hubungi saya.",
    "감사합니다. 금요일에 연락드리겠습니다.",
    "谢谢，周五给您打电话。",
    "Hvala, vidimo se u ponedjeljak u uredu. Javite se Dani.",
    "Благодаря, чакаме ви в понеделник в офиса. Свържете се с Дана.",
]


@pytest.mark.parametrize("body", [*MORE_NOTES, *BARE_NOTES])
def test_a_note_with_a_day_is_known_by_its_words_too(body):
    assert detect_auto_reply(mail("Re: Thank you", body)).is_absence


@pytest.mark.parametrize("body", ANSWERS)
def test_a_short_answer_that_names_the_office_or_a_day_is_a_persons(body):
    assert detect_auto_reply(mail("Re: Thank you", body)) is None
