from __future__ import annotations

import pytest
from publicsuffixlist import PublicSuffixList

from followupd.inbound.parsing.addresses import (
    addresses,
    author,
    bare,
    display_name,
    ids,
    is_freemail,
    organisation,
    recipients,
    same,
    writers,
)
from followupd.inbound.parsing.message import split


def headers(text):
    return split(text.encode() + b"\n\n")[0]


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
    assert author(headers(f"From: {value}")) == address


def test_gmail_ignores_dots_and_tags_and_others_do_not():
    assert same("A.N.A+jobs@googlemail.com") == same("ana@gmail.com")
    assert same("a.n.a+jobs@acme.example") != same("ana@acme.example")
    assert bare("A.N.A@gmail.com") == "a.n.a@gmail.com"


def test_a_domain_is_compared_in_ascii():
    assert bare("ana@müller.example") == "ana@xn--mller-kva.example"


def test_several_addresses_with_and_without_angles_are_found():
    assert set(addresses('A <a@x.example>, b@y.example, "C, D" <c@z.example>')) == {
        "a@x.example",
        "b@y.example",
        "c@z.example",
    }


def test_all_who_speak_for_a_mail_are_named_and_all_to_whom_it_goes():
    block = headers(
        "From: a@x.example\nReply-To: b@x.example\nSender: c@x.example\nTo: d@x.example\nCc: e@x.example"
    )
    assert writers(block) == ("a@x.example", "c@x.example", "b@x.example")
    assert recipients(block) == ("d@x.example", "e@x.example")


def test_a_display_name_is_decoded():
    assert display_name(headers("From: =?utf-8?q?J=C3=B6rg?= <j@x.example>")) == "Jörg"


def test_ids_are_found_in_a_damaged_header():
    assert ids("<a@b> garbage <c@d>, <e f> <unfinished") == ("<a@b>", "<c@d>")


def test_an_organisation_is_the_registrable_domain():
    assert organisation("mail.hr.acme.co.uk") == "acme.co.uk"
    assert organisation("acme.com") == "acme.com"
    assert organisation("") == ""


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
    assert {s: organisation(s) for s in SPELLINGS} == {s: SUFFIXES.privatesuffix(s) or s for s in SPELLINGS}


def test_a_top_level_domain_that_there_is_not_stands_for_itself():
    assert organisation("mail.acme.nowhere") == "acme.nowhere"
    assert organisation("mail.acme.xn--nowhere-") == "acme.xn--nowhere-"


def test_freemail_is_known_with_its_subdomains():
    assert is_freemail("gmail.com")
    assert is_freemail("mx.web.de")
    assert not is_freemail("acme.example")
