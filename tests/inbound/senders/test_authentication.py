from __future__ import annotations

import time

import pytest

from followupd.inbound.parsing.message import split_header
from followupd.inbound.senders.authentication import has_own_results, is_sender_verified

PASS = "Authentication-Results: mx.me.example; dmarc=pass (p=reject) header.from=acme.example"


def vouches(text, authserv_id="mx.me.example", sender="ana@acme.example"):
    return is_sender_verified(split_header(text.encode() + b"\n\n")[0], authserv_id, sender)


@pytest.mark.parametrize(
    "result",
    [
        "dmarc=pass header.from=acme.example",
        "dmarc=pass (p=reject) header.from=mail.acme.example;",
        "dmarc = pass (a (nested; dmarc=fail) comment) header.from = Acme.Example",
        'dmarc=pass reason="it is; well" header.from="acme.example"',
        "spf=fail smtp.mailfrom=x@evil.example; dkim=none; dmarc=pass header.from=acme.example",
        # As Gmail and Microsoft write it.
        (
            "dkim=pass header.i=@acme.example header.s=s1 header.b=AbC/d+e==;"
            " spf=pass (google.com: domain of b@acme.example designates 1.2.3.4 as permitted sender)"
            " smtp.mailfrom=b@acme.example; dmarc=pass (p=REJECT sp=REJECT dis=NONE) header.from=acme.example"
        ),
        (
            "spf=pass (sender IP is 1.2.3.4) smtp.mailfrom=acme.example; dkim=pass (signature was verified)"
            " header.d=acme.example;dmarc=pass action=none header.from=acme.example;compauth=pass reason=100"
        ),
        'spf=pass smtp.mailfrom="a;b"@acme.example; dmarc/1=pass header.from=acme.example',
    ],
)
def test_a_pass_of_dmarc_for_the_senders_domain_counts(result):
    assert vouches(f"Authentication-Results: mx.me.example; {result}")


@pytest.mark.parametrize(
    "result",
    [
        "dmarc=fail header.from=acme.example",
        "dmarc=pass header.from=evil.example",
        "dkim=pass header.d=evil.example",
        "spf=pass smtp.mailfrom=x@evil.example",
        "none",
        "(dmarc=pass header.from=acme.example)",
        # Only DMARC is about the From that the user sees.
        "spf=fail; dkim=pass header.d=mail.acme.example",
        "dkim=pass header.i=@acme.example",
        "spf=pass smtp.mailfrom=b@acme.example",
    ],
)
def test_anything_else_does_not(result):
    assert not vouches(f"Authentication-Results: mx.me.example; {result}")


@pytest.mark.parametrize(
    "result",
    [
        # The sender writes the local part of MAIL FROM, the name in HELO, and what a verifier quotes of them.
        'spf=pass smtp.mailfrom="a;dmarc=pass/header.from=acme.example;"@evil.example',
        'spf=pass smtp.mailfrom="a; dmarc=pass header.from=acme.example; x=y"@evil.example',
        "spf=none smtp.helo=a;dmarc=pass/header.from=acme.example",
        "spf=none smtp.helo=a;dmarc=pass/header.from=acme.example; dmarc=fail header.from=acme.example",
        "spf=none smtp.helo=a;dmarc=pass(x)header.from=acme.example; dmarc=fail header.from=acme.example",
        'spf=none (domain of "a);dmarc=pass header.from=acme.example;("@evil.example says nothing)',
        "spf=none (domain of a);dmarc=pass/header.from=acme.example;( says nothing)",
        "spf=none (domain of a);dmarc=pass header.from=acme.example;( says nothing)",
        "spf=none (domain of a);dmarc=pass header.from=acme.example;(b) (c)",
        "spf=none;; dmarc=pass header.from=acme.example",
        "dmarc=pass header.from=acme.example(a).evil.example",
        'dmarc=pass header.from="acme.example".evil.example',
        "dmarc=pass header.from=acme.example header.from=evil.example",
        "dmarc=pass header.from=acme.example,evil.example",
        'dmarc=fail reason="dmarc=pass header.from=acme.example" header.from=acme.example',
        'dmarc=fail reason="x; dmarc=pass header.from=acme.example" header.from=acme.example',
        'dmarc=fail reason="x\\"; dmarc=pass header.from=acme.example; y=\\"" header.from=acme.example',
        "dmarc=fail (x) (; dmarc=pass header.from=acme.example",
        "dmarc=fail (x\\) ; dmarc=pass header.from=acme.example)",
        "dmarc=fail header.from=acme.example (dmarc=pass (header.from=acme.example))",
        "dmarc=pass (policy.x=header.from=acme.example) policy.y=header.from=acme.example",
        "dmarc=pass policy.header.from=acme.example",
        "dmarc=passed header.from=acme.example",
        "x.dmarc=pass header.from=acme.example",
        "dmarc=pass header.from=ana@acme.example",
        "dmarc=pass header.from=\u0430cme.example",
        'dmarc=pass header.from="acme.example',
        "dmarc pass header.from=acme.example",
        "(" * 5000 + "; dmarc=pass header.from=acme.example",
    ],
)
def test_no_trick_of_a_sender_makes_a_result(result):
    assert not vouches(f"Authentication-Results: mx.me.example; {result}")


