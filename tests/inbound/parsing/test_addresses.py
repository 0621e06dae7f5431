from __future__ import annotations

import pytest
from publicsuffixlist import PublicSuffixList

from followupd.inbound.parsing.addresses import (
    author_address,
    bare_address,
    display_name,
    find_addresses,
    find_message_ids,
    is_freemail,
    mailbox_key,
    recipient_addresses,
    registrable_domain,
    writer_addresses,
)
from followupd.inbound.parsing.message import split_header


def headers(text):
    return split_header(text.encode() + b"\n\n")[0]


@pytest.mark.parametrize(
    ("value", "address"),
    [
        ("Ana Roe <Ana.Roe@ACME.example>", "ana.roe@acme.example"),
        ('"ana@acme.example" <evil@x.example>', "evil@x.example"),
        ("ana@acme.example <evil@x.example>", "evil@x.example"),
        ("ana@acme.example (Ana Roe)", "ana@acme.example"),
        ('"', ""),
        ("Ana", ""),
        ("", ""),
    ],
)
def test_the_author_is_the_last_address_in_angles(value, address):
    assert author_address(headers(f"From: {value}")) == address


def test_gmail_ignores_dots_and_tags_and_others_do_not():
    assert mailbox_key("A.N.A+jobs@googlemail.com") == mailbox_key("ana@gmail.com")
    assert mailbox_key("a.n.a+jobs@acme.example") != mailbox_key("ana@acme.example")
    assert bare_address("A.N.A@gmail.com") == "a.n.a@gmail.com"


def test_a_domain_is_compared_in_ascii():
    assert bare_address("ana@müller.example") == "ana@xn--mller-kva.example"


def test_several_addresses_with_and_without_angles_are_found():
    assert set(find_addresses('A <a@x.example>, b@y.example, "C, D" <c@z.example>')) == {
        "a@x.example",
        "b@y.example",
        "c@z.example",
    }


def test_all_who_speak_for_a_mail_are_named_and_all_to_whom_it_goes():
    block = headers(
        "From: a@x.example\nReply-To: b@x.example\nSender: c@x.example\nTo: d@x.example\nCc: e@x.example"
    )
    assert writer_addresses(block) == ("a@x.example", "c@x.example", "b@x.example")
    assert recipient_addresses(block) == ("d@x.example", "e@x.example")


def test_a_display_name_is_decoded():
    assert display_name(headers("From: =?utf-8?q?J=C3=B6rg?= <j@x.example>")) == "Jörg"


def test_ids_are_found_in_a_damaged_header():
    assert find_message_ids("<a@b> garbage <c@d>, <e f> <unfinished") == ("<a@b>", "<c@d>")


def test_an_organisation_is_the_registrable_domain():
    assert registrable_domain("mail.hr.acme.co.uk") == "acme.co.uk"
    assert registrable_domain("acme.com") == "acme.com"
    assert registrable_domain("") == ""


SUFFIXES = PublicSuffixList()
SPELLINGS = [
    spelling
    for suffix in SUFFIXES._publicsuffix
    for name in [suffix.lstrip("!").replace("*", "any")]
    if name.rpartition(".")[2] in ("ck", "com", "jp", "kawasaki", "uk", "公司", "xn--55qx5d")
    for spelling in (name, f"acme.{name}", f"mx.acme.{name}")
]


def test_reading_one_top_level_domain_of_the_list_says_what_the_whole_list_says():
    assert len(SPELLINGS) > 8000
    assert {s: registrable_domain(s) for s in SPELLINGS} == {
        s: SUFFIXES.privatesuffix(s) or s for s in SPELLINGS
    }


def test_a_top_level_domain_that_there_is_not_stands_for_itself():
    assert registrable_domain("mail.acme.nowhere") == "acme.nowhere"
    assert registrable_domain("mail.acme.xn--nowhere-") == "acme.xn--nowhere-"


def test_freemail_is_known_with_its_subdomains():
    assert is_freemail("gmail.com")
    assert is_freemail("mx.web.de")
    assert not is_freemail("acme.example")
