"""The bytes of a mail, read back by the standard library and by hand."""

from __future__ import annotations

import hashlib
import re
from datetime import UTC, datetime, timedelta, timezone
from email import message_from_bytes
from email.header import decode_header, make_header
from email.policy import default
from email.utils import parseaddr
from html import unescape
from uuid import UUID

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st
from own_ids import OWN_ID

from followupd.inbound.senders.own_mail import parse_token
from followupd.writing.mail.html_text import render_html
from followupd.writing.mail.message_id import (
    MailFault,
    ascii_address,
    build_message_id,
    former_token,
    is_own_token,
    touch_token,
)
from followupd.writing.mail.mime import Attachment, MailText, build_mail, build_notice
from followupd.writing.notices.inline_picture import InlinePicture

KEY = b"k" * 32
TEXT = MailText("Thank you", "Dear Ana,\n\nThank you.\n")
ID = build_message_id(KEY, "acme/thank-you/ana", "sam@example.org")
OTHER_ID = build_message_id(KEY, "acme/check-in/ana", "sam@example.org")
AT = datetime(2026, 11, 12, 15, 0, tzinfo=timezone(timedelta(hours=1)))
# An Outlook id of 85 characters: from 78 on, Python's own generator would encode it.
OUTLOOK = "<AM0PR04MB1234" + "A1B2C3D4" * 5 + "@AM0PR04MB1234.eurprd04.prod.outlook.com>"


def made(text: MailText = TEXT, **more) -> bytes:
    usual = {
        "sender_name": "Sam Carter", "sender": "sam@example.org", "recipient_name": "Ana Ruiz",
        "recipient": "ana@acme.example", "date": AT, "message_id": ID,
    }  # fmt: skip
    return build_mail(text, **{**usual, **more})


def read(data: bytes):
    return message_from_bytes(data, policy=default)


def header(data: bytes, name: str) -> str:
    block = data.split(b"\r\n\r\n")[0].decode().replace("\r\n ", " ")
    return next((line.partition(": ")[2] for line in block.split("\r\n") if line.startswith(f"{name}: ")), "")


def test_a_plain_mail_is_exactly_these_bytes():
    assert made() == (
        b"Message-ID: " + ID.encode() + b"\r\n"
        b"Date: Thu, 12 Nov 2026 15:00:00 +0100\r\n"
        b"MIME-Version: 1.0\r\n"
        b"To: Ana Ruiz <ana@acme.example>\r\n"
        b"Subject: Thank you\r\n"
        b"From: Sam Carter <sam@example.org>\r\n"
        b'Content-Type: text/plain; charset="UTF-8"\r\n'
        b"Content-Transfer-Encoding: quoted-printable\r\n"
        b"\r\n"
        b"Dear Ana,\r\n\r\nThank you.\r\n"
    )


@pytest.mark.parametrize("rest", ["you.", "a" * 90, "From here on", "b" * 66, "b" * 71])
def test_no_line_begins_with_from_as_the_next_mail_of_a_mailbox_file_does(rest: str):
    body = f"From {rest}\n\nFrom {rest}\n"
    data = made(MailText("Thank you", body), html=True)
    assert b"\nFrom " not in data.partition(b"\r\n\r\n")[2]
    assert max(map(len, data.split(b"\r\n"))) <= 76
    assert read(data).get_body(("plain",)).get_content().replace("\r\n", "\n") == body


@pytest.mark.parametrize(
    "words", ["From what you told me ", "Müller, From what you told me ", "a" * 74 + " From here on ", "From é "]
)  # fmt: skip
def test_where_a_from_is_protected_the_lines_are_full(words: str):
    body = f"Dear Ana,\n\n{words * 12}.\n"
    data = made(MailText("Thank you", body))
    lines = data.partition(b"\r\n\r\n")[2].split(b"\r\n")
    assert not [line for line in lines if line.startswith(b"From ")]
    assert min((len(line) for line in lines if line.endswith(b"=")), default=76) >= 70
    assert read(data).get_content().replace("\r\n", "\n") == body


