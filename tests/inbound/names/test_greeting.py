from __future__ import annotations

import pytest

from followupd.inbound.names.greeting import has_named_greeting, has_named_signature
from followupd.inbound.parsing.message import parse_mail


def mail(body, to="Jonas Keller <jk@me.example>", sender="Ana Roe <ana@acme.example>"):
    return parse_mail(f"From: {sender}\nTo: {to}\nSubject: Hi\n\n{body}\n".encode())


@pytest.mark.parametrize(
    ("body", "to"),
    [
        ("Hi Jonas,\nfine.", "Jonas Keller <jk@me.example>"),
        ("\nSehr geehrter Herr Keller,", '"Keller, Jonas" <jk@me.example>'),
        ("jonas: yes", "jonas.keller@me.example"),
        ("Hi Jonas - I'm on holiday", "Jonas Keller <jk@me.example>"),
        ("Lieber Jörg,", "=?utf-8?q?J=C3=B6rg?= <j@me.example>"),
    ],
)
def test_a_first_line_with_the_readers_name_greets(body, to):
    assert has_named_greeting(mail(body, to))


@pytest.mark.parametrize("body", ["Dear sender,\nJonas is away.", "Hello,", "", "Hi JK,"])
def test_what_everybody_is_told_greets_nobody(body):
    assert not has_named_greeting(mail(body))


@pytest.mark.parametrize(
    ("body", "to"),
    [
        ("I will be out of the office.", "Will May <w@me.example>"),
        ("I am back in May.", "Will May <w@me.example>"),
        ("Thank you for your mail.", "mail@keller.example"),
        ("I'm away. Ask Jonas.", "Jonas <j@me.example>"),
    ],
)
def test_a_name_that_is_a_word_in_a_sentence_greets_nobody(body, to):
    assert not has_named_greeting(mail(body, to))


@pytest.mark.parametrize("body", ["Fine.\n\nAna", "Fine.\nBest, Ana", "Fine.\nAna Roe\nAcme GmbH"])
def test_a_short_line_of_the_authors_names_signs(body):
    assert has_named_signature(mail(body))


@pytest.mark.parametrize("body", ["Fine.", "I, Ana, am the one who wrote this.", ""])
def test_a_sentence_signs_nothing(body):
    assert not has_named_signature(mail(body))
