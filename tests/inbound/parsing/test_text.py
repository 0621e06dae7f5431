from __future__ import annotations

import importlib
import re

import pytest

from followupd.config.lazy_pattern import LazyPattern
from followupd.inbound.parsing.phrase_pattern import PhrasePattern
from followupd.inbound.parsing.text import bytes_of, decode_words, fold_text, text_of


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("=?utf-8?q?Gr=C3=BC=C3=9Fe?=", "Grüße"),
        ("=?utf-8?B?R3LDvMOfZQ==?= =?utf-8?q?_aus_Kiel?=", "Grüße aus Kiel"),
        ("=?utf-8?B?ww==?= =?utf-8?B?vA==?=", "ü"),
        ("=?iso-2022-jp?B?GyRCO1ZLPhsoQg==?=", "志望"),
        ("=?klingon?q?abc?=", "abc"),
        ("Re: =?utf-8?q?caf=C3=A9?= at noon", "Re: café at noon"),
        ("=?utf-8?q?never ends", "=?utf-8?q?never ends"),
    ],
)
def test_encoded_words_are_decoded_as_far_as_they_go(value, text):
    assert decode_words(value) == text


def test_a_transfer_encoding_is_undone_even_when_broken():
    assert bytes_of(b"aGVs\nbG8=\n", "BASE64") == b"hello"
    assert bytes_of(b"aGVsbG8", "base64") == b"hello"
    assert bytes_of(b"caf=C3=A9", "quoted-printable") == "café".encode()
    assert bytes_of(b"as it is", "x-unknown") == b"as it is"


@pytest.mark.parametrize(
    "charset", ["", "us-ascii", "klingon", "punycode", "idna", "unicode_escape", "a b c", "utf-16"]
)
def test_a_charset_never_raises(charset):
    assert isinstance(text_of(b"\xff\xfe\x00caf\xe9", charset), str)


def test_old_windows_letters_are_read_where_utf8_fails():
    assert text_of(b"caf\xe9 \x80", "us-ascii") == "café €"


def test_folding_takes_case_and_accents_and_keeps_other_scripts():
    assert fold_text("Réponse AUTOMATIQUE Łódź Straße") == "reponse automatique lodz strasse"
    assert fold_text("自動応答 자동") == "自動応答 자동"


PATTERNS = (re.Pattern, LazyPattern, PhrasePattern)


@pytest.mark.parametrize(
    "words",
    [
        "phrases.auto_reply",
        "phrases.bounce",
        "phrases.bulk",
        "phrases.debrief",
        "phrases.hiring",
        "phrases.intent",
        "phrases.months",
        "phrases.own_doings",
        "phrases.receipts",
        "automatic.read_receipts",
        "dates.dates",
    ],
)
def test_a_pattern_for_folded_text_has_no_letter_that_folding_changes(words):
    module = importlib.import_module(f"followupd.inbound.{words}")
    patterns = [one.pattern for one in vars(module).values() if isinstance(one, PATTERNS)]
    assert patterns or words == "phrases.months"
    texts = [one for one in vars(module).values() if isinstance(one, str)]
    letters = {letter for text in patterns + texts for letter in str(text) if letter.isalpha()}
    assert not {letter for letter in letters if not letter.isascii() and fold_text(letter) != letter}