def test_every_feature_at_once_gives_the_same_bytes_on_every_python():
    """The digest was compared by hand on 3.11.7, 3.12.1 and 3.13.0."""
    data = made(
        MailText("Grüße – " + "lange Zeile " * 12, "Hällo,\n\nFrom here. *x* <b>\n.\n" + "Wört " * 60 + "\n"),
        sender_name='Sam "S" Cärter, PhD', recipient_name="Zoë Müller", recipient="zoe@straße.example", html=True,
        references=[OUTLOOK], in_reply_to=ID,
        attachments=[Attachment("Anruf Zoë.ics", "text/calendar", b"BEGIN:VCALENDAR\r\n")],
    )  # fmt: skip
    assert hashlib.sha256(data).hexdigest() == DIGEST


DIGEST = "846d9c76eb1556c9d8dcb8cca2a4ef2fd9733cdaf10feeb19dc8ec1f66b9d3e8"


def test_nothing_tells_of_the_machine_the_program_or_a_hidden_recipient():
    data = made(html=True, attachments=[Attachment("a.pdf", "application/pdf", b"%PDF")])
    names = {name.lower() for name in read(data)}
    assert names == {
        "message-id", "date", "from", "to", "subject", "content-type", "mime-version",
    }  # fmt: skip
    assert b"localhost" not in data


def test_long_ids_are_folded_between_ids_and_never_encoded():
    data = made(in_reply_to=OUTLOOK, references=[OTHER_ID, OUTLOOK])
    assert header(data, "In-Reply-To") == OUTLOOK
    assert header(data, "References") == f"{OTHER_ID} {OUTLOOK}"
    assert b"=?" not in data


def test_the_parent_closes_the_references_and_a_long_thread_keeps_its_first_and_last_ten():
    chain = [f"<{n}@example.org>" for n in range(30)]
    kept = header(made(references=chain[:-1], in_reply_to=chain[-1]), "References").split()
    assert kept == [chain[0], *chain[-10:]]


def test_a_mail_to_others_says_nothing_of_being_automatic_and_a_notice_does():
    assert header(made(), "Auto-Submitted") == ""
    told = build_notice(
        TEXT, sender="sam@example.org", recipient_name="Sam Carter", recipient="sam@example.org",
        date=AT, message_id=ID,
    )  # fmt: skip
    assert header(told, "Auto-Submitted") == "auto-generated"
    assert header(told, "From") == "followupd <sam@example.org>"


def test_html_is_escaped_holds_no_image_and_comes_after_the_text():
    data = made(MailText("Hi", "*Hi* <script>x</script> ![p](http://evil.example/p.png)\nline\n"), html=True)
    text, html = read(data).iter_parts()
    assert (text.get_content_type(), html.get_content_type()) == ("text/plain", "text/html")
    page = html.get_content()
    assert "*Hi* &lt;script&gt;" in page
    assert "<img" not in page
    assert "<br>\r\nline" in page


def test_boundaries_come_from_the_id_alone():
    one, other = made(html=True), made(html=True, message_id=OTHER_ID)
    first, second = (read(data).get_boundary() for data in (one, other))
    assert made(html=True) == one
    assert first != second


def test_attachments_arrive_as_they_were():
    attached = list(
        read(made(attachments=[Attachment("Zoë.pdf", "application/pdf", b"\r\x00%PDF\n")])).iter_attachments()
    )
    assert [(a.get_filename(), a.get_content_type(), a.get_content()) for a in attached] == [
        ("Zoë.pdf", "application/pdf", b"\r\x00%PDF\n")
    ]


def test_a_calendar_says_its_charset_and_that_it_is_no_invitation():
    data = made(attachments=[Attachment("call.ics", "text/calendar", b"BEGIN:VCALENDAR\r\n")])
    (calendar,) = read(data).iter_attachments()
    parameters = calendar["Content-Type"].params
    assert (parameters["charset"], parameters["method"], parameters["name"]) == (
        "UTF-8",
        "PUBLISH",
        "call.ics",
    )