@pytest.mark.parametrize(
    "field",
    [
        "Return-Path: <a);dmarc=pass header.from=acme.example;spf=none (b@evil.example>",
        'Return-Path: <"a);dmarc (x) = pass header.from=acme.example;spf=none (b"@evil.example>',
        "Received: from a);DMARC/1=pass header.from=acme.example;spf=none (b by mx.me.example with SMTP",
        "Received-SPF: none (mx.me.example: domain of a);dmarc=pass header.from=acme.example;spf=none (b)",
        "DKIM-Signature: v=1; d=evil.example; i=a=3Bdmarc=3Dpass=20header.from=3Dacme.example=3Bx=3Dy@evil.example; b=AA==",
        "DKIM-Signature: v=1; d=evil.example; i=a=3Bd=6Darc=3Dpass@evil.example; b=AA==",
    ],
)
def test_a_sender_that_writes_a_result_into_what_a_verifier_quotes_is_not_believed(field):
    """The line that a careless verifier makes of it is well-formed: only where the words came from shows the trick."""
    quoted = (
        "spf=none (domain of a);dmarc=pass header.from=acme.example;spf=none (b@evil.example says nothing)"
    )
    line = f"Authentication-Results: mx.me.example; {quoted}"
    assert vouches(line)
    assert not vouches(f"{line}\n{field}")


def test_a_sender_whose_name_speaks_of_dmarc_is_believed():
    path = "Return-Path: <dmarc@dmarc.acme.example>\nDKIM-Signature: v=1; d=dmarc.acme.example; s=dmarc; b=dmarcAA=="
    assert vouches(f"{PASS}\n{path}\nReceived: from dmarc.acme.example by mx.me.example with SMTP")


def test_a_long_line_takes_no_time():
    begun = time.process_time()
    for piece in ("(", "a=", '"', "\\", "a=b ", ";", "(a)", "=", '"" '):
        vouches("Authentication-Results: mx.me.example; " + piece * (16_000 // len(piece)))
    assert time.process_time() - begun < 2


def test_only_the_users_own_provider_is_believed():
    assert not vouches(PASS, "mx.other.example")
    assert not vouches(PASS, None)


def test_a_result_below_a_foreign_hop_is_forged():
    foreign = "Received: from x by relay.evil.example with SMTP"
    own = "Received: from x by in1.me.example with LMTP\nReceived: by 2002:a05:6402:: with SMTP"
    assert not vouches(f"{foreign}\n{PASS}")
    assert vouches(f"{own}\n{PASS}\n{foreign}")


def test_the_topmost_result_of_the_provider_is_the_only_one():
    assert not vouches(f"Authentication-Results: mx.me.example; dmarc=fail header.from=acme.example\n{PASS}")


def habit(*lines, sender="ana@acme.example"):
    return has_own_results(split_header("\n".join(lines).encode() + b"\n\n")[0], "mx.me.example", sender)


FROM_OUTSIDE = "Received: from a.acme.example by b.acme.example; Thu, 12 Nov 2026 15:00:00 +0100"
BY_US = "Received: from b.acme.example by mx7.me.example; Thu, 12 Nov 2026 15:00:00 +0100"


def test_a_foreign_mail_shows_whether_our_provider_adds_its_line():
    assert habit(PASS, BY_US, FROM_OUTSIDE) is True
    assert habit(BY_US, PASS, FROM_OUTSIDE) is True
    assert habit(BY_US, FROM_OUTSIDE) is False
    assert habit(BY_US, FROM_OUTSIDE, PASS) is False  # it came with it
    assert habit("Authentication-Results: mx.evil.example; none", BY_US, FROM_OUTSIDE) is False


def test_a_mail_that_never_left_our_provider_shows_nothing():
    assert habit(BY_US) is None
    assert habit() is None
    assert habit(BY_US, FROM_OUTSIDE, sender="bo@me.example") is None


@pytest.mark.parametrize(
    "above",
    [
        "(a comment) mx.me.example; dmarc=fail header.from=acme.example",
        '"mx.me.example"; dmarc=fail header.from=acme.example',
        "mx.me.example.; dmarc=fail header.from=acme.example",
        "mx.me.example(a comment); dmarc=fail header.from=acme.example",
        "; dmarc=fail header.from=acme.example",
        "",
        "mx.me.\u00e9xample; dmarc=fail header.from=acme.example",
        "spf=fail smtp.mailfrom=evil.example; dmarc=fail header.from=acme.example",  # without a name, as Microsoft
        "mx.other.example; dmarc=fail header.from=acme.example",
    ],
)
def test_a_result_below_a_line_whose_name_is_not_our_providers_is_not_believed(above):
    assert not vouches(f"Authentication-Results: {above}\n{PASS}")


def test_a_provider_may_have_a_machine_for_each_method():
    """As iCloud writes it."""
    assert vouches(f"Authentication-Results: bimi.me.example; bimi=skipped\n{PASS}")
