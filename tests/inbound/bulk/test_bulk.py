from __future__ import annotations

import base64

import pytest

from followupd.inbound.bulk.bulk import detect_bulk, is_in_thread
from followupd.inbound.parsing.message import parse_mail

LOUD = "Click here, limited time offer! Save up to 50%. Money back. Unsubscribe below."


def mail(subject="News", body="Hello", extra="", sender="Shop <shop@store.example>"):
    return parse_mail(f"From: {sender}\nTo: me@me.example\nSubject: {subject}\n{extra}\n{body}\n".encode())


@pytest.mark.parametrize(
    "field",
    [
        "List-Id: <a.b>",
        "List-Unsubscribe: <mailto:u@x>",
        "Precedence: bulk",
        "X-Mailer: phplist 3",
        "Feedback-ID: 1",
    ],
)
def test_a_header_of_mail_to_many_decides(field):
    assert detect_bulk(mail(extra=field + "\n"))


def test_an_answer_is_a_persons_with_every_list_header():
    assert not detect_bulk(mail("Re: News", LOUD, "List-Id: <a.b>\nIn-Reply-To: <x@y>\n"))


def test_a_new_outlook_mail_has_a_short_thread_index_and_an_answer_a_longer_one():
    new, answer = (base64.b64encode(bytes(size)).decode() for size in (22, 27))
    assert not is_in_thread(mail(extra=f"Thread-Index: {new}\n").headers)
    assert is_in_thread(mail(extra=f"Thread-Index: {answer}\n").headers)


def test_traits_add_up_where_headers_are_silent():
    assert detect_bulk(mail("FREE!! Only today", LOUD)).startswith("its traits")


def test_a_plain_mail_has_no_traits():
    assert not detect_bulk(
        mail("Lunch", "Hi Jonas,\n\nlunch on Friday?\n\nBest,\nAna", sender="Ana <ana@acme.example>")
    )


def test_words_of_hiring_and_courtesy_weigh_for_a_person():
    body = "Dear Jonas,\n\nyour application interests us; see https://a.example https://b.example https://c.example https://d.example\nAll rights reserved.\n\nKind regards,\nAna"
    assert not detect_bulk(mail("Data Engineer", body, sender="Ana <ana@acme.example>"))


def test_an_entry_of_a_feed_is_known_by_its_shape():
    assert detect_bulk(mail(body="URL: https://planet.example/1\nDate: 2026-11-24T05:10:00+00:00\n\ntext"))


def test_what_a_person_quotes_is_not_their_own_advertising():
    quoted = (
        "From: Shop\nSent: Monday\nTo: me\n\nClick here to save 20 %! Order now. To unsubscribe, click below."
    )
    assert detect_bulk(mail("Test", quoted, sender="Ana <ana@acme.example>"))
    assert not detect_bulk(mail("Test", f"Hello\n\n{quoted}", sender="Ana <ana@acme.example>"))
