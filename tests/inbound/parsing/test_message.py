from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from followupd.inbound.parsing import message
from followupd.inbound.parsing.message import MAX_BYTES, MAX_PARTS, content_type, parse_mail, split_header


def test_fields_are_unfolded_and_keep_their_order():
    mail = parse_mail(b"Subject: one\r\n two\r\nReceived: a\r\nReceived: b\r\n\r\nbody")
    assert mail.headers.get_first("subject") == "one two"
    assert mail.headers.get_all("received") == ("a", "b")


@pytest.mark.parametrize(
    "start", [b"", b"\r\n\r\n", b"   \n\n", b"From ana@x.example Tue Nov 24 09:00:00 2026\n"]
)
def test_what_stands_before_the_headers_is_forgiven(start):
    assert parse_mail(start + b"Subject: hello\n\nbody").subject == "hello"


def test_a_file_with_carriage_returns_alone_is_read():
    assert parse_mail(b"Subject: hello\rTo: x\r\rbody\r").text == "body\n"


def test_a_stray_line_among_the_fields_is_passed_over():
    assert parse_mail(b"From: a@b.example\nnonsense\nSubject: hello\n\nbody").subject == "hello"


def test_a_missing_blank_line_begins_the_body():
    assert "words" in parse_mail(b"Subject: hello\nthese are words\nand more words\n").text


def test_plain_text_is_preferred_and_html_becomes_lines():
    parts = b"--b\nContent-Type: text/html\n\n<p>html</p>\n--b\nContent-Type: text/plain\n\nplain\n--b--"
    head = b"Content-Type: multipart/alternative; boundary=b\n\n"
    assert parse_mail(head + parts).text.strip() == "plain"
    assert parse_mail(b"Content-Type: text/html\n\n<p>one</p><p>two</p>").text == "one\n\ntwo"


def test_an_attached_mail_stays_one_part():
    mail = parse_mail(
        b"Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: message/rfc822\n\nSubject: inner\n\nhi\n--b--"
    )
    assert [part.type for part in mail.parts] == ["message/rfc822"]
    assert "Subject: inner" in mail.all_text
    assert mail.text == ""


def test_a_boundary_that_the_header_does_not_name_is_found():
    assert (
        parse_mail(
            b"Content-Type: multipart/mixed\n\n--xyz\nContent-Type: text/plain\n\nhello\n--xyz--\n"
        ).text.strip()
        == "hello"
    )


def test_a_boundary_that_never_comes_leaves_one_text():
    assert parse_mail(b"Content-Type: multipart/mixed; boundary=b\n\njust text").text == "just text"


def test_parts_depth_and_bytes_are_bounded():
    many = b"Content-Type: multipart/mixed; boundary=b\n\n" + b"--b\n\nx\n" * 500
    assert len(parse_mail(many).parts) <= MAX_PARTS
    deep = b"".join(b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (n, n) for n in range(300))
    assert len(parse_mail(deep).parts) == 1
    assert len(parse_mail(b"A: b\n\n" + b"x" * 2 * MAX_BYTES).raw) <= MAX_BYTES


def test_a_type_is_text_where_it_is_missing_or_nonsense():
    assert content_type(split_header(b"\n")[0])[0] == "text/plain"
    assert content_type(split_header(b"Content-Type: ???\n\n")[0])[0] == "text/plain"


def test_parameters_are_read_quoted_continued_and_in_any_case():
    headers, _ = split_header(
        b'Content-Type: Multipart/Report; Report-Type="delivery-status"; boundary*0=ab; boundary*1=cd\n\n'
    )
    assert content_type(headers) == (
        "multipart/report",
        {"report-type": "delivery-status", "boundary": "abcd"},
    )


FOLDS = [
    b"\n",
    b"\n ",
    b"\n\t",
    b"\n\n",
    b" ",
    b"\t",
    b"\x0b",
    b"\x0c",
    b"\x1c",
    b"\x85",
    b"\xe2\x80\xa8",
    b"\xa0",
]
FIELDS = [
    b":",
    b"From: a",
    b"a",
    b"X-Y ",
    b"--",
    b"\xc3\xa4",
    b"\xc2\xa0",
    b"Subject: x",
    b"\x00",
    b"Received: a\n b",
]
PIECES = st.sampled_from(FOLDS + FIELDS)


@given(st.lists(PIECES, max_size=14).map(b"".join))
def test_the_quick_way_through_a_header_block_gives_what_the_thorough_one_does(text):
    data = b"From: Ana <ana@acme.example>\nTo: me" + text + b"\n\nbody"
    quick = message._split_plain_header(data)
    assert quick is None or quick == message._split_any_header(data)


def test_the_quick_way_is_taken_through_an_ordinary_block_and_not_through_one_of_long_fields():
    assert message._split_plain_header(b"From: a\nSubject: one\n two\n\nbody") == split_header(
        b"From: a\nSubject: one\n two\n\nbody"
    )
    assert message._split_plain_header(b"From: a\nX: " + b"y" * message.MAX_PLAIN_BLOCK + b"\n\n") is None
    assert message._split_plain_header(b"X: y\n" * (message.MAX_HEADERS + 1) + b"\n") is None
