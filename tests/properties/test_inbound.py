from __future__ import annotations

import time
from datetime import UTC, datetime

import mail_fuzzing
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from followupd.inbound.automatic.out_of_office import find_return_day
from followupd.inbound.classifier import classify_mail, needs_body
from followupd.inbound.matching.watchlist import Watchlist
from followupd.inbound.parsing.quoting import extract_answer
from followupd.inbound.parsing.text import decode_words, fold_text, html_to_text
from followupd.inbound.verdict import Action, Kind, Verdict

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
KNOWN = mail_fuzzing.KNOWN
SIZE = 250_000
DOMAINS = (b"acme.example", "müller.example".encode(), b"xn--", b"friends.example")  # of the contacts

fields = st.sampled_from(
    [
        "From",
        "To",
        "Subject",
        "Auto-Submitted",
        "In-Reply-To",
        "Content-Type",
        "Precedence",
        "List-Id",
        "Return-Path",
        "X-Autoreply",
    ]
)
values = st.one_of(
    st.text(max_size=60), st.sampled_from([value.decode("latin-1") for value in mail_fuzzing.VALUES])
)
headers = st.lists(st.tuples(fields, values), max_size=12).map(
    lambda pairs: "".join(f"{name}: {value}\n" for name, value in pairs).encode("utf-8", "surrogatepass")
)
bodies = st.one_of(st.binary(max_size=400), st.sampled_from(mail_fuzzing.TEXTS))


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=600))
def test_no_bytes_raise(raw):
    assert isinstance(classify_mail(raw, KNOWN, NOW), Verdict)
    assert needs_body(raw, KNOWN) in {True, False}


@settings(max_examples=150, deadline=None)
@given(headers, bodies)
def test_own_mail_is_never_a_reply_whatever_else_it_says(block, body):
    found = classify_mail(
        b"From: Me <me@me.example>\n" + block.replace(b"From:", b"X-From:") + b"\n" + body, KNOWN, NOW
    )
    assert (found.kind, found.action, found.is_own) == (Kind.UNRELATED, Action.NONE, True)


@settings(max_examples=150, deadline=None)
@given(headers, bodies)
def test_a_mail_that_lies_in_sent_is_never_a_reply_unless_a_contact_wrote_it(block, body):
    found = classify_mail(b"Date: x\n" + block + b"\n" + body, KNOWN, NOW, in_sent=True)
    assume(not any(domain in block.lower() for domain in DOMAINS))
    assert found.is_own
    assert found.kind is not Kind.REPLY


def test_what_a_contact_wrote_is_heard_in_sent_too():
    found = classify_mail(b"From: ANA@ACME.EXAMPLE\nSubject: Hello\n\nHello\n", KNOWN, NOW, in_sent=True)
    assert (found.is_own, found.action) == (False, Action.STOP)


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=300), st.text(max_size=300))
def test_a_contact_without_any_sign_of_a_machine_always_brakes(subject, body):
    flat = " ".join(subject.split())
    raw = f"From: Ana <ana@acme.example>\nIn-Reply-To: <fu-1@me.example>\nSubject: Re: {flat}\n\nHello {body}".encode(
        "utf-8", "surrogatepass"
    )
    found = classify_mail(raw, KNOWN, NOW)
    assert found.action in {Action.STOP, Action.PAUSE}


@settings(max_examples=100, deadline=None)
@given(headers, bodies)
def test_whatever_concerns_an_interview_is_read_whole(block, body):
    raw = block + b"\n" + body
    if classify_mail(raw, KNOWN, NOW).interviews and not needs_body(raw.split(b"\n\n")[0], KNOWN):
        # Only words of ours, quoted by a stranger under a new subject, are seen in the body alone.
        assert classify_mail(raw, KNOWN, NOW).action is not Action.STOP


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=400))
def test_no_text_breaks_a_reader_of_text(text):
    assert isinstance(decode_words(text) + fold_text(text) + html_to_text(text) + extract_answer(text), str)
    found = find_return_day("I am out of the office until " + text, NOW.date())
    assert found is None or found >= NOW.date()


RUNAWAYS = [
    "On ",
    "On a\n",
    "\n",
    "> \n",
    "> - > \n",
    " .\n",
    "-",
    "-\n",
    "a",
    "a@",
    "<",
    "<a",
    "&#1",
    "=?utf-8?q?",
    "1.",
    "12/",
    "until 12 October to ",
    "monday ",
    "i am a b c d e ",
    "unfortunately application ",
    "can you ",
    "Action: failed\n\n",
    "http://",
    "From: a\n",
    "10月12日",
    "your message to: ",
    "for 2 weeks ",
]


@pytest.mark.parametrize("kind", ["text/plain", "text/html"])
@pytest.mark.parametrize("piece", RUNAWAYS)
def test_text_made_to_run_away_is_judged_in_time(piece, kind):
    raw = (
        f"From: ana@acme.example\nSubject: Re: x\nContent-Type: {kind}; charset=utf-8\n\n".encode()
        + (piece * SIZE).encode()[:SIZE]
    )
    begun = time.process_time()
    classify_mail(raw, KNOWN, NOW)
    assert time.process_time() - begun < mail_fuzzing.SLOW


@pytest.mark.parametrize("name", ["From", "Subject", "References", "Content-Type", "Authentication-Results"])
@pytest.mark.parametrize("piece", ["<", "a", "a@", "=?", "Re: ", ' a="', ";", "(", " \t", "<a@b> "])
def test_headers_made_to_run_away_are_judged_in_time(name, piece):
    raw = f"{name}: ".encode() + (piece * SIZE).encode()[:SIZE] + b"\nTo: x\n\nhello"
    begun = time.process_time()
    classify_mail(raw, Watchlist(), NOW)
    needs_body(raw, KNOWN)
    assert time.process_time() - begun < mail_fuzzing.SLOW


@pytest.mark.parametrize("seed", [11, 12])
def test_mutated_mails_are_all_judged(seed):
    assert mail_fuzzing.run(seed, range(300)).fault == ""