def text_of_page(page: str) -> str:
    """What a reader sees of it: tags gone, paragraphs and line breaks kept, quotations marked."""
    body = page.replace("\r\n", "\n").partition("<body>")[2].partition("</body>")[0]
    body = re.sub(r"<br>|</?(?:p|blockquote)[^>]*>", "\n", body)
    return " ".join(unescape(re.sub(r"</?a\b[^>]*>", "", body)).replace("\u00a0", " ").split())


@given(
    st.text(st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"], include_characters="\n"), max_size=200)
)
@example("the __init__ and *args discussion, and why a*b*c\n1. Dezember\n    four\n# h\n-- \nSam")
@example("[x](http://y.example/z) <b>&amp;</b> https://a.example/b_(c)? see\n> quoted\n>> deeper")
def test_text_and_html_say_the_same(body):
    data = made(MailText("s", body + "\n"), html=True)
    text, page = read(data).iter_parts()
    words = re.sub(r"(?m)^(?:> ?)+", "", text.get_content().replace("\r\n", "\n"))
    assert text_of_page(page.get_content()) == " ".join(words.replace("\u00a0", " ").split())


def test_an_address_of_the_web_is_linked_without_the_full_stop_behind_it():
    page = render_html("See https://a.example/b_(c)?d=1&e, or (https://x.example/y).\n")
    assert '<a href="https://a.example/b_(c)?d=1&amp;e">' in page
    assert '<a href="https://x.example/y">' in page


def test_only_a_local_part_that_needs_it_makes_the_headers_utf8():
    plain = made(MailText("Grüße", "x\n"), recipient_name="Zoë", recipient="zoe@bücher.example")
    assert plain.isascii()
    assert header(plain, "To").endswith("<zoe@xn--bcher-kva.example>")
    wide = made(MailText("Grüße", "x\n"), recipient_name="Zoë", recipient="zoë@bücher.example")
    assert header(wide, "To") == "Zoë <zoë@xn--bcher-kva.example>"
    assert header(wide, "Subject") == "Grüße"


def test_an_idn_domain_is_that_of_2008_and_not_that_of_2003():
    assert ascii_address("a@straße.example") == "a@xn--strae-oqa.example"
    assert ascii_address("A.B@Example.ORG") == "A.B@example.org"


REFUSED = [
    ({"recipient_name": "=?utf-8?q?a@evil.example=2C?="}, "holds '=?'"),
    ({"sender_name": "Sam\r\nBcc: evil@example.com"}, "holds a line break"),
    ({"recipient_name": "Sam\u2028x"}, "holds a line break"),
    ({"recipient": "a@b.example, c@d.example"}, "is no e-mail address"),
    ({"recipient": "a@b.example>"}, "no valid domain"),
    ({"recipient": "ana"}, "is no e-mail address"),
    ({"recipient": "a@-b.example"}, "no valid domain"),
    (
        {"text": MailText("a\nBcc: x@y.example", "b\n")},
        "the subject 'a\\nBcc: x@y.example' holds a line break",
    ),
    ({"text": MailText("=?utf-8?q?x?=", "b\n")}, "holds '=?'"),
    ({"text": MailText("a", "b\r\n.\r\n\x0bc\n")}, "text would be read as"),
    ({"message_id": "no-brackets@example.org"}, "is no Message-ID"),
    ({"in_reply_to": "<a@b.example>\r\nBcc: x@y.example"}, "is no Message-ID"),
    ({"references": ["<a@b.example> <c@d.example>"]}, "is no Message-ID"),
    ({"date": datetime(2026, 11, 12)}, "the date has no zone"),  # noqa: DTZ001 - that is the fault
    ({"attachments": [Attachment("a\nb", "text/plain", b"")]}, "the file name"),
]


@pytest.mark.parametrize(("change", "sentence"), REFUSED, ids=range(len(REFUSED)))
def test_what_cannot_be_said_exactly_is_refused_with_a_sentence(change, sentence):
    change = dict(change)
    with pytest.raises(MailFault, match=re.escape(sentence)):
        made(change.pop("text", TEXT), **change)


# --- properties

HOSTILE = st.lists(
    st.sampled_from(
        ["=?utf-8?q?a@evil.example=2C?=", ",", "<x@y.example>", '"', "@", "\r\n", "\n", "Bcc: ", ";", ":", "\\", "é",
         "(", ")", " ", "\t", "\x0b", "\x85", "\u2028", "\x00", "a", "=?", "?=", "\ud800", "group:", "[", "😀"]
    ),
    max_size=12,
).map("".join) | st.text(max_size=30)  # fmt: skip
NAMES = st.text(st.characters(categories=["L", "Nd"], include_characters=" .,'’-()&"), max_size=120)
DOMAINS = st.from_regex(r"[a-z][a-z0-9]{0,40}(\.[a-z][a-z0-9]{0,40}){0,4}\.[a-z]{2,10}", fullmatch=True)


@given(HOSTILE, HOSTILE, HOSTILE)
@example("=?utf-8?q?a@evil.example=2C?= <a@b.c>", "x", "y")
@example("a" * 70 + '"' + "b" * 20, 'x, "y" <z@w.v>', "s")
def test_no_name_or_subject_adds_a_header_or_a_recipient(sender_name, recipient_name, subject):
    try:
        data = made(MailText(subject, "b\n"), sender_name=sender_name, recipient_name=recipient_name)
    except MailFault:
        return
    message = read(data)
    assert len(message.keys()) == 8
    for name, address in (("From", "sam@example.org"), ("To", "ana@acme.example")):
        assert [a.addr_spec for a in message[name].addresses] == [address]
        assert header(data, name).count("@") == header(data, name).count(address) + unquoted_at(data, name)


def unquoted_at(data: bytes, name: str) -> int:
    """An @ beside the address stands inside quotes, where it is only a letter."""
    return sum(quoted.count("@") for quoted in re.findall(r'"(?:[^"\\]|\\.)*"', header(data, name)))


@given(NAMES, NAMES, st.text(st.characters(categories=["L", "N", "P", "S", "Zs"]), max_size=150))
@example("Ruiz, Ana (CTO) " + "x" * 80, 'Zoë "Z" Müller, PhD, ' + "ü" * 60, "Grüße – " + "wort " * 40)
def test_every_ordinary_name_and_subject_is_read_back_as_it_was(sender_name, recipient_name, subject):
    assume("=?" not in subject)
    data = made(MailText(subject, "b\n"), sender_name=sender_name, recipient_name=recipient_name)
    message = message_from_bytes(data)
    for name, meant in (("From", sender_name), ("To", recipient_name)):
        shown, _ = parseaddr(message[name])
        assert decoded(shown) == " ".join(meant.split())
    assert decoded(message["Subject"]) == " ".join(subject.split())


@given(NAMES, NAMES, st.text(st.characters(categories=["L", "N", "P", "S", "Zs"]), max_size=150))
def test_every_line_and_encoded_word_is_as_short_as_the_rfcs_want_it(sender_name, recipient_name, subject):
    """RFC 2047 §2: 75 characters a word, 76 a line; RFC 5322 §2.1.1: what has no space to fold at is longer."""
    assume("=?" not in subject)
    head = made(MailText(subject, "b\n"), sender_name=sender_name, recipient_name=recipient_name)
    for line in head.partition(b"\r\n\r\n")[0].split(b"\r\n"):
        assert all(len(word) <= 75 for word in re.findall(rb"=\?UTF-8\?\S+\?=", line))
        assert len(line) <= 76 or (b" " not in line.strip().partition(b": ")[2] and b"=?" not in line)


def decoded(raw: str) -> str:
    """The older reader: the newer one adds spaces between the encoded words of a name."""
    return str(make_header(decode_header(raw)))


@given(
    st.text(
        st.characters(
            exclude_categories=["Cs", "Cc"], exclude_characters="\u2028\u2029", include_characters="\n\t"
        )
    )
)
def test_every_body_is_read_back_as_it_was_and_has_no_bare_line_end(body):
    data = made(MailText("s", body + "\n"))
    assert read(data).get_content().replace("\r\n", "\n") == body + "\n"
    assert not re.search(rb"(?<!\r)\n|\r(?!\n)", data)
    assert max(map(len, data.split(b"\r\n"))) <= 76  # RFC 2045 §6.7


@given(st.lists(st.from_regex(r"<[!-;=?-~]{1,200}>", fullmatch=True), min_size=1, max_size=40, unique=True))
def test_every_thread_keeps_its_ids_letter_by_letter(ids):
    kept = header(made(references=ids[:-1], in_reply_to=ids[-1]), "References").split()
    assert kept == (ids if len(ids) <= 11 else [ids[0], *ids[-10:]])


@given(st.binary(min_size=1), st.text(st.characters(exclude_categories=["Cs"])), DOMAINS)
@example(b"k", "t", "a" * 63 + ".example")
@example(b"k", "t", "mail.some-very-long-department-name.of-a-university.example")
def test_every_id_is_short_its_own_and_always_the_same(key, touch, domain):
    made_id = build_message_id(key, touch, f"sam@{domain}")
    assert made_id == build_message_id(key, touch, f"other@{domain}")
    assert OWN_ID.fullmatch(made_id)
    assert len(made_id) <= 76
    assert parse_token(made_id) == touch_token(key, touch)
    assert made_id != build_message_id(key, touch + "x", f"sam@{domain}")
    assert touch_token(key, touch) in made_id


@given(st.binary(min_size=1), st.text(st.characters(exclude_categories=["Cs"])))
def test_every_mark_shows_its_key(key, touch):
    for make_token in (touch_token, former_token):
        assert is_own_token(key, make_token(key, touch))
        assert not is_own_token(key + b"x", make_token(key, touch))
        assert parse_token(f"<fu.{former_token(key, touch)}@x.example>") == former_token(key, touch)


@pytest.mark.parametrize(
    "mark",
    ["", "t", "a" * 26, "é" * 26, "0" * 26, "=" * 26, "a" * 1000, "-" * 36, "1" * 32, f"{UUID(int=1)}"],
)
def test_what_a_stranger_writes_there_is_no_mark(mark):
    assert not is_own_token(KEY, mark)


def test_the_id_tells_nothing_but_the_domain():
    assert build_message_id(KEY, "acme/thank-you/ana", "sam@mail.example.org").endswith("@mail.example.org>")
    assert build_message_id(KEY, "t", "sam@" + "x" * 63 + ".example").endswith(".invalid>")
    assert "acme" not in ID


def test_the_date_is_written_in_the_zone_it_was_given_in():
    assert header(made(date=AT.astimezone(UTC)), "Date") == "Thu, 12 Nov 2026 14:00:00 +0000"


@pytest.mark.parametrize("name", ["cv.pdf", "Lebenslauf Käfer, 2026.pdf", "履歴書.pdf"])
def test_a_file_says_what_it_is_before_its_name_and_its_encoding(name):
    data = made(attachments=[Attachment(name, "application/pdf", b"%PDF-1.7")], html=True)
    (part,) = read(data).iter_attachments()
    assert [key for key, _ in part.items()] == [
        "Content-Type",
        "Content-Disposition",
        "Content-Transfer-Encoding",
    ]
    assert (part.get_filename(), part.get_content()) == (name, b"%PDF-1.7")


def test_a_picture_stands_below_its_paragraph_and_is_no_attachment() -> None:
    picture = InlinePicture(1, 'a "label"', b"\x89PNG\r\n")
    marks = {
        "sender": "sam@home.example",
        "recipient_name": "Sam",
        "recipient": "sam@home.example",
        "message_id": "<1@x.example>",
    }
    text = MailText("Your week", "First\n\n> second\n\nThird\n")
    data = build_notice(text, date=datetime(2026, 11, 16, tzinfo=UTC), pictures=[picture], **marks)
    mail = message_from_bytes(data, policy=default)
    assert [part.get_content_type() for part in mail.walk()] == [
        "multipart/alternative", "text/plain", "multipart/related", "text/html", "image/png",
    ]  # fmt: skip
    page = mail.get_body(("html",)).get_content()
    assert (
        page.index("second")
        < page.index(f'src="cid:{picture.content_id}" alt="a &quot;label&quot;"')
        < page.index("Third")
    )
    *_, last = mail.walk()
    assert last["Content-ID"] == f"<{picture.content_id}>"
    assert last.get_content() == picture.data
    assert list(mail.iter_attachments()) == []
