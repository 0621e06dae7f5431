"""Read receipts: known by their report, their formula or their form, and no person's words taken for one."""

from __future__ import annotations

import pytest

from followupd.inbound.automatic.read_receipts import detect_read_receipt, find_receipt_report
from followupd.inbound.parsing.message import parse_mail

TO_US = "Re: Thank you for the interview"


def mail(subject="x", body="", extra=""):
    return parse_mail(f"From: ana@acme.example\nSubject: {subject}\n{extra}\n{body}\n".encode())


def test_a_receipt_is_known_by_its_report():
    assert detect_read_receipt(
        mail(extra='Content-Type: multipart/report; report-type=disposition-notification; boundary="b"\n')
    )


def test_a_receipt_without_report_is_known_by_subject_and_words_together():
    assert detect_read_receipt(mail("Read: Thank you", "Your message\n\nTo: Ana\n\nwas read on Monday."))
    assert not detect_read_receipt(
        mail("Read: my new book", "I have written a book about read receipts and mail.")
    )


@pytest.mark.parametrize(
    "body",
    [
        "Your message was read with pleasure by all of us on Monday. Please call me at 10:30.",
        "Your message was read on Monday.",
        "Ihre Nachricht wurde am 24.11.2026 von allen gelesen, und wir sind uns einig.",
        "Votre message a été lu en comité le 24 novembre à 10:15. Venez mardi.",
        "Uw bericht is door het hele team gelezen. Belt u mij?",
        "Su mensaje se leyó en la reunión. Llámeme el viernes.",
        "Il suo messaggio è stato letto da tutti. Mi chiami venerdì.",
        "Viestisi luettiin ja päätös on tehty. Soita minulle.",
        "Iletiniz okundu, cuma günü arayın.",
        "Ваше сообщение прочитано. Позвоните мне в пятницу.",
        "メッセージは11月24日に開封されました。金曜日にお電話ください。",
        "已阅读。请周五给我打电话。",
        "您的邮件已于11月24日阅读，我们决定录用您。",
        "Üzenetét elolvastuk, hívjon pénteken.",
    ],
)
def test_a_person_who_says_that_the_mail_was_read_is_no_receipt(body):
    assert not detect_read_receipt(mail(TO_US, body, "In-Reply-To: <fu-1@me.example>\n"))


def test_the_subject_of_a_receipt_over_a_persons_words_makes_none():
    for body in (
        "Your message was read on Monday 23 November. We decided to hire you.",
        "Your message\n\nTo: Ana\nSubject: Thank you\n\nwas read on 24 November 2026. Please come on Friday.",
        "I have read it, thanks. Was read on Monday, decided on Tuesday.",
    ):
        assert not detect_read_receipt(mail("Read: Thank you", body))


@pytest.mark.parametrize(
    ("subject", "body"),
    [
        ("Citit: Thank you", "Mesajul\n\n  Către: Ana Roe\n  Subiect: Thank you\n  Trimis: luni, 23 noiembrie 2026 09:00:00\n\na fost citit la joi, 26 noiembrie 2026 10:15:02."),
        ("Αναγνώσθηκε: Thank you", "Το μήνυμά σας\n\n  Προς: Ana\n  Θέμα: Thank you\n\nαναγνώσθηκε την Πέμπτη, 26 Νοεμβρίου 2026 10:15:02."),
        ("Precitané: Thank you", "Vaša správa\n\n  Komu: Ana\n  Predmet: Thank you\n\nbola prečítaná 26. 11. 2026 10:15:02."),
        ("تمت القراءة: Thank you", "رسالتك\n\n  إلى: Ana\n  الموضوع: Thank you\n\nتمت قراءتها في 26 نوفمبر 2026 10:15:02."),
        ("อ่านแล้ว: Thank you", "ข้อความของคุณ\n\n  ถึง: Ana\n  เรื่อง: Thank you\n\nถูกอ่านเมื่อ 26 พฤศจิกายน 2569 10:15:02"),
        ("Прочитано: Thank you", "Ваше повідомлення\n\n  Кому: Ana\n  Тема: Thank you\n\nбуло прочитано 26 листопада 2026 р. 10:15:02."),
        ("Đã đọc: Thank you", "Thư của bạn\n\n  Đến: Ana\n  Chủ đề: Thank you\n\nđã được đọc vào 26 Tháng Mười Một 2026 10:15:02."),
        ("Whatever: Thank you", "Lorem ipsum\n\n  Dolor: Ana\n  Sit: Thank you\n  Amet: 23.11.2026 9:00:00\n\nconsectetur 26.11.2026 10:15:02."),
        ("Return Receipt (displayed) - Thank you", "This is a Return Receipt for the mail that you sent to ana@acme.example.\n\nNote: This Return Receipt only acknowledges that the message was displayed on the recipient's computer. There is no guarantee that the recipient has read or understood the message contents."),
        ("開封済み: Thank you", "メッセージは 2026年11月26日に開封されました。"),
    ],
)  # fmt: skip
def test_a_receipt_without_report_is_known_by_its_form_in_any_language(subject, body):
    assert detect_read_receipt(mail(subject, body))


def test_a_report_is_proof_and_words_are_none():
    report = 'Content-Type: multipart/report; report-type=disposition-notification; boundary="b"\n'
    assert find_receipt_report(mail(extra=report))
    assert not find_receipt_report(mail("Read: Thank you", "Your message\n\nTo: Ana\n\nwas read on Monday."))
